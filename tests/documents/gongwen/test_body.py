"""The writer's markup: levels by their first signs, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.documents.gongwen import Paragraph, blocks_from_markup, markup_from_blocks


@pytest.mark.parametrize(
    ("line", "level", "text"),
    [
        ("一、总体进展", 1, "一、总体进展"),
        ("十二、其他", 1, "十二、其他"),
        ("（一）政策", 2, "（一）政策"),
        ("(一) 政策", 2, "（一）政策"),
        ("1.城乡低保", 3, "1.城乡低保"),
        ("12．救灾", 3, "12.救灾"),
        ("（1）已拨付", 4, "（1）已拨付"),
        ("(10)已拨付", 4, "（10）已拨付"),
        ("1.5亿元已拨付", 0, "1.5亿元已拨付"),
        ("1. 2012年完成", 3, "1. 2012年完成"),
        ("2012年完成", 0, "2012年完成"),
        ("一是加强领导", 0, "一是加强领导"),
        ("第一，加强领导", 0, "第一，加强领导"),
        ("（略）", 0, "（略）"),
        ("　　缩进的段落　", 0, "缩进的段落"),
    ],
)
def test_a_lines_first_signs_say_its_level(line: str, level: int, text: str) -> None:
    assert blocks_from_markup(line) == [Paragraph(level, text)]


def test_blank_lines_are_no_paragraphs() -> None:
    assert [block.text for block in blocks_from_markup("甲\r\n\r\n　\n乙\n")] == ["甲", "乙"]


@given(st.text(alphabet="一二1２5.．、（）()甲 \t\n\r\x00\u2028", max_size=40) | st.text(max_size=40))
def test_markup_comes_back_the_same_once_read(text: str) -> None:
    blocks = blocks_from_markup(text)
    assert blocks_from_markup(markup_from_blocks(blocks)) == blocks


@given(st.text(max_size=60))
def test_no_word_is_lost_in_reading(text: str) -> None:
    words = "".join(markup_from_blocks(blocks_from_markup("甲" + text)).split())
    assert words.startswith("甲")
    assert sum(sign.isalnum() for sign in words) == sum(sign.isalnum() for sign in "甲" + text)
