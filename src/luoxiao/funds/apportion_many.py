"""The rule of apportion.py for many regions at once, with numpy: the same amounts, to the last unit. Pure.

    whole units of a share = ⌊units × score ÷ total⌋

The product does not fit 64 bits, so the quotient is first estimated in extended precision (64 bits of mantissa), which
is off by at most one, and then made exact: the remainder units × score − quotient × total is known modulo 2^64, and
as it lies within two totals of zero it is known altogether. No amount rests on the estimate.

That needs units below 2^62, scores that add up to less than 2^61 and a platform whose long double has 64 bits. Where
one of these is not given, apportion.py does the work; the amounts are the same, it only takes longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoxiao.funds.apportion import Apportioned, Conflict, Kind, apportion

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

MOST_UNITS, MOST_SCORE = 2**62, 2**61
_EXTENDED = np.finfo(np.longdouble).nmant >= 63


@dataclass(frozen=True)
class Many:
    """What each position gets, and how: see Apportioned. `state` is −1 at the floor, 1 at the ceiling, 0 between."""

    amounts: Whole
    state: NDArray[np.int8]
    rounds: int
    open_units: int
    open_score: int
    rounded_up: Whole
    cut: int | None

    def plain(self) -> Apportioned:
        """The same as lists of Python's whole numbers."""
        low, high = np.flatnonzero(self.state < 0).tolist(), np.flatnonzero(self.state > 0).tolist()
        up, amounts = self.rounded_up.tolist(), self.amounts.tolist()
        return Apportioned(amounts, low, high, self.rounds, self.open_units, self.open_score, up, self.cut)


def fits(units: int, scores: Sequence[int]) -> bool:
    """Whether these numbers can be reckoned with in 64 bits on this platform."""
    return _EXTENDED and 0 <= units < MOST_UNITS and sum(scores) < MOST_SCORE


def apportion_quickly(
    units: int, scores: Sequence[int], lower: Sequence[int] | None = None, upper: Sequence[int] | None = None
) -> Apportioned:
    """As `apportion`, by numpy where the numbers fit. Raises what it raises."""
    if not fits(units, scores):
        return apportion(units, scores, lower, upper)
    ceilings = None if upper is None else [min(ceiling, MOST_UNITS) for ceiling in upper]
    floors = None if lower is None else [min(floor, MOST_UNITS) for floor in lower]
    return apportion_many(units, _whole(scores), _whole(floors), _whole(ceilings)).plain()


def _whole(numbers: Sequence[int] | None) -> Whole | None:
    return None if numbers is None else np.array(numbers, np.int64)


def apportion_many(units: int, scores: Whole | None, lower: Whole | None = None, upper: Whole | None = None) -> Many:
    """Split units among the positions of the arrays. Raises Conflict and ValueError as `apportion`, and OverflowError.

    OverflowError: the numbers do not fit; `apportion` takes them.
    """
    assert scores is not None, "only bounds may be left out"
    found = _Freezing(units, scores, lower, upper)
    found.check()
    found.until_stable()
    return found.result()


