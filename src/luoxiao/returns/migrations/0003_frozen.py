"""What was handed in, decided, overridden and reminded of is only ever added to; the database refuses anything else."""

from django.db import migrations

from luoxiao.core.frozen import AppendOnly


class Migration(migrations.Migration):
    dependencies = (("returns", "0002_asked"),)
    operations = (
        AppendOnly("returns_submission"),
        AppendOnly("returns_decision"),
        AppendOnly("returns_override"),
        AppendOnly("returns_reminder"),
    )
