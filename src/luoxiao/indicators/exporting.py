"""All figures in long form, one line each: what an analyst or another engine reads, and what load_file takes back."""

import csv
from collections.abc import Iterator
from typing import TextIO

from luoxiao.indicators import figures
from luoxiao.indicators.figures import Figure, Mark
from luoxiao.indicators.models import Indicator, Origin, Place, Sheet

HEADER = ("code", "place", "indicator", "period", "value", "unit", "source", "confidence", "reason")
_MARKS = {Mark.NOT_KNOWN: "不掌握", Mark.NOT_APPLICABLE: "不适用"}
Line = tuple[str, ...]


def write(out: TextIO, *, rehearsal: bool) -> int:
    """Write every official figure, then those beside them with their reasons; say how many lines."""
    writer, count = csv.writer(out, lineterminator="\r\n"), 0
    writer.writerow(HEADER)
    for line in lines(rehearsal=rehearsal):
        writer.writerow(line)
        count += 1
    return count


def lines(*, rehearsal: bool) -> Iterator[Line]:
    """Indicator by indicator, period by period, place by place; one sheet is held at a time.

    Derived figures are left out: whoever takes the others back computes them.
    """
    places, origins = Place.objects.in_bulk(), Origin.objects.in_bulk()
    sheets = Sheet.objects.filter(is_rehearsal=rehearsal, indicator__in=Indicator.objects.current().filter(formula=""))
    for sheet in sheets.select_related("indicator").defer("amounts", "origins", "rollup").order_by("pk"):
        found = figures.figures(sheet.indicator, sheet.period, rehearsal=rehearsal)
        for place, figure in sorted(found.items()):
            yield _line(places[place], sheet.indicator, sheet.period, figure, origins[figure.origin_id], "")
    for beside in figures.beside(rehearsal=rehearsal).select_related("indicator").order_by("pk"):
        where, origin = places[beside.place_id], origins[beside.origin_id]
        yield _line(where, beside.indicator, beside.period, figures.value(beside), origin, beside.reason)


def _line(place: Place, indicator: Indicator, period: str, figure: Figure, origin: Origin, reason: str) -> Line:
    value = _said(figure)
    cell = (place.code, place.name, indicator.code, period, value, indicator.unit)
    return (*cell, origin.source, origin.confidence, reason)


def _said(figure: Figure) -> str:
    if figure.value is not None:
        return format(figure.value, "f")
    return figure.printed or _MARKS[figure.mark or Mark.NOT_KNOWN]
