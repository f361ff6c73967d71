"""A call that is still a draft may be withdrawn, with a reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_liaison_officer"),
        ("returns", "0007_refused_waiver"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="call",
            name="open_call_has_its_time",
        ),
        migrations.AddField(
            model_name="call",
            name="withdrawal",
            field=models.CharField(blank=True, help_text="why the draft was withdrawn", max_length=300),
        ),
        migrations.AddField(
            model_name="call",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="call",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="call",
            name="state",
            field=models.CharField(
                choices=[("draft", "拟稿"), ("open", "填报中"), ("closed", "已截止"), ("withdrawn", "已撤回")],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]), ("opened_at__isnull", False), _connector="OR"
                ),
                name="open_call_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("opened_at__isnull", True),
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="withdrawn_call_was_a_draft_and_says_why",
            ),
        ),
    ]
