"""What is written is read: every value that a workbook offers, and whatever a respondent may put into it."""

import io
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoxiao.core.office import workers, xlsx
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Refused
from luoxiao.core.office.tables import Book
from luoxiao.returns.checks import check
from luoxiao.returns.entries import same
from luoxiao.returns.form import Entry, Fault, Known, Line, Mark, Severity
from luoxiao.returns.workbook import annotate, joined, layout, read, understand
from tests.returns.workbook.sample import FORM, GOOD, IDENTITY, KNOWN, LINES, cell, filled

LIBREOFFICE = shutil.which("soffice")
HAS_CALC = LIBREOFFICE is not None and any(Path(LIBREOFFICE).resolve().parent.glob("libsclo.*"))


def entry_of(line: Line) -> st.SearchStrategy[Entry]:
    most = int(line.highest * 10**line.scale) if line.highest is not None else 10**14
    numbers = st.integers(0, most).map(lambda amount: Entry(value=Decimal(amount).scaleb(-line.scale)))
    return numbers | st.sampled_from([Entry(), Entry(mark=Mark.NOT_KNOWN), Entry(mark=Mark.NOT_APPLICABLE)])


ENTRIES = st.fixed_dictionaries({line.code: entry_of(line) for line in FORM.lines})


def understood_again(content: bytes) -> dict[str, Entry]:
    found = understand(xlsx.read(content, Limits()), FORM, IDENTITY, KNOWN)
    assert found.faults == ()
    return found.entries


@settings(deadline=None, max_examples=60)
@given(ENTRIES, st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=40))
def test_whatever_is_written_is_read_as_it_was_meant(entries: dict[str, Entry], reason: str) -> None:
    first = FORM.lines[0].code
    given = entries | {first: Entry(entries[first].value, entries[first].mark, " ".join(reason.split()))}
    found = understood_again(annotate(FORM, IDENTITY, KNOWN, given, []))
    assert {code for code in LINES if not same(found[code], given[code])} == set()


@pytest.mark.parametrize("state", layout.STATES)
def test_every_word_of_the_drop_down_is_taken_in_every_line_that_has_a_last(state: str) -> None:
    lines = [code for code, known in KNOWN.items() if known.this is None]
    values: dict[str, object] = dict.fromkeys(lines)
    found = read(filled(values | {cell(code, layout.STATE): state for code in lines}), FORM, IDENTITY, KNOWN)
    assert joined(found, check(FORM, found.entries, KNOWN)) == ()


def test_no_change_is_the_figure_on_record_and_not_one_that_somebody_wrote_over() -> None:
    content = filled({"A01": None, cell("A01", layout.STATE): "无变化", cell("A01", layout.LAST): 99999})
    assert read(content, FORM, IDENTITY, KNOWN).entries["A01"] == Entry(Decimal(12846), typed="无变化", cell="I8")
    assert read(content, FORM).entries["A01"].value == 99999  # who knows no record takes the workbook's own


@pytest.mark.parametrize("prefilled", [None, 13000])
def test_no_change_is_this_periods_figure_where_it_is_known_already(prefilled: int | None) -> None:
    known = KNOWN | {"A01": Known(last=Decimal(12846), this=Decimal(13000), source="演练年鉴")}
    stated = {"A01": prefilled, cell("A01", layout.STATE): "无变化"}
    assert read(filled(stated), FORM, IDENTITY, known).entries["A01"].value == 13000
    own = filled(stated | {cell("A01", layout.KNOWN): 13000})
    assert read(own, FORM).entries["A01"].value == 13000


def test_what_was_understood_is_echoed_as_it_was_written() -> None:
    found = read(filled({"A01": "1.2万", "A03": "４６,０００"}), FORM).entries
    assert (found["A01"].value, found["A01"].typed) == (12000, "1.2万")
    assert (found["A03"].value, found["A03"].typed) == (46000, "４６,０００")
    assert found["B01"].typed == ""
    assert found["A03"].cell == cell("A03")


