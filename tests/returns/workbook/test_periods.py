"""Periods as officials write them."""

import pytest

from luoxiao.core.periods import Period
from luoxiao.returns.workbook.periods import code_of

WRITTEN = [
    ("2012Q3", "2012年第三季度"),
    ("2012-10", "2012年10月"),
    ("2010-11-01", "2010年11月1日"),
    ("2012/2014", "2012—2014年"),
    ("2012", "2012年"),
]


@pytest.mark.parametrize(("code", "said"), WRITTEN)
def test_a_period_is_written_and_read_again(code: str, said: str) -> None:
    assert Period.parse(code).words == said
    assert code_of(said) == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("2012 年 3 季度", "2012Q3"),
        ("２０１２年第４季度", "2012Q4"),
        ("二〇一二年三季度", "2012Q3"),
        ("二○一二年十月", "2012-10"),
        ("二〇一〇年十一月二十一日", "2010-11-21"),
        ("2012年度", "2012"),
        ("2012q3", "2012Q3"),
        ("2012Q3", "2012Q3"),
        ("去年", "去年"),
        ("", ""),
    ],
)
def test_other_ways_of_writing_it_are_understood(said: str, code: str) -> None:
    assert code_of(said) == code


def test_what_is_no_code_has_no_words() -> None:
    with pytest.raises(ValueError, match="去年"):
        Period.parse("去年")
