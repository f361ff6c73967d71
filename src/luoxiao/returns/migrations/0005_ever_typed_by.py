"""Who ever changed lines of a return stays on it when it comes back, so that none of them signs it."""

from django.db import migrations

from luoxiao.core.fields import JSONField


class Migration(migrations.Migration):
    dependencies = (("returns", "0004_typed_by"),)
    operations = (
        migrations.AlterField(
            model_name="return",
            name="typed_by",
            field=JSONField(default=list, help_text="ids of all who ever changed lines: none of them signs it"),
        ),
    )
