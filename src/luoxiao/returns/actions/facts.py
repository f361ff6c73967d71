"""Only accepted figures become facts: what an accepted return writes into the figures, and from where."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from luoxiao.indicators import figures
from luoxiao.indicators.actions import Mark as FigureMark
from luoxiao.indicators.actions import NewFigure, OriginDraft, contest, put_figures
from luoxiao.indicators.figures import Figure
from luoxiao.indicators.models import Origin, Place
from luoxiao.organisations.models import User
from luoxiao.returns.entries import EMPTY, entries_of
from luoxiao.returns.form import Entry, Known, Mark
from luoxiao.returns.models import Return, Submission, TemplateItem
from luoxiao.returns.specs import figures_of, known_for

MARKS = {Mark.NOT_KNOWN: FigureMark.NOT_KNOWN, Mark.NOT_APPLICABLE: FigureMark.NOT_APPLICABLE}


def put(filed: Return, submission: Submission, *, by: User, at: datetime) -> dict[str, int]:
    """Write the figures of a submission; how many were put, taken back, and stand beside a published one.

    Lines that confirm what is known from elsewhere keep that origin. A blank line writes nothing, and takes back what
    this return wrote when it was accepted before. A published figure is not replaced by a return: the other number is
    kept beside it with the reason given, one for each return. The caller holds the return's lock. Raises as
    indicators.actions.put_figures.
    """
    entries, place = entries_of(submission.values), Place.objects.get(region=filed.unit.region_id)
    items = filed.call.template.items_in_order
    news, standing = _news(filed, items, entries), _standing(filed, items, place)
    origins = Origin.objects.in_bulk({figure.origin_id for figure in standing.values()})
    beside = [item for item in news if _is_published(standing.get(item), origins)]
    plain = [item for item in news if item not in beside]
    gone = [item for item in items if _is_gone(filed, entries, item, standing.get(item), origins)]
    rehearsal = filed.call.is_rehearsal
    if plain or gone:
        new = [_figure(filed, item, place, entries) for item in (*plain, *gone)]
        origin = _origin(filed, submission, [*plain, *gone], entries)
        put_figures(new, origin=origin, rehearsal=rehearsal, by=by, at=at)
    for item in beside:
        origin, reason = _origin(filed, submission, [item], entries), entries[item.code].reason
        new_one = _figure(filed, item, place, entries)
        contest(new_one, reason=reason, origin=origin, rehearsal=rehearsal, by=by, at=at)
    for item in _no_more_beside(filed, items, beside, place):
        origin = _origin(filed, submission, [item], entries)
        absent = NewFigure(item.indicator, place, filed.call.period, FigureMark.ABSENT)
        contest(absent, reason=_("再次采用时不再另列"), origin=origin, rehearsal=rehearsal, by=by, at=at)
    return {"put": len(plain), "withdrawn": len(gone), "contested": len(beside)}


def _news(filed: Return, items: list[TemplateItem], entries: Mapping[str, Entry]) -> list[TemplateItem]:
    """The lines that say something that is not on record from elsewhere."""
    known = known_for(filed)
    return [item for item in items if _is_news(entries.get(item.code, EMPTY), known.get(item.code, Known()))]


def _is_news(entry: Entry, known: Known) -> bool:
    if entry.mark is not None:
        return known.this is None
    return entry.value is not None and entry.value != known.this


def _standing(filed: Return, items: list[TemplateItem], place: Place) -> dict[TemplateItem, Figure]:
    """What is on record for these lines."""
    table = figures_of(filed.call, [item.indicator for item in items], filed.call.period, [place.pk])
    return {item: figure for item in items if (figure := table.get((item.indicator_id, place.pk)))}


def _is_published(figure: Figure | None, origins: Mapping[int, Origin]) -> bool:
    """Whether a number comes from a published source."""
    if figure is None or figure.value is None:
        return False
    return origins[figure.origin_id].kind == Origin.Kind.PUBLISHED


def _is_gone(
    filed: Return,
    entries: Mapping[str, Entry],
    item: TemplateItem,
    figure: Figure | None,
    origins: Mapping[int, Origin],
) -> bool:
    """Whether this return wrote the figure when it was accepted before, and says nothing in the line now."""
    own = figure is not None and origins[figure.origin_id].return_id == filed.pk
    return own and entries.get(item.code, EMPTY).is_blank


def _no_more_beside(
    filed: Return, items: list[TemplateItem], beside: list[TemplateItem], place: Place
) -> list[TemplateItem]:
    """The lines for which this return put a figure beside the published one before, and does not now."""
    indicators = [item.indicator for item in items if item not in beside]
    found = figures.contested(indicators, rehearsal=filed.call.is_rehearsal, period=filed.call.period, place=place)
    own = {other.indicator_id for other in found if other.origin.return_id == filed.pk}
    return [item for item in items if item.indicator_id in own]


def _figure(filed: Return, item: TemplateItem, place: Place, entries: Mapping[str, Entry]) -> NewFigure:
    """What the line says; absent where it says nothing."""
    entry = entries.get(item.code, EMPTY)
    said = MARKS[entry.mark] if entry.mark is not None else entry.value
    return NewFigure(item.indicator, place, filed.call.period, FigureMark.ABSENT if said is None else said)


def _origin(
    filed: Return, submission: Submission, items: list[TemplateItem], entries: Mapping[str, Entry]
) -> OriginDraft:
    """A figure leads back to the receipt, and to the cell of the workbook or the line of the form."""
    return OriginDraft(
        kind=Origin.Kind.RETURN,
        source=f"{submission.receipt} {filed.unit.short_name} {filed.call.template.name}",
        confidence=Origin.Confidence.HIGH,
        return_id=filed.pk,
        cells={item.indicator.code: entries.get(item.code, EMPTY).cell or item.code for item in items},
        file=submission.file,
    )
