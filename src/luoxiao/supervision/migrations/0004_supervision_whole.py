import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import luoxiao.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_frozen"),
        ("documents", "0005_frozen_again"),
        ("organisations", "0003_liaison_officer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("plan", "0002_frozen"),
        ("supervision", "0003_items"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(help_text="taken back early", null=True)),
            ],
            options={
                "ordering": ("user_id", "first"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="absence_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("agent")), _negated=True), name="agent_is_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="supervision.task"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        help_text="null: the item itself",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.step",
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("step", "措施"), ("date", "时限"), ("wording", "表述")], max_length=8),
                ),
                (
                    "before",
                    luoxiao.core.fields.JSONField(default=dict, help_text="as it was: title, owner, due, expected"),
                ),
                ("after", luoxiao.core.fields.JSONField(default=dict, help_text="as proposed")),
                ("reason", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "待批"), ("granted", "同意"), ("refused", "不同意")],
                        default="asked",
                        max_length=8,
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
                ("decision_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("task_id", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="adjustment_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="adjustment_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=120)),
                (
                    "measure",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="plan.measure"
                    ),
                ),
                ("clause_path", models.CharField(max_length=200)),
                (
                    "ministry",
                    models.ForeignKey(
                        help_text="who decides",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_of",
                        to="organisations.unit",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        help_text="bureau that asks",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asks",
                        to="organisations.unit",
                    ),
                ),
                ("basis", models.CharField(help_text="legal or document basis", max_length=300)),
                ("sought", models.CharField(help_text="amount or standard sought, in words", max_length=300)),
                ("sought_fen", models.BigIntegerField(help_text="amount sought, fen; null: not an amount", null=True)),
                (
                    "effort",
                    models.CharField(
                        choices=[
                            ("not-begun", "未开展"),
                            ("started", "已开展"),
                            ("sustained", "持续推动"),
                            ("exhausted", "已尽力"),
                        ],
                        default="not-begun",
                        max_length=10,
                    ),
                ),
                ("effort_reason", models.CharField(blank=True, max_length=300)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "待定"), ("partly", "部分取得"), ("granted", "取得"), ("refused", "未同意")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("outcome_text", models.CharField(blank=True, max_length=300)),
                ("outcome_document", models.CharField(blank=True, max_length=120)),
                ("next_step", models.CharField(blank=True, max_length=200)),
                ("next_due", models.DateField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "areas",
                    models.ManyToManyField(
                        help_text="which of the 11 areas it covers", related_name="asks", to="organisations.area"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "open"), models.Q(("outcome_text", ""), _negated=True), _connector="OR"
                        ),
                        name="outcome_says_what",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConferenceRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="organisations.body"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="第几版")),
                ("text", models.TextField()),
                ("in_force_from", models.DateField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
                "ordering": ("body_id", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("body", "number"), name="rules_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adopted_by__isnull", True),
                            models.Q(("adopted_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="rules_adopted_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ministry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="organisations.unit"
                    ),
                ),
                ("matter", models.CharField(max_length=80)),
                ("person", models.CharField(max_length=40)),
                ("post", models.CharField(max_length=80)),
                ("reached_at", models.CharField(help_text="office telephone or address", max_length=120)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("ministry_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="digests", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("day", models.DateField()),
                ("subject", models.CharField(max_length=120)),
                ("body", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待发"), ("sent", "已发"), ("kept", "只在系统内")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-day", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "day"), name="one_digest_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="sent_digest_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(choices=[("told", "通报"), ("learnt", "获悉"), ("met", "会商")], max_length=6),
                ),
                (
                    "ministry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exchanges", to="organisations.unit"
                    ),
                ),
                (
                    "ask",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchanges",
                        to="supervision.ask",
                    ),
                ),
                ("day", models.DateField()),
                ("text", models.TextField()),
                ("with_whom", models.CharField(max_length=120)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "passed_to",
                    models.ManyToManyField(
                        help_text="units it was passed on to", related_name="+", to="organisations.unit"
                    ),
                ),
            ],
            options={
                "ordering": ("-day", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="supervision.task"
                    ),
                ),
                ("due_before", models.DateField()),
                ("due_asked", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "待批"), ("granted", "同意"), ("refused", "不同意")],
                        default="asked",
                        max_length=8,
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
                ("decision_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("task_id", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("task",), name="one_extension_waiting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_asked__gt", models.F("due_before"))), name="extension_is_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="extension_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("leader", "领导批示"), ("inspection", "检查发现")], max_length=12)),
                ("text", models.TextField(help_text="its own words")),
                ("given_by", models.CharField(help_text="the leader, or the inspecting body", max_length=80)),
                ("given_on", models.DateField()),
                ("document", models.CharField(blank=True, help_text="the paper it stands on", max_length=120)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("entered_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("direction", models.CharField(choices=[("out", "发文"), ("in", "来文")], max_length=3)),
                ("number", models.CharField(help_text="发文字号", max_length=60)),
                (
                    "ministry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="organisations.unit"
                    ),
                ),
                ("day", models.DateField()),
                ("subject", models.CharField(max_length=200)),
                ("clause_path", models.CharField(blank=True, max_length=200)),
                (
                    "ask",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="supervision.ask",
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="supervision.letter",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.paper"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-day", "-id"),
                "constraints": [
                    models.UniqueConstraint(fields=("direction", "ministry", "number"), name="letter_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MailAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mail", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("calendar_key", models.CharField(max_length=43, unique=True)),
            ],
            options={
                "ordering": ("user_id",),
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="organisations.body"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="第几次 of the body")),
                ("title", models.CharField(max_length=120)),
                ("begins_at", models.DateTimeField()),
                ("place", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "筹备"),
                            ("called", "已通知"),
                            ("held", "已召开"),
                            ("minuted", "已印发纪要"),
                            ("cancelled", "已取消"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("chair", models.CharField(help_text="who presides", max_length=80)),
                (
                    "minutes",
                    models.TextField(blank=True, help_text="prose of the minutes; decisions stand by themselves"),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        help_text="the minutes as issued",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.paper",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-begins_at", "-id"),
                "constraints": [models.UniqueConstraint(fields=("body", "number"), name="meeting_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="supervision.meeting",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
                    ),
                ),
                ("person", models.CharField(blank=True, help_text="member by post", max_length=80)),
                (
                    "reply",
                    models.CharField(
                        choices=[("none", "未回复"), ("coming", "参会"), ("agent", "派员代会"), ("declined", "请假")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("agent", models.CharField(blank=True, help_text="who comes instead", max_length=80)),
                ("reply_note", models.CharField(blank=True, max_length=200)),
                (
                    "for_version",
                    models.PositiveIntegerField(default=1, help_text="version of the meeting the reply was given to"),
                ),
                ("attended", models.BooleanField(null=True)),
            ],
            options={
                "ordering": ("meeting_id", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "unit"), name="invited_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reply", "agent"), _negated=True),
                            models.Q(("agent", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="agent_is_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("about_kind", models.CharField(help_text="task, return, problem, meeting, paper …", max_length=20)),
                ("about", models.BigIntegerField()),
                ("step", models.CharField(help_text="before-7, late-1, assigned, moved …", max_length=24)),
                ("text", models.CharField(max_length=300)),
                ("due", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "digest",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="supervision.digest",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["user", "read_at"], name="notice_by_user")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "about_kind", "about", "step"), name="told_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="supervision.task"
                    ),
                ),
                ("since", models.DateField()),
                ("look_again", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("task_id", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)), fields=("task",), name="one_pause_running"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Postponement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postponements",
                        to="supervision.meeting",
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(help_text="null: cancelled", null=True)),
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
                "ordering": ("meeting_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("number", models.CharField(help_text="year and order: 2012-0012", max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("policy", "政策标准"),
                            ("money", "资金"),
                            ("project", "项目建设"),
                            ("staff", "人员力量"),
                            ("coordination", "部门协调"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "clause_path",
                    models.CharField(blank=True, help_text="clause it is about; empty: none named", max_length=200),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="unit of who raised it",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to="organisations.unit",
                    ),
                ),
                ("text", models.TextField()),
                ("asked", models.CharField(help_text="what is asked for", max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "待受理"),
                            ("taken", "办理中"),
                            ("answered", "已答复"),
                            ("tabled", "提交会议"),
                            ("solved", "已解决"),
                            ("closed", "未解决，已说明"),
                        ],
                        default="raised",
                        max_length=8,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_problems",
                        to="organisations.unit",
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("is_content", models.BooleanField(help_text="what who raised it says of the answer", null=True)),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(help_text="solved, or closed with an explanation", null=True)),
                ("is_rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["state", "id"], name="problem_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="answered_problem_has_answer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="supervision.meeting"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("follow-up", "上次会议议定事项落实情况"),
                            ("standing", "通报规划落实情况和需求信息"),
                            ("problem", "问题"),
                            ("task", "督办事项"),
                            ("ask", "争取事项"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "presenter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="supervision.problem",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="supervision.task",
                    ),
                ),
                (
                    "ask",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="supervision.ask",
                    ),
                ),
            ],
            options={
                "ordering": ("meeting_id", "order"),
                "constraints": [models.UniqueConstraint(fields=("meeting", "order"), name="agenda_order_once")],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="supervision.meeting"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="supervision.agendaitem",
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                (
                    "lead",
                    models.ForeignKey(
                        help_text="null: for information only",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
                ("due", models.DateField(null=True)),
                ("clause_path", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("meeting_id", "order"),
                "constraints": [models.UniqueConstraint(fields=("meeting", "order"), name="decision_order_once")],
            },
        ),
        migrations.CreateModel(
            name="MeetingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="supervision.meeting"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="files",
                        to="supervision.agendaitem",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("meeting_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="supervision.task"
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        help_text="null: sent back",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "待批"), ("granted", "同意"), ("refused", "不同意")],
                        default="asked",
                        max_length=8,
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
                ("decision_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("task_id", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("task",), name="one_referral_waiting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="referral_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="views", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("query", models.CharField(help_text="the part of the address from ? on", max_length=400)),
                ("is_shared", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("user_id", "name"),
                "constraints": [models.UniqueConstraint(fields=("user", "name"), name="view_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slips", to="supervision.task"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="第几张 of this item")),
                (
                    "colour",
                    models.CharField(
                        choices=[("blue", "蓝色"), ("yellow", "黄色"), ("orange", "橙色"), ("red", "红色")],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("answer_by", models.DateField()),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("prepared_at", models.DateTimeField()),
                (
                    "paper",
                    models.OneToOneField(
                        help_text="null: not yet a paper",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.paper",
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("task_id", "number"),
                "constraints": [models.UniqueConstraint(fields=("task", "number"), name="slip_number_once")],
            },
        ),
        migrations.CreateModel(
            name="SlipRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "preset",
                    models.CharField(
                        choices=[
                            ("lights", "绿黄红灯：按期、临近、逾期"),
                            ("closeness", "蓝黄红单：临近、进度滞后、逾期"),
                            ("ladder", "蓝橙红单：前一张到期未办才发下一张"),
                        ],
                        default="lights",
                        max_length=12,
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(default=5, help_text="days that a slip leaves to answer"),
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
        migrations.RemoveConstraint(
            model_name="task",
            name="one_task_about_each",
        ),
        migrations.AddField(
            model_name="task",
            name="assigned_at",
            field=models.DateTimeField(help_text="交办; null: not of this kind, or not yet", null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="is_urgent",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="task",
            name="parent",
            field=models.ForeignKey(
                help_text="the item of the level above it is a part of",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="supervision.task",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="received_at",
            field=models.DateTimeField(help_text="签收", null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="received_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="origin",
            field=models.CharField(
                choices=[
                    ("plan", "方案"),
                    ("project", "项目"),
                    ("meeting", "会议议定"),
                    ("leader", "领导批示"),
                    ("inspection", "检查发现"),
                    ("problem", "反映问题"),
                    ("handed-down", "上级分解"),
                ],
                default="plan",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "待报措施"),
                    ("registered", "已立项"),
                    ("assigned", "待签收"),
                    ("running", "办理中"),
                    ("paused", "已暂停"),
                    ("closing", "申请办结"),
                    ("closed", "已销号"),
                    ("withdrawn", "已撤销"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("origin", "handed-down"), _negated=True), ("parent__isnull", False), _connector="OR"
                ),
                name="handed_down_task_has_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("origin__in", ["plan", "handed-down"]), _negated=True),
                    models.Q(("state", "withdrawn"), _negated=True),
                ),
                fields=("about_kind", "about"),
                name="one_task_about_each",
            ),
        ),
    ]
