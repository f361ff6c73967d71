"""What stands in the cells of one line: a number, a mark, "no change", or something that is none of these."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from luoxiao.core.office.tables import Table, Value, letters
from luoxiao.returns.form import UNCHANGED, Entry, Fault, Known, Line, Severity
from luoxiao.returns.understanding import understood
from luoxiao.returns.workbook import layout as at

Where = Mapping[str, int]

_FILLED = (at.VALUE, at.STATE, at.REASON)
_LONGEST = 40  # characters of a cell that are repeated in a sentence
_TOO_LARGE = Decimal(10) ** 15  # a spreadsheet keeps fifteen digits
REASON = 300


@dataclass(frozen=True)
class Grid:
    """A table with its columns by their headers, and the rows in which something filled in may be no value."""

    table: Table
    columns: Where
    letters: Mapping[str, str]
    doubtful: frozenset[str]

    @classmethod
    def of(cls, table: Table, columns: Where) -> "Grid":
        named = {header: letters(column + 1) for header, column in columns.items()}
        filled = {named[header] for header in _FILLED}
        cells = (*table.errors, *table.formulas, *table.dates)
        return cls(table, columns, named, frozenset(cell for cell in cells if cell.rstrip("0123456789") in filled))


class Cells:
    """The cells of one row, by the headers of their columns."""

    def __init__(self, grid: Grid, row: int) -> None:
        self._grid = grid
        self._cells = grid.table.rows[row]
        self._row = row + 1

    def value(self, header: str) -> Value:
        column = self._grid.columns.get(header, len(self._cells))
        return self._cells[column] if column < len(self._cells) else None

    def name(self, header: str) -> str:
        """I8"""
        return f"{self._grid.letters[header]}{self._row}"

    def fault(self, header: str) -> tuple[str, str] | None:
        """The code and the text of what is there instead of a value: an error, a formula, a date, a truth."""
        value = self.value(header)
        if self._grid.doubtful and (name := self.name(header)) in self._grid.doubtful:
            return self._instead(name, value)
        return ("cell-truth", str(value).upper()) if isinstance(value, bool) else None

    def _instead(self, name: str, value: Value) -> tuple[str, str]:
        table = self._grid.table
        if name in table.errors:
            return "cell-error", table.errors[name]
        if name in table.formulas:
            return "cell-formula", f"={table.formulas[name]}"
        return "cell-date", str(value)

    def text(self, header: str) -> str:
        value = self.value(header)
        return "" if value is None else " ".join(str(value).split())


def entry_of(line: Line, cells: Cells, known: Known | None, faults: list[Fault]) -> Entry:
    """What the line says; what cannot be taken as it stands is added to `faults`."""
    for header in _FILLED:
        if found := cells.fault(header):
            return _refused(line, cells, header, *found, faults)
    reason, cell = cells.text(at.REASON), cells.name(at.VALUE)
    if len(reason) > REASON:
        return _refused(line, cells, at.REASON, "reason-too-long", str(len(reason)), faults)
    entry = _number(line, cells.value(at.VALUE))
    if entry is None:
        return _refused(line, cells, at.VALUE, "too-many-digits", cells.text(at.VALUE), faults)
    entry = Entry(entry.value, entry.mark, reason, entry.typed, cell)
    return entry if cells.value(at.STATE) is None else _with_state(line, entry, cells, known, faults)


def _number(line: Line, value: Value) -> Entry | None:
    """The number or mark as it was meant; None where the spreadsheet has lost digits."""
    if value is None:
        return Entry()
    if isinstance(value, str):
        entry = understood(value, line)
        return entry if entry.value is None or abs(entry.value) < _TOO_LARGE else None
    exact = _decimal(value)
    return Entry(value=exact) if abs(exact) < _TOO_LARGE else None


def _decimal(value: float) -> Decimal:
    """The number that the sheet shows, to fifteen digits, without an exponent."""
    if isinstance(value, int):
        return Decimal(value)
    said = f"{value:.15g}"
    return Decimal(f"{Decimal(said):f}") if "e" in said else Decimal(said)


def _with_state(line: Line, entry: Entry, cells: Cells, known: Known | None, faults: list[Fault]) -> Entry:
    """The entry with what is chosen in 情况, which must not contradict it."""
    state = at.plain(cells.value(at.STATE))
    if not state:
        return entry
    if state not in at.STATES:
        return _refused(line, cells, at.STATE, "state-unknown", cells.text(at.STATE), faults)
    if state != UNCHANGED:
        same = entry.is_blank or entry.mark is at.MARKS[state]
        return replace(entry, mark=at.MARKS[state]) if same else _contradicts(line, cells, state, faults)
    figure = (known or _written(cells)).unchanged
    if figure is None:
        return _refused(line, cells, at.STATE, "no-last", state, faults)
    if not entry.is_blank and entry.value != figure:
        return _contradicts(line, cells, state, faults)
    return replace(entry, value=figure, typed=UNCHANGED)


def _written(cells: Cells) -> Known:
    """What the workbook itself says is on record."""
    return Known(last=_exact(cells.value(at.LAST)), this=_exact(cells.value(at.KNOWN)))


def _exact(value: Value) -> Decimal | None:
    return Decimal(f"{value:.15g}") if isinstance(value, int | float) and not isinstance(value, bool) else None


def _contradicts(line: Line, cells: Cells, state: str, faults: list[Fault]) -> Entry:
    """The fault shows the figure; the state is kept beside it."""
    refused = _refused(line, cells, at.STATE, "contradicts", cells.text(at.VALUE), faults, state=state)
    return replace(refused, typed=f"{cells.text(at.VALUE)} {state}"[:_LONGEST])


def _refused(line: Line, cells: Cells, header: str, code: str, found: str, faults: list[Fault], **more: str) -> Entry:
    """The fault, and an entry that keeps what was written, so that the same again is refused again."""
    said = {"cell": cells.name(header), "found": found[:_LONGEST]}
    faults.append(Fault(line.code, Severity.ERROR, code, said | more))
    reason, cell = cells.text(at.REASON), cells.name(at.VALUE)
    instead = cells.fault(at.VALUE)
    number = None if instead else _number(line, cells.value(at.VALUE))
    if header == at.REASON and number is not None:
        return replace(number, reason=reason, cell=cell)
    written = instead[1] if instead else cells.text(at.VALUE)
    state = found if header == at.STATE else ""
    return Entry(typed=" ".join(filter(None, (written, state)))[:_LONGEST], reason=reason, cell=cell)
