"""A waiver may be refused, by another than who asked, with a reason; it is decided once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_liaison_officer"),
        ("returns", "0006_passed_over"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="waiver",
            name="refusal",
            field=models.CharField(blank=True, help_text="why it was refused", max_length=300),
        ),
        migrations.AddField(
            model_name="waiver",
            name="refused_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="waiver",
            name="refused_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refused_by__isnull", True),
                    models.Q(("refused_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="waiver_refused_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refused_by__isnull", True), models.Q(("refusal", ""), _negated=True), _connector="OR"
                ),
                name="refused_waiver_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_by__isnull", True), ("refused_by__isnull", True), _connector="OR"),
                name="waiver_decided_once",
            ),
        ),
    ]
