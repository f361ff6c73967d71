"""The trail and its seals are only ever added to; the database refuses anything else."""

from django.db import migrations

from luoxiao.core.frozen import AppendOnly


class Migration(migrations.Migration):
    dependencies = (("core", "0001_initial"),)
    operations = (AppendOnly("core_trailevent"), AppendOnly("core_trailseal"))
