"""Quarters and deadlines."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.core.periods import BEIJING, CALENDAR, Period, Quarter, end_of_day


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


@pytest.mark.parametrize(
    ("code", "kind", "last_day", "previous"),
    [
        ("2012", "year", date(2012, 12, 31), "2011"),
        ("2012Q1", "quarter", date(2012, 3, 31), "2011Q4"),
        ("2012-12", "month", date(2012, 12, 31), "2012-11"),
        ("2012-02", "month", date(2012, 2, 29), "2012-01"),
        ("2012-01", "month", date(2012, 1, 31), "2011-12"),
        ("2010-11-01", "day", date(2010, 11, 1), "2010-10-31"),
        ("2012/2014", "span", date(2014, 12, 31), "2009/2011"),
    ],
)
def test_a_period_knows_its_kind_its_end_and_the_one_before(code, kind, last_day, previous):
    period = Period.parse(code)
    assert (str(period), period.kind, period.last_day) == (code, kind, last_day)
    assert str(period.previous) == previous
    assert Period.parse(previous) == period.previous
    assert period.previous.next == period


@pytest.mark.parametrize(
    "code", ["", "12", "2012Q5", "2012-13", "2012-02-30", "2014/2012", "2012/2012", "0999", "2012年", "n.d.", "2012 "]
)
def test_what_is_no_period_is_refused(code):
    with pytest.raises(ValueError):  # noqa: PT011 - the code is the message
        Period.parse(code)


@pytest.mark.parametrize(
    ("code", "calendar"),
    [
        ("2012Q3", {"quarter": 3}),
        ("2012-10", {"quarter": 4, "month": 10}),
        ("2012-03-31", {"quarter": 1, "month": 3}),
        ("2012", {}),
        ("2012/2014", {}),
    ],
)
def test_a_period_within_a_year_knows_which_quarter_and_month_it_is(code, calendar):
    assert Period.parse(code).calendar == calendar
    assert set(calendar) <= set(CALENDAR)
