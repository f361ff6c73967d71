"""The data dictionary, the places figures belong to, and the figures with their origin.

A figure is a cell: indicator × place × period. All cells of one indicator and period lie packed in one `Sheet`
(ADR 4), as whole numbers in units of the indicator's last decimal place; each cell names its `Origin`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.fields import JSONField
from luoxiao.core.models import StoredFile
from luoxiao.organisations.models import Area, Region, Unit, User
from luoxiao.organisations.roles import Permission, Scope


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Questions about the dictionary."""

    def current(self) -> "IndicatorQuerySet":
        """The newest adopted version of each code; a changed definition starts a new series under the same code."""
        return self.filter(adopted_at__isnull=False, successors__adopted_at__isnull=True).distinct()


class Indicator(models.Model):
    """One version of one entry of the data dictionary, which is one series of figures.

    `scale` is the number of decimal places kept: 2 says that 1,234.56 is stored as 123456. A definition that changes
    is a new row with the next `number` and `replaces` set; the old series stays as it is.
    """

    class Period(models.TextChoices):
        YEAR = "year", _("年")
        QUARTER = "quarter", _("季")
        MONTH = "month", _("月")
        DAY = "day", _("时点")

    class Good(models.TextChoices):
        MORE = "more", _("越高越好")
        LESS = "less", _("越低越好")
        NEITHER = "neither", _("不论高低")

    class OverTime(models.TextChoices):
        SUM = "sum", _("各期相加")
        MEAN = "mean", _("各期平均")
        LATEST = "latest", _("取最近一期")
        NONE = "none", _("不能合并")

    class OverPlaces(models.TextChoices):
        SUM = "sum", _("各地相加")
        MEAN = "mean", _("各地平均")
        WEIGHTED = "weighted", _("加权平均")
        RATIO = "ratio", _("分子分母分别相加再相除")
        NONE = "none", _("不能合并")

    class Field(models.TextChoices):
        FACILITIES = "facilities", _("设施水平")
        PROTECTION = "protection", _("保障水平")
        SERVICE = "service", _("服务能力")
        NONE = "none", _("不属目标领域")

    code = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1, help_text="version of the definition")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=160)
    definition = models.TextField()
    unit = models.CharField(max_length=30, help_text="元/人·年")
    period = models.CharField(max_length=8, choices=Period)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="indicators", help_text="null: published")
    source = models.CharField(max_length=300)
    good = models.CharField(max_length=8, choices=Good)
    over_time = models.CharField(max_length=8, choices=OverTime)
    over_places = models.CharField(max_length=8, choices=OverPlaces)
    weight = models.ForeignKey("self", models.PROTECT, null=True, related_name="weighs", help_text="code to weigh by")
    numerator = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    denominator = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    formula = models.CharField(max_length=300, blank=True, help_text="core/expressions.py; empty: reported")
    scale = models.PositiveSmallIntegerField(default=0, help_text="decimal places kept")
    lowest = models.BigIntegerField(null=True, help_text="valid range, in units of the last decimal place")
    highest = models.BigIntegerField(null=True)
    clause_path = models.CharField(max_length=200, blank=True, help_text="clause of the plan it serves")
    target_field = models.CharField(max_length=12, choices=Field, default=Field.NONE)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="null: bundled")
    made_at = models.DateTimeField()
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ("code", "number")
        constraints = (
            models.UniqueConstraint(fields=["code", "number"], name="indicator_version_once"),
            models.CheckConstraint(
                condition=models.Q(made_by__isnull=True)
                | models.Q(adopted_by__isnull=True)
                | ~models.Q(made_by=models.F("adopted_by")),
                name="indicator_adopted_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(over_places="weighted") | models.Q(weight__isnull=False),
                name="weighted_indicator_has_weight",
            ),
            models.CheckConstraint(
                condition=~models.Q(over_places="ratio") | models.Q(numerator__isnull=False, denominator__isnull=False),
                name="ratio_keeps_both_parts",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def kept_by(self, user: User) -> bool:
        """Whether this person may say what it should reach: of the office, or of the bureau that answers for it."""
        if user.scope_of(Permission.KEEP_DICTIONARY) is Scope.ALL:
            return True
        return user.may(Permission.KEEP_DICTIONARY) and self.owner_id is not None and self.owner_id == user.unit_id


class PlaceQuerySet(models.QuerySet["Place"]):
    """Questions about places."""

    def with_code(self, code: str) -> "PlaceQuerySet":
        """The place that has this code, or (a region) had or got it by a change of code."""
        return self.filter(models.Q(code=code) | models.Q(region__code_2012=code) | models.Q(region__code_now=code))


class Place(models.Model):
    """What a figure can be about: the nation, a group of provinces, an area, a province, prefecture or county.

    Its id is its position in every Sheet and is never given to another place.
    """

    class Kind(models.TextChoices):
        NATION = "nation", _("全国")
        GROUP = "group", _("地区")  # western, central: groups of provinces in published statistics
        AREA = "area", _("片区")
        PROVINCE = "province", _("省")
        PREFECTURE = "prefecture", _("市")
        COUNTY = "county", _("县")

    code = models.CharField(max_length=12, unique=True, help_text="GB/T 2260 of 2012; 000000; LXS, DXAL, WEST …")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=40)
    region = models.OneToOneField(Region, models.PROTECT, null=True, related_name="place")
    area = models.OneToOneField(Area, models.PROTECT, null=True, related_name="place")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Origin(models.Model):
    """Where figures come from: one accepted return, one loaded file, or one published source. Never changed."""

    class Kind(models.TextChoices):
        RETURN = "return", _("报表")
        LOAD = "load", _("导入")
        PUBLISHED = "published", _("公开发布")

    class Confidence(models.TextChoices):
        HIGH = "high", _("高")
        MEDIUM = "medium", _("中")
        LOW = "low", _("低")

    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=300, help_text="issuer and title; or the return's number")
    confidence = models.CharField(max_length=8, choices=Confidence)
    is_rehearsal = models.BooleanField()
    return_id = models.BigIntegerField(null=True, help_text="of returns.Return, which lies on a higher floor")
    cells = JSONField(default=dict, help_text="indicator code → cell in the return's workbook")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="null: bundled")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["return_id"], name="origin_by_return"),)

    def __str__(self) -> str:
        return self.source


