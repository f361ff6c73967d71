"""Only accepted figures become facts: what an accepted return writes into the figures, and from where."""

from collections.abc import Mapping
from datetime import datetime

from luoxiao.indicators.actions import Mark as FigureMark
from luoxiao.indicators.actions import NewFigure, OriginDraft, contest, put_figures
from luoxiao.indicators.models import Origin, Place
from luoxiao.organisations.models import User
from luoxiao.returns.entries import EMPTY, entries_of
from luoxiao.returns.form import Entry, Known, Mark
from luoxiao.returns.models import Return, Submission, TemplateItem
from luoxiao.returns.specs import figures_of, items_of, known_for

MARKS = {Mark.NOT_KNOWN: FigureMark.NOT_KNOWN, Mark.NOT_APPLICABLE: FigureMark.NOT_APPLICABLE}


def put(filed: Return, submission: Submission, *, by: User, at: datetime) -> dict[str, int]:
    """Write the figures of a submission; how many were put, and how many stand beside a published one.

    Lines that confirm what is known from elsewhere keep that origin; blank lines write nothing. A published figure is
    not replaced by a return: the other number is kept beside it with the reason given. The caller holds the return's
    lock. Raises as indicators.actions.put_figures.
    """
    entries, place = entries_of(submission.values), Place.objects.get(region=filed.unit.region_id)
    news = _news(filed, entries)
    published = _published(filed, news, place)
    new = {item: _figure(filed, item, place, entries[item.code]) for item in news}
    plain = [item for item in news if item not in published]
    rehearsal = filed.call.is_rehearsal
    if plain:
        origin = _origin(filed, submission, plain, entries)
        put_figures([new[item] for item in plain], origin=origin, rehearsal=rehearsal, by=by, at=at)
    for item in published:
        origin, reason = _origin(filed, submission, [item], entries), entries[item.code].reason
        contest(new[item], reason=reason, origin=origin, rehearsal=rehearsal, by=by, at=at)
    return {"put": len(plain), "contested": len(published)}


def _news(filed: Return, entries: Mapping[str, Entry]) -> list[TemplateItem]:
    """The lines that say something that is not on record from elsewhere."""
    known = known_for(filed)
    items = items_of(filed.call.template)
    return [item for item in items if _is_news(entries.get(item.code, EMPTY), known.get(item.code, Known()))]


def _is_news(entry: Entry, known: Known) -> bool:
    if entry.mark is not None:
        return known.this is None
    return entry.value is not None and entry.value != known.this


def _published(filed: Return, items: list[TemplateItem], place: Place) -> list[TemplateItem]:
    """Of these lines those whose figure of this period comes from a published source."""
    indicators = [item.indicator for item in items]
    table = figures_of(filed.call, indicators, filed.call.period, [place.pk])
    standing = {item: figure for item in items if (figure := table.get((item.indicator_id, place.pk)))}
    origins = Origin.objects.filter(pk__in=[figure.origin_id for figure in standing.values()])
    published = set(origins.filter(kind=Origin.Kind.PUBLISHED).values_list("pk", flat=True))
    return [item for item, figure in standing.items() if figure.origin_id in published and figure.value is not None]


def _figure(filed: Return, item: TemplateItem, place: Place, entry: Entry) -> NewFigure:
    said = MARKS[entry.mark] if entry.mark is not None else entry.value
    assert said is not None, "a blank line is no news"
    return NewFigure(item.indicator, place, filed.call.period, said)


def _origin(
    filed: Return, submission: Submission, items: list[TemplateItem], entries: Mapping[str, Entry]
) -> OriginDraft:
    """A figure leads back to the receipt, and to the cell of the workbook or the line of the form."""
    return OriginDraft(
        kind=Origin.Kind.RETURN,
        source=f"{submission.receipt} {filed.unit.short_name} {filed.call.template.name}",
        confidence=Origin.Confidence.HIGH,
        return_id=filed.pk,
        cells={item.indicator.code: entries[item.code].cell or item.code for item in items},
        file=submission.file,
    )
