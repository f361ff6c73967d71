"""Whole rows come in: the figures of thousands of places for one indicator and period at once.

The rules are those of put_figures: all or nothing, each figure with its origin, what is replaced is kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import numpy as np
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.periods import Period
from luoxiao.core.refusals import Refusal
from luoxiao.indicators import packing, rolling
from luoxiao.indicators.actions.deriving import derive
from luoxiao.indicators.actions.putting import OriginDraft, keep_origin
from luoxiao.indicators.actions.writing import Changed, sheets_of, take_turns
from luoxiao.indicators.models import Indicator, Origin, Place, Printed, Sheet, Superseded
from luoxiao.indicators.packing import CODES, HIGHEST, LOWEST, Amounts, Mark
from luoxiao.organisations.models import User

AT_ONCE = 200  # sheets in hand: some 10 MB


class RowRefused(Refusal):
    code = "figure-row"
    sentence = _("“%(indicator)s”%(period)s的一行数没有写入：%(why)s核对后再导入。")


@dataclass(frozen=True)
class NewRow:
    """The figures of one indicator and period: amounts in units of the last decimal place, or codes of marks.

    `places` holds the Place.id of each amount, no id twice.
    """

    indicator: Indicator
    period: str
    places: Amounts
    amounts: Amounts


@transaction.atomic
def put_rows(
    rows: Iterable[NewRow], *, origin: OriginDraft, rehearsal: bool, by: User | trail.Job, at: datetime
) -> Origin:
    """Write rows into their sheets; no row of an indicator and period may come twice. Raises RowRefused.

    Rows are taken one after the other, so that a whole country's may come out of a file that never lies in memory.
    """
    take_turns()
    made, given, changed, coming = keep_origin(origin, rehearsal, by, at), 0, 0, iter(rows)
    known = np.fromiter(Place.objects.values_list("pk", flat=True), np.int64)
    while batch := list(islice(coming, AT_ONCE)):
        for row in batch:
            _refuse(row, known)
            given += len(row.amounts)
        new = _put(batch, made, rehearsal, at)
        derive(new, made, rehearsal, at)
        changed += sum(len(places) for places in new.values())
    trail.record("figures.put", by=by, at=at, subject=made, after={"given": given, "changed": changed})
    return made


def _refuse(row: NewRow, known: packing.Places) -> None:
    why: str | Promise = ""
    try:
        Period.parse(row.period)
    except ValueError:
        why = _("期别写法不对。")
    if len(row.places) != len(row.amounts) or _twice(row.places):
        why = _("同一地区有两个数。")
    elif not np.isin(row.places, known).all():
        why = _("有不认得的地区。")
    elif (np.abs(row.amounts[row.amounts >= LOWEST]) > HIGHEST).any():
        why = _("有的数太大。")
    elif not np.isin(row.amounts[row.amounts < LOWEST], _MARKS).all():
        why = _("有的数不是数。")
    if why:
        raise RowRefused(indicator=row.indicator.name, period=row.period, why=why)


def _twice(places: packing.Places) -> bool:
    return bool((np.diff(np.sort(places)) == 0).any())


_MARKS = [CODES[Mark.NOT_KNOWN], CODES[Mark.NOT_APPLICABLE]]


def _put(batch: Sequence[NewRow], made: Origin, rehearsal: bool, at: datetime) -> Changed:
    """Write these rows; which cells are new."""
    by_key = {(row.indicator.pk, row.period): row for row in batch}
    if len(by_key) < len(batch):
        twice = batch[0]
        raise RowRefused(indicator=twice.indicator.name, period=twice.period, why=_("同一指标、期别的行来了两次。"))
    sheets = sheets_of(by_key, rehearsal)
    changed = {key: _merge(sheet, by_key[key], made, at) for sheet in sheets if (key := _key(sheet))}
    rolling.count(sheets, rehearsal)
    for sheet in sheets:
        packed = {"amounts": sheet.amounts, "origins": sheet.origins, "rollup": sheet.rollup}
        Sheet.objects.filter(pk=sheet.pk).update(**packed)
    rolling.count_resting(sheets, rehearsal)
    return {key: places for key, places in changed.items() if places}


def _key(sheet: Sheet) -> tuple[int, str]:
    return sheet.indicator_id, sheet.period


def _merge(sheet: Sheet, row: NewRow, made: Origin, at: datetime) -> set[int]:
    """Bring the row into the sheet, which is not saved yet; keep what it replaces. At which places it is new."""
    size = max(len(sheet.amounts) // 8, int(row.places.max(initial=-1)) + 1)
    amounts, origins = packing.grown(bytes(sheet.amounts), bytes(sheet.origins), size)
    new = amounts[row.places] != row.amounts
    places, before = row.places[new], amounts[row.places[new]]
    replaced = before != CODES[Mark.ABSENT]
    if replaced.any():
        _supersede(sheet, places[replaced], before[replaced], origins[places[replaced]], made, at)
    amounts[places], origins[places] = row.amounts[new], made.pk
    sheet.amounts, sheet.origins = packing.packed(amounts, origins)
    return set(places.tolist())


def _supersede(
    sheet: Sheet, places: Amounts, amounts: Amounts, origins: packing.Origins, made: Origin, at: datetime
) -> None:
    """Keep what is replaced, with the words of sources that gave no number."""
    cell = {"indicator_id": sheet.indicator_id, "period": sheet.period, "is_rehearsal": sheet.is_rehearsal}
    printed = Printed.objects.filter(**cell)
    words = dict(printed.values_list("place_id", "printed"))
    Superseded.objects.bulk_create(
        Superseded(
            **cell,
            place_id=place,
            amount=amount,
            printed=words.get(place, ""),
            origin_id=origin,
            replaced_by=made,
            at=at,
        )
        for place, amount, origin in zip(places.tolist(), amounts.tolist(), origins.tolist(), strict=True)
    )
    if words:
        printed.filter(place__in=places.tolist()).delete()
