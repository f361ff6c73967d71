"""What the paper says, before it has a form."""

from datetime import date

import pytest

from luoxiao.documents.gongwen import Annex, Column, Paragraph, Table, chinese_date
from luoxiao.documents.gongwen.paper import (
    addressee_line,
    annex_label,
    attachment_lines,
    clean,
    date_line,
    head_lines,
    imprint_entries,
    page_marks,
    printed_line,
    width,
)

from .samples import notice


def test_a_date_has_no_leading_zeros() -> None:
    assert chinese_date(date(2012, 7, 6)) == "2012年7月6日"


def test_a_paper_without_a_date_leaves_room_for_it() -> None:
    assert date_line(notice(dated=None)).endswith("年　月　日")


@pytest.mark.parametrize("name", ["各成员单位", "各成员单位：", "各成员单位:", " 各成员单位： "])
def test_the_addressee_ends_with_one_full_width_colon(name: str) -> None:
    assert addressee_line(notice(addressee=name)) == "各成员单位："


def test_nobody_addressed_is_no_line() -> None:
    assert addressee_line(notice(addressee="")) == ""


@pytest.mark.parametrize("names", ["甲、乙", "甲、乙。"])
def test_copies_end_with_one_full_stop(names: str) -> None:
    assert imprint_entries(notice(copied_to=names)) == (("抄送：", "甲、乙。"),)


def test_no_copies_are_no_line() -> None:
    assert imprint_entries(notice(copied_to="")) == ()


def test_the_day_of_printing_says_so() -> None:
    assert printed_line(notice()) == "2012年10月8日印发"


def test_head_lines_stand_in_the_standards_order() -> None:
    assert head_lines(notice()) == ("000001", "秘密★1年", "特急")
    assert head_lines(notice(copy_number=None, secrecy="")) == ("特急",)


def test_one_attachment_has_no_number() -> None:
    paper = notice(annexes=(Annex("清单", ()),))
    assert attachment_lines(paper) == (("附件：", "清单"),)
    assert annex_label(paper, 1) == "附件"


def test_several_attachments_are_numbered() -> None:
    assert [before for before, _ in attachment_lines(notice())] == ["附件：1.", "2."]
    assert annex_label(notice(), 2) == "附件2"


def test_marks_say_what_is_not_in_force() -> None:
    assert page_marks(notice(draft=True)) == ("草稿", "演练")
    assert page_marks(notice(rehearsal=False)) == ()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("甲\x00乙\x07", "甲乙"),
        ("1\u202e000", "1000"),
        ("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁"),
        ("\ud800甲\ufeff", "甲"),
    ],
)
def test_what_a_page_cannot_show_is_taken_out(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_letters_and_figures_are_half_as_wide() -> None:
    assert width("2012年“甲”") == 6


def test_a_heading_ends_at_its_first_full_stop() -> None:
    block = Paragraph(2, "（一）政策。已经落实。")
    assert (block.heading, block.rest) == ("（一）政策。", "已经落实。")


def test_text_and_levels_3_and_4_have_no_heading() -> None:
    assert [Paragraph(level, "1.甲。乙").heading for level in (0, 3, 4)] == ["", "", ""]


def test_a_level_beyond_four_is_refused() -> None:
    with pytest.raises(ValueError, match="level 5"):
        Paragraph(5, "甲")


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells for 2 columns"):
        Table((Column("甲"), Column("乙")), (("1", "2"), ("3",)))


def test_a_table_without_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="columns"):
        Table((), ())
