"""When a place reaches the national average if both go on as they did, and how fast it would have to grow. Pure.

The target of the plan is to reach or exceed the national average (plan text 四). Assumptions, one at a time:
- geometric: each side keeps its average yearly growth over the stretch that both cover, from first to last figure
  (水平法, as statistics print it); figures must be positive;
- linear: each side keeps its average yearly change in the unit of the indicator.

Both sides are carried to one moment, the base (the end of the later of the two last figures used). Then

    geometric: years = ln(N ÷ P) ÷ ln((1 + p) ÷ (1 + n))        linear: years = (N − P) ÷ (p − n)

with P, N the values and p, n the yearly growth of place and nation; the logarithm turns the first into the second, so
that one reckoning serves both. The year is the one during which that moment falls. Where less is better (poverty rate)
reaching means falling to the average.

The band leaves out one figure at a time and reckons again: its ends are the earliest and the latest year found, and it
is open where one of these reckonings never arrives. Only first and last figures bear on an average growth, so four
reckonings are all that differ. Growth needed to arrive by the end of a year (2015 ends the twelfth five-year plan, 2020
the Outline) assumes that the nation goes on as it did.

Logarithms carry 80 digits, everything else is a fraction; rounded are only the results, in rounding.half_up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from luoxiao.indicators.gap import Good
from luoxiao.indicators.histories import Point, Shared, end_of_year, moment, shared, year_at
from luoxiao.indicators.rounding import half_up

FEWEST_POINTS = 3  # on each side, in the stretch that both cover
SHORTEST = 2  # years; growth seen over less is said to rest on little
HORIZON = 100  # years after the base; what lies beyond is not given a year
BY = (2015, 2020)
RATE_PLACES, YEARS_PLACES, LEVEL_PLACES = 10, 6, 6

_Limits = tuple[Decimal | None, Decimal | None]
_LOGARITHMS = Context(prec=80, rounding=ROUND_HALF_EVEN)
_SETTLED = 10**40  # differences of logarithms below its inverse are the last digits' noise


class Method(StrEnum):
    """What is assumed of both sides."""

    GEOMETRIC = "geometric"
    LINEAR = "linear"


class Outcome(StrEnum):
    """What the reckoning says."""

    CONVERGES = "converges"
    REACHED = "reached"  # at the base already
    WIDENING = "widening"  # never: the gap grows
    CONSTANT = "constant"  # never: the gap stays
    FAR = "far"  # not within HORIZON years
    OUT_OF_RANGE = "out-of-range"  # the lines meet only where the indicator cannot be (below zero, above 100 %)
    TOO_FEW = "too-few"  # fewer than FEWEST_POINTS on a side in the stretch that both cover, or none such
    NOT_POSITIVE = "not-positive"  # no growth rate of figures that are zero or negative: take the linear method
    NO_DIRECTION = "no-direction"  # neither direction is good: there is nothing to reach


class Caution(StrEnum):
    """Why a result should be read with care."""

    PARTIAL = "partial"  # a roll-up over fewer places than it should be
    UNSURE = "unsure"  # a figure from a source of low confidence
    SHORT = "short"  # growth seen over less than SHORTEST years
    AGAINST_GOOD = (
        "against-good"  # the place gets worse, and meets the average only because the nation gets worse faster
    )


class Demand(StrEnum):
    """What a growth by a given year means."""

    NEEDED = "needed"
    KEEP = "keep"  # reached already: at least this growth keeps it
    PASSED = "passed"  # that year ended before the base
    OUT_OF_RANGE = "out-of-range"  # the average carried on would be where the indicator cannot be


@dataclass(frozen=True)
class Side:
    """One side: first and last figure used, its yearly growth and its value at the base.

    `rate` is a ratio for the geometric method (0.0981 is 9.81 % a year), else a change in the unit of the indicator.
    """

    first: Point
    last: Point
    span: Fraction
    rate: Decimal
    carried: Fraction
    level: Decimal

    @property
    def is_carried(self) -> bool:
        """Whether the last figure had to be carried on to the base (`carried` years)."""
        return self.carried > 0


@dataclass(frozen=True)
class Run:
    """The reckoning without one figure: which of which side, and what it says."""

    dropped: Point
    of_nation: bool
    outcome: Outcome
    year: int | None


@dataclass(frozen=True)
class Band:
    """Earliest and latest year of all reckonings: `latest` None where one never arrives, `earliest` where none does."""

    earliest: int | None
    latest: int | None
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Need:
    """The yearly growth (as Side.rate) that arrives by the end of a year; `enough`: the place's own growth suffices."""

    year: int
    demand: Demand
    rate: Decimal | None = None
    enough: bool | None = None


