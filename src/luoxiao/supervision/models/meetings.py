"""The joint conference (clauses 一(一), 二(三), 三(二)): what was raised, tabled and decided, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.models import StoredFile, Versioned
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Body, Region, Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.supervision.models.asks import Ask
from luoxiao.supervision.models.tasks import Task


class ProblemQuerySet(models.QuerySet["Problem"]):
    """Questions about problems."""

    def visible_to(self, user: User) -> "ProblemQuerySet":
        """Those the person's units raised or answer for; all, for the office and leaders."""
        scope = user.scope_of(Permission.SEE_PROBLEMS)
        if scope is Scope.ALL:
            return self.all()
        units = Unit.objects.within(user, scope)
        return self.filter(models.Q(unit__in=units) | models.Q(owner__in=units) | models.Q(raised_by=user))


class Problem(Versioned):
    """问题和困难: raised by anyone with a post, answered by an owner, or put before the joint conference."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("政策标准")
        MONEY = "money", _("资金")
        PROJECT = "project", _("项目建设")
        STAFF = "staff", _("人员力量")
        COORDINATION = "coordination", _("部门协调")
        OTHER = "other", _("其他")

    class State(models.TextChoices):
        RAISED = "raised", _("待受理")
        TAKEN = "taken", _("办理中")
        ANSWERED = "answered", _("已答复")
        TABLED = "tabled", _("提交会议")
        SOLVED = "solved", _("已解决")
        CLOSED = "closed", _("未解决，已说明")

    number = models.CharField(max_length=20, unique=True, help_text="year and order: 2012-0012")
    kind = models.CharField(max_length=12, choices=Kind)
    clause_path = models.CharField(max_length=200, blank=True, help_text="clause it is about; empty: none named")
    place = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="problems", help_text="unit of who raised it")
    text = models.TextField()
    asked = models.CharField(max_length=300, help_text="what is asked for")
    state = models.CharField(max_length=8, choices=State, default=State.RAISED)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="owned_problems")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_content = models.BooleanField(null=True, help_text="what who raised it says of the answer")
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="solved, or closed with an explanation")
    is_rehearsal = models.BooleanField(default=False)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["state", "id"], name="problem_by_state"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="answered") | ~models.Q(answer=""), name="answered_problem_has_answer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.asked[:40]}"


class ConferenceRules(models.Model):
    """会议制度: the rules of a body, in versions; each in force from a day on."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="rules")
    number = models.PositiveSmallIntegerField(help_text="第几版")
    text = models.TextField()
    in_force_from = models.DateField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("body_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["body", "number"], name="rules_number_once"),
            models.CheckConstraint(
                condition=models.Q(adopted_by__isnull=True) | ~models.Q(adopted_by=models.F("entered_by")),
                name="rules_adopted_by_another",
            ),
        )


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions about meetings."""

    def visible_to(self, user: User) -> "MeetingQuerySet":
        """All, for the office and leaders; for others those their units were called to or were given something by."""
        scope = user.scope_of(Permission.SEE_MEETINGS)
        if scope is Scope.ALL:
            return self.all()
        units = Unit.objects.within(user, scope)
        invited = Invitation.objects.filter(unit__in=units).exclude(meeting__state=Meeting.State.PLANNED)
        given = Decision.objects.filter(lead__in=units)
        return self.filter(models.Q(pk__in=invited.values("meeting")) | models.Q(pk__in=given.values("meeting")))


class Meeting(Versioned):
    """One meeting of a body: planned, called, held, minuted."""

    class State(models.TextChoices):
        PLANNED = "planned", _("筹备")
        CALLED = "called", _("已通知")
        HELD = "held", _("已召开")
        MINUTED = "minuted", _("已印发纪要")
        CANCELLED = "cancelled", _("已取消")

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(help_text="第几次 of the body")
    title = models.CharField(max_length=120)
    begins_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    chair = models.CharField(max_length=80, help_text="who presides")
    minutes = models.TextField(blank=True, help_text="prose of the minutes; decisions stand by themselves")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", help_text="the minutes as issued")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-begins_at", "-id")
        constraints = (models.UniqueConstraint(fields=["body", "number"], name="meeting_number_once"),)

    def __str__(self) -> str:
        return self.title


class Postponement(models.Model):
    """A meeting that was moved or cancelled after it was called: from when to when, and why; all invited are told."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="postponements")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, help_text="null: cancelled")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("meeting_id", "id")


class Invitation(models.Model):
    """A unit that is invited, its reply, who comes for it, and who came."""

    class Reply(models.TextChoices):
        NONE = "none", _("未回复")
        COMING = "coming", _("参会")
        AGENT = "agent", _("派员代会")
        DECLINED = "declined", _("请假")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.CharField(max_length=80, blank=True, help_text="member by post")
    reply = models.CharField(max_length=10, choices=Reply, default=Reply.NONE)
    agent = models.CharField(max_length=80, blank=True, help_text="who comes instead")
    reply_note = models.CharField(max_length=200, blank=True)
    for_version = models.PositiveIntegerField(default=1, help_text="version of the meeting the reply was given to")
    attended = models.BooleanField(null=True)

    class Meta:
        ordering = ("meeting_id", "id")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "unit"], name="invited_once"),
            models.CheckConstraint(condition=~models.Q(reply="agent") | ~models.Q(agent=""), name="agent_is_named"),
        )


class AgendaItem(models.Model):
    """A point of the agenda: a problem, an item, an ask, a standing point, or words of its own."""

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow-up", _("上次会议议定事项落实情况")
        STANDING = "standing", _("通报规划落实情况和需求信息")
        PROBLEM = "problem", _("问题")
        TASK = "task", _("督办事项")
        ASK = "ask", _("争取事项")
        OTHER = "other", _("其他")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    presenter = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="agenda_items")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="agenda_items")
    ask = models.ForeignKey(Ask, models.PROTECT, null=True, related_name="agenda_items")

    class Meta:
        ordering = ("meeting_id", "order")
        constraints = (models.UniqueConstraint(fields=["meeting", "order"], name="agenda_order_once"),)


class MeetingFile(models.Model):
    """A paper laid before a meeting."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="files")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("meeting_id", "id")


class Decision(models.Model):
    """议定事项: one point that was decided; each with a lead and a date becomes a supervised item."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    order = models.PositiveSmallIntegerField()
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="decisions")
    text = models.CharField(max_length=500)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", help_text="null: for information only")
    due = models.DateField(null=True)
    clause_path = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("meeting_id", "order")
        constraints = (models.UniqueConstraint(fields=["meeting", "order"], name="decision_order_once"),)

    def __str__(self) -> str:
        return self.text[:60]
