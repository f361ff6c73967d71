"""The composite index of a target field: how much of the national average a place attains over its indicators. Pure.

The plan has three target fields, facilities, protection and services, and one target for each: to reach or exceed the
national average (plan text 四). So the average is the measure, and the index says how far along it a place is
(实现程度, as the monitoring of the 小康 society counts it; in OECD's handbook on composite indicators: distance to a
reference):

    part  = value ÷ average × 100 where more is better, average ÷ value × 100 where less is better, at most 100
    index = Σ weight × part ÷ 100, the weights being whole percent that sum to 100

Each part is capped at 100, so that a surplus in one never makes up for a lack in another, and the index is 100 only
where every part has reached the average. `surplus` keeps the part before the cap, to be shown beside it.

A part without a figure is never left out in silence: it is listed with the weight it carried. Where more than
MOST_MISSING percent of the weight are missing there is no index; where less are, the rest is taken for the whole
(Σ over the known weight) and the result is marked as not whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from luoxiao.indicators.gap import Good, Missing, Reading
from luoxiao.indicators.rounding import share

MOST_MISSING = 20  # percent of the weight


class WeightsOff(ValueError):
    """The weights of a field must be whole percent above 0 that sum to 100; says what they sum to."""


class Gone(StrEnum):
    """Why a part cannot be counted although the place may have a figure."""

    NO_FIGURE = "no-figure"  # the place has none: `missing` of the part says why
    NO_AVERAGE = "no-average"  # the nation has none
    NOT_POSITIVE = "not-positive"  # no ratio: a negative figure, or an average of zero that more would be better than
    NO_DIRECTION = "no-direction"  # neither direction is good


class Extent(StrEnum):
    """How far an index may be trusted."""

    WHOLE = "whole"
    PART = "part"  # some weight is missing, at most MOST_MISSING: reckoned over the rest, and marked
    NONE = "none"  # too much weight is missing


@dataclass(frozen=True)
class Part:
    """One indicator of the field: its weight in percent, the place's figure and the nation's, in the same unit."""

    indicator: str
    weight: int
    good: Good
    own: Reading
    nation: Reading


@dataclass(frozen=True)
class Counted:
    """A part that counts: `score` in percent of the average, at most 100; `surplus` the same before the cap.

    `surplus` is None where it has no bound (less is better and the place is at zero). `points` = weight × score ÷ 100,
    what the part adds to the index. `partial`: one of its figures is a roll-up over fewer places than it should be.
    """

    part: Part
    score: Decimal
    surplus: Decimal | None
    points: Decimal
    partial: bool


@dataclass(frozen=True)
class Lost:
    """A part that does not count, and why."""

    part: Part
    why: Gone
    missing: Missing | None = None


@dataclass(frozen=True)
class Index:
    """The index of one place and field: `value` in percent, None where too much weight is missing."""

    value: Decimal | None
    extent: Extent
    counted: tuple[Counted, ...]
    lost: tuple[Lost, ...]

    @property
    def weight_lost(self) -> int:
        """Percent of the weight that is missing."""
        return sum(each.part.weight for each in self.lost)

    @property
    def partial(self) -> bool:
        """Whether a figure rests on fewer places than it should."""
        return any(each.partial for each in self.counted)


def index(parts: Iterable[Part]) -> Index:
    """The index of a place, heaviest parts first. Raises WeightsOff, or ValueError for an indicator given twice."""
    ordered = sorted(parts, key=lambda part: (-part.weight, part.indicator))
    _check(ordered)
    lost = tuple(found for part in ordered if (found := _lost(part)))
    gone = {each.part.indicator for each in lost}
    known = [part for part in ordered if part.indicator not in gone]
    weight = sum(part.weight for part in known)
    enough = 100 - weight <= MOST_MISSING
    total = sum((part.weight * _score(part) for part in known), Fraction(0))
    extent = Extent.WHOLE if not lost else Extent.PART if enough else Extent.NONE
    return Index(share(total / weight) if enough else None, extent, tuple(map(_counted, known)), lost)


def _check(parts: Sequence[Part]) -> None:
    if sum(part.weight for part in parts) != 100 or any(part.weight <= 0 for part in parts):
        raise WeightsOff(sum(part.weight for part in parts))
    if len({part.indicator for part in parts}) < len(parts):
        raise ValueError("an indicator counts once")


def _lost(part: Part) -> Lost | None:
    """Why a part does not count, None where it does."""
    if part.own.value is None:
        return Lost(part, Gone.NO_FIGURE, part.own.missing)
    if part.nation.value is None:
        return Lost(part, Gone.NO_AVERAGE, part.nation.missing)
    if part.good is Good.NEITHER:
        return Lost(part, Gone.NO_DIRECTION)
    zero_to_exceed = part.good is Good.MORE and part.nation.value == 0
    if part.own.value < 0 or part.nation.value < 0 or zero_to_exceed:
        return Lost(part, Gone.NOT_POSITIVE)
    return None


def _counted(part: Part) -> Counted:
    score, surplus = _score(part), _ratio(part)
    return Counted(
        part=part,
        score=share(score),
        surplus=None if surplus is None else share(surplus),
        points=share(score * part.weight / 100),
        partial=part.own.partial or part.nation.partial,
    )


def _score(part: Part) -> Fraction:
    """The ratio, at most 1; a place at zero where less is better has reached every average."""
    ratio = _ratio(part)
    return Fraction(1) if ratio is None else min(ratio, Fraction(1))


def _ratio(part: Part) -> Fraction | None:
    """Place to average, or average to place where less is better; None where that has no bound."""
    assert part.own.value is not None, "parts without figures are set aside first"
    assert part.nation.value is not None, "parts without figures are set aside first"
    own, nation = Fraction(part.own.value), Fraction(part.nation.value)
    if part.good is Good.MORE:
        return own / nation
    return nation / own if own else None
