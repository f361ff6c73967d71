"""The same workbook given back: tinted cells with comments, a sheet of what is wrong, and a sheet on how to mend it."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from xlsxwriter import Workbook

from luoxiao.core.office.tables import letters
from luoxiao.core.periods import Period
from luoxiao.returns.form import UNCHANGED, Entry, Form, Identity, Known, Line, Severity
from luoxiao.returns.workbook import layout as at
from luoxiao.returns.workbook.drawing import Drawn, draw_form, unfilled
from luoxiao.returns.workbook.explaining import draw_help
from luoxiao.returns.workbook.identifying import properties_of
from luoxiao.returns.workbook.soundness import sound, sound_form, sound_texts
from luoxiao.returns.workbook.styles import LATE, SEAL, SOON, Styles
from luoxiao.returns.workbook.writing import new_book

_HEADERS = (("对象", 22), ("期别", 16), ("问题", 80), ("单元格", 12), ("项目", 34))
_HOW_TO = (
    "“错误”必须改正，改正后才能报送。“提示”核对无误的，在同一行的“原因说明”写明原因即可报送。",
    "点“单元格”一栏，转到“报表”中的那一格；格内的批注写着同一句话。",
    "在本工作簿里直接改，改完保存，再上传同一个文件。底色和批注不影响上传，不必删去。",
    "“校核结果”和“校核说明”两张表不读取，改动它们不起作用。",
    "一处改正后，与它有关的其他问题可能一并消除，以重新上传后的校核结果为准。",
)
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "提示"}


class Told(Protocol):
    """One thing that is wrong, said once, as returns/wording.py tells it."""

    @property
    def severity(self) -> Severity: ...
    @property
    def object(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def fields(self) -> Sequence[str]: ...
    @property
    def codes(self) -> Sequence[str]: ...


def annotate(
    form: Form,
    identity: Identity,
    known: Mapping[str, Known],
    entries: Mapping[str, Entry],
    told: Sequence[Told],
    *,
    instructions: str = "",
    due: date | None = None,
) -> bytes:
    """The workbook with what was filled in, and what is wrong with it, in the order given."""
    form, identity, instructions = sound_form(form), sound_texts(identity), sound(instructions)
    out = io.BytesIO()
    book = new_book(out, form)
    for name, said in properties_of(identity):
        book.set_custom_property(name, said, "text")
    drawn = {
        line.code: _drawn(line, known.get(line.code, Known()), entries.get(line.code, Entry())) for line in form.lines
    }
    _remark(drawn, told)
    _draw_faults(book, form, identity, told)
    draw_form(book, form, identity, drawn, due)
    _draw_how_to(book)
    draw_help(book, form, instructions, due)
    book.close()
    return out.getvalue()


def _drawn(line: Line, known: Known, entry: Entry) -> Drawn:
    unchanged = entry.typed == UNCHANGED
    state = UNCHANGED if unchanged else at.WORDS.get(entry.mark, "") if entry.mark else ""
    value = None if unchanged or entry.mark else entry.value if entry.value is not None else entry.typed
    watch = unfilled(line) if value in (None, "") and not state else ""
    return Drawn(known.last, known.this, known.source, value, state, entry.reason, watch)


def _remark(drawn: dict[str, Drawn], told: Sequence[Told]) -> None:
    """Mark the cell of each line that something is said about, with all that is said."""
    for each in told:
        for code in each.codes:
            before = drawn[code]
            is_error = before.is_error or each.severity is Severity.ERROR
            remark = "\n".join(filter(None, [before.remark, f"{_SEVERITIES[each.severity]}：{sound(each.message)}"]))
            verdict = _SEVERITIES[Severity.ERROR if is_error else Severity.WARNING]
            drawn[code] = replace(before, verdict=verdict, is_error=is_error, remark=remark)


def _draw_faults(book: Workbook, form: Form, identity: Identity, told: Sequence[Told]) -> None:
    """对象 / 期别 / 问题 / 单元格 / 项目: one row for each sentence and each cell it is about."""
    styles = Styles(book)
    sheet = book.add_worksheet(at.FAULTS)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, _summary(told), styles.title())
    if identity.is_rehearsal:
        sheet.write_string(1, 0, "演练：所有数字为虚构，不作为事实。", styles.made(font_color=SEAL, bold=True))
    for column, (header, width) in enumerate(_HEADERS):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, header, styles.header())
    places = {line.code: row for row, line in enumerate(form.lines, at.FIRST_ROW)}
    names = {line.code: f"{line.code} {line.name}" for line in form.lines}
    for row, (each, code) in enumerate(_by_cell(told), 3):
        ink = styles.text(font_color=LATE if each.severity is Severity.ERROR else SOON)
        for column, said in ((0, each.object), (1, Period.parse(form.period).words), (4, names.get(code, "全表"))):
            sheet.write_string(row, column, said, styles.text())
        sheet.write_string(row, 2, f"{_SEVERITIES[each.severity]}：{each.message}", ink)
        _link(sheet, row, styles, f"{letters(at.PLACES[at.VALUE] + 1)}{places[code] + 1}" if code in places else "")
    sheet.freeze_panes(3, 0)


def _link(sheet: object, row: int, styles: Styles, cell: str) -> None:
    if cell:
        sheet.write_url(row, 3, f"internal:'{at.SHEET}'!{cell}", styles.text(underline=1), cell)  # type: ignore[attr-defined]
    else:
        sheet.write_string(row, 3, "—", styles.text())  # type: ignore[attr-defined]


def _by_cell(told: Sequence[Told]) -> Iterator[tuple[Told, str]]:
    for each in told:
        for code in each.codes or ("",):
            yield each, code


def _summary(told: Sequence[Told]) -> str:
    errors = sum(each.severity is Severity.ERROR for each in told)
    warnings = len(told) - errors
    said = [f"有 {errors} 处错误，改正后才能报送"] if errors else []
    said += [f"有 {warnings} 处提示，核对后改正或说明原因"] if warnings else []
    return "；".join(said) or "没有发现问题"


def _draw_how_to(book: Workbook) -> None:
    styles = Styles(book)
    sheet = book.add_worksheet(at.FAULT_HELP)
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, "校核结果怎么看、怎么改", styles.title())
    for row, advice in enumerate(_HOW_TO, 1):
        sheet.write_string(row, 0, f"{row}. {advice}", styles.made(text_wrap=True))
