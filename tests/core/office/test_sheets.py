"""What a table from outside says, and what only looks like a blank in it."""

import time

import pytest

from luoxiao.core.office import sheets
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.tables import Table, letters, number, place

from .books import book, row, sheet, text


def table(content: bytes) -> Table:
    return sheets.read_tables(content, "表.xlsx")[0]


def refusal(content: bytes, name: str = "表.xlsx", **limits: int) -> Refused:
    with pytest.raises(Refused) as refused:
        sheets.read_tables(content, name, limits=Limits(**limits))
    return refused.value


def test_values_come_as_text_numbers_truths_and_blanks() -> None:
    cells = (
        text("A1", "民政") + '<c r="B1"><v>12</v></c><c r="C1"><v>0.5</v></c><c r="D1" t="b"><v>1</v></c><c r="F1"/>'
    )
    found = table(book(sheet(row(1, cells) + row(3, text("E3", " ")))))
    assert found.rows == [["民政", 12, 0.5, True, None], [None] * 5, [None, None, None, None, " "]]
    assert found.name == "表1"


def test_errors_and_formulas_are_told_apart_from_blanks() -> None:
    cells = (
        '<c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>SUM(C1:C9)</f></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"/>'
    )
    found = table(book(sheet(row(1, cells))))
    assert found.rows == [[None, None, 2, None]]
    assert found.errors == {"A1": "#N/A", "D1": "#DIV/0!"}
    assert found.formulas == {"B1": "SUM(C1:C9)", "C1": "1+1", "D1": "1/0"}


def test_a_date_is_text_and_known_to_be_one() -> None:
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r0" Target="worksheets/sheet1.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
        '<Relationship Id="s" Target="styles.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
    )
    content = book(
        sheet(row(1, '<c r="A1" s="1"><v>41182</v></c><c r="B1" s="1"><v>41182.5</v></c>')),
        parts={"xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": relations},
    )
    assert table(content).rows == [["2012-09-30", "2012-09-30 12:00:00"]]
    assert table(content).dates == {"A1", "B1"}


def test_what_is_hidden_or_merged_is_said() -> None:
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="5" max="16384" hidden="true"/></cols>'
    merged = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    one = sheet(row(1, text("A1", "a")) + row(2, text("A2", "b"), ' hidden="1"'), before=columns, after=merged)
    first, second = sheets.read_tables(book(one, sheet(""), states={2: "veryHidden"}), "a.xlsx")
    assert (first.hidden_rows, first.merged, first.is_hidden) == ({2}, ("A1:B1",), False)
    assert {"B", "C", "E"} <= first.hidden_columns
    assert not {"A", "D"} & first.hidden_columns
    assert second.is_hidden


def test_a_false_dimension_loses_no_row() -> None:
    rows = "".join(row(n, f'<c r="A{n}"><v>{n}</v></c>') for n in range(1, 51))
    found = table(book(sheet(rows, before='<dimension ref="A1"/>')))
    assert [cells[0] for cells in found.rows] == list(range(1, 51))


def test_cells_without_their_names_stand_where_they_stand() -> None:
    cells = '<row><c t="e"><v>#REF!</v></c><c><f>1+1</f></c></row><row><c s="0" r="B2" t="e"><v>#N/A</v></c></row>'
    found = table(book(sheet(cells)))
    assert found.errors == {"A1": "#REF!", "B2": "#N/A"}
    assert found.formulas == {"B1": "1+1"}


def test_a_blank_cell_far_away_is_harmless_and_a_value_there_is_refused() -> None:
    near = row(1, '<c r="A1"><v>1</v></c>')
    assert table(book(sheet(near + row(1_048_576, '<c r="XFD1048576" s="0"/>')))).rows == [[1]]
    began = time.monotonic()
    refused = refusal(book(sheet(near + row(1_048_576, '<c r="XFD1048576"><v>1</v></c>'))))
    assert (refused.code, refused.params["rows"]) == (Code.SHEET_TOO_LARGE, 1_048_576)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("reference", ["A0", "1A", "ABCD1", "a1", "A1 B2", "A99999999"])
def test_a_cell_whose_name_nobody_writes_is_refused(reference: str) -> None:
    assert refusal(book(sheet(row(1, f'<c r="{reference}"><v>1</v></c>')))).code == Code.WORKBOOK_BROKEN


def test_a_formula_that_calls_another_program_is_refused() -> None:
    refused = refusal(book(sheet(row(1, "<c r=\"A1\"><f>cmd|'/c calc'!A0</f></c>"))))
    assert (refused.code, refused.params) == (Code.LIVE_DATA, {"cell": "A1"})


def test_data_from_elsewhere_and_old_macro_sheets_are_refused() -> None:
    assert refusal(book(sheet(""), parts={"xl/connections.xml": "<a/>"})).code == Code.EXTERNAL_LINK
    assert refusal(book(sheet(""), parts={"xl/macrosheets/sheet1.xml": "<a/>"})).code == Code.MACROS


def test_a_sheet_that_was_not_looked_at_is_not_read() -> None:
    content = book(sheet(row(1, text("A1", "a")))).replace(b"worksheets", b"workshops!")
    assert refusal(content).code in (Code.WORKBOOK_BROKEN, Code.PART_DAMAGED)


def test_a_csv_is_read_in_both_encodings_and_all_of_it_is_text() -> None:
    rows = [["县", "人口"], ["莲花县", "00123"], [None, "=1"]]
    said = "县,人口\r\n莲花县,00123\r\n,'=1\r\n"
    for content in (said.encode(), b"\xef\xbb\xbf" + said.encode(), said.encode("gb18030"), said.encode("utf-16")):
        assert sheets.read_tables(content, "表.csv")[0].rows == rows


def test_a_csv_that_cannot_be_divided_is_refused() -> None:
    assert refusal(b'a,"b\r\nc', "a.csv").code == Code.CSV_BROKEN
    assert refusal(b"a,b\0\r\n", "a.csv").params == {"line": 1}
    assert refusal(b"a\xff\xff\xff", "a.csv").code == Code.UNKNOWN_ENCODING
    assert refusal(b"," * 300, "a.csv").code == Code.SHEET_TOO_LARGE
    assert refusal(b"a\n" * 11, "a.csv", rows=10).code == Code.SHEET_TOO_LARGE


def test_a_file_of_another_kind_is_refused_by_what_it_is() -> None:
    assert refusal(b"", "a.xlsx").code == Code.EMPTY
    assert refusal(b"x" * 11, "a.csv", file=10).code == Code.TOO_LARGE
    assert refusal(b"<html>", "a.xlsx").code == Code.RENAMED
    assert refusal(book(sheet("")), "a.csv").code == Code.RENAMED
    assert refusal(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx").code == Code.ENCRYPTED
    assert refusal(b"a", "a.et").params["wanted"] == "csv,xlsx"


def test_names_of_columns() -> None:
    assert [letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(number(letters(n)) == n for n in range(1, 2000))
    assert place("I8") == (8, 9)
    with pytest.raises(ValueError, match="8I"):
        place("8I")
