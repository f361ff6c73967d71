"""Origins, second opinions and what was replaced are only ever added to."""

from django.db import migrations

from luoxiao.core.frozen import AppendOnly


class Migration(migrations.Migration):
    dependencies = (("indicators", "0001_initial"),)
    operations = (
        AppendOnly("indicators_origin"),
        AppendOnly("indicators_superseded"),
        AppendOnly("indicators_contested"),
    )
