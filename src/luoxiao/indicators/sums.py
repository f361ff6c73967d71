"""Places put together, exactly: sums, means, weighted means and ratios of many groups of places in one pass. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luoxiao.indicators.packing import CODES, LOWEST, Amounts, Mark

_FIELDS = 5  # of a kept sum: place, numerator, denominator, counted, expected
_KEPT = np.dtype("<i8")


class Sum(NamedTuple):
    """Places put together: numerator and denominator as exact whole numbers, and on how many places they rest.

    A sum has the denominator 1, a mean the number of places, a weighted mean the sum of the weights. The result counts
    units of the last decimal place, for a ratio once its parts' own places are taken into account.
    """

    numerator: int
    denominator: int
    counted: int
    expected: int

    @property
    def result(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.counted and self.denominator else None

    @property
    def rounded(self) -> int | None:
        """The result as a whole number, half away from zero, as offices round."""
        if not self.counted or not self.denominator:
            return None
        below = abs(self.denominator)
        whole = (2 * abs(self.numerator) + below) // (2 * below)
        return -whole if (self.numerator < 0) != (self.denominator < 0) else whole


@dataclass(frozen=True)
class Groups:
    """Which positions of a row make up which place; a place that nothing makes up is left out."""

    members: Mapping[int, Sequence[int]]

    @cached_property
    def names(self) -> list[int]:
        return [name for name, places in self.members.items() if len(places)]

    @cached_property
    def sizes(self) -> NDArray[np.intp]:
        return np.array([len(self.members[name]) for name in self.names], np.intp)

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        ends = np.cumsum(self.sizes)
        return ends - self.sizes

    @cached_property
    def places(self) -> NDArray[np.intp]:
        return np.array([place for name in self.names for place in self.members[name]], np.intp)

    @cached_property
    def width(self) -> int:
        """How long a row must be for all positions to lie in it."""
        return int(self.places.max(initial=-1)) + 1

    def numbers(self, row: Amounts) -> tuple[Amounts, NDArray[np.bool_]]:
        """What stands at every place of every group, 0 for what is no number; and where there is one."""
        if len(row) < self.width:
            row = np.concatenate([row, np.full(self.width - len(row), CODES[Mark.ABSENT])])
        found = row[self.places]
        known = found >= LOWEST
        return np.where(known, found, 0), known

    def each(self, numerators: NDArray[Any], denominators: NDArray[Any], counted: NDArray[np.bool_]) -> dict[int, Sum]:
        """By name the sum of each group that rests on any place; one value per place of every group."""
        columns = (self._add(numerators), self._add(denominators), self._add(counted), self.sizes.tolist())
        rows: Iterator[tuple[int, ...]] = zip(*columns, strict=True)
        return {name: Sum(*row) for name, row in zip(self.names, rows, strict=True) if row[2]}

    def _add(self, values: NDArray[Any]) -> list[int]:
        """By group the sum: in int64 where that surely fits, else in Python's own numbers."""
        if not len(values):
            return []
        fits = values.dtype == np.object_ or largest(values) * int(self.sizes.max()) < 2**63
        summed: list[int] = np.add.reduceat(_whole(values, fits), self.starts).tolist()
        return summed


def largest(values: NDArray[Any]) -> int:
    """The greatest size of a number, as one of Python's."""
    return max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))


def _whole(values: NDArray[Any], fits: bool) -> NDArray[Any]:
    if values.dtype == np.bool_:
        return values.astype(np.int64)
    return values if fits else values.astype(np.object_)


def total(row: Amounts, groups: Groups) -> dict[int, Sum]:
    """The sum of the numbers of each group."""
    values, known = groups.numbers(row)
    return {name: Sum(s.numerator, 1, s.counted, s.expected) for name, s in groups.each(values, known, known).items()}


def mean(row: Amounts, groups: Groups) -> dict[int, Sum]:
    """Their plain mean: every place counts the same."""
    values, known = groups.numbers(row)
    return groups.each(values, known, known)


def weighted(row: Amounts, weights: Amounts, groups: Groups) -> dict[int, Sum]:
    """Their mean weighted by another indicator; a place without a weight is not counted."""
    values, valued = groups.numbers(row)
    weight, weighed = groups.numbers(weights)
    known = valued & weighed
    weight = np.where(known, weight, 0)
    return groups.each(_product(values, weight), weight, known)


def ratio(numerators: Amounts, denominators: Amounts, groups: Groups) -> dict[int, Sum]:
    """Sum of the numerators by sum of the denominators, over the places where both are known."""
    above, known_above = groups.numbers(numerators)
    below, known_below = groups.numbers(denominators)
    known = known_above & known_below
    return groups.each(np.where(known, above, 0), np.where(known, below, 0), known)


def _product(values: Amounts, weights: Amounts) -> NDArray[Any]:
    """Each value × its weight: in int64 where that surely fits, else in Python's own numbers."""
    if largest(values) * largest(weights) < 2**63:
        return values * weights
    product: NDArray[Any] = values.astype(np.object_) * weights.astype(np.object_)
    return product


def pack(sums: Mapping[int, Sum]) -> bytes:
    """The roll-up of a sheet: for each place that others make up, its sum, where that fits into int64."""
    rows = [(place, s.numerator, s.denominator, s.counted, s.expected) for place, s in sorted(sums.items())]
    return np.array([row for row in rows if max(map(abs, row)) < 2**63], _KEPT).tobytes()


def unpack(packed: Sequence[bytes], places: Sequence[int]) -> list[list[tuple[int, Sum]]]:
    """Of each sheet the sums of these places, all sheets in one pass."""
    found: list[list[tuple[int, Sum]]] = [[] for _sheet in packed]
    rows = np.frombuffer(b"".join(packed), _KEPT).reshape(-1, _FIELDS)
    sheets = np.repeat(np.arange(len(packed)), [len(each) // (_FIELDS * _KEPT.itemsize) for each in packed])
    wanted = np.isin(rows[:, 0], np.array(places, np.int64))
    for sheet, (place, *rest) in zip(sheets[wanted].tolist(), rows[wanted].tolist(), strict=True):
        found[sheet].append((place, Sum(*rest)))
    return found
