import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import luoxiao.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_frozen"),
        ("indicators", "0001_initial"),
        ("organisations", "0002_temporary_passwords"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BurdenRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(default=5, help_text="days between opening and due date"),
                ),
                (
                    "monthly_cells",
                    models.PositiveIntegerField(default=200, help_text="cells asked of one county in a month"),
                ),
                ("in_force_from", models.DateField(unique=True)),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("basis", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ("in_force_from",),
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(help_text="表号: LX-01", max_length=20)),
                ("number", models.PositiveSmallIntegerField(default=1, help_text="version")),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="returns.template",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "period",
                    models.CharField(
                        choices=[("year", "年"), ("quarter", "季"), ("month", "月"), ("day", "时点")], max_length=8
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        help_text="null: bundled",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("adopted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("code", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("code", "number"), name="template_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("made_by__isnull", True),
                            ("adopted_by__isnull", True),
                            models.Q(("made_by", models.F("adopted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="template_adopted_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=120)),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="returns.template"
                    ),
                ),
                ("period", models.CharField(help_text="2012Q3", max_length=10)),
                (
                    "issued_by",
                    models.ForeignKey(
                        help_text="bureau that asks",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_calls",
                        to="organisations.unit",
                    ),
                ),
                ("instructions", models.TextField(blank=True)),
                (
                    "chain",
                    luoxiao.core.fields.JSONField(
                        default=list, help_text="levels that review, lowest first: [prefecture, province, office]"
                    ),
                ),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "拟稿"), ("open", "填报中"), ("closed", "已截止")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("opens_on", models.DateField()),
                ("due", models.DateField(help_text="last day; the deadline is the midnight that ends it in Beijing")),
                (
                    "cells_asked",
                    models.PositiveIntegerField(default=0, help_text="per respondent: lines not known already"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["state", "due"], name="call_by_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due__gte", models.F("opens_on"))), name="call_due_after_opening"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("opened_at__isnull", False), _connector="OR"),
                        name="open_call_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="returns.call"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="organisations.unit"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filling", "填报中"),
                            ("certifying", "待审签"),
                            ("reviewing", "待审核"),
                            ("sent-back", "退回修改"),
                            ("approved", "待采用"),
                            ("accepted", "已采用"),
                        ],
                        default="filling",
                        max_length=10,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("county", "县级"),
                            ("prefecture", "市级"),
                            ("province", "省级"),
                            ("bureau", "司局"),
                            ("office", "办公室"),
                        ],
                        default="county",
                        help_text="where it lies",
                        max_length=10,
                    ),
                ),
                ("values", luoxiao.core.fields.JSONField(default=dict)),
                ("marked", luoxiao.core.fields.JSONField(default=list, help_text="line codes that were sent back")),
                ("saved_at", models.DateTimeField(null=True)),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filled_by",
                    models.ForeignKey(
                        help_text="who sent it to be signed",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "certified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("certified_at", models.DateTimeField(null=True)),
                ("first_certified_at", models.DateTimeField(help_text="decides whether it came in time", null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("accepted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("call_id", "id"),
                "indexes": [models.Index(fields=["unit", "state"], name="return_by_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "unit"), name="return_once_per_call"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("certified_by__isnull", True),
                            models.Q(("certified_by", models.F("filled_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="return_certified_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            ("accepted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="accepted_return_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "filed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="returns.return"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="before-30, before-7, before-1, late-1, late-7, late-37 …", max_length=10
                    ),
                ),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("filed", "kind"), name="reminder_once")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "filed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="returns.return"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("receipt", models.CharField(help_text="LX-01-2012Q3-360730-1", max_length=30, unique=True)),
                ("way", models.CharField(choices=[("workbook", "工作簿"), ("form", "网页填写")], max_length=8)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "sha256",
                    models.CharField(help_text="of the file, or of the values as canonical JSON", max_length=64),
                ),
                ("values", luoxiao.core.fields.JSONField()),
                ("lines", models.PositiveSmallIntegerField(help_text="lines read")),
                ("control_total", models.CharField(help_text="sum of all numbers, exact decimal text", max_length=40)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("filed_id", "number"),
                "constraints": [models.UniqueConstraint(fields=("filed", "number"), name="submission_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "filed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="returns.return"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        help_text="what was seen",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="returns.submission",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("certified", "审签"),
                            ("declined", "不予审签"),
                            ("approved", "审核通过"),
                            ("sent-back", "退回"),
                            ("accepted", "采用"),
                            ("unlocked", "解除锁定"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("county", "县级"),
                            ("prefecture", "市级"),
                            ("province", "省级"),
                            ("bureau", "司局"),
                            ("office", "办公室"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "cells",
                    luoxiao.core.fields.JSONField(
                        default=list, help_text="line codes sent back, each with its remark: [{code, remark}]"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["declined", "sent-back", "unlocked"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refusing_decision_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="returns.template"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("expression", models.CharField(max_length=300)),
                (
                    "message",
                    models.CharField(
                        help_text="what is wrong and what to do; {A03} is replaced by its value", max_length=200
                    ),
                ),
                ("severity", models.CharField(choices=[("error", "错误"), ("warning", "提示")], max_length=8)),
                (
                    "in_force_from",
                    models.CharField(help_text="first period it is applied to; there it only warns", max_length=10),
                ),
                ("retired_from", models.CharField(blank=True, max_length=10)),
                (
                    "examples",
                    luoxiao.core.fields.JSONField(
                        default=list, help_text="[{values, last, holds}]: returns it was tested against"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        help_text="null: bundled",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("template_id", "code"),
                "constraints": [models.UniqueConstraint(fields=("template", "code"), name="rule_once")],
            },
        ),
        migrations.CreateModel(
            name="TemplateItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="returns.template"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("code", models.CharField(help_text="A01: how rules and messages name the line", max_length=10)),
                ("group", models.CharField(max_length=40)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
                    ),
                ),
                ("is_required", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("template_id", "order"),
                "constraints": [
                    models.UniqueConstraint(fields=("template", "order"), name="template_order_once"),
                    models.UniqueConstraint(fields=("template", "code"), name="template_line_once"),
                    models.UniqueConstraint(fields=("template", "indicator"), name="template_indicator_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waivers", to="returns.rule"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waivers", to="organisations.unit"
                    ),
                ),
                ("from_period", models.CharField(max_length=10)),
                ("to_period", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=300)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="waiver_approved_by_another",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="waiver_has_reason"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="returns.call"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("known", "重复要数"), ("notice", "时限不足"), ("cap", "超过月度上限")], max_length=8
                    ),
                ),
                ("detail", models.CharField(help_text="the lines asked again; the days; the cells", max_length=200)),
                ("reason", models.CharField(max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("call", "kind"), name="override_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="override_has_reason"
                    ),
                ],
            },
        ),
    ]
