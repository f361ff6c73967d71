import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("conference", "联系会议"), ("leading-group", "领导小组"), ("office", "办公室")],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("former_name", models.CharField(blank=True, max_length=80)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisations.body",
                    ),
                ),
                ("clause_path", models.CharField(help_text="clause that sets it up, such as 一/(一)", max_length=60)),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="BodyDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="duties", to="organisations.body"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                ("clause_path", models.CharField(max_length=60)),
            ],
            options={
                "ordering": ("body_id", "order"),
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="organisations.body"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=40)),
                (
                    "described",
                    models.CharField(
                        blank=True, help_text="who the members are, where nobody is named", max_length=200
                    ),
                ),
            ],
            options={
                "ordering": ("body_id", "order"),
                "constraints": [models.UniqueConstraint(fields=("body", "order"), name="post_order_once")],
            },
        ),
        migrations.CreateModel(
            name="PostHolding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holdings", to="organisations.post"
                    ),
                ),
                ("person", models.CharField(max_length=40)),
                ("other_title", models.CharField(blank=True, max_length=80)),
                ("held_from", models.DateField(null=True)),
                ("held_to", models.DateField(null=True)),
                ("source", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ("post_id", "held_from", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_to__isnull", True),
                            ("held_from__isnull", True),
                            ("held_to__gte", models.F("held_from")),
                            _connector="OR",
                        ),
                        name="holding_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("province", "省"), ("prefecture", "市"), ("county", "县")], max_length=10
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisations.region",
                    ),
                ),
                ("code_2012", models.CharField(max_length=6, unique=True)),
                ("code_now", models.CharField(db_index=True, max_length=6)),
                ("name_2012", models.CharField(max_length=40)),
                ("name_now", models.CharField(max_length=40)),
                ("rename_note", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(max_length=300)),
                ("confidence", models.CharField(max_length=20)),
            ],
            options={
                "ordering": ("code_2012",),
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(unique=True)),
                ("name", models.CharField(max_length=40)),
                ("name_en", models.CharField(max_length=120)),
                ("short_name", models.CharField(max_length=40)),
                ("is_one_of_11", models.BooleanField()),
                ("counties_on_list", models.PositiveSmallIntegerField(null=True)),
                ("counties_in_plan", models.PositiveSmallIntegerField(null=True)),
                ("source", models.CharField(max_length=400)),
                ("confidence", models.CharField(max_length=20)),
                ("note", models.TextField(blank=True)),
                ("provinces", models.ManyToManyField(related_name="areas", to="organisations.region")),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="AreaCounty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="organisations.area"
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organisations.region",
                    ),
                ),
                ("on_contiguous_list", models.BooleanField()),
                (
                    "in_area_plan",
                    models.BooleanField(help_text="null: the area plan's own list is not known", null=True),
                ),
                ("confidence", models.CharField(max_length=20)),
            ],
            options={
                "ordering": ("area_id", "county_id"),
                "constraints": [models.UniqueConstraint(fields=("area", "county"), name="county_once_per_area")],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ministry", "部委"),
                            ("bureau", "司局"),
                            ("division", "处室"),
                            ("province", "省厅"),
                            ("prefecture", "市局"),
                            ("county", "县局"),
                            ("social", "社会组织"),
                            ("other", "其他单位"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                ("short_name", models.CharField(max_length=40)),
                ("name_en", models.CharField(blank=True, max_length=120)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisations.unit",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="organisations.region",
                    ),
                ),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("source", models.CharField(max_length=300)),
                ("confidence", models.CharField(max_length=20)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=40, unique=True, verbose_name="账号")),
                ("full_name", models.CharField(max_length=40, verbose_name="姓名")),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="organisations.unit",
                        verbose_name="单位",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("is_rehearsal", models.BooleanField(default=False, help_text="a sample account: no real person")),
            ],
            options={
                "ordering": ("username",),
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("convener", "联系会议召集人"),
                            ("leading-group", "领导小组成员"),
                            ("office", "扶贫办公室"),
                            ("bureau", "业务司局"),
                            ("province", "省厅"),
                            ("prefecture", "市局"),
                            ("county", "县局"),
                            ("social-organisation", "社会组织"),
                            ("system-administrator", "系统管理员"),
                            ("security-administrator", "安全管理员"),
                            ("audit-administrator", "审计管理员"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        help_text="null: installation",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("granted_at", models.DateTimeField()),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("user_id", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("user", "role"),
                        name="role_granted_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted_by__isnull", True),
                            ("confirmed_by__isnull", True),
                            models.Q(("granted_by", models.F("confirmed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="grant_confirmed_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyDivision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="divisions", to="organisations.body"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("body_id", "order"),
            },
        ),
        migrations.CreateModel(
            name="AreaLiaison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="liaisons", to="organisations.area"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="liaisons", to="organisations.unit"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("area_id", "order"),
                "constraints": [models.UniqueConstraint(fields=("area", "unit"), name="liaison_once_per_area")],
            },
        ),
        migrations.CreateModel(
            name="UnitAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="organisations.unit"
                    ),
                ),
                ("alias", models.CharField(max_length=80, unique=True)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("source", models.CharField(max_length=300)),
            ],
            options={
                "ordering": ("alias",),
            },
        ),
        migrations.AddField(
            model_name="area",
            name="liaison_units",
            field=models.ManyToManyField(through="organisations.AreaLiaison", to="organisations.unit"),
        ),
    ]
