"""What is owed: tasks with their units, steps, progress, evidence and closure."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.fields import JSONField
from luoxiao.core.models import StoredFile, Versioned
from luoxiao.organisations.models import Area, Region, Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.plan.models import Measure, PlanVersion, cite
from luoxiao.supervision.lights import Light, Verdict, judge

WAITING = ("registered", "assigned")  # states before an item's work begins


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions about tasks."""

    def visible_to(self, user: User) -> "TaskQuerySet":
        """Tasks that the person's units lead or help with, as those units stand now; all for the office and leaders.

        Who liaises with an area sees the tasks of its plans, whichever unit leads them. A task at a place is seen, too,
        by whoever sees the units of that place: province, prefecture and county, and the liaison officer of its area.
        Who handed a part down sees that part.
        """
        scope = user.scope_of(Permission.SEE_TASKS)
        if scope is Scope.ALL:
            return self.all()
        units = Unit.objects.within(user, scope)
        reached = models.Q(lead__in=units) | models.Q(pk__in=_helped_by(units)) | _at_places(user, scope)
        reached |= models.Q(parent__lead__in=units)
        if scope is Scope.WHOLE_AREA:
            reached |= models.Q(version_of_plan__plan__area__in=Area.objects.liaised_by(user))
        return self.filter(reached)

    def open(self) -> "TaskQuerySet":
        return self.exclude(state__in=[Task.State.CLOSED, Task.State.WITHDRAWN])

    def in_force(self) -> "TaskQuerySet":
        """Tasks of the plan versions in force; what was withdrawn is history."""
        return self.exclude(state=Task.State.WITHDRAWN)

    def standing_for(self, kind: str, ids: Collection[int]) -> "TaskQuerySet":
        """The tasks in force of these things of a room above: `kind` as its tasks were opened with, and their ids."""
        return self.in_force().filter(about_kind=kind, about__in=ids)

    def with_light(self, light: Light, *, today: date, soon_days: int) -> "TaskQuerySet":
        """The tasks whose light is this."""
        return self.filter(light_condition(light, today=today, soon_days=soon_days))


def light_condition(light: Light, *, today: date, soon_days: int) -> models.Q:
    """Task.verdict said in SQL. A test holds the two together."""
    near = today + timedelta(days=soon_days)
    closed, paused = models.Q(state=Task.State.CLOSED), models.Q(state=Task.State.PAUSED)
    moves = ~closed & ~paused
    calm = models.Q(next_due__isnull=True) | models.Q(next_due__gt=near)
    begun = models.Q(steps_filed__gt=0) | ~models.Q(origin=Task.Origin.PLAN)
    begun &= ~models.Q(state__in=WAITING)
    look_again = paused & models.Q(next_due__lte=today)
    return {
        Light.DONE: closed,
        Light.LATE: moves & models.Q(next_due__lt=today),
        Light.SOON: look_again | (moves & models.Q(next_due__gte=today, next_due__lte=near)),
        Light.IDLE: moves & calm & ~begun,
        Light.OK: (moves & calm & begun) | (paused & ~models.Q(next_due__lte=today, next_due__isnull=False)),
    }[light]


def verdict_of(
    *, state: str, origin: str, steps_filed: int, next_due: date | None, today: date, soon_days: int
) -> Verdict:
    """The light of a task from a few of its fields, and its reason."""
    return judge(
        closed=state == Task.State.CLOSED,
        has_steps=steps_filed > 0 or origin != Task.Origin.PLAN,
        next_due=next_due,
        today=today,
        soon_days=soon_days,
        paused=state == Task.State.PAUSED,
        waits=state if state in WAITING else "",
    )


def _at_places(user: User, scope: Scope) -> models.Q:
    """Tasks at the places whose units this scope reaches (Unit.objects.within); a bureau reaches none by place."""
    reached = models.Q(pk__in=())
    own = user.unit.region_id if user.unit else None
    if scope in (Scope.OWN_REGION, Scope.WHOLE_AREA) and own:
        below = models.Q(pk=own) | models.Q(parent=own) | models.Q(parent__parent=own)
        reached |= models.Q(place__in=Region.objects.filter(below))
    if scope is Scope.WHOLE_AREA:
        reached |= models.Q(place__in=Region.objects.of_areas(Area.objects.liaised_by(user)))
    return reached


