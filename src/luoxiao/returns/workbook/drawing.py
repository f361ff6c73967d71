"""Draws the sheet of the form: who and when above, the table below, only its white cells open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from luoxiao.core.office.tables import letters
from luoxiao.core.periods import Period
from luoxiao.returns.form import UNCHANGED, Form, Identity, Line
from luoxiao.returns.workbook import layout as at
from luoxiao.returns.workbook.styles import GROUND, LATE, LATE_GROUND, SOON, SOON_GROUND, Styles

Put = Decimal | str | int | None

ADVICE = (
    "只填白底格。没有发生填 0；没有变化的在“情况”选“无变化”（取已掌握数，没有的取上期数）；"
    "确实不掌握、不适用的在“情况”选，不要留空。"
)
KEEP = "不掌握、不适用的在“情况”里选。核对无误的选“是”保留，上传后再校核。"
REHEARSAL_ADVICE = "演练：所有数字为虚构，不作为事实。"
FURTHEST = 10**15 - 1  # the largest whole number of which a spreadsheet keeps every digit


@dataclass(frozen=True)
class Drawn:
    """What stands in one line. `verdict` None leaves the formula that watches the line while it is filled."""

    last: Put = None
    known: Put = None
    source: Put = None
    value: Put = None
    state: str = ""
    reason: str = ""
    watch: Put = ""  # what the formula shows before it is computed anew
    verdict: str | None = None
    is_error: bool = False
    remark: str = ""


def draw_form(
    book: Workbook, form: Form, identity: Identity, drawn: Mapping[str, Drawn], due: date | None
) -> Worksheet:
    """The sheet with every line of the form."""
    styles = Styles(book)
    sheet = book.add_worksheet(at.SHEET)
    _set_page(sheet)
    _draw_head(sheet, styles, form, identity, due)
    for column, shape in enumerate(at.COLUMNS):
        sheet.set_column(column, column, shape.width)
        sheet.write_string(at.HEADER_ROW, column, shape.header, styles.header())
    for row, line in enumerate(form.lines, at.FIRST_ROW):
        _draw_line(sheet, styles, row, line, drawn.get(line.code, Drawn()), Period.parse(form.period).words)
    _guard_words(sheet, len(form.lines))
    return sheet


def _set_page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(at.HEADER_ROW)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.freeze_panes(at.FIRST_ROW, at.PLACES[at.NAME] + 1)
    sheet.set_default_row(20)
    sheet.set_row(at.TITLE_ROW, 30)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def _draw_head(sheet: Worksheet, styles: Styles, form: Form, identity: Identity, due: date | None) -> None:
    mark = f"（{at.REHEARSAL}）" if identity.is_rehearsal else ""
    sheet.write_string(at.TITLE_ROW, 0, f"{form.name}　{Period.parse(form.period).words}{mark}", styles.title())
    if identity.is_rehearsal:
        sheet.write_string(at.ADVICE_ROW, 0, REHEARSAL_ADVICE + ADVICE, styles.rehearsal())
    else:
        sheet.write_string(at.ADVICE_ROW, 0, ADVICE, styles.advice())
    for row, column, label in at.LABELS:
        sheet.write_string(row, column, label, styles.label())
        _put(sheet, row, column + 1, _said(label, identity, due), styles.said())


def _said(label: str, identity: Identity, due: date | None) -> Put:
    if label == at.DUE:
        return f"{due.year}年{due.month}月{due.day}日" if due else None
    return {
        at.UNIT_NAME: identity.unit_name,
        at.UNIT_CODE: identity.unit,
        at.TEMPLATE: identity.template,
        at.NUMBER: str(identity.number),
        at.PERIOD: Period.parse(identity.period).words,
        at.NATURE: at.REHEARSAL if identity.is_rehearsal else at.REAL,
    }[label]


def _draw_line(sheet: Worksheet, styles: Styles, row: int, line: Line, drawn: Drawn, period: str) -> None:
    quiet = {"bg_color": GROUND}
    text, number = styles.text(**quiet), styles.number(line.scale, **quiet)
    for column, said, shape in (
        (at.CODE, line.code, text),
        (at.GROUP, line.group, text),
        (at.NAME, line.name, text),
        (at.UNIT, line.unit, text),
        (at.PERIOD, period, text),
        (at.LAST, drawn.last, number),
        (at.KNOWN, drawn.known, number),
        (at.SOURCE, drawn.source, text),
        (at.VALUE, drawn.value, styles.number(line.scale, locked=False, **_tint(drawn))),
        (at.STATE, drawn.state or None, styles.text(locked=False)),
        (at.REASON, drawn.reason or None, styles.text(locked=False)),
    ):
        _put(sheet, row, at.PLACES[column], said, shape)
    _draw_verdict(sheet, row, line, drawn, styles.text(bold=True, **quiet, **_ink(drawn)), text)
    _guard(sheet, row, line)


def _tint(drawn: Drawn) -> dict[str, str]:
    if drawn.verdict is None:
        return {}
    ink, ground = (LATE, LATE_GROUND) if drawn.is_error else (SOON, SOON_GROUND)
    return {"font_color": ink, "bg_color": ground}


def _ink(drawn: Drawn) -> dict[str, str]:
    return {"font_color": _tint(drawn)["font_color"]} if drawn.verdict is not None else {}


def _put(sheet: Worksheet, row: int, column: int, said: Put, shape: Format) -> None:
    """Text is always text, never a formula; a blank keeps its format."""
    if said is None or said == "":
        sheet.write_blank(row, column, None, shape)
    elif isinstance(said, str):
        sheet.write_string(row, column, said, shape)
    else:
        sheet.write_number(row, column, said, shape)


def _draw_verdict(sheet: Worksheet, row: int, line: Line, drawn: Drawn, bold: Format, text: Format) -> None:
    column = at.PLACES[at.VERDICT]
    if drawn.verdict is None:
        sheet.write_formula(row, column, _watching(line, row + 1), text, drawn.watch)
        return
    sheet.write_string(row, column, drawn.verdict, bold)
    sheet.write_comment(row, at.PLACES[at.VALUE], drawn.remark, {"x_scale": 2.2, "y_scale": 1.2, "author": at.VERDICT})


def _watching(line: Line, row: int) -> str:
    """Says while the line is filled what is still missing in it: 未填, 不是数, 超出范围, 核对情况."""
    headers = (at.VALUE, at.STATE, at.LAST, at.KNOWN)
    value, state, last, known = (f"{letters(at.PLACES[header] + 1)}{row}" for header in headers)
    blank = f'"{unfilled(line)}"'
    inside = f"AND({value}>={_limit(line.lowest, -1)},{value}<={_limit(line.highest, 1)})"
    number = f'IF({value}="",{blank},IF(ISNUMBER({value}),IF({inside},"","超出范围"),"不是数"))'
    unlike = f'OR(AND({known}="",{last}=""),AND({value}<>"",{value}<>IF({known}="",{last},{known})))'
    marked = f'IF({state}="{UNCHANGED}",IF({unlike},"核对情况",""),IF({value}="","","核对情况"))'
    return f'=IF({state}="",{number},{marked})'


def unfilled(line: Line) -> str:
    """What the formula shows in a blank line."""
    return "未填" if line.is_required else ""


def _limit(limit: Decimal | None, sign: int) -> str:
    return f"{sign * FURTHEST}" if limit is None else f"{limit:f}"


def _guard(sheet: Worksheet, row: int, line: Line) -> None:
    """What the cell of a figure takes, said when it is entered and again when it is refused."""
    bounds = range_words(line)
    number = {
        "validate": "decimal" if line.scale else "integer",
        "criteria": "between",
        "minimum": _limit(line.lowest, -1),
        "maximum": _limit(line.highest, 1),
        "input_title": f"{line.code} {line.name}"[:32],
        "input_message": f"单位：{line.unit}。{bounds}{line.definition}"[:255],
        "error_type": "warning",  # 1.2万 and １２ are understood on upload, so they may be kept
        "error_title": "核对本期数",
        "error_message": f"{line.name}填数字，单位{line.unit}。{bounds}{KEEP}"[:255],
    }
    sheet.data_validation(row, at.PLACES[at.VALUE], row, at.PLACES[at.VALUE], number)


def _guard_words(sheet: Worksheet, lines: int) -> None:
    """The drop-down and the length of a reason are the same in every line."""
    state = {
        "validate": "list",
        "source": list(at.STATES),
        "error_title": "情况只有三种",
        "error_message": "从下拉表中选：无变化、不掌握、不适用；填了本期数的不用选。",
    }
    _guard_column(sheet, at.STATE, lines, state)
    reason = {
        "validate": "length",
        "criteria": "<=",
        "value": 300,
        "error_title": "原因说明过长",
        "error_message": "原因说明不超过 300 字。",
    }
    _guard_column(sheet, at.REASON, lines, reason)


def _guard_column(sheet: Worksheet, header: str, lines: int, rule: dict[str, Any]) -> None:
    column = at.PLACES[header]
    sheet.data_validation(at.FIRST_ROW, column, at.FIRST_ROW + max(lines, 1) - 1, column, rule)


def range_words(line: Line) -> str:
    """不小于 0，不大于 100，小数 1 位。"""
    said = [f"不小于 {line.lowest:,f}"] if line.lowest is not None else []
    said += [f"不大于 {line.highest:,f}"] if line.highest is not None else []
    said += [f"小数不超过 {line.scale} 位" if line.scale else "整数"]
    return "，".join(said) + "。"