@dataclass(frozen=True)
class Convergence:
    """The result, with all that went into it. Where the reckoning could not be made, `own`, `nation` … are None.

    `base` is a moment in years (2013: the end of 2012); `years` counts from it; `year` is the year of arriving, or that
    of the base where the average is reached already.
    """

    method: Method
    good: Good
    outcome: Outcome
    used: Shared
    own: Side | None = None
    nation: Side | None = None
    base: Fraction | None = None
    years: Decimal | None = None
    year: int | None = None
    band: Band | None = None
    needs: tuple[Need, ...] = ()
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Rules:
    """What a reckoning is asked: the good direction, the method, years to arrive by, and what the indicator can be.

    `lowest` and `highest` are the valid range in the unit of the indicator; without `lowest` it is zero where no figure
    used is negative.
    """

    good: Good
    method: Method = Method.GEOMETRIC
    by: Sequence[int] = field(default=BY)
    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def toward(self) -> int:
        return -1 if self.good is Good.LESS else 1


@dataclass(frozen=True)
class _Line:
    """A side as a straight line: height at the base and slope a year; of logarithms for the geometric method."""

    height: Fraction
    slope: Fraction

    def at(self, years: Fraction) -> Fraction:
        return self.height + self.slope * years


@dataclass(frozen=True)
class _Solved:
    own: _Line
    nation: _Line
    base: Fraction
    outcome: Outcome
    years: Fraction | None

    @property
    def year(self) -> int | None:
        return None if self.years is None else year_at(self.base + self.years)


def converge(own: Sequence[Point], nation: Sequence[Point], rules: Rules) -> Convergence:
    """When the place (or area) reaches the average of the nation. ValueError where a side has a period twice."""
    used = shared(own, nation)
    if trouble := _trouble(used, rules):
        return Convergence(rules.method, rules.good, trouble, used)
    limits = _range(used, rules)
    solved = _solve(used.own, used.nation, rules, limits)
    return Convergence(
        method=rules.method,
        good=rules.good,
        outcome=solved.outcome,
        used=used,
        own=_side(used.own, solved.own, solved.base, rules.method),
        nation=_side(used.nation, solved.nation, solved.base, rules.method),
        base=solved.base,
        years=None if solved.years is None else half_up(solved.years, YEARS_PLACES),
        year=solved.year,
        band=_band(used, solved, rules, limits),
        needs=tuple(_need(year, solved, rules, limits) for year in rules.by),
        cautions=_cautions(used, solved, rules),
    )


def _trouble(used: Shared, rules: Rules) -> Outcome | None:
    """Why there is nothing to reckon."""
    if rules.good is Good.NEITHER:
        return Outcome.NO_DIRECTION
    if min(len(used.own), len(used.nation)) < FEWEST_POINTS:
        return Outcome.TOO_FEW
    if rules.method is Method.GEOMETRIC and any(point.value <= 0 for point in (*used.own, *used.nation)):
        return Outcome.NOT_POSITIVE
    return None


def _solve(own: Sequence[Point], nation: Sequence[Point], rules: Rules, limits: _Limits) -> _Solved:
    """Where the two lines meet."""
    base = max(_at(own[-1]), _at(nation[-1]))
    ours, theirs = _line(own, base, rules.method), _line(nation, base, rules.method)
    behind = rules.toward * (theirs.height - ours.height)
    closing = rules.toward * (ours.slope - theirs.slope)
    if _settled(behind) <= 0:
        return _Solved(ours, theirs, base, Outcome.REACHED, Fraction(0))
    if _settled(closing) <= 0:
        return _Solved(ours, theirs, base, Outcome.WIDENING if _settled(closing) else Outcome.CONSTANT, None)
    years = _settled(behind / closing)
    if years > HORIZON:
        return _Solved(ours, theirs, base, Outcome.FAR, None)
    if not _can_be(theirs.at(years), limits, rules.method):
        return _Solved(ours, theirs, base, Outcome.OUT_OF_RANGE, None)
    return _Solved(ours, theirs, base, Outcome.CONVERGES, years)


