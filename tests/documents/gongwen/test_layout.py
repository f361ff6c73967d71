"""The file against the numbers of GB/T 9704-2012, written here a second time; each check is seen to fail."""

from collections.abc import Callable
from typing import Any

import pytest

from luoxiao.documents.gongwen import layout, write_docx

from .package_parts import Package, W, changed, said, value
from .samples import notice

POINT_MM = 25.4 / 72
TWIP_MM = POINT_MM / 20


def millimetres(twips: str | None) -> float:
    return int(twips or 0) * TWIP_MM


def near(found: float, wanted: float, by: float = 0.1) -> bool:
    return abs(found - wanted) <= by


def fonts(made: Any) -> set[str]:
    """The fonts of a run or a style, whichever script."""
    found = made.find(f"{W}rPr/{W}rFonts")
    return {found.get(W + slot) for slot in ("ascii", "hAnsi", "eastAsia", "cs")}


def run_fonts(paragraph: Any) -> list[set[str]]:
    return [fonts(run) for run in paragraph.findall(W + "r")]


def style_is(docx: Package, key: str, font: str, half_points: str) -> bool:
    style = docx.styles[key]
    return fonts(style) == {font} and value(style, "rPr/sz") == half_points


def section(docx: Package) -> Any:
    return docx.document[0].find(W + "sectPr")


def paper_is_a4(docx: Package) -> bool:
    size = section(docx).find(W + "pgSz")
    return near(millimetres(size.get(W + "w")), 210) and near(millimetres(size.get(W + "h")), 297)


def margins_are_37_28_26_35(docx: Package) -> bool:
    edges = section(docx).find(W + "pgMar")
    sides = {"top": 37, "left": 28, "right": 26, "bottom": 35}
    return all(near(millimetres(edges.get(W + side)), wanted) for side, wanted in sides.items())


def block_holds_22_lines(docx: Package) -> bool:
    spacing = docx.styles["Normal"].find(f"{W}pPr/{W}spacing")
    pitch = millimetres(spacing.get(W + "line"))
    exact = spacing.get(W + "lineRule") == "exact"
    return exact and 22 * pitch <= 225 < 23 * pitch and near(pitch, 225 / 22, 0.03)


def grid_has_the_pitch_of_the_lines(docx: Package) -> bool:
    return near(millimetres(value(section(docx), "docGrid", "linePitch")), 225 / 22, 0.03)


def line_holds_28_characters(docx: Package) -> bool:
    tracking = int(value(docx.styles["Normal"], "rPr/spacing") or 0) / 20
    pitch = (16 + tracking) * POINT_MM
    return 28 * pitch <= 156 < 29 * pitch and near(pitch, 156 / 28, 0.03)


def nothing_hangs_out_of_the_block(docx: Package) -> bool:
    switches = ("overflowPunct", "autoSpaceDE", "autoSpaceDN", "widowControl", "snapToGrid")
    return all(value(docx.styles["Normal"], f"pPr/{switch}") == "0" for switch in switches)


def text_is_no_3_fangsong(docx: Package) -> bool:
    return style_is(docx, "Normal", "仿宋_GB2312", "32")


def copy_number_has_six_figures(docx: Package) -> bool:
    return said(docx.body[0]) == "000001" and value(docx.body[0], "pPr/pStyle") is None


def secrecy_and_urgency_are_heiti_below(docx: Package) -> bool:
    lines = [(said(made), value(made, "pPr/pStyle")) for made in docx.body[1:3]]
    heiti = fonts(docx.styles["HeadItem"]) == {"黑体"}
    return heiti and lines == [("秘密★1年", "HeadItem"), ("特急", "HeadItem")]


def mark_is_red_xiaobiaosong(docx: Package) -> bool:
    style = docx.styles["IssuerMark"]
    red = value(style, "rPr/color") == "FF0000" and value(style, "pPr/jc") == "center"
    return red and fonts(style) == {"方正小标宋简体"}


