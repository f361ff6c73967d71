"""What comes back to a respondent: the same workbook, with what is wrong in it and where."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import openpyxl
from openpyxl.workbook import Workbook

from luoxiao.returns.checks import check
from luoxiao.returns.entries import same
from luoxiao.returns.form import Entry, Identity, Severity
from luoxiao.returns.wording import told
from luoxiao.returns.workbook import annotate, joined, layout, read
from tests.returns.workbook.sample import FORM, IDENTITY, KNOWN, REHEARSAL, cell, filled

FAULTY = {"A01": None, "A03": "约三百", "B03": 1700, "E02": 104, "C02": "=1+1", cell("A05", layout.REASON): "=cmd"}


@dataclass(frozen=True)
class Said:
    severity: Severity
    message: str
    codes: tuple[str, ...] = ()
    object: str = "演练县民政局"
    period: str = "2012Q3"
    fields: tuple[str, ...] = ()


def given_back(values: dict[str, object]) -> bytes:
    """Filled in so, checked, and annotated."""
    found = read(filled(values), FORM, IDENTITY, KNOWN)
    faults = joined(found, check(FORM, found.entries, KNOWN))
    said = told(faults, form=FORM, entries=found.entries, unit_name=IDENTITY.unit_name)
    return annotate(FORM, IDENTITY, KNOWN, found.entries, said, instructions="按台账填报。")


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def annotated(*said: Said, identity: Identity = IDENTITY, entries: Mapping[str, Entry] | None = None) -> Workbook:
    return opened(annotate(FORM, identity, KNOWN, entries or {}, said))


def test_the_faults_stand_on_a_sheet_of_their_own_in_the_order_that_people_look_for() -> None:
    sheet = opened(given_back(FAULTY))[layout.FAULTS]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[2] == ("对象", "期别", "问题", "单元格", "项目")
    assert str(rows[0][0]).startswith("有 6 处错误，改正后才能报送")
    by_cell = {row[3]: row for row in rows[3:]}
    number = by_cell[cell("E02")]
    assert number[:2] == ("演练县民政局", "2012年第三季度")
    assert str(number[2]).startswith("错误：恢复重建完工率填了 104")
    assert number[4] == "E02 恢复重建完工率"


def test_each_fault_leads_to_its_cell() -> None:
    sheet = annotated(Said(Severity.ERROR, "核对。", ("E02",)), Said(Severity.WARNING, "全表核对。"))[layout.FAULTS]
    assert sheet["D4"].hyperlink.location == f"'{layout.SHEET}'!{cell('E02')}"
    assert (sheet["D5"].value, sheet["E5"].value) == ("—", "全表")


def test_cells_are_tinted_and_say_what_is_wrong() -> None:
    said = (Said(Severity.WARNING, "核对。", ("A01", "E02")), Said(Severity.ERROR, "改正。", ("E02",)))
    sheet = annotated(*said)[layout.SHEET]
    error, warning, good = sheet[cell("E02")], sheet[cell("A01")], sheet[cell("A03")]
    assert error.comment.text == "提示：核对。\n错误：改正。"
    assert warning.comment.text == "提示：核对。"
    assert good.comment is None
    assert len({each.fill.fgColor.rgb for each in (error, warning, good)}) == 3
    assert (sheet[cell("E02", layout.VERDICT)].value, sheet[cell("A01", layout.VERDICT)].value) == ("错误", "提示")
    assert not error.protection.locked


def test_help_has_a_sheet_of_its_own() -> None:
    book = annotated(Said(Severity.ERROR, "改正。", ("E02",)))
    assert book.sheetnames == [layout.FAULTS, layout.SHEET, layout.FAULT_HELP, layout.HELP]
    assert "上传" in str(book[layout.FAULT_HELP]["A4"].value)


def test_nothing_wrong_is_said_too() -> None:
    assert annotated()[layout.FAULTS]["A1"].value == "没有发现问题"


def test_what_was_filled_in_is_still_there_and_is_read_again() -> None:
    first = read(filled(FAULTY), FORM, IDENTITY, KNOWN)
    again = read(given_back(FAULTY), FORM, IDENTITY, KNOWN)
    changed = {code for code in first.entries if not same(first.entries[code], again.entries[code])}
    assert changed == set()
    assert again.identity == first.identity
    assert again.faults == ()  # the formulas came back as text, which is told apart from a number all the same


def test_text_that_begins_like_a_formula_comes_back_as_text() -> None:
    entries = {"A01": Entry(typed="=1+1", reason="=cmd|' /C calc'!A0")}
    book = annotated(Said(Severity.ERROR, "=1+1", ("A01",), object="@a"), entries=entries)
    kinds = {
        each.data_type
        for sheet in (book[layout.FAULTS], book[layout.SHEET])
        for row in sheet
        for each in row
        if each.column_letter != "L"
    }
    assert "f" not in kinds
    assert book[layout.SHEET][cell("A01")].value == "=1+1"


def test_control_characters_do_not_break_the_workbook() -> None:
    said = Said(Severity.ERROR, "填的是“\x00\x1b”。", ("A01",))
    entries = {"A01": Entry(typed="\x1b1", reason="\x00x")}
    content = annotate(FORM, IDENTITY, KNOWN, entries, [said], instructions="\x07")
    assert read(content, FORM, IDENTITY, KNOWN).identity == IDENTITY


def test_a_rehearsal_stays_one() -> None:
    book = annotated(Said(Severity.ERROR, "改正。", ("A01",)), identity=REHEARSAL)
    assert "演练" in book[layout.FAULTS]["A2"].value
    assert "演练" in book[layout.SHEET]["A1"].value
