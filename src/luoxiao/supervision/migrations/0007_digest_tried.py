from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0006_items_without_lead"),
    ]

    operations = [
        migrations.AddField(
            model_name="digest",
            name="tried_at",
            field=models.DateTimeField(help_text="when a clock last took it up: no other does for a while", null=True),
        ),
    ]
