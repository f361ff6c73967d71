"""What people write in a cell: understood, echoed where it was written otherwise, and never guessed."""

from decimal import Decimal

import pytest

from luoxiao.returns.form import Entry, Line, Mark
from luoxiao.returns.understanding import understood


def line(unit: str = "人") -> Line:
    return Line("A01", "甲", "people", "人数", unit, "", 0, None, None, True)


@pytest.mark.parametrize(
    ("text", "unit", "value", "echoed"),
    [
        ("12790", "人", "12790", False),
        ("12,790", "人", "12790", False),
        (" 12,790 ", "人", "12790", False),
        ("0", "人", "0", False),
        ("−3.5", "人", "-3.5", False),
        ("１２，７９０", "人", "12790", True),
        ("12 790", "人", "12790", True),
        ("12790人", "人", "12790", True),
        ("1.2万", "人", "12000", True),
        ("1.2万人", "人", "12000", True),
        ("3980.1万元", "万元", "3980.1", True),
        ("39801000元", "万元", "3980.1", True),
        ("0.4亿", "万元", "4000", True),
        ("88%", "%", "88", True),
        ("８８％", "%", "88", True),
        ("305元／人·月", "元/人·月", "305", True),
    ],
)
def test_a_number_is_read_as_it_was_meant(text: str, unit: str, value: str, echoed: bool) -> None:
    found = understood(text, line(unit))
    assert (found.value, bool(found.typed)) == (Decimal(value), echoed)


@pytest.mark.parametrize("text", ["", "   ", "\u3000"])
def test_spaces_are_blank(text: str) -> None:
    assert understood(text, line()) == Entry()


@pytest.mark.parametrize(
    ("text", "mark"), [("不掌握", Mark.NOT_KNOWN), ("不详", Mark.NOT_KNOWN), (" 不适用", Mark.NOT_APPLICABLE)]
)
def test_a_mark_is_no_number(text: str, mark: Mark) -> None:
    assert understood(text, line()) == Entry(mark=mark)


@pytest.mark.parametrize("text", ["约三百", "1,27,90", "12户", "=1+1", "1e5", "--3", "12.", "无", "9" * 41])
def test_what_is_no_number_is_kept_as_written_and_not_guessed(text: str) -> None:
    found = understood(text, line())
    assert (found.value, found.mark, found.typed) == (None, None, text[:40])
    assert not found.is_blank
