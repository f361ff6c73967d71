"""Who is told in whose place, and what stands first in a letter."""

from datetime import date

import pytest

from luoxiao.supervision.reminding import Told, dated, kind_and_number, reached, stands_in, urgency

DUE = date(2012, 10, 31)


@pytest.mark.parametrize(
    ("away", "told"),
    [
        ({}, 1),
        ({1: 2}, 2),
        ({1: 2, 2: 3}, 3),
        ({1: 2, 2: 1}, 1),
        ({1: 2, 2: 3, 3: 2}, 1),
        ({2: 3}, 1),
    ],
)
def test_the_agents_agent_is_told_and_a_ring_of_the_absent_tells_the_first(away: dict[int, int], told: int) -> None:
    assert stands_in(1, away) == told


def test_an_agent_who_may_not_do_it_is_not_told() -> None:
    assert reached([1], {1: 2}, lambda user: user != 2) == {1: 1}
    assert reached([1], {1: 2}, lambda user: True) == {2: 1}


def test_an_agent_who_is_told_anyway_is_told_in_their_own_name() -> None:
    assert reached([1, 2], {1: 2}, lambda user: True) == {2: 2}
    assert reached([2, 1], {1: 2}, lambda user: True) == {2: 2}


def test_a_step_names_its_date_and_fits_its_column() -> None:
    assert len(dated("lostlate-1000", DUE)) <= 24
    assert kind_and_number(dated("before-7", DUE)) == ("before", 7)
    assert kind_and_number(dated("answered", DUE)) == ("answered", 0)


def test_the_late_stand_before_the_near_and_those_before_the_rest() -> None:
    steps = [("called-0", DUE), ("before-7", DUE), ("late-7", DUE), ("lostlate-1", date(2012, 10, 1))]
    assert [step for step, due in sorted(steps, key=lambda one: urgency(*one))] == [
        "lostlate-1",
        "late-7",
        "before-7",
        "called-0",
    ]


def test_what_makes_two_things_one_is_their_subject_and_step() -> None:
    assert Told(1, "task", 2, "late-1", "甲").key == Told(1, "task", 2, "late-1", "乙").key
