"""The year of reaching the average is what a slow, plain reckoning finds (plan text 四)."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luoxiao.indicators.convergence import (
    HORIZON,
    Caution,
    Convergence,
    Demand,
    Method,
    Need,
    Outcome,
    Rules,
    converge,
)
from luoxiao.indicators.gap import Good
from luoxiao.indicators.histories import Point


def history(text: str) -> list[Point]:
    """2010:100 2011:110 …"""
    return [Point(period, Decimal(value)) for period, value in (each.split(":") for each in text.split())]


def found(
    own: str, nation: str, good: Good = Good.MORE, method: Method = Method.GEOMETRIC, **more: object
) -> Convergence:
    return converge(history(own), history(nation), Rules(good, method, **more))  # type: ignore[arg-type]


DOUBLING = "2010:25 2011:50 2012:100"  # doubles every year
STILL = "2010:800 2011:800 2012:800"  # three doublings away


@pytest.mark.parametrize(
    ("own", "nation", "good", "method", "outcome", "year"),
    [
        (DOUBLING, STILL, Good.MORE, Method.GEOMETRIC, Outcome.CONVERGES, 2015),
        (DOUBLING, "2010:801 2011:801 2012:801", Good.MORE, Method.GEOMETRIC, Outcome.CONVERGES, 2016),
        (DOUBLING, "2010:100 2011:150 2012:225", Good.MORE, Method.GEOMETRIC, Outcome.CONVERGES, 2015),
        ("2010:10 2011:20 2012:30", "2010:50 2011:55 2012:60", Good.MORE, Method.LINEAR, Outcome.CONVERGES, 2018),
        ("2010:10 2011:20 2012:30", "2010:50 2011:55 2012:61", Good.MORE, Method.LINEAR, Outcome.CONVERGES, 2019),
        # the nation has no figure for 2012: both are carried to the end of 2012
        (DOUBLING, "2009:800 2010:800 2011:800", Good.MORE, Method.GEOMETRIC, Outcome.TOO_FEW, None),
        ("2009:12.5 2010:25 2011:50 2012:100", "2008:800 2010:800 2013:800", Good.MORE, Method.GEOMETRIC, "c", 2015),
        # reached
        ("2010:1 2011:2 2012:9", "2010:8 2011:8 2012:8", Good.MORE, Method.GEOMETRIC, Outcome.REACHED, 2012),
        ("2010:1 2011:2 2012:8", "2010:8 2011:8 2012:8.00", Good.MORE, Method.LINEAR, Outcome.REACHED, 2012),
        # never
        ("2010:10 2011:11 2012:12", "2010:20 2011:30 2012:40", Good.MORE, Method.GEOMETRIC, Outcome.WIDENING, None),
        ("2010:10 2011:11 2012:12", "2010:20 2011:21 2012:22", Good.MORE, Method.LINEAR, Outcome.CONSTANT, None),
        ("2010:10 2011:15 2012:20", "2010:20 2011:30 2012:40", Good.MORE, Method.GEOMETRIC, Outcome.CONSTANT, None),
        ("2010:10 2011:10 2012:10.01", "2010:20 2011:20 2012:20", Good.MORE, Method.GEOMETRIC, Outcome.FAR, None),
        # less is better
        ("2010:80 2011:40 2012:20", "2010:5 2011:5 2012:5", Good.LESS, Method.GEOMETRIC, Outcome.CONVERGES, 2014),
        ("2010:30 2011:28 2012:26", "2010:12 2011:11 2012:10", Good.LESS, Method.GEOMETRIC, Outcome.WIDENING, None),
        ("2010:9 2011:9 2012:9", "2010:12 2011:11 2012:10", Good.LESS, Method.GEOMETRIC, Outcome.REACHED, 2012),
        ("2010:30 2011:26 2012:22", "2010:12 2011:11 2012:10", Good.LESS, Method.LINEAR, Outcome.CONVERGES, 2016),
        ("2010:14 2011:12 2012:10", "2010:7 2011:6 2012:5", Good.LESS, Method.LINEAR, Outcome.CONVERGES, 2017),
        ("2010:16 2011:14 2012:12", "2010:7 2011:6 2012:5", Good.LESS, Method.LINEAR, Outcome.OUT_OF_RANGE, None),
        # nothing to reckon
        ("2010:1 2011:2", STILL, Good.MORE, Method.GEOMETRIC, Outcome.TOO_FEW, None),
        (DOUBLING, "2000:1 2001:2 2002:3", Good.MORE, Method.GEOMETRIC, Outcome.TOO_FEW, None),
        ("", "", Good.MORE, Method.GEOMETRIC, Outcome.TOO_FEW, None),
        ("2010:0 2011:2 2012:3", STILL, Good.MORE, Method.GEOMETRIC, Outcome.NOT_POSITIVE, None),
        (DOUBLING, "2010:8 2011:8 2012:-8", Good.MORE, Method.GEOMETRIC, Outcome.NOT_POSITIVE, None),
        ("2010:0 2011:2 2012:4", "2010:8 2011:8 2012:8", Good.MORE, Method.LINEAR, Outcome.CONVERGES, 2014),
        (DOUBLING, STILL, Good.NEITHER, Method.GEOMETRIC, Outcome.NO_DIRECTION, None),
        # quarters: 10 a quarter, 35 short at the end of 2012Q3, four quarters later that is made up
        ("2012Q1:10 2012Q2:20 2012Q3:30", "2012Q1:65 2012Q2:65 2012Q3:65", Good.MORE, Method.LINEAR, "c", 2013),
        ("2012Q1:10 2012Q2:20 2012Q3:30", "2012Q1:40 2012Q2:40 2012Q3:40", Good.MORE, Method.LINEAR, "c", 2012),
        # uneven years: 100 → 400 in four years doubles every two
        ("2008:100 2009:130 2012:400", "2008:800 2010:800 2012:800", Good.MORE, Method.GEOMETRIC, "c", 2014),
    ],
)
def test_the_year_follows_from_both_histories(
    own: str, nation: str, good: Good, method: Method, outcome: str, year: int | None
) -> None:
    said = found(own, nation, good, method)
    assert (said.outcome, said.year) == (Outcome.CONVERGES if outcome == "c" else outcome, year)


def test_a_meeting_above_the_valid_range_is_no_year() -> None:
    own, nation = "2010:60 2011:65 2012:70", "2010:88 2011:90 2012:92"
    assert found(own, nation, method=Method.LINEAR).year == 2020
    assert found(own, nation, method=Method.LINEAR, highest=Decimal(100)).outcome is Outcome.OUT_OF_RANGE
    assert found(own, nation, method=Method.LINEAR, highest=Decimal(107)).year == 2020
    assert found(own, nation, highest=Decimal(100)).outcome is Outcome.OUT_OF_RANGE


def test_a_stated_lowest_value_replaces_zero() -> None:
    own, nation = "2010:16 2011:14 2012:12", "2010:7 2011:6 2012:5"
    assert found(own, nation, Good.LESS, Method.LINEAR, lowest=Decimal(-5)).year == 2019
    negative = found("2010:5 2011:3 2012:1", "2010:2 2011:1 2012:-1", Good.LESS, Method.LINEAR)
    assert (negative.outcome, negative.year) == (Outcome.CONVERGES, 2016)


def test_the_result_carries_what_a_person_with_a_calculator_needs() -> None:
    said = found("2009:80 2010:90 2012:100", "2008:130 2010:140 2011:150 2013:160")
    assert said.own is not None
    assert said.nation is not None
    assert said.used.nation[0].period == "2008"
    assert (said.own.first.period, said.own.last.period, said.own.span) == ("2009", "2012", 3)
    assert said.own.rate == Decimal("0.0772173450")  # (100/80)^(1/3) − 1
    assert said.nation.rate == Decimal("0.0424022163")  # (160/130)^(1/5) − 1
    assert said.base == 2014
    assert (said.own.carried, said.own.level) == (1, Decimal("107.721735"))
    assert (said.nation.carried, said.nation.is_carried, said.nation.level) == (0, False, Decimal(160))
    # ln(160 ÷ 107.721735) ÷ ln(1.0772173450 ÷ 1.0424022163)
    assert said.years == Decimal("12.042088")
    assert said.year == 2026


def test_a_band_leaves_out_one_figure_at_a_time() -> None:
    said = found("2010:50 2011:60 2012:80", "2010:150 2011:152 2012:160")
    assert said.band is not None
    assert [(run.dropped.period, run.of_nation, run.year) for run in said.band.runs] == [
        ("2010", False, 2015),
        ("2012", False, 2018),
        ("2010", True, 2016),
        ("2012", True, 2015),
    ]
    assert (said.year, said.band.earliest, said.band.latest) == (2016, 2015, 2018)


def test_a_band_is_open_where_one_reckoning_never_arrives() -> None:
    said = found("2010:50 2011:52 2012:60", "2010:90 2011:96 2012:100")
    assert said.outcome is Outcome.CONVERGES
    assert said.band is not None
    assert said.band.latest is None
    assert Outcome.WIDENING in {run.outcome for run in said.band.runs}


def test_no_band_where_no_reckoning_arrives() -> None:
    said = found("2010:10 2011:10 2012:10", "2010:20 2011:30 2012:40")
    assert said.band is not None
    assert (said.band.earliest, said.band.latest) == (None, None)


def test_the_growth_needed_by_a_year_is_said() -> None:
    said = found(DOUBLING, STILL, by=(2012, 2013, 2015, 2020))
    assert said.needs == (
        Need(2012, Demand.PASSED),
        Need(2013, Demand.NEEDED, Decimal("7.0000000000"), False),
        Need(2015, Demand.NEEDED, Decimal("1.0000000000"), True),
        Need(2020, Demand.NEEDED, Decimal("0.2968395547"), True),  # 8^(1/8) − 1
    )
    line = found("2010:10 2011:20 2012:30", "2010:50 2011:55 2012:60", method=Method.LINEAR)
    assert [(need.year, need.rate, need.enough) for need in line.needs] == [
        (2015, Decimal("15.0000000000"), False),
        (2020, Decimal("8.7500000000"), True),
    ]


def test_by_when_asks_2015_and_2020_as_the_plans_do() -> None:
    assert [need.year for need in found(DOUBLING, STILL).needs] == [2015, 2020]


def test_what_is_reached_has_a_growth_that_keeps_it() -> None:
    said = found("2010:80 2011:90 2012:100", "2010:50 2011:60 2012:72", by=(2015,))
    assert said.needs == (Need(2015, Demand.KEEP, Decimal("0.0755371392"), True),)  # 1.2 × 0.72^(1/3) − 1
    slow = found("2010:98 2011:99 2012:100", "2010:50 2011:60 2012:72", by=(2015,))
    assert [need.enough for need in slow.needs] == [False]


def test_an_average_that_cannot_be_asks_for_no_growth() -> None:
    said = found("2010:60 2011:65 2012:70", "2010:88 2011:90 2012:92", method=Method.LINEAR, highest=Decimal(100))
    assert [need.demand for need in said.needs] == [Demand.NEEDED, Demand.OUT_OF_RANGE]


def test_less_is_better_needs_a_fall() -> None:
    said = found("2010:80 2011:40 2012:20", "2010:5 2011:5 2012:5", Good.LESS, by=(2013, 2014))
    assert [(need.rate, need.enough) for need in said.needs] == [
        (Decimal("-0.7500000000"), False),
        (Decimal("-0.5000000000"), True),
    ]


def test_cautions_are_said() -> None:
    own = [Point("2010", Decimal(25), counted=20, expected=24), *history("2011:50 2012:100")]
    nation = [Point("2010", Decimal(800), sure=False), *history("2011:800 2012:800")]
    said = converge(own, nation, Rules(Good.MORE))
    assert said.cautions == (Caution.PARTIAL, Caution.UNSURE)
    assert found("2012Q1:1 2012Q2:2 2012Q3:3", "2012Q1:9 2012Q2:9 2012Q3:9").cautions == (Caution.SHORT,)
    falling = found("2010:60 2011:59 2012:58", "2010:100 2011:90 2012:80")
    assert (falling.outcome, falling.cautions) == (Outcome.CONVERGES, (Caution.AGAINST_GOOD,))
    assert found(DOUBLING, STILL).cautions == ()


def test_figures_that_are_not_used_are_listed() -> None:
    said = found(DOUBLING, "2001:700 2010:800 2011:800 2012:800 2020:900")
    assert [each.point.period for each in said.used.nation_left_out] == ["2001", "2020"]


def test_nothing_is_made_up_where_nothing_is_reckoned() -> None:
    said = found("2010:1", STILL)
    assert (said.own, said.nation, said.base, said.years, said.year, said.band) == (None,) * 6
    assert (said.needs, said.cautions) == ((), ())


# Invented histories: yearly, three to eight figures on each side over the same years.
positive = st.decimals("1", "99999", places=2)


@st.composite
def both_sides(draw: st.DrawFn) -> tuple[list[Point], list[Point]]:
    count = draw(st.integers(3, 8))
    last = draw(st.integers(2009, 2020))
    periods = [str(year) for year in range(last - count + 1, last + 1)]
    return tuple([Point(period, draw(positive)) for period in periods] for _ in range(2))  # type: ignore[return-value]


directions = st.sampled_from([Good.MORE, Good.LESS])
methods = st.sampled_from(Method)


def plain_year(own: list[Point], nation: list[Point], rules: Rules) -> int | None:
    """Year by year, both sides grow by their average growth, until the place is at least as good; None beyond 100."""
    with localcontext(prec=200):
        span = len(own) - 1
        ours, theirs = own[-1].value, nation[-1].value
        if rules.method is Method.GEOMETRIC:
            ours_grows = (own[-1].value / own[0].value) ** (Decimal(1) / span)
            theirs_grows = (nation[-1].value / nation[0].value) ** (Decimal(1) / span)
        for year in range(int(own[-1].period), int(own[-1].period) + HORIZON + 1):
            noise = abs(theirs) * Decimal("1e-150")
            if rules.toward * (ours - theirs) >= -noise:
                return year
            if rules.method is Method.GEOMETRIC:
                ours, theirs = ours * ours_grows, theirs * theirs_grows
            else:
                ours += (own[-1].value - own[0].value) / span
                theirs += (nation[-1].value - nation[0].value) / span
    return None


@given(both_sides(), directions, methods)
def test_it_agrees_with_going_on_year_by_year(
    sides: tuple[list[Point], list[Point]], good: Good, method: Method
) -> None:
    rules = Rules(good, method, lowest=Decimal(-(10**12)))
    assert converge(*sides, rules).year == plain_year(*sides, rules)


@given(both_sides(), directions, methods, st.decimals("0.001", "1000", places=3))
def test_a_common_factor_changes_no_year(
    sides: tuple[list[Point], list[Point]], good: Good, method: Method, factor: Decimal
) -> None:
    scaled = [[Point(p.period, p.value * factor) for p in side] for side in sides]
    one, other = converge(*sides, Rules(good, method)), converge(*scaled, Rules(good, method))
    assert (one.outcome, one.year, one.years) == (other.outcome, other.year, other.years)
    assert (one.band is None) == (other.band is None)
    if one.band and other.band:
        assert (one.band.earliest, one.band.latest) == (other.band.earliest, other.band.latest)


@given(both_sides(), directions, methods, st.randoms())
def test_the_order_of_figures_does_not_matter(
    sides: tuple[list[Point], list[Point]], good: Good, method: Method, chance: object
) -> None:
    mixed = [list(side) for side in sides]
    for side in mixed:
        chance.shuffle(side)  # type: ignore[attr-defined]
    assert converge(*mixed, Rules(good, method)) == converge(*sides, Rules(good, method))


@given(both_sides(), methods, st.decimals("0.01", "0.99", places=2))
def test_more_growth_of_ones_own_never_delays(
    sides: tuple[list[Point], list[Point]], method: Method, less_then: Decimal
) -> None:
    own, nation = sides
    faster = [Point(own[0].period, own[0].value * less_then), *own[1:]]  # lower at the start, the same at the end
    rules = Rules(Good.MORE, method)
    assert never_later(converge(faster, nation, rules), converge(own, nation, rules))


@given(both_sides(), methods, st.decimals("0.01", "0.99", places=2))
def test_a_better_last_figure_of_the_nation_never_hastens(
    sides: tuple[list[Point], list[Point]], method: Method, factor: Decimal
) -> None:
    own, nation = sides
    better = [*nation[:-1], Point(nation[-1].period, nation[-1].value / factor)]
    rules = Rules(Good.MORE, method)
    assert never_later(converge(own, nation, rules), converge(own, better, rules))


def never_later(one: Convergence, other: Convergence) -> bool:
    return other.year is None or (one.year is not None and one.year <= other.year)


@given(both_sides(), directions, methods)
def test_one_who_grows_as_needed_arrives_in_time(
    sides: tuple[list[Point], list[Point]], good: Good, method: Method
) -> None:
    said = converge(*sides, Rules(good, method, by=range(2010, 2041), lowest=Decimal(-(10**12))))
    for need in said.needs:
        if need.demand is Demand.NEEDED:
            assert need.enough == (said.year is not None and said.year <= need.year)


@given(both_sides(), directions, methods)
def test_the_year_lies_in_its_band(sides: tuple[list[Point], list[Point]], good: Good, method: Method) -> None:
    said = converge(*sides, Rules(good, method))
    assert said.band is not None
    if said.year is not None:
        assert said.band.earliest is not None
        assert said.band.earliest <= said.year
        assert said.band.latest is None or said.year <= said.band.latest
    else:
        assert said.band.latest is None


@given(both_sides(), directions, methods)
def test_leaving_out_any_other_figure_changes_nothing(
    sides: tuple[list[Point], list[Point]], good: Good, method: Method
) -> None:
    own, nation = sides
    assume(len(own) > 3)
    assert (
        converge([own[0], *own[2:]], nation, Rules(good, method)).year
        == converge(own, nation, Rules(good, method)).year
    )


@given(both_sides())
def test_turning_the_scale_upside_down_turns_the_direction(sides: tuple[list[Point], list[Point]]) -> None:
    own, nation = ([Point(p.period, -p.value) for p in side] for side in sides)
    wide = {"lowest": Decimal(-(10**12))}
    straight = converge(*sides, Rules(Good.MORE, Method.LINEAR, **wide))  # type: ignore[arg-type]
    turned = converge(own, nation, Rules(Good.LESS, Method.LINEAR, **wide))  # type: ignore[arg-type]
    assert (straight.outcome, straight.year, straight.years) == (turned.outcome, turned.year, turned.years)


@given(st.integers(1, 60), st.integers(2, 9), st.integers(1, 10**6))
def test_a_meeting_at_the_very_end_of_a_year_belongs_to_that_year(years: int, ratio: int, start: int) -> None:
    """P grows by `ratio` a year and meets N after a whole number of years: no digit of a logarithm may add a year."""
    own = [Point(str(2010 + n), Decimal(start * ratio**n)) for n in range(3)]
    nation = [Point(str(2010 + n), Decimal(start * ratio ** (2 + years))) for n in range(3)]
    said = converge(own, nation, Rules(Good.MORE))
    assert (said.year, said.years) == (2012 + years, Decimal(years))
    assert said.base == Fraction(2013)
