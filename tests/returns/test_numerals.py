"""Chinese numerals that surely mean one number, and those that do not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.returns import numerals
from luoxiao.returns.form import Line
from luoxiao.returns.understanding import understood


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("五", 5),
        ("十", 10),
        ("一十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零二", 102),
        ("一百二十", 120),
        ("一千零一十", 1010),
        ("一万二千七百九十", 12790),
        ("两万", 20000),
        ("一万零三百", 10300),
        ("三百六十二亿", 36_200_000_000),
        ("一亿零一万", 100_010_000),
        ("壹佰贰拾叁", 123),
        ("二〇一二", 2012),
        ("〇五", 5),
    ],
)
def test_what_is_written_in_full_is_understood(text: str, value: int) -> None:
    assert numerals.value_of(text) == value


@pytest.mark.parametrize(
    "text", ["", "一百二", "一万二", "十几", "百", "万", "一千一十万零", "二十零", "一二百", "三百多", "A"]
)
def test_what_could_mean_something_else_is_not_understood(text: str) -> None:
    assert numerals.value_of(text) is None


@given(st.integers(1, 10**16 - 1))
def test_every_number_is_read_as_it_is_written(value: int) -> None:
    assert numerals.value_of(numerals._written(value)) == value


@given(st.text(numerals.SIGNS + "两〇", max_size=12))
def test_two_texts_of_one_number_are_the_same_text(text: str) -> None:
    value = numerals.value_of(text)
    assert value is None or value >= 0


def test_a_cell_may_hold_them_with_its_unit() -> None:
    line = Line("A05", "", "a", "支出", "万元", "", 1, None, None, is_required=True)
    assert understood("三百万元", line).value == Decimal(300)
    assert understood("三百万元", line).typed == "三百万元"
    assert understood("一百二", line).value is None
    assert understood("一百二", line).typed == "一百二"
