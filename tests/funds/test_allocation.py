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
    allocate,
)
from tests.funds.schemes_invented import (
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
