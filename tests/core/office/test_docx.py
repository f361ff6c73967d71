"""The text of a Word document is what its printed page shows."""

import contextlib
import io

import docx as writer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.core.office import docx
from luoxiao.core.office.extracted import ExtractedText, Remark
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused

from . import making
from .making import WORD, paragraph

LIMITS = Limits()
RUN = "<w:r><w:t>{}</w:t></w:r>"


def read(body: str, **parts: str) -> ExtractedText:
    return docx.read(making.docx(body, {f"word/{name}.xml": part for name, part in parts.items()}), LIMITS)


def remarks(extracted: ExtractedText) -> dict[Remark, tuple[str | int, str | int]]:
    return {note.code: (note.params["count"], note.params["sample"]) for note in extracted.notes}


def in_paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def styles(*elements: str) -> str:
    return f'<w:styles xmlns:w="{WORD}">{"".join(elements)}</w:styles>'


def test_a_document_written_by_python_docx_comes_back_line_by_line() -> None:
    document = writer.Document()
    document.add_heading("扶贫攻坚实施方案", 0)
    document.add_paragraph("（一）制定落实有关政策措施。")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ["序号", "任务", "单位", "1", "提高低保标准", "民政部、财政部"], strict=True):
        cell.text = text
    document.add_paragraph("到\t2015年\n全部完成。")
    out = io.BytesIO()
    document.save(out)
    assert docx.read(out.getvalue(), LIMITS).text.split("\n") == [
        *("扶贫攻坚实施方案", "（一）制定落实有关政策措施。"),
        *("序号", "任务", "单位", "1", "提高低保标准", "民政部、财政部"),
        *("到\t2015年", "全部完成。"),
    ]


def test_the_strict_form_is_read_like_the_usual_one() -> None:
    strict = making.document(paragraph("一、总则")).replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert docx.read(making.docx(parts={making.MAIN: strict}), LIMITS).text == "一、总则"


def test_white_space_counts_only_where_the_document_says_so() -> None:
    body = in_paragraph("<w:r><w:t>  民政 </w:t></w:r>", '<w:r><w:t xml:space="preserve"> 部\n门 </w:t></w:r>')
    assert read(body).text == "民政 部 门 "


def test_tabs_breaks_and_hyphens_are_signs_of_the_text() -> None:
    assert read(in_paragraph("<w:r><w:t>a</w:t><w:tab/><w:br/><w:noBreakHyphen/><w:cr/></w:r>")).text == "a\t\n-\n"


def test_text_inside_links_fields_controls_and_formulas_is_text() -> None:
    body = in_paragraph(
        f"<w:hyperlink>{RUN.format('一')}</w:hyperlink>",
        f'<w:fldSimple w:instr="PAGE">{RUN.format("二")}</w:fldSimple>',
        "<w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r>",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{RUN.format('三')}</w:sdtContent></w:sdt>",
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>四</m:t></m:r></m:oMath>',
    )
    assert read(body).text == "一二三四"


def test_readings_above_characters_are_left_out() -> None:
    ruby = f"<w:ruby><w:rt>{RUN.format('mín')}</w:rt><w:rubyBase>{RUN.format('民')}</w:rubyBase></w:ruby>"
    assert read(in_paragraph(f"<w:r>{ruby}</w:r>")).text == "民"


def test_insertions_are_kept_deletions_dropped_and_both_reported() -> None:
    body = in_paragraph(
        RUN.format("到"),
        f'<w:ins w:id="1">{RUN.format("2015年")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText>2020年</w:delText></w:r></w:del>',
        f'<w:moveFrom w:id="3">{RUN.format("移走")}</w:moveFrom>',
        RUN.format("完成"),
    )
    extracted = read(body)
    assert extracted.text == "到2015年完成"
    assert remarks(extracted) == {Remark.INSERTED: (1, "2015年"), Remark.DELETED: (2, "2020年")}


def test_a_paragraph_whose_end_is_deleted_runs_on_into_the_next() -> None:
    body = paragraph("一、总", '<w:rPr><w:del w:id="1"/></w:rPr>') + paragraph("则") + paragraph("二、")
    assert read(body).text == "一、总则\n二、"
    assert read(paragraph("末", '<w:rPr><w:del w:id="1"/></w:rPr>')).text == "末"


def test_hidden_text_is_left_out_and_reported() -> None:
    body = in_paragraph(
        RUN.format("可见"),
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起</w:t></w:r>",
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>也可见</w:t></w:r>',
    )
    extracted = read(body)
    assert extracted.text == "可见也可见"
    assert remarks(extracted) == {Remark.HIDDEN: (1, "藏起")}


def test_text_hidden_by_a_style_or_its_ancestor_is_hidden_unless_the_run_says_otherwise() -> None:
    hiding = styles(
        '<w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>',
        '<w:style w:styleId="child"><w:basedOn w:val="h"/></w:style>',
        '<w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style>',
    )
    body = (
        paragraph("藏一", '<w:pStyle w:val="child"/>')
        + in_paragraph('<w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>藏二</w:t></w:r>')
        + '<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>见</w:t></w:r></w:p>'
        + paragraph("圈", '<w:pStyle w:val="loop"/>')
    )
    extracted = read(body, styles=hiding)
    assert extracted.text == "\n\n见\n圈"
    assert remarks(extracted) == {Remark.HIDDEN: (2, "藏一")}


