"""Calls for returns, what each may ask, and what it costs those who answer."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.fields import JSONField
from luoxiao.core.models import Versioned
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.returns.models.templates import Template


class Level(models.TextChoices):
    """Where a return can lie on its way up; the chain of a call names some of them, in this order."""

    COUNTY = "county", _("县级")
    PREFECTURE = "prefecture", _("市级")
    PROVINCE = "province", _("省级")
    BUREAU = "bureau", _("司局")
    OFFICE = "office", _("办公室")


RANKS: tuple[str, ...] = tuple(Level.values)  # lowest first


class CallQuerySet(models.QuerySet["Call"]):
    """Questions about calls."""

    def visible_to(self, user: User) -> "CallQuerySet":
        """Calls that ask a unit this person may see, or that their own unit issued; all, for the office and leaders.

        Drafts, also withdrawn ones, are shown only to those who open calls.
        """
        scope = user.scope_of(Permission.SEE_RETURNS)
        unasked = (Call.State.DRAFT, Call.State.WITHDRAWN)
        shown = self if user.may(Permission.OPEN_CALL) else self.exclude(state__in=unasked)
        if scope is Scope.ALL:
            return shown
        units = Unit.objects.within(user, scope)
        asked = models.Q(pk__in=self.model.objects.filter(returns__unit__in=units).values("pk"))
        return shown.filter(asked | models.Q(issued_by__in=units))


class Call(Versioned):
    """One request for figures: a template, a period, the units asked, a due date, and the way back up."""

    class State(models.TextChoices):
        DRAFT = "draft", _("拟稿")
        OPEN = "open", _("填报中")
        CLOSED = "closed", _("已截止")
        WITHDRAWN = "withdrawn", _("已撤回")  # a draft that nobody will be asked by

    title = models.CharField(max_length=120)
    template = models.ForeignKey(Template, models.PROTECT, related_name="calls")
    period = models.CharField(max_length=10, help_text="2012Q3")
    issued_by = models.ForeignKey(Unit, models.PROTECT, related_name="issued_calls", help_text="bureau that asks")
    instructions = models.TextField(blank=True)
    chain = JSONField(default=list, help_text="levels that review, lowest first: [prefecture, province, office]")
    is_rehearsal = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    opens_on = models.DateField()
    due = models.DateField(help_text="last day; the deadline is the midnight that ends it in Beijing")
    asked = JSONField(default=list, help_text="ids of the units asked; each gets its return when the call opens")
    again = JSONField(default=list, help_text="codes of the lines asked although they are known (Override: known)")
    cells_asked = models.PositiveIntegerField(
        default=0, help_text="the most asked of one unit: lines not known already"
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal = models.CharField(max_length=300, blank=True, help_text="why the draft was withdrawn")

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["state", "due"], name="call_by_due"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(due__gte=models.F("opens_on")), name="call_due_after_opening"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(opened_at__isnull=False),
                name="open_call_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn")
                | (models.Q(withdrawn_at__isnull=False, opened_at__isnull=True) & ~models.Q(withdrawal="")),
                name="withdrawn_call_was_a_draft_and_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.title


class BurdenRuleQuerySet(models.QuerySet["BurdenRule"]):
    """Questions about the rules of the burden."""

    def on(self, day: date) -> "BurdenRule":
        """The rule in force on a day; the defaults before any was set."""
        return self.filter(in_force_from__lte=day).order_by("-in_force_from").first() or BurdenRule()


class BurdenRule(models.Model):
    """How long a notice must be and how many cells a county may be asked in a month, from a day on."""

    notice_days = models.PositiveSmallIntegerField(default=5, help_text="days between opening and due date")
    monthly_cells = models.PositiveIntegerField(default=200, help_text="cells asked of one county in a month")
    in_force_from = models.DateField(unique=True)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=200)

    objects = BurdenRuleQuerySet.as_manager()

    class Meta:
        ordering = ("in_force_from",)


class Override(models.Model):
    """Why a call may ask what is known already, give less notice or pass the cap: shown to the leadership."""

    class Kind(models.TextChoices):
        KNOWN = "known", _("重复要数")
        NOTICE = "notice", _("时限不足")
        CAP = "cap", _("超过月度上限")

    call = models.ForeignKey(Call, models.PROTECT, related_name="overrides")
    kind = models.CharField(max_length=8, choices=Kind)
    detail = models.CharField(max_length=200, help_text="the lines asked again; the days; the cells")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["call", "kind"], name="override_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="override_has_reason"),
        )
