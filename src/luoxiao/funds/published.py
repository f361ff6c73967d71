"""A published split held against itself: each column's rows against its total, each whole against its parts. Pure.

Which columns are parts of which is read from the amounts: a column is the whole of others where it is their sum in
more than half of the rows. A single figure that was changed then breaks its column and its row by the same amount.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from luoxiao.core.office.tables import Table
from luoxiao.funds import amount_tables
from luoxiao.funds.amount_tables import Amounts, Fault, Faulty, Line, Slip, is_total

MOST_PARTS, MOST_COLUMNS = 5, 12  # a whole of more parts, or a wider table, is not searched for


@dataclass(frozen=True)
class Published:
    """A split as published: what it says, one line for each region, and its line of totals."""

    said: tuple[str, ...]
    unit: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line

    @property
    def blanks(self) -> tuple[str, ...]:
        """Cells without an amount: nothing was given there, which is counted as 0 and said so."""
        rows = (*self.lines, self.total)
        return tuple(amount.where for line in rows for amount in line.amounts.values() if amount.fen is None)


@dataclass(frozen=True)
class ColumnSum:
    """A column: what its rows add up to, and what the line of totals says, fen."""

    column: str
    rows_fen: int
    total_fen: int

    @property
    def difference(self) -> int:
        return self.rows_fen - self.total_fen


@dataclass(frozen=True)
class Whole:
    """A column that is the sum of others."""

    column: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Broken:
    """A row in which a whole is not the sum of its parts, by so many fen."""

    line: Line
    whole: Whole
    difference: int


@dataclass(frozen=True)
class Suspect:
    """The one figure that would explain every difference, and what it should be, fen."""

    line: Line
    column: str
    where: str
    fen: int
    should_be: int


@dataclass(frozen=True)
class Checked:
    """What was compared and what did not agree."""

    columns: tuple[ColumnSum, ...]
    wholes: tuple[Whole, ...]
    broken: tuple[Broken, ...]
    suspect: Suspect | None

    @property
    def holds(self) -> bool:
        """Whether every column and every row agrees to the fen."""
        return not self.broken and not any(column.difference for column in self.columns)


def read(table: Table) -> Published:
    """The split in a table. Raises Faulty, also where there is no line of totals, or more than one."""
    return of(amount_tables.read(table))


def of(amounts: Amounts) -> Published:
    """A split whose cells were read before. Raises Faulty."""
    totals = [line for line in amounts.lines if is_total(line)]
    if not totals:
        raise Faulty([Fault(Slip.TOTAL_MISSING)])
    if len(totals) > 1:
        raise Faulty([Fault(Slip.TOTAL_TWICE, {"where": line.where}) for line in totals[1:]])
    lines = tuple(line for line in amounts.lines if line is not totals[0])
    if not lines:
        raise Faulty([Fault(Slip.NO_ROWS)])
    return Published(amounts.said, amounts.unit, amounts.columns, lines, totals[0])


def check(split: Published) -> Checked:
    """Add up every column and every row, exactly."""
    columns = tuple(_column(split, column) for column in split.columns)
    wholes = tuple(_wholes(split))
    broken = tuple(
        Broken(line, whole, off)
        for line in (*split.lines, split.total)
        for whole in wholes
        if (off := _off(line, whole))
    )
    return Checked(columns, wholes, broken, _suspect(split, columns, broken))


def _column(split: Published, column: str) -> ColumnSum:
    return ColumnSum(column, sum(_fen(line, column) for line in split.lines), _fen(split.total, column))


def _fen(line: Line, column: str) -> int:
    return line.amounts[column].fen or 0


def _off(line: Line, whole: Whole) -> int:
    return _fen(line, whole.column) - sum(_fen(line, part) for part in whole.parts)


def _wholes(split: Published) -> Iterator[Whole]:
    """The columns that are sums of others in most rows, each with as few parts as do."""
    if len(split.columns) <= MOST_COLUMNS:
        for column in split.columns:
            others = [other for other in split.columns if other != column]
            sizes = range(2, min(MOST_PARTS, len(others)) + 1)
            candidates = (Whole(column, parts) for size in sizes for parts in combinations(others, size))
            if found := next((whole for whole in candidates if _holds_mostly(split, whole)), None):
                yield found


def _holds_mostly(split: Published, whole: Whole) -> bool:
    rows = (*split.lines, split.total)
    telling = [line for line in rows if sum(_fen(line, part) != 0 for part in whole.parts) > 1]
    agreeing = sum(_off(line, whole) == 0 for line in telling)
    every_part_counts = all(any(_fen(line, part) for line in telling) for part in whole.parts)
    return agreeing >= 2 and agreeing * 2 > len(telling) and every_part_counts


def _suspect(split: Published, columns: Sequence[ColumnSum], broken: Sequence[Broken]) -> Suspect | None:
    """Where one column and one row are off and by the same amount, the figure in which they meet."""
    off = [column for column in columns if column.difference]
    rows = {each.line.where: each.line for each in broken}
    if len(off) != 1 or len(rows) != 1:
        return None
    column, line = off[0].column, next(iter(rows.values()))
    too_much = -off[0].difference if line is split.total else off[0].difference
    if not all(each.difference == too_much * _sign(column, each.whole) for each in broken):
        return None
    amount = line.amounts[column]
    return Suspect(line, column, amount.where, amount.fen or 0, (amount.fen or 0) - too_much)


def _sign(column: str, whole: Whole) -> int:
    """How a figure that is too large by 1 moves the difference of a whole from its parts."""
    return 1 if column == whole.column else -1 if column in whole.parts else 0
