"""Overspending and stages without money, by hand and on invented rows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.funds.project_money import Over, Planned, Unfunded, by_year, overspent, stages_without_money

ROWS = (Planned("lottery", 2012, 150), Planned("county", 2013, 50))
DUE = {"started": date(2012, 12, 1), "completed": date(2013, 9, 1), "accepted": date(2013, 12, 1)}


@pytest.mark.parametrize(
    ("rows", "approved", "expected"),
    [
        (ROWS, 200, []),
        ((Planned("county", 2013, 50, spent_fen=50),), None, []),
        ((Planned("county", 2013, 50, spent_fen=51),), None, [Over(50, 51, "county", 2013)]),
        ((Planned("county", 2013, 50, 50), Planned("own", 2013, 50, 50)), 99, [Over(99, 100)]),
        ((Planned("county", 2013, 0, 7),), 5, [Over(0, 7, "county", 2013), Over(5, 7)]),
        ((), 5, []),
    ],
)
def test_what_was_spent_beyond_its_allotment(
    rows: tuple[Planned, ...], approved: int | None, expected: list[Over]
) -> None:
    assert overspent(rows, approved) == expected


@pytest.mark.parametrize(
    ("rows", "approved", "state", "expected"),
    [
        (ROWS, 200, "funded", []),
        (ROWS, 201, "funded", [Unfunded("completed", date(2013, 9, 1), 200, 201)]),
        (ROWS, 201, "completed", []),
        (ROWS, 201, "withdrawn", []),
        (ROWS[1:], 50, "approved", [Unfunded("started", date(2012, 12, 1), 0, None)]),
        (ROWS[1:], 50, "started", []),
        ((*ROWS, Planned("own", 2014, 10)), None, "draft", [Unfunded("completed", date(2013, 9, 1), 200, 210)]),
        (
            (),
            None,
            "applied",
            [Unfunded("started", date(2012, 12, 1), 0, None), Unfunded("completed", date(2013, 9, 1), 0, None)],
        ),
    ],
)
def test_a_stage_whose_day_comes_before_its_money(
    rows: tuple[Planned, ...], approved: int | None, state: str, expected: list[Unfunded]
) -> None:
    assert stages_without_money(DUE, rows, approved, state) == expected


amounts = st.integers(0, 10**15)
planned = st.builds(
    Planned, st.sampled_from(("lottery", "county", "own")), st.integers(2011, 2016), amounts, spent_fen=amounts
)


@given(st.lists(planned, max_size=8), amounts)
def test_what_is_over_is_what_spent_exceeds_allotted_by_and_never_nothing(rows: list[Planned], approved: int) -> None:
    found = overspent(rows, approved)
    assert all(over.over_fen > 0 for over in found)
    own = sum(over.over_fen for over in found if over.source)
    assert own == sum(max(0, row.spent_fen - row.planned_fen) for row in rows)


@given(st.lists(planned, max_size=8))
def test_the_years_add_up_to_the_whole(rows: list[Planned]) -> None:
    years = by_year(rows)
    assert sum(year.planned_fen for year in years) == sum(row.planned_fen for row in rows)
    assert [year.year for year in years] == sorted({row.year for row in rows})


@given(st.lists(planned, max_size=6), amounts, st.integers(0, 10**12))
def test_more_money_never_leaves_more_stages_without(rows: list[Planned], approved: int, more: int) -> None:
    before = stages_without_money(DUE, rows, approved, "approved")
    after = stages_without_money(DUE, [*rows, Planned("own", 2011, more)], approved, "approved")
    assert {each.stage for each in after} <= {each.stage for each in before}


@pytest.mark.parametrize(("committed", "state", "said"), [(0, "started", 1), (1, "started", 0), (0, "approved", 0)])
def test_money_issued_by_word_alone_is_a_stage_without_money(committed: int, state: str, said: int) -> None:
    rows = [Planned("lottery", 2012, 500, committed_fen=committed, followed=True)]
    found = stages_without_money({}, rows, 500, state)
    assert [each.on_books for each in found] == [False] * said
