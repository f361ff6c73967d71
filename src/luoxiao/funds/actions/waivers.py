"""资金例外: leave to pay outside the purpose, or to let an account fall below zero; one asks, another decides."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.wording import day_and_hour
from luoxiao.funds.accounts import words
from luoxiao.funds.actions.keeping import LINE, SHORT, keeping, locked, refuse_other_world
from luoxiao.funds.actions.vouchers import OtherFund
from luoxiao.funds.models import Account, Fund, Project, Waiver
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

Kind = Waiver.Kind


class WaiverAbout(Refusal):
    code = "fund-waiver-about"
    sentence = _("没有指明例外给哪个%(what)s，没有提交。选定后再提交。")


class WaiverAsked(Refusal):
    code = "fund-waiver-asked"
    sentence = _("“%(about)s”的“%(kind)s”已由%(who)s于%(when)s申请，%(state)s，没有重复提交。")


class WaiverOwn(Refusal):
    code = "fund-waiver-own"
    sentence = _("这项例外由%(who)s申请，不能由本人决定。请另一人办理。")


class WaiverDecided(Refusal):
    code = "fund-waiver-decided"
    sentence = _("这项例外已由%(who)s于%(when)s决定（%(outcome)s），没有再次办理。")


@transaction.atomic
def ask_waiver(
    *,
    fund: Fund,
    kind: str,
    project: Project | None = None,
    account: Account | None = None,
    reason: str,
    basis: str,
    by: User,
    at: datetime,
) -> Waiver:
    """Ask leave for one project (purpose) or one account (below zero), with the document that allows it.

    Raises NotAllowed, WaiverAbout, WaiverAsked where one waits or stands, WorldsMixed, OtherFund, Unsaid, TooLong.
    """
    role = keeping(fund, by)
    asked = Waiver(
        fund=locked(fund),
        kind=Kind(kind),
        project=project if kind == Kind.PURPOSE else None,
        account=account if kind == Kind.NEGATIVE else None,
        reason=said(_("申请例外的原因"), reason, limit=SHORT),
        basis=said(_("依据文件"), basis, limit=LINE),
        asked_by=by,
        asked_at=at,
    )
    _refuse_asking(asked)
    asked.save(force_insert=True)
    after = {"fund": fund.code, "kind": asked.kind, "about": about(asked), "basis": asked.basis}
    trail.record("fund-waiver.ask", by=by, at=at, role=role, subject=asked, after=after, reason=asked.reason)
    return asked


def about(waiver: Waiver) -> str:
    """The project or the account it is for."""
    return words(waiver.account) if waiver.account else str(waiver.project)


def outcome(waiver: Waiver) -> object:
    """How it stands."""
    return {None: _("待决定"), True: _("同意"), False: _("不同意")}[waiver.granted]


def _refuse_asking(asked: Waiver) -> None:
    if asked.project is None and asked.account is None:
        raise WaiverAbout(what=_("项目") if asked.kind == Kind.PURPOSE else _("账户"))
    if asked.project:
        refuse_other_world(asked.fund, asked.project)
    if asked.account and asked.account.fund_id != asked.fund.pk:
        raise OtherFund(account=words(asked.account), fund=asked.fund)
    same = Waiver.objects.filter(fund=asked.fund, kind=asked.kind, project=asked.project, account=asked.account)
    if earlier := same.exclude(granted=False).select_related("asked_by").order_by("id").first():
        raise WaiverAsked(
            about=about(asked),
            kind=asked.get_kind_display(),
            who=earlier.asked_by.full_name,
            when=day_and_hour(earlier.asked_at),
            state=outcome(earlier),
        )


@transaction.atomic
def decide_waiver(waiver: Waiver, *, granted: bool, by: User, at: datetime) -> Waiver:
    """Another person gives leave or refuses it; from then on the payment, or the balance below zero, is possible.

    Raises NotAllowed, WaiverOwn, WaiverDecided.
    """
    role = by.acting(Permission.APPROVE_EXCEPTION)
    locked(waiver.fund)
    rows = Waiver.objects.select_related("fund", "project", "account", "asked_by", "decided_by")
    waiver = rows.get(pk=waiver.pk)
    _refuse_deciding(waiver, by)
    waiver.granted, waiver.decided_by, waiver.decided_at = granted, by, at
    waiver.save(update_fields=["granted", "decided_by", "decided_at"])
    if granted and waiver.account:
        Account.objects.filter(pk=waiver.account.pk).update(may_be_negative=True)
    after = {"fund": waiver.fund.code, "kind": waiver.kind, "about": about(waiver), "granted": granted}
    trail.record("fund-waiver.decide", by=by, at=at, role=role, subject=waiver, after=after)
    return waiver


def _refuse_deciding(waiver: Waiver, by: User) -> None:
    if waiver.decided_by and waiver.decided_at:
        when = day_and_hour(waiver.decided_at)
        raise WaiverDecided(who=waiver.decided_by.full_name, when=when, outcome=outcome(waiver))
    if waiver.asked_by_id == by.pk:
        raise WaiverOwn(who=by.full_name)
