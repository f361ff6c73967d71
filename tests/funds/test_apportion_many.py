"""With numpy the same amounts come out, to the last unit, and numbers that do not fit are never wrapped in silence."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.funds import apportion_many as module
from luoxiao.funds.apportion import Conflict, Kind, apportion
from luoxiao.funds.apportion_many import apportion_many, apportion_quickly, divide, exact_sum, largest
from tests.funds.schemes_invented import INVENTED


def either(split: Any, *case: Any) -> Any:
    """The result, or what conflicts."""
    try:
        return split(*case)
    except Conflict as conflict:
        return conflict.kind, conflict.params


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, list[int], list[int] | None, list[int] | None]:
    units = draw(st.integers(0, 200) | st.integers(0, 2**63))
    scores = draw(st.lists(st.integers(0, 9) | st.integers(0, 2**59), min_size=1, max_size=7))
    share = units // len(scores) + 2
    floors = draw(st.lists(st.integers(0, share), min_size=len(scores), max_size=len(scores)))
    room = draw(st.lists(st.integers(0, 2 * share), min_size=len(scores), max_size=len(scores)))
    lower = floors if draw(st.booleans()) else None
    upper = [a + more for a, more in zip(floors, room, strict=True)] if draw(st.booleans()) else None
    return units, scores, lower, upper


@INVENTED
@given(cases())
def test_it_says_the_same_as_whole_numbers_of_python(
    case: tuple[int, list[int], list[int] | None, list[int] | None],
) -> None:
    assert either(apportion_quickly, *case) == either(apportion, *case)


def test_three_thousand_regions_with_bounds_come_out_the_same() -> None:
    random = np.random.default_rng(2012)
    scores, mean = random.integers(0, 2**40, 3000), 6_800_000_000_000 // 3000
    lower, upper = np.full(3000, mean // 5), np.full(3000, mean * 3 // 2)
    found = apportion_many(6_800_000_000_000, scores, lower, upper).plain()
    assert found == apportion(6_800_000_000_000, scores.tolist(), lower.tolist(), upper.tolist())
    assert found.at_floor
    assert found.at_ceiling


@INVENTED
@given(st.integers(0, 2**62 - 1), st.lists(st.integers(0, 2**57), min_size=1, max_size=8), st.integers(0, 2**60))
def test_quotients_at_the_edge_of_64_bits_are_exact(units: int, scores: list[int], more: int) -> None:
    total = max(sum(scores) + more, 1)
    quotients, remainders = divide(units, np.array(scores, np.int64), total)
    assert list(zip(quotients.tolist(), remainders.tolist(), strict=True)) == [
        divmod(units * score, total) for score in scores
    ]


def test_sums_beyond_64_bits_are_exact() -> None:
    assert exact_sum(np.full(1000, 2**62)) == 1000 * 2**62
    assert exact_sum(np.array([-5, 3])) == -2


def test_of_equal_remainders_the_earliest_are_the_largest() -> None:
    positions, cut = largest(np.array([3, 7, 3, 3, 1]), 3)
    assert (sorted(positions.tolist()), cut) == ([0, 1, 2], 3)


@pytest.mark.parametrize(("units", "scores"), [(2**62, [1, 2]), (5, [2**60, 2**60])])
def test_numbers_that_do_not_fit_are_left_to_python(units: int, scores: list[int]) -> None:
    assert apportion_quickly(units, scores) == apportion(units, scores)
    with pytest.raises(OverflowError):
        apportion_many(units, np.array(scores, np.int64))


def test_a_platform_without_extended_precision_leaves_all_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EXTENDED", False)
    assert apportion_quickly(100, [1, 2, 4]) == apportion(100, [1, 2, 4])


def test_bounds_that_contradict_the_pot_are_named() -> None:
    with pytest.raises(Conflict) as caught:
        apportion_many(9, np.array([1, 1]), np.array([5, 5]))
    assert (caught.value.kind, caught.value.params) == (Kind.FLOORS_ABOVE_POT, {"floors": 10, "pot": 9})


@pytest.mark.parametrize(
    ("scores", "lower", "upper"), [([1, -1], None, None), ([1, 1], [2, 0], [1, 9]), ([1, 1], [0], None)]
)
def test_numbers_that_mean_nothing_are_an_error(
    scores: list[int], lower: list[int] | None, upper: list[int] | None
) -> None:
    arrays = [None if given is None else np.array(given, np.int64) for given in (lower, upper)]
    with pytest.raises(ValueError, match=r"negative|above|lengths"):
        apportion_many(5, np.array(scores, np.int64), *arrays)
