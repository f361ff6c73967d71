"""The page of one indicator: a sentence, the map of the counties with its table, the line over time, its prospects."""

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoxiao.core.wording import period_words
from luoxiao.desk import figures_reading
from luoxiao.desk.figure_charts import TREND, Strip, Trend
from luoxiao.desk.figure_map import Map
from luoxiao.desk.figure_words import NOTHING, amount, signed
from luoxiao.desk.figures_files import Cell, Table, answer
from luoxiao.desk.figures_history import History, Line
from luoxiao.desk.figures_prospect import Prospect, prospect
from luoxiao.desk.figures_shared import (
    Choice,
    figure_words,
    is_rehearsal,
    members,
    modes,
    query,
    reading,
)
from luoxiao.desk.figures_sources import Sources
from luoxiao.desk.figures_standing import Bar, Known, Mean, Row, Standings, counted_words, gap_between
from luoxiao.desk.history import Line as HistoryLine
from luoxiao.desk.history import history_of
from luoxiao.desk.locks import page
from luoxiao.indicators import figures as store
from luoxiao.indicators.models import Contested, Indicator, Target
from luoxiao.organisations.roles import Permission


@dataclass(frozen=True)
class Goal:
    """A target and its basis."""

    words: str
    basis: str


@dataclass(frozen=True)
class Dispute:
    """Two sources, two figures, and why they differ."""

    place: str
    official: str
    official_source: str
    other: str
    other_source: str
    reason: str


@dataclass(frozen=True)
class IndicatorPage:
    """What the template shows."""

    indicator: Indicator
    field: str
    rehearsal: bool
    period: str
    query: str
    modes: list[Choice]
    sentence: str
    empty: str
    periods: list[Choice]
    downloads: list[tuple[str, str]]
    history: list[HistoryLine]
    rows: list[Row] = dataclasses.field(default_factory=list)
    sources: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    totals: list[Row] = dataclasses.field(default_factory=list)
    doubts: list[str] = dataclasses.field(default_factory=list)
    map: Map | None = None
    map_title: str = ""
    map_drawn: SafeString | str = ""
    worst: list[Bar] = dataclasses.field(default_factory=list)
    worst_title: str = ""
    mean: Mean | None = None
    mean_label: str = ""
    strip: Strip | None = None
    strip_said: str = ""
    strip_label: str = ""
    trend: Trend | None = None
    trend_frame: dict[str, int] = dataclasses.field(default_factory=lambda: TREND)
    trend_label: str = ""
    series: list[Line] = dataclasses.field(default_factory=list)
    convergence: Prospect | None = None
    not_compared: str = ""
    targets: list[Goal] = dataclasses.field(default_factory=list)
    contested: list[Dispute] = dataclasses.field(default_factory=list)


@page(Permission.SEE_FIGURES)
def indicator(request: HttpRequest, code: str) -> HttpResponseBase:
    """One indicator in one period; the newest where the address names none that exists."""
    found = figures_reading.indicator(code)
    if found is None:
        raise Http404
    return render(request, "desk/figures_indicator.html", {"page": _page(request, found)})


def _page(request: HttpRequest, found: Indicator) -> IndicatorPage:
    rehearsal, address, places = is_rehearsal(request), reverse("figure", args=(found.code,)), members()
    history = figures_reading.histories([found], rehearsal=rehearsal, found=places).get(found.pk)
    if history is None or places is None:
        return IndicatorPage(
            **_around(found, "", [], rehearsal, address), sentence=_("还没有数。"), empty=_empty(rehearsal)
        )
    asked = request.GET.get("period", "")
    period = asked if asked in history.known else history.newest
    disputes = figures_reading.disputes(found, period, rehearsal=rehearsal)
    (standings,) = figures_reading.standings([history], period, rehearsal=rehearsal, found=places)
    standings.contested = frozenset(each.place_id for each in disputes)
    sources = Sources()
    rows, totals = standings.rows(sources), _totals(standings, sources)
    return IndicatorPage(
        **_around(found, period, history.known, rehearsal, address),
        **pictures(standings),
        **_prospects(history),
        sentence=sentence(standings),
        empty="",
        rows=rows,
        totals=totals,
        sources=sources.listed(),
        doubts=standings.doubts(),
        targets=[_goal(target, found) for target in figures_reading.targets(found)],
        contested=[_dispute(each, standings.known) for each in disputes],
    )