def test_faults_of_cells_stand_in_the_place_of_what_the_checks_would_say() -> None:
    found = read(filled({"A01": True, "B03": 1}), FORM, IDENTITY, KNOWN)
    faults = joined(found, (Fault("A01", Severity.ERROR, "not-a-number"), Fault("B03", Severity.ERROR, "rule")))
    assert [(fault.line, fault.code) for fault in faults] == [("A01", "cell-truth"), ("B03", "rule")]


@pytest.mark.parametrize(
    ("code", "state", "value"),
    [("A01", "不掌握", 5), ("A01", "同上", 5), ("A01", "无变化", 5), ("C02", "无变化", None), ("A01", "", 10**16)],
)
def test_what_comes_back_and_is_not_corrected_is_refused_again(code: str, state: str, value: int | None) -> None:
    first = read(filled({code: value, cell(code, layout.STATE): state}), FORM, IDENTITY, KNOWN)
    again = read(annotate(FORM, IDENTITY, KNOWN, first.entries, []), FORM, IDENTITY, KNOWN)
    assert first.faults
    assert joined(again, check(FORM, again.entries, KNOWN))


def test_a_fault_of_a_reason_leaves_the_figure() -> None:
    found = read(filled({cell("A01", layout.REASON): "长" * 301}), FORM, IDENTITY, KNOWN)
    assert [fault.code for fault in found.faults] == ["reason-too-long"]
    assert found.entries["A01"].value == 12790


def test_all_faults_of_a_workbook_are_told_at_once() -> None:
    found = read(filled({"A01": True, "A03": "=1", "C02": 10**16, cell("B01", layout.STATE): "?"}), FORM)
    assert {fault.code for fault in found.faults} == {"cell-truth", "cell-formula", "too-many-digits", "state-unknown"}


def test_many_workbooks_are_understood_like_one() -> None:
    files = [filled({"A01": n}) for n in (1, 2, 3)]
    with workers.Workers(2) as children:
        for content, book in zip(files, children.read(files), strict=True):
            assert isinstance(book, Book)
            assert understand(book, FORM, IDENTITY, KNOWN) == read(content, FORM, IDENTITY, KNOWN)


def a_million_rows() -> bytes:
    """A sheet of a million short rows; too many to be kept beside the other workbooks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(filled())) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name != "xl/worksheets/sheet1.xml":
                after.writestr(name, before.read(name))
        with after.open("xl/worksheets/sheet1.xml", "w") as part:
            for piece in _rows():
                part.write(piece)
    return out.getvalue()


def _rows() -> Iterator[bytes]:
    yield b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    for start in range(0, 1_000_000, 1000):
        yield b"".join(
            b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(start + 1, start + 1001)
        )
    yield b"</sheetData></worksheet>"


def test_a_million_rows_are_refused_in_a_moment() -> None:
    content = a_million_rows()
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        read(content, FORM)
    assert time.monotonic() - began < 2
    assert refused.value.code in ("part-too-large", "xml-too-many-nodes")


def test_a_workbook_saved_again_by_openpyxl_is_the_same() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), FORM, IDENTITY, KNOWN) == read(filled(), FORM, IDENTITY, KNOWN)


@pytest.mark.skipif(not HAS_CALC, reason="LibreOffice Calc is not installed")
def test_a_workbook_saved_again_by_libreoffice_is_the_same(tmp_path: Path) -> None:
    values = GOOD | {"A01": None, cell("A01", layout.STATE): "无变化", cell("A03", layout.REASON): "核对过=是"}
    given = filled(values)
    (tmp_path / "filled.xlsx").write_bytes(given)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    made = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    command = [str(LIBREOFFICE), profile, "--headless", "--norestore", *made, str(tmp_path / "filled.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = read((tmp_path / "out/filled.xlsx").read_bytes(), FORM, IDENTITY, KNOWN)
    assert again == read(given, FORM, IDENTITY, KNOWN)
