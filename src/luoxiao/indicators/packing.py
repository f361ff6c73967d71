"""How the figures of a sheet lie packed: one whole number for each place, marks for what is no number. Pure.

A sheet holds `amounts` (int64, little-endian) and `origins` (int32): position = Place.id. Whole numbers count units of
the indicator's last decimal place, so every sum is exact. A place beyond the end of the row is absent.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Amounts = NDArray[np.int64]
Origins = NDArray[np.int32]
Places = NDArray[np.int64]


class Mark(StrEnum):
    """What stands where there is no number. Zero is a number; these are three other things, and text is a fourth."""

    ABSENT = "absent"
    NOT_KNOWN = "not-known"
    NOT_APPLICABLE = "not-applicable"
    PRINTED = "printed"  # the source's own words (35-40, >=1) are kept beside the sheet


_LEAST = -(2**63)
CODES = {mark: _LEAST + number for number, mark in enumerate(Mark)}
MARKS = {code: mark for mark, code in CODES.items()}
LOWEST = _LEAST + 1000  # every amount from here on is a number
HIGHEST = 2**53  # an amount beyond this is taken for a mistake of units; sums of a thousand places still fit

_AMOUNT, _ORIGIN = np.dtype("<i8"), np.dtype("<i4")


class TooLarge(ValueError):
    """An amount that no figure of this kind can have."""


class TooFine(ValueError):
    """A number with more decimal places than the indicator keeps."""


def amount_of(value: Decimal, scale: int) -> int:
    """The number in units of the last decimal place. Raises TooFine and TooLarge."""
    units = value.scaleb(scale)
    if units != units.to_integral_value():
        raise TooFine(value)
    if abs(units) > HIGHEST:
        raise TooLarge(value)
    return int(units)


def value_of(amount: int, scale: int) -> Decimal | None:
    """The number, None for a mark."""
    return None if amount < LOWEST else Decimal(amount).scaleb(-scale)


def amounts(packed: bytes) -> Amounts:
    """The row of a sheet."""
    return np.frombuffer(packed, _AMOUNT).astype(np.int64, copy=False)


def origins(packed: bytes) -> Origins:
    """Whose figures they are."""
    return np.frombuffer(packed, _ORIGIN).astype(np.int32, copy=False)


def put_amounts(packed: bytes, cells: Mapping[int, int]) -> bytes:
    """The row with these amounts at these positions; it grows as far as it must."""
    return _put(np.frombuffer(packed, _AMOUNT), cells, CODES[Mark.ABSENT]).tobytes()


def put_origins(packed: bytes, cells: Mapping[int, int]) -> bytes:
    """The row of origins with these at these positions; 0 stands for none."""
    return _put(np.frombuffer(packed, _ORIGIN), cells, 0).tobytes()


def _put(row: NDArray[np.signedinteger], cells: Mapping[int, int], nothing: int) -> NDArray[np.signedinteger]:
    grown = np.full(max(len(row), max(cells, default=-1) + 1), nothing, row.dtype)
    grown[: len(row)] = row
    grown[list(cells)] = list(cells.values())
    return grown


def grown(amounts_: bytes, origins_: bytes, size: int) -> tuple[Amounts, Origins]:
    """Both rows of a sheet, to be written to, with room for so many places."""
    row, by = np.full(size, CODES[Mark.ABSENT], np.int64), np.zeros(size, np.int32)
    row[: len(amounts_) // 8] = amounts(amounts_)
    by[: len(origins_) // 4] = origins(origins_)
    return row, by


def packed(row: Amounts, by: Origins) -> tuple[bytes, bytes]:
    """Both rows as they are kept."""
    return row.astype(_AMOUNT, copy=False).tobytes(), by.astype(_ORIGIN, copy=False).tobytes()


def at(row: NDArray[np.signedinteger], position: int, nothing: int = CODES[Mark.ABSENT]) -> int:
    """What stands at a position."""
    return int(row[position]) if position < len(row) else nothing


def numbers(packed_: bytes) -> tuple[Places, Amounts]:
    """Positions and amounts of every cell that holds a number."""
    row = amounts(packed_)
    where = np.flatnonzero(row >= LOWEST)
    return where, row[where]


def cells(packed: bytes, by: bytes, places: Collection[int] | None = None) -> list[tuple[int, int, int]]:
    """Position, amount and origin of every cell that is not absent, or of those among these places."""
    row, origin = amounts(packed), origins(by)
    where = np.flatnonzero(row != CODES[Mark.ABSENT])
    if places is not None:
        where = where[np.isin(where, np.fromiter(places, np.int64, len(places)))]
    return list(zip(where.tolist(), row[where].tolist(), origin[where].tolist(), strict=True))


@dataclass(frozen=True)
class Sum:
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


def total(row: Amounts, places: Sequence[int]) -> Sum:
    """The sum of the numbers at these places."""
    known, _where = _known(row, places)
    return Sum(int(known.sum()), 1, len(known), len(places))


def mean(row: Amounts, places: Sequence[int]) -> Sum:
    """Their plain mean: every place counts the same."""
    known, _where = _known(row, places)
    return Sum(int(known.sum()), len(known), len(known), len(places))


def weighted(row: Amounts, weights: Amounts, places: Sequence[int]) -> Sum:
    """Their mean weighted by another indicator; a place without a weight is not counted."""
    known, where = _known(row, places)
    weight, weighted_where = _known(weights, where)
    kept = np.isin(where, weighted_where)
    return Sum(_product(known[kept], weight), int(weight.sum()), len(weight), len(places))


def ratio(numerators: Amounts, denominators: Amounts, places: Sequence[int]) -> Sum:
    """Sum of the numerators by sum of the denominators, over the places where both are known."""
    above, where = _known(numerators, places)
    below, both = _known(denominators, where)
    kept = np.isin(where, both)
    return Sum(int(above[kept].sum()), int(below.sum()), len(below), len(places))


def _known(row: Amounts, places: Sequence[int] | NDArray[np.intp]) -> tuple[Amounts, NDArray[np.intp]]:
    """The numbers at these places and where they stand; marks and what lies beyond the end are left out."""
    where = np.asarray(places, np.intp)
    where = where[where < len(row)]
    found = row[where]
    numbers = found >= LOWEST
    return found[numbers], where[numbers]


def _product(values: Amounts, weights: Amounts) -> int:
    """Σ value × weight, exact: in int64 where that surely fits, else in Python's own numbers."""
    if not len(values):
        return 0
    if int(np.abs(values).max()) * int(np.abs(weights).max()) * len(values) < 2**63:
        return int(values @ weights)
    return sum(int(value) * int(weight) for value, weight in zip(values, weights, strict=True))


ROLLED = 5  # place, numerator, denominator, counted, expected


def pack_sums(sums: Mapping[int, Sum]) -> bytes:
    """The roll-up of a sheet: for each place that others make up, their sum, where it fits into int64."""
    rows = [(place, s.numerator, s.denominator, s.counted, s.expected) for place, s in sorted(sums.items())]
    return np.array([row for row in rows if max(map(abs, row)) < 2**63], _AMOUNT).tobytes()


def unpack_sums(packed: bytes) -> dict[int, Sum]:
    """By place id the sums of a sheet."""
    rows = np.frombuffer(packed, _AMOUNT).reshape(-1, ROLLED).tolist()
    return {place: Sum(*rest) for place, *rest in rows}
