"""Whom a call asks is kept before it opens, what it asks of each unit afterwards; receipts name their call."""

from django.db import migrations, models

from luoxiao.core.fields import JSONField


class Migration(migrations.Migration):
    dependencies = (("returns", "0001_initial"),)
    operations = (
        migrations.AddField(
            model_name="call",
            name="again",
            field=JSONField(
                default=list, help_text="codes of the lines asked although they are known (Override: known)"
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="asked",
            field=JSONField(default=list, help_text="ids of the units asked; each gets its return when the call opens"),
        ),
        migrations.AddField(
            model_name="return",
            name="cells_asked",
            field=models.PositiveIntegerField(default=0, help_text="lines not known already, or asked again"),
        ),
        migrations.AlterField(
            model_name="call",
            name="cells_asked",
            field=models.PositiveIntegerField(
                default=0, help_text="the most asked of one unit: lines not known already"
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="receipt",
            field=models.CharField(
                help_text="LX-01-2012Q3-360730-7-1: form, period, place, call, number", max_length=60, unique=True
            ),
        ),
    )
