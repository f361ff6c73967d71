"""Numbers as word processors write them."""

import pytest

from luoxiao.core.office.counting import written


@pytest.mark.parametrize(
    ("number_format", "numbers"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("numberInDash", {3: "- 3 -"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "一〇〇"}),
        (
            "chineseCountingThousand",
            {0: "〇", 19: "十九", 100: "一百", 101: "一百零一", 110: "一百一十", 1001: "一千零一"},
        ),
        ("chineseCountingThousand", {2010: "二千零一十", 9999: "九千九百九十九", 10000: None}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 102: "壹佰零贰"}),
        ("ideographDigital", {10: "一〇", 203: "二〇三"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: None}),
        ("ideographZodiac", {12: "亥", 13: None}),
        ("decimalEnclosedCircle", {0: None, 1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 50: "㊿", 51: None}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: None}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛", 21: None}),
        ("lowerRoman", {4: "iv", 1994: "mcmxciv"}),
        ("upperRoman", {9: "IX"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("upperLetter", {2: "B"}),
        ("none", {5: ""}),
        ("klingon", {1: None}),
    ],
)
def test_a_number_in_its_format(number_format: str, numbers: dict[int, str | None]) -> None:
    assert {number: written(number, number_format) for number in numbers} == numbers
