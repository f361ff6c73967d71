"""Reading figures: of one period, over time, of one place, put together for an area. Nothing here changes anything.

Every function takes `rehearsal`, because real and rehearsal figures never mix. Values are Decimals in the indicator's
own unit. The number of queries never depends on the number of places, periods or indicators.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models.functions import Substr

from luoxiao.core.periods import Period
from luoxiao.indicators import packing, sums
from luoxiao.indicators.models import Contested, Indicator, Place, Printed, Sheet, Superseded
from luoxiao.indicators.packing import CODES, MARKS, Mark
from luoxiao.indicators.rounding import half_up
from luoxiao.indicators.sums import Sum

__all__ = ["Figure", "Mark", "Rolled"]


@dataclass(frozen=True)
class Figure:
    """One cell: its number, or the mark that stands for none, with the source's words where it printed no number."""

    value: Decimal | None
    mark: Mark | None
    printed: str
    origin_id: int


@dataclass(frozen=True)
class Rolled:
    """Places put together by the indicator's own rule: the result rounded half up to its last decimal place.

    `counted` of `expected` places had a figure. `value` is None where none had, or where the rule forbids adding up.
    """

    value: Decimal | None
    counted: int
    expected: int

    @property
    def missing(self) -> int:
        return self.expected - self.counted


def figures(indicator: Indicator, period: str, *, rehearsal: bool) -> dict[int, Figure]:
    """By Place.id the figures of one period. Two queries."""
    found = table([indicator], period, rehearsal=rehearsal)
    return {place: figure for (_indicator, place), figure in found.items()}


def table(indicators: Iterable[Indicator], period: str, *, rehearsal: bool) -> dict[tuple[int, int], Figure]:
    """By (Indicator.id, Place.id) the figures of several indicators in one period. Two queries."""
    found = chosen([(indicator, period) for indicator in indicators], rehearsal=rehearsal)
    return {(indicator, place): figure for (indicator, _period, place), figure in found.items()}


def chosen(
    wanted: Iterable[tuple[Indicator, str]], *, rehearsal: bool, places: Collection[int] | None = None
) -> dict[tuple[int, str, int], Figure]:
    """By (Indicator.id, period, Place.id) the figures of these indicators, each in its period; of some places if given.

    Two queries.
    """
    pairs = {(indicator.pk, period): indicator.scale for indicator, period in wanted}
    indicators, periods = {indicator for indicator, _period in pairs}, {period for _indicator, period in pairs}
    words = _printed(indicators, rehearsal, periods=periods)
    found = {}
    for indicator, code, row, origins in _packed(_sheets(indicators, rehearsal).filter(period__in=periods)):
        if (scale := pairs.get((indicator, code))) is None:
            continue
        for place, amount, origin in packing.cells(row, origins, places):
            figure = _figure(amount, scale, words.get((indicator, place, code), ""), origin)
            found[indicator, code, place] = figure
    return found


def series(indicator: Indicator, place: Place | int, *, rehearsal: bool) -> list[tuple[str, Figure]]:
    """The figures of one place over time, oldest period first. Two queries that read one cell of each sheet."""
    return profile(place, [indicator], rehearsal=rehearsal).get(indicator.pk, [])


def profile(
    place: Place | int, indicators: Iterable[Indicator], *, rehearsal: bool, period: str | None = None
) -> dict[int, list[tuple[str, Figure]]]:
    """By Indicator.id the figures of one place, oldest period first; of one period where it is given. Two queries."""
    scales = {indicator.pk: indicator.scale for indicator in indicators}
    number = place if isinstance(place, int) else place.pk
    sheets = _sheets(scales, rehearsal) if period is None else _sheets(scales, rehearsal).filter(period=period)
    words = _printed(scales, rehearsal, place=number)
    found: dict[int, list[tuple[str, Figure]]] = {}
    for indicator, code, amount, origin in _cells(sheets, number):
        if amount != CODES[Mark.ABSENT]:
            figure = _figure(amount, scales[indicator], words.get((indicator, number, code), ""), origin)
            found.setdefault(indicator, []).append((code, figure))
    return {indicator: sorted(each, key=_by_time) for indicator, each in found.items()}


def rows(
    indicators: Iterable[Indicator], *, rehearsal: bool
) -> Iterator[tuple[int, str, packing.Places, packing.Amounts]]:
    """Every number there is, for questions nobody prepared: Indicator.id, period, Place.ids and their amounts.

    Amounts count units of the indicator's last decimal place; what is no number is left out. One query, read in parts:
    it never lies in memory as a whole.
    """
    sheets = _sheets([indicator.pk for indicator in indicators], rehearsal).order_by("indicator", "period")
    for indicator, period, packed in sheets.values_list("indicator_id", "period", "amounts").iterator(100):
        places, amounts = packing.numbers(bytes(packed))
        yield indicator, period, places, amounts


def latest(indicator: Indicator, place: Place | int, *, rehearsal: bool) -> tuple[str, Figure] | None:
    """The newest period that has a figure, and the figure."""
    return next(reversed(series(indicator, place, rehearsal=rehearsal)), None)


def periods(indicator: Indicator, *, rehearsal: bool) -> list[str]:
    """The periods that have any figure, oldest first."""
    codes = _sheets([indicator.pk], rehearsal).values_list("period", flat=True)
    return sorted(codes, key=_end)


