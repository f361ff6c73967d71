"""The library of projects (clause 四(二)): what is built where, how far it has come, with whose money, at what risk."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.models import StoredFile, Versioned
from luoxiao.funds.models.pools import Fund
from luoxiao.organisations.models import Region, Unit, User
from luoxiao.organisations.roles import Permission, Scope


class FacilityKind(models.TextChoices):
    """Kinds of facility that the plan names in 四(一)2–4 and 四(二)2–3."""

    OLD_PEOPLES_HOME = "old-peoples-home", _("敬老院")
    ELDERLY_CARE = "elderly-care", _("养老服务设施")
    CHILDRENS_HOME = "childrens-home", _("儿童福利院")
    GLORY_HOME = "glory-home", _("光荣院")
    VETERANS_HOSPITAL = "veterans-hospital", _("优抚医院")
    MARTYRS_CEMETERY = "martyrs-cemetery", _("烈士陵园")
    RELIEF_STORE = "relief-store", _("救灾物资储备库")
    COMMAND_CENTRE = "command-centre", _("救灾减灾指挥中心")
    SHELTER = "shelter", _("应急避难场所")
    COMMUNITY_CENTRE = "community-centre", _("社区服务中心")
    COMMUNITY_STATION = "community-station", _("社区服务站")
    OTHER = "other", _("其他")


def kind_words(kind: str) -> str:
    """The words of a kind of facility; the code itself for one that is no longer known."""
    return str(FacilityKind(kind).label) if kind in FacilityKind.values else kind


class ProjectQuerySet(models.QuerySet["Project"]):
    """Questions about projects."""

    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Projects of the units within reach; all for the office, leaders and bureaus, who share the list."""
        scope = user.scope_of(Permission.SEE_PROJECTS)
        if scope is Scope.ALL or user.may(Permission.APPROVE_PROJECT):
            return self.all()
        return self.filter(unit__in=Unit.objects.within(user, scope))


class Project(Versioned):
    """One facility to be built or mended: application → review → approval → money → start → completion → acceptance."""

    class State(models.TextChoices):
        DRAFT = "draft", _("拟申报")
        APPLIED = "applied", _("已申报")
        REVIEWED = "reviewed", _("已审核")
        APPROVED = "approved", _("已立项")
        FUNDED = "funded", _("资金已下达")
        STARTED = "started", _("已开工")
        COMPLETED = "completed", _("已竣工")
        ACCEPTED = "accepted", _("已验收")
        RETURNED = "returned", _("退回修改")
        WITHDRAWN = "withdrawn", _("已撤销")

    number = models.CharField(max_length=20, unique=True, help_text="GB/T 2260 code, year, order: 360730-2012-003")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=FacilityKind)
    county = models.ForeignKey(Region, models.PROTECT, related_name="projects")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="projects", help_text="county unit that answers for it")
    clause_path = models.CharField(max_length=200, help_text="clause of the plan it serves, such as 四/(二)/3")
    content = models.TextField(help_text="what is built: floor area, beds, people served")
    beds = models.PositiveIntegerField(null=True, help_text="beds it adds; null: not a facility with beds")
    place = models.CharField(max_length=120, help_text="township and village, or street")
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, help_text="degrees east")
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, help_text="degrees north")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    approved_fen = models.BigIntegerField(null=True, help_text="total approved, fen; null until approved")
    applied_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_rehearsal = models.BooleanField(default=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=["county", "state", "id"], name="project_by_county"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("applied_by")),
                name="project_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("applied_by")),
                name="project_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True) | ~models.Q(accepted_by=models.F("applied_by")),
                name="project_accepted_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_fen__isnull=True) | models.Q(approved_fen__gt=0),
                name="approved_money_is_positive",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """One step of a project's way: when it was taken, by whom, with what remark. Only added to."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stages")
    state = models.CharField(max_length=10, choices=Project.State, help_text="the state it went into")
    remark = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("project_id", "id")


class Funding(models.Model):
    """What one source is to give a project in one year, fen. Money of a fund is followed in the ledger."""

    class Source(models.TextChoices):
        LOTTERY = "lottery", _("部本级彩票公益金")
        CENTRAL = "central", _("中央预算内投资")
        PROVINCE = "province", _("省级资金")
        PREFECTURE = "prefecture", _("市级资金")
        COUNTY = "county", _("县级资金")
        DONATION = "donation", _("社会捐赠")
        OWN = "own", _("自筹")

    project = models.ForeignKey(Project, models.PROTECT, related_name="funding")
    source = models.CharField(max_length=12, choices=Source)
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, related_name="funding")
    year = models.PositiveSmallIntegerField()
    planned_fen = models.BigIntegerField()
    spent_fen = models.BigIntegerField(default=0, help_text="reported, for sources outside the ledger; else 0")

    class Meta:
        ordering = ("project_id", "year", "source")
        constraints = (
            models.UniqueConstraint(fields=["project", "source", "fund", "year"], name="funding_once_a_year"),
            models.UniqueConstraint(
                fields=["project", "source", "year"],
                condition=models.Q(fund__isnull=True),
                name="other_funding_once_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_fen__gte=0, spent_fen__gte=0), name="funding_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(fund__isnull=True) | models.Q(spent_fen=0), name="fund_money_spent_in_ledger"
            ),
        )


class Milestone(models.Model):
    """A date a project is held to, and the day it was met."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=Project.State, help_text="the stage that meets it; each is a task in supervision"
    )
    due = models.DateField()
    done_on = models.DateField(null=True)
    task = models.ForeignKey("supervision.Task", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("project_id", "order")
        constraints = (models.UniqueConstraint(fields=["project", "state"], name="milestone_once_per_stage"),)


class ProjectFile(models.Model):
    """A photograph or paper of a project, kept as it came."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("照片")
        PAPER = "paper", _("文件")

    project = models.ForeignKey(Project, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField(max_length=120)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("project_id", "id")


class Risk(models.Model):
    """Something that may keep a project from its date, its money or its quality, and what is done about it."""

    class Grade(models.TextChoices):
        LOW = "low", _("一般")
        MEDIUM = "medium", _("较大")
        HIGH = "high", _("重大")

    project = models.ForeignKey(Project, models.PROTECT, related_name="risks")
    grade = models.CharField(max_length=8, choices=Grade)
    text = models.CharField(max_length=300)
    measure = models.CharField(max_length=300, blank=True, help_text="what is done about it")
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("project_id", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="closed_risk_says_by_whom",
            ),
        )
