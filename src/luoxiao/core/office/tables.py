"""What a workbook or a .csv holds: tables of values, and what values alone would not tell. Pure."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Value = str | float | int | bool | None

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True)
class Table:
    """One sheet from A1 on. Dates stand in `rows` as text (2012-09-30), errors and uncomputed formulas as None.

    `errors` and `formulas` say by cell (I8) what stands there instead of a value or behind it, of formulas the first
    80 characters; `dates` names the cells that hold a date. Row numbers are those of the sheet, from 1; columns are
    letters.
    """

    name: str
    rows: list[list[Value]]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Book:
    """A workbook: its tables in their order, and its custom properties."""

    tables: tuple[Table, ...]
    properties: Mapping[str, str] = field(default_factory=dict)


@functools.lru_cache(maxsize=512)
def letters(column: int) -> str:
    """A for 1, AA for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(column: str) -> int:
    """1 for A, 27 for AA."""
    count = 0
    for letter in column:
        count = count * 26 + ord(letter) - 64
    return count


def place(reference: str) -> tuple[int, int]:
    """(row, column) of I8, both from 1. Raises ValueError."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError(reference)
    return int(found[2]), number(found[1])


def as_json(book: Book) -> dict[str, Any]:
    """The workbook in what JSON knows."""
    return {"tables": [_as_json(table) for table in book.tables], "properties": dict(book.properties)}


def _as_json(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "rows": table.rows,
        "is_hidden": table.is_hidden,
        "hidden_rows": sorted(table.hidden_rows),
        "hidden_columns": sorted(table.hidden_columns),
        "merged": table.merged,
        "errors": table.errors,
        "formulas": table.formulas,
        "dates": sorted(table.dates),
    }


def from_json(found: Mapping[str, Any]) -> Book:
    """The workbook that `as_json` wrote."""
    return Book(tuple(map(_from_json, found["tables"])), found["properties"])


def _from_json(found: Mapping[str, Any]) -> Table:
    sets = {name: frozenset(found[name]) for name in ("hidden_rows", "hidden_columns", "dates")}
    return Table(**{**found, **sets, "merged": tuple(found["merged"])})
