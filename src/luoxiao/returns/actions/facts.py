"""Only accepted figures become facts: what an accepted return writes into the figures, and from where."""

from datetime import datetime

from luoxiao.indicators.actions import NewFigure, OriginDraft, put_figures
from luoxiao.indicators.models import Origin, Place
from luoxiao.indicators.packing import Mark as FigureMark
from luoxiao.organisations.models import User
from luoxiao.returns.entries import entries_of
from luoxiao.returns.form import Entry, Known, Mark
from luoxiao.returns.models import Return, Submission
from luoxiao.returns.specs import items_of, known_for

MARKS = {Mark.NOT_KNOWN: FigureMark.NOT_KNOWN, Mark.NOT_APPLICABLE: FigureMark.NOT_APPLICABLE}


def put(filed: Return, submission: Submission, *, by: User, at: datetime) -> int:
    """Write the figures of a submission into the dictionary's sheets; how many.

    Lines that confirm what is known from elsewhere keep that origin; blank lines write nothing. The caller holds the
    return's lock. Raises as indicators.actions.put_figures.
    """
    entries, known = entries_of(submission.values), known_for(filed)
    items = [
        item
        for item in items_of(filed.call.template)
        if _is_news(entries.get(item.code, Entry()), known.get(item.code, Known()))
    ]
    if not items:
        return 0
    place = Place.objects.get(region=filed.unit.region_id)
    cells = [NewFigure(item.indicator, place, filed.call.period, _said(entries[item.code])) for item in items]
    places = {item.indicator.code: entries[item.code].cell or item.code for item in items}
    put_figures(cells, origin=_origin(filed, submission, places), rehearsal=filed.call.is_rehearsal, by=by, at=at)
    return len(cells)


def _is_news(entry: Entry, known: Known) -> bool:
    """Whether the line says something that is not on record from elsewhere in the same words."""
    return entry.mark is not None or (entry.value is not None and entry.value != known.this)


def _said(entry: Entry) -> object:
    return entry.value if entry.mark is None else MARKS[entry.mark]


def _origin(filed: Return, submission: Submission, cells: dict[str, str]) -> OriginDraft:
    """A figure leads back to the receipt, and to the cell of the workbook or the line of the form."""
    return OriginDraft(
        kind=Origin.Kind.RETURN,
        source=f"{submission.receipt} {filed.unit.short_name} {filed.call.template.name}",
        confidence=Origin.Confidence.HIGH,
        return_id=filed.pk,
        cells=cells,
        file=submission.file,
    )
