"""Letters, minutes, bulletins, slips and upward papers against the numbers of the standard, written here once more."""

from dataclasses import replace
from typing import Any

import pytest

from luoxiao.documents.gongwen import Column, Paper, Table, plain_text, verify, write_docx
from luoxiao.documents.gongwen.pdf import write_pdf

from .package_parts import Package, W, said, value
from .samples import notice
from .test_layout import fonts, millimetres, near
from .test_pdf import needs_libreoffice, pages

POINT_MM = 25.4 / 72
EMU_MM = 1 / 36000


FORM = Table((Column("栏目"), Column("内容", 4)), (("督办事项", "甲"), ("反馈情况", "")), titled=False)


def letter(**changes: Any) -> Paper:
    bare = {"issuer_mark": "民政部办公厅", "copy_number": None, "secrecy": "", "urgency": ""}
    return notice(form="letter", **(bare | changes))


def minutes(**changes: Any) -> Paper:
    people = {"attended": "甲　乙\n丙", "excused": "丁", "observed": ""}
    return notice(form="minutes", issuer_mark="联系会议纪要", **(people | changes))


def bulletin(**changes: Any) -> Paper:
    said = {"number": "第3期（总第15期）", "sent_to": "片区24县", "copies": 60}
    return notice(form="bulletin", issuer_mark="工作简报", **(said | changes))


def box(docx: Package, name: str) -> tuple[Any, float, float]:
    """The box of this name, its distance from the top of the page and its width in millimetres."""
    for anchor in docx.document.iter("{*}anchor"):
        if next(anchor.iter("{*}docPr")).get("name") == name:
            top = int(anchor.find("{*}positionV/{*}posOffset").text)
            return anchor, top * EMU_MM, int(anchor.find("{*}extent").get("cx")) * EMU_MM
    raise AssertionError(name)


def rule(made: Any) -> tuple[str | None, str | None, float]:
    """Kind, colour and distance of the line below a paragraph."""
    path = "pPr/pBdr/bottom"
    return value(made, path), value(made, path, "color"), int(value(made, path, "space") or 0) * POINT_MM


@pytest.mark.parametrize(
    "paper",
    [
        letter(),
        letter(copy_number=1, secrecy="秘密★1年", urgency="特急"),
        letter(annexes=(), number=None, draft=True),
        minutes(),
        minutes(attended="", excused="", copied_to=""),
        bulletin(),
        bulletin(copies=None, sent_to="", addressee=""),
        notice(upward=True, signer="李四", note="联系人：甲"),
        notice(upward=True, number=None, draft=True),
        notice(
            form="slip",
            blocks=(Table((Column("栏目"), Column("内容", 4)), (("事项", "甲"), ("时限", "")), titled=False),),
        ),
    ],
)
def test_what_was_written_is_read_back(paper: Paper) -> None:
    data = write_docx(paper)
    assert verify(paper, data) == ()
    assert write_docx(paper) == data


def test_a_letter_with_another_mark_is_found_out() -> None:
    data = write_docx(letter())
    assert [fault.code for fault in verify(letter(issuer_mark="财政部办公厅"), data)] == ["letter_mark_differs"]


def test_the_mark_of_a_letter_stands_30_mm_below_the_edge_over_a_red_double_line() -> None:
    anchor, top, wide = box(Package(write_docx(letter())), "发文机关标志")
    mark = next(anchor.iter(f"{W}p"))
    size = int(value(mark, "r/rPr/sz") or 0) / 2 * POINT_MM
    line = millimetres(value(mark, "pPr/spacing", "line"))
    assert near(top + 0.8 * line - 0.84 * size, 30, 0.2)
    kind, colour, space = rule(mark)
    assert (kind, colour) == ("thickThinSmallGap", "FF0000")
    assert near(0.2 * line - 0.12 * size + space, 4, 0.3)
    assert near(wide, 170)


def test_the_second_line_of_a_letter_stands_20_mm_above_the_lower_edge() -> None:
    anchor, top, wide = box(Package(write_docx(letter())), "红色双线")
    assert rule(next(anchor.iter(f"{W}p")))[:2] == ("thinThickSmallGap", "FF0000")
    assert near(top, 297 - 20, 1.5)
    assert near(wide, 170)


def test_the_number_of_a_letter_stands_right_seven_eighths_below_the_line() -> None:
    docx = Package(write_docx(letter()))
    first = docx.body[0]
    assert said(first) == "民办函〔2012〕236号"
    assert near(millimetres(value(first, "pPr/tabs/tab", "pos")), 156)
    size, pitch = 46 * POINT_MM, 28.95 * POINT_MM
    line = 30 + 0.96 * size + 4 + 3 * POINT_MM
    top = 37 + millimetres(value(first, "pPr/spacing", "before")) + 0.8 * pitch - 0.84 * 16 * POINT_MM
    assert near(top - line, 16 * POINT_MM * 7 / 8, 0.2)


