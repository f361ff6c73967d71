"""One form with all kinds of lines, and what is on record for an invented county. Every figure is invented (演练)."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from luoxiao.returns.form import Check, Form, Identity, Known, Line, Severity
from luoxiao.returns.workbook import layout, write

DUE = date(2012, 10, 15)


def line(code: str, group: str, name: str, unit: str, *, scale: int = 0, highest: int | None = None) -> Line:
    top = None if highest is None else Decimal(highest)
    definition = f"{name}：报告期末实有数，以台账为准。"
    return Line(code, group, code.lower(), name, unit, definition, scale, Decimal(0), top, is_required=code != "E01")


FORM = Form(
    template="LX-01",
    number=2,
    name="民政事业季度报表",
    period="2012Q3",
    lines=(
        line("A01", "城乡低保", "城市低保对象人数", "人"),
        line("A02", "城乡低保", "城市低保平均标准", "元/人·月"),
        line("A03", "城乡低保", "农村低保对象人数", "人"),
        line("A05", "城乡低保", "农村低保资金本年累计支出", "万元", scale=1),
        line("B01", "农村五保供养", "集中供养人数", "人"),
        line("B03", "农村五保供养", "供养机构床位数", "张"),
        line("C02", "医疗救助与临时救助", "其中：重特大疾病医疗救助", "人次"),
        line("E01", "救灾", "因灾倒塌住房", "间"),
        line("E02", "救灾", "恢复重建完工率", "%", scale=2, highest=100),
    ),
    checks=(
        Check("床位", "B03 >= B01", "床位 {B03} 张，少于集中供养 {B01} 人。核对两项。", Severity.ERROR),
        Check("累计", "A05 >= last.A05", "本年累计支出小于上期累计。核对后改正。", Severity.ERROR, is_trial=True),
    ),
)
IDENTITY = Identity("LX-01", 2, "2012Q3", "mz-360730", "演练县民政局", is_rehearsal=False)
REHEARSAL = Identity("LX-01", 2, "2012Q3", "mz-360730", "演练县民政局", is_rehearsal=True)
KNOWN = {
    "A01": Known(last=Decimal(12846)),
    "A02": Known(last=Decimal(305), this=Decimal(310), source="省民政厅《低保标准一览》"),
    "A03": Known(last=Decimal(46210)),
    "A05": Known(last=Decimal("4102.6")),
    "B01": Known(last=Decimal(1832)),
    "B03": Known(last=Decimal(2010)),
    "E02": Known(last=Decimal(88)),
}
GOOD: dict[str, object] = {"A01": 12790, "A03": 46000, "A05": 4200.5, "B01": 1846, "B03": 2010, "C02": 0, "E02": 91.25}
LINES = [each.code for each in FORM.lines]


def blank(identity: Identity = IDENTITY) -> bytes:
    """The workbook as it is handed out."""
    return write(FORM, identity, KNOWN, instructions="按 9 月 30 日的台账填报。\n有问题的电话联系。", due=DUE)


def cell(code: str, header: str = layout.VALUE) -> str:
    return f"{'ABCDEFGHIJKL'[layout.PLACES[header]]}{layout.FIRST_ROW + 1 + LINES.index(code)}"


def filled(values: dict[str, object] | None = None, change: Callable[[Worksheet], object] | None = None) -> bytes:
    """The workbook filled in with openpyxl: by line code a number, or by cell whatever; then one more change."""
    book = openpyxl.load_workbook(io.BytesIO(blank()))
    sheet = book[layout.SHEET]
    for place, value in (GOOD | (values or {})).items():
        sheet[cell(place) if place in LINES else place] = value
    if change:
        change(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
