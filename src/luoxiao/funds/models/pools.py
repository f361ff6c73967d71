"""Funds, their yearly plans, the rounds that split them, and every draft and adopted split (clauses 三(一), 四(二))."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.fields import JSONField
from luoxiao.core.models import Versioned
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Area, Region, Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.plan.models import Plan


class FundQuerySet(models.QuerySet["Fund"]):
    """Questions about funds."""

    def visible_to(self, user: User) -> "FundQuerySet":
        """Funds are no secret among those who may see money at all; what each county got is asked of lines."""
        return self.all() if user.may(Permission.SEE_FUNDS) else self.none()


class Fund(models.Model):
    """Money with one purpose: who keeps it, which clause it serves, what it may be spent on, what was promised of it.

    A rehearsal has its own rows, and all that hangs on a fund is rehearsal or real with it: the two never meet.
    """

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    area = models.ForeignKey(Area, models.PROTECT, related_name="funds", help_text="the area it is for")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="funds")
    clause_path = models.CharField(max_length=200, help_text="clause of the plan it serves, such as 四/(二)/2")
    manager = models.ForeignKey(Unit, models.PROTECT, related_name="+", help_text="bureau that splits it")
    purpose = models.CharField(max_length=200, help_text="what it is for, in the words of the plan")
    eligible_kinds = JSONField(default=list, help_text="kinds of facility it may be spent on; empty: any")
    eligible_basis = models.CharField(
        max_length=300, blank=True, help_text="who holds these kinds to be meant, and why"
    )
    promised_fen = models.BigIntegerField(null=True, help_text="at least this much over the years promised, fen")
    promised_from = models.PositiveSmallIntegerField(null=True)
    promised_to = models.PositiveSmallIntegerField(null=True)
    is_rehearsal = models.BooleanField(default=False)

    objects = FundQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["code", "is_rehearsal"], name="fund_code_once"),
            models.CheckConstraint(
                condition=models.Q(promised_fen__isnull=True)
                | models.Q(promised_fen__gt=0, promised_from__isnull=False, promised_to__gte=models.F("promised_from")),
                name="promise_has_its_years",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def handled_by(self, user: User, permission: Permission) -> bool:
        """Whether this person may act on it: of those whose reach is everything, or of the bureau that keeps it."""
        if user.scope_of(permission) is Scope.ALL:
            return True
        return user.may(permission) and user.unit_id == self.manager_id


class YearPlan(models.Model):
    """What is planned of a fund in a year. The newest row of a year counts; earlier ones stay on record."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="year_plans")
    year = models.PositiveSmallIntegerField()
    fen = models.BigIntegerField()
    basis = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("fund_id", "year", "id")
        constraints = (models.CheckConstraint(condition=models.Q(fen__gte=0), name="year_plan_not_negative"),)


