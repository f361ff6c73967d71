"""Reads an .xlsx with calamine, after a look at its XML. Only the child with limits calls this."""

import io
import re
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from luoxiao.core.office.limits import Limits
from luoxiao.core.office.package import Package
from luoxiao.core.office.refused import Code, Refused, shown
from luoxiao.core.office.tables import Book, Table, Value, letters, number
from luoxiao.core.office.xlsx_look import Look, Memory, Sight

FORMULA = 80  # characters that are enough to recognise one
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PLACE = re.compile(r"(?<![^ ])([A-Z]{1,3})([1-9][0-9]{0,6})(?![^ ])")
_LIVE = re.compile(r"^[^\"]*\|[^\"]*!")  # program|subject!item


def read(content: bytes, limits: Limits, memory: Memory | None = None) -> Book:
    """Every sheet of the workbook; `memory` is for who reads many. Raises Refused."""
    look = Look(limits.columns, memory)
    package = Package(content, look)
    for part, sight in look.sights.items():
        _check(part, sight, limits)
    sights = _by_sheet(package, look)
    known = memory if package.is_all_xml else None  # only of XML it is known whether it is the same
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables = [_remembered(workbook, sheet, sights, look, known) for sheet in workbook.sheets_metadata]
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise Refused(Code.WORKBOOK_BROKEN) from error
    return Book(tuple(tables), package.properties())


def _remembered(
    workbook: CalamineWorkbook, sheet: Any, sights: dict[str, Sight], look: Look, memory: Memory | None
) -> Table:
    """The table; not read again where the sheet and all but the other sheets are what they were in another workbook.

    The form itself differs from unit to unit, its sheets of explanation do not.
    """
    part = next((part for part, sight in look.sights.items() if sight is sights.get(sheet.name)), "")
    if memory is None or not part:
        return _table(workbook, sheet, sights)
    around = ((name, said) for name, said in look.digests.items() if name not in look.sights)
    shared = sorted(each for each in around if not each[0].startswith("docprops/"))
    key = (sheet.name, part, look.digests[part], *shared)
    return memory.table(key, lambda: _table(workbook, sheet, sights))


def _by_sheet(package: Package, look: Look) -> dict[str, Sight]:
    """What was seen, by the name of the sheet; sheets that were not looked at are left out."""
    parts = package.parts_of_main()
    sights: dict[str, Sight] = {}
    for sheet in package.root_of_main().iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            part = parts.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "", "").lower()
            if part in look.sights:
                sights[sheet.get("name", "")] = look.sights[part]
    return sights


def _check(part: str, sight: Sight, limits: Limits) -> None:
    """Refuse what would be laid out too large, and formulas that call another program."""
    places = _PLACE.findall(" ".join(sight.cells))
    if len(places) != len(sight.cells):
        raise Refused(Code.WORKBOOK_BROKEN)
    rows = max((int(row) for row in {row for _, row in places}), default=0)
    columns = max(map(number, {column for column, _ in places}), default=0)
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        raise Refused(
            Code.SHEET_TOO_LARGE, sheet=shown(PurePosixPath(part).stem), rows=rows, columns=columns, limit=limits.cells
        )
    live = next((cell for cell, formula in sight.formulas.items() if _LIVE.search(formula)), None)
    if live:
        raise Refused(Code.LIVE_DATA, cell=shown(live))


def _table(workbook: CalamineWorkbook, sheet: Any, sights: dict[str, Sight]) -> Table:
    if sheet.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
        raise Refused(Code.MACROS, part=shown(sheet.name))
    is_sheet = sheet.typ is SheetTypeEnum.WorkSheet
    if is_sheet and sheet.name not in sights:
        raise Refused(Code.WORKBOOK_BROKEN)
    sight = sights.get(sheet.name, Sight())
    rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False) if is_sheet else []
    dates: set[str] = set()
    return Table(
        name=sheet.name,
        rows=[_row(values, at, dates) for at, values in enumerate(rows, 1)],
        is_hidden=sheet.visible is not SheetVisibleEnum.Visible,
        hidden_rows=frozenset(sight.hidden_rows),
        hidden_columns=frozenset(sight.hidden_columns),
        merged=tuple(sight.merged),
        errors=sight.errors,
        formulas={cell: formula[:FORMULA] for cell, formula in sight.formulas.items()},
        dates=frozenset(dates),
    )


def _row(values: list[Any], row: int, dates: set[str]) -> list[Value]:
    """The values as JSON knows them; `dates` gathers the cells that hold one."""
    return [
        (value or None) if type(value) is str else _plain(value, column, row, dates)
        for column, value in enumerate(values, 1)
    ]


def _plain(value: Any, column: int, row: int, dates: set[str]) -> Value:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, date | time | timedelta):
        dates.add(f"{letters(column)}{row}")
        return _day(value)
    is_known: Value = value
    return is_known


def _day(value: date | time | timedelta) -> str:
    """2012-09-30, with the time only where there is one."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
