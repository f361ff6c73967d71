"""Two comparisons, each with its own others; what is not known is said to be not known."""

from fractions import Fraction

import pytest

from luoxiao.funds.comparing import Against, Standing, Term, Verdict, standings


def ratio(**values: int | None) -> Standing:
    return Standing(2012, "ratio", {name: None if value is None else Fraction(value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("area", "west", "centre", "mid_west", "west_alone"),
    [
        (80, 70, 60, Verdict.BETTER, Verdict.BETTER),
        (80, 70, 85, Verdict.WORSE, Verdict.BETTER),  # better than the west, yet not than the centre
        (70, 70, 60, Verdict.EQUAL, Verdict.EQUAL),
        (60, 70, 50, Verdict.WORSE, Verdict.WORSE),
        (80, 70, None, Verdict.UNKNOWN, Verdict.BETTER),  # the west alone can be compared
        (80, None, 60, Verdict.UNKNOWN, Verdict.UNKNOWN),
        (None, 70, 60, Verdict.UNKNOWN, Verdict.UNKNOWN),
        (0, 0, 0, Verdict.EQUAL, Verdict.EQUAL),  # nought is a number
    ],
)
def test_each_clause_compares_with_its_own_others(
    area: int | None, west: int | None, centre: int | None, mid_west: Verdict, west_alone: Verdict
) -> None:
    standing = ratio(area=area, west=west, centre=centre)
    assert standing.verdict(Against.MID_WEST) is mid_west
    assert standing.verdict(Against.WEST) is west_alone


def test_what_is_missing_is_named() -> None:
    standing = ratio(area=None, west=1, centre=None)
    assert standing.missing(Against.MID_WEST) == ["area", "centre"]
    assert standing.missing(Against.WEST) == ["area"]


def test_money_per_head_is_exact_and_needs_both_numbers() -> None:
    terms = [Term("area", 2012, "money", 100), Term("area", 2012, "people", 3), Term("west", 2012, "money", 100)]
    _ratio, per_head = standings(terms)
    assert per_head.values == {"area": Fraction(100, 3), "west": None, "centre": None}


def test_of_two_entries_the_later_counts_and_newest_year_comes_first() -> None:
    terms = [Term("area", 2011, "ratio", 5000), Term("area", 2012, "ratio", 6000), Term("area", 2012, "ratio", 8000)]
    found = standings(terms)
    assert [standing.year for standing in found] == [2012, 2012, 2011, 2011]
    assert found[0].values["area"] == Fraction(4, 5)


def test_nothing_known_is_nothing_shown() -> None:
    assert standings([]) == []
