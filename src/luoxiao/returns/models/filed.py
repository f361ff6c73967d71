"""What a unit hands in: its return, every version it sent, every decision on it, every reminder."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from luoxiao.core.fields import JSONField
from luoxiao.core.models import StoredFile, Versioned
from luoxiao.core.periods import BEIJING, end_of_day
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.returns.models.calls import RANKS, Call, Level


class ReturnQuerySet(models.QuerySet["Return"]):
    """Questions about returns."""

    def visible_to(self, user: User) -> "ReturnQuerySet":
        """Returns of units within the person's reach, as those units stand now, and answers to their own calls."""
        mine = self.exclude(call__state=Call.State.DRAFT)
        scope = user.scope_of(Permission.SEE_RETURNS)
        if scope is Scope.ALL:
            return mine
        units = Unit.objects.within(user, scope)
        return mine.filter(models.Q(unit__in=units) | models.Q(call__issued_by__in=units))

    def whole(self) -> "ReturnQuerySet":
        """With all that the questions about one return need."""
        return self.select_related("call__template", "call__issued_by", "unit__region__parent")

    def asked_in(self, year: int, month: int, *, rehearsal: bool) -> "ReturnQuerySet":
        """Those of calls that opened in a month."""
        opened = self.filter(call__opens_on__year=year, call__opens_on__month=month, call__is_rehearsal=rehearsal)
        return opened.exclude(call__state=Call.State.DRAFT)

    def owed(self) -> "ReturnQuerySet":
        """Of open calls, those that the unit has to do something about."""
        with_the_unit = [Return.State.FILLING, Return.State.CERTIFYING, Return.State.SENT_BACK]
        return self.filter(call__state=Call.State.OPEN, state__in=with_the_unit)

    def late(self, at: datetime) -> "ReturnQuerySet":
        """Those that came after the deadline, and those that have not come though the deadline has passed."""
        came_on = TruncDate("first_certified_at", tzinfo=BEIJING)
        missing = models.Q(first_certified_at__isnull=True, call__due__lt=at.astimezone(BEIJING).date())
        asked = self.exclude(call__state=Call.State.DRAFT).annotate(came_on=came_on)
        return asked.filter(missing | models.Q(came_on__gt=models.F("call__due")))


def levels_above(unit: Unit, chain: Iterable[str]) -> list[str]:
    """The levels of a chain that stand above a unit, lowest first."""
    own = RANKS.index(unit.kind) if unit.kind in RANKS[:3] else 2
    return [level for level in RANKS if level in chain and RANKS.index(level) > own]