class Sheet(models.Model):
    """All figures of one indicator in one period, packed (indicators/packing.py): position = Place.id.

    Rehearsal figures lie on sheets of their own and never mix with real ones.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="sheets")
    period = models.CharField(max_length=21, help_text="2012, 2012Q3, 2012-10, 2010-11-01, 2012/2014")
    is_rehearsal = models.BooleanField()
    rollup = models.BinaryField(help_text="nation, areas, provinces: sum, weight, number of places")
    amounts = models.BinaryField(help_text="int64 in units of the last decimal place, with marks for what is no number")
    origins = models.BinaryField(help_text="int32: Origin.id of each cell, 0 for none")

    class Meta:
        ordering = ("indicator_id", "period")
        constraints = (models.UniqueConstraint(fields=["indicator", "period", "is_rehearsal"], name="sheet_once"),)


class Cell(models.Model):
    """What the tables beside the sheets share: one cell's figure as it stood or stands beside the official one."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    period = models.CharField(max_length=21)
    is_rehearsal = models.BooleanField()
    amount = models.BigIntegerField(help_text="as in Sheet.amounts, marks included")
    printed = models.CharField(max_length=60, blank=True, help_text="the source's own words where they are no number")
    origin = models.ForeignKey(Origin, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Superseded(Cell):
    """A figure that another one has replaced: the history of every cell. Append-only."""

    replaced_by = models.ForeignKey(Origin, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["indicator", "place", "period"], name="superseded_by_cell"),)


class Contested(Cell):
    """A second source's figure, kept beside the official one with the reason why it differs. Append-only.

    Of one return the newest row of a cell counts; an absent amount takes back what it said before.
    """

    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["indicator", "place", "period", "origin"], name="contested_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="contested_has_reason"),
        )


class Printed(Cell):
    """What a source printed where it gave no single number (35-40, >=1): shown, never computed with."""

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["indicator", "place", "period", "is_rehearsal"], name="printed_once"),
        )


class Target(models.Model):
    """What an indicator should reach in a place by the end of a year, on a stated basis."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", help_text="null: every county")
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(null=True, help_text="null: the national average of that year")
    basis = models.CharField(max_length=200)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="null: bundled")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("indicator_id", "year", "id")
        constraints = (
            models.UniqueConstraint(fields=["indicator", "place", "year"], name="target_once"),
            models.UniqueConstraint(
                fields=["indicator", "year"], condition=models.Q(place__isnull=True), name="general_target_once"
            ),
        )


class CompositeWeight(models.Model):
    """How much an indicator counts in the composite index of its target field, from a day on, on a stated basis."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="composite_weights")
    percent = models.PositiveSmallIntegerField(help_text="the weights of a field sum to 100")
    in_force_from = models.DateField()
    basis = models.CharField(max_length=200)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="null: bundled")

    class Meta:
        ordering = ("indicator_id", "in_force_from")
        constraints = (
            models.UniqueConstraint(fields=["indicator", "in_force_from"], name="composite_weight_once"),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="composite_weight_in_percent"),
        )
