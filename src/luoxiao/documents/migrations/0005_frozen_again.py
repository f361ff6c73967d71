"""Issued papers do not move: as before, and what they are about neither."""

from importlib import import_module

from django.db import migrations

from luoxiao.core.frozen import FrozenWhen

before = import_module("luoxiao.documents.migrations.0003_frozen")


class Migration(migrations.Migration):
    dependencies = (("documents", "0004_notices"),)
    operations = (
        FrozenWhen(before.PAPER, "OLD.state IN ('issued', 'withdrawn')", (*before.WORDS, "about_kind")),
        before.PdfOnce(before.PAPER, "OLD.pdf_id IS NOT NULL OR OLD.state = 'withdrawn'", ("pdf_id",)),
    )