def rollup(indicator: Indicator, period: str, place: Place | int, *, rehearsal: bool) -> Rolled:
    """An area's figure out of its counties'. One query."""
    number = place if isinstance(place, int) else place.pk
    return rollups([indicator], [number], rehearsal=rehearsal, period=period).get((indicator.pk, period, number), _NONE)


def rolled_series(indicator: Indicator, place: Place | int, *, rehearsal: bool) -> dict[str, Rolled]:
    """An area's figures over time, oldest period first. One query."""
    number = place if isinstance(place, int) else place.pk
    found = rollups([indicator], [number], rehearsal=rehearsal)
    codes = sorted((code for _indicator, code, _place in found), key=_end)
    return {code: found[indicator.pk, code, number] for code in codes}


def rollups(
    indicators: Iterable[Indicator], places: Iterable[int], *, rehearsal: bool, period: str | None = None
) -> dict[tuple[int, str, int], Rolled]:
    """By (Indicator.id, period, Place.id) the areas' figures; of one period where it is given. One query."""
    kept = {indicator.pk: indicator for indicator in indicators}
    wanted = set(places)
    sheets = _sheets(kept, rehearsal) if period is None else _sheets(kept, rehearsal).filter(period=period)
    return {
        (number, code, place): rolled(found, kept[number])
        for number, code, packed in sheets.values_list("indicator_id", "period", "rollup")
        for place, found in sums.unpack(bytes(packed)).items()
        if place in wanted
    }


def rolled(found: Sum, indicator: Indicator) -> Rolled:
    """A sum as a figure, rounded half up to the indicator's last decimal place."""
    result = found.result
    value = None if result is None else half_up(result / 10**indicator.scale, indicator.scale)
    return Rolled(value, found.counted, found.expected)


def history(indicator: Indicator, place: Place, period: str, *, rehearsal: bool) -> list[Superseded]:
    """What stood in a cell before, newest first."""
    cell = {"indicator": indicator, "place": place, "period": period, "is_rehearsal": rehearsal}
    return list(Superseded.objects.filter(**cell).select_related("indicator", "origin", "replaced_by").order_by("-id"))


def contested(
    indicators: Iterable[Indicator], *, rehearsal: bool, period: str | None = None, place: Place | None = None
) -> list[Contested]:
    """The second sources' figures, with their origins and places."""
    found = Contested.objects.filter(indicator__in=list(indicators), is_rehearsal=rehearsal)
    found = found.filter(period=period) if period is not None else found
    found = found.filter(place=place) if place is not None else found
    return list(found.select_related("indicator", "place", "origin").order_by("id"))


def value(cell: Contested | Superseded | Printed) -> Figure:
    """A row beside the sheets as a figure; its indicator must have been read with it."""
    return _figure(cell.amount, cell.indicator.scale, cell.printed, cell.origin_id)


_NONE = Rolled(None, 0, 0)


def _sheets(indicators: Iterable[int] | Mapping[int, object], rehearsal: bool) -> models.QuerySet[Sheet]:
    return Sheet.objects.filter(indicator__in=list(indicators), is_rehearsal=rehearsal)


def _packed(sheets: models.QuerySet[Sheet]) -> list[tuple[int, str, bytes, bytes]]:
    columns = sheets.values_list("indicator_id", "period", "amounts", "origins")
    return [(indicator, code, bytes(row), bytes(origins)) for indicator, code, row, origins in columns]


def _cells(sheets: models.QuerySet[Sheet], place: int) -> list[tuple[int, str, int, int]]:
    """One cell of each sheet, cut out by the database: indicator, period, amount, origin."""
    cut = sheets.annotate(
        amount=Substr("amounts", place * 8 + 1, 8, output_field=models.BinaryField()),
        origin=Substr("origins", place * 4 + 1, 4, output_field=models.BinaryField()),
    )
    columns: Sequence[tuple[int, str, bytes, bytes]] = cut.values_list("indicator_id", "period", "amount", "origin")  # type: ignore[assignment]
    return [
        (indicator, code, _whole(amount, CODES[Mark.ABSENT]), _whole(origin, 0))
        for indicator, code, amount, origin in columns
    ]


def _whole(cut: bytes, nothing: int) -> int:
    return int.from_bytes(bytes(cut), "little", signed=True) if len(cut) else nothing


def _printed(
    indicators: Iterable[int], rehearsal: bool, *, periods: Iterable[str] | None = None, place: int | None = None
) -> dict[tuple[int, int, str], str]:
    """By indicator, place and period the sources' own words."""
    found = Printed.objects.filter(indicator__in=list(indicators), is_rehearsal=rehearsal)
    found = found.filter(period__in=list(periods)) if periods is not None else found
    found = found.filter(place=place) if place is not None else found
    columns = found.values_list("indicator_id", "place_id", "period", "printed")
    return {(indicator, where, code): words for indicator, where, code, words in columns}


def _figure(amount: int, scale: int, printed: str, origin: int) -> Figure:
    return Figure(packing.value_of(amount, scale), MARKS.get(amount), printed, origin)


def _by_time(each: tuple[str, Figure]) -> tuple[date, int]:
    return _end(each[0])


def _end(code: str) -> tuple[date, int]:
    """By the day it ends, the longer period after the shorter."""
    period = Period.parse(code)
    return period.last_day, ("day", "month", "quarter", "year", "span").index(period.kind)
