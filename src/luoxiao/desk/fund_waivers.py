"""资金例外: leave to pay outside the purpose or to let an account fall below zero; one asks, another decides."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.fund_page import find_fund
from luoxiao.desk.funds_amounts import Errors
from luoxiao.desk.ledger_forms import fund_to_keep
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.reading import number
from luoxiao.funds import accounts, actions
from luoxiao.funds.models import Account, Fund, Project, Waiver
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

SHOWN, CHOICES = 100, 300


@dataclass(frozen=True)
class Line:
    """An exception, what it is for, and whether this person may decide it."""

    waiver: Waiver
    about: str
    may_decide: bool


@dataclass(frozen=True)
class WaiversPage:
    """What the page shows; `accounts` and `projects` are offered to whoever may ask."""

    fund: Fund
    waiting: int
    lines: list[Line]
    keeps: bool
    projects: list[Project]
    accounts: list[tuple[int, str]]
    key: str
    typed: dict[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=list)


@page(Permission.SEE_FUNDS)
def waivers(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Those that wait first, then the newest."""
    return _show(request, find_fund(person(request), pk))


@form(Permission.KEEP_LEDGER)
def ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for an exception."""
    user = person(request)
    fund = fund_to_keep(user, pk)
    if request.method != "POST":
        return redirect("fund-waivers", pk)
    typed = {name: request.POST.get(name, "").strip() for name in ("kind", "project", "account", "reason", "basis")}
    if typed["kind"] not in Waiver.Kind.values:
        raise Http404
    project = Project.objects.visible_to(user).filter(pk=number(typed["project"]) or 0).first()
    account = fund.accounts.filter(pk=number(typed["account"]) or 0).select_related("fund", *accounts.NAMED).first()
    said: dict[str, Any] = {name: typed[name] for name in ("kind", "reason", "basis")}

    def act() -> str:
        actions.ask_waiver(fund=fund, project=project, account=account, **said, by=user, at=clock.now())
        return reverse("fund-waivers", args=(pk,))

    outcome = carry_out(request, act, done=_("已申请，待另一人决定。"))
    return _show(request, fund, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


@form(Permission.APPROVE_EXCEPTION)
def decide(request: HttpRequest, pk: int, waiver: int) -> HttpResponseBase:
    """Give leave (`do` is grant) or refuse it."""
    user = person(request)
    fund = find_fund(user, pk)
    found = get_object_or_404(Waiver.objects.visible_to(user).select_related("fund"), fund=fund, pk=waiver)
    if request.method != "POST":
        return redirect("fund-waivers", pk)
    if request.POST.get("do") not in ("grant", "refuse"):
        raise Http404
    granted = request.POST["do"] == "grant"

    def act() -> str:
        actions.decide_waiver(found, granted=granted, by=user, at=clock.now())
        return reverse("fund-waivers", args=(pk,))

    outcome = carry_out(request, act, done=_("例外已同意。") if granted else _("例外没有同意。"))
    return _show(request, fund, None, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _show(
    request: HttpRequest, fund: Fund, typed: dict[str, str] | None = None, errors: Errors | None = None
) -> HttpResponseBase:
    user = person(request)
    keeps = fund.handled_by(user, Permission.KEEP_LEDGER)
    named = [f"account__{name}" for name in ("fund", *accounts.NAMED)]
    rows = Waiver.objects.visible_to(user).filter(fund=fund).select_related("project", "asked_by", "decided_by", *named)
    found = sorted(rows.order_by("-id")[:SHOWN], key=lambda row: row.granted is not None)
    shown = WaiversPage(
        fund=fund,
        waiting=sum(row.granted is None for row in found),
        lines=[_line(row, user) for row in found],
        keeps=keeps,
        projects=_projects(fund, user) if keeps else [],
        accounts=_accounts(fund) if keeps else [],
        key=new_key(),
        typed={"kind": "purpose", "project": "", "account": "", "reason": "", "basis": ""} | (typed or {}),
        errors=errors or [],
    )
    return render(request, "desk/fund_waivers.html", {"page": shown}, status=422 if errors else 200)


def _line(row: Waiver, user: User) -> Line:
    about = accounts.words(row.account) if row.account else str(row.project)
    waits = row.granted is None and row.asked_by_id != user.pk
    return Line(row, about, waits and user.may(Permission.APPROVE_EXCEPTION))


def _projects(fund: Fund, user: User) -> list[Project]:
    """Projects of this world outside the purpose of the fund."""
    rows = Project.objects.visible_to(user).filter(is_rehearsal=fund.is_rehearsal)
    outside = rows.exclude(kind__in=fund.eligible_kinds).select_related("county")
    return list(outside.order_by("number")[:CHOICES]) if fund.eligible_kinds else []


def _accounts(fund: Fund) -> list[tuple[int, str]]:
    """Accounts that may not fall below zero now."""
    rows = Account.objects.filter(fund=fund, may_be_negative=False).exclude(kind=Account.Kind.SOURCE)
    named = rows.select_related("fund", *accounts.NAMED).order_by("code")[:CHOICES]
    return [(row.pk, accounts.words(row)) for row in named]
