"""How far places are from the average and from their targets, and how they rank. Pure: figures in, a table out.

The target of the plan is to reach or exceed the national average in facilities, protection and services (plan text
四). So every gap has a plain side, value − level in the unit of the indicator, and a side that respects which direction
is good: `lead`, positive where the place is better than the level, also where less is better (the poverty rate).

How it is counted:
- rank: the best place is 1; equal places share a rank and the next ones skip (1, 2, 2, 4);
- change of rank: both ranks counted among the places that have a figure in both periods, so that a place which
  reported late moves nobody; positive is up;
- distance to the frontier: the best place is 100, the worst 0, the others in proportion; none where all are equal;
- what rests on too few data says so in `doubts`. What has no figure is listed in `missing` and never counts as zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from luoxiao.indicators.rounding import share

FEWEST_RANKED = 5  # a rank among fewer places is said to rest on too few

_EXACT = Context(prec=120, traps=[Inexact, InvalidOperation])  # wide enough for every figure: it never rounds


class Good(StrEnum):
    """Which direction is good, as the dictionary says it."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class Against(StrEnum):
    """What a place is compared with, in the order of the page."""

    NATION = "nation"
    WEST = "west"
    CENTRAL = "central"
    TARGET = "target"


class Missing(StrEnum):
    """Why a place has no number. Three different things and none of them zero; `text` is printed as it came."""

    ABSENT = "absent"
    NOT_KNOWN = "not-known"
    NOT_APPLICABLE = "not-applicable"
    TEXT = "text"


class Doubt(StrEnum):
    """Why a number should be read with care."""

    PARTIAL = "partial"  # a roll-up that rests on fewer places than it should
    FEW_RANKED = "few-ranked"  # a rank among fewer than FEWEST_RANKED
    OTHERS_MISSING = "others-missing"  # a rank among some of the places: the others have no figure
    FEW_COMPARED = "few-compared"  # a change of rank among fewer than FEWEST_RANKED


@dataclass(frozen=True)
class Reading:
    """What is known of a place in a period.

    `value` is in the unit of the indicator; where there is none, `missing` says why. A figure rolled up from lower
    places says on how many of them it rests: `counted` of `expected`.
    """

    value: Decimal | None
    missing: Missing = Missing.ABSENT
    counted: int = 1
    expected: int = 1

    @property
    def partial(self) -> bool:
        return self.counted < self.expected


@dataclass(frozen=True)
class Difference:
    """A place against one level.

    `gap` = value − level, and `lead` the same turned so that positive is better, both in the unit of the indicator;
    `share` = value ÷ level in percent, None where the level is not positive; `reached`: at least as good as the level.
    `lead` and `reached` are None where neither direction is good.
    """

    against: Against
    level: Decimal
    gap: Decimal
    lead: Decimal | None
    share: Decimal | None
    reached: bool | None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Rank:
    """Place `number` of `among`, shared by `tied` places (1: alone)."""

    number: int
    among: int
    tied: int


@dataclass(frozen=True)
class Move:
    """Both ranks among the same `among` places; `places` = before − now, positive is up."""

    now: int
    before: int
    among: int

    @property
    def places(self) -> int:
        return self.before - self.now


@dataclass(frozen=True)
class Standing:
    """One place of the table. `frontier` is percent; `rank`, `move`, `frontier` are None where they cannot be said."""

    place: int
    value: Decimal
    differences: tuple[Difference, ...]
    rank: Rank | None
    move: Move | None
    frontier: Decimal | None
    doubts: tuple[Doubt, ...]

    def against(self, level: Against) -> Difference | None:
        """The difference to this level, None where the level is not known."""
        return next((each for each in self.differences if each.against is level), None)


@dataclass(frozen=True)
class GapTable:
    """All places with a figure, best first (by number of place where neither direction is good), and all without."""

    good: Good
    standings: tuple[Standing, ...]
    missing: tuple[tuple[int, Missing], ...]
    levels_missing: tuple[tuple[Against, Missing], ...]

    @property
    def expected(self) -> int:
        return len(self.standings) + len(self.missing)

    def worst(self, count: int = 5) -> tuple[Standing, ...]:
        """The places furthest behind, worst first; places that tie with the last one shown are not added."""
        return self.standings[: -count - 1 : -1] if self.good is not Good.NEITHER else ()

    def reached(self, level: Against = Against.NATION) -> int:
        """How many places have reached this level."""
        return sum(bool((found := each.against(level)) and found.reached) for each in self.standings)