@page(Permission.SEE_FIGURES)
def download(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """The counties, area and nation of the period, in the columns that the page of loading reads."""
    found = figures_reading.indicator(code)
    if found is None or kind not in ("csv", "xlsx"):
        raise Http404
    rehearsal, places = is_rehearsal(request), members()
    history = figures_reading.histories([found], rehearsal=rehearsal, found=places).get(found.pk)
    if history is None or places is None:
        raise Http404
    asked = request.GET.get("period", "")
    period = asked if asked in history.known else history.newest
    (standings,) = figures_reading.standings([history], period, rehearsal=rehearsal, found=places)
    header = [
        *(_("区划代码"), _("地区"), _("指标代码"), _("指标名称"), _("期别"), _("数值"), _("单位"), _("来源")),
        *(_("可信度"), _("与全国平均差"), _("位次")),
    ]
    table = Table(f"{found.name}-{period}", header, file_rows(standings), sentence(standings))
    return answer(table, kind, rehearsal)


def file_rows(standings: Standings) -> list[list[Cell]]:
    """A line for each county with a figure, and the nation's."""
    known, rows = standings.known, []
    figures = [(place, known.now.get(place.pk)) for place in known.members.counties]
    for place, figure in [*figures, (known.members.nation, known.nation)]:
        if figure is None:
            continue
        origin, standing = known.origins.get(figure.origin_id), standings.by_place.get(place.pk)
        value: Cell = figure.value if figure.value is not None else figure_words(figure, known.indicator)
        start: list[Cell] = [place.code, place.name, known.indicator.code, known.indicator.name, known.period, value]
        origin_words = [origin.source, str(origin.get_confidence_display())] if origin else ["", ""]
        rank = Decimal(standing.rank.number) if standing and standing.rank else None
        rows.append([*start, known.indicator.unit, *origin_words, standings.gap(place.pk), rank])
    return rows


def _around(found: Indicator, period: str, periods: list[str], rehearsal: bool, address: str) -> dict[str, Any]:
    """What stands around the figures, be there any or none."""
    kinds = [("CSV", "csv"), ("Excel", "xlsx")]
    return {
        "indicator": found,
        "field": str(found.get_target_field_display()),
        "rehearsal": rehearsal,
        "period": period_words(period) if period else "—",
        "query": query(rehearsal),
        "modes": modes(address, rehearsal, period=period),
        "periods": [
            Choice(period_words(each), address + query(rehearsal, period=each), each == period) for each in periods
        ],
        "history": history_of(found),
        "downloads": [
            (words, reverse("figure-download", args=(found.code, kind)) + query(rehearsal, period=period))
            for words, kind in kinds
            if period
        ],
    }


def _empty(rehearsal: bool) -> str:
    if rehearsal:
        return _("演练中还没有这项指标的数。演练报表采用后，或导入演练数据后，在这里看到地图、位次和走势。")
    return _("还没有这项指标的数。报表采用后，或导入已公布的数据后，在这里看到地图、位次和走势。")


def pictures(standings: Standings) -> dict[str, Any]:
    """Map, worst five, area, strip: what the macro `gaps` draws."""
    found, average = standings.known.indicator, standings.against_average
    said = (_("%(name)s与全国平均的差距") if average else _("%(name)s分布")) % {"name": found.name}
    worst = standings.worst()
    mean = area_mean(standings)
    return {
        "map": standings.map,
        "map_title": said,
        "map_drawn": standings.drawn,
        "worst": worst,
        "worst_title": (_("差距最大的 %(count)s 个县") if average else _("最差的 %(count)s 个县"))
        % {"count": len(worst)},
        "mean": mean,
        "mean_label": _("片区 %(words)s") % {"words": mean.words} if mean else "",
        "strip": standings.strip,
        "strip_said": _("每点一县，竖线为全国平均（0）") if average else _("每点一县"),
        "strip_label": sentence(standings),
    }


def area_mean(standings: Standings) -> Mean | None:
    """The area's gap with how it moved, or its figure where there is no gap."""
    known, scale = standings.known, standings.scale
    if known.area.value is None:
        return None
    rests = counted_words(known.area)
    gap = standings.area_gap
    if gap is None:
        return Mean(amount(known.area.value, scale), "，".join(part for part in (known.indicator.unit, rests) if part))
    moved = _moved(standings, gap)
    return Mean(signed(gap, scale), "，".join(part for part in (known.indicator.unit, moved, rests) if part))


def _moved(standings: Standings, gap: Decimal) -> str:
    """较上期缩小 38, where the period before is known on both sides."""
    known = standings.known
    if known.area_before is None:
        return ""
    before = gap_between(known.area_before, reading(known.nation_before), known.indicator)
    if before is None:
        return ""
    change = abs(gap) - abs(before)
    if not change:
        return _("与上期相同")
    said = _("较上期缩小 %(by)s") if change < 0 else _("较上期扩大 %(by)s")
    return said % {"by": amount(abs(change), standings.scale)}


def sentence(standings: Standings) -> str:
    """The fact that stands before every chart."""
    known, table, scale = standings.known, standings.table, standings.scale
    said = {
        "period": period_words(known.period),
        "count": len(table.standings),
        "all": table.expected,
        "name": known.indicator.name,
        "unit": known.indicator.unit,
        "area": amount(known.area.value, scale),
    }
    if not table.standings:
        return _("%(period)s，%(all)s 县都没有%(name)s的数。") % said
    if known.area.value is None:
        start = _("%(period)s，%(all)s 县中 %(count)s 县有%(name)s的数") % said
    else:
        start = _("%(period)s，%(all)s 县中 %(count)s 县有数，片区%(name)s %(area)s %(unit)s") % said
    return start + _against(standings) + "。"


def _against(standings: Standings) -> str:
    """How far behind, how many have reached the average, who is furthest."""
    scale, gap, table = standings.scale, standings.area_gap, standings.table
    if gap is None or not standings.against_average:
        return _extremes(standings)
    by = {"by": amount(abs(gap), scale), "count": table.reached()}
    said = _("，高于全国平均 %(by)s") if gap > 0 else _("，低于全国平均 %(by)s") if gap else _("，与全国平均相同")
    said = said % by + _("；达到全国平均的 %(count)s 县") % by
    worst = standings.worst(1)
    if worst:
        said += _("，差距最大的是%(name)s（%(by)s）") % {"name": worst[0].name, "by": worst[0].words}
    return said


def _extremes(standings: Standings) -> str:
    """Who has the most and who the least, where nothing is compared."""
    places = standings.known.members.by_id
    ordered = sorted(standings.table.standings, key=lambda each: each.value)
    if len(ordered) < 2:
        return ""
    words = {
        "most": places[ordered[-1].place].name,
        "high": amount(ordered[-1].value, standings.scale),
        "least": places[ordered[0].place].name,
        "low": amount(ordered[0].value, standings.scale),
    }
    return _("；最高%(most)s %(high)s，最低%(least)s %(low)s") % words


def _totals(standings: Standings, sources: Sources) -> list[Row]:
    """Area and nation under the counties."""
    known, scale = standings.known, standings.scale
    said = counted_words(known.area) or _("由各县数算出")
    area = Row(
        name=_("片区"),
        place_address="",
        address="",
        value=amount(known.area.value, scale),
        gap=signed(standings.area_gap, scale),
        rank="",
        move="",
        source=said,
        mark=said,
        confidence="",
    )
    origin = known.origins.get(known.nation.origin_id) if known.nation else None
    nation = Row(
        name=_("全国"),
        place_address="",
        address="",
        value=figure_words(known.nation, known.indicator),
        gap="",
        rank="",
        move="",
        source=origin.source if origin else NOTHING,
        mark=sources.mark(origin),
        confidence=str(origin.get_confidence_display()) if origin else "",
    )
    return [area, nation]


def _prospects(history: History) -> dict[str, Any]:
    return {
        "trend": history.trend(),
        "trend_label": history.label(),
        "series": history.lines(),
        "convergence": prospect(history),
        "not_compared": _not_compared(history.indicator),
    }


def _not_compared(found: Indicator) -> str:
    """Why nothing is said about reaching the average."""
    if found.good == Indicator.Good.NEITHER:
        return _("这项指标不论高低，不与全国平均比较。")
    return _("这项指标是各地相加的总数，不与全国平均比较。")


def _goal(target: Target, found: Indicator) -> Goal:
    value = (
        _("当年全国平均") if target.amount is None else amount(Decimal(target.amount).scaleb(-found.scale), found.scale)
    )
    where = target.place.name if target.place else _("各县")
    words = {"year": target.year, "place": where, "value": value}
    return Goal(_("到 %(year)s 年底，%(place)s达到 %(value)s") % words, target.basis)


def _dispute(other: Contested, known: Known) -> Dispute:
    figure = known.now.get(other.place_id) or (known.nation if other.place_id == known.members.nation.pk else None)
    origin = known.origins.get(figure.origin_id) if figure else None
    return Dispute(
        place=other.place.name,
        official=figure_words(figure, known.indicator),
        official_source=origin.source if origin else NOTHING,
        other=figure_words(store.value(other), known.indicator),
        other_source=other.origin.source,
        reason=other.reason,
    )
