import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("plan", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LightRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "soon_days",
                    models.PositiveSmallIntegerField(default=15, help_text="days; design guide: 临期（≤15 日）"),
                ),
                (
                    "silent_days",
                    models.PositiveSmallIntegerField(
                        default=90, help_text="days without news that a list calls silent"
                    ),
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
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "version_of_plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="plan.planversion"
                    ),
                ),
                (
                    "measure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="task", to="plan.measure"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("measure", "支持举措"), ("lead-task", "牵头任务"), ("duty", "定期职责")],
                        max_length=10,
                    ),
                ),
                ("clause_path", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=120)),
                (
                    "lead",
                    models.ForeignKey(
                        help_text="null: text names none",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_tasks",
                        to="organisations.unit",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待报措施"),
                            ("running", "办理中"),
                            ("closing", "申请办结"),
                            ("closed", "已销号"),
                            ("withdrawn", "已撤销"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due", models.DateField(help_text="null: no deadline in the text", null=True)),
                (
                    "due_text",
                    models.CharField(blank=True, help_text="the deadline in the words of the plan", max_length=120),
                ),
                (
                    "next_due",
                    models.DateField(
                        help_text="the earliest date not yet met: of an unfinished step, or the due date", null=True
                    ),
                ),
                ("steps_filed", models.PositiveSmallIntegerField(default=0)),
                ("steps_done", models.PositiveSmallIntegerField(default=0)),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sure", "有把握"),
                            ("likely", "基本有把握"),
                            ("doubtful", "把握不大"),
                            ("unlikely", "难以完成"),
                        ],
                        max_length=10,
                    ),
                ),
                ("confidence_reason", models.CharField(blank=True, max_length=300)),
                ("latest_news", models.CharField(blank=True, max_length=200)),
                ("latest_news_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(fields=["next_due", "id"], name="task_by_next_due"),
                    models.Index(fields=["lead", "next_due", "id"], name="task_by_lead"),
                    models.Index(fields=["version_of_plan", "id"], name="task_by_plan"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("steps_done__lte", models.F("steps_filed"))), name="steps_done_of_filed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="closed_task_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confidence__in", ["doubtful", "unlikely"]), _negated=True),
                            models.Q(("confidence_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="low_confidence_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="supervision.task"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("filed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("task_id", "number"),
                "constraints": [models.UniqueConstraint(fields=("task", "number"), name="filing_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="supervision.filing"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("owner", models.CharField(max_length=80)),
                ("due", models.DateField()),
                ("expected", models.CharField(max_length=200)),
                ("done_on", models.DateField(help_text="set when a report that names it is accepted", null=True)),
            ],
            options={
                "ordering": ("filing_id", "order"),
                "constraints": [models.UniqueConstraint(fields=("filing", "order"), name="step_order_once")],
            },
        ),
        migrations.CreateModel(
            name="ProgressReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="supervision.task"
                    ),
                ),
                ("period", models.CharField(help_text="2012Q3", max_length=6)),
                ("text", models.TextField()),
                ("difficulties", models.TextField(blank=True)),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("sure", "有把握"),
                            ("likely", "基本有把握"),
                            ("doubtful", "把握不大"),
                            ("unlikely", "难以完成"),
                        ],
                        max_length=10,
                    ),
                ),
                ("confidence_reason", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("sent", "待复核"), ("accepted", "已采用"), ("returned", "退回修改")],
                        default="sent",
                        max_length=10,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("review_reason", models.CharField(blank=True, max_length=300)),
                (
                    "steps_done",
                    models.ManyToManyField(
                        help_text="steps it says are finished", related_name="reports", to="supervision.step"
                    ),
                ),
            ],
            options={
                "ordering": ("task_id", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "sent")), fields=("task", "period"), name="one_report_waiting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by__isnull", True),
                            models.Q(("reviewed_by", models.F("sent_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="report_reviewed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("review_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="returned_report_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="supervision.progressreport",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ("report_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="Cooperation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cooperations", to="supervision.task"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cooperations",
                        to="organisations.unit",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("asked_for", models.CharField(blank=True, max_length=300)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("task_id", "order"),
                "constraints": [models.UniqueConstraint(fields=("task", "unit"), name="cooperation_once")],
            },
        ),
        migrations.CreateModel(
            name="ClosureRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closure_requests",
                        to="supervision.task",
                    ),
                ),
                ("statement", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "待销号"), ("closed", "已销号"), ("sent-back", "退回")],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("task_id", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("task",), name="one_closure_waiting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="closure_decided_by_another",
                    ),
                ],
            },
        ),
    ]
