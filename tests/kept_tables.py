"""Migrated tables for SQLite test databases, kept between runs: running every migration takes longer than most tests.

The file's name is a digest of all migrations and of the versions that ran them, so a change of any makes new tables.
Django's own `migrate` still runs afterwards, and would run whatever were missing. PostgreSQL is left alone.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any

import django
from django.core import management

SOURCE = Path(__file__).resolve().parents[1] / "src/luoxiao"


def keep() -> None:
    """Let `migrate` begin from kept tables from now on."""
    management.call_command = _from_kept(management.call_command)


def _from_kept(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def called(name: Any, *args: Any, **options: Any) -> Any:
        from django.db import connection

        if name != "migrate" or not _is_empty(connection):
            return call(name, *args, **options)
        kept = _place()
        if kept.exists():
            _copy(sqlite3.connect(kept), connection.connection)
            return call(name, *args, **options)
        made = call(name, *args, **options)
        _write(connection.connection, kept)
        return made

    return called


def _is_empty(connection: Any) -> bool:
    """A test database in memory that has no tables yet; an installation's `migrate` inside a test finds them there."""
    return connection.vendor == "sqlite" and connection.is_in_memory_db() and not connection.introspection.table_names()


def _place() -> Path:
    digest = sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for file in sorted([*SOURCE.glob("*/migrations/*.py"), SOURCE / "core/frozen.py"]):
        digest.update(file.read_bytes())
    return Path(tempfile.gettempdir()) / f"luoxiao-tables-{digest.hexdigest()[:16]}.sqlite3"


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    source.backup(target)
    source.close()


def _write(source: sqlite3.Connection, kept: Path) -> None:
    """Under a name of its own first: another process never finds half a file."""
    half = kept.with_name(f"{kept.name}.{os.getpid()}")
    target = sqlite3.connect(half)
    source.backup(target)
    target.close()
    half.replace(kept)
