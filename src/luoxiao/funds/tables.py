"""The table of regions from a file: one row for each region, a column for each factor; every fault with its cell. Pure.

Columns are found by their header in any order: code, name, class, province, last_yuan (or their Chinese names), and a
column for each factor and other value of the scheme, by its code or its name. Columns that the scheme does not ask for
are left aside. An empty cell is a fault: a value that is not known is never taken for zero.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from luoxiao.funds.terms import Fault, Faults, Param, Region, Scheme, Wrong

Cell = str | int | float | Decimal | Fraction | None

HEADERS: dict[str, tuple[str, ...]] = {
    "code": ("code", "code_2012", "区划代码", "代码"),
    "name": ("name", "county", "地区", "县", "县（市、区）", "县(市、区)", "单位"),
    "class": ("class", "类别", "分类"),
    "province": ("province", "省", "省份"),
    "last_yuan": ("last_yuan", "上年金额（元）", "上年金额(元)", "上年（元）"),
}
_WIDE = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,30})(?:\.[0-9]{1,20})?")
_FORMULA = ("=", "+", "@", "＝", "＋", "＠")


def read_factors(
    table: str | Sequence[Sequence[Cell]],
    scheme: Scheme,
    *,
    known: Mapping[str, str] | None = None,
    instead: Mapping[str, str] | None = None,
    formulas: Mapping[str, str] | None = None,
) -> list[Region]:
    """The regions of a CSV text or of rows. Raises Faults with each cell that is wrong.

    With `known` (name by code) a code that is not among them is a fault; `instead` gives the code to use for one of
    another year. `formulas` by cell (C5) are what stands behind values of a workbook; where one is read it is a fault.
    """
    rows = (
        list(csv.reader(io.StringIO(table.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))))
        if isinstance(table, str)
        else [list(row) for row in table]
    )
    reader = _Reader(scheme, known, instead or {}, formulas or {})
    regions = reader.read(rows)
    if reader.faults:
        raise Faults(reader.faults)
    return regions


class _Reader:
    def __init__(
        self,
        scheme: Scheme,
        known: Mapping[str, str] | None,
        instead: Mapping[str, str],
        formulas: Mapping[str, str],
    ) -> None:
        self.faults: list[Fault] = []
        self._scheme, self._known, self._instead, self._formulas = scheme, known, instead, formulas
        self._columns: dict[str, int] = {}
        self._seen: set[str] = set()

    def read(self, rows: Sequence[Sequence[Cell]]) -> list[Region]:
        """The regions; what is wrong is in `faults`."""
        filled = [(line, row) for line, row in enumerate(rows, 1) if any(_text(cell) for cell in row)]
        if len(filled) < 2:
            self.faults.append(Fault(Wrong.NO_ROWS))
            return []
        self._header(filled[0][1])
        return [] if self.faults else [self._region(line, row) for line, row in filled[1:]]

    def _header(self, cells: Sequence[Cell]) -> None:
        titles = [_text(cell) for cell in cells]
        names = _names(self._scheme)
        for column in (*HEADERS, *self._scheme.columns()):
            wanted = HEADERS.get(column, (column, names.get(column, column)))
            found = [place for place, title in enumerate(titles) if title in wanted]
            if len(found) > 1:
                self.faults.append(Fault(Wrong.COLUMN_TWICE, {"column": column, "where": _cell(1, found[1])}))
            elif found:
                self._columns[column] = found[0]
            elif self._must_have(column):
                self.faults.append(Fault(Wrong.COLUMN_MISSING, {"column": column, "name": wanted[-1]}))

    def _must_have(self, column: str) -> bool:
        if column == "class":
            by_class = any(each.by_class for each in self._scheme.coefficients) or self._scheme.directed
            return bool(by_class or any(set(line.fen_each) - {""} for line in self._scheme.fixed))
        if column == "last_yuan":
            return self._scheme.bounds.guarantee is not None
        return column != "province"

    def _region(self, line: int, row: Sequence[Cell]) -> Region:
        code, name = self._said("code", line, row), self._said("name", line, row)
        self._check_code(code, name, line)
        last = self._number("last_yuan", line, row, blank_is_wrong=self._scheme.bounds.guarantee is not None)
        return Region(
            code=code,
            name=name,
            klass=self._said("class", line, row),
            values={column: self._number(column, line, row) for column in self._scheme.columns()},
            last_fen=self._fen(last, line),
            province=_text(self._at("province", row)),
        )

    def _check_code(self, code: str, name: str, line: int) -> None:
        about: dict[str, Param] = {"where": self._where("code", line), "region": code, "region_name": name}
        if code in self._seen:
            self.faults.append(Fault(Wrong.REGION_TWICE, about))
        self._seen |= {code} - {""}
        if code and self._known is not None and code not in self._known:
            other = self._instead.get(code)
            wrong = Fault(Wrong.CODE_OF_OTHER_YEAR, about | {"instead": other}) if other else None
            self.faults.append(wrong or Fault(Wrong.CODE_UNKNOWN, about))

    def _said(self, column: str, line: int, row: Sequence[Cell]) -> str:
        """Text that must be there if the column is."""
        text = _text(self._at(column, row))
        if column in self._columns:
            self._plain(text, column, line)
        return text

    def _plain(self, text: str, column: str, line: int) -> bool:
        """Whether the cell holds something and no formula; else the fault is noted."""
        about: dict[str, Param] = {"where": self._where(column, line), "column": self._title(column)}
        formula = self._formulas.get(self._where(column, line)) or (text if text.startswith(_FORMULA) else "")
        if formula:
            self.faults.append(Fault(Wrong.CELL_FORMULA, about | {"value": formula[:60]}))
        elif not text:
            self.faults.append(Fault(Wrong.CELL_BLANK, about))
        else:
            return True
        return False

    def _number(self, column: str, line: int, row: Sequence[Cell], *, blank_is_wrong: bool = True) -> Fraction | None:
        text = _text(self._at(column, row))
        if not blank_is_wrong and not text:
            return None
        if not self._plain(text, column, line):
            return None
        plain = text.translate(_WIDE)
        if not _NUMBER.fullmatch(plain):
            params: dict[str, Param] = {"where": self._where(column, line), "column": self._title(column)}
            self.faults.append(Fault(Wrong.CELL_NOT_A_NUMBER, params | {"value": text[:60]}))
            return None
        return Fraction(plain.replace(",", ""))

    def _fen(self, yuan: Fraction | None, line: int) -> int | None:
        if yuan is None:
            return None
        if (yuan * 100).denominator != 1:
            params: dict[str, Param] = {"where": self._where("last_yuan", line), "column": self._title("last_yuan")}
            self.faults.append(Fault(Wrong.CELL_NOT_A_NUMBER, params | {"value": str(float(yuan))}))
        return int(yuan * 100)

    def _at(self, column: str, row: Sequence[Cell]) -> Cell:
        place = self._columns.get(column)
        return row[place] if place is not None and place < len(row) else None

    def _where(self, column: str, line: int) -> str:
        return _cell(line, self._columns[column])

    def _title(self, column: str) -> str:
        return _names(self._scheme).get(column, HEADERS.get(column, (column,))[-1])


def _names(scheme: Scheme) -> dict[str, str]:
    """What a column may be called besides its code; a factor's own name goes first."""
    names = {line.column: line.name for line in scheme.fixed}
    names |= {each.column: each.name for each in scheme.coefficients if each.column}
    return names | {factor.code: factor.name for factor in scheme.factors}


def _text(cell: Cell) -> str:
    """As it is written. A float of a workbook is taken as the decimal it shows, 0.1 as 0.1."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f").removesuffix(".0")
    if isinstance(cell, Fraction):
        return str(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell).strip()


def _cell(line: int, column: int) -> str:
    """C5 as a spreadsheet names it; line from 1, column from 0."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"
