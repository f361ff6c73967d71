"""指标与差距: every indicator by target field, with area, nation, gap, and when the one reaches the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.periods import Period
from luoxiao.core.wording import period_words
from luoxiao.desk import figures_reading
from luoxiao.desk.figure_words import NOTHING, amount, signed
from luoxiao.desk.figures_history import History
from luoxiao.desk.figures_prospect import prospect
from luoxiao.desk.figures_shared import Choice, figure_words, is_rehearsal, members, modes, query, reading
from luoxiao.desk.figures_standing import counted_words, gap_between
from luoxiao.desk.locks import page
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.roles import Permission

STALE = 400  # days after the end of a yearly figure's year, and of its period for others, from which its age is said


@dataclass(frozen=True)
class Line:
    """One indicator of the list."""

    name: str
    address: str
    unit: str
    period: str
    area: str
    rests: str
    nation: str
    gap: str
    status: str
    convergence: str
    day: date | None
    age: str


@dataclass(frozen=True)
class Group:
    """The indicators of one target field."""

    id: str
    title: str
    said: str
    lines: list[Line]


@dataclass(frozen=True)
class FiguresPage:
    """What the list shows."""

    rehearsal: bool
    modes: list[Choice]
    query: str
    sentence: str
    groups: list[Group]
    empty: str


@page(Permission.SEE_FIGURES)
def figures(request: HttpRequest) -> HttpResponseBase:
    """All indicators that have figures, real or of the rehearsal."""
    rehearsal = is_rehearsal(request)
    histories = figures_reading.histories(rehearsal=rehearsal, found=members())
    groups = _groups(histories, rehearsal)
    shown = FiguresPage(
        rehearsal=rehearsal,
        modes=modes(reverse("figures"), rehearsal),
        query=query(rehearsal),
        sentence=_sentence(histories),
        groups=groups,
        empty=_empty(rehearsal),
    )
    return render(request, "desk/figures.html", {"page": shown})


def _sentence(histories: Mapping[int, History]) -> str:
    """How many can be compared, and how many have reached the average."""
    gaps = [gap for history in histories.values() if (gap := reached(history)) is not None]
    said = _("%(count)s 项指标有数，其中 %(compared)s 项可与全国平均比较，已达到 %(reached)s 项")
    return said % {"count": len(histories), "compared": len(gaps), "reached": sum(gaps)}


def reached(history: History) -> bool | None:
    """Whether the area has reached the average in its newest period; None where that cannot be said."""
    period = history.newest
    area, nation = history.area.get(period), history.nation.get(period)
    gap = gap_between(area, reading(nation), history.indicator) if area else None
    if gap is None:
        return None
    return gap <= 0 if history.indicator.good == Indicator.Good.LESS else gap >= 0


def _empty(rehearsal: bool) -> str:
    if rehearsal:
        return _("演练中还没有数。演练报表采用后，各县与全国平均的差距在这里逐项列出。")
    return _("还没有数。报表采用后，或导入已公布的数据后，各县与全国平均的差距在这里逐项列出。")


def _groups(histories: Mapping[int, History], rehearsal: bool) -> list[Group]:
    groups = []
    for value, words in Indicator.Field.choices:
        own = [history for history in histories.values() if history.indicator.target_field == value]
        if own:
            said = _("%(count)s 项") % {"count": len(own)}
            groups.append(Group(value, str(words), said, [_line(history, rehearsal) for history in own]))
    return groups


def _line(history: History, rehearsal: bool) -> Line:
    entry, period = history.indicator, history.newest
    area, nation = history.area.get(period), history.nation.get(period)
    day = Period.parse(period).last_day
    ahead = prospect(history)
    return Line(
        name=entry.name,
        address=reverse("figure", args=(entry.code,)) + query(rehearsal),
        unit=entry.unit,
        period=period_words(period),
        area=amount(area.value if area else None, entry.scale),
        rests=counted_words(area) if area else "",
        nation=figure_words(nation, entry),
        gap=signed(gap_between(area, reading(nation), entry) if area else None, entry.scale),
        status=ahead.status if ahead else "",
        convergence=ahead.short if ahead else NOTHING,
        day=day,
        age=_age(day),
    )


def _age(day: date) -> str:
    """已过 2 年: said once a figure is older than a year and a month."""
    days = (clock.today() - day).days
    if days < STALE:
        return ""
    return _("已过 %(years)s 年") % {"years": days // 365}
