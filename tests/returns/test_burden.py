"""The burden ledger adds up."""

from luoxiao.returns import burden
from luoxiao.returns.burden import Asked, Rate, Share

ROWS = (
    Asked(call=1, unit=10, bureau=100, month="2012-10", cells=30),
    Asked(call=1, unit=11, bureau=100, month="2012-10", cells=25),
    Asked(call=2, unit=10, bureau=101, month="2012-10", cells=180, is_overridden=True),
    Asked(call=3, unit=10, bureau=100, month="2012-11", cells=5),
)


def test_cells_are_summed_by_unit_and_month() -> None:
    assert burden.by_unit_and_month(ROWS) == {
        (10, "2012-10"): Share(calls=2, returns=2, cells=210, overridden=1),
        (11, "2012-10"): Share(calls=1, returns=1, cells=25, overridden=0),
        (10, "2012-11"): Share(calls=1, returns=1, cells=5, overridden=0),
    }


def test_a_call_of_many_units_is_one_call_of_its_bureau() -> None:
    assert burden.by_bureau(ROWS)[100] == Share(calls=2, returns=3, cells=60, overridden=0)
    assert burden.by_bureau_and_month(ROWS)[101, "2012-10"].overridden == 1


def test_every_way_of_grouping_has_the_same_sum() -> None:
    whole = sum(row.cells for row in ROWS)
    for group in (burden.by_unit, burden.by_bureau, burden.by_unit_and_month, burden.by_bureau_and_month):
        assert sum(share.cells for share in group(ROWS).values()) == whole  # type: ignore[operator]


def test_those_above_the_cap_come_heaviest_first() -> None:
    shares = burden.by_unit_and_month(ROWS)
    assert burden.over(shares, 24) == [(10, "2012-10"), (11, "2012-10")]
    assert burden.over(shares, 210) == []


def test_a_rate_of_nothing_is_no_rate() -> None:
    assert Rate(0, 0, 0).per_mille is None
    assert (Rate(24, 23, 22).per_mille, Rate(24, 23, 22).owed) == (958, 1)
