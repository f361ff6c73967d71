"""Amounts out of a table from outside: names, codes and money in fen, every slip with its cell. Pure.

A table begins with its words: lines after # and lines with a single filled cell. They and the titles of columns say
the unit. Then come the titles, then one row for each region and, in a published split, one of totals.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from luoxiao.core.money import WAN, YUAN, NotMoney, fen_of
from luoxiao.core.office.tables import Table, Value, letters

UNITS = {"万元": WAN, "元": YUAN, "分": 1}
CODES = ("区划代码", "地区代码", "代码", "code", "code_2012")
NAMES = ("地区", "单位", "单位名称", "县（市、区）", "县(市、区)", "县区", "县", "名称", "name", "unit_name", "county")
DOCUMENTS = ("文号", "依据", "凭证", "document")
REMARKS = ("序号", "备注", "说明", "省份", "省", "市", "remark")
TOTALS = ("合计", "总计", "total")
_SAID_UNIT = re.compile(r"(?:单位|unit)\s*[:：]?\s*(万元|元|分)", re.IGNORECASE)
_TITLE_UNIT = re.compile(r"[（(]\s*(?:单位\s*[:：]\s*)?(万元|元|分)\s*[）)]")
_FORMULA = ("=", "+", "@")


class Slip(StrEnum):
    """What is wrong in a table; the sentences are in funds/wording/amounts.py. `where` is a cell."""

    NO_TITLES = "no-titles"
    NO_ROWS = "no-rows"
    NO_AMOUNTS = "no-amounts"  # no column that holds amounts
    COLUMN_MISSING = "column-missing"  # name
    COLUMN_TWICE = "column-twice"  # where, value
    UNIT_MISSING = "unit-missing"
    UNITS_DIFFER = "units-differ"  # values
    TOTAL_MISSING = "total-missing"
    TOTAL_TWICE = "total-twice"  # where
    NAME_MISSING = "name-missing"  # where
    REGION_TWICE = "region-twice"  # where, value, first: the cell in which it stands already
    FORMULA = "formula"  # where, value
    NOT_A_NUMBER = "not-a-number"  # where, value, column
    BELOW_A_FEN = "below-a-fen"  # where, value, column
    TOO_LARGE = "too-large"  # where, value, column
    AMOUNT_MISSING = "amount-missing"  # where, column
    CODE_UNKNOWN = "code-unknown"  # where, value
    CODE_OF_OTHER_YEAR = "code-of-other-year"  # where, value, instead
    TOTAL_OFF = "total-off"  # where, value, sum: fen
    OTHER_NAME = "other-name"  # where, value, name: the name that the code has


@dataclass(frozen=True)
class Fault:
    """One slip with what its sentence needs."""

    code: Slip
    params: Mapping[str, str] = field(default_factory=dict)


class Faulty(ValueError):
    """The table is not taken; every slip, not only the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.code} {dict(fault.params)}" for fault in faults))


@dataclass(frozen=True)
class Amount:
    """What a cell says, in fen; None where it is empty."""

    fen: int | None
    where: str


@dataclass(frozen=True)
class Line:
    """A row: whom it is about, and its amounts by the title of their column."""

    name: str
    code: str
    document: str
    where: str
    amounts: Mapping[str, Amount]


@dataclass(frozen=True)
class Amounts:
    """A whole table. `said` are its words, `unit` is the one its amounts are written in."""

    said: tuple[str, ...]
    unit: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def read(table: Table) -> Amounts:
    """Every row of the table, totals among them. Raises Faulty."""
    reader = _Reader(table)
    found = reader.whole()
    if reader.faults or found is None:
        raise Faulty(reader.faults)
    return found


def is_total(line: Line) -> bool:
    """Whether the row is one of totals; the word may stand where codes do."""
    return any(plain(words).lower() in TOTALS for words in (line.name, line.code))


def plain(words: str) -> str:
    """Without any space, full-width forms made plain; brackets stay as they are written."""
    return re.sub(r"\s+", "", words)


