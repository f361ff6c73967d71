"""Rows that refuse to change, enforced by the database itself and not by anybody's good manners.

`AppendOnly` forbids every UPDATE and DELETE of a table; `FrozenWhen` forbids them for rows that meet a condition.
Both are migration operations; tests read the triggers back from the running database.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

REFUSAL = "luoxiao: this row is frozen"


class FrozenWhen(Operation):
    """Refuse UPDATE and DELETE of a row for which `condition` (SQL over OLD) holds.

    `columns` narrows the UPDATE to the named columns; without it every column is frozen. `label` tells a second freeze
    of the same table from the first.
    """

    reversible = True
    atomic = True

    def __init__(self, table: str, condition: str, columns: tuple[str, ...] = (), label: str = "") -> None:
        self.table, self.condition, self.columns, self.label = table, condition, columns, label

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def describe(self) -> str:
        return f"Freeze rows of {self.table} where {self.condition}"

    def database_forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for statement in self._make(editor.connection.vendor):
            editor.execute(statement)

    def database_backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for event in ("update", "delete"):
            where = f" ON {self.table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {self._name(event)}{where}")

    def _name(self, event: str) -> str:
        return "_".join(filter(None, ("frozen", self.table, self.label, event)))

    def _make(self, vendor: str) -> list[str]:
        of = f" OF {', '.join(self.columns)}" if self.columns else ""
        make = _postgres if vendor == "postgresql" else _sqlite
        return [
            *make(self._name("update"), f"UPDATE{of}", self.table, self.condition),
            *make(self._name("delete"), "DELETE", self.table, self.condition),
        ]


class AppendOnly(FrozenWhen):
    """Refuse every UPDATE and DELETE of a table."""

    def __init__(self, table: str) -> None:
        super().__init__(table, "1 = 1")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return ("AppendOnly", [self.table], {})


class Thaw(Operation):
    """Take a freeze off so that its table may be altered; the migration after freezes it again.

    Without it SQLite, which rebuilds an altered table, would drop the triggers without a word, and PostgreSQL would
    find their names taken.
    """

    reversible = True
    atomic = True

    def __init__(self, freeze: FrozenWhen) -> None:
        self.freeze = freeze

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def describe(self) -> str:
        return f"Take a freeze off {self.freeze.table}"

    def database_forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self.freeze.database_backwards(app_label, editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self.freeze.database_forwards(app_label, editor, from_state, to_state)


def _sqlite(name: str, event: str, table: str, condition: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ]


def _postgres(name: str, event: str, table: str, condition: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION luoxiao_frozen() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition})"
        " EXECUTE FUNCTION luoxiao_frozen()",
    ]
