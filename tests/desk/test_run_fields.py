"""What the form of the workbench sends, as a scheme."""

from fractions import Fraction

import pytest

from luoxiao.desk.run_fields import fraction_of, read
from luoxiao.funds.allocation import Adjustment, Bounds, Direction, Normalise, Region, Transform
from tests.funds.scene import make_scheme

BASE = make_scheme(
    bounds=Bounds(floor_fen=40_000_000, guarantee=Fraction(9, 10)),
    adjustments=(Adjustment("360730", 8_000_000, "已开工"), Adjustment("360731", -8_000_000, "已到位")),
    rounding_fen=10_000,
)
REGIONS = [Region(code, f"{code}县", "listed", {}) for code in ("360730", "360731")]


def test_what_is_not_sent_stays_as_it_was() -> None:
    typed = read({}, BASE, REGIONS)
    assert typed.scheme == BASE
    assert not typed.problems


def test_weights_coefficients_bounds_and_rounding_are_read_exactly() -> None:
    sent = {"w-aged_60": "33.35", "w-rural_people": "200/3", "c-area-listed": "１.２"}
    sent |= {"floor": "", "ceiling": "1,700.5", "guarantee": "85", "rounding": "1"}
    typed = read(sent, BASE, REGIONS)
    scheme = typed.scheme
    assert [factor.weight for factor in scheme.factors] == [Fraction(667, 2000), Fraction(2, 3)]
    assert scheme.coefficients[0].by_class == {"listed": Fraction(6, 5), "other": Fraction(1)}
    assert scheme.bounds == Bounds(None, 1_700_500_000, Fraction(17, 20))
    assert scheme.rounding_fen == 1
    assert not typed.problems


def test_a_cell_made_empty_takes_the_adjustment_back() -> None:
    typed = read({"a-360730": "", "a-360731": "0.00"}, BASE, REGIONS)
    assert typed.scheme.adjustments == ()


def test_an_adjustment_keeps_its_reason_when_only_the_amount_changes() -> None:
    typed = read({"a-360730": "−3", "y-360731": " 新理由 "}, BASE, REGIONS)
    assert typed.scheme.adjustments == (
        Adjustment("360730", -3_000_000, "已开工"),
        Adjustment("360731", -8_000_000, "新理由"),
    )


def test_an_amount_for_a_county_that_is_not_in_the_run_is_passed_over() -> None:
    assert read({"a-110101": "5"}, BASE, REGIONS).scheme == BASE


def test_a_way_of_turning_sets_the_direction() -> None:
    typed = read({"t-aged_60": "gap-to-mean", "n-aged_60": "min-max", "t-rural_people": "nonsense"}, BASE, REGIONS)
    first, second = typed.scheme.factors
    assert (first.transform, first.direction) == (Transform.GAP_TO_MEAN, Direction.LESS)
    assert first.normalise is Normalise.MIN_MAX
    assert second == BASE.factors[1]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("w-aged_60", "四十", "60岁及以上人口的权重“四十”不是数。"),
        ("c-area-listed", "1e9", "连片特困系数“1e9”不是数。"),
        ("floor", "40万", "保底“40万”不是金额。"),
        ("a-360730", "0.0000001", "360730县人工调整“0.0000001”有不足 1 分的部分"),
        ("ceiling", "9" * 19, "封顶“9999999999999999999”超出可记的最大金额。"),
        ("guarantee", "?", "“?”不是数。"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_old_value_kept(name: str, text: str, words: str) -> None:
    typed = read({name: text}, BASE, REGIONS)
    assert [problem.field for problem in typed.problems] == [name]
    assert words in typed.problems[0].words
    assert typed.scheme == BASE
    assert typed.texts[name] == text


@pytest.mark.parametrize("text", ["", "1.", "1/0", "--1", "1e5", "٣", "0x10", "9" * 40, "1/2/3"])
def test_a_text_that_is_no_number_is_none(text: str) -> None:
    assert fraction_of(text) is None
