"""What a scheme gives while something is still wrong with it, and the checks beside it."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.desk.run_fields import fraction_of
from luoxiao.desk.run_outcome import Outcome, Problem, checks, decimal_words, exact_percent, reckon
from luoxiao.funds.allocation import Adjustment, Bounds, Region, Scheme
from tests.funds.scene import POT, make_scheme

REGIONS = [
    Region(f"36073{i}", f"县{i}", "listed", {"aged_60": Fraction(100 + i), "rural_people": Fraction(900 - 7 * i)})
    for i in range(4)
]


def wrong(outcome: Outcome) -> list[tuple[str, str]]:
    return [(check.field, check.words) for check in checks(outcome) if not check.holds]


def weighed(*weights: int) -> Scheme:
    scheme = make_scheme()
    pairs = zip(scheme.factors, weights, strict=True)
    return replace(scheme, factors=tuple(replace(each, weight=Fraction(w, 100)) for each, w in pairs))


def test_a_sound_scheme_has_nothing_against_it() -> None:
    outcome = reckon(make_scheme(), REGIONS)
    assert not wrong(outcome)
    assert not outcome.is_trial
    assert outcome.total_fen == outcome.formula_fen == POT


def test_weights_that_do_not_add_to_one_are_tried_in_proportion_and_said() -> None:
    outcome = reckon(weighed(30, 30), REGIONS)
    even = reckon(weighed(50, 50), REGIONS)
    assert outcome.is_trial
    assert outcome.allocation
    assert even.allocation
    assert [line.total_fen for line in outcome.allocation.lines] == [line.total_fen for line in even.allocation.lines]
    assert wrong(outcome) == [("w-aged_60", "权重合计 60%，须为 100%；下面按现有权重折算试看")]


def test_adjustments_that_do_not_net_to_zero_show_as_a_difference() -> None:
    scheme = make_scheme(adjustments=(Adjustment("360730", 5_000_000, "灾后重建"),))
    outcome = reckon(scheme, REGIONS)
    assert outcome.total_fen == POT + 5_000_000
    assert [words for _field, words in wrong(outcome)] == ["差额 −5.00 万元，须为 0", "人工调整净额 5.00 万元，须为 0"]


def test_an_adjustment_without_a_reason_names_its_county_and_field() -> None:
    given = (Adjustment("360730", 100, ""), Adjustment("360731", -100, "调减"))
    assert wrong(reckon(make_scheme(adjustments=given), REGIONS)) == [("y-360730", "人工调整没写理由：县0")]


def test_a_missing_value_stops_it_and_is_never_zero() -> None:
    without = replace(REGIONS[1], values={"aged_60": None, "rural_people": Fraction(1)})
    outcome = reckon(make_scheme(), [REGIONS[0], without])
    assert outcome.allocation is None
    assert "缺 1 个因素数值，不按 0 计算：县1（60岁及以上人口）" in [words for _field, words in wrong(outcome)]


def test_floors_above_the_pot_are_said_at_the_floor() -> None:
    outcome = reckon(make_scheme(bounds=Bounds(floor_fen=POT)), REGIONS)
    assert outcome.allocation is None
    assert [field for field, _words in wrong(outcome)] == ["", "floor"]


def test_what_takes_a_county_below_zero_is_said_at_its_adjustment() -> None:
    given = (Adjustment("360730", -POT, "调减"), Adjustment("360731", POT, "调增"))
    outcome = reckon(make_scheme(adjustments=given), REGIONS)
    assert [field for field, _words in wrong(outcome)] == ["a-360730"]


def test_what_could_not_be_read_is_a_check_that_does_not_hold() -> None:
    made = checks(reckon(make_scheme(), REGIONS), [Problem("floor", "保底“四十”不是金额。")])
    assert [(each.field, each.words) for each in made if not each.holds] == [("floor", "保底“四十”不是金额。")]


@pytest.mark.parametrize(
    ("value", "words"),
    [("2/5", "40"), ("667/2000", "33.35"), ("1/3", "100/3"), ("0", "0"), ("-1/10", "-10"), ("1/1000", "0.1")],
)
def test_a_share_is_written_so_that_it_can_be_typed_back(value: str, words: str) -> None:
    assert exact_percent(Fraction(value)) == words


@given(st.fractions(max_denominator=10**6).filter(lambda value: abs(value) < 10**6))
def test_every_fraction_that_is_written_is_read_back_exactly(value: Fraction) -> None:
    assert fraction_of(decimal_words(value)) == value
