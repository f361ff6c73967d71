"""The dated rule of the lights (clause 三(三))."""

from datetime import date

from django.db import models

from luoxiao.organisations.models import User


class LightRuleQuerySet(models.QuerySet["LightRule"]):
    """Questions about the rules of the lights."""

    def on(self, day: date) -> "LightRule":
        """The rule in force on a day; the guide's own figures before any was set."""
        return self.filter(in_force_from__lte=day).order_by("-in_force_from").first() or LightRule()


class LightRule(models.Model):
    """The rule in force for the lights from a date on: how near a date must be to count as near."""

    soon_days = models.PositiveSmallIntegerField(default=15, help_text="days; design guide: 临期（≤15 日）")
    silent_days = models.PositiveSmallIntegerField(default=90, help_text="days without news that a list calls silent")
    in_force_from = models.DateField(unique=True)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=200)

    objects = LightRuleQuerySet.as_manager()

    class Meta:
        ordering = ("in_force_from",)

    def __str__(self) -> str:
        return self.basis
