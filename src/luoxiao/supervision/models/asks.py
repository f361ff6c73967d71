"""争取事项台账 and liaison (clauses 三(二), 四(一)): what is asked of other ministries, and what is said with them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.models import StoredFile, Versioned
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Area, Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.plan.models import Measure


class AskQuerySet(models.QuerySet["Ask"]):
    """Questions about asks."""

    def visible_to(self, user: User) -> "AskQuerySet":
        """Those the person's units lead; all, for the office and leaders."""
        scope = user.scope_of(Permission.SEE_ASKS)
        return self.all() if scope is Scope.ALL else self.filter(lead__in=Unit.objects.within(user, scope))

    def pursued(self) -> "AskQuerySet":
        """Those of which something is still to be got."""
        return self.filter(outcome__in=Ask.PURSUED)


class SaidQuerySet(models.QuerySet[Any]):
    """Questions about letters and exchanges."""

    def visible_to(self, user: User) -> "SaidQuerySet":
        """Those about no ask, and those about an ask that the person sees; none without the permission."""
        if not user.may(Permission.SEE_ASKS):
            return self.none()
        return self.filter(models.Q(ask__isnull=True) | models.Q(ask__in=Ask.objects.visible_to(user)))


class Ask(Versioned):
    """Something only another ministry can give: its basis, what is sought, for which areas, and where it stands.

    Effort and result are judged apart: the ministry answers for the effort, another one decides the result.
    """

    class Effort(models.TextChoices):
        NOT_BEGUN = "not-begun", _("未开展")
        STARTED = "started", _("已开展")
        SUSTAINED = "sustained", _("持续推动")
        EXHAUSTED = "exhausted", _("已尽力")

    class Outcome(models.TextChoices):
        OPEN = "open", _("待定")
        PARTLY = "partly", _("部分取得")
        GRANTED = "granted", _("取得")
        REFUSED = "refused", _("未同意")

    PURSUED = (Outcome.OPEN, Outcome.PARTLY)

    title = models.CharField(max_length=120)
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="asks")
    clause_path = models.CharField(max_length=200)
    ministry = models.ForeignKey(Unit, models.PROTECT, related_name="asked_of", help_text="who decides")
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="asks", help_text="bureau that asks")
    basis = models.CharField(max_length=300, help_text="legal or document basis")
    sought = models.CharField(max_length=300, help_text="amount or standard sought, in words")
    sought_fen = models.BigIntegerField(null=True, help_text="amount sought, fen; null: not an amount")
    areas = models.ManyToManyField(Area, related_name="asks", help_text="which of the 11 areas it covers")
    effort = models.CharField(max_length=10, choices=Effort, default=Effort.NOT_BEGUN)
    effort_reason = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    outcome_text = models.CharField(max_length=300, blank=True)
    outcome_document = models.CharField(max_length=120, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_due = models.DateField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome="open") | ~models.Q(outcome_text=""), name="outcome_says_what"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_pursued(self) -> bool:
        """Whether something of it is still to be got."""
        return self.outcome in self.PURSUED


class ContactQuerySet(models.QuerySet["Contact"]):
    """Questions about contacts."""

    def visible_to(self, user: User) -> "ContactQuerySet":
        """All of them, for whoever sees asks and liaison."""
        return self.all() if user.may(Permission.SEE_ASKS) else self.none()


class Contact(models.Model):
    """Whom to speak to in another ministry on a matter, from a day to a day."""

    ministry = models.ForeignKey(Unit, models.PROTECT, related_name="contacts")
    matter = models.CharField(max_length=80)
    person = models.CharField(max_length=40)
    post = models.CharField(max_length=80)
    reached_at = models.CharField(max_length=120, help_text="office telephone or address")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("ministry_id", "id")

    def __str__(self) -> str:
        return f"{self.person} {self.matter}"


class Letter(models.Model):
    """函: a letter to or from another ministry, with its number; only added to."""

    class Direction(models.TextChoices):
        OUT = "out", _("发文")
        IN = "in", _("来文")

    direction = models.CharField(max_length=3, choices=Direction)
    number = models.CharField(max_length=60, help_text="发文字号")
    ministry = models.ForeignKey(Unit, models.PROTECT, related_name="letters")
    day = models.DateField()
    subject = models.CharField(max_length=200)
    clause_path = models.CharField(max_length=200, blank=True)
    ask = models.ForeignKey(Ask, models.PROTECT, null=True, related_name="letters")
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    objects = SaidQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        constraints = (models.UniqueConstraint(fields=["direction", "ministry", "number"], name="letter_number_once"),)

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class Exchange(models.Model):
    """What was told to a ministry or learnt from it, when, and to whom it was passed on; only added to."""

    class Direction(models.TextChoices):
        TOLD = "told", _("通报")
        LEARNT = "learnt", _("获悉")
        MET = "met", _("会商")

    direction = models.CharField(max_length=6, choices=Direction)
    ministry = models.ForeignKey(Unit, models.PROTECT, related_name="exchanges")
    ask = models.ForeignKey(Ask, models.PROTECT, null=True, related_name="exchanges")
    day = models.DateField()
    text = models.TextField()
    with_whom = models.CharField(max_length=120)
    passed_to = models.ManyToManyField(Unit, related_name="+", help_text="units it was passed on to")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    objects = SaidQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")

    def __str__(self) -> str:
        return f"{self.day} {self.with_whom}"
