"""Units are split as a plain reading of the rule splits them, within bounds, to the last one."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luoxiao.funds.apportion import Apportioned, Conflict, Kind, apportion
from tests.funds.schemes_invented import INVENTED


def plainly(units: int, scores: Sequence[int], lower: Sequence[int], upper: Sequence[int]) -> list[int]:
    """clamp(λ × score, lower, upper) with λ found between the points where somebody meets a bound; then remainders."""
    points = {
        Fraction(bound, score) for score, *bounds in zip(scores, lower, upper, strict=True) if score for bound in bounds
    }
    exact = _at(_meeting(units, sorted({Fraction(0), *points}), scores, lower, upper), scores, lower, upper)
    whole = [int(each) for each in exact]
    largest = sorted(range(len(scores)), key=lambda i: (whole[i] - exact[i], i))
    for i in largest[: units - sum(whole)]:
        whole[i] += 1
    return whole


def _at(rate: Fraction, scores: Sequence[int], lower: Sequence[int], upper: Sequence[int]) -> list[Fraction]:
    return [min(max(rate * s, Fraction(a)), Fraction(b)) for s, a, b in zip(scores, lower, upper, strict=True)]


def _meeting(
    units: int, points: list[Fraction], scores: Sequence[int], lower: Sequence[int], upper: Sequence[int]
) -> Fraction:
    """The λ at which the shares add up to the units; between two points their sum is a straight line."""
    for before, after in pairwise(points):
        low, high = (sum(_at(point, scores, lower, upper), Fraction(0)) for point in (before, after))
        if low <= units <= high:
            return before if high == low else before + (units - low) / (high - low) * (after - before)
    return points[-1]


@st.composite
def bounded(draw: st.DrawFn) -> tuple[int, list[int], list[int], list[int]]:
    """Units, scores above 0, and bounds that the units lie between."""
    scores = draw(st.lists(st.integers(1, 40) | st.integers(1, 10**12), min_size=1, max_size=8))
    lower = draw(st.lists(st.integers(0, 60), min_size=len(scores), max_size=len(scores)))
    width = draw(st.lists(st.integers(0, 90), min_size=len(scores), max_size=len(scores)))
    upper = [a + more for a, more in zip(lower, width, strict=True)]
    return draw(st.integers(sum(lower), sum(upper))), scores, lower, upper


@INVENTED
@given(bounded())
def test_the_split_is_that_of_a_plain_reading(case: tuple[int, list[int], list[int], list[int]]) -> None:
    assert apportion(*case).amounts == plainly(*case)


@INVENTED
@given(bounded())
def test_the_parts_are_the_whole_and_keep_their_bounds(case: tuple[int, list[int], list[int], list[int]]) -> None:
    units, scores, lower, upper = case
    found = apportion(*case)
    assert sum(found.amounts) == units
    assert all(a <= given <= b for a, given, b in zip(lower, found.amounts, upper, strict=True))
    assert [found.amounts[i] for i in found.at_floor] == [lower[i] for i in found.at_floor]
    assert [found.amounts[i] for i in found.at_ceiling] == [upper[i] for i in found.at_ceiling]
    assert found.rounds <= len(scores) + 1


@INVENTED
@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**9), min_size=1, max_size=9))
def test_a_larger_score_never_gets_less(units: int, scores: list[int]) -> None:
    assume(any(scores))
    amounts = apportion(units, scores).amounts
    ranked = sorted(zip(scores, amounts, strict=True))
    for (less, smaller), (more, larger) in pairwise(ranked):
        assert smaller <= larger or less == more


@INVENTED
@given(st.integers(0, 10**6), st.lists(st.integers(0, 100), min_size=1, max_size=9), st.integers(2, 10**20))
def test_scaling_all_scores_changes_nothing(units: int, scores: list[int], times: int) -> None:
    assume(any(scores))
    assert apportion(units, scores).amounts == apportion(units, [score * times for score in scores]).amounts


def test_equal_remainders_go_to_the_earlier_position() -> None:
    assert apportion(5, [1, 1, 1]).amounts == [2, 2, 1]


def test_what_a_floor_takes_is_taken_from_the_others_in_proportion() -> None:
    assert apportion(100, [1, 49, 50], lower=[10, 0, 0]) == Apportioned([10, 45, 45], [0], [], 2, 90, 99, [1], 54)


def test_what_a_ceiling_sets_free_goes_to_the_others_in_proportion() -> None:
    found = apportion(100, [80, 10, 10], upper=[50, 100, 100])
    assert (found.amounts, found.at_ceiling, found.rounds, found.cut) == ([50, 25, 25], [0], 2, None)


def test_a_ceiling_that_frees_more_than_a_floor_takes_is_frozen_first() -> None:
    """Freezing the floor at once would be wrong: once the ceiling sets units free, the floor is no longer broken."""
    found = apportion(100, [90, 6, 4], lower=[0, 0, 5], upper=[40, 100, 100])
    assert (found.amounts, found.at_floor, found.at_ceiling) == ([40, 36, 24], [], [0])


def test_who_has_no_score_keeps_the_floor() -> None:
    found = apportion(10, [0, 0, 5], lower=[3, 0, 0])
    assert (found.amounts, found.at_floor) == ([3, 0, 7], [0])


def test_nobody_with_a_score_is_left_when_all_floors_take_the_pot() -> None:
    assert apportion(5, [0, 0], lower=[2, 3]).amounts == [2, 3]


@pytest.mark.parametrize(
    ("units", "scores", "lower", "upper", "kind", "params"),
    [
        (9, [1, 1], [5, 5], None, Kind.FLOORS_ABOVE_POT, {"floors": 10, "pot": 9}),
        (9, [1, 1], None, [4, 4], Kind.CEILINGS_BELOW_POT, {"ceilings": 8, "pot": 9}),
        (9, [0, 0], None, None, Kind.NOTHING_TO_SHARE_BY, {"left": 9}),
        (9, [0, 1], [2, 0], [9, 4], Kind.NOTHING_TO_SHARE_BY, {"left": 3}),
    ],
)
def test_bounds_that_contradict_the_pot_are_named(
    units: int, scores: list[int], lower: list[int] | None, upper: list[int] | None, kind: Kind, params: dict[str, int]
) -> None:
    with pytest.raises(Conflict) as caught:
        apportion(units, scores, lower, upper)
    assert (caught.value.kind, caught.value.params) == (kind, params)


@pytest.mark.parametrize(
    ("units", "scores", "lower", "upper"),
    [(-1, [1], None, None), (1, [-1], None, None), (1, [1], [-1], None), (9, [1], [5], [4]), (1, [1], [0, 0], None)],
)
def test_numbers_that_mean_nothing_are_an_error(
    units: int, scores: list[int], lower: list[int] | None, upper: list[int] | None
) -> None:
    with pytest.raises(ValueError, match=r"negative|above|lengths"):
        apportion(units, scores, lower, upper)
