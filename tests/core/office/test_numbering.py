"""Automatic numbers come into the text as they are printed."""

import pytest

from luoxiao.core.office import docx
from luoxiao.core.office.extracted import Remark
from luoxiao.core.office.limits import Limits

from . import making
from .making import WORD, numbered, paragraph

OFFICIAL = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)


def lines(body: str, numbering: str, **parts: str) -> list[str]:
    named = {f"word/{name}.xml": part for name, part in parts.items()}
    return docx.read(making.docx(body, {"word/numbering.xml": numbering} | named), Limits()).text.split("\n")


def levels(*wanted: int) -> str:
    return "".join(numbered("文", 1, level) for level in wanted)


def test_the_four_levels_of_an_official_paper_are_counted() -> None:
    assert lines(levels(0, 1, 1, 2, 2, 3, 1, 2, 0, 1), making.numbering(*OFFICIAL)) == [
        *("一、文", "（一）文", "（二）文", "1. 文", "2. 文", "① 文", "（三）文", "1. 文", "二、文", "（一）文"),
    ]


def test_the_twenty_first_is_written_in_chinese() -> None:
    assert lines(levels(*[0] * 21), making.numbering(*OFFICIAL))[-1] == "二十一、文"


def test_a_level_below_one_that_has_not_begun_shows_where_that_one_would_begin() -> None:
    two = making.numbering(("decimal", "%1"), ("decimal", "%1.%2"), start=3)
    assert lines(levels(1, 1, 0, 1), two) == ["3.3 文", "3.4 文", "3 文", "3.3 文"]


def test_all_counters_are_in_figures_where_the_level_says_so() -> None:
    legal = making.numbering(OFFICIAL[0], ("decimal", "%1.%2")).replace(
        '<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>'
    )
    assert lines(levels(0, 1), legal) == ["一、文", "1.1 文"]


@pytest.mark.parametrize(("restart", "last"), [("0", "（二）文"), ("1", "（一）文"), ("", "（一）文")])
def test_a_level_starts_again_unless_told_not_to(restart: str, last: str) -> None:
    told = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    shape = making.numbering(*OFFICIAL).replace('<w:lvlText w:val="（%2）"/>', f'{told}<w:lvlText w:val="（%2）"/>')
    assert lines(levels(0, 1, 0, 1), shape)[-1] == last


def test_two_lists_of_one_definition_count_on_unless_one_starts_anew() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(numbered("文", list_id) for list_id in (1, 2, 3, 3, 1))
    assert lines(body, making.numbering(OFFICIAL[0], num=more)) == ["一、文", "二、文", "五、文", "六、文", "七、文"]


def test_a_list_may_write_a_level_in_its_own_way() -> None:
    own = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride></w:num>'
    )
    assert lines(numbered("文", 2), making.numbering(OFFICIAL[0], num=own)) == ["A) 文"]


def style(style_id: str, inside: str, kind: str = "paragraph", default: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{style_id}"{default}>{inside}</w:style>'


def styles(*elements: str) -> str:
    return f'<w:styles xmlns:w="{WORD}">{"".join(elements)}</w:styles>'


def styled(name: str, more: str = "") -> str:
    return paragraph("文", f'<w:pStyle w:val="{name}"/>{more}')


LISTED = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'


def test_headings_are_numbered_by_their_styles() -> None:
    shape = making.numbering(*OFFICIAL).replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="h2"/>')
    known = styles(
        style("h1", LISTED),
        style("h2", LISTED),
        style("h3", '<w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr></w:pPr>'),
        style("h1a", '<w:basedOn w:val="h1"/>'),
    )
    body = styled("h1") + styled("h2") + styled("h3") + styled("h1a")
    assert lines(body, shape, styles=known) == ["一、文", "（一）文", "1. 文", "二、文"]


def test_a_paragraph_may_drop_the_number_of_its_style() -> None:
    known = styles(style("h1", LISTED))
    body = styled("h1", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(body, making.numbering(*OFFICIAL), styles=known) == ["文"]


def test_paragraphs_that_name_no_style_have_the_default_one() -> None:
    known = styles(style("a", LISTED, default=' w:default="1"'))
    assert lines(paragraph("文"), making.numbering(*OFFICIAL), styles=known) == ["一、文"]


def test_a_definition_may_point_to_a_numbering_style() -> None:
    link = (
        f'<w:numbering xmlns:w="{WORD}">'
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="公文"/></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    shape = making.numbering(*OFFICIAL).replace(f'<w:numbering xmlns:w="{WORD}">', link)
    assert lines(numbered("文", 2), shape, styles=styles(style("公文", LISTED, kind="numbering"))) == ["一、文"]


def test_bullets_of_a_symbol_font_become_plain_bullets() -> None:
    shape = making.numbering(("bullet", "\uf06c"), ("bullet", "●"))
    assert lines(levels(0, 1), shape) == ["• 文", "● 文"]


def test_what_follows_a_number_is_as_the_level_says() -> None:
    shape = making.numbering(("decimal", "%1")).replace("</w:lvl>", '<w:suff w:val="nothing"/></w:lvl>')
    assert lines(levels(0), shape) == ["1文"]


def test_an_empty_paragraph_shows_its_number_alone() -> None:
    assert lines(numbered("", 1) + numbered("文", 1), making.numbering(("decimal", "%1."))) == ["1.", "2. 文"]


def test_a_list_that_is_not_defined_numbers_nothing() -> None:
    assert lines(numbered("文", 99) + numbered("文", 1, 12), making.numbering(*OFFICIAL)) == ["文", "文"]


def test_a_newer_format_is_found_behind_its_choice() -> None:
    choice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
        '<w:numFmt w:val="chineseCounting"/></mc:Choice></mc:AlternateContent>'
    )
    shape = making.numbering(("decimal", "%1、")).replace('<w:numFmt w:val="decimal"/>', choice)
    assert lines(levels(0), shape) == ["一、文"]


def test_an_unknown_format_is_written_in_figures_and_reported() -> None:
    content = making.docx(levels(0), {"word/numbering.xml": making.numbering(("thaiLetters", "%1、"))})
    extracted = docx.read(content, Limits())
    assert extracted.text == "1、文"
    assert {note.code: note.params["sample"] for note in extracted.notes} == {
        Remark.NUMBERING: "1、",
        Remark.UNKNOWN_NUMBERING: "thaiLetters",
    }


def test_a_number_text_of_absurd_length_is_cut() -> None:
    assert len(lines(levels(0), making.numbering(("decimal", "x" * 5000)))[0]) < 200
