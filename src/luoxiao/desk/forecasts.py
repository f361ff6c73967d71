"""用款预计: each quarter's forecast beside what was paid; a variance that nobody has explained stands out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.money import WAN
from luoxiao.core.periods import Quarter
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.fund_page import find_fund
from luoxiao.desk.funds_amounts import Errors, amount
from luoxiao.desk.ledger_forms import fund_to_keep
from luoxiao.desk.locks import form, page, person
from luoxiao.funds import actions, balances
from luoxiao.funds.balances import Variance
from luoxiao.funds.models import Account, Fund, sees_all_books
from luoxiao.organisations.models import Region, User
from luoxiao.organisations.roles import Permission

LINES, AHEAD = 200, 6  # lines on the page; quarters offered


@dataclass(frozen=True)
class ForecastsPage:
    """What the page shows."""

    fund: Fund
    sentence: str
    lines: list[Variance]
    hidden: int
    keeps: bool
    regions: list[Region]
    quarters: list[str]
    key: str
    typed: dict[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=list)


@page(Permission.SEE_FUNDS)
def forecasts(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Forecast and actual by quarter."""
    return _show(request, find_fund(person(request), pk))


@form(Permission.KEEP_LEDGER)
def say(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say what will be paid in a quarter (`do` is forecast), or why it came otherwise (explain)."""
    fund = fund_to_keep(person(request), pk)
    if request.method != "POST":
        return redirect("forecasts", pk)
    typed = {name: request.POST.get(name, "").strip() for name in ("do", "region", "period", "wan", "text")}
    common: dict[str, Any] = {"fund": fund, "region": _region(typed["region"]), "period": typed["period"]}
    common |= {"by": person(request), "at": clock.now()}
    errors: Errors = []
    if typed["do"] == "forecast":
        fen = amount(typed["wan"], "wan", _("预计支付（万元）"), errors, unit=WAN)
        return _answer(request, fund, lambda: actions.say_forecast(fen=fen, **common), _("预计已保存。"), typed, errors)
    if typed["do"] != "explain":
        raise Http404
    text = typed["text"]
    return _answer(
        request, fund, lambda: actions.explain_variance(text=text, **common), _("差异说明已保存。"), typed, errors
    )


def _region(code: str) -> Region | None:
    """The county of a code; none for the whole fund."""
    return get_object_or_404(Region, code_2012=code) if code else None


def _answer(
    request: HttpRequest, fund: Fund, do: Callable[[], Any], done: str, typed: dict[str, str], errors: Errors
) -> HttpResponseBase:
    if errors:
        return _show(request, fund, typed, errors)

    def act() -> str:
        do()
        return reverse("forecasts", args=(fund.pk,))

    outcome = carry_out(request, act, done=done)
    return _show(request, fund, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _show(
    request: HttpRequest, fund: Fund, typed: dict[str, str] | None = None, errors: Errors | None = None
) -> HttpResponseBase:
    user, today = person(request), clock.today()
    lines = balances.variances(fund, today)
    own = None if sees_all_books(user) else _own(user, fund)
    seen = [line for line in lines if own is None or line.region is None or line.region.pk in own]
    quarter, quarters = Quarter.of(today), []
    for _turn in range(AHEAD):
        quarters.append(str(quarter))
        quarter = quarter.next
    keeps = fund.handled_by(user, Permission.KEEP_LEDGER)
    shown = ForecastsPage(
        fund=fund,
        sentence=_sentence(seen),
        lines=seen[:LINES],
        hidden=len(lines) - len(seen[:LINES]),
        keeps=keeps,
        regions=_regions(fund) if keeps else [],
        quarters=quarters,
        key=new_key(),
        typed={"do": "", "region": "", "period": quarters[0], "wan": "", "text": ""} | (typed or {}),
        errors=errors or [],
    )
    return render(request, "desk/forecasts.html", {"page": shown}, status=422 if errors else 200)


def _own(user: User, fund: Fund) -> set[int | None]:
    """The counties within this person's reach that have had money of the fund; lines of the whole are for all."""
    rows = Account.objects.visible_to(user).filter(fund=fund)
    return set(rows.order_by("pk").values_list("region_id", flat=True))


def _regions(fund: Fund) -> list[Region]:
    """Counties that have had money of the fund."""
    own = Account.objects.filter(fund=fund, region__isnull=False).values("region")
    return list(Region.objects.filter(pk__in=own).order_by("code_2012"))


def _sentence(lines: list[Variance]) -> str:
    open_ones = sum(line.unexplained for line in lines)
    said = {"lines": len(lines), "open": open_ones}
    if not lines:
        return _("还没有预计，也没有支付")
    return _("%(lines)s 项，%(open)s 项与预计不同而没有说明") % said
