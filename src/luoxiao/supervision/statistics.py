"""How supervised items went, by unit and in a stretch of days: in time, late, still late, sent back, mean days. Pure.

Counted are items that were open on some day of the stretch. One closed in it is in time if it was closed by its limit
(or has none), else late. One still open at its end is late if its limit has passed by then. Days run from the day it
was given to the unit (opened, for a task of the plan) to the day it was closed, and only for those closed in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Life(NamedTuple):
    """An item as it counts. `unit` 0: no lead. `limit`: its own date; of an open one the earliest not yet met, None
    where it rests."""

    unit: int
    began: date
    closed: date | None
    limit: date | None


@dataclass(frozen=True)
class Count:
    """What became of the items of a unit in the stretch; days in all of those that were closed."""

    running: int = 0
    in_time: int = 0
    late: int = 0
    still_late: int = 0
    sent_back: int = 0
    days: int = 0

    @property
    def closed(self) -> int:
        return self.in_time + self.late

    @property
    def items(self) -> int:
        """All that were open on some day: closed by the end, or still open."""
        return self.closed + self.running + self.still_late

    @property
    def mean_tenths(self) -> int | None:
        """Mean days of the closed ones in tenths of a day, halves up; None where none was closed."""
        return (20 * self.days + self.closed) // (2 * self.closed) if self.closed else None

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.running + other.running,
            self.in_time + other.in_time,
            self.late + other.late,
            self.still_late + other.still_late,
            self.sent_back + other.sent_back,
            self.days + other.days,
        )


def by_unit(lives: Iterable[Life], sent_back: Mapping[int, int], *, first: date, last: date) -> dict[int, Count]:
    """By unit, what became of its items from the first to the last day, both included.

    `sent_back` says by unit how many of its reports and requests to close were sent back in that stretch.
    """
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for unit, began, closed, limit in lives:
        if began > last or (closed is not None and closed < first):
            continue
        tally = sums[unit]
        passed = limit is not None and limit < (closed if closed is not None and closed <= last else last)
        if closed is not None and closed <= last:
            tally[2 if passed else 1] += 1
            tally[4] += (closed - began).days
        else:
            tally[3 if passed else 0] += 1
    return {unit: _count(sums[unit], sent_back.get(unit, 0)) for unit in {*sums, *sent_back}}


def _count(tally: list[int], sent_back: int) -> Count:
    running, in_time, late, still_late, days = tally
    return Count(running, in_time, late, still_late, sent_back, days)


def total(counts: Iterable[Count]) -> Count:
    """Of all units together."""
    return sum(counts, start=Count())