class Return(Versioned):
    """One unit's answer to one call.

    `values` is the draft: line code → as returns/entries.py writes it. Nothing here is a fact until it is accepted.
    """

    class State(models.TextChoices):
        FILLING = "filling", _("填报中")
        CERTIFYING = "certifying", _("待审签")  # the filler has sent it; another person of the unit signs or declines
        REVIEWING = "reviewing", _("待审核")  # lies with `level`
        SENT_BACK = "sent-back", _("退回修改")
        APPROVED = "approved", _("待采用")  # the last level has approved; accepting is a step of its own
        ACCEPTED = "accepted", _("已采用")

    call = models.ForeignKey(Call, models.PROTECT, related_name="returns")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="returns")
    state = models.CharField(max_length=10, choices=State, default=State.FILLING)
    level = models.CharField(max_length=10, choices=Level, default=Level.COUNTY, help_text="where it lies")
    passed_over = JSONField(
        default=list, help_text="levels of the call's chain at which no unit stood above this one when the call opened"
    )
    cells_asked = models.PositiveIntegerField(default=0, help_text="lines not known already, or asked again")
    values = JSONField(default=dict)
    marked = JSONField(default=list, help_text="line codes that were sent back")
    typed_by = JSONField(default=list, help_text="ids of all who ever changed lines: none of them signs it")
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    filled_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="who sent it to be signed"
    )
    certified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    certified_at = models.DateTimeField(null=True)
    first_certified_at = models.DateTimeField(null=True, help_text="decides whether it came in time")
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ("call_id", "id")
        indexes = (models.Index(fields=["unit", "state"], name="return_by_unit"),)
        constraints = (
            models.UniqueConstraint(fields=["call", "unit"], name="return_once_per_call"),
            models.CheckConstraint(
                condition=models.Q(certified_by__isnull=True) | ~models.Q(certified_by=models.F("filled_by")),
                name="return_certified_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | models.Q(accepted_at__isnull=False),
                name="accepted_return_has_its_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit.short_name} {self.call.title}"

    @property
    def levels(self) -> list[str]:
        """The levels that review it, lowest first: those of the chain above its own unit, save those passed over."""
        return [level for level in levels_above(self.unit, self.call.chain) if level not in self.passed_over]

    def lies_with(self, user: User) -> bool:
        """Whether this person stands at the level where it lies. What they may do there is asked apart.

        Needs call, unit and the unit's region with its parent; of the person, unit and roles.
        """
        if self.level == Level.COUNTY:
            return user.unit_id == self.unit_id
        if self.level == Level.BUREAU:
            return user.unit_id == self.call.issued_by_id
        if self.level == Level.OFFICE:
            return user.scope_of(Permission.REVIEW_RETURN) is Scope.ALL
        return bool(user.unit and user.unit.kind == self.level and user.unit.region_id in self._above)

    @property
    def _above(self) -> set[int | None]:
        """The regions its unit lies in."""
        region = self.unit.region
        parent = region.parent if region else None
        return {region.parent_id if region else None, parent.parent_id if parent else None} - {None}

    def is_late(self, at: datetime) -> bool:
        """Whether it came after the deadline, or has not come though the deadline has passed."""
        return (self.first_certified_at or at) >= end_of_day(self.call.due)

    @property
    def preparers(self) -> set[int]:
        """Ids of those whose work it is: they neither sign nor review nor accept it."""
        return {*self.typed_by, *([self.filled_by_id] if self.filled_by_id else [])}


class Submission(models.Model):
    """One version of a return that was taken whole: by upload or from the web form. Append-only; its receipt."""

    class Way(models.TextChoices):
        WORKBOOK = "workbook", _("工作簿")
        FORM = "form", _("网页填写")

    filed = models.ForeignKey(Return, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    receipt = models.CharField(
        max_length=60, unique=True, help_text="LX-01-2012Q3-360730-7-1: form, period, place, call, number"
    )
    way = models.CharField(max_length=8, choices=Way)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="of the file, or of the values as canonical JSON")
    values = JSONField()
    lines = models.PositiveSmallIntegerField(help_text="lines read")
    control_total = models.CharField(max_length=40, help_text="sum of all numbers, exact decimal text")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("filed_id", "number")
        constraints = (models.UniqueConstraint(fields=["filed", "number"], name="submission_number_once"),)

    def __str__(self) -> str:
        return self.receipt


class Decision(models.Model):
    """What somebody decided on a return: signed, declined, approved, sent back, accepted, unlocked. Append-only."""

    class Kind(models.TextChoices):
        CERTIFIED = "certified", _("审签")
        DECLINED = "declined", _("不予审签")
        APPROVED = "approved", _("审核通过")
        SENT_BACK = "sent-back", _("退回")
        ACCEPTED = "accepted", _("采用")
        UNLOCKED = "unlocked", _("解除锁定")

    filed = models.ForeignKey(Return, models.PROTECT, related_name="decisions")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="decisions", help_text="what was seen")
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.CharField(max_length=10, choices=Level)
    reason = models.CharField(max_length=300, blank=True)
    cells = JSONField(default=list, help_text="line codes sent back, each with its remark: [{code, remark}]")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(kind__in=["declined", "sent-back", "unlocked"]) | ~models.Q(reason=""),
                name="refusing_decision_has_reason",
            ),
        )


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Questions about reminders."""

    def digest(self, user: User, day: date) -> "ReminderQuerySet":
        """What the clock reminds this person of on a day: the returns of their own unit that are still owed."""
        start = end_of_day(day - timedelta(days=1))
        if user.unit_id is None or not user.may(Permission.FILL_RETURN):
            return self.none()
        mine = self.filter(sent_at__gte=start, sent_at__lt=end_of_day(day), filed__unit=user.unit_id)
        return mine.filter(filed__in=Return.objects.owed()).select_related("filed__call", "filed__unit")


class Reminder(models.Model):
    """One reminder of one return: each kind goes out once, however often the clock runs."""

    filed = models.ForeignKey(Return, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=10, help_text="before-30, before-7, before-1, late-1, late-7, late-37 …")
    sent_at = models.DateTimeField()

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["filed", "kind"], name="reminder_once"),)
