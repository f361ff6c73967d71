"""Reads a filled workbook: first which one it is, then its table, then what stands in each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from luoxiao.core.office import sheets
from luoxiao.core.office.tables import Book, Table, Value, letters, place
from luoxiao.returns.form import Entry, Fault, Form, Identity, Known
from luoxiao.returns.workbook import layout as at
from luoxiao.returns.workbook.cells import Cells, Grid, Where, entry_of
from luoxiao.returns.workbook.identifying import form_table, identity_in, refuse_another
from luoxiao.returns.workbook.refused import Code, WrongWorkbook

_SHOWN = 5  # of many, how many are named


@dataclass(frozen=True)
class Read:
    """What a workbook said. `faults` are those of cells that hold no number at all: errors, formulas, dates."""

    identity: Identity
    entries: dict[str, Entry]
    faults: tuple[Fault, ...] = ()
    rows: int = 0
    others: tuple[str, ...] = field(default=())  # further visible sheets, none of ours, not read


def read(
    content: bytes,
    form: Form,
    expected: Identity | None = None,
    known: Mapping[str, Known] | None = None,
    *,
    name: str = "报表.xlsx",
) -> Read:
    """The entries of a workbook of this form. `known` gives the figures that 无变化 stands for.

    Raises Refused (core/office) for what is no sound workbook and WrongWorkbook for one that is not this form's;
    `expected` says of which unit it must be. Whatever is wrong within a line is a fault, so that all are told at once.
    """
    return understand(sheets.read_book(content, name), form, expected, known)


def understand(
    book: Book, form: Form, expected: Identity | None = None, known: Mapping[str, Known] | None = None
) -> Read:
    """The same of a workbook whose tables were read already. Raises WrongWorkbook."""
    table, header = form_table(book)
    identity = identity_in(book, table, header)
    refuse_another(identity, form, expected)
    columns = _columns(table, header)
    _refuse_merged(table, header, columns)
    _refuse_hidden(table, header, columns)
    rows = _rows(table, header, columns, form)
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    grid = Grid.of(table, columns)
    for line in form.lines:
        cells = Cells(grid, rows[line.code])
        on_record = None if known is None else known.get(line.code, Known())
        entries[line.code] = entry_of(line, cells, on_record, faults)
    beside = [each for each in book.tables if each is not table and not each.is_hidden]
    others = tuple(each.name for each in beside if each.name not in (at.HELP, at.FAULTS, at.FAULT_HELP))
    return Read(identity, entries, tuple(faults), len(rows), others)


def joined(read: Read, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """What the checks found, with what the cells themselves say in the place of "cannot be read" or "not filled"."""
    own = {fault.line for fault in read.faults}
    return (*read.faults, *(fault for fault in faults if fault.line not in own))


def _columns(table: Table, header: int) -> dict[str, int]:
    """By header the index of its column, wherever it moved to."""
    found: dict[str, int] = {}
    for column, value in enumerate(table.rows[header]):
        said = at.plain(value)
        if said in found and said in at.PLACES:
            cells = f"{letters(found[said] + 1)}{header + 1}、{letters(column + 1)}{header + 1}"
            raise WrongWorkbook(Code.COLUMN_TWICE, header=said, cells=cells)
        found.setdefault(said, column)
    if missing := [needed for needed in at.NEEDED if needed not in found]:
        raise WrongWorkbook(Code.COLUMNS_MISSING, headers="、".join(missing))
    return {name: column for name, column in found.items() if name in at.PLACES}


def _refuse_merged(table: Table, header: int, columns: Where) -> None:
    """Titles above the table may be merged; where figures stand, a merged cell hides all but one."""
    for cells in table.merged:
        first, _, last = cells.partition(":")
        try:
            (_, left), (bottom, right) = place(first), place(last or first)
        except ValueError:
            raise WrongWorkbook(Code.MERGED, cells=cells[:20]) from None
        if bottom > header and any(left <= column + 1 <= right for column in columns.values()):
            raise WrongWorkbook(Code.MERGED, cells=cells)


def _refuse_hidden(table: Table, header: int, columns: Where) -> None:
    for name, column in columns.items():
        if letters(column + 1) in table.hidden_columns:
            raise WrongWorkbook(Code.HIDDEN_COLUMN, column=letters(column + 1), header=name)
    filled = (row for row in sorted(table.hidden_rows) if header < row <= len(table.rows))
    hidden = [str(row) for row in filled if any(value is not None for value in table.rows[row - 1])]
    if hidden:
        raise WrongWorkbook(Code.HIDDEN_ROWS, rows="、".join(hidden[:_SHOWN]))


def _rows(table: Table, header: int, columns: Where, form: Form) -> dict[str, int]:
    """By line code the index of its row. Raises WrongWorkbook for lines that are not the form's, twice or missing."""
    known = {at.plain(line.code): line.code for line in form.lines}
    found: dict[str, int] = {}
    unknown: list[tuple[str, str]] = []
    column = columns[at.CODE]
    for index, row in enumerate(table.rows[header + 1 :], header + 1):
        said = at.plain(_value(row, column))
        cell = f"{letters(column + 1)}{index + 1}"
        if not said:
            _refuse_without_code(row, index, columns)
        elif said not in known:
            unknown.append((said[:20], cell))
        elif known[said] in found:
            cells = f"{letters(column + 1)}{found[known[said]] + 1}、{cell}"
            raise WrongWorkbook(Code.LINE_TWICE, line=said, cells=cells)
        else:
            found[known[said]] = index
    _refuse_unknown(unknown)
    if missing := [line.code for line in form.lines if line.code not in found]:
        raise WrongWorkbook(Code.LINES_MISSING, lines="、".join(missing[:_SHOWN]), count=str(len(missing)))
    return found


def _refuse_unknown(unknown: Sequence[tuple[str, str]]) -> None:
    if unknown:
        lines, cells = zip(*unknown[:_SHOWN], strict=True)
        raise WrongWorkbook(Code.LINES_UNKNOWN, lines="、".join(lines), cells="、".join(cells))


def _refuse_without_code(row: Sequence[Value], index: int, columns: Where) -> None:
    """A row that only looks empty is empty; one with something filled in belongs to no line."""
    for header in (at.VALUE, at.STATE, at.REASON):
        said = _value(row, columns[header])
        if at.plain(said):
            cell = f"{letters(columns[header] + 1)}{index + 1}"
            raise WrongWorkbook(Code.LINE_WITHOUT_CODE, cell=cell, found=str(said)[:20])


def _value(row: Sequence[Value], column: int) -> Value:
    return row[column] if column < len(row) else None
