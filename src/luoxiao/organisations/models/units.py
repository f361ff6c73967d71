"""Units that owe, ask and report, with the names they are called by."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.organisations.models.places import Area, Region
from luoxiao.organisations.roles import Scope

if TYPE_CHECKING:
    from luoxiao.organisations.models.people import User


class UnitQuerySet(models.QuerySet["Unit"]):
    """Questions about units."""

    def visible_to(self, user: "User") -> "UnitQuerySet":
        """Units are no secret inside the desk; who may open the page at all is the lock's question."""
        return self.all() if user.is_active else self.none()

    def called(self, names: Iterable[str]) -> dict[str, "Unit"]:
        """The units that go by these printed names: full name, short name or an alias of any time."""
        wanted = set(names)
        found: dict[str, Unit] = {}
        for unit in self.filter(models.Q(name__in=wanted) | models.Q(short_name__in=wanted)):
            found |= {name: unit for name in (unit.name, unit.short_name) if name in wanted}
        for alias in UnitAlias.objects.filter(alias__in=wanted - found.keys()).select_related("unit"):
            found[alias.alias] = alias.unit
        return found

    def within(self, user: "User", scope: Scope) -> "UnitQuerySet":
        """The units a scope reaches from this user's own unit."""
        if scope is Scope.ALL:
            return self.all()
        if scope is Scope.NOTHING or user.unit is None:
            return self.none()
        reached = models.Q(pk=user.unit_id)
        if scope in (Scope.OWN_REGION, Scope.WHOLE_AREA) and user.unit.region_id:
            reached |= _in_region(user.unit.region_id)
        if scope is Scope.WHOLE_AREA:
            reached |= models.Q(region__in=Region.objects.of_areas(Area.objects.liaised_by(user)))
        return self.filter(reached)


def _in_region(region: int) -> models.Q:
    below = models.Q(region__parent_id=region) | models.Q(region__parent__parent_id=region)
    return models.Q(region_id=region) | below


class Unit(models.Model):
    """A ministry, bureau, division, provincial department, prefecture or county bureau, or social organisation."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("部委")
        BUREAU = "bureau", _("司局")
        DIVISION = "division", _("处室")
        PROVINCE = "province", _("省厅")
        PREFECTURE = "prefecture", _("市局")
        COUNTY = "county", _("县局")
        SOCIAL = "social", _("社会组织")
        OTHER = "other", _("其他单位")

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=80, unique=True)
    short_name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="units")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=20)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.short_name


class UnitAlias(models.Model):
    """Another name a unit is printed under, with the time it was in use where that is known."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=80, unique=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ("alias",)

    def __str__(self) -> str:
        return self.alias
