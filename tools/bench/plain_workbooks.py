"""The plain way with workbooks: openpyxl writes and reads them, one row for each figure goes in by bulk_create."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice

import openpyxl
from django.db import transaction
from openpyxl.styles import Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from tools.bench.intake import AT, PERIOD

from luoxiao.indicators.models import Indicator, Origin, Place, Superseded
from luoxiao.returns.checks import check
from luoxiao.returns.form import Entry, Form, Identity, Known
from luoxiao.returns.understanding import understood
from luoxiao.returns.workbook import layout

FIRST = layout.FIRST_ROW + 1
_LINE = Side(style="thin", color="C2CAD1")
_BORDER, _OPEN = Border(_LINE, _LINE, _LINE, _LINE), Protection(locked=False)
_QUIET, _BOLD = PatternFill("solid", fgColor="EBEFF1"), Font(bold=True)


def written(form: Form, identity: Identity, known: Mapping[str, Known]) -> bytes:
    """The same table with the same validation and protection; without the sheet of explanation."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = layout.SHEET
    sheet.append([form.name])
    for row, column, label in layout.LABELS:
        sheet.cell(row + 1, column + 1, label)
        sheet.cell(row + 1, column + 2, identity.unit_name)
    for column, header in enumerate(layout.COLUMNS, 1):
        sheet.cell(layout.HEADER_ROW + 1, column, header.header).font = _BOLD
    for row, line in enumerate(form.lines, FIRST):
        figures = known[line.code]
        said = (line.code, line.group, line.name, line.unit, PERIOD, figures.last, figures.this, figures.source)
        for column, value in enumerate((*said, figures.this, None, None, None), 1):
            cell = sheet.cell(row, column, value)
            cell.border = _BORDER
            if layout.COLUMNS[column - 1].is_input:
                cell.protection = _OPEN
            else:
                cell.fill = _QUIET
        number = DataValidation("decimal", formula1="0", formula2="999999999", error=f"{line.name}填数字。")
        state = DataValidation("list", formula1=f'"{",".join(layout.STATES)}"')
        for rule, column in ((number, 9), (state, 10)):
            rule.add(sheet.cell(row, column).coordinate)
            sheet.add_data_validation(rule)
    sheet.protection.sheet = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def taken_in(
    form: Form, contents: Iterable[bytes], known_of: Callable[[int], Mapping[str, Known]], together: int
) -> None:
    """Read, check and store every workbook, with one origin for each and one row for each of its figures."""
    indicators = Indicator.objects.bulk_create(_indicator(line.indicator, line.name) for line in form.lines)
    ids = dict(zip((line.code for line in form.lines), (each.pk for each in indicators), strict=True))
    place = Place.objects.create(code="bench", kind="county", name="演练县")
    numbered = enumerate(contents)
    while batch := list(islice(numbered, together)):
        with transaction.atomic():
            for number, content in batch:
                entries = dict(_read(form, content))
                assert not check(form, entries, known_of(number))
                _store(entries, ids, place, content)


def _read(form: Form, content: bytes) -> Iterator[tuple[str, Entry]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))[layout.SHEET]
    lines = {line.code: line for line in form.lines}
    for row in sheet.iter_rows(min_row=FIRST, values_only=True):
        line = lines[str(row[0])]
        yield line.code, understood("" if row[8] is None else str(row[8]), line)


def _store(entries: Mapping[str, Entry], ids: Mapping[str, int], place: Place, content: bytes) -> None:
    source = sha256(content).hexdigest()
    origin = Origin.objects.create(kind="return", source=source, confidence="high", is_rehearsal=True, at=AT)
    Superseded.objects.bulk_create(
        Superseded(
            indicator_id=ids[code],
            place=place,
            period=PERIOD,
            is_rehearsal=True,
            amount=int(entry.value.scaleb(1)),
            printed=f"I{row}",
            origin=origin,
            replaced_by=origin,
            at=AT,
        )
        for row, (code, entry) in enumerate(entries.items(), FIRST)
        if entry.value is not None
    )


def _indicator(code: str, name: str) -> Indicator:
    words = {"name": name, "name_en": code, "definition": name, "unit": "人", "source": "演练"}
    rules = {"period": "quarter", "good": "more", "over_time": "sum", "over_places": "sum"}
    return Indicator(code=code, scale=1, made_at=AT, **words, **rules)
