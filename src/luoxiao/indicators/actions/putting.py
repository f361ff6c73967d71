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
from luoxiao.indicators.actions.deriving import derive
from luoxiao.indicators.actions.writing import Cells, take_turns, write
from luoxiao.indicators.figures import beside
from luoxiao.indicators.models import Contested, Indicator, Origin, Place
from luoxiao.indicators.packing import CODES, Mark, TooFine, TooLarge
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


class DerivedFigure(Refusal):
    code = "derived-figure"
    sentence = _("“%(indicator)s”按算法“%(formula)s”计算，不能直接写入。改正算法所用的指标。")


@dataclass(frozen=True)
class NewFigure:
    """A figure to be put in: which cell, and what is said of it."""

    indicator: Indicator
    place: Place
    period: str
    value: Said

    @property
    def cell(self) -> tuple[int, str, int]:
        """Indicator.id, period, Place.id."""
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

    What is derived from them is computed anew. Raises FigureTooFine, FigureTooLarge, WrongPeriod, CellTwice,
    DerivedFigure, Unsaid, TooLong; then nothing is written.
    """
    wanted = _wanted(cells)
    take_turns()
    made = keep_origin(origin, rehearsal, by, at)
    changed = write(wanted, made, rehearsal, at)
    derive(changed, made, rehearsal, at)
    count = sum(len(places) for places in changed.values())
    trail.record("figures.put", by=by, at=at, subject=made, after={"given": len(cells), "changed": count})
    return made


def _wanted(cells: Iterable[NewFigure]) -> Cells:
    """By sheet and place the amount and the printed words. Raises the refusals of put_figures."""
    found: Cells = {}
    for figure in cells:
        if figure.indicator.formula:
            raise DerivedFigure(indicator=figure.indicator.name, formula=figure.indicator.formula)
        amount = _amount(figure)
        row = found.setdefault((figure.indicator.pk, figure.period), {})
        if row.setdefault(figure.place.pk, amount) != amount:
            raise CellTwice(**_said(figure))
    return found


def _amount(figure: NewFigure) -> tuple[int, str]:
    try:
        Period.parse(figure.period)
    except ValueError:
        raise WrongPeriod(**_said(figure)) from None
    if isinstance(figure.value, str) and not isinstance(figure.value, Mark):
        said(_("原文"), figure.value, limit=60)
    try:
        return coded(figure.value, figure.indicator.scale)
    except TooFine:
        raise FigureTooFine(**_said(figure), scale=figure.indicator.scale) from None
    except TooLarge:
        raise FigureTooLarge(**_said(figure), unit=figure.indicator.unit) from None


def coded(value: Said, scale: int) -> tuple[int, str]:
    """What is said as the amount that is kept, and the words where it is no number. Raises TooFine, TooLarge."""
    if isinstance(value, Mark):
        return CODES[value], ""
    if isinstance(value, str):
        return CODES[Mark.PRINTED], value.strip()
    return packing.amount_of(value, scale), ""


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


@transaction.atomic
def contest(
    figure: NewFigure, *, reason: str, origin: OriginDraft, rehearsal: bool, by: User | trail.Job, at: datetime
) -> Contested | None:
    """Put a second source's figure beside the official one, with the reason why they differ.

    What the same return put there before counts no more; Mark.ABSENT only takes that back. None where the same source's
    same figure stands there already, or nothing is there to be taken back. Raises as put_figures, Unsaid, TooLong.
    """
    amount, words = _amount(figure)
    reason = said(_("差异原因"), reason, limit=300)
    if _stands(figure, amount, words, reason, origin, rehearsal):
        return None
    made = keep_origin(origin, rehearsal, by, at)
    row = Contested.objects.create(
        indicator=figure.indicator,
        place=figure.place,
        period=figure.period,
        is_rehearsal=rehearsal,
        amount=amount,
        printed=words,
        origin=made,
        reason=reason,
    )
    trail.record("figures.contest", by=by, at=at, subject=made, after={"cell": _words(figure)}, reason=reason)
    return row


def _stands(figure: NewFigure, amount: int, words: str, reason: str, origin: OriginDraft, rehearsal: bool) -> bool:
    """Whether the source says so already: another file under the same name, or the return by what it said last."""
    here = beside(rehearsal=rehearsal).filter(indicator=figure.indicator, place=figure.place, period=figure.period)
    if origin.return_id is None:
        return here.filter(amount=amount, printed=words, origin__source=origin.source).exists()
    last = here.filter(origin__return_id=origin.return_id).first()
    if last is None:
        return figure.value is Mark.ABSENT
    return (last.amount, last.printed, last.reason) == (amount, words, reason)


def _words(figure: NewFigure) -> str:
    value = "—" if figure.value is Mark.ABSENT else figure.value
    return f"{figure.place.name} {figure.period} {figure.indicator.name}：{value}"
