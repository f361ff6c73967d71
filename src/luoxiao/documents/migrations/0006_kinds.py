"""Every kind of paper of the year, the check before issue, distribution and archive. The freeze comes off meanwhile."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from luoxiao.core.frozen import Thaw

FREEZES = import_module("luoxiao.documents.migrations.0005_frozen_again").Migration.operations


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_frozen"),
        ("documents", "0005_frozen_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(Thaw(freeze) for freeze in FREEZES),
        migrations.CreateModel(
            name="Distribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=120)),
                ("copies", models.PositiveSmallIntegerField(default=1)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("paper_id", "id"),
            },
        ),
        migrations.AddField(
            model_name="paper",
            name="archived_at",
            field=models.DateTimeField(help_text="归档: from then on its distribution does not move either", null=True),
        ),
        migrations.AddField(
            model_name="paper",
            name="archived_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="attended",
            field=models.TextField(blank=True, help_text="出席 of minutes"),
        ),
        migrations.AddField(
            model_name="paper",
            name="checked_at",
            field=models.DateTimeField(help_text="any edit after it takes the check away", null=True),
        ),
        migrations.AddField(
            model_name="paper",
            name="checked_by",
            field=models.ForeignKey(
                help_text="null: not checked yet",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="excused",
            field=models.TextField(blank=True, help_text="请假 of minutes"),
        ),
        migrations.AddField(
            model_name="paper",
            name="note",
            field=models.CharField(
                blank=True, help_text="附注, such as whom to ask; without its brackets", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="observed",
            field=models.TextField(blank=True, help_text="列席 of minutes"),
        ),
        migrations.AddField(
            model_name="paper",
            name="sent_to",
            field=models.CharField(blank=True, help_text="发 at the foot of a bulletin", max_length=300),
        ),
        migrations.AddField(
            model_name="paper",
            name="total",
            field=models.PositiveIntegerField(
                help_text="总第×期: a bulletin is numbered through the years too", null=True
            ),
        ),
        migrations.AlterField(
            model_name="paper",
            name="about_kind",
            field=models.CharField(help_text="what `about` is an id of: plan, allocation …", max_length=20),
        ),
        migrations.AlterField(
            model_name="paper",
            name="copied_to",
            field=models.CharField(blank=True, help_text="抄送; of a bulletin 送", max_length=300),
        ),
        migrations.AlterField(
            model_name="paper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("quarterly-circular", "季度通报"),
                    ("notice", "通知"),
                    ("circular", "通报"),
                    ("report", "报告"),
                    ("request", "请示"),
                    ("letter", "函"),
                    ("minutes", "纪要"),
                    ("slip", "督办单"),
                    ("bulletin", "简报"),
                    ("year-summary", "年度总结"),
                    ("year-plan", "年度计划"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "issued"), ("total__isnull", False)),
                fields=("series", "total"),
                name="bulletin_total_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                    models.Q(
                        ("checked_at__isnull", False),
                        ("checked_by__isnull", False),
                        models.Q(("checked_by", models.F("prepared_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="paper_checked_whole_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("archived_at__isnull", True), ("archived_by__isnull", True)),
                    models.Q(("archived_at__isnull", False), ("archived_by__isnull", False), ("state", "issued")),
                    _connector="OR",
                ),
                name="paper_archived_after_issue",
            ),
        ),
        migrations.AddField(
            model_name="distribution",
            name="paper",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="distribution", to="documents.paper"
            ),
        ),
        migrations.AddField(
            model_name="distribution",
            name="sent_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.UniqueConstraint(fields=("paper", "recipient"), name="recipient_once"),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.CheckConstraint(condition=models.Q(("copies__gte", 1)), name="copies_one_or_more"),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", True), ("sent_by__isnull", True)),
                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                    _connector="OR",
                ),
                name="sent_by_somebody",
            ),
        ),
    ]
