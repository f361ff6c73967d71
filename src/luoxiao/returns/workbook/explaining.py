"""The sheets that explain: how to fill the form, what each line means, which rules it is checked by."""

import re
from collections.abc import Sequence
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from luoxiao.core.periods import Period
from luoxiao.returns.form import Check, Form, Line, Severity
from luoxiao.returns.workbook import layout as at
from luoxiao.returns.workbook.drawing import range_words
from luoxiao.returns.workbook.styles import Styles

HOW_TO = (
    "只填“报表”中白底的三列：本期数、情况、原因说明。其余各列已锁定，不用改动。",
    "没有发生填 0，不留空。没有变化的，在“情况”选“无变化”，不必再填数：有已掌握数的取已掌握数，没有的取上期数。",
    "确实不掌握的选“不掌握”，本地没有这项业务的选“不适用”。这两种与 0 不同。",
    "“已掌握数”来自其他渠道，已代填在本期数中；与实际不符的，改数并写明原因。",
    "填数字即可；１２,３４５、1.2万、一百二十 也认得，读出的数会回显，以便核对。",
    "不要改动表号、版次、期别、单位代码，不要合并单元格，不要隐藏行列。填完后保存为 .xlsx 上传。",
)
_LINES = (("代码", 9), ("指标", 30), ("单位", 11), ("填法", 34), ("是否必填", 10), ("指标解释", 70))
_CHECKS = ("规则", "须符合", "级别", "不符时的说明")
_NAMED = re.compile(r"\{([^{}]*)\}")


def draw_help(book: Workbook, form: Form, instructions: str, due: date | None) -> Worksheet:
    """填报说明, made of the same form as the table."""
    styles = Styles(book)
    sheet = _sheet(book, at.HELP, [width for _, width in _LINES])
    sheet.write_string(0, 0, f"{form.name}　{Period.parse(form.period).words}　填报说明", styles.title())
    row = _draw_paragraphs(sheet, styles, 1, _introduction(instructions, due))
    row = _draw_table(sheet, styles, row + 1, [name for name, _ in _LINES], [_of_line(line) for line in form.lines])
    if form.checks:
        _draw_table(sheet, styles, row + 1, _CHECKS, [_of_check(check) for check in form.checks])
    return sheet


def _sheet(book: Workbook, name: str, widths: Sequence[float]) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 30)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    return sheet


def _introduction(instructions: str, due: date | None) -> list[str]:
    said = [f"报送时限：{due.year}年{due.month}月{due.day}日 24 时（北京时间）。"] if due else []
    asked = [line.strip() for line in instructions.splitlines() if line.strip()]
    return said + asked + [f"{number}. {advice}" for number, advice in enumerate(HOW_TO, 1)]


def _draw_paragraphs(sheet: Worksheet, styles: Styles, row: int, paragraphs: Sequence[str]) -> int:
    for paragraph in paragraphs:
        sheet.write_string(row, 0, paragraph, styles.made(num_format="@"))
        row += 1
    return row


def _draw_table(
    sheet: Worksheet, styles: Styles, row: int, headers: Sequence[str], rows: Sequence[Sequence[str]]
) -> int:
    for number, cells in enumerate([headers, *rows], row):
        for column, said in enumerate(cells):
            sheet.write_string(number, column, said, styles.header() if number == row else styles.text())
    return row + len(rows) + 1


def _of_line(line: Line) -> tuple[str, ...]:
    return line.code, line.name, line.unit, range_words(line), "必填" if line.is_required else "可不填", line.definition


def _of_check(check: Check) -> tuple[str, ...]:
    is_error = check.severity is Severity.ERROR and not check.is_trial
    severity = "错误" if is_error else "提示（试行）" if check.is_trial else "提示"
    return check.code, check.expression, severity, _NAMED.sub(r"\1", check.message)
