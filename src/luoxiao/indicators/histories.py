"""The histories of a place and of the nation, and the stretch of time that both cover. Pure: points in, points out.

A figure stands at the end of its period: that of 2012 at the end of 2012, that of 2012Q3 at three quarters of the year.
Moments are counted in years, exactly: the end of 2012 is 2013, the end of 2012Q3 is 2012 + 3/4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from luoxiao.core.periods import Period


@dataclass(frozen=True)
class Point:
    """A figure of the history, in the unit of the indicator, with where it comes from.

    `period` is a code (2012, 2012Q3, 2012-10, 2010-11-01); `sure` is False where the source has low confidence; a
    roll-up says on how many places it rests.
    """

    period: str
    value: Decimal
    source: str = ""
    sure: bool = True
    counted: int = 1
    expected: int = 1

    @property
    def partial(self) -> bool:
        return self.counted < self.expected


class Why(StrEnum):
    """Why a figure of the history is not used."""

    OUTSIDE = "outside"  # before or after the stretch that both sides cover
    SPAN = "span"  # a figure for several years stands at no one moment
    FINER = "finer"  # a figure for a longer period ends at the same moment and is used instead


@dataclass(frozen=True)
class LeftOut:
    """A figure that is not used, and why."""

    point: Point
    why: Why


@dataclass(frozen=True)
class Shared:
    """What is used of both sides, each by time, and what is not. No point is used where the sides do not overlap."""

    own: tuple[Point, ...]
    nation: tuple[Point, ...]
    own_left_out: tuple[LeftOut, ...]
    nation_left_out: tuple[LeftOut, ...]


def moment(period: str) -> Fraction | None:
    """The end of a period in years; None for several years (2012/2014). ValueError where this is no period."""
    found = Period.parse(period)
    if found.kind == "span":
        return None
    if found.kind == "day":
        return _end_of_day(found.last_day)
    return found.year + Fraction(found.last_day.month, 12)


def _end_of_day(day: date) -> Fraction:
    first, next_first = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + Fraction((day - first).days + 1, (next_first - first).days)


def end_of_year(year: int) -> Fraction:
    return Fraction(year + 1)


def year_at(at: Fraction) -> int:
    """The year during which, or at whose end, a moment falls."""
    return ceil(at) - 1


def shared(own: Iterable[Point], nation: Iterable[Point]) -> Shared:
    """The points of both sides that cover the stretch of time which both cover.

    The stretch runs from the later of the two first points to the earlier of the two last. Of each side are used the
    points within it, and the nearest one beyond each end at which the side has none. ValueError where a side has two
    points for one period.
    """
    ours, our_rest = _placed(own)
    theirs, their_rest = _placed(nation)
    if not ours or not theirs:
        start, end = Fraction(0), Fraction(0)
    else:
        start, end = max(_at(ours[0]), _at(theirs[0])), min(_at(ours[-1]), _at(theirs[-1]))
    used, unused = _covering(ours, start, end)
    their_used, their_unused = _covering(theirs, start, end)
    return Shared(used, their_used, (*our_rest, *unused), (*their_rest, *their_unused))


def _placed(points: Iterable[Point]) -> tuple[list[Point], list[LeftOut]]:
    """The points by time, one for each moment, and those that stand at no moment of their own."""
    at: dict[Fraction, Point] = {}
    rest = []
    for point in sorted(points, key=lambda each: (len(each.period), each.period)):  # longer periods have shorter codes
        when = moment(point.period)
        if when is None:
            rest.append(LeftOut(point, Why.SPAN))
        elif when not in at:
            at[when] = point
        elif at[when].period == point.period:
            raise ValueError(f"two figures for {point.period}")
        else:
            rest.append(LeftOut(point, Why.FINER))
    return [at[when] for when in sorted(at)], rest


def _covering(points: Sequence[Point], start: Fraction, end: Fraction) -> tuple[tuple[Point, ...], tuple[LeftOut, ...]]:
    if start >= end:
        return (), tuple(LeftOut(point, Why.OUTSIDE) for point in points)
    first = max(_at(point) for point in points if _at(point) <= start)
    last = min(_at(point) for point in points if _at(point) >= end)
    used = tuple(point for point in points if first <= _at(point) <= last)
    return used, tuple(LeftOut(point, Why.OUTSIDE) for point in points if point not in used)


def _at(point: Point) -> Fraction:
    found = moment(point.period)
    assert found is not None, "points without a moment are set aside first"
    return found
