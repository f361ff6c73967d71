"""Templates made from the data dictionary, and the rules their returns are checked by."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.core.fields import JSONField
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission, Scope


class TemplateQuerySet(models.QuerySet["Template"]):
    """Questions about templates."""

    def visible_to(self, user: User) -> "TemplateQuerySet":
        """Forms are no secret inside the desk; who may open the page is the lock's question."""
        return self.all() if user.is_active else self.none()

    def usable(self) -> "TemplateQuerySet":
        """The newest adopted version of each code."""
        return self.filter(adopted_at__isnull=False, successors__adopted_at__isnull=True).distinct()


class Template(models.Model):
    """One version of a form: which indicators it asks, in which order; workbook, web form, checks and help follow."""

    code = models.CharField(max_length=20, help_text="表号: LX-01")
    number = models.PositiveSmallIntegerField(default=1, help_text="version")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    name = models.CharField(max_length=80)
    period = models.CharField(max_length=8, choices=Indicator.Period)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="null: bundled")
    made_at = models.DateTimeField()
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ("code", "number")
        constraints = (
            models.UniqueConstraint(fields=["code", "number"], name="template_version_once"),
            models.CheckConstraint(
                condition=models.Q(made_by__isnull=True)
                | models.Q(adopted_by__isnull=True)
                | ~models.Q(made_by=models.F("adopted_by")),
                name="template_adopted_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @cached_property
    def items_in_order(self) -> list["TemplateItem"]:
        """Its lines in their order, with their indicators; kept for this object, that is for one request."""
        return list(self.items.select_related("indicator").order_by("order"))

    def kept_by(self, user: User) -> bool:
        """Whether this person may write its rules and its next version.

        The office may, the bureau that made it, and a bureau that answers for one of its indicators. One query.
        """
        if user.scope_of(Permission.KEEP_DICTIONARY) is Scope.ALL:
            return True
        if user.unit_id is None or not user.may(Permission.KEEP_DICTIONARY):
            return False
        own = models.Q(made_by__unit=user.unit_id) | models.Q(items__indicator__owner=user.unit_id)
        return Template.objects.filter(own, pk=self.pk).exists()


class TemplateItem(models.Model):
    """One line of a form: an indicator under its line code (A01), in a group (城乡低保)."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=10, help_text="A01: how rules and messages name the line")
    group = models.CharField(max_length=40)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    is_required = models.BooleanField(default=True)

    class Meta:
        ordering = ("template_id", "order")
        constraints = (
            models.UniqueConstraint(fields=["template", "order"], name="template_order_once"),
            models.UniqueConstraint(fields=["template", "code"], name="template_line_once"),
            models.UniqueConstraint(fields=["template", "indicator"], name="template_indicator_once"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.indicator.name}"


class Rule(models.Model):
    """A check written by the office: an expression over line codes that must be true (core/expressions.py).

    `last.A03` is the figure of the period before, `quarter` and `month` say which period it is. In its first period
    every rule only warns.
    """

    class Severity(models.TextChoices):
        ERROR = "error", _("错误")
        WARNING = "warning", _("提示")

    template = models.ForeignKey(Template, models.PROTECT, related_name="rules")
    code = models.CharField(max_length=20)
    expression = models.CharField(max_length=300)
    message = models.CharField(max_length=200, help_text="what is wrong and what to do; {A03} is replaced by its value")
    severity = models.CharField(max_length=8, choices=Severity)
    in_force_from = models.CharField(max_length=10, help_text="first period it is applied to; there it only warns")
    retired_from = models.CharField(max_length=10, blank=True)
    examples = JSONField(default=list, help_text="[{values, last, holds}]: returns it was tested against")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text="null: bundled")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("template_id", "code")
        constraints = (models.UniqueConstraint(fields=["template", "code"], name="rule_once"),)

    def __str__(self) -> str:
        return self.code


class RuleWaiverQuerySet(models.QuerySet["Waiver"]):
    """Questions about waivers."""

    def visible_to(self, user: User) -> "RuleWaiverQuerySet":
        """Those of the units within the person's reach, and those from rules of forms that their own unit asks by."""
        units = Unit.objects.within(user, user.scope_of(Permission.SEE_RETURNS))
        asked_by = Template.objects.filter(calls__issued_by__in=units).values("pk")
        return self.filter(models.Q(unit__in=units) | models.Q(rule__template__in=asked_by))


class Waiver(models.Model):
    """A dated leave from one rule for one unit: asked with a reason, approved or refused by another person."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="waivers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="waivers")
    from_period = models.CharField(max_length=10)
    to_period = models.CharField(max_length=10)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True, help_text="why it was refused")

    objects = RuleWaiverQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("asked_by")),
                name="waiver_approved_by_another",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_reason"),
            models.CheckConstraint(
                condition=models.Q(refused_by__isnull=True) | ~models.Q(refused_by=models.F("asked_by")),
                name="waiver_refused_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(refused_by__isnull=True) | ~models.Q(refusal=""), name="refused_waiver_has_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | models.Q(refused_by__isnull=True),
                name="waiver_decided_once",
            ),
        )
