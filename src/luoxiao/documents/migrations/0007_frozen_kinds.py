"""Issued papers do not move: as before, nor who checked them. They are archived once; a line once sent stays."""

from importlib import import_module

from django.db import migrations

from luoxiao.core.frozen import FrozenWhen

before = import_module("luoxiao.documents.migrations.0003_frozen")
NEW = ("about_kind", "sent_to", "note", "attended", "excused", "observed", "total", "checked_by_id", "checked_at")
ARCHIVE = ("archived_at", "archived_by_id")


class Migration(migrations.Migration):
    dependencies = (("documents", "0006_kinds"),)
    operations = (
        FrozenWhen(before.PAPER, "OLD.state IN ('issued', 'withdrawn')", (*before.WORDS, *NEW)),
        before.PdfOnce(before.PAPER, "OLD.pdf_id IS NOT NULL OR OLD.state = 'withdrawn'", ("pdf_id",)),
        FrozenWhen(before.PAPER, "OLD.archived_at IS NOT NULL OR OLD.state = 'withdrawn'", ARCHIVE, label="archive"),
        FrozenWhen("documents_distribution", "OLD.sent_at IS NOT NULL"),
    )
