"""Factor tables: the counties of the plan, accepted figures with their sources, and nothing guessed."""

from datetime import datetime
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from luoxiao.funds import bundled, factors
from luoxiao.funds.factors import Choice, FactorTwice, RehearsalFigures, UnknownFactor
from luoxiao.funds.models import Fund, Round
from luoxiao.indicators import bundled as figures
from luoxiao.indicators.actions import load_file
from luoxiao.indicators.models import Origin
from luoxiao.organisations.models import User
from tests.funds.scene import NINGDU, POT, adopted, make_round

CENSUS = "2010-11-01"
AGED = Choice("aged_60", CENSUS)


@pytest.fixture
def round(fund: Fund, preparer: User, at: datetime) -> Round:
    """A round with the published figures at hand."""
    figures.load(at=at)
    return make_round(fund, preparer, at)


def test_the_24_counties_of_the_plan_share_and_one_of_them_is_not_on_the_national_list(round: Round) -> None:
    regions, _sources = factors.factor_table(round, [AGED])
    assert len(regions) == 24
    assert [region.code for region in regions] == sorted(region.code for region in regions)
    assert [region.name for region in regions if region.klass == "other"] == ["章贡区"]
    assert {region.province for region in regions} == {"江西省", "湖南省"}


def test_census_figures_come_in_exactly_with_their_source(round: Round) -> None:
    regions, sources = factors.factor_table(round, [AGED, Choice("urban_share", CENSUS)])
    lotus = next(region for region in regions if region.name == "莲花县")
    assert lotus.values["aged_60"] == Fraction(lotus.values["aged_60"] or 0).numerator > 10_000
    assert lotus.values["urban_share"] is not None
    said = sources["aged_60"]
    assert (said["name"], said["unit"], said["period"]) == ("60岁及以上人口", "人", CENSUS)
    assert "第六次全国人口普查" in said["source"]
    assert said["confidence"] in Origin.Confidence.values
    assert sorted(code for origin in said["origins"] for code in origin["regions"]) == [r.code for r in regions]


def test_a_figure_that_nobody_has_stays_unknown(round: Round) -> None:
    regions, sources = factors.factor_table(round, [Choice("aged_60", "1990")])
    assert {region.values["aged_60"] for region in regions} == {None}
    assert (sources["aged_60"]["source"], sources["aged_60"]["origins"]) == ("", [])


def test_last_rounds_adopted_amounts_come_along(round: Round, preparer: User, reviewer: User, at: datetime) -> None:
    later = make_round(round.fund, preparer, at, number=3, previous=round)
    assert {region.last_fen for region in factors.factor_table(later, [AGED])[0]} == {None}
    adopted(round, preparer, reviewer, at)
    regions, _sources = factors.factor_table(later, [AGED])
    assert sum(region.last_fen or 0 for region in regions) == POT


@pytest.mark.parametrize(
    ("choices", "refusal"),
    [
        ([Choice("no_such_thing", CENSUS)], UnknownFactor),
        ([AGED, Choice("aged_60", "2020-11-01")], FactorTwice),
        ([Choice("aged_60", CENSUS, is_rehearsal=True)], RehearsalFigures),
    ],
)
def test_what_cannot_be_a_factor_is_refused(round: Round, choices: list[Choice], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        factors.factor_table(round, choices)


def test_only_figures_that_every_county_has_are_offered(round: Round) -> None:
    offers = factors.offered(round.fund)
    offered = {(offer.indicator.code, offer.period) for offer in offers}
    assert {("aged_60", CENSUS), ("rural_people", CENSUS), ("aged_60", "2020-11-01")} <= offered
    assert "poverty_rate" not in {code for code, _period in offered}
    assert [offer.period for offer in offers if offer.indicator.code == "aged_60"] == ["2020-11-01", CENSUS]
    for offer in offers:
        regions, _sources = factors.factor_table(round, [offer.choice])
        assert all(region.values[offer.choice.code] is not None for region in regions)


def test_rehearsal_figures_are_for_a_rehearsal_fund_alone(round: Round, preparer: User, at: datetime) -> None:
    bundled.load(rehearsal=True)
    invented(round.fund, preparer, at)
    practice = make_round(Fund.objects.get(is_rehearsal=True), preparer, at)
    assert not any(offer.is_rehearsal for offer in factors.offered(round.fund))
    found = [offer for offer in factors.offered(practice.fund) if offer.is_rehearsal]
    assert [(offer.indicator.code, offer.period) for offer in found] == [("villages", "2011")]
    regions, sources = factors.factor_table(practice, [found[0].choice, AGED])
    ningdu = next(region for region in regions if region.code == NINGDU)
    assert ningdu.values["villages"] == 100
    assert (sources["villages"]["is_rehearsal"], sources["aged_60"]["is_rehearsal"]) == (True, False)


def invented(fund: Fund, by: User, at: datetime) -> None:
    rows = [
        f"{county.code_2012},{county.name_2012},villages,2011,100,个,演练,high,\n" for county in factors.counties(fund)
    ]
    head = "code,place,indicator,period,value,unit,source,confidence,reason\n"
    content = (head + "".join(rows)).encode()
    load_file(content, "villages.csv", dry_run=False, by=by, at=at, rehearsal=True)


def test_the_number_of_queries_does_not_grow_with_factors(
    round: Round, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    choices = [offer.choice for offer in factors.offered(round.fund) if offer.period == CENSUS]
    assert len(choices) > 10
    with django_assert_max_num_queries(6):
        factors.factor_table(round, choices)
    with django_assert_max_num_queries(6):
        factors.offered(round.fund)
