"""A pot is split to the last fen as a plain reading of the rule splits it, or the run says everything that is wrong."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luoxiao.funds import allocation as module
from luoxiao.funds.allocation import (
    Adjustment,
    Allocation,
    Bounds,
    Coefficient,
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
    INVENTED,
    NEEDS,
    ONE,
    counties,
    factor,
    moved,
    region,
    regions,
    schemes,
    second_round,
)
from tests.funds.test_apportion import plainly


def tried(scheme: Scheme, all_: Sequence[Region]) -> Allocation | None:
    """The split, None where the invented terms are at fault (a product in which everybody has a zero)."""
    try:
        return allocate(scheme, all_)
    except Faults:
        return None


def wrong(scheme: Scheme, all_: Sequence[Region]) -> list[tuple[Wrong, dict[str, Any]]]:
    with pytest.raises(Faults) as caught:
        allocate(scheme, all_)
    return [(fault.code, dict(fault.params)) for fault in caught.value.faults]


def codes(scheme: Scheme, all_: Sequence[Region]) -> set[Wrong]:
    return {code for code, _params in wrong(scheme, all_)}


def slow_score(scheme: Scheme, all_: Sequence[Region], one: Region) -> Fraction:
    """The formula of rules 1.4 as it is written, a fraction at each step."""
    shares = [(each.weight, slow_share(scheme, each, all_, one)) for each in scheme.factors]
    if scheme.shape is Shape.WEIGHTED:
        return sum((weight * share for weight, share in shares), Fraction(0))
    score = slow_coefficient(scheme, one)
    for _weight, share in shares:
        score *= share
    return score


def slow_coefficient(scheme: Scheme, one: Region) -> Fraction:
    product = ONE
    for each in scheme.coefficients:
        product *= each.by_class[one.klass]
    return product


def slow_share(scheme: Scheme, own: Factor, all_: Sequence[Region], one: Region) -> Fraction:
    x = {each.code: slow_turned(own, all_, each) for each in all_}
    c = {each.code: slow_coefficient(scheme, each) if scheme.shape is Shape.WEIGHTED else ONE for each in all_}
    counted = {code: x[code] * c[code] for code in x}
    if own.normalise is Normalise.SHARE:
        return counted[one.code] / sum(counted.values())
    if own.normalise is Normalise.MEAN:
        return counted[one.code] / (sum(counted.values()) / len(all_))
    if own.normalise is Normalise.MAX:
        return x[one.code] / max(x.values()) * c[one.code]
    return (x[one.code] - min(x.values())) / (max(x.values()) - min(x.values())) * c[one.code]


def slow_turned(own: Factor, all_: Sequence[Region], one: Region) -> Fraction:
    values = [each.values[own.code] or Fraction(0) for each in all_]
    x = one.values[own.code] or Fraction(0)
    if own.transform is Transform.MAX_PLUS_MIN:
        return max(values) + min(values) - x
    if own.transform is Transform.INVERSE:
        return 1 / x
    if own.transform is Transform.GAP_TO_MEAN:
        return max(sum(values) / len(values) - x, Fraction(0))
    return x


def slow_amounts(scheme: Scheme, all_: Sequence[Region]) -> dict[str, int]:
    """Fen by code: scores over one denominator, floors in whole units, then the plain reading of the split."""
    ordered = sorted(all_, key=lambda each: each.code)
    exact = [slow_score(scheme, ordered, each) for each in ordered]
    common = 1
    for each in exact:
        common *= each.denominator
    unit, bounds = scheme.rounding_fen, scheme.bounds
    lower = []
    for each in ordered:
        guaranteed = (bounds.guarantee or Fraction(0)) * (each.last_fen or 0)
        lower.append(max(-(-(bounds.floor_fen or 0) // unit), -int(-guaranteed // unit)))
    units = scheme.pot_fen // unit
    split = plainly(units, [int(each * common) for each in exact], lower, [units] * len(ordered))
    return {each.code: amount * unit for each, amount in zip(ordered, split, strict=True)}


@INVENTED
@given(schemes(), regions())
def test_the_split_is_that_of_a_slow_plain_reading(scheme: Scheme, all_: list[Region]) -> None:
    found = tried(scheme, all_)
    assume(found is not None)
    assert found is not None
    assert {line.code: line.total_fen for line in found.lines} == slow_amounts(scheme, all_)
    assert found.total_fen == scheme.pot_fen
    assert all(
        line.score == slow_score(scheme, all_, each) for line, each in zip(found.lines, _ordered(all_), strict=True)
    )
    assert sum(line.formula_share for line in found.lines) == 1


def _ordered(all_: Sequence[Region]) -> list[Region]:
    return sorted(all_, key=lambda each: each.code)


@INVENTED
@given(schemes(), regions(), st.randoms(use_true_random=False))
def test_the_order_of_regions_does_not_matter(scheme: Scheme, all_: list[Region], random: Any) -> None:
    shuffled = list(all_)
    random.shuffle(shuffled)
    assert tried(scheme, shuffled) == tried(scheme, all_)


@INVENTED
@given(schemes(), regions(), st.sampled_from(NEEDS), st.fractions(Fraction(1, 9), 9, max_denominator=9))
def test_scaling_a_factor_changes_nothing(scheme: Scheme, all_: list[Region], code: str, times: Fraction) -> None:
    assume(times)
    scaled = [replace(each, values={**each.values, code: (each.values[code] or 0) * times}) for each in all_]
    before, after = tried(scheme, all_), tried(scheme, scaled)
    assume(before is not None)
    assert before is not None
    assert after is not None
    assert [line.total_fen for line in before.lines] == [line.total_fen for line in after.lines]


@INVENTED
@given(schemes(), regions(), st.sampled_from(NEEDS))
def test_of_two_alike_the_one_that_needs_more_never_gets_less(scheme: Scheme, all_: list[Region], code: str) -> None:
    own = next(each for each in scheme.factors if each.code == code)
    first = all_[0]
    twin = replace(first, code="99", values={**first.values, code: (first.values[code] or 0) + 5})
    found = tried(scheme, [*all_, twin])
    assume(found is not None)
    assert found is not None
    pair = [found.by_code[first.code].total_fen, found.by_code["99"].total_fen]
    less, more = pair if own.direction is Direction.MORE else pair[::-1]
    assert more >= less - (scheme.rounding_fen if found.by_code[first.code].score == found.by_code["99"].score else 0)


@INVENTED
@given(schemes(bound=False), regions(), st.sampled_from(NEEDS), st.integers(1, 9000))
def test_a_larger_need_never_lowers_the_share(scheme: Scheme, all_: list[Region], code: str, more: int) -> None:
    added = [factor(each.code, each.weight) for each in scheme.factors]
    plain, first = replace(scheme, factors=tuple(added)), all_[0]
    larger = moved(all_, first.code, **{code: (first.values[code] or 0) + more})
    before, after = allocate(plain, all_).by_code[first.code], allocate(plain, larger).by_code[first.code]
    assert after.formula_share >= before.formula_share
    assert after.total_fen >= before.total_fen - scheme.rounding_fen


@INVENTED
@given(schemes(), regions(), st.fractions(1, 4, max_denominator=10))
def test_a_larger_coefficient_never_lowers_its_class(scheme: Scheme, all_: list[Region], times: Fraction) -> None:
    one = [replace(each, klass="own" if each is all_[0] else each.klass) for each in all_]
    rates = {**scheme.coefficients[0].by_class, "own": ONE}
    small = replace(scheme, coefficients=(replace(scheme.coefficients[0], by_class=rates),))
    large = replace(scheme, coefficients=(replace(scheme.coefficients[0], by_class=rates | {"own": times}),))
    before, after = tried(small, one), tried(large, one)
    assume(before is not None)
    assert before is not None
    assert after is not None
    code = all_[0].code
    assert after.by_code[code].formula_share >= before.by_code[code].formula_share
    assert after.by_code[code].total_fen >= before.by_code[code].total_fen - scheme.rounding_fen


def test_guangdongs_published_formula_is_split_as_it_is_written() -> None:
    """粤财预〔2014〕51号 (rules 1.2), four factors of 30, 20, 20 and 30 percent; the figures are invented."""
    weights = {"wealth": 30, "spending": 20, "land": 20, "people": 30}
    factors = tuple(Factor(code, code, "", Fraction(weight, 100)) for code, weight in weights.items())
    rows = [("440001", 12, 11, 1_900, 31), ("440002", 9, 14, 2_400, 22), ("440003", 15, 8, 1_200, 47)]
    all_ = [Region(code, code, "", dict(zip(weights, map(Fraction, values), strict=True))) for code, *values in rows]
    found = allocate(Scheme("粤财预〔2014〕51号", 1_000_000_000, Shape.WEIGHTED, factors), all_)
    share = Fraction(3, 10) * Fraction(12, 36) + Fraction(2, 10) * Fraction(11, 33)
    share += Fraction(2, 10) * Fraction(1_900, 5_500) + Fraction(3, 10) * Fraction(31, 100)
    assert found.by_code["440001"].formula_share == share
    assert [line.total_fen for line in found.lines] == [328_757_576, 313_121_212, 358_121_212]


def test_the_product_is_need_times_wealth_times_result() -> None:
    """The shape of medical assistance: a coefficient of each region against the sum of all (rules 1.1)."""
    factors = tuple(factor(code, 1) for code in ("need", "wealth", "result"))
    all_ = [region(1, need=100, wealth=2, result=1), region(2, "other", need=50, wealth=1, result=3)]
    found = allocate(Scheme("演练", 7_000, Shape.PRODUCT, factors), all_)
    assert [line.total_fen for line in found.lines] == [4_000, 3_000]


def test_a_county_off_the_list_gets_no_coefficient() -> None:
    found = allocate(second_round(), counties())
    assert found.by_code["360024"].coefficient == 1
    assert found.by_code["360001"].coefficient == Fraction(23, 20)
    bare = allocate(second_round(coefficients=()), counties())
    assert found.by_code["360024"].total_fen < bare.by_code["360024"].total_fen


def test_floor_and_ceiling_hold_and_are_named() -> None:
    bounds = Bounds(floor_fen=80_000_000, ceiling_fen=105_000_000)
    found = allocate(second_round(bounds=bounds), counties())
    assert {line.rule for line in found.lines} == {"", "floor", "ceiling"}
    assert {line.regular_fen for line in found.lines if line.rule == "floor"} == {80_000_000}
    assert {line.regular_fen for line in found.lines if line.rule == "ceiling"} == {105_000_000}
    assert {line.rule for line in found.lines if line.unbounded_fen < 80_000_000} == {"floor"}
    assert {line.rule for line in found.lines if line.unbounded_fen > 105_000_000} == {"ceiling"}
    assert found.rounds > 1
    assert found.total_fen == 2_260_000_000


def test_nobody_gets_less_than_what_last_year_guarantees() -> None:
    all_ = [replace(each, last_fen=150_000_050) if each.code == "360007" else each for each in counties()]
    found = allocate(second_round(bounds=Bounds(guarantee=Fraction(9, 10))), all_)
    line = found.by_code["360007"]
    assert (line.rule, line.regular_fen, line.change_fen) == ("guarantee", 135_000_100, -14_999_950)
    assert {each.rule for each in found.lines} == {"", "guarantee"}


def test_fixed_lines_and_a_directed_pot_come_out_first() -> None:
    all_ = [replace(each, values={**each.values, "orphans": Fraction(n)}) for n, each in enumerate(counties())]
    fixed = FixedLine("orphans-line", "孤儿基本生活费", "orphans", {"other": 70_000, "": 60_000})
    directed = Directed("poor-counties", "贫困县定向", 100_000_000, ("listed",))
    found = allocate(second_round(fixed=(fixed,), directed=(directed,)), all_)
    outside, inside = found.by_code["360024"], found.by_code["360002"]
    assert (outside.fixed_fen, outside.directed_fen) == ({"orphans-line": 23 * 70_000}, {"poor-counties": 0})
    assert inside.fixed_fen == {"orphans-line": 60_000}
    assert sum(line.directed_fen["poor-counties"] for line in found.lines) == 100_000_000
    assert found.regular_pot_fen == 2_260_000_000 - 100_000_000 - 60_000 * 253 - 70_000 * 23
    assert found.total_fen == 2_260_000_000


def test_bounds_bind_the_regular_part_only() -> None:
    directed = Directed("beside", "定向", 240_000_000, ("listed",))
    found = allocate(second_round(directed=(directed,), bounds=Bounds(ceiling_fen=90_000_000)), counties())
    line = next(line for line in found.lines if line.rule == "ceiling")
    assert line.regular_fen == 90_000_000 < line.total_fen


def test_an_adjustment_may_go_past_a_floor() -> None:
    pair = (Adjustment("360001", -8_000_000, "已到位"), Adjustment("360002", 8_000_000, "缺口"))
    scheme = second_round(bounds=Bounds(floor_fen=90_000_000))
    before = allocate(scheme, counties())
    after = allocate(replace(scheme, adjustments=pair), counties())
    changes = {line.code: line.total_fen - before.by_code[line.code].total_fen for line in after.lines}
    assert {code: fen for code, fen in changes.items() if fen} == {"360001": -8_000_000, "360002": 8_000_000}
    assert after.by_code["360001"].adjustment_fen == -8_000_000


def test_the_early_notice_is_deducted_from_the_final_amount() -> None:
    found = allocate(second_round(early_fen={"360003": 1_234_567}), counties())
    line = found.by_code["360003"]
    assert line.tranche_fen == line.total_fen - 1_234_567
    assert found.by_code["360004"].tranche_fen == found.by_code["360004"].total_fen


@pytest.mark.parametrize("unit", [1, 100, 10_000, 1_000_000])
def test_every_amount_is_a_multiple_of_what_it_is_rounded_to(unit: int) -> None:
    found = allocate(second_round(rounding_fen=unit), counties())
    assert {line.total_fen % unit for line in found.lines} == {0}
    assert found.total_fen == 2_260_000_000


def test_equal_regions_differ_by_one_unit_at_most_and_the_smaller_code_gets_it() -> None:
    all_ = [Region(code, code, "", {"aged": ONE}) for code in ("360003", "360001", "360002")]
    found = allocate(Scheme("演练", 100, Shape.WEIGHTED, (factor("aged", 1),)), all_)
    assert {line.code: line.total_fen for line in found.lines} == {"360001": 34, "360002": 33, "360003": 33}


def test_a_column_can_be_the_coefficient() -> None:
    result = Coefficient("result", "绩效系数", column="score")
    all_ = [region(1, aged=100, score=Fraction(6, 5)), region(2, aged=100, score=Fraction(4, 5))]
    found = allocate(Scheme("演练", 1000, Shape.WEIGHTED, (factor("aged", 1),), (result,)), all_)
    assert [line.total_fen for line in found.lines] == [600, 400]


def test_many_rows_are_split_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    scheme = second_round(bounds=Bounds(60_000_000, 130_000_000), factors=(factor("aged", 1),), coefficients=())
    few = allocate(scheme, counties())
    monkeypatch.setattr(module, "MANY", 1)
    assert allocate(scheme, counties()) == few
    assert allocate(second_round(), counties()).total_fen == 2_260_000_000


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
