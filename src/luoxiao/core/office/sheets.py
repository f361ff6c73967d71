"""The door for tables: a workbook or a .csv from outside in, its tables out."""

import csv
import io

from luoxiao.core.office import kinds, plain, sandbox
from luoxiao.core.office.kinds import Kind
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.tables import Book, Table, Value

_LIMITS = Limits()


def read_tables(content: bytes, name: str, *, limits: Limits = _LIMITS) -> tuple[Table, ...]:
    """The tables of an .xlsx, or the one of a .csv in UTF-8 or GB18030, whose values are all text. Raises Refused."""
    if recognise(content, name, wanted=kinds.TABLE, limits=limits) is Kind.CSV:
        return (_csv(content, name, limits),)
    return sandbox.read_book(content, limits).tables


def read_book(content: bytes, name: str, *, limits: Limits = _LIMITS) -> Book:
    """The tables and properties of an .xlsx. Raises Refused."""
    recognise(content, name, wanted=kinds.WORKBOOK, limits=limits)
    return sandbox.read_book(content, limits)


def recognise(content: bytes, name: str, *, wanted: frozenset[Kind], limits: Limits = _LIMITS) -> Kind:
    """The kind of a file whose size, name and first bytes are right. Raises Refused."""
    if len(content) > limits.file:
        raise Refused(Code.TOO_LARGE, size=len(content), limit=limits.file)
    return kinds.recognise(content, name, wanted=wanted)


def _csv(content: bytes, name: str, limits: Limits) -> Table:
    text = plain.read(content).text
    if (place := text.find("\0")) >= 0:
        raise Refused(Code.NUL, line=text.count("\n", 0, place) + 1)
    reader = csv.reader(io.StringIO(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"), newline=""), strict=True)
    rows: list[list[Value]] = []
    try:
        for row in reader:
            rows.append([_text(value) for value in row])
            _check_size(name, rows, limits)
    except csv.Error as error:
        raise Refused(Code.CSV_BROKEN, line=reader.line_num) from error
    return Table(name, rows)


def _text(value: str) -> Value:
    """None for an empty cell; without the mark that says that a text is no formula."""
    return value[1:] if value.startswith("'") else value or None


def _check_size(name: str, rows: list[list[Value]], limits: Limits) -> None:
    """Only the newest row can be too wide; rows of one value each are held to the number of rows."""
    columns = len(rows[-1])
    if len(rows) > limits.rows or columns > limits.columns:
        raise Refused(Code.SHEET_TOO_LARGE, sheet=name, rows=len(rows), columns=columns, limit=limits.cells)
