"""Nouns of the plan: versions of an official text, its clauses, what they promise and what is doubtful in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.fields import JSONField
from luoxiao.core.models import StoredFile
from luoxiao.organisations.models import Area, Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.comparison import Promise


class PlanQuerySet(models.QuerySet["Plan"]):
    """Questions about plans."""

    def visible_to(self, user: User) -> "PlanQuerySet":
        """Plans of which the person may see at least one version."""
        return self.filter(models.Exists(PlanVersion.objects.visible_to(user).filter(plan=models.OuterRef("pk"))))


class Plan(models.Model):
    """A plan through all its versions."""

    title = models.CharField(max_length=300)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="plans")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    """Questions about plan versions."""

    def visible_to(self, user: User) -> "PlanVersionQuerySet":
        """Adopted and superseded versions for all who may see plans; proposals only for those who prepare or adopt."""
        if user.may(Permission.IMPORT_PLAN) or user.may(Permission.ADOPT_PLAN):
            return self.all()
        if user.may(Permission.SEE_PLANS):
            return self.filter(state__in=[PlanVersion.State.ADOPTED, PlanVersion.State.SUPERSEDED])
        return self.none()

    def in_force(self) -> "PlanVersionQuerySet":
        return self.filter(state=PlanVersion.State.ADOPTED)

    def waiting_or_in_force(self) -> "PlanVersionQuerySet":
        return self.filter(state__in=[PlanVersion.State.PROPOSED, PlanVersion.State.ADOPTED])


class PlanVersion(models.Model):
    """One official text, kept to the character. Once adopted, its text and clauses never move."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待启用")
        ADOPTED = "adopted", _("已启用")
        SUPERSEDED = "superseded", _("已被取代")
        WITHDRAWN = "withdrawn", _("已撤回")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    doc_number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    text = models.TextField(help_text="the original, to which all offsets refer")
    sha256 = models.CharField(max_length=64, help_text="of the text in UTF-8")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    is_restated = models.BooleanField(default=False, help_text="in the project's own wording, not the ministry's")
    parser = models.CharField(max_length=20, help_text="version of the parser that made the tree")
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ("plan_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(state="adopted"), name="one_adopted_version_per_plan"
            ),
            models.UniqueConstraint(
                fields=["sha256"], condition=models.Q(state__in=["proposed", "adopted"]), name="same_plan_text_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["proposed", "withdrawn"], adopted_by__isnull=True, adopted_at__isnull=True
                )
                | models.Q(state__in=["adopted", "superseded"], adopted_by__isnull=False, adopted_at__isnull=False)
                & ~models.Q(adopted_by=models.F("imported_by")),
                name="plan_adopted_by_another",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """A piece of the text with its place in the tree. Its words are a slice of the version's text."""

    class Kind(models.TextChoices):
        HEADING = "heading", _("标题")
        ITEM = "item", _("条目")
        RUNIN = "runin", _("段内列举")

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="clauses")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    order = models.PositiveIntegerField(help_text="place in reading order, from 0")
    path = models.CharField(max_length=200, help_text="such as 四/(一)/1")
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.CharField(max_length=20, blank=True, help_text="the marker as printed")
    heading = models.CharField(max_length=300, help_text="the title, or the first 20 characters")
    char_start = models.PositiveIntegerField(help_text="offset of the marker")
    own_end = models.PositiveIntegerField(help_text="where its own text ends and its first child begins")
    char_end = models.PositiveIntegerField(help_text="where it ends with all its children")

    class Meta:
        ordering = ("version_id", "order")
        constraints = (
            models.UniqueConstraint(fields=["version", "order"], name="clause_order_once"),
            models.UniqueConstraint(fields=["version", "path"], name="clause_path_once"),
            models.CheckConstraint(
                condition=models.Q(char_start__lte=models.F("own_end"), own_end__lte=models.F("char_end")),
                name="clause_offsets_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cite} {self.heading}"

    @property
    def cite(self) -> str:
        """How officials write it: 四（一）3 (design guide, rule 6)."""
        return cite(self.path)


def cite(path: str) -> str:
    """A clause path as officials write it: `四/(一)/3` becomes 四（一）3."""
    return path.replace("/", "").replace("(", "（").replace(")", "）")


class ClauseUnit(models.Model):
    """A unit named as responsible for a clause, in the order and words of the text."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="clause_units")
    order = models.PositiveSmallIntegerField()
    printed = models.TextField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", help_text="null: no known unit")
    is_lead = models.BooleanField(help_text="marked as leading by the text or by its rule")
    char_start = models.PositiveIntegerField()
    char_end = models.PositiveIntegerField()

    class Meta:
        ordering = ("clause_id", "order")
        constraints = (models.UniqueConstraint(fields=["clause", "order"], name="clause_unit_order_once"),)


class Mention(models.Model):
    """Something the text says in passing that can be computed with: a citation, an amount, a date, a promising verb."""

    class Kind(models.TextChoices):
        CITATION = "citation", _("引用文件")
        AMOUNT = "amount", _("金额")
        PERCENTAGE = "percentage", _("百分比")
        DEADLINE = "deadline", _("时限")
        RECURRENCE = "recurrence", _("周期")
        VERB = "verb", _("承诺用语")

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="mentions")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="mentions", help_text="null: preamble")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField(help_text="as printed; of a citation the title")
    char_start = models.PositiveIntegerField()
    char_end = models.PositiveIntegerField()
    doc_number = models.CharField(max_length=60, blank=True)
    fen = models.BigIntegerField(null=True, help_text="null: no amount, or finer than a fen")
    percent = models.CharField(max_length=20, blank=True, help_text="decimal number as text")
    bound = models.CharField(max_length=8, blank=True, help_text="min, max, exact, approx")
    not_after = models.DateField(null=True)
    rhythm = models.CharField(max_length=12, blank=True, help_text="quarterly, yearly …")

    class Meta:
        ordering = ("version_id", "char_start", "id")


class Measure(models.Model):
    """What the plan makes somebody do: a measure (四), a lead task (二(一)), or a duty that comes round (三(三))."""

    class Kind(models.TextChoices):
        MEASURE = "measure", _("支持举措")
        LEAD_TASK = "lead-task", _("牵头任务")
        DUTY = "duty", _("定期职责")

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="measures")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=10, choices=Kind)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    rhythm = models.CharField(max_length=12, blank=True, help_text="quarterly, yearly … for duties")
    due = models.DateField(null=True, help_text="the last date the text sets; null: it sets none")
    due_text = models.CharField(max_length=120, blank=True, help_text="the words that set it, or that lost it")
    char_start = models.PositiveIntegerField(help_text="where the words that promise it begin")
    char_end = models.PositiveIntegerField()

    class Meta:
        ordering = ("version_id", "order")
        constraints = (models.UniqueConstraint(fields=["version", "order"], name="measure_order_once"),)

    def __str__(self) -> str:
        return self.title

    def promise(self, text: str) -> Promise:
        """What two versions are matched by; `text` is the version's, its words stand without the clause's number."""
        clause = self.clause
        start = self.char_start + (len(clause.number) if self.char_start == clause.char_start else 0)
        return Promise(clause.path, self.kind, text[start : self.char_end])


class Finding(models.Model):
    """Something in the text that a reader should doubt. It is shown, never silently mended."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="findings")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="findings")
    code = models.CharField(max_length=40)
    params = JSONField(default=dict)
    char_start = models.PositiveIntegerField()
    char_end = models.PositiveIntegerField()

    class Meta:
        ordering = ("version_id", "char_start", "id")


class Correction(models.Model):
    """What the office holds to be right where the text is doubtful, with its source; it stands beside the original."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="corrections")
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=300)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("finding_id", "id")


class KnownPaper(models.Model):
    """A paper whose number and title are known, against which citations are checked."""

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    issued_on = models.DateField(null=True)
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=20)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
