import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import luoxiao.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_frozen"),
        ("documents", "0005_frozen_again"),
        ("organisations", "0003_liaison_officer"),
        ("plan", "0002_frozen"),
        ("supervision", "0003_items"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(help_text="taken back early", null=True)),
            ],
            options={
                "ordering": ("user_id", "first"),
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("task_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ],
            options={
                "ordering": ("meeting_id", "order"),
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=120)),
                ("clause_path", models.CharField(max_length=200)),
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
                ("made_at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="ConferenceRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(help_text="第几版")),
                ("text", models.TextField()),
                ("in_force_from", models.DateField()),
                ("adopted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("body_id", "number"),
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("matter", models.CharField(max_length=80)),
                ("person", models.CharField(max_length=40)),
                ("post", models.CharField(max_length=80)),
                ("reached_at", models.CharField(help_text="office telephone or address", max_length=120)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "ordering": ("ministry_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=500)),
                ("due", models.DateField(null=True)),
                ("clause_path", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("meeting_id", "order"),
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("day", models.DateField()),
                ("text", models.TextField()),
                ("with_whom", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-day", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("task_id", "id"),
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
                ("entered_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("direction", models.CharField(choices=[("out", "发文"), ("in", "来文")], max_length=3)),
                ("number", models.CharField(help_text="发文字号", max_length=60)),
                ("day", models.DateField()),
                ("subject", models.CharField(max_length=200)),
                ("clause_path", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-day", "-id"),
            },
        ),
        migrations.CreateModel(
            name="MailAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("made_at", models.DateTimeField()),
                ("is_rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-begins_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="MeetingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("meeting_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about_kind", models.CharField(help_text="task, return, problem, meeting, paper …", max_length=20)),
                ("about", models.BigIntegerField()),
                ("step", models.CharField(help_text="before-7, late-1, assigned, moved …", max_length=24)),
                ("text", models.CharField(max_length=300)),
                ("due", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("look_again", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("ended_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ("task_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="Postponement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(help_text="null: cancelled", null=True)),
                ("reason", models.CharField(max_length=300)),
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
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("is_content", models.BooleanField(help_text="what who raised it says of the answer", null=True)),
                ("raised_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(help_text="solved, or closed with an explanation", null=True)),
                ("is_rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "待批"), ("granted", "同意"), ("refused", "不同意")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("task_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("query", models.CharField(help_text="the part of the address from ? on", max_length=400)),
                ("is_shared", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("user_id", "name"),
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("prepared_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("task_id", "number"),
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
        migrations.AddField(
            model_name="absence",
            name="agent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="absences", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="step",
            field=models.ForeignKey(
                help_text="null: the item itself",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="supervision.step",
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="supervision.task"
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="presenter",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="task",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agenda_items",
                to="supervision.task",
            ),
        ),
        migrations.AddField(
            model_name="ask",
            name="areas",
            field=models.ManyToManyField(
                help_text="which of the 11 areas it covers", related_name="asks", to="organisations.area"
            ),
        ),
        migrations.AddField(
            model_name="ask",
            name="lead",
            field=models.ForeignKey(
                help_text="bureau that asks",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asks",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="ask",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ask",
            name="measure",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="plan.measure"
            ),
        ),
        migrations.AddField(
            model_name="ask",
            name="ministry",
            field=models.ForeignKey(
                help_text="who decides",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asked_of",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="ask",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agenda_items",
                to="supervision.ask",
            ),
        ),
        migrations.AddField(
            model_name="conferencerules",
            name="adopted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="conferencerules",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="organisations.body"
            ),
        ),
        migrations.AddField(
            model_name="conferencerules",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="ministry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="organisations.unit"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="supervision.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="lead",
            field=models.ForeignKey(
                help_text="null: for information only",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="digest",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="digests", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="exchange",
            name="ask",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="exchanges", to="supervision.ask"
            ),
        ),
        migrations.AddField(
            model_name="exchange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="exchange",
            name="ministry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="exchanges", to="organisations.unit"
            ),
        ),
        migrations.AddField(
            model_name="exchange",
            name="passed_to",
            field=models.ManyToManyField(
                help_text="units it was passed on to", related_name="+", to="organisations.unit"
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="supervision.task"
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="instruction",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="answers",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="supervision.letter"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="ask",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="supervision.ask"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="ministry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="organisations.unit"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="paper",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.paper"
            ),
        ),
        migrations.AddField(
            model_name="mailaddress",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="mail", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="organisations.body"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="paper",
            field=models.ForeignKey(
                help_text="the minutes as issued",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.paper",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="supervision.meeting"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="supervision.meeting"
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="supervision.meeting"
            ),
        ),
        migrations.AddField(
            model_name="meetingfile",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="meetingfile",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="meetingfile",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="files",
                to="supervision.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="meetingfile",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="supervision.meeting"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="digest",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="supervision.digest"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notices", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="supervision.task"
            ),
        ),
        migrations.AddField(
            model_name="postponement",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="postponement",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="postponements", to="supervision.meeting"
            ),
        ),
        migrations.AddField(
            model_name="problem",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="problem",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="owned_problems",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="problem",
            name="place",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
            ),
        ),
        migrations.AddField(
            model_name="problem",
            name="raised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="problem",
            name="unit",
            field=models.ForeignKey(
                help_text="unit of who raised it",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="problems",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="problem",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agenda_items",
                to="supervision.problem",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="from_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.unit"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="supervision.task"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="to_unit",
            field=models.ForeignKey(
                help_text="null: sent back",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="views", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="paper",
            field=models.OneToOneField(
                help_text="null: not yet a paper",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.paper",
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="prepared_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="slips", to="supervision.task"
            ),
        ),
        migrations.AddField(
            model_name="sliprule",
            name="set_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="absence_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("user", models.F("agent")), _negated=True), name="agent_is_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="adjustment_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="adjustment_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "open"), models.Q(("outcome_text", ""), _negated=True), _connector="OR"),
                name="outcome_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="conferencerules",
            constraint=models.UniqueConstraint(fields=("body", "number"), name="rules_number_once"),
        ),
        migrations.AddConstraint(
            model_name="conferencerules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("adopted_by__isnull", True),
                    models.Q(("adopted_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="rules_adopted_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(fields=("user", "day"), name="one_digest_a_day"),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                ),
                name="sent_digest_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("task",), name="one_extension_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_asked__gt", models.F("due_before"))), name="extension_is_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="extension_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(fields=("direction", "ministry", "number"), name="letter_number_once"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(fields=("body", "number"), name="meeting_number_once"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("meeting", "unit"), name="invited_once"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reply", "agent"), _negated=True), models.Q(("agent", ""), _negated=True), _connector="OR"
                ),
                name="agent_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("meeting", "order"), name="decision_order_once"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["user", "read_at"], name="notice_by_user"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("user", "about_kind", "about", "step"), name="told_once"),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)), fields=("task",), name="one_pause_running"
            ),
        ),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(fields=["state", "id"], name="problem_by_state"),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="answered_problem_has_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("meeting", "order"), name="agenda_order_once"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("task",), name="one_referral_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="referral_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("user", "name"), name="view_name_once"),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.UniqueConstraint(fields=("task", "number"), name="slip_number_once"),
        ),
    ]
