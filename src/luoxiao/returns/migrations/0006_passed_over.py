"""Levels of a chain at which no unit stands above a respondent are passed over, and stay on its return."""

from django.db import migrations

from luoxiao.core.fields import JSONField


class Migration(migrations.Migration):
    dependencies = (("returns", "0005_ever_typed_by"),)
    operations = (
        migrations.AddField(
            model_name="return",
            name="passed_over",
            field=JSONField(
                default=list,
                help_text="levels of the call's chain at which no unit stood above this one when the call opened",
            ),
        ),
    )
