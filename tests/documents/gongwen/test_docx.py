"""The file itself: the same bytes every time, parts in the schema's order, sections for what lies on its side."""

import hashlib
from itertools import pairwise

import pytest

from luoxiao.documents.gongwen import Annex, Paper, Paragraph, blocks_from_markup, write_docx

from .package_parts import Element, Package, W, said, value
from .samples import notice, table

# The order of children in ECMA-376 part 1 (transitional), for the elements that are written.
ORDER = {
    "pPr": "pStyle keepNext pageBreakBefore widowControl pBdr tabs overflowPunct autoSpaceDE autoSpaceDN snapToGrid "
    "spacing ind jc outlineLvl sectPr",
    "rPr": "rFonts color spacing sz szCs lang",
    "sectPr": "headerReference footerReference type pgSz pgMar docGrid",
    "tblPr": "tblW jc tblBorders tblLayout tblCellMar",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tcPr": "tcW vAlign",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "style": "name basedOn qFormat pPr rPr",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang",
    "font": "altName charset family",
}
REPEATED = {"tr", "tc", "headerReference", "footerReference"}

LANDSCAPE = notice(annexes=(Annex("横排清单", (table(40),), landscape=True),))


def everything() -> list[Paper]:
    """Papers that between them write every element."""
    return [notice(), LANDSCAPE, notice(sealed=False, annexes=(), draft=True, number=None), notice(copied_to="")]


def disorder(root: Element) -> list[str]:
    """Children that are unknown, twice there, or not in the schema's order."""
    found = []
    for tag, order in ORDER.items():
        places = {name: place for place, name in enumerate(order.split())}
        for parent in root.iter(W + tag):
            names = [child.tag[len(W) :] for child in parent]
            found += [f"{tag}/{name}" for name in names if name not in places]
            known = [name for name in names if name in places]
            found += [
                f"{tag}: {a} {b}" for a, b in pairwise(known) if places[a] >= places[b] and not (a == b in REPEATED)
            ]
    return found


def parts(paper: Paper) -> list[Element]:
    docx = Package(write_docx(paper))
    return [docx.part(name[5:-4]) for name in docx.files if name.startswith("word/") and name.endswith(".xml")]


@pytest.mark.parametrize("paper", everything())
def test_every_part_keeps_the_schemas_order(paper: Paper) -> None:
    assert [fault for root in parts(paper) for fault in disorder(root)] == []


def test_disorder_is_noticed() -> None:
    root = parts(notice())[0]
    properties = next(made for made in root.iter(W + "pPr") if len(made) > 1)
    properties.append(properties[0])
    assert disorder(root)


def test_the_same_paper_gives_the_same_bytes() -> None:
    digests = {hashlib.sha256(write_docx(notice())).hexdigest() for _ in range(3)}
    assert len(digests) == 1


def test_another_figure_gives_other_bytes() -> None:
    assert write_docx(notice()) != write_docx(notice(blocks=tuple(blocks_from_markup("413元"))))


def test_every_part_is_named_and_every_relation_leads_somewhere() -> None:
    docx = Package(write_docx(LANDSCAPE))
    types = docx.files["[Content_Types].xml"].decode()
    relations = docx.files["word/_rels/document.xml.rels"].decode()
    for name in docx.files:
        if name.startswith("word/") and not name.endswith(".rels"):
            assert f'PartName="/{name}"' in types
            assert name == "word/document.xml" or f'Target="{name[5:]}"' in relations
    for reference in docx.document.iter(W + "headerReference", W + "footerReference"):
        ident = next(iter(set(reference.attrib.values()) - {"default", "even"}))
        assert f'Id="{ident}"' in relations


def test_drawings_have_numbers_of_their_own() -> None:
    numbers = [box.get("id") for root in parts(LANDSCAPE) for box in root.iter("{*}docPr")]
    assert sorted(numbers) == ["1", "2", "3"]


def test_a_table_on_its_side_has_the_margins_of_the_turned_sheet() -> None:
    middle = Package(write_docx(LANDSCAPE)).document.findall(f".//{W}sectPr")[1]
    size, edges = middle.find(W + "pgSz"), middle.find(W + "pgMar")
    assert (size.get(W + "orient"), size.get(W + "w"), size.get(W + "h")) == ("landscape", "16838", "11906")
    sides = [round(int(edges.get(W + side) or 0) * 25.4 / 1440) for side in ("top", "right", "bottom", "left")]
    assert sides == [28, 37, 26, 35]


def test_the_number_of_a_turned_page_stands_where_it_would_upright() -> None:
    """7 mm from the block that starts 35 mm from the left edge, its lines turned (8)."""
    docx = Package(write_docx(LANDSCAPE))
    for name, side in (("landscape-odd", "right"), ("landscape-even", "left")):
        root = docx.part(name)
        offset = next(root.iter("{*}positionH")).find("{*}posOffset")
        width = next(root.iter("{*}extent")).get("cx")
        dash = (int(offset.text or 0) + int(width or 0)) / 36000 - 7.5 * 25.4 / 72
        assert abs(35 - dash - 7) < 0.2
        assert next(root.iter("{*}bodyPr")).get("vert") == "vert"
        assert value(next(root.iter("{*}txbxContent"))[0], "pPr/jc") == side


def test_a_page_that_holds_only_the_imprint_has_no_number() -> None:
    docx = Package(write_docx(LANDSCAPE))
    assert docx.body[-1].find(f".//{W}txbxContent") is not None
    assert not any(list(docx.part(name).iter(W + "instrText")) for name in ("bare-odd", "bare-even"))


def test_a_paper_for_nobody_else_has_no_imprint() -> None:
    docx = Package(write_docx(notice(copied_to="", printed_by="", printed_on=None)))
    assert not list(docx.document.iter("{*}txbxContent"))


def test_without_copies_the_imprint_has_one_line() -> None:
    docx = Package(write_docx(notice(copied_to="")))
    (box,) = docx.document.iter("{*}txbxContent")
    assert len(list(box.iter(W + "tr"))) == 1


def test_the_last_row_stays_with_the_imprint() -> None:
    docx = Package(write_docx(notice(annexes=(Annex("清单", (table(3),)),))))
    rows = docx.document.find(f"{W}body/{W}tbl").findall(W + "tr")
    held = [all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(W + "p")) for row in rows]
    assert held == [False, False, False, True]


def test_the_signature_never_stands_alone() -> None:
    docx = Package(write_docx(notice()))
    last, date = docx.place("逾期事项"), docx.place("2012年10月5日")
    assert all(docx.body[place].find(f"{W}pPr/{W}keepNext") is not None for place in range(last, date))


def test_a_draft_keeps_the_line_of_its_number() -> None:
    docx = Package(write_docx(notice(number=None)))
    ruled = [made for made in docx.body if made.find(f"{W}pPr/{W}pBdr") is not None]
    assert [said(made) for made in ruled] == [""]


def test_an_annex_between_two_kinds_of_page_begins_a_section() -> None:
    blocks = (Paragraph(0, "说明"),)
    paper = notice(annexes=(Annex("甲", blocks), Annex("乙", blocks, landscape=True), Annex("丙", blocks)))
    docx = Package(write_docx(paper))
    turned = [value(section, "pgSz", "orient") for section in docx.document.iter(W + "sectPr")]
    assert turned == [None, "landscape", None]
    labels = [docx.body[docx.place(f"附件{n}")] for n in (1, 2, 3)]
    assert [label.find(f"{W}pPr/{W}pageBreakBefore") is not None for label in labels] == [True, False, False]
