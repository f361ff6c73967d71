"""Quarters and deadlines."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.core.periods import BEIJING, Quarter, end_of_day


@pytest.mark.parametrize(
    ("day", "code", "words"),
    [
        (date(2012, 9, 30), "2012Q3", "2012年第三季度"),
        (date(2012, 10, 1), "2012Q4", "2012年第四季度"),
        (date(2013, 1, 1), "2013Q1", "2013年第一季度"),
    ],
)
def test_a_day_belongs_to_its_quarter(day: date, code: str, words: str) -> None:
    quarter = Quarter.of(day)
    assert (str(quarter), quarter.words) == (code, words)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_quarters_follow_each_other_without_gap(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.next.previous == quarter
    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize("code", ["2012Q5", "12Q1", "2012-Q1", "", "2012Q10"])
def test_other_writings_are_no_quarter(code: str) -> None:
    with pytest.raises(ValueError, match=code or "^$"):
        Quarter.parse(code)


def test_a_deadline_ends_at_midnight_in_beijing_and_not_eight_hours_later() -> None:
    assert end_of_day(date(2012, 10, 15)) == datetime(2012, 10, 16, tzinfo=BEIJING)
