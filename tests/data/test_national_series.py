"""The rules of convergence on real figures: rural and urban dibao standards of the nation, from the bulletins."""

import csv
from decimal import Decimal
from math import isclose, log
from pathlib import Path

import pytest

from luoxiao.indicators.convergence import Caution, Convergence, Demand, Method, Outcome, Rules, converge
from luoxiao.indicators.gap import Good
from luoxiao.indicators.histories import Point
from luoxiao.indicators.wording import convergence, steps

RURAL, URBAN = "农村低保平均标准", "城市低保平均标准"


def series(shared: Path, indicator: str) -> list[Point]:
    """Yearly figures in 元 a year; the standards printed for a month are taken twelve times."""
    with (shared / "domain/national.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator"] == indicator and row["period"].isdigit()]
    return [
        Point(
            row["period"],
            Decimal(row["value"]) * (12 if "月" in row["unit"] else 1),
            row["source"],
            row["confidence"] != "low",
        )
        for row in rows
    ]


def years(points: list[Point], first: int, last: int) -> list[Point]:
    return [point for point in points if first <= int(point.period) <= last]


def rural_to_urban(shared: Path, first: int, last: int, method: Method = Method.GEOMETRIC) -> Convergence:
    return converge(
        years(series(shared, RURAL), first, last), years(series(shared, URBAN), first, last), Rules(Good.MORE, method)
    )


def test_the_series_is_the_one_of_the_bulletins(shared: Path) -> None:
    rural = {point.period: point for point in series(shared, RURAL)}
    assert len(rural) == 15
    assert (rural["2011"].value, rural["2012"].value) == (Decimal("1718.4"), Decimal("2067.8"))
    assert [period for period, point in sorted(rural.items()) if not point.sure] == ["2008", "2018"]


def test_the_rural_standard_catches_up_with_the_urban_one(shared: Path) -> None:
    found = rural_to_urban(shared, 2012, 2020)
    assert found.own is not None
    assert found.nation is not None
    ours, theirs = (5962.3 / 2067.8) ** (1 / 8), (677.6 / 330.1) ** (1 / 8)
    assert isclose(float(found.own.rate), ours - 1, rel_tol=1e-8)
    assert isclose(float(found.nation.rate), theirs - 1, rel_tol=1e-8)
    assert found.years is not None
    assert isclose(float(found.years), log(677.6 * 12 / 5962.3) / log(ours / theirs), rel_tol=1e-6)
    assert (found.outcome, found.year) == (Outcome.CONVERGES, 2028)
    assert Caution.UNSURE in found.cautions


def test_the_band_of_real_figures_holds_the_year(shared: Path) -> None:
    found = rural_to_urban(shared, 2012, 2020)
    assert found.band is not None
    assert found.band.earliest is not None
    assert found.band.latest is not None
    assert found.band.earliest <= 2028 <= found.band.latest
    assert found.band.latest - found.band.earliest <= 5


def test_growth_in_percent_closes_what_growth_in_yuan_does_not(shared: Path) -> None:
    """From 2006 to 2011 the rural standard grew faster in percent and more slowly in 元: the method must be named."""
    assert rural_to_urban(shared, 2006, 2011).outcome is Outcome.CONVERGES
    assert rural_to_urban(shared, 2006, 2011, Method.LINEAR).outcome is Outcome.WIDENING


@pytest.mark.parametrize(("share", "faster"), [("0.5", "1.05"), ("0.7", "1.03"), ("0.9", "1.01")])
def test_a_place_that_grows_faster_by_a_factor_arrives_when_the_logarithm_says(
    shared: Path, share: str, faster: str
) -> None:
    nation = years(series(shared, RURAL), 2009, 2013)
    own = [
        Point(point.period, point.value * Decimal(share) * Decimal(faster) ** (int(point.period) - 2013))
        for point in nation
    ]
    found = converge(own, nation, Rules(Good.MORE))
    expected = log(1 / float(share)) / log(float(faster))
    assert found.years is not None
    assert isclose(float(found.years), expected, rel_tol=1e-6)
    assert found.year == 2013 + int(expected) + 1


def test_what_it_would_take_by_2015_and_2020_is_said_of_real_figures(shared: Path) -> None:
    found = rural_to_urban(shared, 2006, 2012)
    assert convergence(found, "元") == (
        "2006—2012年年均增长 16.0%，全国增长 11.7%；照此 2030年达到全国平均，区间 2022—2036年。"
    )
    assert [(need.year, need.demand, need.enough) for need in found.needs] == [
        (2015, Demand.NEEDED, False),
        (2020, Demand.NEEDED, False),
    ]
    assert len(steps(found)) == 12
