"""Figures come in: all of them or none, each with its origin; what they replace is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.models import StoredFile
from luoxiao.core.periods import Period
from luoxiao.core.refusals import Refusal, said
from luoxiao.indicators import packing
from luoxiao.indicators.models import Contested, Indicator, Origin, Place, Printed, Sheet, Superseded
from luoxiao.indicators.packing import CODES, Mark, TooFine, TooLarge
from luoxiao.indicators.rolling import roll
from luoxiao.organisations.models import User

Said = Decimal | Mark | str  # a number, a mark that stands for none, or the source's own words where it printed none


class FigureTooFine(Refusal):
    code = "figure-too-fine"
    sentence = _(
        "%(place)s%(period)s“%(indicator)s”的数 %(value)s 小数位多于 %(scale)s 位，没有写入。按指标目录的小数位取舍。"
    )


class FigureTooLarge(Refusal):
    code = "figure-too-large"
    sentence = _("%(place)s%(period)s“%(indicator)s”的数 %(value)s 太大，没有写入。核对单位是不是%(unit)s。")


class WrongPeriod(Refusal):
    code = "wrong-period"
    sentence = _(
        "%(place)s“%(indicator)s”的期别写作“%(period)s”，没有写入。按 2012、2012Q3、2012-10、2010-11-01 的样子写。"
    )


class CellTwice(Refusal):
    code = "cell-twice"
    sentence = _("%(place)s%(period)s“%(indicator)s”有两个不同的数，没有写入。只留一个，另一个作为别的来源登记。")


@dataclass(frozen=True)
class NewFigure:
    """A figure to be put in: which cell, and what is said of it."""

    indicator: Indicator
    place: Place
    period: str
    value: Said

    @property
    def cell(self) -> tuple[int, str, int]:
        return self.indicator.pk, self.period, self.place.pk


@dataclass(frozen=True)
class OriginDraft:
    """Where figures come from, before they are put in."""

    kind: str
    source: str
    confidence: str
    return_id: int | None = None
    cells: dict[str, str] = field(default_factory=dict)
    file: StoredFile | None = None


@transaction.atomic
def put_figures(
    cells: Sequence[NewFigure], *, origin: OriginDraft, rehearsal: bool, by: User | trail.Job, at: datetime
) -> Origin:
    """Write figures into their sheets. A cell that says the same already keeps its origin; one that says otherwise is
    kept in Superseded and replaced.

    Raises FigureTooFine, FigureTooLarge, WrongPeriod, CellTwice; then nothing is written.
    """
    wanted = _amounts(cells)
    made = keep_origin(origin, rehearsal, by, at)
    sheets = locked({(figure.indicator.pk, figure.period) for figure in cells}, rehearsal)
    words = _printed(cells, rehearsal)
    changed = 0
    for sheet in sheets:
        new = _changes(sheet, wanted, words)
        if new:
            _supersede(sheet, new, words, made, at)
            sheet.amounts = packing.put_amounts(
                bytes(sheet.amounts), {place: amount for place, (amount, _p) in new.items()}
            )
            sheet.origins = packing.put_origins(bytes(sheet.origins), dict.fromkeys(new, made.pk))
            _print(sheet, new, made)
            changed += len(new)
    Sheet.objects.bulk_update(sheets, ["amounts", "origins"])
    roll(sheets, rehearsal)
    trail.record("figures.put", by=by, at=at, subject=made, after={"given": len(cells), "changed": changed})
    return made


def _amounts(cells: Iterable[NewFigure]) -> dict[tuple[int, str, int], tuple[int, str]]:
    """By cell the amount and the printed words. Raises the refusals of put_figures."""
    found: dict[tuple[int, str, int], tuple[int, str]] = {}
    for figure in cells:
        amount = _amount(figure)
        if found.setdefault(figure.cell, amount) != amount:
            raise CellTwice(**_said(figure))
    return found


def _amount(figure: NewFigure) -> tuple[int, str]:
    try:
        Period.parse(figure.period)
    except ValueError:
        raise WrongPeriod(**_said(figure)) from None
    if isinstance(figure.value, Mark):
        return CODES[figure.value], ""
    if isinstance(figure.value, str):
        return CODES[Mark.PRINTED], figure.value
    try:
        return packing.amount_of(figure.value, figure.indicator.scale), ""
    except TooFine:
        raise FigureTooFine(**_said(figure), scale=figure.indicator.scale) from None
    except TooLarge:
        raise FigureTooLarge(**_said(figure), unit=figure.indicator.unit) from None


def _said(figure: NewFigure) -> dict[str, object]:
    return {
        "place": figure.place.name,
        "period": figure.period,
        "indicator": figure.indicator.name,
        "value": figure.value,
    }


def keep_origin(draft: OriginDraft, rehearsal: bool, by: User | trail.Job, at: datetime) -> Origin:
    """Where the figures come from, as a row."""
    return Origin.objects.create(
        kind=draft.kind,
        source=said(_("来源"), draft.source, limit=300),
        confidence=draft.confidence,
        is_rehearsal=rehearsal,
        return_id=draft.return_id,
        cells=draft.cells,
        file=draft.file,
        by=by if isinstance(by, User) else None,
        at=at,
    )


def locked(keys: set[tuple[int, str]], rehearsal: bool) -> list[Sheet]:
    """The sheets of these indicators and periods, made where they are missing, kept from other writers.

    Locked in the order of their ids, so that two writers never wait for each other.
    """
    Sheet.objects.bulk_create(
        [
            Sheet(indicator_id=indicator, period=period, is_rehearsal=rehearsal, rollup=b"", amounts=b"", origins=b"")
            for indicator, period in sorted(keys)
        ],
        ignore_conflicts=True,
    )
    near = Sheet.objects.filter(
        indicator__in={indicator for indicator, _period in keys},
        period__in={period for _indicator, period in keys},
        is_rehearsal=rehearsal,
    )
    pks = [pk for pk, *key in near.values_list("pk", "indicator_id", "period") if tuple(key) in keys]
    return list(Sheet.objects.select_for_update().filter(pk__in=pks).order_by("pk"))


def _printed(cells: Iterable[NewFigure], rehearsal: bool) -> dict[tuple[int, str, int], str]:
    """What sources printed so far where they gave no number, by cell."""
    indicators = {figure.indicator.pk for figure in cells}
    rows = Printed.objects.filter(indicator__in=indicators, is_rehearsal=rehearsal)
    columns = rows.values_list("indicator_id", "period", "place_id", "printed")
    return {(indicator, period, place): words for indicator, period, place, words in columns}


def _changes(
    sheet: Sheet,
    wanted: dict[tuple[int, str, int], tuple[int, str]],
    words: dict[tuple[int, str, int], str],
) -> dict[int, tuple[int, str]]:
    """By place what the sheet does not say already."""
    row = packing.amounts(bytes(sheet.amounts))
    found = {}
    for (indicator, period, place), amount in wanted.items():
        if (indicator, period) == (sheet.indicator_id, sheet.period):
            stands = packing.at(row, place), words.get((indicator, period, place), "")
            if stands != amount:
                found[place] = amount
    return found


def _supersede(
    sheet: Sheet,
    new: dict[int, tuple[int, str]],
    words: dict[tuple[int, str, int], str],
    by_origin: Origin,
    at: datetime,
) -> None:
    """Keep what is about to be replaced."""
    row, origins = packing.amounts(bytes(sheet.amounts)), packing.origins(bytes(sheet.origins))
    Superseded.objects.bulk_create(
        Superseded(
            **_cell(sheet, place),
            amount=packing.at(row, place),
            printed=words.get((sheet.indicator_id, sheet.period, place), ""),
            origin_id=packing.at(origins, place, 0),
            replaced_by=by_origin,
            at=at,
        )
        for place in sorted(new)
        if packing.at(row, place) != CODES[Mark.ABSENT]
    )


def _print(sheet: Sheet, new: dict[int, tuple[int, str]], origin: Origin) -> None:
    """Keep the words of sources that gave no number; those that were replaced stand in Superseded."""
    here = {"indicator": sheet.indicator_id, "period": sheet.period, "is_rehearsal": sheet.is_rehearsal}
    Printed.objects.filter(**here, place__in=new).delete()
    Printed.objects.bulk_create(
        Printed(**_cell(sheet, place), amount=amount, printed=words[:60], origin=origin)
        for place, (amount, words) in new.items()
        if words
    )


def _cell(sheet: Sheet, place: int) -> dict[str, object]:
    return {
        "indicator_id": sheet.indicator_id,
        "place_id": place,
        "period": sheet.period,
        "is_rehearsal": sheet.is_rehearsal,
    }


@transaction.atomic
def contest(
    figure: NewFigure, *, reason: str, origin: OriginDraft, rehearsal: bool, by: User | trail.Job, at: datetime
) -> Contested | None:
    """Put a second source's figure beside the official one, with the reason why they differ.

    None where the same source's same figure stands there already. Raises as put_figures, Unsaid, TooLong.
    """
    amount, words = _amount(figure)
    stands = Contested.objects.filter(
        indicator=figure.indicator, place=figure.place, period=figure.period, is_rehearsal=rehearsal, amount=amount
    )
    if stands.filter(origin__source=origin.source, printed=words).exists():
        return None
    made = keep_origin(origin, rehearsal, by, at)
    beside = Contested.objects.create(
        indicator=figure.indicator,
        place=figure.place,
        period=figure.period,
        is_rehearsal=rehearsal,
        amount=amount,
        printed=words,
        origin=made,
        reason=said(_("差异原因"), reason, limit=300),
    )
    trail.record("figures.contest", by=by, at=at, subject=made, after={"cell": _words(figure)}, reason=beside.reason)
    return beside


def _words(figure: NewFigure) -> str:
    return f"{figure.place.name} {figure.period} {figure.indicator.name}：{figure.value}"