def _helped_by(units: models.QuerySet[Unit]) -> models.QuerySet["Cooperation", int]:
    return Cooperation.objects.filter(unit__in=units).values_list("task_id", flat=True)


class Task(Versioned):
    """One thing owed, with the clause it serves: of a measure of a plan, or of something that a room above keeps.

    A task of a plan goes its whole way here: steps, progress, request to close. So does an item (of a meeting, a note,
    an inspection, a problem, a higher level), without steps: registered, assigned, received, reported, closed. One of
    a project is opened, finished and withdrawn by the room above. `about_kind` and `about` say for what an item is,
    without a key that points upwards.
    """

    class Origin(models.TextChoices):
        PLAN = "plan", _("方案")
        PROJECT = "project", _("项目")
        MEETING = "meeting", _("会议议定")
        LEADER = "leader", _("领导批示")
        INSPECTION = "inspection", _("检查发现")
        PROBLEM = "problem", _("反映问题")
        HANDED_DOWN = "handed-down", _("上级分解")

    class State(models.TextChoices):
        OPEN = "open", _("待报措施")
        REGISTERED = "registered", _("已立项")  # an item that nobody has been given yet, or that came back
        ASSIGNED = "assigned", _("待签收")
        RUNNING = "running", _("办理中")
        PAUSED = "paused", _("已暂停")
        CLOSING = "closing", _("申请办结")
        CLOSED = "closed", _("已销号")
        WITHDRAWN = "withdrawn", _("已撤销")

    class Confidence(models.TextChoices):
        SURE = "sure", _("有把握")
        LIKELY = "likely", _("基本有把握")
        DOUBTFUL = "doubtful", _("把握不大")
        UNLIKELY = "unlikely", _("难以完成")

    origin = models.CharField(max_length=12, choices=Origin, default=Origin.PLAN)
    version_of_plan = models.ForeignKey(PlanVersion, models.PROTECT, null=True, related_name="tasks")
    measure = models.OneToOneField(Measure, models.PROTECT, null=True, related_name="task")
    about_kind = models.CharField(max_length=20, blank=True, help_text="what `about` is an id of: project-stage")
    about = models.BigIntegerField(null=True, help_text="id in a room above, so no foreign key; null: of a plan")
    place = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", help_text="null: of no one place")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="parts", help_text="the item of the level above it is a part of"
    )
    kind = models.CharField(max_length=10, choices=Measure.Kind, blank=True, help_text="empty: not of a plan")
    clause_path = models.CharField(max_length=200)
    title = models.CharField(max_length=120)
    lead = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        related_name="led_tasks",
        help_text="null: text names none, or not yet assigned",
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    due = models.DateField(null=True, help_text="null: no deadline in the text")
    due_text = models.CharField(max_length=120, blank=True, help_text="the deadline in the words of the plan")
    next_due = models.DateField(
        null=True, help_text="the earliest date not yet met: of an unfinished step, or the due date"
    )
    steps_filed = models.PositiveSmallIntegerField(default=0)
    steps_done = models.PositiveSmallIntegerField(default=0)
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    confidence_reason = models.CharField(max_length=300, blank=True)
    latest_news = models.CharField(max_length=200, blank=True)
    latest_news_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    assigned_at = models.DateTimeField(null=True, help_text="交办; null: not of this kind, or not yet")
    received_at = models.DateTimeField(null=True, help_text="签收")
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_urgent = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    is_rehearsal = models.BooleanField(default=False, help_text="of something invented for a rehearsal")

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=["next_due", "id"], name="task_by_next_due"),
            models.Index(fields=["lead", "next_due", "id"], name="task_by_lead"),
            models.Index(fields=["version_of_plan", "id"], name="task_by_plan"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(steps_done__lte=models.F("steps_filed")), name="steps_done_of_filed"
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True)),
                name="closed_task_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(confidence__in=["doubtful", "unlikely"]) | ~models.Q(confidence_reason=""),
                name="low_confidence_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    *(~models.Q(kind=""), models.Q(about_kind="", about__isnull=True)),
                    origin="plan",
                    measure__isnull=False,
                    version_of_plan__isnull=False,
                )
                | models.Q(
                    *(~models.Q(origin="plan"), ~models.Q(about_kind="")),
                    measure__isnull=True,
                    version_of_plan__isnull=True,
                    kind="",
                    about__isnull=False,
                )
                & (models.Q(lead__isnull=False) | models.Q(state__in=["registered", "withdrawn"])),
                name="task_stands_on_its_origin",
            ),
            models.CheckConstraint(
                condition=~models.Q(origin="handed-down") | models.Q(parent__isnull=False),
                name="handed_down_task_has_parent",
            ),
            models.UniqueConstraint(
                fields=["about_kind", "about"],
                condition=~models.Q(origin__in=["plan", "handed-down"]) & ~models.Q(state="withdrawn"),
                name="one_task_about_each",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def of_plan(self) -> bool:
        return self.origin == self.Origin.PLAN

    @property
    def of_room_above(self) -> bool:
        """Finished where the thing is kept that it was opened for, not here."""
        return self.origin == self.Origin.PROJECT

    @property
    def promise(self) -> Measure:
        """The measure of a task of a plan; who asks it of another has not looked at `of_plan`."""
        assert self.measure is not None, "only tasks of a plan have a measure"
        return self.measure

    @property
    def cite(self) -> str:
        """Its clause as officials write it, or empty."""
        return cite(self.clause_path)

    def verdict(self, *, today: date, soon_days: int) -> Verdict:
        """The light and its reason."""
        return verdict_of(
            state=self.state,
            origin=self.origin,
            steps_filed=self.steps_filed,
            next_due=self.next_due,
            today=today,
            soon_days=soon_days,
        )


class Cooperation(models.Model):
    """A cooperating unit of a task, in the order of the text, and whether it has confirmed its part."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="cooperations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cooperations")
    order = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField(null=True)
    asked_for = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("task_id", "order")
        constraints = (models.UniqueConstraint(fields=["task", "unit"], name="cooperation_once"),)


class Filing(models.Model):
    """One filing of concrete measures (落实措施); a later filing replaces the steps, not the record."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="filings")
    number = models.PositiveSmallIntegerField()
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        ordering = ("task_id", "number")
        constraints = (models.UniqueConstraint(fields=["task", "number"], name="filing_number_once"),)


class StepQuerySet(models.QuerySet["Step"]):
    """Questions about steps."""

    def current(self) -> "StepQuerySet":
        """Those of the latest filing of their task."""
        latest = Filing.objects.filter(task=models.OuterRef("filing__task")).order_by("-number")
        return self.filter(filing=models.Subquery(latest.values("pk")[:1]))


class Step(models.Model):
    """A step of the latest or an earlier filing: who, by when, with what result, for which sentences of the plan."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    owner = models.CharField(max_length=80)
    due = models.DateField()
    expected = models.CharField(max_length=200)
    serves = JSONField(default=list, help_text="quotations of the sentences it serves; none: all that its task serves")
    done_on = models.DateField(null=True, help_text="set when a report that names it is accepted")

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ("filing_id", "order")
        constraints = (models.UniqueConstraint(fields=["filing", "order"], name="step_order_once"),)

    def __str__(self) -> str:
        return self.title


class ProgressReport(models.Model):
    """What a lead bureau reports of a task in a period. Only accepted reports enter papers."""

    class State(models.TextChoices):
        SENT = "sent", _("待复核")
        ACCEPTED = "accepted", _("已采用")
        RETURNED = "returned", _("退回修改")

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    period = models.CharField(max_length=6, help_text="2012Q3")
    text = models.TextField()
    difficulties = models.TextField(blank=True)
    confidence = models.CharField(max_length=10, choices=Task.Confidence)
    confidence_reason = models.CharField(max_length=300, blank=True)
    steps_done = models.ManyToManyField(Step, related_name="reports", help_text="steps it says are finished")
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("task_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["task", "period"], condition=models.Q(state="sent"), name="one_report_waiting"
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("sent_by")),
                name="report_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="returned") | ~models.Q(review_reason=""), name="returned_report_has_reason"
            ),
        )


class Evidence(models.Model):
    """A file that supports a report."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ("report_id", "id")


class ClosureRequest(models.Model):
    """A lead bureau's request to close a task, and the office's answer."""

    class State(models.TextChoices):
        ASKED = "asked", _("待销号")
        CLOSED = "closed", _("已销号")
        SENT_BACK = "sent-back", _("退回")

    task = models.ForeignKey(Task, models.PROTECT, related_name="closure_requests")
    statement = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("task_id", "id")
        constraints = (
            models.UniqueConstraint(fields=["task"], condition=models.Q(state="asked"), name="one_closure_waiting"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="closure_decided_by_another",
            ),
        )
