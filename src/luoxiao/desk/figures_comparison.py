"""县际对比: indicators across, counties down, to be read, selected and copied as in a spreadsheet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core.wording import period_words
from luoxiao.desk import figures_reading
from luoxiao.desk.figure_words import NOTHING, amount, plain, signed
from luoxiao.desk.figures_files import Table, answer
from luoxiao.desk.figures_shared import Choice, Members, figure_words, is_rehearsal, members, modes, query
from luoxiao.desk.figures_standing import Standings, rank_words
from luoxiao.desk.locks import page
from luoxiao.indicators.models import Indicator, Place
from luoxiao.organisations.roles import Permission


@dataclass(frozen=True)
class Filters:
    """What the grid is narrowed to; an empty period is the newest of each indicator."""

    period: str = ""
    field: str = ""
    city: str = ""
    show: str = "value"

    @classmethod
    def read(cls, sent: QueryDict) -> "Filters":
        """From an address. A value that is none of the allowed ones counts as not given."""
        given = cls(**{each.name: sent.get(each.name, "")[:40] for each in fields(cls)})
        return replace(
            given,
            field=given.field if given.field in Indicator.Field.values else "",
            show=given.show if given.show in shows() else "value",
        )

    @property
    def kept(self) -> dict[str, str]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


def shows() -> dict[str, str]:
    """What the cells can say."""
    return {"value": _("数值"), "gap": _("与全国平均差"), "rank": _("位次")}


@dataclass(frozen=True)
class Cell:
    """A cell in words and as it is copied; `mark` says on which side of the average it lies."""

    words: str
    value: Decimal | None
    mark: str = ""

    @property
    def plain(self) -> str:
        """Without commas; what holds no number keeps its words, and — is an empty cell."""
        return plain(self.value) if self.value is not None else "" if self.words == NOTHING else self.words

    @property
    def kept(self) -> str | Decimal:
        """As a file holds it."""
        return self.plain if self.value is None else self.value


@dataclass(frozen=True)
class Column:
    """An indicator."""

    name: str
    unit: str
    address: str


@dataclass(frozen=True)
class Row:
    """A county, the area or the nation."""

    name: str
    address: str
    cells: list[Cell]


@dataclass(frozen=True)
class ComparisonPage:
    """What the template shows."""

    rehearsal: bool
    modes: list[Choice]
    query: str
    filters: Filters
    sentence: str
    empty: str
    periods: list[Choice]
    fields: list[tuple[str, str]]
    cities: list[tuple[str, str]]
    shows: list[tuple[str, str]]
    downloads: list[tuple[str, str]]
    columns: list[Column]
    rows: list[Row]
    totals: list[Row]


@page(Permission.SEE_FIGURES)
def comparison(request: HttpRequest) -> HttpResponseBase:
    """The grid, narrowed by what the address says."""
    return render(request, "desk/figures_comparison.html", {"page": _page(request)})


@page(Permission.SEE_FIGURES)
def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same grid as a file, with the same filters."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    shown = _page(request)
    header = [_("县（市、区）"), *(f"{column.name}（{column.unit}）" for column in shown.columns)]
    rows = [[row.name, *(cell.kept for cell in row.cells)] for row in (*shown.rows, *shown.totals)]
    return answer(Table(_("县际对比"), header, rows, shown.sentence), kind, shown.rehearsal)


def _page(request: HttpRequest) -> ComparisonPage:
    rehearsal, filters, found = is_rehearsal(request), Filters.read(request.GET), members()
    histories = figures_reading.histories(rehearsal=rehearsal, found=found)
    wanted = [each for each in histories.values() if each.area and filters.field in ("", each.indicator.target_field)]
    periods = figures_reading.periods_with_counties(histories)
    filters = replace(filters, period=filters.period if filters.period in periods else "")
    shown = _narrowed(found, filters.city) if found else None
    columns: list[Standings] = []
    if shown:
        columns = figures_reading.standings(wanted, filters.period, rehearsal=rehearsal, found=shown)
    columns = _ordered(column for column in columns if filters.show == "value" or column.against_average)
    return ComparisonPage(
        rehearsal=rehearsal,
        modes=modes(reverse("figures-comparison"), rehearsal, **filters.kept),
        query=query(rehearsal),
        filters=filters,
        sentence=_sentence(columns, filters),
        empty=_("没有符合条件的数。换一个期次或目标领域。"),
        periods=_periods(periods, filters.period),
        fields=[(value, str(words)) for value, words in Indicator.Field.choices],
        cities=_cities(found) if found else [],
        shows=list(shows().items()),
        downloads=[
            (words, reverse("figures-comparison-download", args=(kind,)) + query(rehearsal, **filters.kept))
            for words, kind in (("CSV", "csv"), ("Excel", "xlsx"))
        ],
        columns=[_column(column) for column in columns],
        rows=[_row(place, columns, filters.show) for place in shown.counties] if shown and columns else [],
        totals=_totals(columns, filters.show),
    )


def _ordered(columns: Iterable[Standings]) -> list[Standings]:
    """By target field, then those that most counties have a figure for, then by code."""
    fields = {value: place for place, value in enumerate(Indicator.Field.values)}
    return sorted(
        columns,
        key=lambda each: (
            fields[each.known.indicator.target_field],
            -len(each.known.now),
            each.known.indicator.code,
        ),
    )


def _sentence(columns: list[Standings], filters: Filters) -> str:
    counties = len(columns[0].known.members.counties) if columns else 0
    said = {
        "counties": counties,
        "count": len(columns),
        "period": period_words(filters.period) if filters.period else _("各指标最近一期"),
        "what": shows()[filters.show],
    }
    return _("%(counties)s 县 %(count)s 项，%(period)s，%(what)s") % said


def _narrowed(found: Members, city: str) -> Members:
    """The counties of one prefecture, or all of them."""
    own = [place for place in found.counties if city in ("", _city(place)[0])]
    return replace(found, counties=own or found.counties)


def _city(place: Place) -> tuple[str, str]:
    above = place.region.parent if place.region else None
    return (above.code_2012, above.name_2012) if above else ("", "")


def _cities(found: Members) -> list[tuple[str, str]]:
    return sorted({_city(place) for place in found.counties})


def _periods(periods: list[str], chosen: str) -> list[Choice]:
    newest = Choice(_("各指标最近一期"), "", not chosen, "")
    return [newest, *(Choice(period_words(each), "", each == chosen, each) for each in periods)]


def _column(column: Standings) -> Column:
    known = column.known
    address = reverse("figure", args=(known.indicator.code,)) + query(known.rehearsal, period=known.period)
    return Column(known.indicator.name, f"{known.indicator.unit}，{period_words(known.period)}", address)


def _row(place: Place, columns: list[Standings], show: str) -> Row:
    rehearsal = columns[0].known.rehearsal
    address = reverse("place", args=(place.code,)) + query(rehearsal)
    return Row(place.name, address, [_cell(place, column, show) for column in columns])


def _cell(place: Place, column: Standings, show: str) -> Cell:
    standing, gap, scale = column.by_place.get(place.pk), column.gap(place.pk), column.scale
    if show == "rank":
        return Cell(rank_words(standing), Decimal(standing.rank.number) if standing and standing.rank else None)
    if show == "gap":
        return Cell(signed(gap, scale), gap, _mark(column, place))
    figure = column.known.now.get(place.pk)
    return Cell(figure_words(figure, column.known.indicator), figure.value if figure else None)


def _mark(column: Standings, place: Place) -> str:
    reached = column.reached(place.pk)
    return "" if reached is None else "good" if reached else "bad"


def _totals(columns: list[Standings], show: str) -> list[Row]:
    """Area and nation; ranks have neither."""
    if show == "rank" or not columns:
        return []
    if show == "gap":
        return [Row(_("片区"), "", [_number(column.area_gap, column, signed) for column in columns])]
    area = [_number(column.known.area.value, column, amount) for column in columns]
    nation = [_nation(each) for each in columns]
    return [Row(_("片区"), "", area), Row(_("全国"), "", nation)]


def _number(value: Decimal | None, column: Standings, say: Callable[[Decimal | None, int], str]) -> Cell:
    return Cell(say(value, column.scale), value)


def _nation(column: Standings) -> Cell:
    figure = column.known.nation
    return Cell(figure_words(figure, column.known.indicator), figure.value if figure else None)
