"""What was written is read back and compared; every kind of difference is seen to be found."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoxiao.documents.gongwen import Annex, Column, Paper, Paragraph, Table, read, verify, write_docx
from luoxiao.documents.gongwen.paper import clean

from .package_parts import changed
from .samples import notice, table

ANY_TEXT = st.text(alphabet=st.characters(), max_size=30)
CELL = (
    st.sampled_from(["", "1,234.50", "<w:t>", "A & B", "]]>", "&amp;", "\x00\x0b7", "甲\n乙\t丙", "\ud800"]) | ANY_TEXT
)


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_docx(notice())


def test_a_paper_reads_back_as_it_was_written(written: bytes) -> None:
    assert verify(notice(), written) == ()


@pytest.mark.parametrize(
    ("code", "part", "pattern", "by"),
    [
        ("line_differs", "document", "412元", "421元"),
        ("line_missing", "document", ">附件2<", "><"),
        ("line_extra", "document", "(<w:body>)", r"\1<w:p><w:r><w:t>多出一行</w:t></w:r></w:p>"),
        ("cell_differs", "document", ">2,612.50<", ">2,621.50<"),
        ("table_shape", "document", "<w:tr><w:trPr><w:cantSplit/></w:trPr>.{1,1600}>举措7<.*?</w:tr>", ""),
        ("table_missing", "document", "<w:tbl><w:tblPr><w:tblW [^>]*/><w:jc.*?</w:tbl>", ""),
        ("table_extra", "document", "(<w:body>)", r"\1<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>"),
        ("mark_missing", "header", "演练", "　"),
    ],
)
def test_each_kind_of_difference_is_found(code: str, part: str, pattern: str, by: str, written: bytes) -> None:
    assert code in {fault.code for fault in verify(notice(), changed(written, part, pattern, by))}


def test_a_wrong_cell_is_named_by_its_place(written: bytes) -> None:
    (fault,) = verify(notice(), changed(written, "document", ">2,612.50<", ">2,621.50<"))
    assert fault.params == {"table": 1, "row": 19, "column": 4, "expected": "2,612.50", "found": "2,621.50"}


def test_a_copy_list_that_lost_a_name_is_found(written: bytes) -> None:
    assert [fault.code for fault in verify(notice(), changed(written, "document", "、财政部。", "。"))] == [
        "line_differs"
    ]


def test_another_title_or_author_of_the_file_is_found(written: bytes) -> None:
    codes = [(fault.code, fault.params.get("property")) for fault in verify(notice(signature="财政部"), written)]
    assert ("property_differs", "author") in codes


def test_a_file_that_is_no_docx_is_a_fault_not_a_crash(written: bytes) -> None:
    broken = changed(written, "document", "</w:body>", "")
    assert [verify(notice(), data)[0].code for data in (b"", b"PK", written[:500], broken)] == ["unreadable"] * 4


def test_an_annex_under_another_name_in_the_list_is_found() -> None:
    paper = notice(attachments=("别的清单", "数据来源说明"))
    assert [fault.code for fault in verify(paper, write_docx(paper))] == ["annex_not_listed"]


def test_the_reading_holds_every_cell(written: bytes) -> None:
    assert read(written).tables == (table(19).lines,)


def test_nothing_is_a_paper_too() -> None:
    paper = Paper(issuer_mark="", title="", addressee="", blocks=(), signature="")
    assert verify(paper, write_docx(paper)) == ()


def test_a_paper_of_extremes_reads_back() -> None:
    paper = notice(
        title="罗霄山片区" * 60,
        addressee="、".join(["江西省赣州市民政局"] * 200),
        copied_to="、".join(["湖南省株洲市民政局"] * 60),
        issuer_mark="Ministry of Civil Affairs <General Office> & 民政部办公厅文件" * 3,
        blocks=(Paragraph(0, "Latin text & <tags>, “quotes” — 1.00"), Paragraph(2, "（一）" + "长" * 3000), table(40)),
        annexes=(Annex("横排", (table(40),), landscape=True),),
    )
    assert verify(paper, write_docx(paper)) == ()


@settings(max_examples=60, deadline=None)
@given(words=st.lists(ANY_TEXT, min_size=8, max_size=8), level=st.integers(0, 4), cells=st.lists(CELL, max_size=6))
def test_any_text_survives(words: list[str], level: int, cells: list[str]) -> None:
    title, mark, to, block, signature, number, cc, annex = words
    content = Table((Column("甲"), Column(title, 2, "right")), tuple((cell, cell) for cell in cells))
    paper = replace(
        notice(title=title, issuer_mark=mark, addressee=to, signature=signature, number=number, copied_to=cc),
        blocks=(Paragraph(level, block), content),
        annexes=(Annex(annex, (content, Paragraph(level, block))), Annex(title, (content,), landscape=level > 2)),
    )
    data = write_docx(paper)
    assert verify(paper, data) == ()
    assert [row[0] for row in read(data).tables[0]][1:] == [clean(cell) for cell in cells]
