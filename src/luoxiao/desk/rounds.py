"""A round of a fund: its pot and drafts, who did what, and the form that begins one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.models import TrailEvent
from luoxiao.core.money import WAN
from luoxiao.core.refusals import Refusal
from luoxiao.core.wording import day_and_hour
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.funds import STATUS, fund_to_prepare
from luoxiao.desk.funds_amounts import Errors, amount, whole
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.reading import number
from luoxiao.desk.words import trail_words
from luoxiao.funds import actions
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

LINES = 30  # of the trail


@dataclass(frozen=True)
class Draft:
    """第几稿 with what it tries and how it stands; `decided` says who last decided and when."""

    run: Run
    status: str
    coefficient: str
    decided: str


@dataclass(frozen=True)
class RoundPage:
    """What the page shows. `newest` and `before` are the drafts that a comparison begins with."""

    round: Round
    sentence: str
    drafts: list[Draft]
    adopted: Run | None
    lines: list[tuple[str, TrailEvent]]
    may_prepare: bool


@page(Permission.SEE_FUNDS)
def round(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The drafts this person sees, newest first; of a round without one that is seen, its pot and basis."""
    user = person(request)
    found = get_object_or_404(_visible(user), pk=pk)
    runs = Run.objects.visible_to(user).filter(round=found).select_related("prepared_by", "reviewed_by", "adopted_by")
    drafts = [_draft(run) for run in runs.select_related("based_on", "paper").order_by("-number")]
    may = found.state == Round.State.OPEN and found.fund.handled_by(user, Permission.PREPARE_ALLOCATION)
    shown = RoundPage(
        round=found,
        sentence=_sentence(found, drafts),
        drafts=drafts,
        adopted=next((draft.run for draft in drafts if draft.run.state == Run.State.ADOPTED), None),
        lines=_lines(found, [draft.run.pk for draft in drafts]),
        may_prepare=may,
    )
    return render(request, "desk/round.html", {"page": shown})


def _visible(user: User) -> Any:
    rounds = Round.objects.filter(fund__in=Fund.objects.visible_to(user))
    return rounds.select_related("fund__area", "fund__manager", "previous", "opened_by")


def _draft(run: Run) -> Draft:
    return Draft(run, STATUS[Run.State(run.state)], _coefficient(run.scheme), _decided(run))


def _coefficient(scheme: Mapping[str, Any]) -> str:
    """The area's coefficients as written in a frozen scheme: 1.15; — where there is none by class."""
    written = [each["by_class"]["listed"] for each in scheme["coefficients"] if "listed" in each.get("by_class", {})]
    return "、".join(_decimal(Fraction(text)) for text in written) or "—"


def _decimal(value: Fraction) -> str:
    """1.15, or 7/6 where no two or three places say it."""
    thousandths = value * 1000
    if thousandths.denominator != 1:
        return str(value)
    text = f"{thousandths.numerator // 1000}.{thousandths.numerator % 1000:03}"
    return text[:-1] if text.endswith("0") else text


def _decided(run: Run) -> str:
    """Who adopted, reviewed or returned it, and when; — for a draft."""
    for who, at in ((run.adopted_by, run.adopted_at), (run.reviewed_by, run.reviewed_at)):
        if who and at:
            return f"{who.full_name} {day_and_hour(at)}"
    return "—"


def _lines(found: Round, runs: list[int]) -> list[tuple[str, TrailEvent]]:
    """What the trail says of the round and of the drafts this person sees, newest first. One query."""
    of_runs = Q(subject_type=Run._meta.label_lower, subject_id__in=runs)
    about = of_runs | Q(subject_type=Round._meta.label_lower, subject_id=found.pk)
    events = TrailEvent.objects.filter(about, result=TrailEvent.Result.DONE).order_by("-id")[:LINES]
    return [(trail_words(event.action), event) for event in events]


def _sentence(found: Round, drafts: list[Draft]) -> str:
    """One fact before the table: how far the round has come."""
    by_state = {draft.run.state: draft.run for draft in reversed(drafts)}
    if adopted := by_state.get(Run.State.ADOPTED):
        return _("已按第 %(number)s 稿定案") % {"number": adopted.number}
    for state in (Run.State.REVIEWED, Run.State.SUBMITTED):
        if run := by_state.get(state):
            said = {"count": len(drafts), "number": run.number, "state": run.get_state_display()}
            return _("%(count)s 稿，第 %(number)s 稿%(state)s") % said
    return _("%(count)s 稿，没有提交的") % {"count": len(drafts)} if drafts else _("还没有测算稿")


@dataclass(frozen=True)
class RoundForm:
    """What the form shows; `rounds` are those it may be compared with."""

    fund: Fund
    rounds: list[Round]
    key: str
    typed: Mapping[str, str]
    errors: Errors = field(default_factory=list)


_NAMES = ("year", "number", "wan", "basis", "previous")


@form(Permission.PREPARE_ALLOCATION)
def new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Begin a round of a fund: year, number, pot, basis, and the round before."""
    fund = fund_to_prepare(request, pk)
    rounds = list(fund.rounds.order_by("-year", "-number"))
    if request.method != "POST":
        return _show(request, RoundForm(fund, rounds, new_key(), _offered(rounds)))
    typed = {name: request.POST.get(name, "").strip() for name in _NAMES}
    errors: Errors = []
    said: dict[str, Any] = {
        "fund": fund,
        "year": whole(typed["year"], "year", _("年度"), errors),
        "number": whole(typed["number"], "number", _("批次"), errors),
        "pot_fen": amount(typed["wan"], "wan", _("可分配金额（万元）"), errors, unit=WAN),
        "basis": typed["basis"],
        "previous": next((each for each in rounds if each.pk == number(typed["previous"])), None),
    }
    if errors:
        return _show(request, RoundForm(fund, rounds, new_key(), typed, errors))

    def act() -> str:
        opened = actions.open_round(**said, by=person(request), at=clock.now())
        return reverse("round", args=(opened.pk,))

    outcome = carry_out(request, act, done=_("已开始一批分配，下一步选择因素。"))
    if not isinstance(outcome, Refusal):
        return outcome
    return _show(request, RoundForm(fund, rounds, new_key(), typed, [("", str(outcome))]))


def _offered(rounds: list[Round]) -> dict[str, str]:
    """A fresh form: the next number of this year, compared with the newest adopted round."""
    year = clock.today().year
    taken = [each.number for each in rounds if each.year == year]
    before = next((each.pk for each in rounds if each.state == Round.State.ADOPTED), "")
    return {
        "year": str(year),
        "number": str(max(taken, default=0) + 1),
        "wan": "",
        "basis": "",
        "previous": str(before),
    }


def _show(request: HttpRequest, shown: RoundForm) -> HttpResponseBase:
    return render(request, "desk/round_new.html", {"page": shown}, status=422 if shown.errors else 200)
