"""The five-year meter of a promise, by table: what stands, what is missing, what pace would still keep it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.funds.meter import Meter, Reached, meter

WAN = 1_000_000
PROMISE, YEARS = 10_000 * WAN, range(2011, 2016)


def made(today: date = date(2012, 10, 15), planned: dict[int, int] | None = None, **reached: Reached) -> Meter:
    found = {int(year[1:]): said for year, said in reached.items()}
    return meter(promised=PROMISE, years=YEARS, planned=planned or {}, reached=found, today=today)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2010, 6, 1), 20),
        (date(2011, 1, 1), 20),
        (date(2011, 4, 1), 19),
        (date(2012, 10, 15), 13),
        (date(2015, 12, 31), 1),
        (date(2016, 1, 1), 0),
        (date(2030, 1, 1), 0),
    ],
)
def test_the_running_quarter_is_still_left(today: date, left: int) -> None:
    assert made(today).quarters_left == left


def test_what_is_missing_is_spread_over_the_quarters_that_are_left() -> None:
    found = made(y2012=Reached(received=2260 * WAN, allotted=2260 * WAN, transferred=1500 * WAN, spent=300 * WAN))
    pace = found.pace(found.reached.allotted)
    assert (pace.missing, pace.quarters_left, pace.kept) == (7740 * WAN, 13, False)
    assert pace.per_quarter == 595_384_616  # 7,740 万元 ÷ 13 = 595.3846153… 万元, up to the fen
    assert 13 * 595_384_616 >= 7740 * WAN > 13 * 595_384_615


def test_a_promise_that_is_kept_lacks_nothing() -> None:
    found = made(y2011=Reached(allotted=9000 * WAN), y2014=Reached(allotted=2000 * WAN))
    assert found.pace(found.reached.allotted).missing == 0
    assert found.pace(found.reached.allotted).kept
    assert found.pace(found.reached.allotted).per_quarter == 0


def test_after_the_last_year_there_is_no_pace_left() -> None:
    found = made(date(2016, 2, 1), y2012=Reached(allotted=WAN))
    pace = found.pace(found.reached.allotted)
    assert (found.over, pace.per_quarter, pace.missing) == (True, None, 9999 * WAN)


def test_years_without_a_plan_are_told_and_not_taken_for_zero() -> None:
    assert made().planned is None
    found = made(planned={2012: 2260 * WAN, 2013: 0})
    assert (found.planned, found.unplanned_years) == (2260 * WAN, (2011, 2014, 2015))


def test_money_of_other_years_does_not_count() -> None:
    found = made(y2016=Reached(allotted=5 * WAN), y2015=Reached(allotted=WAN))
    assert (found.reached.allotted, found.outside.allotted) == (WAN, 5 * WAN)


def test_an_even_pace_stands_where_full_quarters_have_passed() -> None:
    assert made(date(2011, 3, 31)).even == 0
    assert made(date(2012, 10, 15)).even == 3500 * WAN
    assert made(date(2016, 1, 1)).even == PROMISE


@pytest.mark.parametrize(("promised", "years"), [(0, YEARS), (PROMISE, range(0))])
def test_without_a_promise_there_is_no_meter(promised: int, years: range) -> None:
    with pytest.raises(ValueError, match="promise"):
        meter(promised=promised, years=years, planned={}, reached={}, today=date(2012, 1, 1))


@given(spent=st.integers(0, 2 * PROMISE), today=st.dates(date(2009, 1, 1), date(2017, 12, 31)))
def test_the_pace_always_suffices_and_one_fen_less_never_does(spent: int, today: date) -> None:
    pace = made(today).pace(spent)
    if pace.per_quarter is None:
        assert today > date(2015, 12, 31)
    else:
        assert spent + pace.per_quarter * pace.quarters_left >= PROMISE
        assert pace.kept or spent + (pace.per_quarter - 1) * pace.quarters_left < PROMISE
