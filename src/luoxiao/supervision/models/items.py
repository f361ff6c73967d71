"""What happens to an item on its way (clauses 三(三), 四): its origin, more time, another unit, rest, slips, change."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.fields import JSONField
from luoxiao.core.models import StoredFile
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision.models.tasks import Step, Task


class Instruction(models.Model):
    """A leader's note (批示) or an inspection's finding that an item is made of, with its document."""

    class Kind(models.TextChoices):
        LEADER = "leader", _("领导批示")
        INSPECTION = "inspection", _("检查发现")

    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField(help_text="its own words")
    given_by = models.CharField(max_length=80, help_text="the leader, or the inspecting body")
    given_on = models.DateField()
    document = models.CharField(max_length=120, blank=True, help_text="the paper it stands on")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:60]


class Extension(models.Model):
    """延期: the lead unit asks for a later date with its reason; the office decides. Both dates stay on record."""

    class State(models.TextChoices):
        ASKED = "asked", _("待批")
        GRANTED = "granted", _("同意")
        REFUSED = "refused", _("不同意")

    task = models.ForeignKey(Task, models.PROTECT, related_name="extensions")
    due_before = models.DateField()
    due_asked = models.DateField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("task_id", "id")
        constraints = (
            models.UniqueConstraint(fields=["task"], condition=models.Q(state="asked"), name="one_extension_waiting"),
            models.CheckConstraint(condition=models.Q(due_asked__gt=models.F("due_before")), name="extension_is_later"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="extension_decided_by_another",
            ),
        )


class Referral(models.Model):
    """退回、转办: the lead unit says that another should answer, or that it is not its business; the office decides."""

    class State(models.TextChoices):
        ASKED = "asked", _("待批")
        GRANTED = "granted", _("同意")
        REFUSED = "refused", _("不同意")

    task = models.ForeignKey(Task, models.PROTECT, related_name="referrals")
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", help_text="null: sent back")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("task_id", "id")
        constraints = (
            models.UniqueConstraint(fields=["task"], condition=models.Q(state="asked"), name="one_referral_waiting"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="referral_decided_by_another",
            ),
        )


class Pause(models.Model):
    """暂停: the office lets an item rest, with a reason and a day to look again; days of rest are not late."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="pauses")
    since = models.DateField()
    look_again = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("task_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(ended_on__isnull=True), name="one_pause_running"
            ),
        )


class SlipRuleQuerySet(models.QuerySet["SlipRule"]):
    """Questions about the rules of slips."""

    def on(self, day: date) -> "SlipRule":
        """The rule in force on a day; lights only before any was set."""
        return self.filter(in_force_from__lte=day).order_by("-in_force_from").first() or SlipRule()


class SlipRule(models.Model):
    """Which colours slips have and when each may be issued, from a day on; one of three presets."""

    class Preset(models.TextChoices):
        LIGHTS = "lights", _("绿黄红灯：按期、临近、逾期")  # Yichang 2015: lights only, a slip when red
        CLOSENESS = "closeness", _("蓝黄红单：临近、进度滞后、逾期")  # Suqian 2025
        LADDER = "ladder", _("蓝橙红单：前一张到期未办才发下一张")  # Sanming 2017

    preset = models.CharField(max_length=12, choices=Preset, default=Preset.LIGHTS)
    answer_days = models.PositiveSmallIntegerField(default=5, help_text="days that a slip leaves to answer")
    in_force_from = models.DateField(unique=True)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=200)

    objects = SlipRuleQuerySet.as_manager()

    class Meta:
        ordering = ("in_force_from",)

    def __str__(self) -> str:
        return self.basis


class SlipQuerySet(models.QuerySet["Slip"]):
    """Questions about slips."""

    def issued(self) -> "SlipQuerySet":
        return self.filter(paper__state=Paper.State.ISSUED)

    def in_preparation(self) -> "SlipQuerySet":
        """Without a paper yet, or with one that is still a draft."""
        return self.filter(models.Q(paper__isnull=True) | models.Q(paper__state=Paper.State.DRAFT))


class Slip(models.Model):
    """督办单: issued as a paper about one item, in a colour, with a day to answer by."""

    class Colour(models.TextChoices):
        BLUE = "blue", _("蓝色")
        YELLOW = "yellow", _("黄色")
        ORANGE = "orange", _("橙色")
        RED = "red", _("红色")

    task = models.ForeignKey(Task, models.PROTECT, related_name="slips")
    number = models.PositiveSmallIntegerField(help_text="第几张 of this item")
    colour = models.CharField(max_length=8, choices=Colour)
    reason = models.CharField(max_length=300)
    answer_by = models.DateField()
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+", help_text="null: not yet a paper")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        ordering = ("task_id", "number")
        constraints = (models.UniqueConstraint(fields=["task", "number"], name="slip_number_once"),)

    def __str__(self) -> str:
        return f"{self.get_colour_display()} {self.number}"


class Adjustment(models.Model):
    """调整和完善 (end of clause 四): a bureau proposes another step, date or wording; the office decides; both stay."""

    class Kind(models.TextChoices):
        STEP = "step", _("措施")
        DATE = "date", _("时限")
        WORDING = "wording", _("表述")

    class State(models.TextChoices):
        ASKED = "asked", _("待批")
        GRANTED = "granted", _("同意")
        REFUSED = "refused", _("不同意")

    task = models.ForeignKey(Task, models.PROTECT, related_name="adjustments")
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="+", help_text="null: the item itself")
    kind = models.CharField(max_length=8, choices=Kind)
    before = JSONField(default=dict, help_text="as it was: title, owner, due, expected")
    after = JSONField(default=dict, help_text="as proposed")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("task_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="adjustment_decided_by_another",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="adjustment_has_reason"),
        )
