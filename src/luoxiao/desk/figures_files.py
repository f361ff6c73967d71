"""Tables of figures as files: CSV, or a workbook of Excel. Numbers stay numbers and no cell becomes a formula."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from luoxiao.core import clock, csv_files
from luoxiao.core.office.kinds import XLSX_MEDIA_TYPE
from luoxiao.desk.downloads import download

Cell = str | Decimal | None


@dataclass(frozen=True)
class Table:
    """A titled table; a cell is a text, a number, or nothing."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    said: str = ""


def answer(table: Table, kind: str, rehearsal: bool) -> HttpResponse:
    """The file, named by its title, the day, and that it is a rehearsal's."""
    name = "-".join(filter(None, (table.title, clock.today().isoformat(), _("演练") if rehearsal else "")))
    if kind == "xlsx":
        return download(workbook(table, rehearsal), name=name[:100] + ".xlsx", media_type=XLSX_MEDIA_TYPE)
    content = csv_files.write(table.header, table.rows)
    return download(content, name=name[:100] + ".csv", media_type="text/csv; charset=utf-8")


def workbook(table: Table, rehearsal: bool) -> bytes:
    """The rows under their header, which stays in sight; on a second sheet what they are."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("演练") if rehearsal else _("数据"))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for column, words in enumerate(table.header):
        sheet.write_string(0, column, words, bold)
    for line, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal):
                sheet.write_number(line, column, float(cell))
            elif cell:
                sheet.write_string(line, column, cell)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(table.header), 15)
    about = book.add_worksheet(_("说明"))
    about.set_column(0, 0, 100)
    for line, words in enumerate(filter(None, (table.title, table.said, _("演练数据") if rehearsal else ""))):
        about.write_string(line, 0, words)
    book.close()
    return out.getvalue()
