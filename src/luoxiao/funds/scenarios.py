"""Schemes side by side: who wins and loses, totals, without a coefficient, how the area's share moves. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from luoxiao.funds.allocation import Allocation, Region, Scheme, allocate


@dataclass(frozen=True)
class Moved:
    """A region in two splits, in fen; None where the split does not have it."""

    code: str
    name: str
    before_fen: int | None
    after_fen: int | None

    @property
    def change_fen(self) -> int:
        """What it wins, negative where it loses."""
        return (self.after_fen or 0) - (self.before_fen or 0)


@dataclass(frozen=True)
class Total:
    """What a group of regions gets, and as part of the pot."""

    fen: int
    share: Fraction
    regions: int


def compare(before: Allocation, after: Allocation) -> list[Moved]:
    """Every region of either split, largest winners first, then largest losers last; ties by code."""
    names = {line.code: line.name for line in (*before.lines, *after.lines)}
    moved = [Moved(code, name, _fen(before, code), _fen(after, code)) for code, name in names.items()]
    return sorted(moved, key=lambda each: (-each.change_fen, each.code))


def _fen(allocation: Allocation, code: str) -> int | None:
    line = allocation.by_code.get(code)
    return None if line is None else line.total_fen


def totals(allocation: Allocation, by: Literal["province", "klass"]) -> dict[str, Total]:
    """What each province or class gets, in the order of its name."""
    found: dict[str, list[int]] = {}
    for line in allocation.lines:
        found.setdefault(line.province if by == "province" else line.klass, []).append(line.total_fen)
    pot = allocation.scheme.pot_fen
    return {name: Total(sum(each), Fraction(sum(each), pot), len(each)) for name, each in sorted(found.items())}


def without(scheme: Scheme, coefficient: str) -> Scheme:
    """The same scheme with this coefficient left out, that is 1 for everybody. Raises KeyError if it has none such."""
    _one(scheme, coefficient)
    return replace(scheme, coefficients=tuple(each for each in scheme.coefficients if each.code != coefficient))


def with_coefficient(scheme: Scheme, coefficient: str, klass: str, value: Fraction) -> Scheme:
    """The same scheme with another value of this coefficient for a class. Raises KeyError if it has none such."""
    changed = {**_one(scheme, coefficient), klass: value}
    coefficients = (
        replace(each, by_class=changed) if each.code == coefficient else each for each in scheme.coefficients
    )
    return replace(scheme, coefficients=tuple(coefficients))


def _one(scheme: Scheme, coefficient: str) -> Mapping[str, Fraction]:
    return {each.code: each.by_class for each in scheme.coefficients}[coefficient]


def sensitivity(
    scheme: Scheme, regions: Sequence[Region], coefficient: str, klass: str, values: Iterable[Fraction]
) -> list[tuple[Fraction, Fraction]]:
    """For each value of the coefficient the share of the pot that goes to the class: the points of a curve.

    Hand adjustments and early notices are left out: they were made for one split and say nothing about another.
    """
    bare = replace(scheme, adjustments=(), early_fen={})
    found = []
    for value in values:
        split = allocate(with_coefficient(bare, coefficient, klass, value), regions)
        got = sum(line.total_fen for line in split.lines if line.klass == klass)
        found.append((value, Fraction(got, scheme.pot_fen)))
    return found
