"""县情: one county on one sheet: its figures by target field, its composite indexes, and where each figure is from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.wording import month_day, period_words
from luoxiao.desk import figures_reading
from luoxiao.desk.figure_words import NOTHING, signed
from luoxiao.desk.figures_files import Cell, Table, answer
from luoxiao.desk.figures_shared import Choice, figure_words, is_rehearsal, members, modes, query
from luoxiao.desk.figures_sources import Sources
from luoxiao.desk.figures_standing import Standings, move_words, rank_words
from luoxiao.desk.locks import page
from luoxiao.desk.place_indexes import IndexCard, cards
from luoxiao.indicators import figures as store
from luoxiao.indicators.models import Contested, Indicator, Place
from luoxiao.organisations.roles import Permission


@dataclass(frozen=True)
class Other:
    """A second source's figure beside the official one."""

    other: str
    other_source: str
    reason: str


@dataclass(frozen=True)
class Line:
    """One indicator of the sheet; `number` is the figure as a file holds it."""

    name: str
    indicator_address: str
    address: str
    unit: str
    period: str
    value: str
    number: Decimal | None
    delta: str
    nation: str
    gap: str
    rank: str
    move: str
    source: str
    mark: str
    confidence: str
    other: Other | None


@dataclass(frozen=True)
class Group:
    """The figures of one target field."""

    id: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class PlacePage:
    """What the sheet shows."""

    name: str
    parents: str
    rehearsal: bool
    query: str
    modes: list[Choice]
    downloads: list[tuple[str, str]]
    sentence: str
    facts: list[tuple[str, str]]
    indexes: list[IndexCard]
    groups: list[Group]
    sources: list[tuple[str, str]]
    empty: str
    foot: str


@page(Permission.SEE_FIGURES)
def place(request: HttpRequest, code: str) -> HttpResponseBase:
    """One county of the area, by its code of 2012 or now."""
    return render(request, "desk/place.html", {"page": _page(request, code)})


@page(Permission.SEE_FIGURES)
def download(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """The sheet as a file, one figure a line."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    shown = _page(request, code)
    header = [
        *(_("目标领域"), _("指标"), _("单位"), _("期次"), _("数值"), _("较上期"), _("全国"), _("差距")),
        *(_("位次"), _("位次变化"), _("来源"), _("可信度")),
    ]
    rows = [_kept(group, line) for group in shown.groups for line in group.lines]
    return answer(Table(shown.name, header, rows, shown.sentence), kind, shown.rehearsal)


def _kept(group: Group, line: Line) -> list[Cell]:
    value = line.number if line.number is not None else line.value
    said: list[Cell] = [group.title, line.name, line.unit, line.period, value]
    return [*said, line.delta, line.nation, line.gap, line.rank, line.move, line.source, line.confidence]


def _page(request: HttpRequest, code: str) -> PlacePage:
    rehearsal, found = is_rehearsal(request), members()
    own = Place.objects.with_code(code).select_related("region").first() if found else None
    place = found.by_id.get(own.pk) if found and own else None
    if found is None or place is None:
        raise Http404
    histories = figures_reading.histories(rehearsal=rehearsal, found=found)
    columns = figures_reading.standings_for(place, histories.values(), rehearsal=rehearsal, found=found)
    entries = [history.indicator for history in histories.values()]
    others = figures_reading.disputes_of(place, entries, rehearsal=rehearsal)
    sources = Sources()
    groups = _groups(columns, place, others, sources)
    return PlacePage(
        name=place.name,
        parents=_parents(place),
        rehearsal=rehearsal,
        query=query(rehearsal),
        modes=modes(reverse("place", args=(place.code,)), rehearsal),
        downloads=[
            (words, reverse("place-download", args=(place.code, kind)) + query(rehearsal))
            for words, kind in (("CSV", "csv"), ("Excel", "xlsx"))
        ],
        sentence=_sentence(columns, place),
        facts=_facts(place),
        indexes=cards(place, columns, figures_reading.weights(clock.today())) if groups else [],
        groups=groups,
        sources=sources.listed(),
        empty=_("还没有这个县的数。报表采用后，或导入已公布的数据后，在这里按目标领域逐项列出。"),
        foot=_(
            "%(day)s打印。各项为本县最近一期；差距为本县数减同期全国平均；"
            "位次在 %(count)s 县中有数的县里排，第 1 位最好。"
        )
        % {"day": month_day(clock.today()), "count": len(found.counties)},
    )


def _parents(place: Place) -> str:
    prefecture = place.region.parent if place.region else None
    province = prefecture.parent if prefecture else None
    return " ".join(region.name_2012 for region in (province, prefecture) if region)


def _facts(place: Place) -> list[tuple[str, str]]:
    """Names and codes then and now."""
    region = place.region
    if region is None:
        return []
    now = f"{region.name_now} {region.code_now}" if region.renamed else _("同左")
    return [(_("省、市"), _parents(place)), (_("2012年代码"), region.code_2012), (_("现名、现代码"), now)]


def _sentence(columns: Iterable[Standings], place: Place) -> str:
    """In how many indicators the county has reached the average."""
    compared = [column for column in columns if column.gap(place.pk) is not None]
    reached = sum(bool(column.reached(place.pk)) for column in compared)
    known = sum(place.pk in column.by_place for column in columns)
    said = {"known": known, "compared": len(compared), "reached": reached}
    return _("%(known)s 项有数，%(compared)s 项可与全国平均比较，达到 %(reached)s 项") % said


def _groups(
    columns: list[Standings], place: Place, others: Mapping[tuple[int, str], Contested], sources: Sources
) -> list[Group]:
    groups = []
    for value, words in Indicator.Field.choices:
        own = [column for column in columns if column.known.indicator.target_field == value]
        lines = [_line(column, place, others, sources) for column in own if place.pk in column.known.now]
        if lines:
            groups.append(Group(value, str(words), lines))
    return groups


def _line(column: Standings, place: Place, others: Mapping[tuple[int, str], Contested], sources: Sources) -> Line:
    known, entry = column.known, column.known.indicator
    figure, standing = known.now[place.pk], column.by_place.get(place.pk)
    origin = known.origins.get(figure.origin_id)
    before = known.before.get(place.pk)
    delta = figure.value - before.value if figure.value is not None and before and before.value is not None else None
    other = others.get((entry.pk, known.period))
    return Line(
        name=entry.name,
        indicator_address=reverse("figure", args=(entry.code,)) + query(known.rehearsal, period=known.period),
        address=column.value_address(place),
        unit=entry.unit,
        period=period_words(known.period),
        value=figure_words(figure, entry),
        number=figure.value,
        delta=signed(delta, entry.scale),
        nation=figure_words(known.nation, entry) if column.against_average else NOTHING,
        gap=signed(column.gap(place.pk), entry.scale),
        rank=rank_words(standing),
        move=move_words(standing),
        source=origin.source if origin else NOTHING,
        mark=sources.mark(origin),
        confidence=str(origin.get_confidence_display()) if origin else NOTHING,
        other=_other(other, entry) if other else None,
    )


def _other(found: Contested, entry: Indicator) -> Other:
    return Other(figure_words(store.value(found), entry), found.origin.source, found.reason)