def mark_stands_35_mm_below_the_top(docx: Package) -> bool:
    """In a line of exact height the feet of characters stand at 4/5; characters rise 0.84 of their size."""
    mark = docx.body[3]
    size = int(value(mark, "r/rPr/sz") or 0) / 2 * POINT_MM
    before, line = (millimetres(value(mark, "pPr/spacing", name)) for name in ("before", "line"))
    return near(3 * 225 / 22 + before + 0.8 * line - 0.84 * size, 35, 0.3)


def number_is_two_lines_below_the_mark(docx: Package) -> bool:
    place = docx.place("民办函")
    blank = [said(made) for made in docx.body[4:place]] == ["", ""]
    return blank and value(docx.body[place], "pPr/jc") == "center"


def number_has_the_brackets_of_the_standard(docx: Package) -> bool:
    return said(docx.body[docx.place("民办函")]) == "民办函\u30142012\u3015236号"


def red_line_is_4_mm_below_the_number(docx: Package) -> bool:
    """As wide as the block: the paragraph has no indents. From the foot of the characters, 0.12 below the line."""
    number = docx.body[docx.place("民办函")]
    line = number.find(f"{W}pPr/{W}pBdr/{W}bottom")
    space = int(line.get(W + "space")) * POINT_MM + 225 / 22 * 0.2 - 16 * 0.12 * POINT_MM
    wide = number.find(f"{W}pPr/{W}ind") is None
    return wide and line.get(W + "color") == "FF0000" and near(space, 4, 0.3)


def title_is_no_2_xiaobiaosong_two_lines_below(docx: Package) -> bool:
    number, title = docx.place("民办函"), docx.place("民政部办公厅关于")
    centred = value(docx.styles["Title"], "pPr/jc") == "center"
    two = title - number == 3 and value(docx.body[title], "pPr/pStyle") == "Title"
    return two and centred and style_is(docx, "Title", "方正小标宋简体", "44")


def addressee_is_flush_left_one_line_below(docx: Package) -> bool:
    title, to = docx.place("民政部办公厅关于"), docx.place("江西省")
    made = docx.body[to]
    flush = value(made, "pPr/jc") == "left" and made.find(f"{W}pPr/{W}ind") is None
    return flush and to - title == 2 and said(made).endswith("：")


def text_is_indented_two_characters(docx: Package) -> bool:
    keys = ("BodyText", "Heading1", "Heading2")
    firsts = [docx.styles[key].find(f"{W}pPr/{W}ind") for key in keys]
    return all(
        first.get(W + "firstLineChars") == "200" and near(millimetres(first.get(W + "firstLine")), 2 * 156 / 28)
        for first in firsts
    )


def level_1_is_heiti(docx: Package) -> bool:
    key = value(docx.body[docx.place("一、总体进展")], "pPr/pStyle")
    return key == "Heading1" and fonts(docx.styles["Heading1"]) == {"黑体"}


def level_2_is_kaiti(docx: Package) -> bool:
    key = value(docx.body[docx.place("（二）项目和资金")], "pPr/pStyle")
    return key == "Heading2" and fonts(docx.styles["Heading2"]) == {"楷体_GB2312"}


def level_2_that_runs_on_is_kaiti_to_its_full_stop(docx: Package) -> bool:
    made = docx.body[docx.place("（一）政策措施。")]
    first, second = run_fonts(made)
    return first == {"楷体_GB2312"} and second == {None} and value(made, "pPr/pStyle") == "BodyText"


def levels_3_and_4_are_text(docx: Package) -> bool:
    made = [docx.body[docx.place(words)] for words in ("1.城乡低保", "（1）已拨付")]
    return all(value(one, "pPr/pStyle") == "BodyText" and run_fonts(one) == [{None}] for one in made)


