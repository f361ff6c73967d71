"""A history is read by time, and only the stretch that both sides cover is compared."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.indicators.histories import LeftOut, Point, Why, end_of_year, moment, shared, year_at


def points(*periods: str) -> list[Point]:
    return [Point(period, Decimal(n)) for n, period in enumerate(periods, 1)]


def periods(found: tuple[Point, ...]) -> list[str]:
    return [point.period for point in found]


def left(found: tuple[LeftOut, ...]) -> dict[str, Why]:
    return {each.point.period: each.why for each in found}


@pytest.mark.parametrize(
    ("period", "at", "year"),
    [
        ("2012", Fraction(2013), 2012),
        ("2012Q1", Fraction(8049, 4), 2012),
        ("2012Q4", Fraction(2013), 2012),
        ("2012-10", Fraction(2012 * 12 + 10, 12), 2012),
        ("2012-12", Fraction(2013), 2012),
        ("2010-11-01", 2010 + Fraction(305, 365), 2010),
        ("2012-12-31", Fraction(2013), 2012),
    ],
)
def test_a_figure_stands_at_the_end_of_its_period(period: str, at: Fraction, year: int) -> None:
    assert moment(period) == at
    assert year_at(at) == year


def test_several_years_stand_at_no_moment() -> None:
    assert moment("2012/2014") is None
    found = shared(points("2010", "2012", "2012/2014"), points("2010", "2012"))
    assert periods(found.own) == ["2010", "2012"]
    assert left(found.own_left_out) == {"2012/2014": Why.SPAN}


@pytest.mark.parametrize("period", ["", "12", "2012Q5", "2012-13", "2012-02-30", "2012年", "20121", "2012-W05-1"])
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match=r"period|month|day|isoformat|range"):
        moment(period)


@pytest.mark.parametrize(
    ("own", "nation", "used", "of_nation"),
    [
        ("2010 2011 2012", "2010 2011 2012", "2010 2011 2012", "2010 2011 2012"),
        ("2010 2011 2012", "2008 2009 2010 2011 2012 2013", "2010 2011 2012", "2010 2011 2012"),
        ("2010 2012 2014", "2009 2011 2013 2015", "2010 2012 2014", "2009 2011 2013 2015"),
        ("2010 2012 2013", "2011 2012 2013 2015", "2010 2012 2013", "2011 2012 2013"),
        ("2012Q1 2012Q2 2013Q3", "2010 2011 2012 2013", "2012Q1 2012Q2 2013Q3", "2011 2012 2013"),
        ("2009 2010", "2010 2011 2012", "", ""),
        ("2008 2009", "2010 2011", "", ""),
        ("", "2010 2011", "", ""),
        ("2010", "2009 2010 2011", "", ""),
    ],
)
def test_points_that_cover_the_common_stretch_are_used(own: str, nation: str, used: str, of_nation: str) -> None:
    found = shared(points(*own.split()), points(*nation.split()))
    assert (periods(found.own), periods(found.nation)) == (used.split(), of_nation.split())
    assert {each.why for each in (*found.own_left_out, *found.nation_left_out)} <= {Why.OUTSIDE}


def test_of_two_figures_at_one_moment_the_longer_period_is_used() -> None:
    found = shared(points("2011", "2012Q4", "2012", "2012-12", "2012-12-31"), points("2011", "2012"))
    assert periods(found.own) == ["2011", "2012"]
    assert left(found.own_left_out) == {"2012Q4": Why.FINER, "2012-12": Why.FINER, "2012-12-31": Why.FINER}


def test_two_figures_for_one_period_are_refused() -> None:
    with pytest.raises(ValueError, match="two figures for 2012"):
        shared(points("2012", "2012"), points("2012"))


years = st.lists(st.integers(1990, 2030).map(str), unique=True, max_size=12)


@given(years, years, st.randoms())
def test_nothing_is_lost_and_the_order_does_not_matter(own: list[str], nation: list[str], chance: object) -> None:
    ours = points(*own)
    found = shared(ours, points(*nation))
    assert sorted([*periods(found.own), *left(found.own_left_out)]) == sorted(own)
    assert sorted([*periods(found.nation), *left(found.nation_left_out)]) == sorted(nation)
    mixed = list(ours)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert shared(mixed, points(*nation)).own == found.own


@given(st.integers(1900, 2100))
def test_the_end_of_a_year_belongs_to_it(year: int) -> None:
    assert year_at(end_of_year(year)) == year
    assert year_at(end_of_year(year) + Fraction(1, 1000)) == year + 1
