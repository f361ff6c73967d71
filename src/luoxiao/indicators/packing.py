"""How the figures of a sheet lie packed: one whole number for each place, marks for what is no number. Pure.

A sheet holds `amounts` (int64, little-endian) and `origins` (int32): position = Place.id. Whole numbers count units of
the indicator's last decimal place, so every sum is exact. A place beyond the end of the row is absent.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum

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
HIGHEST = 2**53  # an amount beyond this is taken for a mistake of units; sums of a thousand places still fit int64

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


def cells(packed: bytes, by: bytes, places: Collection[int] | None = None) -> list[tuple[int, int, int]]:
    """Position, amount and origin of every cell that is not absent, or of those among these places."""
    row, origin = amounts(packed), origins(by)
    where = np.flatnonzero(row != CODES[Mark.ABSENT])
    if places is not None:
        where = where[np.isin(where, np.fromiter(places, np.int64, len(places)))]
    return list(zip(where.tolist(), row[where].tolist(), origin[where].tolist(), strict=True))