def attachments_are_one_line_below_and_two_characters_in(docx: Package) -> bool:
    place = docx.place("附件：1.")
    first, second = (docx.body[place + more].find(f"{W}pPr/{W}ind") for more in (0, 1))
    starts = [millimetres(one.get(W + "left")) - millimetres(one.get(W + "hanging")) for one in (first, second)]
    aligned = first.get(W + "left") == second.get(W + "left")
    one = 156 / 28
    return aligned and near(starts[0], 2 * one) and near(starts[1], 5 * one) and said(docx.body[place - 1]) == ""


def date_leaves_four_characters_and_bears_the_name(docx: Package) -> bool:
    """民政部办公厅 is 6 wide and 2012年10月5日 6½: centred on the date, the name ends ¼ before it."""
    place = docx.place("2012年10月5日")
    name, date = (millimetres(value(docx.body[place - less], "pPr/ind", "right")) for less in (1, 0))
    one = 156 / 28
    return near(date, 4 * one) and near(name, 4.25 * one) and said(docx.body[place - 1]) == "民政部办公厅"


def annex_begins_a_page_with_its_title_on_line_3(docx: Package) -> bool:
    place = docx.place("附件1")
    label, blank, title = docx.body[place : place + 3]
    new = label.find(f"{W}pPr/{W}pageBreakBefore") is not None and run_fonts(label) == [{"黑体"}]
    return new and said(blank) == "" and value(title, "pPr/pStyle") == "Title"


def head_of_a_table_comes_again_on_every_page(docx: Package) -> bool:
    rows = docx.document.find(f"{W}body/{W}tbl").findall(W + "tr")
    again = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    return again == [True] + [False] * 19 and all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def box(docx: Package) -> Any:
    return next(docx.document.iter("{*}anchor"))


def imprint_rules_are_35_and_25_hundredths(docx: Package) -> bool:
    rules = next(box(docx).iter(W + "tblBorders"))
    sizes = {rule.tag[len(W) :]: int(rule.get(W + "sz")) / 8 * POINT_MM for rule in rules}
    outer = near(sizes["top"], 0.35, 0.02) and near(sizes["bottom"], 0.35, 0.02)
    return outer and near(sizes["insideH"], 0.25, 0.02) and set(sizes) == {"top", "bottom", "insideH"}


def imprint_ends_with_the_block(docx: Package) -> bool:
    """The table ends one point before the box, where Word wants a last paragraph."""
    offset = next(box(docx).iter("{*}positionV")).find("{*}posOffset")
    height = next(box(docx).iter("{*}extent")).get("cy")
    return near((int(offset.text) + int(height)) / 36000 - POINT_MM, 297 - 35, 0.1)


def imprint_is_no_4_one_character_in(docx: Package) -> bool:
    copied, printed = (made.find(f"{W}pPr/{W}ind") for made in list(box(docx).iter(W + "p"))[:2])
    one = 14 * POINT_MM
    inside = near(millimetres(copied.get(W + "left")) - millimetres(copied.get(W + "hanging")), one)
    ends = all(near(millimetres(made.get(W + "right")), one) for made in (copied, printed))
    return inside and ends and style_is(docx, "Imprint", "仿宋_GB2312", "28")


def imprint_stands_on_the_last_page(docx: Package) -> bool:
    return docx.body[-1].find(f".//{W}txbxContent") is not None


def footer_says(docx: Package, name: str, side: str) -> bool:
    line = docx.part(name)[0]
    field = "".join(code.text or "" for code in line.iter(W + "instrText")).strip()
    one = near(millimetres(value(line, "pPr/ind", side)), 14 * POINT_MM)
    return one and value(line, "pPr/jc") == side and field == "PAGE" and said(line) == "— 1 —"


def number_is_right_on_odd_and_left_on_even_pages(docx: Package) -> bool:
    differ = docx.part("settings").find(W + "evenAndOddHeaders") is not None
    return differ and footer_says(docx, "upright-odd", "right") and footer_says(docx, "upright-even", "left")


def number_is_no_4_songti(docx: Package) -> bool:
    return style_is(docx, "Footer", "宋体", "28")