class _Reader:
    def __init__(self, table: Table) -> None:
        self.faults: list[Fault] = []
        self._table = table
        self._rows = [(number, [_text(cell) for cell in row]) for number, row in enumerate(table.rows, 1)]

    def whole(self) -> Amounts | None:
        said, titles, rows = self._parts()
        if not titles or not rows:
            self.faults.append(Fault(Slip.NO_ROWS if titles else Slip.NO_TITLES))
            return None
        self._title_row, names = titles
        self._check_titles(names)
        self._places = {kind: _place(names, known) for kind, known in _KINDS.items()}
        amounts = self._amount_columns(names)
        unit = self._unit(said, amounts)
        if self.faults or unit is None:
            return None
        lines = [self._line(number, row, amounts, UNITS[unit]) for number, row in rows]
        self._check_names(lines)
        return Amounts(tuple(said), unit, tuple(amounts.values()), tuple(lines))

    def _parts(self) -> tuple[list[str], tuple[int, list[str]] | None, list[tuple[int, list[str]]]]:
        """The words above the titles, the titles, the rows below; empty rows and words between rows are left out."""
        said, titles, rows = list[str](), None, list[tuple[int, list[str]]]()
        for number, row in self._rows:
            filled = [cell for cell in row if cell]
            if not filled:
                continue
            if filled[0].startswith("#"):
                said.append("，".join(filled).lstrip("# "))
            elif titles is None and len(filled) == 1:
                said += filled
            elif titles is None:
                titles = number, row
            else:
                rows.append((number, row))
        return said, titles, rows

    def _check_titles(self, names: Sequence[str]) -> None:
        for place, title in enumerate(names):
            if title and title in names[:place]:
                self._note(Slip.COLUMN_TWICE, self._cell(self._title_row, place), value=title)

    def _amount_columns(self, names: Sequence[str]) -> dict[int, str]:
        """The columns that hold amounts: all that are not known to hold something else."""
        taken = {place for place in self._places.values() if place is not None}
        if self._places["name"] is None and self._places["code"] is None:
            self.faults.append(Fault(Slip.COLUMN_MISSING, {"name": NAMES[0]}))
        found = {
            place: title
            for place, title in enumerate(names)
            if title and place not in taken and _bare(title) not in REMARKS
        }
        if not found:
            self.faults.append(Fault(Slip.NO_AMOUNTS))
        return found

    def _unit(self, said: Sequence[str], columns: Mapping[int, str]) -> str | None:
        found = {match[1] for words in said for match in _SAID_UNIT.finditer(words)}
        found |= {match[1] for title in columns.values() for match in _TITLE_UNIT.finditer(title)}
        if len(found) > 1:
            self.faults.append(Fault(Slip.UNITS_DIFFER, {"values": "、".join(sorted(found))}))
        elif not found:
            self.faults.append(Fault(Slip.UNIT_MISSING))
        return min(found, default=None)

    def _line(self, number: int, row: list[str], columns: Mapping[int, str], unit: int) -> Line:
        first = self._places["name"] if self._places["name"] is not None else self._places["code"]
        where = self._cell(number, first or 0)
        texts = {kind: self._words(number, row, place) for kind, place in self._places.items()}
        amounts = {title: self._amount(number, row, place, title, unit) for place, title in columns.items()}
        if not texts["name"] and not texts["code"]:
            self._note(Slip.NAME_MISSING, where)
        return Line(texts["name"], texts["code"], texts["document"], where, amounts)

    def _words(self, number: int, row: list[str], place: int | None) -> str:
        text = row[place] if place is not None and place < len(row) else ""
        if place is not None:
            self._is_formula(self._cell(number, place), text)
        return text

    def _amount(self, number: int, row: list[str], place: int, title: str, unit: int) -> Amount:
        where, text = self._cell(number, place), row[place] if place < len(row) else ""
        if self._is_formula(where, text) or text in ("", "—", "-", "－"):
            return Amount(None, where)
        try:
            return Amount(fen_of(text, unit), where)
        except NotMoney as error:
            slip = {"text": Slip.NOT_A_NUMBER, "fen": Slip.BELOW_A_FEN, "large": Slip.TOO_LARGE}[error.args[0]]
            self._note(slip, where, value=text[:60], column=title)
            return Amount(None, where)

    def _is_formula(self, where: str, text: str) -> bool:
        formula = self._table.formulas.get(where) or self._table.errors.get(where)
        wide = unicodedata.normalize("NFKC", text)
        if formula is None and not (wide.startswith(_FORMULA) and not _is_signed(wide)):
            return False
        self._note(Slip.FORMULA, where, value=(formula or text)[:60])
        return True

    def _check_names(self, lines: Sequence[Line]) -> None:
        """A region stands once; with documents, once for each."""
        seen: dict[tuple[str, str], str] = {}
        for line in lines:
            key = (line.code or plain(line.name), line.document)
            if not is_total(line) and key[0] and key in seen:
                self._note(Slip.REGION_TWICE, line.where, value=line.name or line.code, first=seen[key])
            seen.setdefault(key, line.where)

    def _note(self, slip: Slip, where: str, **params: str) -> None:
        self.faults.append(Fault(slip, {"where": where} | params))

    def _cell(self, row: int, column: int) -> str:
        return f"{letters(column + 1)}{row}"


_KINDS = {"code": CODES, "name": NAMES, "document": DOCUMENTS}


def _place(titles: Sequence[str], known: Sequence[str]) -> int | None:
    return next((place for place, title in enumerate(titles) if plain(title).lower() in known), None)


def _bare(title: str) -> str:
    return _TITLE_UNIT.sub("", plain(title)).lower()


def _is_signed(text: str) -> bool:
    return text[:1] == "+" and text[1:2].isdigit()


def _text(cell: Value) -> str:
    """As it is written; a number of a workbook as the decimal it shows, 377.61 and not its binary neighbour."""
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0")
    return "" if cell is None else str(cell).strip()
