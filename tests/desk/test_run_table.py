"""The table of the workbench."""

from dataclasses import replace
from fractions import Fraction

import pytest

from luoxiao.desk.run_outcome import reckon
from luoxiao.desk.run_table import coefficient_words, table, typed_wan, value_words
from luoxiao.funds.allocation import Adjustment, Bounds, Directed, FixedLine, Region
from tests.funds.scene import POT, make_scheme

REGIONS = [
    Region("360702", "章贡区", "other", {"aged_60": Fraction(300), "rural_people": Fraction(100)}, 900_000_000),
    Region("360730", "宁都县", "listed", {"aged_60": Fraction(500), "rural_people": Fraction(700)}, 700_000_000),
    Region("360881", "井冈山市", "listed", {"aged_60": Fraction(20), "rural_people": Fraction(30)}, 100_000_000),
]


def test_a_county_shows_what_it_brings_what_touched_it_and_what_it_gets() -> None:
    scheme = make_scheme(bounds=Bounds(floor_fen=200_000_000), rounding_fen=10_000)
    shown = table(reckon(scheme, REGIONS))
    assert [row.name for row in shown.rows] == ["章贡区", "宁都县", "井冈山市"]
    assert [row.tags for row in shown.rows] == [["系数 1.00"], [], ["保底"]]
    last = shown.rows[2]
    assert (last.values, last.formula, last.adjustment, last.total) == (["20", "30"], "200.00", "0.00", "200.00")
    assert last.share == "8.85"
    assert last.bar is not None
    assert (last.bar.words, last.bar.says) == ("+100.0", "增加 100.00 万元")
    assert (shown.total.total, shown.total.share) == ("2,260.00", "100.00")
    assert shown.total.values == ["820", "830"]


def test_the_bar_of_a_loser_goes_to_the_left_of_its_zero() -> None:
    scheme = make_scheme(adjustments=(Adjustment("360702", -POT // 5, "减"), Adjustment("360730", POT // 5, "增")))
    bar = table(reckon(scheme, REGIONS)).rows[0].bar
    assert bar is not None
    assert bar.x + bar.width == pytest.approx(28)
    assert bar.words.startswith("−")


def test_an_adjustment_is_listed_with_its_reason_and_moves_the_total() -> None:
    scheme = make_scheme(adjustments=(Adjustment("360702", -8_000_000, "减"), Adjustment("360730", 8_000_000, "增")))
    shown = table(reckon(scheme, REGIONS))
    assert [(each.name, each.amount, each.reason) for each in shown.adjusted] == [
        ("章贡区", "−8.00", "减"),
        ("宁都县", "+8.00", "增"),
    ]
    assert [row.is_adjusted for row in shown.rows] == [True, True, False]
    assert shown.rows[0].adjustment == "-8.00"


def test_what_was_typed_and_cannot_be_read_stays_in_its_cell() -> None:
    shown = table(reckon(make_scheme(), REGIONS), {"a-360702": "八"})
    assert shown.rows[0].adjustment == "八"
    assert shown.rows[0].is_adjusted


def test_what_stands_beside_the_formula_has_its_columns() -> None:
    scheme = make_scheme(
        fixed=(FixedLine("orphans", "孤儿", "rural_people", {"": 100_000}),),
        directed=(Directed("extra", "定向", 100_000_000, ("listed",)),),
        early_fen={"360730": 50_000_000},
    )
    shown = table(reckon(scheme, REGIONS))
    assert shown.parts == ["孤儿", "定向"]
    assert shown.rows[0].parts == ["10.00", "0.00"]
    assert shown.total.parts == ["83.00", "100.00"]
    assert shown.has_early
    assert (shown.total.early, shown.total.tranche) == ("50.00", "2,210.00")


def test_where_nothing_can_be_reckoned_the_factors_still_stand() -> None:
    shown = table(reckon(make_scheme(bounds=Bounds(floor_fen=POT)), REGIONS))
    assert {row.total for row in shown.rows} == {"—"}
    assert shown.rows[1].values == ["500", "700"]
    assert shown.total.total == "—"


def test_shares_and_averages_are_not_added_up() -> None:
    scheme = make_scheme()
    factors = (replace(scheme.factors[0], unit="%"), scheme.factors[1])
    assert table(reckon(replace(scheme, factors=factors), REGIONS)).total.values == ["—", "830"]


@pytest.mark.parametrize(("fen", "words"), [(8_000_000, "8.00"), (-123, "-0.000123"), (1_234_560_000, "1234.56")])
def test_an_amount_is_put_into_its_input_without_loss(fen: int, words: str) -> None:
    assert typed_wan(fen) == words


@pytest.mark.parametrize(("value", "words"), [("23/20", "1.15"), ("1", "1.00"), ("4/3", "4/3"), ("1234/1000", "1.234")])
def test_a_coefficient_has_two_places_at_least(value: str, words: str) -> None:
    assert coefficient_words(Fraction(value)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "—"), (Fraction(40591), "40,591"), (Fraction(863, 10), "86.3"), (Fraction(1, 3), "0.3333")],
)
def test_a_value_reads_as_offices_write_it(value: Fraction | None, words: str) -> None:
    assert value_words(value) == words
