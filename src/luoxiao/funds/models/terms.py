"""On what terms the area, the west and the centre are helped: published ratios and money (clauses 三(一), 四(二))."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.funds.models.pools import Fund
from luoxiao.organisations.models import User


class Programme(models.TextChoices):
    """The three plans that 三(一)1 and 四(二)1 name."""

    DISASTER = "disaster", _("国家综合防灾减灾规划")
    ELDERLY = "elderly", _("社会养老服务体系建设规划")
    COMMUNITY = "community", _("社区服务体系建设规划")


class Group(models.TextChoices):
    """Whose terms: the plan compares the area with the mid-west in 三(一)1 and with the west in 四(二)1."""

    AREA = "area", _("罗霄山片区")
    WEST = "west", _("西部")
    CENTRE = "centre", _("中部")


class PublishedTerm(models.Model):
    """A published ratio or sum for one group and year, with its source. Nothing is estimated here."""

    class Measure(models.TextChoices):
        RATIO = "ratio", _("补助比例")  # hundredths of a percent of a project's cost
        MONEY = "money", _("资金")  # fen
        PEOPLE = "people", _("人口")  # people the money is divided by

    programme = models.CharField(max_length=12, choices=Programme, blank=True)
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, related_name="terms")
    group = models.CharField(max_length=8, choices=Group)
    year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=8, choices=Measure)
    value = models.BigIntegerField(help_text="hundredths of a percent, fen, or people")
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=20)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    class Meta:
        ordering = ("year", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(programme="", fund__isnull=False) | ~models.Q(programme="") & models.Q(fund=None),
                name="term_of_programme_or_fund",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="term_has_source"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="term_not_negative"),
        )