class Round(Versioned):
    """One splitting of a part of a fund, such as the second of 2012: the pot, its basis, and who is to get a share."""

    class State(models.TextChoices):
        OPEN = "open", _("测算中")
        ADOPTED = "adopted", _("已定案")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(help_text="第几批 of the year")
    pot_fen = models.BigIntegerField(help_text="what is to be given out, fen")
    basis = models.CharField(max_length=300, help_text="document or clause the pot rests on")
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="round compared with")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ("-year", "-number", "-id")
        constraints = (
            models.UniqueConstraint(fields=["fund", "year", "number"], name="round_once_a_year"),
            models.CheckConstraint(condition=models.Q(pot_fen__gt=0), name="pot_is_positive"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """2012年第2批分配."""
        return f"{self.year}年第{_CHINESE[self.number] if self.number < len(_CHINESE) else self.number}批分配"


_CHINESE = "〇一二三四五六七八九十"


class RunQuerySet(models.QuerySet["Run"]):
    """Questions about runs."""

    def visible_to(self, user: User) -> "RunQuerySet":
        """Drafts for those who prepare, review or adopt, a bureau's own alone; adopted runs for all who see money."""
        reach = {user.scope_of(permission) for permission in _WORKING}
        if Scope.ALL in reach:
            return self.all()
        if not user.may(Permission.SEE_FUNDS):
            return self.none()
        adopted = models.Q(state=Run.State.ADOPTED)
        if Scope.OWN_UNIT in reach and user.unit_id is not None:
            return self.filter(adopted | models.Q(round__fund__manager=user.unit_id))
        return self.filter(adopted)


_WORKING = (Permission.PREPARE_ALLOCATION, Permission.REVIEW_ALLOCATION, Permission.ADOPT_ALLOCATION)


class Run(models.Model):
    """One draft of a split (第几稿), whole: scheme, factor values with their sources, result. Only its state moves.

    Every change of a weight, coefficient or adjustment is a new draft, so that any may be gone back to.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("测算稿")
        SUBMITTED = "submitted", _("待复核")
        REVIEWED = "reviewed", _("待定案")
        RETURNED = "returned", _("已退回")
        ADOPTED = "adopted", _("已定案")

    round = models.ForeignKey(Round, models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField(help_text="第几稿")
    name = models.CharField(max_length=60, blank=True, help_text="what this draft tries, such as 系数 1.20")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    scheme = JSONField(help_text="schemes.to_json of the scheme: weights, coefficients, bounds, adjustments")
    factor_table = JSONField(
        help_text="schemes.to_json of the regions: factor values as exact texts, last round's amounts"
    )
    sources = JSONField(default=dict, help_text="factor code → indicator, period, source, confidence")
    software = models.CharField(max_length=40, help_text="version that computed it")
    digest = models.CharField(max_length=64, help_text="SHA-256 over scheme, factor table and amounts (schemes.digest)")
    total_fen = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    preparers = JSONField(default=list, help_text="ids of all who wrote it or what it is based on: none adopts it")
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_reason = models.CharField(max_length=300, blank=True)
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", help_text="the notice that issued it")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ("round_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=["round", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["round"], condition=models.Q(state="adopted"), name="one_adopted_run_per_round"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="adopted") | models.Q(adopted_by__isnull=False, adopted_at__isnull=False),
                name="adopted_run_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(adopted_by__isnull=True) | ~models.Q(adopted_by=models.F("prepared_by")),
                name="run_adopted_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("prepared_by")),
                name="run_reviewed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.round}第{self.number}稿"


class RunLineQuerySet(models.QuerySet["RunLine"]):
    """Questions about what regions get."""

    def visible_to(self, user: User) -> "RunLineQuerySet":
        """The lines of the runs this person sees.

        An adopted split is told to everybody who may see money: that one county sees the others' shares is its point.
        """
        return self.filter(run__in=Run.objects.visible_to(user))


class RunLine(models.Model):
    """What one region gets in one run, in fen: formula, fixed lines, directed pots, hand adjustment, early notice."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="lines")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    regular_fen = models.BigIntegerField()
    fixed_fen = models.BigIntegerField(default=0)
    directed_fen = models.BigIntegerField(default=0)
    adjustment_fen = models.BigIntegerField(default=0)
    total_fen = models.BigIntegerField()
    early_fen = models.BigIntegerField(default=0, help_text="already announced early; the tranche is the rest")
    rule = models.CharField(max_length=12, blank=True, help_text="floor, ceiling or guarantee, where one held")

    objects = RunLineQuerySet.as_manager()

    class Meta:
        ordering = ("run_id", "region_id")
        constraints = (
            models.UniqueConstraint(fields=["run", "region"], name="region_once_per_run"),
            models.CheckConstraint(
                condition=models.Q(
                    total_fen=models.F("regular_fen")
                    + models.F("fixed_fen")
                    + models.F("directed_fen")
                    + models.F("adjustment_fen")
                ),
                name="line_adds_up",
            ),
            models.CheckConstraint(condition=models.Q(total_fen__gte=0), name="line_not_negative"),
        )


def promised_years(fund: Fund) -> range:
    """The years the fund was promised for; none where nothing was promised."""
    if fund.promised_from is None or fund.promised_to is None:
        return range(0)
    return range(fund.promised_from, fund.promised_to + 1)
