import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import luoxiao.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_frozen"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("issued_on", models.DateField(null=True)),
                ("source", models.CharField(max_length=300)),
                ("confidence", models.CharField(max_length=20)),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300)),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="organisations.area",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="plan.plan"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("doc_number", models.CharField(blank=True, max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待启用"),
                            ("adopted", "已启用"),
                            ("superseded", "已被取代"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(help_text="the original, to which all offsets refer")),
                ("sha256", models.CharField(help_text="of the text in UTF-8", max_length=64)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "is_restated",
                    models.BooleanField(default=False, help_text="in the project's own wording, not the ministry's"),
                ),
                ("parser", models.CharField(help_text="version of the parser that made the tree", max_length=20)),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("imported_at", models.DateTimeField()),
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
                "ordering": ("plan_id", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "adopted")), fields=("plan",), name="one_adopted_version_per_plan"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "adopted"])),
                        fields=("sha256",),
                        name="same_plan_text_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("adopted_at__isnull", True),
                                ("adopted_by__isnull", True),
                                ("state__in", ["proposed", "withdrawn"]),
                            ),
                            models.Q(
                                ("adopted_at__isnull", False),
                                ("adopted_by__isnull", False),
                                ("state__in", ["adopted", "superseded"]),
                                models.Q(("adopted_by", models.F("imported_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="plan_adopted_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clauses", to="plan.planversion"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="plan.clause",
                    ),
                ),
                ("order", models.PositiveIntegerField(help_text="place in reading order, from 0")),
                ("path", models.CharField(help_text="such as 四/(一)/1", max_length=200)),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("heading", "标题"), ("item", "条目"), ("runin", "段内列举")], max_length=8
                    ),
                ),
                ("number", models.CharField(blank=True, help_text="the marker as printed", max_length=20)),
                ("heading", models.CharField(help_text="the title, or the first 20 characters", max_length=300)),
                ("char_start", models.PositiveIntegerField(help_text="offset of the marker")),
                (
                    "own_end",
                    models.PositiveIntegerField(help_text="where its own text ends and its first child begins"),
                ),
                ("char_end", models.PositiveIntegerField(help_text="where it ends with all its children")),
            ],
            options={
                "ordering": ("version_id", "order"),
                "constraints": [
                    models.UniqueConstraint(fields=("version", "order"), name="clause_order_once"),
                    models.UniqueConstraint(fields=("version", "path"), name="clause_path_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("char_start__lte", models.F("own_end")), ("own_end__lte", models.F("char_end"))
                        ),
                        name="clause_offsets_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="plan.planversion"
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="plan.clause",
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("params", luoxiao.core.fields.JSONField(default=dict)),
                ("char_start", models.PositiveIntegerField()),
                ("char_end", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("version_id", "char_start", "id"),
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="plan.finding"
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=300)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("finding_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mentions", to="plan.planversion"
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        help_text="null: preamble",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="plan.clause",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("citation", "引用文件"),
                            ("amount", "金额"),
                            ("percentage", "百分比"),
                            ("deadline", "时限"),
                            ("recurrence", "周期"),
                            ("verb", "承诺用语"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(help_text="as printed; of a citation the title")),
                ("char_start", models.PositiveIntegerField()),
                ("char_end", models.PositiveIntegerField()),
                ("doc_number", models.CharField(blank=True, max_length=60)),
                ("fen", models.BigIntegerField(help_text="null: no amount, or finer than a fen", null=True)),
                ("percent", models.CharField(blank=True, help_text="decimal number as text", max_length=20)),
                ("bound", models.CharField(blank=True, help_text="min, max, exact, approx", max_length=8)),
                ("not_after", models.DateField(null=True)),
                ("rhythm", models.CharField(blank=True, help_text="quarterly, yearly …", max_length=12)),
            ],
            options={
                "ordering": ("version_id", "char_start", "id"),
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="plan.planversion"
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="plan.clause"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("measure", "支持举措"), ("lead-task", "牵头任务"), ("duty", "定期职责")],
                        max_length=10,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("rhythm", models.CharField(blank=True, help_text="quarterly, yearly … for duties", max_length=12)),
                ("due", models.DateField(help_text="the last date the text sets; null: it sets none", null=True)),
                (
                    "due_text",
                    models.CharField(blank=True, help_text="the words that set it, or that lost it", max_length=120),
                ),
                ("char_start", models.PositiveIntegerField(help_text="where the words that promise it begin")),
                ("char_end", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("version_id", "order"),
                "constraints": [models.UniqueConstraint(fields=("version", "order"), name="measure_order_once")],
            },
        ),
        migrations.CreateModel(
            name="ClauseUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clause_units", to="plan.clause"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("printed", models.TextField()),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="null: no known unit",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
                ("is_lead", models.BooleanField(help_text="marked as leading by the text or by its rule")),
                ("char_start", models.PositiveIntegerField()),
                ("char_end", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("clause_id", "order"),
                "constraints": [models.UniqueConstraint(fields=("clause", "order"), name="clause_unit_order_once")],
            },
        ),
    ]
