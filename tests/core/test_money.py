"""Amounts go in and out exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.core.money import HIGHEST, WAN, YUAN, NotMoney, fen_of, percent, signed_wan, wan, yuan


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("22,600,000.00", YUAN, 2_260_000_000),
        ("2260", WAN, 2_260_000_000),
        ("２２６０．０１", WAN, 2_260_010_000),
        ("\u22128.00", WAN, -8_000_000),
        ("0.000001", WAN, 1),
        ("0", YUAN, 0),
    ],
)
def test_an_amount_is_read_exactly(text: str, unit: int, fen: int) -> None:
    assert fen_of(text, unit) == fen


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "text"),
        ("十万", "text"),
        ("1e5", "text"),
        ("1,00", "text"),
        ("0.001", "fen"),
        ("9" * 18, "large"),
        ("nan", "text"),
    ],
)
def test_what_is_no_amount_says_why(text: str, why: str) -> None:
    with pytest.raises(NotMoney) as error:
        fen_of(text)
    assert error.value.args == (why,)


@given(st.integers(-HIGHEST, HIGHEST))
def test_what_is_written_in_yuan_is_read_back(fen: int) -> None:
    assert fen_of(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "said"),
    [(2_260_000_000, "2,260.00"), (-8_000_000, "\u22128.00"), (4_999, "0.00"), (5_000, "0.01"), (-4_999, "0.00")],
)
def test_wan_has_two_places_and_nought_has_no_sign(fen: int, said: str) -> None:
    assert wan(fen) == said


def test_a_difference_has_its_sign() -> None:
    assert [signed_wan(fen) for fen in (10_500_000, -10_700_000, 0)] == ["+10.50", "\u221210.70", "0.00"]


def test_a_share_is_written_in_percent() -> None:
    assert percent(Fraction(542, 10_000)) == "5.42"
    assert percent(Fraction(2, 3), 0) == "67"
