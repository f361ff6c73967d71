"""Every freeze that a migration declares stands in the running database.

A later migration that rebuilds a table on SQLite would drop its triggers without a word; this is where it shows.
"""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from luoxiao.core.frozen import AppendOnly, FrozenWhen, Thaw

pytestmark = pytest.mark.django_db


def declared() -> set[str]:
    migrations = MigrationLoader(None).disk_migrations.values()
    frozen = {op.table for migration in migrations for op in migration.operations if isinstance(op, FrozenWhen)}
    return {f"frozen_{table}_{event}" for table in frozen for event in ("update", "delete")}


def standing() -> set[str]:
    catalogue = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {catalogue}")
        return {row[0] for row in cursor.fetchall()}


def test_every_declared_freeze_stands() -> None:
    assert declared() <= standing()


def test_the_trail_is_among_them() -> None:
    assert {"frozen_core_trailevent_update", "frozen_core_trailseal_delete"} <= declared()


def test_a_thaw_takes_one_freeze_off_and_backwards_puts_it_back() -> None:
    thaw, names = Thaw(AppendOnly("core_trailevent")), {f"frozen_core_trailevent_{n}" for n in ("update", "delete")}
    editor = connection.schema_editor()
    thaw.database_forwards("core", editor, None, None)
    assert not names & standing()
    assert "frozen_core_trailseal_update" in standing()
    thaw.database_backwards("core", editor, None, None)
    assert names <= standing()
