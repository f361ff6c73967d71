"""资金分配: what waits for this person, each fund with its rounds and yearly plans; real or rehearsal, never both."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.money import WAN
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.funds_amounts import Errors, amount, whole
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.reading import number
from luoxiao.funds import actions
from luoxiao.funds.models import Fund, Round, Run, YearPlan
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission

ROUNDS, MOST = 8, 50  # rounds of a fund on a page; duties
STATUS = {
    Run.State.DRAFT: "idle",
    Run.State.SUBMITTED: "ok",
    Run.State.REVIEWED: "soon",
    Run.State.RETURNED: "late",
    Run.State.ADOPTED: "done",
}


@dataclass(frozen=True)
class Duty:
    """A run that waits for this person, and what is to be done."""

    run: Run
    status: str
    to_do: str
    since: datetime


@dataclass(frozen=True)
class RoundLine:
    """A round with its drafts counted and the run that settled it."""

    round: Round
    drafts: int
    adopted: Run | None


@dataclass(frozen=True)
class FundCard:
    """A fund as the list shows it; `older` names the last round shown where there are more."""

    fund: Fund
    rounds: list[RoundLine]
    older: str
    plans: list[YearPlan]
    may_prepare: bool


@dataclass(frozen=True)
class FundsPage:
    """What the page shows."""

    is_rehearsal: bool
    sentence: str
    duties: list[Duty]
    cards: list[FundCard]
    works: bool  # whether this person ever has something to do here


@page(Permission.SEE_FUNDS)
def funds(request: HttpRequest) -> HttpResponseBase:
    """All funds; `fund` and `before` (a round) go on to one fund's earlier rounds."""
    user, rehearsal = person(request), is_rehearsal(request)
    seen = Fund.objects.visible_to(user).filter(is_rehearsal=rehearsal).select_related("area", "manager")
    own, before = number(request.GET.get("fund")), number(request.GET.get("before"))
    kept = list(seen.filter(pk=own) if own else seen.order_by("id"))
    rounds = _rounds(user, kept, before if own else None)
    plans = newest_plans(kept)
    owed = duties(user, rehearsal=rehearsal)
    shown = FundsPage(
        is_rehearsal=rehearsal,
        sentence=_sentence(kept, rounds, owed),
        duties=owed,
        cards=[_card(fund, rounds[fund.pk], plans[fund.pk], user) for fund in kept],
        works=any(user.may(permission) for permission in _WORKING),
    )
    return render(request, "desk/funds.html", {"page": shown})


_WORKING = (Permission.PREPARE_ALLOCATION, Permission.REVIEW_ALLOCATION, Permission.ADOPT_ALLOCATION)


def is_rehearsal(request: HttpRequest) -> bool:
    """The rehearsal's funds where asked for; in an installation for rehearsals, unless the real ones are asked for."""
    asked = request.GET.get("rehearsal", "")
    return asked == "1" or (asked != "0" and clock.rehearsal_day() is not None)


def duties(user: User, *, rehearsal: bool) -> list[Duty]:
    """The runs of open rounds that wait for this person, who never decides what they prepared; the oldest first."""
    waiting = Q(state__in=(Run.State.SUBMITTED, Run.State.REVIEWED, Run.State.RETURNED))
    runs = Run.objects.visible_to(user).filter(waiting, round__state=Round.State.OPEN)
    runs = runs.filter(round__fund__is_rehearsal=rehearsal).select_related("round__fund", "prepared_by", "reviewed_by")
    drafts = Run.objects.filter(round__state=Round.State.OPEN).order_by()
    newest = dict(drafts.values_list("round_id").annotate(Max("number")))
    found = [_duty(run, user, newest[run.round_id]) for run in runs.order_by("id")]
    return [duty for duty in found if duty][:MOST]


def _duty(run: Run, user: User, newest: int) -> Duty | None:
    own = user.pk in run.preparers
    if run.state == Run.State.RETURNED:
        mine, needs, to_do = own and run.number == newest, Permission.PREPARE_ALLOCATION, _("修改后另存一稿")
    elif run.state == Run.State.SUBMITTED:
        mine, needs, to_do = not own, Permission.REVIEW_ALLOCATION, _("复核")
    else:
        mine, needs, to_do = not own, Permission.ADOPT_ALLOCATION, _("定案")
    if not mine or not run.round.fund.handled_by(user, needs):
        return None
    return Duty(run, STATUS[Run.State(run.state)], to_do, run.reviewed_at or run.submitted_at or run.prepared_at)