def dash_stands_7_mm_below_the_block(docx: Package) -> bool:
    """A dash lies half a size below the top of its characters, which stand at 4/5 of a line of 16 points."""
    pitch = millimetres(value(docx.styles["Footer"], "pPr/spacing", "line"))
    foot = millimetres(value(section(docx), "pgMar", "footer"))
    dash = 297 - foot - pitch + 7.5 * POINT_MM
    return near(dash - (297 - 35), 7, 0.2)


def every_page_says_that_it_is_a_rehearsal(docx: Package) -> bool:
    references = section(docx).findall(W + "headerReference")
    pages = {reference.get(W + "type") for reference in references}
    return pages == {"default", "even"} and said(docx.part("header")[0]) == "演练"


Check = Callable[[Package], bool]
NUMBER = "民办函〔2012〕236号"

# Each check, and a change that it must notice: part, pattern, replacement.
CHECKS: list[tuple[Check, tuple[str, str, str]]] = [
    (paper_is_a4, ("document", 'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')),
    (margins_are_37_28_26_35, ("document", 'w:left="1587"', 'w:left="1800"')),
    (block_holds_22_lines, ("styles", 'w:line="579"', 'w:line="580"')),
    (grid_has_the_pitch_of_the_lines, ("document", 'w:linePitch="579"', 'w:linePitch="312"')),
    (line_holds_28_characters, ("styles", '<w:spacing w:val="-5"/>', '<w:spacing w:val="-4"/>')),
    (nothing_hangs_out_of_the_block, ("styles", '<w:overflowPunct w:val="0"/>', "")),
    (text_is_no_3_fangsong, ("styles", '<w:sz w:val="32"/>', '<w:sz w:val="30"/>')),
    (copy_number_has_six_figures, ("document", ">000001<", ">1<")),
    (secrecy_and_urgency_are_heiti_below, ("document", ">秘密★1年<(.*?)>特急<", r">特急<\1>秘密★1年<")),
    (mark_is_red_xiaobiaosong, ("styles", "FF0000", "000000")),
    (mark_stands_35_mm_below_the_top, ("document", 'w:before="[0-9]+"', 'w:before="600"')),
    (number_is_two_lines_below_the_mark, ("document", "<w:p/><w:p/>(<w:p><w:pPr><w:pBdr>)", r"<w:p/>\1")),
    (number_has_the_brackets_of_the_standard, ("document", NUMBER, "民办函[2012]236号")),
    (red_line_is_4_mm_below_the_number, ("document", '(<w:bottom [^>]*)w:space="[0-9]+"', r'\1w:space="1"')),
    (title_is_no_2_xiaobiaosong_two_lines_below, ("styles", '<w:sz w:val="44"/>', '<w:sz w:val="36"/>')),
    (addressee_is_flush_left_one_line_below, ("document", "民政厅：", "民政厅")),
    (text_is_indented_two_characters, ("styles", 'w:firstLine="630"', 'w:firstLine="420"')),
    (level_1_is_heiti, ("styles", "黑体", "宋体")),
    (level_2_is_kaiti, ("styles", "楷体_GB2312", "楷体")),
    (level_2_that_runs_on_is_kaiti_to_its_full_stop, ("document", "楷体_GB2312", "楷体")),
    (levels_3_and_4_are_text, ("document", "BodyText(.{0,90}>1.城乡低保)", r"Heading2\1")),
    (attachments_are_one_line_below_and_two_characters_in, ("document", 'w:hanging="[0-9]+"', 'w:hanging="0"')),
    (date_leaves_four_characters_and_bears_the_name, ("document", 'w:right="1260"', 'w:right="630"')),
    (annex_begins_a_page_with_its_title_on_line_3, ("document", "<w:pageBreakBefore/>", "")),
    (head_of_a_table_comes_again_on_every_page, ("document", "<w:tblHeader/>", "")),
    (imprint_rules_are_35_and_25_hundredths, ("document", '(<w:insideH w:val="single") w:sz="6"(?= )', r'\1 w:sz="8"')),
    (imprint_ends_with_the_block, ("document", "(<wp:positionV[^>]*><wp:posOffset>)[0-9]+", r"\g<1>8000000")),
    (imprint_is_no_4_one_character_in, ("styles", '<w:sz w:val="28"/>', '<w:sz w:val="32"/>')),
    (imprint_stands_on_the_last_page, ("document", "(<w:sectPr>)", r"<w:p/>\1")),
    (number_is_right_on_odd_and_left_on_even_pages, ("settings", "<w:evenAndOddHeaders/>", "")),
    (number_is_right_on_odd_and_left_on_even_pages, ("upright-even", "— ", "- ")),
    (number_is_no_4_songti, ("styles", "宋体", "仿宋_GB2312")),
    (dash_stands_7_mm_below_the_block, ("document", 'w:footer="[0-9]+"', 'w:footer="992"')),
    (every_page_says_that_it_is_a_rehearsal, ("header", "演练", "")),
]


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_docx(notice())


