"""Official papers: drafts that live, issued papers that do not move, and the figures in both."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.fields import JSONField
from luoxiao.core.models import StoredFile, Versioned
from luoxiao.documents.kinds import kind_of
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission


class PaperQuerySet(models.QuerySet["Paper"]):
    """Questions about papers."""

    def visible_to(self, user: User) -> "PaperQuerySet":
        """Drafts for those who draft or issue; issued papers for all who may see papers."""
        if user.may(Permission.DRAFT_PAPER) or user.may(Permission.ISSUE_PAPER):
            return self.all()
        return self.filter(state=Paper.State.ISSUED) if user.may(Permission.SEE_PAPERS) else self.none()


class Paper(Versioned):
    """An official paper. Its prose is markup with {figure} places; on issue, words, figures and number are frozen."""

    class Kind(models.TextChoices):
        QUARTERLY_CIRCULAR = "quarterly-circular", _("季度通报")
        NOTICE = "notice", _("通知")
        CIRCULAR = "circular", _("通报")
        REPORT = "report", _("报告")
        REQUEST = "request", _("请示")
        LETTER = "letter", _("函")
        MINUTES = "minutes", _("纪要")
        SLIP = "slip", _("督办单")
        BULLETIN = "bulletin", _("简报")
        YEAR_SUMMARY = "year-summary", _("年度总结")
        YEAR_PLAN = "year-plan", _("年度计划")

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        ISSUED = "issued", _("已签发")
        WITHDRAWN = "withdrawn", _("已撤回")

    kind = models.CharField(max_length=20, choices=Kind)
    period = models.CharField(max_length=10, help_text="a code of core.periods: 2012Q3, 2012")
    about_kind = models.CharField(max_length=20, help_text="what `about` is an id of: plan, allocation …")
    about = models.BigIntegerField(null=True, help_text="id in a room above, so no foreign key")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    issuer_mark = models.CharField(max_length=60, help_text="发文机关标志, such as 民政部办公厅文件")
    title = models.CharField(max_length=200)
    addressee = models.CharField(max_length=300)
    body = models.TextField(help_text="prose with {figure} places")
    annexes = JSONField(default=list, help_text="as issued: title, columns, rows, notes; empty while they are live")
    signature = models.CharField(max_length=80)
    copied_to = models.CharField(max_length=300, blank=True, help_text="抄送; of a bulletin 送")
    sent_to = models.CharField(max_length=300, blank=True, help_text="发 at the foot of a bulletin")
    note = models.CharField(max_length=120, blank=True, help_text="附注, such as whom to ask; without its brackets")
    attended = models.TextField(blank=True, help_text="出席 of minutes")
    excused = models.TextField(blank=True, help_text="请假 of minutes")
    observed = models.TextField(blank=True, help_text="列席 of minutes")
    series = models.CharField(max_length=20, help_text="机关代字, such as 民办函")
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True, help_text="总第×期: a bulletin is numbered through the years too")
    is_rehearsal = models.BooleanField(default=False)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="null: not checked yet")
    checked_at = models.DateTimeField(null=True, help_text="any edit after it takes the check away")
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issued_text = models.TextField(blank=True, help_text="the whole paper as plain text, as issued")
    trail_head = models.CharField(max_length=64, blank=True, help_text="digest printed as an anchor")
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    archived_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True, help_text="归档: from then on its distribution does not move either")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "about_kind", "about", "period"],
                condition=models.Q(state="draft"),
                name="one_draft_per_period",
            ),
            models.UniqueConstraint(
                fields=["series", "year", "number"], condition=models.Q(state="issued"), name="paper_number_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="issued")
                | models.Q(
                    number__isnull=False,
                    year__isnull=False,
                    issued_at__isnull=False,
                    issued_by__isnull=False,
                    docx__isnull=False,
                )
                & ~models.Q(issued_by=models.F("prepared_by")),
                name="paper_issued_whole_by_another",
            ),
            models.UniqueConstraint(
                fields=["series", "total"],
                condition=models.Q(state="issued", total__isnull=False),
                name="bulletin_total_once",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by__isnull=True, checked_at__isnull=True)
                | models.Q(checked_by__isnull=False, checked_at__isnull=False)
                & ~models.Q(checked_by=models.F("prepared_by")),
                name="paper_checked_whole_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(archived_by__isnull=True, archived_at__isnull=True)
                | models.Q(archived_by__isnull=False, archived_at__isnull=False, state="issued"),
                name="paper_archived_after_issue",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def doc_number(self) -> str:
        """民办函〔2012〕236号, or empty before issue (GB/T 9704-2012, 7.2.5); of a bulletin 扶贫简报2012年第3期."""
        if not self.number:
            return ""
        if self.kind == self.Kind.BULLETIN:
            return f"{self.series}{self.year}年第{self.number}期"
        return f"{self.series}〔{self.year}〕{self.number}号"

    @property
    def awaits_check(self) -> bool:
        """Whether a second person has yet to read the draft (data/paper_kinds.toml)."""
        return self.state == self.State.DRAFT and self.checked_by_id is None and kind_of(self.kind).check

    @property
    def printed_number(self) -> str:
        """The number as its own paper prints it: of a bulletin 第3期（总第15期）."""
        if self.number and self.kind == self.Kind.BULLETIN:
            return f"第{self.number}期（总第{self.total}期）"
        return self.doc_number


class PaperEditor(models.Model):
    """Somebody who wrote in a draft: none of them may issue it."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="editors")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("paper_id", "user_id")
        constraints = (models.UniqueConstraint(fields=["paper", "user"], name="paper_editor_once"),)


class Distribution(models.Model):
    """Somebody who gets an issued paper: how many copies, and when they were sent."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="distribution")
    recipient = models.CharField(max_length=120)
    copies = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("paper_id", "id")
        constraints = (
            models.UniqueConstraint(fields=["paper", "recipient"], name="recipient_once"),
            models.CheckConstraint(condition=models.Q(copies__gte=1), name="copies_one_or_more"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True, sent_by__isnull=True)
                | models.Q(sent_at__isnull=False, sent_by__isnull=False),
                name="sent_by_somebody",
            ),
        )


class Figure(models.Model):
    """A figure of an issued paper: the named query, its value, unit and source then. A draft's figures are live."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="figures")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, help_text="the name between braces in the prose")
    label = models.CharField(max_length=120)
    value = models.TextField(help_text="as printed")
    unit = models.CharField(max_length=20)
    query = models.CharField(max_length=60, help_text="name of the query that gave it")
    source = models.CharField(max_length=300)
    taken_at = models.DateTimeField(help_text="business time at which the query ran")

    class Meta:
        ordering = ("paper_id", "order")
        constraints = (models.UniqueConstraint(fields=["paper", "key"], name="figure_key_once"),)


class NumberSeries(models.Model):
    """The last number drawn in a series in a year; in year 0 through all years. Locked while a number is drawn."""

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)
    issuing_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("series", "year")
        constraints = (models.UniqueConstraint(fields=["series", "year"], name="series_once_a_year"),)
