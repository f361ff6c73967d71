"""What the quick eye sees in a sheet is what the patient one sees; what it cannot see it leaves alone."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoxiao.core.office import xlsx_look
from luoxiao.core.office.markup import DEPTH
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.tables import place
from luoxiao.core.office.xlsx_look import Look, Memory, Sight, closing_of
from luoxiao.core.office.xlsx_plain import rows_of

from .books import row, sheet, text

PART = "xl/worksheets/sheet1.xml"
CELLS = (
    '<c r="{}" s="1"/>',
    '<c r="{}"><v>1.5</v></c>',
    '<c r="{}" t="e"><v>#N/A</v></c>',
    '<c r="{}" s="2" t="str"><f>IF(A1&lt;1,"a&amp;b",1)</f><v></v></c>',
    '<c r="{}"><f aca="false">SUM(A1:A2)</f></c>',
    '<c r="{}"><f t="shared" si="0"/><v>1</v></c>',
    '<c r="{}"><f></f><v xml:space="preserve"> 1 </v></c>',
    '<c r="{}" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="{}" t="inlineStr"><is><t xml:space="preserve">民&gt;政</t></is></c>',
)


def seen(content: str, *, quickly: bool, monkeypatch: pytest.MonkeyPatch) -> tuple[Sight, int]:
    with monkeypatch.context() as patch:
        if not quickly:
            patch.setattr(xlsx_look, "rows_of", lambda content: None)
        look = Look(256)
        look.check(PART, content.encode())
    return look.sights[PART], look.nodes


@st.composite
def sheets(draw: st.DrawFn) -> str:
    shapes = st.lists(st.sampled_from(CELLS), max_size=4)
    rows = draw(
        st.lists(
            st.tuples(shapes, st.sampled_from(["", ' hidden="1"', ' spans="1:4" hidden="true"', ' ht="20"'])),
            max_size=5,
        )
    )
    said = "".join(
        row(number, "".join(cell.format(f"{'ABCD'[at]}{number}") for at, cell in enumerate(cells)), more)
        for number, (cells, more) in enumerate(rows, 1)
    )
    return sheet(
        said,
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    )


@settings(deadline=None)
@given(content=sheets())
def test_both_eyes_see_the_same(content: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        quick, counted = seen(content, quickly=True, monkeypatch=monkeypatch)
        patient, exact = seen(content, quickly=False, monkeypatch=monkeypatch)
    assert rows_of(content.encode()) is not None
    assert replace(quick, cells=[]) == replace(patient, cells=[])
    assert {place(cell) for cell in patient.cells} <= {(r, c) for r in range(1, 6) for c in range(1, 5)}
    assert max((place(cell)[0] for cell in patient.cells), default=1) <= max(place(cell)[0] for cell in quick.cells)
    assert max((place(cell)[1] for cell in patient.cells), default=1) <= max(place(cell)[1] for cell in quick.cells)
    assert counted >= exact


@pytest.mark.parametrize(
    "content",
    [
        sheet('<row r="1"><c r="A1" t=\'e\'><v>#N/A</v></c></row>'),
        sheet('<row r="1"><c r="A1" t="&#101;"><v>#N/A</v></c></row>'),
        sheet('<row r="1"> <c r="A1"><v>1</v></c></row>'),
        sheet('<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>'),
        sheet('<row r="1"><!-- --><c r="A1"><v>1</v></c></row>'),
        sheet('<row r="1"><c t="e"><v>#N/A</v></c></row>'),
        sheet('<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>'),
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace("</sheetData>", "</sheetData><sheetData></sheetData>"),
        sheet(row(1, text("A1", "a")), after="<!-- a -->"),
        sheet(row(1, '<c r="A1"/>') + row(100_000, '<c r="Z100000"/>')),
        '<?xml version="1.0" encoding="gb2312"?>' + sheet(row(1, text("A1", "a"))),
    ],
)
def test_what_is_not_plain_is_left_to_the_patient_eye(content: str) -> None:
    assert rows_of(content.encode()) is None
    assert rows_of(content.encode("utf-16")) is None


def refusal(content: str) -> Code:
    with pytest.raises(Refused) as refused:
        Look(256).check(PART, content.encode())
    return refused.value.code


def test_a_plain_sheet_is_audited_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = sheet(row(1, text("A1", "a")))
    assert refusal("<!DOCTYPE a>" + plain) == Code.XML_DTD
    assert refusal(sheet(row(1, text("A1", "&a;")))) == Code.XML_BROKEN
    assert refusal(sheet(row(1, text("A1", "\x01")))) == Code.XML_BROKEN
    assert refusal(sheet(row(1, text("A1", "a")), after="<x>" * DEPTH + "</x>" * DEPTH)) == Code.XML_TOO_DEEP
    monkeypatch.setattr("luoxiao.core.office.markup.NODES", 100)
    assert refusal(sheet("".join(row(n, text(f"A{n}", "a")) for n in range(1, 30)))) == Code.XML_TOO_MANY_NODES


def test_a_cell_of_another_name_space_is_seen_for_its_reader_does_not_look_at_name_spaces() -> None:
    look = Look(256)
    look.check(PART, sheet('<x:row xmlns:x="urn:x" r="1"><x:c r="A1" t="e"><x:v>#N/A</x:v></x:c></x:row>').encode())
    assert look.sights[PART].errors == {"A1": "#N/A"}


def test_a_part_that_was_seen_before_is_remembered_as_the_kind_it_was() -> None:
    memory, content = Memory(2), sheet(row(1, '<c r="A1" t="e"><v>#N/A</v></c>')).encode()
    for part in (PART, PART, "xl/styles.xml", "xl/styles.xml", PART):
        look = Look(256, memory)
        look.check(part, content)
        assert bool(look.sights) == (part == PART)
        assert look.nodes > 5
    for number in range(5):
        Look(256, memory).check("xl/a.xml", f"<a{number}/>".encode())
    assert memory.get(sha256(content).digest(), is_sheet=True) is None


def test_remembered_parts_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    Look(256, memory).check("xl/a.xml", b"<a><b/></a>")
    monkeypatch.setattr("luoxiao.core.office.markup.NODES", 3)
    look = Look(256, memory)
    look.check("xl/a.xml", b"<a><b/></a>")
    with pytest.raises(Refused):
        look.check("xl/b.xml", b"<a><b/></a>")


AROUND = '<dataValidations count="1"><dataValidation sqref="A1" prompt="a"/></dataValidations>'


def looked(content: str, memory: Memory | None) -> tuple[Sight, int] | Code:
    look = Look(256, memory)
    try:
        look.check(PART, content.encode())
    except Refused as refused:
        return refused.code
    return look.sights[PART], look.nodes


@settings(deadline=None)
@given(first=sheets(), second=sheets())
def test_what_was_seen_of_one_sheet_changes_nothing_of_another(first: str, second: str) -> None:
    memory = Memory()
    looked(first, memory)
    assert looked(second, memory) == looked(second, None)


@pytest.mark.parametrize(
    "rows",
    [
        row(2, text("A2", "b")),
        row(2, '<c r="A2" t="e"><v>#N/A</v></c>'),
        row(2, text("A2", "&a;")),
        row(2, text("A2", "\x01")),
        '<row r="2" x:y="1"></row>',  # of a name space that was not declared
        '<row r="2" r="2"></row>',
    ],
)
def test_rows_are_seen_in_full_where_what_stands_around_them_is_known(
    monkeypatch: pytest.MonkeyPatch, rows: str
) -> None:
    memory, read = Memory(), []
    looked(sheet(row(1, text("A1", "a")), after=AROUND), memory)
    sound = Look.check_sound
    monkeypatch.setattr(Look, "check_sound", lambda look, part, said: read.append(said) or sound(look, part, said))
    again = looked(sheet(rows, after=AROUND), memory)
    assert [AROUND.encode() in said for said in read] == [False]
    assert again == looked(sheet(rows, after=AROUND), None)


def test_what_stands_around_the_rows_is_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, content = Memory(), sheet(row(1, text("A1", "a")), after=AROUND)
    _sight, nodes = looked(content, memory)
    assert looked(sheet(row(1, text("A1", "b")), after=AROUND), memory)[1] == nodes
    monkeypatch.setattr("luoxiao.core.office.markup.NODES", nodes - 1)
    assert looked(sheet(row(1, text("A1", "c")), after=AROUND), memory) == Code.XML_TOO_MANY_NODES


@pytest.mark.parametrize("head", ["<?a <sheetData", "<a></b>", "</a>", ""])
def test_a_head_that_cannot_be_closed_is_not_remembered(head: str) -> None:
    assert closing_of(f"<?xml version='1.0'?>{head}".encode()) is None