@pytest.mark.parametrize("check", dict.fromkeys(check for check, _ in CHECKS), ids=lambda check: check.__name__)
def test_the_file_obeys_the_standard(check: Check, written: bytes) -> None:
    assert check(Package(written))


@pytest.mark.parametrize(
    ("check", "change"), CHECKS, ids=[f"{check.__name__}-{n}" for n, (check, _) in enumerate(CHECKS)]
)
def test_each_check_notices_a_wrong_file(check: Check, change: tuple[str, str, str], written: bytes) -> None:
    assert not check(Package(changed(written, *change)))


def test_the_table_of_numbers_is_the_standards() -> None:
    """The numbers of layout.py against the standard's, written out."""
    assert (layout.PAGE_WIDTH_MM, layout.PAGE_HEIGHT_MM) == (210, 297)
    edges = (layout.MARGIN_TOP_MM, layout.MARGIN_BOTTOM_MM, layout.MARGIN_LEFT_MM, layout.MARGIN_RIGHT_MM)
    assert edges == (37, 35, 28, 26)
    assert (layout.BLOCK_WIDTH_MM, layout.BLOCK_HEIGHT_MM) == (156, 225)
    assert (layout.LINES, layout.CHARACTERS) == (22, 28)
    assert (layout.NO_2_PT, layout.NO_3_PT, layout.NO_4_PT) == (22, 16, 14)
    assert (layout.COPY_NUMBER_FIGURES, layout.MARK_TOP_MM, layout.RED_LINE_BELOW_NUMBER_MM) == (6, 35, 4)
    blanks = (layout.BLANK_BEFORE_NUMBER, layout.BLANK_BEFORE_TITLE, layout.BLANK_BEFORE_ADDRESSEE)
    assert blanks == (2, 2, 1)
    assert [layout.LEVEL_FONTS[level] for level in (1, 2)] == ["黑体", "楷体_GB2312"]
    assert (layout.SEALED_FREE_CHARACTERS, layout.UNSEALED_FREE_CHARACTERS) == (4, 2)
    assert (layout.IMPRINT_OUTER_RULE_MM, layout.IMPRINT_INNER_RULE_MM) == (0.35, 0.25)
    assert (layout.PAGE_NUMBER_BELOW_BLOCK_MM, layout.PAGE_NUMBER_FREE_CHARACTERS) == (7, 1)
    assert layout.ANNEX_TITLE_LINE == 3


def test_22_lines_and_28_characters_follow_from_the_pitches() -> None:
    assert layout.points(layout.BLOCK_HEIGHT_MM) >= layout.LINES * layout.LINE_PITCH_PT
    assert layout.points(layout.BLOCK_HEIGHT_MM) < (layout.LINES + 1) * layout.LINE_PITCH_PT
    assert layout.points(layout.BLOCK_WIDTH_MM) >= layout.CHARACTERS * layout.CHARACTER_PT
    assert layout.points(layout.BLOCK_WIDTH_MM) < (layout.CHARACTERS + 1) * layout.CHARACTER_PT
