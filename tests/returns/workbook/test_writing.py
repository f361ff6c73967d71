"""What a respondent gets: everything that is known, in cells that open only where something is to be filled in."""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from luoxiao.core.office import preflight, sheets
from luoxiao.returns.form import Known
from luoxiao.returns.workbook import identity_of, layout, read, write
from tests.returns.workbook.sample import DUE, FORM, IDENTITY, KNOWN, LINES, REHEARSAL, blank, cell


def form_sheet(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content))[layout.SHEET]


def written(known: dict[str, Known]) -> Worksheet:
    return form_sheet(write(FORM, IDENTITY, known))


def test_last_period_and_what_is_known_from_elsewhere_are_filled_in() -> None:
    sheet = form_sheet(blank())
    assert sheet[cell("A03", layout.LAST)].value == 46210
    assert sheet[cell("A05", layout.LAST)].value == 4102.6
    assert sheet[cell("C02", layout.LAST)].value is None
    assert (sheet[cell("A02", layout.KNOWN)].value, sheet[cell("A02")].value) == (310, 310)
    assert sheet[cell("A02", layout.SOURCE)].value == "省民政厅《低保标准一览》"
    assert sheet[cell("A01")].value is None


def test_two_respondents_get_the_same_form_with_their_own_figures() -> None:
    other = replace(IDENTITY, unit="mz-360731", unit_name="演练<二>县民政局")
    sheet = form_sheet(write(FORM, other, {"A01": Known(last=Decimal(-5))}, due=DUE))
    assert sheet[cell("A01", layout.LAST)].value == -5
    assert sheet[cell("A03", layout.LAST)].value is None
    assert sheet[cell("A02")].value is None
    assert identity_of(write(FORM, other, {})) == other
    assert identity_of(blank()) == IDENTITY
    assert identity_of(blank(REHEARSAL)) == REHEARSAL


def test_only_the_cells_to_be_filled_in_are_open() -> None:
    sheet = form_sheet(blank())
    assert sheet.protection.sheet
    unlocked = {each.column_letter for row in sheet.iter_rows() for each in row if not each.protection.locked}
    assert unlocked == {"I", "J", "K"}


def test_numbers_show_as_many_places_as_the_indicator_keeps() -> None:
    sheet = form_sheet(blank())
    assert [sheet[cell(code)].number_format for code in ("A01", "A05", "E02")] == ["#,##0", "#,##0.0", "#,##0.00"]


def test_each_open_cell_says_what_it_takes() -> None:
    rules = {str(rule.sqref): rule for rule in form_sheet(blank()).data_validations.dataValidation}
    number, state = rules[cell("E02")], rules[f"{cell('A01', layout.STATE)}:{cell('E02', layout.STATE)}"]
    assert (number.type, number.formula1, number.formula2) == ("decimal", "0", "100")
    assert "不大于 100，小数不超过 2 位" in number.error
    assert number.errorStyle == "warning"  # what the upload understands may be typed
    assert rules[cell("A01")].type == "whole"
    assert state.formula1 == f'"{",".join(layout.STATES)}"'
    assert all(rule.error and len(rule.error) <= 255 for rule in rules.values())
    assert len(rules) == len(LINES) + 2


def test_a_rehearsal_says_so_where_everybody_looks() -> None:
    sheet = form_sheet(blank(REHEARSAL))
    assert "演练" in sheet["A1"].value
    assert "不作为事实" in sheet["A2"].value
    assert "演练" not in form_sheet(blank())["A1"].value


def test_the_explanation_is_made_of_the_same_form() -> None:
    said = [str(each.value) for row in openpyxl.load_workbook(io.BytesIO(blank()))[layout.HELP] for each in row]
    for line in FORM.lines:
        assert line.code in said
        assert line.definition in said
    for check in FORM.checks:
        assert check.expression in said
    assert "床位 B03 张，少于集中供养 B01 人。核对两项。" in said
    assert "按 9 月 30 日的台账填报。" in said
    assert any("10月15日 24 时" in each for each in said)


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "{=1}", "http://example.org", "1\x00\x1b2"]
)
def test_text_from_elsewhere_stays_text(start: str) -> None:
    sheet = written({"A01": Known(this=Decimal(1), source=start)})
    found = sheet[cell("A01", layout.SOURCE)]
    assert (found.data_type, found.value) == ("s", re.sub("[\x00\x1b]", "", start))
    assert (found.number_format, found.hyperlink) == ("@", None)
    form = replace(
        FORM, name=start.strip("\t\x00\x1b12"), lines=(replace(FORM.lines[0], name=start, definition=start),)
    )
    tables = sheets.read_tables(write(form, IDENTITY, {}, instructions=start), "a.xlsx")
    assert {each[0] for table in tables for each in table.formulas} <= {"L"}


def test_the_formula_beside_a_line_shows_what_is_still_missing_before_it_is_computed() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(blank()), data_only=True)[layout.SHEET]
    said = {code: sheet[cell(code, layout.VERDICT)].value for code in LINES}
    assert said["A01"] == "未填"
    assert said["A02"] in (None, "")  # known from elsewhere
    assert said["E01"] in (None, "")  # need not be filled


def test_the_same_workbook_is_the_same_file() -> None:
    assert blank() == blank()
    with zipfile.ZipFile(io.BytesIO(blank())) as container:
        assert container.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in container.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_handed_out_passes_the_preflight_and_is_read_again() -> None:
    preflight.check(blank())
    found = read(blank(), FORM, IDENTITY, KNOWN)
    assert found.faults == ()
    assert {code for code, entry in found.entries.items() if not entry.is_blank} == {"A02"}
    assert (found.rows, found.others) == (len(LINES), ())
