"""The one rule by which money is split: in proportion to scores, within bounds, to the last unit. Pure and exact.

    share of region i = clamp(λ × score, lower, upper), with the one λ for which all shares add up to the pot

λ is found by freezing: split what is left among those not frozen; where bounds are broken, freeze those below their
floor if lifting them costs more than the ceilings set free, else those above their ceiling; again, until none is
broken. Whoever is frozen would also be at that bound under the final λ, so the order of rounds does not matter and
the result is the only one of this form.

What is left is then rounded by largest remainder: everybody gets the whole units of the share, and the units that
remain go one by one to the largest fractions; equal fractions by position, which is the order of region codes.
Bounds are whole units, so rounding never breaks one. Every number is a whole number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Why units cannot be split as asked."""

    FLOORS_ABOVE_POT = "floors-above-pot"  # floors, pot
    CEILINGS_BELOW_POT = "ceilings-below-pot"  # ceilings, pot
    NOTHING_TO_SHARE_BY = "nothing-to-share-by"  # left: units that nobody with a score may still take


class Conflict(ValueError):
    """The bounds and the pot contradict each other; `params` are in units."""

    def __init__(self, kind: Kind, **params: int) -> None:
        self.kind, self.params = kind, params
        super().__init__(kind)


@dataclass(frozen=True)
class Apportioned:
    """What each position gets, and how it came about.

    `open_units` were split among the positions that no bound froze, whose scores add up to `open_score`. `rounded_up`
    got one unit more than the whole units of their share; `cut` is the smallest remainder (of units × score ÷
    open_score) that did, None where everything came out even.
    """

    amounts: list[int]
    at_floor: list[int]
    at_ceiling: list[int]
    rounds: int
    open_units: int
    open_score: int
    rounded_up: list[int]
    cut: int | None


@dataclass
class _Freezing:
    """Who is frozen at which bound so far; the open ones are the rest."""

    units: int
    scores: Sequence[int]
    floors: Sequence[int]
    ceilings: Sequence[int]

    def __post_init__(self) -> None:
        self.open, self.left, self.score, self.rounds = list(range(len(self.scores))), self.units, sum(self.scores), 0
        self.frozen: dict[int, int] = {}
        self.low: list[int] = []
        self.high: list[int] = []

    def until_stable(self) -> None:
        """Freeze round by round until nobody among the open ones breaks a bound."""
        while self.score:
            self.rounds += 1
            below = [i for i in self.open if self.left * self.scores[i] < self.floors[i] * self.score]
            above = [i for i in self.open if self.left * self.scores[i] > self.ceilings[i] * self.score]
            if not below and not above:
                return
            self._freeze(below, above)

    def _freeze(self, below: list[int], above: list[int]) -> None:
        """The side that weighs more; both where they balance, for then this is the final λ."""
        lifted = sum(self.floors[i] * self.score - self.left * self.scores[i] for i in below)
        freed = sum(self.left * self.scores[i] - self.ceilings[i] * self.score for i in above)
        if lifted >= freed:
            self.frozen |= {i: self.floors[i] for i in below}
            self.low += below
        if freed >= lifted:
            self.frozen |= {i: self.ceilings[i] for i in above}
            self.high += above
        self.open = [i for i in self.open if i not in self.frozen]
        self.left = self.units - sum(self.frozen.values())
        self.score = sum(self.scores[i] for i in self.open)

    def floors_for_the_scoreless(self) -> None:
        """Where nobody open has a score each keeps the floor, and nothing may be left over."""
        self.frozen |= {i: self.floors[i] for i in self.open}
        self.low += [i for i in self.open if self.floors[i]]
        self.left -= sum(self.floors[i] for i in self.open)
        self.open = []
        if self.left:
            raise Conflict(Kind.NOTHING_TO_SHARE_BY, left=self.left)


def apportion(
    units: int, scores: Sequence[int], lower: Sequence[int] | None = None, upper: Sequence[int] | None = None
) -> Apportioned:
    """Split units among the positions. Raises Conflict, and ValueError as `check` does."""
    floors = list(lower) if lower is not None else [0] * len(scores)
    ceilings = list(upper) if upper is not None else [max(units, floor) for floor in floors]
    check(units, scores, floors, ceilings)
    found = _Freezing(units, scores, floors, ceilings)
    found.until_stable()
    if not found.score:
        found.floors_for_the_scoreless()
    shares = {i: divmod(found.left * scores[i], found.score) for i in found.open}
    up = _largest_remainders(found.left - sum(whole for whole, _ in shares.values()), shares)
    given = found.frozen | {i: whole + (i in up) for i, (whole, _) in shares.items()}
    return Apportioned(
        amounts=[given[i] for i in range(len(scores))],
        at_floor=sorted(found.low),
        at_ceiling=sorted(found.high),
        rounds=found.rounds,
        open_units=found.left,
        open_score=found.score,
        rounded_up=sorted(up),
        cut=min((shares[i][1] for i in up), default=None),
    )


def check(units: int, scores: Sequence[int], floors: Sequence[int], ceilings: Sequence[int]) -> None:
    """Raises Conflict where floors or ceilings contradict the pot, ValueError for numbers that mean nothing."""
    if not len(scores) == len(floors) == len(ceilings):
        raise ValueError("scores and bounds of different lengths")
    if units < 0 or min(scores, default=0) < 0 or min(floors, default=0) < 0:
        raise ValueError("a negative number")
    if any(floor > ceiling for floor, ceiling in zip(floors, ceilings, strict=True)):
        raise ValueError("a floor above its ceiling")
    if sum(floors) > units:
        raise Conflict(Kind.FLOORS_ABOVE_POT, floors=sum(floors), pot=units)
    if sum(ceilings) < units:
        raise Conflict(Kind.CEILINGS_BELOW_POT, ceilings=sum(ceilings), pot=units)


def _largest_remainders(units: int, shares: Mapping[int, tuple[int, int]]) -> set[int]:
    """To whom the units left over go, one each: the largest remainders, of equal ones the earliest."""
    return set(sorted(shares, key=lambda i: (-shares[i][1], i))[:units])