def _line(points: Sequence[Point], base: Fraction, method: Method) -> _Line:
    """Through the first and the last figure."""
    first, last = points[0], points[-1]
    start, end = _height(first.value, method), _height(last.value, method)
    slope = (end - start) / (_at(last) - _at(first))
    return _Line(end + slope * (base - _at(last)), slope)


def _range(used: Shared, rules: Rules) -> _Limits:
    """What the indicator can be."""
    lowest = rules.lowest
    if lowest is None and all(point.value >= 0 for point in (*used.own, *used.nation)):
        lowest = Decimal(0)
    return lowest, rules.highest


def _can_be(height: Fraction, limits: _Limits, method: Method) -> bool:
    value = _settled(_value(height, method))
    lowest, highest = limits
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)


def _band(used: Shared, solved: _Solved, rules: Rules, limits: _Limits) -> Band:
    """The reckoning again without each of the four figures that bear on a growth: first and last of either side."""
    runs = []
    for number, points in enumerate((used.own, used.nation)):
        for dropped, rest in ((points[0], points[1:]), (points[-1], points[:-1])):
            own, nation = (rest, used.nation) if number == 0 else (used.own, rest)
            again = _solve(own, nation, rules, limits)
            runs.append(Run(dropped, number == 1, again.outcome, again.year))
    years = [solved.year, *(run.year for run in runs)]
    known = [year for year in years if year is not None]
    return Band(min(known, default=None), None if None in years else max(known), tuple(runs))


def _need(year: int, solved: _Solved, rules: Rules, limits: _Limits) -> Need:
    """The slope that meets the nation's line at the end of the year."""
    years = end_of_year(year) - solved.base
    if years <= 0:
        return Need(year, Demand.PASSED)
    if not _can_be(solved.nation.at(years), limits, rules.method):
        return Need(year, Demand.OUT_OF_RANGE)
    slope = (solved.nation.at(years) - solved.own.height) / years
    demand = Demand.KEEP if solved.outcome is Outcome.REACHED else Demand.NEEDED
    return Need(year, demand, _rate(slope, rules.method), _settled(rules.toward * (solved.own.slope - slope)) >= 0)


def _side(points: Sequence[Point], line: _Line, base: Fraction, method: Method) -> Side:
    first, last = points[0], points[-1]
    return Side(
        first=first,
        last=last,
        span=_at(last) - _at(first),
        rate=_rate(line.slope, method),
        carried=base - _at(last),
        level=last.value if _at(last) == base else half_up(_value(line.height, method), LEVEL_PLACES),
    )


def _cautions(used: Shared, solved: _Solved, rules: Rules) -> tuple[Caution, ...]:
    points = (*used.own, *used.nation)
    shortest = min(_at(side[-1]) - _at(side[0]) for side in (used.own, used.nation))
    meets = solved.outcome is Outcome.CONVERGES
    said = (
        (Caution.PARTIAL, any(point.partial for point in points)),
        (Caution.UNSURE, not all(point.sure for point in points)),
        (Caution.SHORT, shortest < SHORTEST),
        (Caution.AGAINST_GOOD, meets and rules.toward * solved.own.slope < 0),
    )
    return tuple(caution for caution, holds in said if holds)


def _height(value: Decimal, method: Method) -> Fraction:
    return _logarithm(value) if method is Method.GEOMETRIC else Fraction(value)


@lru_cache(10_000)
def _logarithm(value: Decimal) -> Fraction:
    """The nation's figures come again with every place, so they are kept."""
    return Fraction(value.ln(_LOGARITHMS))


def _value(height: Fraction, method: Method) -> Fraction:
    if method is Method.LINEAR:
        return height
    return Fraction(_LOGARITHMS.divide(Decimal(height.numerator), Decimal(height.denominator)).exp(_LOGARITHMS))


def _rate(slope: Fraction, method: Method) -> Decimal:
    return half_up(_value(slope, method) - (1 if method is Method.GEOMETRIC else 0), RATE_PLACES)


def _settled(number: Fraction) -> Fraction:
    """Without the noise of the logarithms' last digits, which would tell equal things apart."""
    return Fraction(round(number * _SETTLED), _SETTLED)


def _at(point: Point) -> Fraction:
    found = moment(point.period)
    assert found is not None, "a history holds only points that stand at a moment"
    return found
