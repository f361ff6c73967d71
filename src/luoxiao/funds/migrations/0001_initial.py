import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import luoxiao.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_frozen"),
        ("documents", "0003_frozen"),
        ("organisations", "0003_liaison_officer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("plan", "0002_frozen"),
        ("supervision", "0002_sentences_of_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                (
                    "area",
                    models.ForeignKey(
                        help_text="the area it is for",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funds",
                        to="organisations.area",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="funds", to="plan.plan"
                    ),
                ),
                (
                    "clause_path",
                    models.CharField(help_text="clause of the plan it serves, such as 四/(二)/2", max_length=200),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        help_text="bureau that splits it",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
                ("purpose", models.CharField(help_text="what it is for, in the words of the plan", max_length=200)),
                (
                    "eligible_kinds",
                    luoxiao.core.fields.JSONField(
                        default=list, help_text="kinds of facility it may be spent on; empty: any"
                    ),
                ),
                (
                    "eligible_basis",
                    models.CharField(
                        blank=True, help_text="who holds these kinds to be meant, and why", max_length=300
                    ),
                ),
                (
                    "promised_fen",
                    models.BigIntegerField(help_text="at least this much over the years promised, fen", null=True),
                ),
                ("promised_from", models.PositiveSmallIntegerField(null=True)),
                ("promised_to", models.PositiveSmallIntegerField(null=True)),
                ("is_rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("code", "is_rehearsal"), name="fund_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("promised_fen__isnull", True),
                            models.Q(
                                ("promised_fen__gt", 0),
                                ("promised_from__isnull", False),
                                ("promised_to__gte", models.F("promised_from")),
                            ),
                            _connector="OR",
                        ),
                        name="promise_has_its_years",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Forecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forecasts", to="funds.fund"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
                ("period", models.CharField(help_text="2012Q3", max_length=6)),
                ("fen", models.BigIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("fund_id", "period", "id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("fen__gte", 0)), name="forecast_not_negative")
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "number",
                    models.CharField(
                        help_text="GB/T 2260 code, year, order: 360730-2012-003", max_length=20, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("old-peoples-home", "敬老院"),
                            ("elderly-care", "养老服务设施"),
                            ("childrens-home", "儿童福利院"),
                            ("glory-home", "光荣院"),
                            ("veterans-hospital", "优抚医院"),
                            ("martyrs-cemetery", "烈士陵园"),
                            ("relief-store", "救灾物资储备库"),
                            ("command-centre", "救灾减灾指挥中心"),
                            ("shelter", "应急避难场所"),
                            ("community-centre", "社区服务中心"),
                            ("community-station", "社区服务站"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="organisations.region"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        help_text="county unit that answers for it",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="organisations.unit",
                    ),
                ),
                (
                    "clause_path",
                    models.CharField(help_text="clause of the plan it serves, such as 四/(二)/3", max_length=200),
                ),
                ("content", models.TextField(help_text="what is built: floor area, beds, people served")),
                (
                    "beds",
                    models.PositiveIntegerField(help_text="beds it adds; null: not a facility with beds", null=True),
                ),
                ("place", models.CharField(help_text="township and village, or street", max_length=120)),
                ("longitude", models.DecimalField(decimal_places=6, help_text="degrees east", max_digits=9, null=True)),
                ("latitude", models.DecimalField(decimal_places=6, help_text="degrees north", max_digits=8, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "拟申报"),
                            ("applied", "已申报"),
                            ("reviewed", "已审核"),
                            ("approved", "已立项"),
                            ("funded", "资金已下达"),
                            ("started", "已开工"),
                            ("completed", "已竣工"),
                            ("accepted", "已验收"),
                            ("returned", "退回修改"),
                            ("withdrawn", "已撤销"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "approved_fen",
                    models.BigIntegerField(help_text="total approved, fen; null until approved", null=True),
                ),
                (
                    "applied_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("applied_at", models.DateTimeField()),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_rehearsal", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["county", "state", "id"], name="project_by_county")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by__isnull", True),
                            models.Q(("reviewed_by", models.F("applied_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="project_reviewed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("applied_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="project_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_by__isnull", True),
                            models.Q(("accepted_by", models.F("applied_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="project_accepted_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved_fen__isnull", True), ("approved_fen__gt", 0), _connector="OR"),
                        name="approved_money_is_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="milestones", to="funds.project"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "拟申报"),
                            ("applied", "已申报"),
                            ("reviewed", "已审核"),
                            ("approved", "已立项"),
                            ("funded", "资金已下达"),
                            ("started", "已开工"),
                            ("completed", "已竣工"),
                            ("accepted", "已验收"),
                            ("returned", "退回修改"),
                            ("withdrawn", "已撤销"),
                        ],
                        help_text="the stage that meets it; each is a task in supervision",
                        max_length=10,
                    ),
                ),
                ("due", models.DateField()),
                ("done_on", models.DateField(null=True)),
                (
                    "task",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supervision.task"
                    ),
                ),
            ],
            options={
                "ordering": ("project_id", "order"),
                "constraints": [models.UniqueConstraint(fields=("project", "state"), name="milestone_once_per_stage")],
            },
        ),
        migrations.CreateModel(
            name="Funding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="funding", to="funds.project"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("lottery", "部本级彩票公益金"),
                            ("central", "中央预算内投资"),
                            ("province", "省级资金"),
                            ("prefecture", "市级资金"),
                            ("county", "县级资金"),
                            ("donation", "社会捐赠"),
                            ("own", "自筹"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="funding", to="funds.fund"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("planned_fen", models.BigIntegerField()),
                (
                    "spent_fen",
                    models.BigIntegerField(default=0, help_text="reported, for sources outside the ledger; else 0"),
                ),
            ],
            options={
                "ordering": ("project_id", "year", "source"),
                "constraints": [
                    models.UniqueConstraint(fields=("project", "source", "fund", "year"), name="funding_once_a_year"),
                    models.UniqueConstraint(
                        condition=models.Q(("fund__isnull", True)),
                        fields=("project", "source", "year"),
                        name="other_funding_once_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("planned_fen__gte", 0), ("spent_fen__gte", 0)), name="funding_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fund__isnull", True), ("spent_fen", 0), _connector="OR"),
                        name="fund_money_spent_in_ledger",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="funds.project"
                    ),
                ),
                ("kind", models.CharField(choices=[("photo", "照片"), ("paper", "文件")], max_length=8)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                ("caption", models.CharField(max_length=120)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("project_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="PublishedTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "programme",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("disaster", "国家综合防灾减灾规划"),
                            ("elderly", "社会养老服务体系建设规划"),
                            ("community", "社区服务体系建设规划"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="funds.fund"
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[("area", "罗霄山片区"), ("west", "西部"), ("centre", "中部")], max_length=8
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "measure",
                    models.CharField(
                        choices=[("ratio", "补助比例"), ("money", "资金"), ("people", "人口")], max_length=8
                    ),
                ),
                ("value", models.BigIntegerField(help_text="hundredths of a percent, fen, or people")),
                ("source", models.CharField(max_length=300)),
                ("confidence", models.CharField(max_length=20)),
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
                "ordering": ("year", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fund__isnull", False), ("programme", "")),
                            models.Q(models.Q(("programme", ""), _negated=True), ("fund", None)),
                            _connector="OR",
                        ),
                        name="term_of_programme_or_fund",
                    ),
                    models.CheckConstraint(condition=models.Q(("source", ""), _negated=True), name="term_has_source"),
                    models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="term_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="risks", to="funds.project"
                    ),
                ),
                (
                    "grade",
                    models.CharField(choices=[("low", "一般"), ("medium", "较大"), ("high", "重大")], max_length=8),
                ),
                ("text", models.CharField(max_length=300)),
                ("measure", models.CharField(blank=True, help_text="what is done about it", max_length=300)),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("project_id", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="closed_risk_says_by_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="funds.fund"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField(help_text="第几批 of the year")),
                ("pot_fen", models.BigIntegerField(help_text="what is to be given out, fen")),
                ("basis", models.CharField(help_text="document or clause the pot rests on", max_length=300)),
                (
                    "previous",
                    models.ForeignKey(
                        help_text="round compared with",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funds.round",
                    ),
                ),
                (
                    "state",
                    models.CharField(choices=[("open", "测算中"), ("adopted", "已定案")], default="open", max_length=8),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-year", "-number", "-id"),
                "constraints": [
                    models.UniqueConstraint(fields=("fund", "year", "number"), name="round_once_a_year"),
                    models.CheckConstraint(condition=models.Q(("pot_fen__gt", 0)), name="pot_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="funds.fund"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("source", "资金来源"),
                            ("pot", "本年资金"),
                            ("tranche", "批次"),
                            ("province", "省级"),
                            ("county", "县级"),
                            ("project", "项目"),
                            ("paid", "已支付"),
                        ],
                        max_length=8,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="budget year of the money")),
                (
                    "round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="funds.round",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="funds.project",
                    ),
                ),
                ("code", models.CharField(help_text="readable: 2012/县级/360730; unique in its fund", max_length=60)),
                (
                    "balance_fen",
                    models.BigIntegerField(
                        default=0, help_text="sum of its entries, kept with each; trial balance proves it"
                    ),
                ),
                ("may_be_negative", models.BooleanField(default=False, help_text="by an approved exception")),
            ],
            options={
                "ordering": ("fund_id", "code"),
                "constraints": [
                    models.UniqueConstraint(fields=("fund", "code"), name="account_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "source"), ("may_be_negative", True), ("balance_fen__gte", 0), _connector="OR"
                        ),
                        name="balance_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="funds.round"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="第几稿")),
                (
                    "name",
                    models.CharField(blank=True, help_text="what this draft tries, such as 系数 1.20", max_length=60),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funds.run"
                    ),
                ),
                (
                    "scheme",
                    luoxiao.core.fields.JSONField(
                        help_text="schemes.to_json of the scheme: weights, coefficients, bounds, adjustments"
                    ),
                ),
                (
                    "factor_table",
                    luoxiao.core.fields.JSONField(
                        help_text="schemes.to_json of the regions: factor values as exact texts, last round's amounts"
                    ),
                ),
                (
                    "sources",
                    luoxiao.core.fields.JSONField(
                        default=dict, help_text="factor code → indicator, period, source, confidence"
                    ),
                ),
                ("software", models.CharField(help_text="version that computed it", max_length=40)),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 over scheme, factor table and amounts (schemes.digest)", max_length=64
                    ),
                ),
                ("total_fen", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "测算稿"),
                            ("submitted", "待复核"),
                            ("reviewed", "待定案"),
                            ("returned", "已退回"),
                            ("adopted", "已定案"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "preparers",
                    luoxiao.core.fields.JSONField(
                        default=list, help_text="ids of all who wrote it or what it is based on: none adopts it"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("prepared_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
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
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("adopted_at", models.DateTimeField(null=True)),
                (
                    "paper",
                    models.ForeignKey(
                        help_text="the notice that issued it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.paper",
                    ),
                ),
            ],
            options={
                "ordering": ("round_id", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="run_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "adopted")), fields=("round",), name="one_adopted_run_per_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "adopted"), _negated=True),
                            models.Q(("adopted_at__isnull", False), ("adopted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="adopted_run_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adopted_by__isnull", True),
                            models.Q(("adopted_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="run_adopted_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by__isnull", True),
                            models.Q(("reviewed_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="run_reviewed_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="funds.run"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                ("regular_fen", models.BigIntegerField()),
                ("fixed_fen", models.BigIntegerField(default=0)),
                ("directed_fen", models.BigIntegerField(default=0)),
                ("adjustment_fen", models.BigIntegerField(default=0)),
                ("total_fen", models.BigIntegerField()),
                (
                    "early_fen",
                    models.BigIntegerField(default=0, help_text="already announced early; the tranche is the rest"),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True, help_text="floor, ceiling or guarantee, where one held", max_length=12
                    ),
                ),
            ],
            options={
                "ordering": ("run_id", "region_id"),
                "constraints": [
                    models.UniqueConstraint(fields=("run", "region"), name="region_once_per_run"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_fen",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("regular_fen"), "+", models.F("fixed_fen")
                                        ),
                                        "+",
                                        models.F("directed_fen"),
                                    ),
                                    "+",
                                    models.F("adjustment_fen"),
                                ),
                            )
                        ),
                        name="line_adds_up",
                    ),
                    models.CheckConstraint(condition=models.Q(("total_fen__gte", 0)), name="line_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="funds.project"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "拟申报"),
                            ("applied", "已申报"),
                            ("reviewed", "已审核"),
                            ("approved", "已立项"),
                            ("funded", "资金已下达"),
                            ("started", "已开工"),
                            ("completed", "已竣工"),
                            ("accepted", "已验收"),
                            ("returned", "退回修改"),
                            ("withdrawn", "已撤销"),
                        ],
                        help_text="the state it went into",
                        max_length=10,
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("project_id", "id"),
            },
        ),
        migrations.CreateModel(
            name="VarianceNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="variance_notes", to="funds.fund"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
                ("period", models.CharField(help_text="2012Q3", max_length=6)),
                ("text", models.CharField(max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("fund_id", "period", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="variance_note_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vouchers", to="funds.fund"
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="drawn once per fund, without gaps")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "资金到位"),
                            ("allot", "分配下达"),
                            ("transfer", "拨付"),
                            ("commit", "安排到项目"),
                            ("pay", "支付"),
                            ("reward", "以奖代补"),
                            ("reverse", "冲正"),
                        ],
                        max_length=8,
                    ),
                ),
                ("day", models.DateField(help_text="business day")),
                ("document", models.CharField(help_text="document or bank receipt it rests on", max_length=80)),
                ("purpose", models.CharField(max_length=200)),
                ("clause_path", models.CharField(max_length=200)),
                (
                    "run",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="vouchers", to="funds.run"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="funds.voucher",
                    ),
                ),
                ("reason", models.CharField(blank=True, help_text="of a reversal", max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("fund_id", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("fund", "number"), name="voucher_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reverses__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="reversal_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="funds.voucher"
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        help_text="credited",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="funds.account",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        help_text="debited",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken",
                        to="funds.account",
                    ),
                ),
                ("fen", models.BigIntegerField()),
            ],
            options={
                "ordering": ("voucher_id", "id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("fen__gt", 0)), name="entry_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True), name="entry_between_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waivers", to="funds.fund"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("purpose", "用于规定用途以外"), ("negative", "允许余额为负")], max_length=8
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="funds.project",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="funds.account",
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("basis", models.CharField(help_text="document that allows it", max_length=200)),
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
                ("granted", models.BooleanField(null=True)),
            ],
            options={
                "ordering": ("fund_id", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="fund_waiver_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="fund_waiver_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="year_plans", to="funds.fund"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("fen", models.BigIntegerField()),
                ("basis", models.CharField(max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("fund_id", "year", "id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("fen__gte", 0)), name="year_plan_not_negative")
                ],
            },
        ),
    ]
