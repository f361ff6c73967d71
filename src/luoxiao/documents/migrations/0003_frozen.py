"""Issued papers do not move: neither their words, figures and files nor who wrote in them. A PDF may be added once."""

from django.db import migrations

from luoxiao.core.frozen import AppendOnly, FrozenWhen


class PdfOnce(FrozenWhen):
    """A second freeze of the same table, under a name of its own: a PDF that is there stays."""

    def _name(self, event: str) -> str:
        return f"pdf_once_{self.table}_{event}"


PAPER = "documents_paper"
WORDS = (
    *("version", "kind", "period", "about", "state", "issuer_mark", "title", "addressee", "body", "annexes"),
    *("signature", "copied_to", "series", "year", "number", "is_rehearsal", "prepared_by_id", "prepared_at"),
    *("issued_by_id", "issued_at", "issued_text", "trail_head", "docx_id"),
)


class Migration(migrations.Migration):
    dependencies = (("documents", "0002_circular"),)
    operations = (
        FrozenWhen(PAPER, "OLD.state IN ('issued', 'withdrawn')", WORDS),
        PdfOnce(PAPER, "OLD.pdf_id IS NOT NULL OR OLD.state = 'withdrawn'", ("pdf_id",)),
        AppendOnly("documents_figure"),
        AppendOnly("documents_papereditor"),
    )