def test_text_boxes_are_reported_once_although_they_stand_in_the_file_twice() -> None:
    box = f"<w:txbxContent>{paragraph('罗霄山文件')}</w:txbxContent>"
    body = in_paragraph(
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>",
        RUN.format("正文"),
    )
    extracted = read(body)
    assert extracted.text == "正文"
    assert remarks(extracted) == {Remark.TEXT_BOXES: (1, "罗霄山文件")}


def test_notes_below_the_text_are_reported_without_the_rule_above_them() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:type="separator">{paragraph("—")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph("指14个片区")}</w:footnote></w:footnotes>'
    )
    extracted = read(paragraph("片区"), footnotes=notes, endnotes=notes.replace("footnote", "endnote"))
    assert extracted.text == "片区"
    assert remarks(extracted) == {Remark.FOOTNOTES: (2, "指14个片区")}


def test_lines_of_a_table_of_contents_are_left_out_and_reported() -> None:
    contents = styles('<w:style w:styleId="21"><w:name w:val="toc 1"/></w:style>')
    extracted = read(paragraph("一、总则\t1", '<w:pStyle w:val="21"/>') + paragraph("一、总则"), styles=contents)
    assert extracted.text == "一、总则"
    assert remarks(extracted) == {Remark.CONTENTS: (1, "一、总则 1")}


def test_pictures_symbols_and_embedded_documents_are_counted() -> None:
    body = in_paragraph(
        '<w:r><w:sym w:char="F0FE"/></w:r>',
        '<w:r><w:drawing><a:blip xmlns:a="x"/></w:drawing></w:r>',
        "<w:r><w:object/></w:r>",
    )
    extracted = read(body + "<w:altChunk/>")
    assert extracted.text == "□"
    assert {remark: count for remark, (count, _) in remarks(extracted).items()} == {
        Remark.SYMBOLS: 1,
        Remark.PICTURES: 1,
        Remark.EMBEDDED: 2,
    }


def test_more_text_than_a_plan_has_is_refused_before_it_is_all_read() -> None:
    with pytest.raises(Refused) as refused:
        docx.read(making.docx(paragraph("民政部" * 4) * 3), Limits(characters=25))
    assert (refused.value.code, refused.value.params) == (Code.TOO_LONG, {"limit": 25})


@pytest.mark.parametrize(
    "parts",
    [
        {"_rels/.rels": making.relationships()},
        {"_rels/.rels": making.relationships(("officeDocument", "word/missing.xml"))},
        {"_rels/.rels": making.relationships(("officeDocument", "word/document.bin")), "word/document.bin": "<a/>"},
        {making.MAIN: "<workbook/>"},
    ],
    ids=["no relationship", "no part", "a part that was not looked through", "another root"],
)
def test_a_container_without_a_word_document_is_refused(parts: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        docx.read(making.docx(parts=parts), LIMITS)
    assert refused.value.code == Code.NO_DOCUMENT


def test_a_container_without_any_relationships_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        docx.read(making.container({making.MAIN: making.document("")}), LIMITS)
    assert refused.value.code == Code.NO_DOCUMENT


_NAMES = ("p", "r", "t", "pPr", "numPr", "numId", "ilvl", "ins", "del", "tbl", "tr", "tc", "txbxContent", "sdt", "br")
_TREES = st.recursive(
    st.text("民政一、1 ", max_size=4),
    lambda inner: st.builds(
        lambda name, value, children: f'<w:{name} w:val="{value}">{"".join(children)}</w:{name}>',
        st.sampled_from(_NAMES),
        st.sampled_from(["0", "1", "9", "-1", "x", "99999999999"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@given(_TREES, _TREES, _TREES)
def test_elements_in_any_order_are_read_or_refused(body: str, numbering: str, style: str) -> None:
    parts = {
        "word/numbering.xml": f'<w:numbering xmlns:w="{WORD}">{numbering}</w:numbering>',
        "word/styles.xml": styles(f'<w:style w:styleId="1">{style}</w:style>'),
    }
    with contextlib.suppress(Refused):
        docx.read(making.docx(f"<w:p>{body}</w:p>", parts), LIMITS)


GOOD = making.docx(
    making.numbered("总则", 1) + paragraph("正文"), {"word/numbering.xml": making.numbering(("decimal", "%1."))}
)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6), st.integers(0, len(GOOD)))
def test_a_document_with_wrong_bytes_is_read_or_refused(changes: list[tuple[int, int]], length: int) -> None:
    changed = bytearray(GOOD)
    for place, byte in changes:
        changed[place] = byte
    for content in (bytes(changed), bytes(changed[:length])):
        with contextlib.suppress(Refused):
            docx.read(content, LIMITS)
