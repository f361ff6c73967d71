"""Adopted text does not move: neither the text of any version nor what was read from it, nor a closed version's row."""

from django.db import migrations

from luoxiao.core.frozen import AppendOnly, FrozenWhen


class ClosedWhen(FrozenWhen):
    """A second freeze of the same table, under a name of its own."""

    def _name(self, event: str) -> str:
        return f"closed_{self.table}_{event}"


VERSION = "plan_planversion"
TEXT = (
    *("plan_id", "number", "title", "doc_number", "text", "sha256", "file_id"),
    *("is_restated", "parser", "imported_by_id", "imported_at"),
)


class Migration(migrations.Migration):
    dependencies = (("plan", "0001_initial"),)
    operations = (
        AppendOnly("plan_clause"),
        AppendOnly("plan_clauseunit"),
        AppendOnly("plan_mention"),
        AppendOnly("plan_measure"),
        AppendOnly("plan_finding"),
        AppendOnly("plan_correction"),
        FrozenWhen(VERSION, "1 = 1", TEXT),
        ClosedWhen(VERSION, "OLD.state IN ('superseded', 'withdrawn')"),
    )
