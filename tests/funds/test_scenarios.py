"""Two schemes side by side say who wins and who loses, and the area's share follows its coefficient."""

from fractions import Fraction

import pytest

from luoxiao.funds.allocation import Adjustment, allocate
from luoxiao.funds.scenarios import Moved, Total, compare, sensitivity, totals, with_coefficient, without
from tests.funds.schemes_invented import counties, second_round


def test_winners_come_first_and_losers_last_and_the_changes_cancel_out() -> None:
    moved = compare(allocate(second_round(), counties()), allocate(without(second_round(), "area"), counties()))
    changes = [each.change_fen for each in moved]
    assert changes == sorted(changes, reverse=True)
    assert moved[0].code == "360024"
    assert sum(changes) == 0
    assert {each.code for each in moved} == {each.code for each in counties()}


def test_a_region_that_is_only_in_one_of_both_is_shown() -> None:
    before, after = allocate(second_round(), counties()[1:]), allocate(second_round(), counties())
    fen = after.by_code["360001"].total_fen
    assert compare(before, after)[0] == Moved("360001", "第1县", None, fen)
    assert compare(after, before)[-1] == Moved("360001", "第1县", fen, None)


@pytest.mark.parametrize("by", ["province", "klass"])
def test_totals_add_up_to_the_pot(by: str) -> None:
    found = totals(allocate(second_round(), counties()), by)  # type: ignore[arg-type]
    assert sum(each.fen for each in found.values()) == 2_260_000_000
    assert sum(each.share for each in found.values()) == 1
    assert sum(each.regions for each in found.values()) == 24
    assert list(found) == sorted(found)


def test_totals_by_class_are_those_of_its_regions() -> None:
    split = allocate(second_round(), counties())
    fen = split.by_code["360024"].total_fen
    assert totals(split, "klass")["other"] == Total(fen, Fraction(fen, 2_260_000_000), 1)


def test_without_a_coefficient_everybody_has_one() -> None:
    bare = allocate(without(second_round(), "area"), counties())
    assert {line.coefficient for line in bare.lines} == {1}
    same = allocate(with_coefficient(second_round(), "area", "listed", Fraction(1)), counties())
    assert [line.total_fen for line in bare.lines] == [line.total_fen for line in same.lines]


def test_a_coefficient_that_the_scheme_has_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        without(second_round(), "none")
    with pytest.raises(KeyError):
        with_coefficient(second_round(), "none", "listed", Fraction(1))


def test_the_share_of_the_area_grows_with_its_coefficient() -> None:
    pair = (Adjustment("360001", -500, "已到位"), Adjustment("360002", 500, "缺口"))
    values = [Fraction(n, 20) for n in range(20, 41, 5)]
    points = sensitivity(second_round(adjustments=pair), counties(), "area", "listed", values)
    assert [value for value, _share in points] == values
    shares = [share for _value, share in points]
    assert shares == sorted(set(shares))
    plain = totals(allocate(without(second_round(), "area"), counties()), "klass")["listed"]
    assert shares[0] == plain.share
