"""How far the promise of a fund has come (四(二)2: at least 1亿元 over 2011–2015), and the pace still needed. Pure.

Amounts are fen. Years are budget years. Nothing is guessed: a year without a plan has none, it is not a plan of zero,
and money outside the promised years does not count towards the promise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from luoxiao.core.periods import Quarter


@dataclass(frozen=True)
class Reached:
    """How much of some money has come how far, fen; each number includes the ones after it."""

    received: int = 0
    allotted: int = 0
    transferred: int = 0
    committed: int = 0
    spent: int = 0

    def __add__(self, other: "Reached") -> "Reached":
        return Reached(
            self.received + other.received,
            self.allotted + other.allotted,
            self.transferred + other.transferred,
            self.committed + other.committed,
            self.spent + other.spent,
        )


@dataclass(frozen=True)
class Year:
    """One promised year: what is planned of it (None: no plan), and how far its money has come."""

    year: int
    planned: int | None
    reached: Reached


@dataclass(frozen=True)
class Pace:
    """What one stage still lacks of the promise, and how much a quarter that makes until the end of the last year."""

    reached: int
    missing: int
    quarters_left: int
    per_quarter: int | None  # rounded up to a whole fen; None where no quarter is left

    @property
    def kept(self) -> bool:
        return self.missing == 0


@dataclass(frozen=True)
class Meter:
    """The promise, its years, and what is still needed on the given day."""

    promised: int
    years: tuple[Year, ...]
    quarters: int  # of the promised years
    quarters_left: int  # with the running one
    outside: Reached  # money of other budget years, not counted

    @property
    def planned(self) -> int | None:
        """The sum of the years that have a plan; None where none has."""
        plans = [year.planned for year in self.years if year.planned is not None]
        return sum(plans) if plans else None

    @property
    def unplanned_years(self) -> tuple[int, ...]:
        return tuple(year.year for year in self.years if year.planned is None)

    @property
    def reached(self) -> Reached:
        return total(year.reached for year in self.years)

    @property
    def over(self) -> bool:
        """No quarter is left."""
        return self.quarters_left == 0

    @property
    def even(self) -> int:
        """Where an even pace over all quarters would stand at the end of the last full quarter, fen, rounded down."""
        return self.promised * (self.quarters - self.quarters_left) // self.quarters

    def pace(self, reached: int) -> Pace:
        """From what one stage has reached."""
        missing = max(0, self.promised - reached)
        per_quarter = -(-missing // self.quarters_left) if self.quarters_left else None
        return Pace(reached, missing, self.quarters_left, per_quarter)


def total(parts: Iterable[Reached]) -> Reached:
    """Added up stage by stage."""
    return sum(parts, Reached())


def meter(
    *, promised: int, years: range, planned: Mapping[int, int], reached: Mapping[int, Reached], today: date
) -> Meter:
    """The meter on a day. `planned` holds only years that have a plan, `reached` only years that had money.

    Raises ValueError for a promise of nothing or of no years: such a fund has no meter.
    """
    if promised <= 0 or not years:
        raise ValueError("a meter needs a promise and its years")
    lines = tuple(Year(year, planned.get(year), reached.get(year, Reached())) for year in years)
    outside = total(found for year, found in reached.items() if year not in years)
    return Meter(promised, lines, len(years) * 4, _left(years, today), outside)


def _left(years: range, today: date) -> int:
    """The quarters from the running one to the last promised one; all of them before the first, none after the last."""
    first, last = years[0] * 4, years[-1] * 4 + 3
    running = Quarter.of(today)
    return max(0, last - max(first, running.year * 4 + running.number - 1) + 1)
