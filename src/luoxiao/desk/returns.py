"""季度报表: what this person has to do, and how the calls stand, with a tile for every unit asked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.desk.locks import page, person
from luoxiao.desk.reading import number
from luoxiao.desk.returns_standing import (
    TILE_COLUMNS,
    City,
    Standing,
    Tally,
    cities,
    standing,
    tally,
    when,
)
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.returns.models import Call, Level, Return

MOST, TILED, CALLS = 50, 3, 30  # duties; calls that show their tiles; calls on a page
S = Return.State
WITH_UNIT = (S.FILLING, S.SENT_BACK, S.CERTIFYING)  # for these the due date counts
_LEVELS = {
    Unit.Kind.PREFECTURE: Level.PREFECTURE,
    Unit.Kind.PROVINCE: Level.PROVINCE,
    Unit.Kind.BUREAU: Level.BUREAU,
}


@dataclass(frozen=True)
class Duty:
    """A return that waits for this person, with what is to be done."""

    pk: int
    title: str
    unit: str
    period: str
    due: date
    when: str
    to_do: str
    standing: Standing
    is_rehearsal: bool


@dataclass(frozen=True)
class CallCard:
    """A call with its rates; its tiles where it is among the newest."""

    call: Call
    tally: Tally
    cities: list[City]
    late: int


@dataclass(frozen=True)
class ReturnsPage:
    """What the page shows."""

    sentence: str
    duties: list[Duty]
    cards: list[CallCard]
    others: list[CallCard]
    next: str
    may_open: bool
    may_keep: bool
    may_set_burden: bool


@page(Permission.SEE_RETURNS)
def returns(request: HttpRequest) -> HttpResponseBase:
    """What I owe, then the calls; `before` names the last call seen."""
    user, today = person(request), clock.today()
    calls = list(_calls(user, number(request.GET.get("before")))[: CALLS + 1])
    cards = cards_of(user, calls[:CALLS], today)
    owed = duties(user, today)
    shown = ReturnsPage(
        sentence=_sentence(owed, today),
        duties=owed,
        cards=[card for card in cards if card.cities],
        others=[card for card in cards if not card.cities],
        next=str(calls[CALLS - 1].pk) if len(calls) > CALLS else "",
        may_open=user.may(Permission.OPEN_CALL),
        may_keep=user.may(Permission.KEEP_DICTIONARY),
        may_set_burden=user.may(Permission.SET_BURDEN),
    )
    return render(request, "desk/returns.html", {"page": shown})


def _calls(user: User, before: int | None) -> Any:
    seen = Call.objects.visible_to(user).select_related("template", "issued_by").order_by("-id")
    return seen if before is None else seen.filter(pk__lt=before)


def cards_of(user: User, calls: Sequence[Call], today: date) -> list[CallCard]:
    """The calls with what was asked of the units this person sees; two queries however many calls and units."""
    opened = [call for call in calls if call.state != Call.State.DRAFT]
    tiled = {call.pk for call in opened[:TILED]}
    seen = Return.objects.visible_to(user).filter(call__in=[call.pk for call in opened])
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in seen.order_by("unit__region__code_2012", "unit_id").values(*TILE_COLUMNS):
        rows[row["call_id"]].append(row)
    return [_card(call, rows[call.pk], call.pk in tiled, today) for call in calls]


def _card(call: Call, rows: list[dict[str, Any]], is_tiled: bool, today: date) -> CallCard:
    late = sum(row["first_certified_at"] is None for row in rows) if today > call.due else 0
    return CallCard(
        call,
        tally(rows, call.due, today),
        cities(rows, call.due, today) if is_tiled and len(rows) > 1 else [],
        late,
    )


def waiting_for(user: User) -> Any:
    """The returns of open calls that this person could act on next, the nearest due date first."""
    seen = Return.objects.visible_to(user).filter(call__state=Call.State.OPEN).exclude(state=S.ACCEPTED)
    wanted = Q(pk__in=[])
    if user.unit_id and user.may(Permission.FILL_RETURN):
        wanted |= Q(unit_id=user.unit_id, state__in=[S.FILLING, S.SENT_BACK])
    if user.unit_id and user.may(Permission.CERTIFY_RETURN):
        wanted |= Q(unit_id=user.unit_id, state=S.CERTIFYING) & ~Q(filled_by=user)
    if user.may(Permission.REVIEW_RETURN):
        wanted |= _to_review(user)
    if user.may(Permission.ACCEPT_RETURN):
        wanted |= Q(state=S.APPROVED) & ~Q(filled_by=user) & ~Q(certified_by=user)
    return seen.filter(wanted).order_by("call__due", "pk")


def _to_review(user: User) -> Q:
    """What lies with the level that this person reviews for."""
    if user.may(Permission.ACCEPT_RETURN):
        return Q(state=S.REVIEWING, level=Level.OFFICE)
    level = _LEVELS.get(Unit.Kind(user.unit.kind)) if user.unit else None
    own = Q(call__issued_by_id=user.unit_id) if level == Level.BUREAU else Q()
    return Q(state=S.REVIEWING, level=level or "-") & own


def duties(user: User, today: date) -> list[Duty]:
    """What waits for this person, as lists of it show it."""
    columns = ("id", "state", "first_certified_at", "call__title", "call__period", "call__due", "call__is_rehearsal")
    rows = waiting_for(user).values(*columns, "unit__short_name")[:MOST]
    return [_duty(row, today) for row in rows]


def _duty(row: dict[str, Any], today: date) -> Duty:
    return Duty(
        pk=row["id"],
        title=row["call__title"],
        unit=row["unit__short_name"],
        period=row["call__period"],
        due=row["call__due"],
        when=when(row["call__due"], today) if row["state"] in WITH_UNIT else "",
        to_do=to_do(row["state"]),
        standing=standing(row["state"], row["first_certified_at"], row["call__due"], today),
        is_rehearsal=row["call__is_rehearsal"],
    )


def to_do(state: str) -> str:
    """What comes next for a return in this state, as a verb with its object."""
    return {
        S.FILLING: _("填报"),
        S.SENT_BACK: _("修改后重报"),
        S.CERTIFYING: _("审签"),
        S.REVIEWING: _("审核"),
        S.APPROVED: _("采用"),
    }[S(state)]


def _sentence(owed: list[Duty], today: date) -> str:
    """The page's first sentence: a fact."""
    if not owed:
        return _("没有等本人办理的报表")
    late = sum(bool(duty.when) and duty.due < today for duty in owed)
    said = _("%(count)s 份报表等本人办理") % {"count": len(owed)}
    return said + (_("，其中 %(late)s 份逾期") % {"late": late} if late else "")
