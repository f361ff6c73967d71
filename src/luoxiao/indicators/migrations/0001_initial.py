import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import luoxiao.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_frozen"),
        ("organisations", "0002_temporary_passwords"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40)),
                ("number", models.PositiveSmallIntegerField(default=1, help_text="version of the definition")),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="indicators.indicator",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=160)),
                ("definition", models.TextField()),
                ("unit", models.CharField(help_text="元/人·年", max_length=30)),
                (
                    "period",
                    models.CharField(
                        choices=[("year", "年"), ("quarter", "季"), ("month", "月"), ("day", "时点")], max_length=8
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="null: published",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="organisations.unit",
                    ),
                ),
                ("source", models.CharField(max_length=300)),
                (
                    "good",
                    models.CharField(
                        choices=[("more", "越高越好"), ("less", "越低越好"), ("neither", "不论高低")], max_length=8
                    ),
                ),
                (
                    "over_time",
                    models.CharField(
                        choices=[
                            ("sum", "各期相加"),
                            ("mean", "各期平均"),
                            ("latest", "取最近一期"),
                            ("none", "不能合并"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "over_places",
                    models.CharField(
                        choices=[
                            ("sum", "各地相加"),
                            ("mean", "各地平均"),
                            ("weighted", "加权平均"),
                            ("ratio", "分子分母分别相加再相除"),
                            ("none", "不能合并"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "weight",
                    models.ForeignKey(
                        help_text="code to weigh by",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="weighs",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "numerator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "denominator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "formula",
                    models.CharField(blank=True, help_text="core/expressions.py; empty: reported", max_length=300),
                ),
                ("scale", models.PositiveSmallIntegerField(default=0, help_text="decimal places kept")),
                (
                    "lowest",
                    models.BigIntegerField(help_text="valid range, in units of the last decimal place", null=True),
                ),
                ("highest", models.BigIntegerField(null=True)),
                ("clause_path", models.CharField(blank=True, help_text="clause of the plan it serves", max_length=200)),
                (
                    "target_field",
                    models.CharField(
                        choices=[
                            ("facilities", "设施水平"),
                            ("protection", "保障水平"),
                            ("service", "服务能力"),
                            ("none", "不属目标领域"),
                        ],
                        default="none",
                        max_length=12,
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
                    models.UniqueConstraint(fields=("code", "number"), name="indicator_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("made_by__isnull", True),
                            ("adopted_by__isnull", True),
                            models.Q(("made_by", models.F("adopted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="indicator_adopted_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("over_places", "weighted"), _negated=True),
                            ("weight__isnull", False),
                            _connector="OR",
                        ),
                        name="weighted_indicator_has_weight",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("over_places", "ratio"), _negated=True),
                            models.Q(("denominator__isnull", False), ("numerator__isnull", False)),
                            _connector="OR",
                        ),
                        name="ratio_keeps_both_parts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompositeWeight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="composite_weights",
                        to="indicators.indicator",
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField(help_text="the weights of a field sum to 100")),
                ("in_force_from", models.DateField()),
                ("basis", models.CharField(max_length=200)),
                (
                    "set_by",
                    models.ForeignKey(
                        help_text="null: bundled",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("indicator_id", "in_force_from"),
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "in_force_from"), name="composite_weight_once"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="composite_weight_in_percent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Origin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("return", "报表"), ("load", "导入"), ("published", "公开发布")], max_length=10
                    ),
                ),
                ("source", models.CharField(help_text="issuer and title; or the return's number", max_length=300)),
                (
                    "confidence",
                    models.CharField(choices=[("high", "高"), ("medium", "中"), ("low", "低")], max_length=8),
                ),
                ("is_rehearsal", models.BooleanField()),
                (
                    "return_id",
                    models.BigIntegerField(help_text="of returns.Return, which lies on a higher floor", null=True),
                ),
                (
                    "cells",
                    luoxiao.core.fields.JSONField(
                        default=dict, help_text="indicator code → cell in the return's workbook"
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
                        help_text="null: bundled",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["return_id"], name="origin_by_return")],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        help_text="GB/T 2260 of 2012; 000000; LXS, DXAL, WEST …", max_length=12, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nation", "全国"),
                            ("group", "地区"),
                            ("area", "片区"),
                            ("province", "省"),
                            ("prefecture", "市"),
                            ("county", "县"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                (
                    "region",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place",
                        to="organisations.region",
                    ),
                ),
                (
                    "area",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place",
                        to="organisations.area",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Contested",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.place"
                    ),
                ),
                ("period", models.CharField(max_length=21)),
                ("is_rehearsal", models.BooleanField()),
                ("amount", models.BigIntegerField(help_text="as in Sheet.amounts, marks included")),
                (
                    "printed",
                    models.CharField(
                        blank=True, help_text="the source's own words where they are no number", max_length=60
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.origin"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "place", "period", "origin"), name="contested_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="contested_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Printed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.place"
                    ),
                ),
                ("period", models.CharField(max_length=21)),
                ("is_rehearsal", models.BooleanField()),
                ("amount", models.BigIntegerField(help_text="as in Sheet.amounts, marks included")),
                (
                    "printed",
                    models.CharField(
                        blank=True, help_text="the source's own words where they are no number", max_length=60
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.origin"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "place", "period", "is_rehearsal"), name="printed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="indicators.indicator"
                    ),
                ),
                ("period", models.CharField(help_text="2012, 2012Q3, 2012-10, 2010-11-01, 2012/2014", max_length=21)),
                ("is_rehearsal", models.BooleanField()),
                ("rollup", models.BinaryField(help_text="nation, areas, provinces: sum, weight, number of places")),
                (
                    "amounts",
                    models.BinaryField(
                        help_text="int64 in units of the last decimal place, with marks for what is no number"
                    ),
                ),
                ("origins", models.BinaryField(help_text="int32: Origin.id of each cell, 0 for none")),
            ],
            options={
                "ordering": ("indicator_id", "period"),
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "period", "is_rehearsal"), name="sheet_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Superseded",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.place"
                    ),
                ),
                ("period", models.CharField(max_length=21)),
                ("is_rehearsal", models.BooleanField()),
                ("amount", models.BigIntegerField(help_text="as in Sheet.amounts, marks included")),
                (
                    "printed",
                    models.CharField(
                        blank=True, help_text="the source's own words where they are no number", max_length=60
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.origin"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.origin"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["indicator", "place", "period"], name="superseded_by_cell")],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="indicators.indicator"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        help_text="null: every county",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.place",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("amount", models.BigIntegerField(help_text="null: the national average of that year", null=True)),
                ("basis", models.CharField(max_length=200)),
                (
                    "set_by",
                    models.ForeignKey(
                        help_text="null: bundled",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("indicator_id", "year", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "place", "year"), name="target_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("place__isnull", True)),
                        fields=("indicator", "year"),
                        name="general_target_once",
                    ),
                ],
            },
        ),
    ]
