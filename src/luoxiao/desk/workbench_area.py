"""How the area stands, for those who look after the whole of it: the gaps of one indicator, the trend, the returns."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.wording import period_words
from luoxiao.desk import figures_reading
from luoxiao.desk.figure_charts import TREND, Strip, Trend
from luoxiao.desk.figure_map import Map
from luoxiao.desk.figures import reached
from luoxiao.desk.figures_history import History
from luoxiao.desk.figures_indicator import pictures
from luoxiao.desk.figures_shared import Members, members, query
from luoxiao.desk.figures_standing import Bar, Known, Mean, counted_words
from luoxiao.desk.locks import person, version
from luoxiao.desk.returns import CallCard, cards_of
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns.models import Call

FIRST = "rural_dibao_standard"  # what the office asks for first; without it the next of its target field


@dataclass(frozen=True)
class AreaCard:
    """One indicator against the nation: the pictures of figures_indicator, and the lines over time."""

    indicator: Indicator
    period: str
    rehearsal: bool
    address: str
    others: str
    map: Map
    map_title: str
    map_drawn: SafeString
    worst: list[Bar]
    worst_title: str
    mean: Mean | None
    mean_label: str
    strip: Strip | None
    strip_said: str
    strip_label: str
    trend: Trend | None
    trend_label: str
    rests: str
    trend_frame: dict[str, int] = field(default_factory=lambda: TREND)


def area_card(request: HttpRequest, today: date) -> AreaCard | None:
    """How the area stands, for whoever sees figures: they see those of every place, so all see the same card."""
    if not person(request).may(Permission.SEE_FIGURES):
        return None
    return _area(today, get_language(), version(request))


@lru_cache(16)
def _area(_today: date, _language: str | None, _version: str) -> AreaCard | None:
    """Real figures where an indicator of the field can be compared with the nation; in a rehearsal else its own.

    Kept while nothing was added to the trail (`_version`, ADR 3): reading and drawing take longer than all the rest.
    """
    found = members()
    if found is None:
        return None
    entries = list(Indicator.objects.current().filter(target_field=Indicator.Field.PROTECTION))
    for rehearsal in (False, True) if clock.rehearsal_day() else (False,):
        histories = figures_reading.histories(entries, rehearsal=rehearsal, found=found)
        history = first_compared(histories.values())
        if history is not None:
            return _card(history, rehearsal, found)
    return None


def first_compared(histories: Iterable[History]) -> History | None:
    """The first, by choice and then by code, whose area can be held against the nation in its newest period."""
    compared = [each for each in histories if reached(each) is not None]
    return min(compared, key=lambda each: (each.indicator.code != FIRST, each.indicator.code), default=None)


def _card(history: History, rehearsal: bool, found: Members) -> AreaCard:
    (standings,) = figures_reading.standings([history], "", rehearsal=rehearsal, found=found)
    drawn: dict[str, Any] = pictures(standings)
    return AreaCard(
        indicator=history.indicator,
        period=period_words(standings.known.period),
        rehearsal=rehearsal,
        address=reverse("figure", args=(history.indicator.code,)) + query(rehearsal),
        others=reverse("figures") + query(rehearsal),
        trend=history.trend(),
        trend_label=history.label(),
        rests=_rests(standings.known),
        **drawn,
    )


def _rests(known: Known) -> str:
    """That the last point of the area's line does not rest on all of its counties."""
    counted = counted_words(known.area)
    return (
        _("%(period)s片区数：%(counted)s") % {"period": period_words(known.period), "counted": counted}
        if counted
        else ""
    )


def call_card(user: User, today: date) -> CallCard | None:
    """The newest open call with a tile for each unit that this person sees."""
    if not user.may(Permission.SEE_RETURNS):
        return None
    open_ones = Call.objects.visible_to(user).filter(state=Call.State.OPEN)
    newest = open_ones.select_related("template", "issued_by").order_by("-opened_at", "-id")[:1]
    return next(iter(cards_of(user, list(newest), today)), None)
