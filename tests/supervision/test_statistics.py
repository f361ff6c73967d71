"""What counts as in time, late, still late; days of the closed; nothing twice."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoxiao.supervision.statistics import Count, Life, by_unit, total

FIRST, LAST = date(2012, 7, 1), date(2012, 9, 30)
JUNE, JULY, AUGUST, OCTOBER = date(2012, 6, 1), date(2012, 7, 10), date(2012, 8, 10), date(2012, 10, 10)


@pytest.mark.parametrize(
    ("life", "count"),
    [
        (Life(1, JUNE, AUGUST, AUGUST), Count(in_time=1, days=70)),
        (Life(1, JUNE, AUGUST, None), Count(in_time=1, days=70)),
        (Life(1, JUNE, AUGUST, JULY), Count(late=1, days=70)),
        (Life(1, JUNE, FIRST, FIRST), Count(in_time=1, days=30)),
        (Life(1, JUNE, None, JULY), Count(still_late=1)),
        (Life(1, JUNE, None, LAST), Count(running=1)),
        (Life(1, JUNE, None, None), Count(running=1)),
        (Life(1, JUNE, OCTOBER, JULY), Count(still_late=1)),
        (Life(1, JUNE, OCTOBER, OCTOBER), Count(running=1)),
        (Life(1, LAST, None, None), Count(running=1)),
    ],
)
def test_an_item_counts_once_as_what_it_was_at_the_end(life: Life, count: Count) -> None:
    assert by_unit([life], {}, first=FIRST, last=LAST) == {1: count}


@pytest.mark.parametrize("life", [Life(1, OCTOBER, None, None), Life(1, date(2012, 1, 1), JUNE, JUNE)])
def test_what_was_not_open_in_the_stretch_does_not_count(life: Life) -> None:
    assert by_unit([life], {}, first=FIRST, last=LAST) == {}


def test_a_unit_whose_report_was_sent_back_counts_though_it_has_no_item() -> None:
    assert by_unit([], {2: 3}, first=FIRST, last=LAST) == {2: Count(sent_back=3)}


@pytest.mark.parametrize(("days", "closed", "tenths"), [(70, 1, 700), (5, 2, 25), (1, 3, 3), (2, 3, 7), (1, 20, 1)])
def test_mean_days_are_rounded_to_tenths_halves_up(days: int, closed: int, tenths: int) -> None:
    assert Count(in_time=closed, days=days).mean_tenths == tenths


def test_without_a_closed_item_there_is_no_mean() -> None:
    assert Count(running=1).mean_tenths is None


days = st.integers(0, 400).map(lambda n: date(2012, 1, 1) + timedelta(days=n))
lives = st.builds(
    lambda unit, began, took, limit: Life(unit, began, None if took is None else began + timedelta(days=took), limit),
    *(st.integers(0, 3), days, st.none() | st.integers(0, 200), st.none() | days),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(lives, max_size=30))
def test_units_add_up_to_all_the_items_open_in_the_stretch(found: list[Life]) -> None:
    counts = by_unit(found, {}, first=FIRST, last=LAST)
    open_then = [life for life in found if life.began <= LAST and (life.closed is None or life.closed >= FIRST)]
    assert total(counts.values()).items == len(open_then)
    assert all(count.items == sum(life.unit == unit for life in open_then) for unit, count in counts.items())
