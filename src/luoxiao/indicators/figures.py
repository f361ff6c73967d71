"""Reading figures: of one period, over time, of one place, put together for an area. Nothing here changes anything.

Every function takes `rehearsal`, because real and rehearsal figures never mix. Values are Decimals in the indicator's
own unit. The number of queries never depends on the number of places, periods or indicators: it is one, and one more
where a source printed something that is no number.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, models

from luoxiao.core.periods import Period
from luoxiao.indicators import packing, sums
from luoxiao.indicators.models import Contested, Indicator, Place, Printed, Sheet, Superseded
from luoxiao.indicators.packing import CODES, MARKS, Mark
from luoxiao.indicators.sums import Sum

__all__ = ["Figure", "Mark", "Rolled"]


class Figure(NamedTuple):
    """One cell: its number, or the mark that stands for none, with the source's words where it printed no number."""

    value: Decimal | None
    mark: Mark | None
    printed: str
    origin_id: int


class Rolled(NamedTuple):
    """Places put together by the indicator's own rule: the result rounded half up to its last decimal place.

    `counted` of `expected` places had a figure. `value` is None where none had, or where the rule forbids adding up.
    """

    value: Decimal | None
    counted: int
    expected: int


def figures(indicator: Indicator, period: str, *, rehearsal: bool) -> dict[int, Figure]:
    """By Place.id the figures of one period. One query."""
    found = table([indicator], period, rehearsal=rehearsal)
    return {place: figure for (_indicator, place), figure in found.items()}


def table(indicators: Iterable[Indicator], period: str, *, rehearsal: bool) -> dict[tuple[int, int], Figure]:
    """By (Indicator.id, Place.id) the figures of several indicators in one period. One query."""
    found = chosen([(indicator, period) for indicator in indicators], rehearsal=rehearsal)
    return {(indicator, place): figure for (indicator, _period, place), figure in found.items()}


def chosen(
    wanted: Iterable[tuple[Indicator, str]], *, rehearsal: bool, places: Collection[int] | None = None
) -> dict[tuple[int, str, int], Figure]:
    """By (Indicator.id, period, Place.id) the figures of these indicators, each in its period; of some places if given.

    One query.
    """
    scales = {(indicator.pk, period): indicator.scale for indicator, period in wanted}
    indicators, periods = {indicator for indicator, _period in scales}, {period for _indicator, period in scales}
    found = [
        (indicator, code, place, amount, origin)
        for indicator, code, row, by in _read("amounts, origins", indicators, rehearsal, periods)
        if (indicator, code) in scales
        for place, amount, origin in packing.cells(bytes(row), bytes(by), places)
    ]
    words = _words(found, rehearsal)
    return {
        (indicator, code, place): _figure(
            amount, scales[indicator, code], words.get((indicator, code, place), ""), origin
        )
        for indicator, code, place, amount, origin in found
    }


def series(indicator: Indicator, place: Place | int, *, rehearsal: bool) -> list[tuple[str, Figure]]:
    """The figures of one place over time, oldest period first. One query that reads one cell of each sheet."""
    return profile(place, [indicator], rehearsal=rehearsal).get(indicator.pk, [])


def profile(
    place: Place | int, indicators: Iterable[Indicator], *, rehearsal: bool, period: str | None = None
) -> dict[int, list[tuple[str, Figure]]]:
    """By Indicator.id the figures of one place, oldest period first; of one period where it is given. One query."""
    scales = {indicator.pk: indicator.scale for indicator in indicators}
    number = place if isinstance(place, int) else place.pk
    cut = f"substr(amounts, {number * 8 + 1}, 8), substr(origins, {number * 4 + 1}, 4)"
    cells = [
        (indicator, code, number, int.from_bytes(amount, "little", signed=True), int.from_bytes(origin, "little"))
        for indicator, code, amount, origin in _read(cut, scales, rehearsal, None if period is None else {period})
        if amount
    ]
    words = _words(cells, rehearsal)
    found: dict[int, list[tuple[str, Figure]]] = {}
    for indicator, code, _place, amount, origin in cells:
        if amount != _ABSENT:
            figure = _figure(amount, scales[indicator], words.get((indicator, code, number), ""), origin)
            found.setdefault(indicator, []).append((code, figure))
    return {indicator: sorted(each, key=_by_time) for indicator, each in found.items()}