class _Freezing:
    """The open positions shrink round by round; arrays of the open ones are kept beside their positions."""

    def __init__(self, units: int, scores: Whole, lower: Whole | None, upper: Whole | None) -> None:
        self.units, self.scores, self.lower, self.upper = units, scores, lower, upper
        self.amounts, self.state = np.zeros(len(scores), np.int64), np.zeros(len(scores), np.int8)
        self.open: Whole | None = None  # None: all, which spares copying when nothing is bound
        self.left, self.score, self.rounds = units, exact_sum(scores), 0
        self.quotient, self.remainder = scores, scores

    def check(self) -> None:
        """Raises OverflowError, ValueError or Conflict before anything is split."""
        n = len(self.scores)
        if not _EXTENDED or self.units >= MOST_UNITS or self.score >= MOST_SCORE:
            raise OverflowError("units or scores beyond 64 bits")
        if any(bound is not None and len(bound) != n for bound in (self.lower, self.upper)):
            raise ValueError("scores and bounds of different lengths")
        if self.units < 0 or any(given is not None and n and given.min() < 0 for given in (self.scores, self.lower)):
            raise ValueError("a negative number")
        lower = np.zeros(1, np.int64) if self.lower is None else self.lower
        if self.upper is not None and bool((lower > self.upper).any()):
            raise ValueError("a floor above its ceiling")
        if self.lower is not None and (floors := exact_sum(self.lower)) > self.units:
            raise Conflict(Kind.FLOORS_ABOVE_POT, floors=floors, pot=self.units)
        if self.upper is not None and (ceilings := exact_sum(self.upper)) < self.units:
            raise Conflict(Kind.CEILINGS_BELOW_POT, ceilings=ceilings, pot=self.units)

    def until_stable(self) -> None:
        """Freeze round by round until nobody among the open ones breaks a bound."""
        while self.score:
            self.rounds += 1
            self.quotient, self.remainder = divide(self.left, self._of_open(self.scores), self.score)
            below, above = self._below(), self._above()
            if below is None and above is None:
                return
            self._freeze(below, above)

    def _of_open(self, numbers: Whole) -> Whole:
        return numbers if self.open is None else numbers[self.open]

    def _below(self) -> Mask | None:
        """Whose share is below the floor: exactly when its whole units are, the floor being whole."""
        if self.lower is None:
            return None
        below = self.quotient < self._of_open(self.lower)
        return below if below.any() else None

    def _above(self) -> Mask | None:
        if self.upper is None:
            return None
        ceilings = self._of_open(self.upper)
        above = (self.quotient > ceilings) | ((self.quotient == ceilings) & (self.remainder > 0))
        return above if above.any() else None

    def _freeze(self, below: Mask | None, above: Mask | None) -> None:
        """The side that weighs more; both where they balance, for then this is the final λ."""
        weight = self._weight(below, self.lower, 1) - self._weight(above, self.upper, -1)
        closed = np.zeros(len(self.quotient), np.bool_)
        for mask, bound, wins, sign in ((below, self.lower, weight >= 0, -1), (above, self.upper, weight <= 0, 1)):
            if mask is not None and bound is not None and wins:
                where = np.flatnonzero(mask) if self.open is None else self.open[mask]
                self.amounts[where], self.state[where] = bound[where], sign
                self.left -= exact_sum(bound[where])
                self.score -= exact_sum(self.scores[where])
                closed |= mask
        self.open = np.flatnonzero(~closed) if self.open is None else self.open[~closed]

    def _weight(self, mask: Mask | None, bound: Whole | None, sign: int) -> int:
        """What bringing these to their bound costs (floors) or sets free (ceilings), times the total of scores."""
        if mask is None or bound is None:
            return 0
        bounds, whole = exact_sum(self._of_open(bound)[mask]), exact_sum(self.quotient[mask])
        return sign * ((bounds - whole) * self.score - exact_sum(self.remainder[mask]))

    def result(self) -> Many:
        """The shares of the open ones rounded by largest remainder."""
        open_ = np.arange(len(self.scores)) if self.open is None else self.open
        if not self.score:
            return self._scoreless(open_)
        over = self.left - exact_sum(self.quotient)
        up, cut = largest(self.remainder, over)
        self.quotient[up] += 1
        self.amounts[open_] = self.quotient
        return Many(self.amounts, self.state, self.rounds, self.left, self.score, np.sort(open_[up]), cut)

    def _scoreless(self, open_: Whole) -> Many:
        """Where nobody open has a score each keeps the floor, and nothing may be left over."""
        if self.lower is not None:
            self.amounts[open_] = self.lower[open_]
            self.state[open_] = np.where(self.lower[open_] > 0, -1, 0)
            self.left -= exact_sum(self.lower[open_])
        if self.left:
            raise Conflict(Kind.NOTHING_TO_SHARE_BY, left=self.left)
        return Many(self.amounts, self.state, self.rounds, 0, 0, np.zeros(0, np.int64), None)


def divide(units: int, scores: Whole, total: int) -> tuple[Whole, Whole]:
    """Whole units and remainder of units × score ÷ total for each score, exactly; 0 ≤ remainder < total."""
    quotient = (scores.astype(np.longdouble) * (np.longdouble(units) / np.longdouble(total))).astype(np.int64)
    wrapped = scores.view(np.uint64) * np.uint64(units) - quotient.view(np.uint64) * np.uint64(total)
    remainder = wrapped.view(np.int64)
    low, high = remainder < 0, remainder >= total
    if low.any() or high.any():
        step = high.astype(np.int64) - low
        quotient += step
        remainder -= step * total
    return quotient, remainder


def largest(remainders: Whole, count: int) -> tuple[Whole, int | None]:
    """The positions of so many largest remainders, of equal ones the earliest; and the smallest of them."""
    if count <= 0:
        return np.zeros(0, np.int64), None
    cut = np.partition(remainders, len(remainders) - count)[len(remainders) - count]
    above = np.flatnonzero(remainders > cut)
    equal = np.flatnonzero(remainders == cut)[: count - len(above)]
    return np.concatenate([above, equal]), int(cut)


def exact_sum(numbers: Whole) -> int:
    """The sum as a Python number: halves of 32 bits are added apart, so that a million of them cannot overflow."""
    return (int((numbers >> 32).sum()) << 32) + int((numbers & 0xFFFFFFFF).sum())
