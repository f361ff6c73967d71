"""A split that cannot be made says everything that is wrong with its scheme and its table."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from luoxiao.funds.allocation import (
    Adjustment,
    Bounds,
    Directed,
    Direction,
    Factor,
    Faults,
    FixedLine,
    Normalise,
    Region,
    Scheme,
    Shape,
    Transform,
    Wrong,
    allocate,
)
from tests.funds.schemes_invented import (
    AREA,
    ONE,
    counties,
    factor,
    region,
    second_round,
)


def wrong(scheme: Scheme, all_: Sequence[Region]) -> list[tuple[Wrong, dict[str, Any]]]:
    with pytest.raises(Faults) as caught:
        allocate(scheme, all_)
    return [(fault.code, dict(fault.params)) for fault in caught.value.faults]


def codes(scheme: Scheme, all_: Sequence[Region]) -> set[Wrong]:
    return {code for code, _params in wrong(scheme, all_)}


def test_a_missing_value_stops_the_run_and_every_one_is_listed() -> None:
    all_ = counties()
    all_[3] = replace(all_[3], values={**all_[3].values, "poor": None})
    all_[5] = replace(all_[5], values={"aged": ONE, "poor": ONE})
    assert wrong(second_round(), all_) == [
        (Wrong.FACTOR_MISSING, {"region": "360004", "region_name": "第4县", "column": "poor", "name": "因素poor"}),
        (Wrong.FACTOR_MISSING, {"region": "360006", "region_name": "第6县", "column": "income", "name": "因素income"}),
    ]


def test_weights_that_do_not_add_to_one_are_named_with_their_sum() -> None:
    factors = (factor("aged", Fraction(1, 2)), factor("poor", Fraction(2, 5)))
    assert wrong(second_round(factors=factors), counties()) == [(Wrong.WEIGHTS_NOT_ONE, {"sum": Fraction(9, 10)})]


def test_all_faults_are_said_at_once() -> None:
    scheme = second_round(pot_fen=0, rounding_fen=0, factors=(), adjustments=(Adjustment("999999", 5, " "),))
    assert codes(scheme, [*counties(), counties()[0]]) == {
        Wrong.POT_NOT_POSITIVE,
        Wrong.ROUNDING_BAD,
        Wrong.NO_FACTORS,
        Wrong.REGION_TWICE,
        Wrong.ADJUSTMENT_UNKNOWN_REGION,
        Wrong.ADJUSTMENT_WITHOUT_REASON,
        Wrong.ADJUSTMENTS_NOT_ZERO,
    }


INCOME = replace(factor("income", 1), direction=Direction.LESS)
UPSIDE_DOWN = replace(factor("income", 0), transform=Transform.INVERSE)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"pot_fen": -1}, Wrong.POT_NOT_POSITIVE),
        ({"pot_fen": 10**19}, Wrong.POT_TOO_LARGE),
        ({"pot_fen": 2_260_000_050}, Wrong.ROUNDING_DOES_NOT_DIVIDE),
        ({"directed": (Directed("d", "定向", 150, ("listed",)),)}, Wrong.ROUNDING_DOES_NOT_DIVIDE),
        ({"directed": (Directed("d", "定向", 2_260_000_100, ("listed",)),)}, Wrong.POT_USED_UP),
        ({"directed": (Directed("d", "定向", 100, ("nobody",)),)}, Wrong.DIRECTED_NOBODY),
        ({"directed": (Directed("d", "定向", -100, ("listed",)),)}, Wrong.FEN_NEGATIVE),
        ({"directed": (Directed("aged", "定向", 100, ("listed",)),)}, Wrong.CODE_TWICE),
        ({"factors": (factor("aged", 2), factor("poor", -1))}, Wrong.WEIGHT_NEGATIVE),
        ({"factors": (factor("aged", 2),), "shape": Shape.PRODUCT}, Wrong.WEIGHT_IN_PRODUCT),
        ({"factors": (INCOME,)}, Wrong.DIRECTION_AND_TRANSFORM),
        ({"factors": (factor("aged", 1), UPSIDE_DOWN)}, Wrong.DIRECTION_AND_TRANSFORM),
        ({"factors": (factor("nothing", 1),)}, Wrong.FACTOR_MISSING),
        ({"coefficients": (replace(AREA, by_class={"listed": ONE}),)}, Wrong.CLASS_UNKNOWN),
        (
            {"coefficients": (replace(AREA, by_class={"listed": ONE, "other": 0 * ONE}),)},
            Wrong.COEFFICIENT_NOT_POSITIVE,
        ),
        ({"fixed": (FixedLine("f", "定额", "aged", {"listed": 1}),)}, Wrong.CLASS_UNKNOWN),
        ({"fixed": (FixedLine("f", "定额", "income", {"": 1}),)}, Wrong.HEADS_NOT_WHOLE),
        ({"bounds": Bounds(floor_fen=100_000_000)}, Wrong.FLOORS_ABOVE_POT),
        ({"bounds": Bounds(ceiling_fen=90_000_000)}, Wrong.CEILINGS_BELOW_POT),
        ({"bounds": Bounds(floor_fen=2_000, ceiling_fen=1_999)}, Wrong.FLOOR_ABOVE_CEILING),
        ({"bounds": Bounds(guarantee=Fraction(-1))}, Wrong.GUARANTEE_NEGATIVE),
        ({"adjustments": (Adjustment("360001", 100, "理由"),)}, Wrong.ADJUSTMENTS_NOT_ZERO),
        (
            {"adjustments": (Adjustment("360001", 5, "多"), Adjustment("360002", -5, "少"))},
            Wrong.ROUNDING_DOES_NOT_DIVIDE,
        ),
        (
            {"adjustments": (Adjustment("360001", -900_000_000, "多"), Adjustment("360002", 900_000_000, "少"))},
            Wrong.ADJUSTED_BELOW_ZERO,
        ),
        ({"early_fen": {"360001": 900_000_000}}, Wrong.EARLY_ABOVE_FINAL),
        ({"early_fen": {"360001": -1}}, Wrong.EARLY_NEGATIVE),
        ({"early_fen": {"999999": 1}}, Wrong.EARLY_UNKNOWN_REGION),
    ],
)
def test_what_is_wrong_with_a_scheme_is_named(changes: dict[str, Any], code: Wrong) -> None:
    assert codes(second_round(**changes), counties()) == {code}


@pytest.mark.parametrize(
    ("own", "values", "code"),
    [
        (factor("aged", 1), [0, 0], Wrong.FACTOR_ALL_ZERO),
        (factor("aged", 1), [3, -1], Wrong.FACTOR_NEGATIVE),
        (factor("aged", 1, Transform.INVERSE), [3, 0], Wrong.INVERSE_OF_ZERO),
        (factor("aged", 1, Transform.GAP_TO_MEAN), [3, 3], Wrong.FACTOR_ALL_SAME),
        (replace(factor("aged", 1), normalise=Normalise.MIN_MAX), [3, 3], Wrong.FACTOR_ALL_SAME),
    ],
)
def test_what_is_wrong_with_a_column_is_named(own: Factor, values: list[int], code: Wrong) -> None:
    all_ = [region(n, aged=value) for n, value in enumerate(values)]
    assert codes(Scheme("演练", 100, Shape.WEIGHTED, (own,)), all_) == {code}


def test_a_product_in_which_everybody_has_a_zero_cannot_be_split() -> None:
    all_ = [region(1, aged=0, poor=1), region(2, aged=1, poor=0)]
    scheme = Scheme("演练", 100, Shape.PRODUCT, (factor("aged", 1), factor("poor", 1)))
    assert wrong(scheme, all_) == [(Wrong.NOTHING_TO_SHARE_BY, {"fen": 100, "left_fen": 100})]


def test_a_guarantee_needs_last_years_amount_of_everybody() -> None:
    all_ = [replace(each, last_fen=None) if each.code == "360009" else each for each in counties()]
    scheme = second_round(bounds=Bounds(guarantee=ONE))
    assert wrong(scheme, all_) == [(Wrong.LAST_MISSING, {"region": "360009", "region_name": "第9县"})]


@pytest.mark.parametrize("code", ["", "36 001", "３６０００１", "=1+1", "3600ab"])
def test_a_code_that_is_none_is_refused(code: str) -> None:
    all_ = [*counties()[1:], replace(counties()[0], code=code)]
    assert Wrong.REGION_CODE_BAD in codes(second_round(), all_)


def test_floors_above_the_pot_say_both_sums() -> None:
    found = wrong(second_round(bounds=Bounds(floor_fen=100_000_000)), counties())
    assert found == [(Wrong.FLOORS_ABOVE_POT, {"fen": 2_260_000_000, "floors_fen": 2_400_000_000})]


def test_no_regions_are_nothing_to_split_among() -> None:
    assert codes(second_round(), []) == {Wrong.NO_REGIONS}
