"""The burden ledger: cells asked by unit, by issuing bureau and by month, and how much of it has come. Pure."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Asked:
    """What one call asked of one unit; `month` is that in which it opened, 2012-10."""

    call: int
    unit: int
    bureau: int
    month: str
    cells: int
    is_overridden: bool = False


@dataclass(frozen=True)
class Share:
    """What falls on one unit, bureau or month: calls, returns and cells, and how many of the calls were overridden."""

    calls: int
    returns: int
    cells: int
    overridden: int


@dataclass(frozen=True)
class Rate:
    """Of the returns asked for: those that came, of these those in time, and those still owed."""

    asked: int
    came: int
    in_time: int

    @property
    def owed(self) -> int:
        return self.asked - self.came

    @property
    def per_mille(self) -> int | None:
        """Came of asked, in tenths of a percent, rounded down; None where nothing was asked."""
        return self.came * 1000 // self.asked if self.asked else None


def by_unit_and_month(rows: Iterable[Asked]) -> dict[tuple[int, str], Share]:
    return _shares(((row.unit, row.month), row) for row in rows)


def by_unit(rows: Iterable[Asked]) -> dict[int, Share]:
    return _shares((row.unit, row) for row in rows)


def by_bureau(rows: Iterable[Asked]) -> dict[int, Share]:
    return _shares((row.bureau, row) for row in rows)


def by_bureau_and_month(rows: Iterable[Asked]) -> dict[tuple[int, str], Share]:
    return _shares(((row.bureau, row.month), row) for row in rows)


def over(shares: dict[tuple[int, str], Share], cap: int) -> list[tuple[int, str]]:
    """The units and months above the cap, the heaviest first."""
    above = [key for key, share in shares.items() if share.cells > cap]
    return sorted(above, key=lambda key: (-shares[key].cells, key))


def _shares(rows: Iterable[tuple[Key, Asked]]) -> dict[Key, Share]:
    grouped: dict[Key, list[Asked]] = {}
    for key, row in rows:
        grouped.setdefault(key, []).append(row)
    return {key: _share(group) for key, group in grouped.items()}


def _share(rows: list[Asked]) -> Share:
    overridden = {row.call for row in rows if row.is_overridden}
    return Share(len({row.call for row in rows}), len(rows), sum(row.cells for row in rows), len(overridden))
