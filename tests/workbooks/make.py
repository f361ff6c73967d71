"""Writes the workbooks of should_pass/ and should_fail/: `python -m tests.workbooks.make`. All figures are invented."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from luoxiao.returns.checks import check
from luoxiao.returns.form import Severity
from luoxiao.returns.workbook import annotate, layout, read
from luoxiao.returns.workbook.annotating import Told
from tests.core.office import making
from tests.returns.workbook.sample import FORM, IDENTITY, KNOWN, REHEARSAL, blank, cell, filled
from tests.workbooks.changing import (
    FIRST,
    HEADER,
    LAST,
    SHEET,
    in_book,
    in_sheet,
    packed,
    parts_of,
    replaced,
    with_cell,
    with_parts,
    with_state,
    with_values,
)

HERE = Path(__file__).parent
Fail = tuple[Callable[[], bytes], str, str]
Pass = tuple[Callable[[], bytes], dict[str, str]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DTD = '<!DOCTYPE a [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
VALUE, STATE, REASON = (layout.PLACES[name] + 1 for name in (layout.VALUE, layout.STATE, layout.REASON))


def before_root(declaration: str) -> bytes:
    return replaced(SHEET, "<worksheet", f"{declaration}<worksheet")


def nested() -> bytes:
    return replaced(SHEET, "<sheetData>", "<sheetData>" + "<x>" * 120 + "</x>" * 120)


def twice() -> bytes:
    return with_parts({"xl/a.xml": b"<a/>", "xl/b.xml": b"<a/>"}).replace(b"xl/b.xml", b"xl/A.xml")


def wrong_checksum() -> bytes:
    return making.patched(filled(), SHEET, in_directory=16, in_header=14, form="<L", value=5)


def two_forms(book: Workbook) -> None:
    book.copy_worksheet(book[layout.SHEET]).title = "副本"


def without_identity(book: Workbook) -> None:
    book[layout.SHEET].delete_rows(1, HEADER - 2)
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]


def hidden_sheet(book: Workbook) -> None:
    book.create_sheet("底稿")["A1"] = "另一套数"
    book["底稿"].sheet_state = "hidden"


def foreign(book: Workbook) -> None:
    del book[layout.SHEET]


def again(sheet: Worksheet) -> None:
    sheet.cell(LAST + 1, 1, "A01")


def total(sheet: Worksheet) -> None:
    sheet.cell(LAST + 1, 1, "合计")
    sheet.cell(LAST + 1, VALUE, 1)


def without_code(sheet: Worksheet) -> None:
    sheet.cell(LAST + 3, VALUE, 42)


def column_twice(sheet: Worksheet) -> None:
    sheet.cell(HEADER, 13, layout.VALUE)


def far(sheet: Worksheet) -> None:
    sheet.cell(1_048_576, 1, "A01")


def hidden_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[FIRST].hidden = True


def hidden_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["I"].hidden = True


OF_FILES: dict[str, Fail] = {
    "empty": (lambda: b"", "empty", "0 字节"),
    "a-web-page": (lambda: b"<html><table><tr><td>A01", "renamed", "网页"),
    "a-csv": (lambda: "代码,本期数\r\nA01,1\r\n".encode(), "renamed", "认不出的内容"),
    "an-old-xls": (lambda: OLE + bytes(504) + "Workbook".encode("utf-16-le"), "renamed", "旧版 Excel"),
    "a-word-document": (lambda: packed({"word/document.xml": b"<a/>"}), "renamed", "Word"),
    "with-a-password": (lambda: OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "encrypted", "密码"),
    "cut-off": (lambda: filled()[:-300], "broken-container", "不完整"),
    "another-checksum": (wrong_checksum, "part-damaged", "校验码"),
    "macros": (lambda: with_parts({"xl/vbaProject.bin": OLE}), "macros", "宏"),
    "old-macro-sheet": (lambda: with_parts({"xl/macrosheets/sheet1.xml": b"<a/>"}), "macros", "宏"),
    "an-embedded-object": (lambda: with_parts({"xl/embeddings/o.bin": OLE}), "ole-object", "对象"),
    "an-external-link": (lambda: with_parts({"xl/externalLinks/externalLink1.xml": b"<a/>"}), "external-link", "断开"),
    "a-connection": (lambda: with_parts({"xl/connections.xml": b"<a/>"}), "external-link", "断开"),
    "dde": (lambda: with_cell("A01", "<f>cmd|'/c calc'!A0</f>"), "live-data", "DDE"),
    "a-zip-bomb": (lambda: with_parts({"xl/media/a.png": bytes(50 << 20)}), "inflates-too-much", "炸弹"),
    "billion-laughs": (lambda: before_root(DTD), "xml-dtd", "DTD"),
    "an-external-entity": (lambda: before_root(ENTITY), "xml-dtd", "DTD"),
    "deeply-nested": (nested, "xml-too-deep", "嵌套"),
    "broken-markup": (lambda: replaced(SHEET, "</sheetData>", ""), "xml-broken", "修复"),
    "a-part-twice": (twice, "duplicate-part", "同名"),
    "a-name-that-climbs": (lambda: with_parts({"xl/../../a": b""}), "unsafe-name", "部件名"),
    "a-value-in-the-last-row": (lambda: in_sheet(far), "sheet-too-large", "1,048,576"),
}
OF_FORMS: dict[str, Fail] = {
    "another-form": (lambda: other("LX-01", "LX-02"), "other-template", "LX-02"),
    "another-version": (lambda: head("版次", "1"), "other-version", "第 1 版"),
    "another-period": (
        lambda: other("2012Q3", "2012Q2", "2012年第三季度", "2012年第二季度"),
        "other-period",
        "第二季度",
    ),
    "another-unit": (lambda: other("mz-360730", "mz-360731"), "other-unit", "mz-360731"),
    "of-a-rehearsal": (lambda: blank(REHEARSAL), "rehearsal", "演练"),
    "the-period-retyped": (
        lambda: in_sheet(lambda sheet: retype(sheet, "期别", "2012年第四季度")),
        "two-identities",
        "期别",
    ),
    "a-foreign-workbook": (lambda: in_book(foreign), "no-form", "没有找到报表"),
    "the-form-twice": (lambda: in_book(two_forms), "two-forms", "副本"),
    "without-its-head": (lambda: in_book(without_identity), "no-identity", "表号"),
    "a-hidden-sheet": (lambda: in_book(hidden_sheet), "hidden-sheet", "底稿"),
    "a-hidden-row": (lambda: in_sheet(hidden_row), "hidden-rows", "第 8 行"),
    "a-hidden-column": (lambda: in_sheet(hidden_column), "hidden-column", "I 列"),
    "a-merged-header": (lambda: in_sheet(lambda sheet: sheet.merge_cells("H7:I7")), "columns-missing", "本期数"),
    "merged-headers-of-two-rows": (
        lambda: in_sheet(lambda sheet: sheet.merge_cells("I6:I7")),
        "columns-missing",
        "本期数",
    ),
    "merged-figures": (lambda: in_sheet(lambda sheet: sheet.merge_cells("I8:I9")), "merged", "I8:I9"),
    "a-column-missing": (lambda: in_sheet(lambda sheet: sheet.delete_cols(STATE)), "columns-missing", "情况"),
    "a-column-twice": (lambda: in_sheet(column_twice), "column-twice", "I7、M7"),
    "a-line-missing": (lambda: in_sheet(lambda sheet: sheet.delete_rows(FIRST)), "lines-missing", "A01"),
    "a-line-twice": (lambda: in_sheet(again), "line-twice", "A8、A17"),
    "a-line-of-its-own": (lambda: in_sheet(total), "lines-unknown", "合计"),
    "a-figure-without-a-line": (lambda: in_sheet(without_code), "line-without-code", "I19"),
}
OF_CELLS: dict[str, Fail] = {
    "an-error": (lambda: with_cell("A01", "<v>#N/A</v>", "e"), "cell-error", "#N/A"),
    "an-error-as-state": (lambda: in_sheet(lambda sheet: sheet.cell(FIRST, STATE, "#REF!")), "cell-error", "#REF!"),
    "a-formula": (lambda: with_cell("A01", "<f>F8*1.1</f><v>14130.6</v>"), "cell-formula", "=F8*1.1"),
    "a-formula-never-computed": (lambda: with_values(A01="=F8*1.1"), "cell-formula", "选择性粘贴"),
    "a-formula-as-reason": (lambda: in_sheet(lambda sheet: sheet.cell(FIRST, REASON, "=A1")), "cell-formula", "K8"),
    "a-date": (lambda: with_values(A01=date(2012, 9, 30)), "cell-date", "2012-09-30"),
    "a-truth": (lambda: with_values(A01=True), "cell-truth", "TRUE"),
    "sixteen-digits": (lambda: with_values(A01=1234567890123456), "too-many-digits", "15 位"),
    "unchanged-and-another-figure": (lambda: with_state("A01", "无变化", 1), "contradicts", "无变化"),
    "not-known-and-a-figure": (lambda: with_state("A01", "不掌握", 1), "contradicts", "不掌握"),
    "unchanged-without-a-last": (lambda: with_state("C02", "无变化"), "no-last", "没有已掌握数，上期也没有数"),
    "a-state-of-its-own": (lambda: with_state("A01", "同上"), "state-unknown", "同上"),
    "a-long-reason": (
        lambda: in_sheet(lambda sheet: sheet.cell(FIRST, REASON, "长" * 301)),
        "reason-too-long",
        "301 字",
    ),
    "a-guess": (lambda: with_values(A01="约三百"), "not-a-number", "约三百"),
    "a-range": (lambda: with_values(A01="35-40"), "not-a-number", "35-40"),
    "a-date-in-words": (lambda: with_values(A01="2012年9月30日"), "not-a-number", "读不出数"),
    "wrongly-grouped": (lambda: with_values(A01="1,2345"), "not-a-number", "1,2345"),
    "another-unit-of-measure": (lambda: with_values(A01="12户"), "not-a-number", "12户"),
    "nothing": (lambda: with_values(A01=None), "required", "没有填"),
    "only-a-space": (lambda: with_values(A01=" \u3000"), "required", "没有填"),
    "too-many-places": (lambda: with_values(A01=1.5), "decimals", "小数"),
    "below-the-range": (lambda: with_values(A01=-1), "below", "下限"),
    "beyond-the-range": (lambda: with_values(E02=100.01), "above", "100.01"),
}
SHOULD_FAIL = OF_FILES | OF_FORMS | OF_CELLS


def other(old: str, new: str, shown: str = "", said: str = "") -> bytes:
    """A workbook of ours that was made for something else: its cells and its properties agree."""
    parts = parts_of(blank())
    for name in (SHEET, "docProps/custom.xml"):
        text = parts[name].decode().replace(old, new).replace(shown or old, said or new)
        parts[name] = text.encode()
    strings = parts["xl/sharedStrings.xml"].decode().replace(f">{shown or old}<", f">{said or new}<")
    return packed(parts | {"xl/sharedStrings.xml": strings.encode()})


def head(label: str, said: str) -> bytes:
    """A workbook of ours whose head says something else; its properties are gone."""

    def change(book: Workbook) -> None:
        for name in list(book.custom_doc_props.names):
            del book.custom_doc_props[name]
        retype(book[layout.SHEET], label, said)

    return in_book(change)


def retype(sheet: Worksheet, label: str, said: str) -> None:
    row, column = next((row, column) for row, column, name in layout.LABELS if name == label)
    sheet.cell(row + 1, column + 2, said)


def reordered(sheet: Worksheet) -> None:
    """The last line first, a column put in, two rows above."""
    rows = [[each.value for each in row] for row in sheet.iter_rows(min_row=FIRST, max_row=LAST)]
    for at, row in enumerate(reversed(rows), FIRST):
        for column, value in enumerate(row[:-1], 1):
            sheet.cell(at, column, value)
    sheet.insert_cols(3)
    sheet.insert_rows(1, 2)


def trailing(sheet: Worksheet) -> None:
    for row in range(LAST + 1, LAST + 40):
        sheet.cell(row, VALUE, " ")
        sheet.cell(row, 1, "\u3000")


def merged_title(sheet: Worksheet) -> None:
    sheet.merge_cells("A1:L1")


def annotated() -> bytes:
    """What comes back after two faults, corrected in place."""
    first = read(filled({"A01": None, "E02": 104}), FORM, IDENTITY, KNOWN)
    faults = check(FORM, first.entries, KNOWN)
    told = [
        _Told(fault.severity, IDENTITY.unit_name, FORM.period, f"{fault.code}。", (fault.line,)) for fault in faults
    ]
    return corrected(annotate(FORM, IDENTITY, KNOWN, first.entries, told), {"A01": 12790, "E02": 91})


class _Told(Told):
    def __init__(self, severity: Severity, of: str, period: str, message: str, codes: tuple[str, ...]) -> None:
        self._said = severity, of, period, message, codes

    severity = property(lambda self: self._said[0])
    object = property(lambda self: self._said[1])
    period = property(lambda self: self._said[2])
    message = property(lambda self: self._said[3])
    fields = codes = property(lambda self: self._said[4])


def corrected(content: bytes, values: dict[str, object]) -> bytes:
    import io

    import openpyxl

    from tests.returns.workbook.sample import saved

    book = openpyxl.load_workbook(io.BytesIO(content))
    for code, value in values.items():
        book[layout.SHEET][cell(code)] = value
    return saved(book)


def without_head_but_properties(sheet: Worksheet) -> None:
    sheet.delete_rows(1, HEADER - 1)


SHOULD_PASS: dict[str, Pass] = {
    "filled": (filled, {"A01": "12790", "A02": "310", "A05": "4200.5", "C02": "0", "E01": "", "E02": "91.25"}),
    "full-width-digits": (lambda: with_values(A01="１２，７９０"), {"A01": "12790"}),
    "thousands-and-spaces": (lambda: with_values(A01=" 12,790 人 "), {"A01": "12790"}),
    "ten-thousands": (lambda: with_values(A01="1.279万", A05="0.42亿元"), {"A01": "12790", "A05": "4200"}),
    "numbers-as-text": (lambda: with_values(A01="12790", E02="91.25%"), {"A01": "12790", "E02": "91.25"}),
    "in-chinese-numerals": (lambda: with_values(A01="一万二千七百九十"), {"A01": "12790"}),
    "unchanged": (lambda: with_state("A01", "无变化"), {"A01": "12846"}),
    "unchanged-with-the-same-figure": (lambda: with_state("A01", "无变化", 12846), {"A01": "12846"}),
    "not-known": (lambda: with_state("A01", "不掌握"), {"A01": "not-known"}),
    "not-applicable-in-the-figure": (lambda: with_values(A01="不适用"), {"A01": "not-applicable"}),
    "lines-and-columns-moved": (lambda: in_sheet(reordered), {"A01": "12790", "E02": "91.25"}),
    "blank-rows-behind": (lambda: in_sheet(trailing), {"A01": "12790"}),
    "a-merged-title": (lambda: in_sheet(merged_title), {"A01": "12790"}),
    "a-sheet-of-notes": (lambda: in_book(lambda book: book.create_sheet("底稿")), {"A01": "12790"}),
    "an-empty-hidden-sheet": (
        lambda: in_book(lambda book: setattr(book.create_sheet("x"), "sheet_state", "hidden")),
        {},
    ),
    "a-false-dimension": (lambda: replaced(SHEET, '<dimension ref="A1:L16"', '<dimension ref="A1"'), {"E02": "91.25"}),
    "its-head-deleted": (lambda: in_sheet(without_head_but_properties), {"A01": "12790"}),
    "the-period-in-other-words": (lambda: in_sheet(lambda sheet: retype(sheet, "期别", "二〇一二年三季度")), {}),
    "annotated-and-corrected": (annotated, {"A01": "12790", "E02": "91"}),
    "floating-noise": (lambda: with_cell("A05", "<v>4200.4999999999998</v>"), {"A05": "4200.5"}),
}


def main() -> None:
    for name, (make, code, says) in SHOULD_FAIL.items():
        _write("should_fail", name, make(), {"code": code, "says": says})
    for name, (make_one, values) in SHOULD_PASS.items():
        _write("should_pass", name, make_one(), values)


def _write(folder: str, name: str, content: bytes, expected: dict[str, str]) -> None:
    (HERE / folder / f"{name}.xlsx").write_bytes(content)
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (HERE / folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
