"""Papers of other kinds about other things than plans. The freeze comes off while the table is altered."""

from importlib import import_module

from django.db import migrations, models

from luoxiao.core.frozen import Thaw

FREEZES = import_module("luoxiao.documents.migrations.0003_frozen").Migration.operations[:2]


class Migration(migrations.Migration):
    dependencies = (("documents", "0003_frozen"),)
    operations = (
        *(Thaw(freeze) for freeze in FREEZES),
        migrations.RemoveConstraint(model_name="paper", name="one_draft_per_period"),
        migrations.AddField(
            model_name="paper",
            name="about_kind",
            field=models.CharField(
                default="plan", help_text="what `about` is an id of: plan, allocation", max_length=20
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="paper",
            name="about",
            field=models.BigIntegerField(help_text="id in a room above, so no foreign key", null=True),
        ),
        migrations.AlterField(
            model_name="paper",
            name="kind",
            field=models.CharField(choices=[("quarterly-circular", "季度通报"), ("notice", "通知")], max_length=20),
        ),
        migrations.AlterField(
            model_name="paper",
            name="period",
            field=models.CharField(help_text="a code of core.periods: 2012Q3, 2012", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("kind", "about_kind", "about", "period"),
                name="one_draft_per_period",
            ),
        ),
    )
