"""The ledger (clauses 三(一), 四(二)): every fen from pot to payment, double entry, only ever added to.

An entry moves money from one account to another in one row, so every entry balances by construction. What was wrong
is undone by an entry the other way; nothing is changed or deleted.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from luoxiao.funds.models.pools import Fund, Round, Run
from luoxiao.funds.models.projects import Project
from luoxiao.organisations.models import Region, User
from luoxiao.organisations.roles import Permission, Scope


def sees_all_books(user: User) -> bool:
    """Those whose reach is everything, those who keep books and those who decide exceptions."""
    working = (Permission.KEEP_LEDGER, Permission.APPROVE_EXCEPTION)
    return user.scope_of(Permission.SEE_FUNDS) is Scope.ALL or any(user.may(permission) for permission in working)


class AccountQuerySet(models.QuerySet["Account"]):
    """Questions about accounts."""

    def visible_to(self, user: User) -> "AccountQuerySet":
        """All accounts for those whose reach is everything or who keep the ledger; else those of the own region."""
        if sees_all_books(user):
            return self.all()
        region = user.unit.region_id if user.unit else None
        if region is None:
            return self.none()
        mine = models.Q(region=region) | models.Q(region__parent=region) | models.Q(region__parent__parent=region)
        return self.filter(mine)


class Account(models.Model):
    """A place where money of a fund lies: pot → tranche → province → county → project → payment."""

    class Kind(models.TextChoices):
        SOURCE = "source", _("资金来源")  # where the fund's money comes from; the only one below zero
        POT = "pot", _("本年资金")
        TRANCHE = "tranche", _("批次")
        PROVINCE = "province", _("省级")
        COUNTY = "county", _("县级")
        PROJECT = "project", _("项目")
        PAID = "paid", _("已支付")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=8, choices=Kind)
    year = models.PositiveSmallIntegerField(help_text="budget year of the money")
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="accounts")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="accounts")
    code = models.CharField(max_length=60, help_text="readable: 2012/县级/360730; unique in its fund")
    balance_fen = models.BigIntegerField(
        default=0, help_text="sum of its entries, kept with each; trial balance proves it"
    )
    may_be_negative = models.BooleanField(default=False, help_text="by an approved exception")

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ("fund_id", "code")
        constraints = (
            models.UniqueConstraint(fields=["fund", "code"], name="account_code_once"),
            models.CheckConstraint(
                condition=models.Q(kind="source") | models.Q(may_be_negative=True) | models.Q(balance_fen__gte=0),
                name="balance_not_negative",
            ),
        )

    def __str__(self) -> str:
        return self.code


class VoucherQuerySet(models.QuerySet["Voucher"]):
    """Questions about vouchers."""

    def visible_to(self, user: User) -> "VoucherQuerySet":
        """All for those who see all books; else those that moved money of the own region."""
        if sees_all_books(user):
            return self.all()
        own = Account.objects.visible_to(user)
        touching = Entry.objects.filter(models.Q(giver__in=own) | models.Q(taker__in=own))
        return self.filter(pk__in=touching.values("voucher"))


class Voucher(models.Model):
    """凭证: one event that moved money: what, when, on which document, for which purpose and clause."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("资金到位")
        ALLOT = "allot", _("分配下达")
        TRANSFER = "transfer", _("拨付")
        COMMIT = "commit", _("安排到项目")
        PAY = "pay", _("支付")
        REWARD = "reward", _("以奖代补")
        REVERSE = "reverse", _("冲正")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="vouchers")
    number = models.PositiveIntegerField(help_text="drawn once per fund, without gaps")
    kind = models.CharField(max_length=8, choices=Kind)
    day = models.DateField(help_text="business day")
    document = models.CharField(max_length=80, help_text="document or bank receipt it rests on")
    purpose = models.CharField(max_length=200)
    clause_path = models.CharField(max_length=200)
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="vouchers")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    reason = models.CharField(max_length=300, blank=True, help_text="of a reversal")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = VoucherQuerySet.as_manager()

    class Meta:
        ordering = ("fund_id", "number")
        constraints = (
            models.UniqueConstraint(fields=["fund", "number"], name="voucher_number_once"),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True) | ~models.Q(reason=""), name="reversal_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"第{self.number}号凭证"


class Entry(models.Model):
    """One movement of a voucher: so many fen out of one account into another."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="entries")
    giver = models.ForeignKey(Account, models.PROTECT, related_name="given", help_text="credited")
    taker = models.ForeignKey(Account, models.PROTECT, related_name="taken", help_text="debited")
    fen = models.BigIntegerField()

    class Meta:
        ordering = ("voucher_id", "id")
        constraints = (
            models.CheckConstraint(condition=models.Q(fen__gt=0), name="entry_is_positive"),
            models.CheckConstraint(condition=~models.Q(giver=models.F("taker")), name="entry_between_two"),
        )


class WaiverQuerySet(models.QuerySet["Waiver"]):
    """Questions about exceptions."""

    def visible_to(self, user: User) -> "WaiverQuerySet":
        """All for those who see all books; else those of projects and accounts within reach."""
        if sees_all_books(user):
            return self.all()
        own = models.Q(project__in=Project.objects.visible_to(user))
        return self.filter(own | models.Q(account__in=Account.objects.visible_to(user)))


class Waiver(models.Model):
    """Leave from a rule of the money: a payment outside the purpose, or an account below zero; by a second person."""

    class Kind(models.TextChoices):
        PURPOSE = "purpose", _("用于规定用途以外")
        NEGATIVE = "negative", _("允许余额为负")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="waivers")
    kind = models.CharField(max_length=8, choices=Kind)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="waivers")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="waivers")
    reason = models.CharField(max_length=300)
    basis = models.CharField(max_length=200, help_text="document that allows it")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ("fund_id", "id")
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="fund_waiver_has_reason"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="fund_waiver_decided_by_another",
            ),
        )


class Forecast(models.Model):
    """What is expected to be paid out of a county's (or the whole fund's) money in a quarter; the newest counts."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="forecasts")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=6, help_text="2012Q3")
    fen = models.BigIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("fund_id", "period", "id")
        constraints = (models.CheckConstraint(condition=models.Q(fen__gte=0), name="forecast_not_negative"),)


class VarianceNote(models.Model):
    """Why what was paid in a quarter differs from what was forecast; a variance without one stands out."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="variance_notes")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=6, help_text="2012Q3")
    text = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("fund_id", "period", "id")
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="variance_note_says_something"),)