@dataclass(frozen=True)
class Compared:
    """What the places are compared with: levels common to all, and targets by place."""

    levels: Mapping[Against, Reading] = field(default_factory=dict)
    targets: Mapping[int, Decimal] = field(default_factory=dict)

    def of(self, place: int) -> list[tuple[Against, Reading]]:
        """The levels that are known for this place."""
        own = {Against.TARGET: Reading(self.targets[place])} if place in self.targets else {}
        found = {**self.levels, **own}
        return [(level, found[level]) for level in Against if level in found and found[level].value is not None]


def gap_table(
    readings: Mapping[int, Reading],
    *,
    good: Good,
    compared: Compared | None = None,
    earlier: Mapping[int, Reading] | None = None,
) -> GapTable:
    """The table of one indicator and period. `readings` and `earlier` by number of place (Place.id)."""
    compared = compared or Compared()
    values = _values(readings)
    before = _values(earlier or {})
    ranks = _ranks(values, good)
    moves = _moves(values, before, good)
    frontier = _frontier(values, good)
    standings = [
        Standing(
            place=place,
            value=value,
            differences=tuple(
                difference(readings[place], level, against, good) for against, level in compared.of(place)
            ),
            rank=ranks.get(place),
            move=moves.get(place),
            frontier=frontier.get(place),
            doubts=_doubts(readings[place], ranks.get(place), moves.get(place), len(readings)),
        )
        for place, value in values.items()
    ]
    return GapTable(
        good=good,
        standings=tuple(sorted(standings, key=lambda each: (each.rank.number if each.rank else 0, each.place))),
        missing=tuple(sorted((place, each.missing) for place, each in readings.items() if each.value is None)),
        levels_missing=tuple(
            (level, compared.levels[level].missing)
            for level in Against
            if level in compared.levels and compared.levels[level].value is None
        ),
    )


def difference(reading: Reading, level: Reading, against: Against, good: Good) -> Difference:
    """A figure against a level, both known. ValueError where one is not."""
    if reading.value is None or level.value is None:
        raise ValueError("a gap needs both figures")
    gap = _EXACT.subtract(reading.value, level.value)
    lead = None if good is Good.NEITHER else gap if good is Good.MORE else _EXACT.minus(gap)
    return Difference(
        against=against,
        level=level.value,
        gap=gap,
        lead=lead,
        share=share(Fraction(reading.value) / Fraction(level.value)) if level.value > 0 else None,
        reached=None if lead is None else lead >= 0,
        doubts=(Doubt.PARTIAL,) if reading.partial or level.partial else (),
    )


def _values(readings: Mapping[int, Reading]) -> dict[int, Decimal]:
    return {place: each.value for place, each in readings.items() if each.value is not None}


def _ranks(values: Mapping[int, Decimal], good: Good) -> dict[int, Rank]:
    """Competition ranks: 1 + the number of places that are strictly better. None where neither direction is good."""
    if good is Good.NEITHER:
        return {}
    ordered = sorted(values.values(), reverse=good is Good.MORE)
    first: dict[Decimal, int] = {}
    tied: dict[Decimal, int] = {}
    for number, value in enumerate(ordered, 1):
        first.setdefault(value, number)
        tied[value] = tied.get(value, 0) + 1
    return {place: Rank(first[value], len(values), tied[value]) for place, value in values.items()}


def _moves(now: Mapping[int, Decimal], before: Mapping[int, Decimal], good: Good) -> dict[int, Move]:
    """The change of rank, for the places that have a figure in both periods and among them only."""
    both = now.keys() & before.keys()
    ranks = _ranks(_only(both, now), good)
    earlier = _ranks(_only(both, before), good)
    return {place: Move(ranks[place].number, earlier[place].number, len(both)) for place in ranks}


def _only(places: Iterable[int], values: Mapping[int, Decimal]) -> dict[int, Decimal]:
    return {place: values[place] for place in places}


def _frontier(values: Mapping[int, Decimal], good: Good) -> dict[int, Decimal]:
    """(value − worst) ÷ (best − worst) in percent. Only the best place is 100; none where all places are equal."""
    if good is Good.NEITHER or len(set(values.values())) < 2:
        return {}
    low, high = Fraction(min(values.values())), Fraction(max(values.values()))
    worst, best = (low, high) if good is Good.MORE else (high, low)
    return {place: share((Fraction(value) - worst) / (best - worst)) for place, value in values.items()}


def _doubts(reading: Reading, rank: Rank | None, move: Move | None, expected: int) -> tuple[Doubt, ...]:
    said: Sequence[tuple[Doubt, bool]] = (
        (Doubt.PARTIAL, reading.partial),
        (Doubt.FEW_RANKED, rank is not None and rank.among < FEWEST_RANKED),
        (Doubt.OTHERS_MISSING, rank is not None and rank.among < expected),
        (Doubt.FEW_COMPARED, move is not None and move.among < FEWEST_RANKED),
    )
    return tuple(doubt for doubt, holds in said if holds)