def rows(
    indicators: Iterable[Indicator], *, rehearsal: bool, period: str | None = None
) -> Iterator[tuple[int, str, packing.Amounts]]:
    """Every row there is, for questions nobody prepared: Indicator.id, period, and the amounts by Place.id.

    Amounts count units of the indicator's last decimal place; those below packing.LOWEST are marks. One query, read in
    parts: it never lies in memory as a whole.
    """
    sheets = _sheets([indicator.pk for indicator in indicators], rehearsal)
    sheets = sheets if period is None else sheets.filter(period=period)
    for indicator, code, packed in sheets.values_list("indicator_id", "period", "amounts").order_by().iterator(100):
        yield indicator, code, packing.amounts(bytes(packed))


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
    wanted = list(places)
    rows = _read("rollup", kept, rehearsal, None if period is None else {period})
    return {
        (number, code, place): rolled(found, kept[number])
        for (number, code, _packed), each in zip(rows, sums.unpack([row[2] for row in rows], wanted), strict=True)
        for place, found in each
    }


def rolled(found: Sum, indicator: Indicator) -> Rolled:
    """A sum as a figure, rounded half up to the indicator's last decimal place."""
    amount = found.rounded
    value = None if amount is None else Decimal(amount).scaleb(-indicator.scale)
    return Rolled(value, found.counted, found.expected)


def history(indicator: Indicator, place: Place, period: str, *, rehearsal: bool) -> list[Superseded]:
    """What stood in a cell before, newest first."""
    cell = {"indicator": indicator, "place": place, "period": period, "is_rehearsal": rehearsal}
    return list(Superseded.objects.filter(**cell).select_related("indicator", "origin", "replaced_by").order_by("-id"))


def contested(
    indicators: Iterable[Indicator], *, rehearsal: bool, period: str | None = None, place: Place | None = None
) -> list[Contested]:
    """The second sources' figures, with their origins and places."""
    found = beside(rehearsal=rehearsal).filter(indicator__in=list(indicators))
    found = found.filter(period=period) if period is not None else found
    found = found.filter(place=place) if place is not None else found
    return list(found.select_related("indicator", "place", "origin").order_by("id"))


def beside(*, rehearsal: bool) -> models.QuerySet[Contested]:
    """All second sources' figures that stand: of one return only what it said last, and nothing it has taken back."""
    cell = {name: models.OuterRef(name) for name in ("indicator", "place", "period", "is_rehearsal")}
    later = Contested.objects.filter(**cell, origin__return_id=models.OuterRef("origin__return_id"))
    newer = later.filter(pk__gt=models.OuterRef("pk"))
    found = Contested.objects.filter(~models.Exists(newer), is_rehearsal=rehearsal)
    return found.exclude(amount=_ABSENT)


def value(cell: Contested | Superseded | Printed) -> Figure:
    """A row beside the sheets as a figure; its indicator must have been read with it."""
    return _figure(cell.amount, cell.indicator.scale, cell.printed, cell.origin_id)


_NONE = Rolled(None, 0, 0)
_ABSENT, _PRINTED = CODES[Mark.ABSENT], CODES[Mark.PRINTED]


def _sheets(indicators: Iterable[int], rehearsal: bool) -> models.QuerySet[Sheet]:
    return Sheet.objects.filter(indicator__in=list(indicators), is_rehearsal=rehearsal)


def _read(
    columns: str, indicators: Collection[int], rehearsal: bool, periods: Collection[str] | None
) -> list[tuple[Any, ...]]:
    """Of each sheet its indicator, its period and these columns, in SQL both databases speak.

    Not by the querysets, which take longer to write this question than the database to answer it.
    """
    if not indicators:
        return []
    statement = f"SELECT indicator_id, period, {columns} FROM indicators_sheet"  # noqa: S608 - columns of this module
    statement += f" WHERE is_rehearsal = %s AND indicator_id IN ({_marks(indicators)})"
    statement += f" AND period IN ({_marks(periods)})" if periods else ""
    with connection.cursor() as cursor:
        cursor.execute(statement, [rehearsal, *indicators, *(periods or ())])
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _words(cells: Sequence[tuple[int, str, int, int, int]], rehearsal: bool) -> dict[tuple[int, str, int], str]:
    """The sources' own words of those of these cells (indicator, period, place, amount, origin) that hold no number.

    No query where there are none.
    """
    printed = {cell[:3] for cell in cells if cell[3] == _PRINTED}
    if not printed:
        return {}
    rows = Printed.objects.filter(indicator__in={indicator for indicator, *_rest in printed}, is_rehearsal=rehearsal)
    columns = rows.values_list("indicator_id", "period", "place_id", "printed")
    return {(indicator, code, place): words for indicator, code, place, words in columns}


def _figure(amount: int, scale: int, printed: str, origin: int) -> Figure:
    return Figure(packing.value_of(amount, scale), MARKS.get(amount), printed, origin)


def _by_time(each: tuple[str, Figure]) -> tuple[date, int]:
    return _end(each[0])


@lru_cache(4096)
def _end(code: str) -> tuple[date, int]:
    """By the day it ends, the longer period after the shorter."""
    period = Period.parse(code)
    return period.last_day, ("day", "month", "quarter", "year", "span").index(period.kind)