def _rounds(user: User, kept: Sequence[Fund], before: int | None) -> Mapping[int, list[RoundLine]]:
    """By fund its newest rounds, and one more where there is one. Three queries however many funds and rounds."""
    rank = Window(RowNumber(), partition_by="fund_id", order_by=("-year", "-number"))
    rounds = Round.objects.filter(fund__in=[fund.pk for fund in kept])
    if before is not None and (last := rounds.filter(pk=before).first()):
        rounds = rounds.filter(Q(year__lt=last.year) | Q(year=last.year, number__lt=last.number))
    found = list(rounds.annotate(rank=rank).filter(rank__lte=ROUNDS + 1).order_by("fund_id", "rank"))
    numbers = [round.pk for round in found]
    runs = Run.objects.visible_to(user).filter(round__in=numbers)
    drafts = dict(runs.order_by().values_list("round_id").annotate(Count("pk")))
    settled = {run.round_id: run for run in runs.filter(state=Run.State.ADOPTED).select_related("adopted_by")}
    lines: dict[int, list[RoundLine]] = defaultdict(list)
    for round in found:
        lines[round.fund_id].append(RoundLine(round, drafts.get(round.pk, 0), settled.get(round.pk)))
    return lines


def newest_plans(kept: Sequence[Fund]) -> Mapping[int, list[YearPlan]]:
    """By fund what is planned of each year, the latest year first. One query."""
    newest = Window(RowNumber(), partition_by=[F("fund_id"), F("year")], order_by="-id")
    plans = YearPlan.objects.filter(fund__in=[fund.pk for fund in kept]).annotate(rank=newest).filter(rank=1)
    found: dict[int, list[YearPlan]] = defaultdict(list)
    for plan in plans.select_related("by").order_by("fund_id", "-year"):
        found[plan.fund_id].append(plan)
    return found


def _card(fund: Fund, rounds: list[RoundLine], plans: list[YearPlan], user: User) -> FundCard:
    older = str(rounds[ROUNDS - 1].round.pk) if len(rounds) > ROUNDS else ""
    may = fund.handled_by(user, Permission.PREPARE_ALLOCATION)
    return FundCard(fund, rounds[:ROUNDS], older, plans, may)


def _sentence(kept: Sequence[Fund], rounds: Mapping[int, list[RoundLine]], owed: Sequence[Duty]) -> str:
    """One fact before the tables."""
    standing = [line.round.state for fund in kept for line in rounds[fund.pk][:ROUNDS]]
    said = {"funds": len(kept), "open": standing.count(Round.State.OPEN), "owed": len(owed)}
    return _("%(funds)s 项专项资金，%(open)s 批测算中，%(owed)s 稿等我办理") % said


def fund_to_prepare(request: HttpRequest, pk: int) -> Fund:
    """The fund, which this person splits. Raises NotAllowed for another bureau's."""
    fund = get_object_or_404(Fund.objects.visible_to(person(request)).select_related("area", "manager"), pk=pk)
    if not fund.handled_by(person(request), Permission.PREPARE_ALLOCATION):
        raise NotAllowed(Permission.PREPARE_ALLOCATION)
    return fund


@dataclass(frozen=True)
class YearPlanPage:
    """The plans so far, superseded ones too, and the form for the next."""

    fund: Fund
    plans: list[YearPlan]
    current: set[int]
    key: str
    typed: Mapping[str, str]
    errors: Errors = field(default_factory=list)


@form(Permission.PREPARE_ALLOCATION)
def year_plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What is planned of a fund in a year; a plan is changed by a newer one, with its own basis."""
    fund = fund_to_prepare(request, pk)
    if request.method != "POST":
        return _show_plans(request, fund, {"year": str(clock.today().year), "wan": "", "basis": ""})
    typed = {name: request.POST.get(name, "").strip() for name in ("year", "wan", "basis")}
    errors: Errors = []
    year = whole(typed["year"], "year", _("年度"), errors)
    fen = amount(typed["wan"], "wan", _("计划金额（万元）"), errors, unit=WAN)
    if errors:
        return _show_plans(request, fund, typed, errors)
    said: dict[str, Any] = {"fund": fund, "year": year, "fen": fen, "basis": typed["basis"]}

    def act() -> str:
        actions.plan_year(**said, by=person(request), at=clock.now())
        return reverse("year-plan", args=(pk,))

    outcome = carry_out(request, act, done=_("年度计划已列入。"))
    return _show_plans(request, fund, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _show_plans(
    request: HttpRequest, fund: Fund, typed: Mapping[str, str], errors: Errors | None = None
) -> HttpResponseBase:
    plans = list(fund.year_plans.select_related("by").order_by("-year", "-id"))
    current = {plan.pk for plan in newest_plans([fund])[fund.pk]}
    shown = YearPlanPage(fund, plans, current, new_key(), typed, errors or [])
    return render(request, "desk/year_plan.html", {"page": shown}, status=422 if errors else 200)