def test_the_title_of_a_letter_is_two_lines_below_its_last_item() -> None:
    docx = Package(write_docx(letter(urgency="特急")))
    assert [said(made) for made in docx.body[:3]] == ["特急民办函〔2012〕236号", "", ""]
    assert value(docx.body[3], "pPr/pStyle") == "Title"


def test_the_first_page_of_a_letter_has_no_number_and_its_imprint_neither_rules_nor_unit() -> None:
    docx = Package(write_docx(letter(annexes=())))
    assert docx.document[0].find(f"{W}sectPr/{W}titlePg") is not None
    assert not list(docx.part("first-footer").iter(f"{W}instrText"))
    anchor, *_rest = box(docx, "版记")
    assert anchor.find(f".//{W}tblBorders") is None
    words = "".join(piece.text or "" for piece in anchor.iter(f"{W}t"))
    assert words == "抄送：国务院扶贫办、发展改革委、财政部。"


def test_only_letters_have_a_first_page_of_their_own() -> None:
    for paper in (notice(), minutes(), bulletin()):
        assert Package(write_docx(paper)).document[0].find(f"{W}sectPr/{W}titlePg") is None


def test_minutes_name_those_present_one_line_below_the_text_in_heiti() -> None:
    docx = Package(write_docx(minutes(annexes=())))
    place = docx.place("出席：")
    assert [said(made) for made in docx.body[place - 1 : place + 2]] == ["", "出席：甲　乙　丙。", "请假：丁。"]
    label, names = docx.body[place].findall(W + "r")
    assert fonts(label) == {"黑体"}
    assert names.find(f"{W}rPr/{W}rFonts").get(W + "eastAsia") is None
    character = 15.75 * 20
    left, hanging = (int(value(docx.body[place], "pPr/ind", name) or 0) for name in ("left", "hanging"))
    assert (left, hanging) == (round(5 * character), round(3 * character))


def test_minutes_and_bulletins_bear_no_signature_but_unit_and_date_over_the_red_line() -> None:
    for paper in (minutes(), bulletin()):
        docx = Package(write_docx(paper))
        lines = [said(made) for made in docx.body]
        assert "2012年10月5日" not in lines
        assert rule(docx.body[docx.place("民政部办公厅2012年10月5日")])[1] == "FF0000"


def test_a_bulletin_goes_up_across_and_down_and_says_how_many() -> None:
    text = plain_text(bulletin(annexes=()))
    assert text.endswith(
        "报：江西省、湖南省民政厅。\n送：国务院扶贫办、发展改革委、财政部。\n发：片区24县。\n共印60份\n"
    )
    assert "第3期（总第15期）\n民政部办公厅　2012年10月5日\n\n本期要目\n一、总体进展\n二、下一步工作\n" in text


def test_a_bulletin_of_one_piece_has_no_contents() -> None:
    assert "本期要目" not in plain_text(bulletin(blocks=notice().blocks[:3]))


def test_an_upward_paper_has_its_number_left_and_its_signer_right_one_character_in() -> None:
    docx = Package(write_docx(notice(upward=True, signer="李四")))
    place = docx.place("民办函")
    made = docx.body[place]
    assert said(made) == "民办函〔2012〕236号签发人：李四"
    assert {value(made, "pPr/ind", side) for side in ("left", "right")} == {"315"}
    assert near(millimetres(value(made, "pPr/tabs/tab", "pos")), 156 - 15.75 * POINT_MM)
    assert fonts(made.findall(W + "r")[-1]) == {"楷体_GB2312"}
    below = docx.body[place + 1]
    assert value(below, "pPr/ind", "left") is None  # so that the red line is as wide as the block
    assert rule(below)[1] == "FF0000"


def test_a_note_stands_below_the_date_two_characters_in() -> None:
    docx = Package(write_docx(notice(note="联系人：甲", annexes=())))
    place = docx.place("（联系人：甲）")
    assert said(docx.body[place - 1]) == "2012年10月5日"
    assert value(docx.body[place], "pPr/pStyle") == "BodyText"


def test_the_rows_of_a_form_name_what_they_hold() -> None:
    docx = Package(write_docx(notice(form="slip", blocks=(FORM,), annexes=())))
    row = next(docx.document[0].find(f"{W}tbl").iter(f"{W}tr"))
    assert [value(made, "pPr/pStyle") for made in row.iter(f"{W}p")] == ["FormHead", "FormText"]
    assert row.find(f"{W}trPr/{W}tblHeader") is None


@needs_libreoffice
def test_the_pages_of_a_letter_are_numbered_from_the_second() -> None:
    long = replace(letter(annexes=()), blocks=notice().blocks * 3)
    first, second, *_rest = pages(write_pdf(write_docx(long)))
    assert "民政部办公厅" in first
    assert not any("—1—" in line for line in first)
    assert any("—2—" in line for line in second)
