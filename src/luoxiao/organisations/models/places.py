"""Regions with their codes then and now, and the contiguous poor areas (plan text 二(三))."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from luoxiao.organisations.models.people import User


class RegionQuerySet(models.QuerySet["Region"]):
    """Questions about regions."""

    def with_code(self, code: str) -> "RegionQuerySet":
        """The region that has, or had in 2012, this GB/T 2260 code."""
        return self.filter(models.Q(code_2012=code) | models.Q(code_now=code))

    def of_areas(self, areas: "AreaQuerySet") -> "RegionQuerySet":
        """The counties of these areas, and the prefectures and provinces they lie in."""
        counties = AreaCounty.objects.filter(area__in=areas)
        return self.filter(
            models.Q(pk__in=counties.values("county"))
            | models.Q(pk__in=counties.values("county__parent"))
            | models.Q(pk__in=Area.provinces.through.objects.filter(area__in=areas).values("region"))
        )


class Region(models.Model):
    """A province, prefecture or county, with its GB/T 2260 codes of 2012 and now."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("省")
        PREFECTURE = "prefecture", _("市")
        COUNTY = "county", _("县")

    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    code_2012 = models.CharField(max_length=6, unique=True)
    code_now = models.CharField(max_length=6, db_index=True)
    name_2012 = models.CharField(max_length=40)
    name_now = models.CharField(max_length=40)
    rename_note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=20)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ("code_2012",)

    def __str__(self) -> str:
        return self.name_2012

    @property
    def renamed(self) -> bool:
        return (self.code_2012, self.name_2012) != (self.code_now, self.name_now)


class AreaQuerySet(models.QuerySet["Area"]):
    """Questions about areas."""

    def liaised_by(self, user: "User") -> "AreaQuerySet":
        """The areas that the person's unit liaises with, or the ministry whose bureau or division it is."""
        if user.unit is None:
            return self.none()
        unit = models.Q(unit=user.unit_id)
        if user.unit.kind in ("bureau", "division"):  # a province's department, too, stands under the ministry
            unit |= models.Q(unit__children=user.unit_id) | models.Q(unit__children__children=user.unit_id)
        return self.filter(pk__in=AreaLiaison.objects.filter(unit).values("area"))


class Area(models.Model):
    """One of the 14 contiguous poor areas with special difficulties; 11 of them have liaison ministries."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    is_one_of_11 = models.BooleanField()
    counties_on_list = models.PositiveSmallIntegerField(null=True)
    counties_in_plan = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=400)
    confidence = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    provinces = models.ManyToManyField(Region, related_name="areas")
    liaison_units = models.ManyToManyField("organisations.Unit", through="organisations.AreaLiaison")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.short_name


class AreaCounty(models.Model):
    """A county's membership of an area: on the national list of contiguous counties, in the area's plan, or both."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="memberships")
    county = models.ForeignKey(Region, models.PROTECT, related_name="memberships")
    on_contiguous_list = models.BooleanField()
    in_area_plan = models.BooleanField(null=True, help_text="null: the area plan's own list is not known")
    confidence = models.CharField(max_length=20)

    class Meta:
        ordering = ("area_id", "county_id")
        constraints = (models.UniqueConstraint(fields=["area", "county"], name="county_once_per_area"),)


class AreaLiaison(models.Model):
    """The ministry that liaises with an area, in the order in which the source names them."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="liaisons")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="liaisons")
    order = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("area_id", "order")
        constraints = (models.UniqueConstraint(fields=["area", "unit"], name="liaison_once_per_area"),)
