"""PostgreSQL keeps the rows of sheets uncompressed, so that one cell is read without the rest."""

from django.db import migrations


def keep_plain(apps, editor):
    if editor.connection.vendor == "postgresql":
        for column in ("amounts", "origins"):
            editor.execute(f"ALTER TABLE indicators_sheet ALTER COLUMN {column} SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = (("indicators", "0002_frozen"),)
    operations = (migrations.RunPython(keep_plain, migrations.RunPython.noop),)
