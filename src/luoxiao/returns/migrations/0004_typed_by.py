"""Who changed lines of a return, so that none of them signs it."""

from django.db import migrations

from luoxiao.core.fields import JSONField


class Migration(migrations.Migration):
    dependencies = (("returns", "0003_frozen"),)
    operations = (
        migrations.AddField(
            model_name="return",
            name="typed_by",
            field=JSONField(default=list, help_text="ids of those who changed lines since it last came to the unit"),
        ),
    )
