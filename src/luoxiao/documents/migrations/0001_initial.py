import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import luoxiao.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("kind", models.CharField(choices=[("quarterly-circular", "季度通报")], max_length=20)),
                ("period", models.CharField(help_text="2012Q3", max_length=6)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("issued", "已签发"), ("withdrawn", "已撤回")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("issuer_mark", models.CharField(help_text="发文机关标志, such as 民政部办公厅文件", max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("addressee", models.CharField(max_length=300)),
                ("body", models.TextField(help_text="prose with {figure} places")),
                (
                    "annexes",
                    luoxiao.core.fields.JSONField(
                        default=list, help_text="tables: title, columns, rows; refreshed with the figures"
                    ),
                ),
                ("signature", models.CharField(max_length=80)),
                ("copied_to", models.CharField(blank=True, max_length=300)),
                ("series", models.CharField(help_text="机关代字, such as 民办函", max_length=20)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("number", models.PositiveIntegerField(null=True)),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("prepared_at", models.DateTimeField()),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("issued_at", models.DateTimeField(null=True)),
                ("issued_text", models.TextField(blank=True, help_text="the whole paper as plain text, as issued")),
                ("trail_head", models.CharField(blank=True, help_text="digest printed as an anchor", max_length=64)),
                (
                    "docx",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "issued")),
                        fields=("series", "year", "number"),
                        name="paper_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            models.Q(
                                ("docx__isnull", False),
                                ("issued_at__isnull", False),
                                ("issued_by__isnull", False),
                                ("number__isnull", False),
                                ("year__isnull", False),
                                models.Q(("issued_by", models.F("prepared_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_issued_whole_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="documents.paper"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("key", models.CharField(help_text="the name between braces in the prose", max_length=40)),
                ("label", models.CharField(max_length=120)),
                ("value", models.CharField(help_text="as printed", max_length=60)),
                ("unit", models.CharField(max_length=20)),
                ("query", models.CharField(help_text="name of the query that gave it", max_length=60)),
                ("source", models.CharField(max_length=300)),
                ("taken_at", models.DateTimeField(help_text="business time at which the query ran")),
            ],
            options={
                "ordering": ("paper_id", "order"),
                "constraints": [models.UniqueConstraint(fields=("paper", "key"), name="figure_key_once")],
            },
        ),
        migrations.CreateModel(
            name="PaperEditor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editors", to="documents.paper"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("paper_id", "user_id"),
                "constraints": [models.UniqueConstraint(fields=("paper", "user"), name="paper_editor_once")],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "issuing_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("series", "year"),
                "constraints": [models.UniqueConstraint(fields=("series", "year"), name="series_once_a_year")],
            },
        ),
    ]
