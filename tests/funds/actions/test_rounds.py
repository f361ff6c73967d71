"""What is planned of a fund, and rounds: by whom, within what, and each once."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import TooLong, Unsaid
from luoxiao.funds import actions, bundled
from luoxiao.funds.actions.common import YearOutOfRange
from luoxiao.funds.actions.rounds import AmountOutOfRange, OtherFundsRound, RoundNumberOutOfRange, RoundTaken
from luoxiao.funds.models import Fund, Round, YearPlan
from luoxiao.organisations.models import NotAllowed, Unit, User
from tests.conftest import make_user
from tests.funds.scene import POT, make_round


@pytest.fixture
def keeper(fund: Fund) -> User:
    """Of the bureau that keeps the fund."""
    return make_user("keeper", "bureau", unit=fund.manager)


@pytest.fixture
def stranger(fund: Fund) -> User:
    """Of a bureau that does not keep the fund."""
    other = Unit.objects.filter(kind=Unit.Kind.BUREAU).exclude(pk=fund.manager_id).order_by("code")[0]
    return make_user("stranger", "bureau", unit=other)


def plan(fund: Fund, by: User, at: datetime, **more: Any) -> YearPlan:
    said: dict[str, Any] = {"year": 2012, "fen": POT, "basis": "年度预算"} | more
    return actions.plan_year(fund=fund, by=by, at=at, **said)


def test_the_bureau_that_keeps_a_fund_plans_its_year(fund: Fund, keeper: User, at: datetime) -> None:
    assert plan(fund, keeper, at).fen == POT
    told = TrailEvent.objects.get(action="fund.plan-year")
    assert (told.role, told.after["fen"], told.reason) == ("bureau", POT, "年度预算")


def test_a_year_planned_again_keeps_the_earlier_plan(fund: Fund, keeper: User, at: datetime) -> None:
    first, second = plan(fund, keeper, at), plan(fund, keeper, at, fen=0)
    assert list(fund.year_plans.order_by("id")) == [first, second]


def test_another_bureau_neither_plans_nor_opens(fund: Fund, stranger: User, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        plan(fund, stranger, at)
    with pytest.raises(NotAllowed):
        make_round(fund, stranger, at)
    assert not YearPlan.objects.exists()
    assert not Round.objects.exists()


def test_a_county_does_not_open_a_round(fund: Fund, at: datetime) -> None:
    county = make_user("county", "county", unit=Unit.objects.filter(kind=Unit.Kind.COUNTY).order_by("id").first())
    with pytest.raises(NotAllowed):
        make_round(fund, county, at)


@pytest.mark.parametrize("fen", [-1, 9 * 10**18 + 1])
def test_a_plan_below_zero_or_beyond_the_database_is_refused(fund: Fund, keeper: User, at: datetime, fen: int) -> None:
    with pytest.raises(AmountOutOfRange, match="计划金额"):
        plan(fund, keeper, at, fen=fen)


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_far_off_is_refused(fund: Fund, keeper: User, at: datetime, year: int) -> None:
    with pytest.raises(YearOutOfRange, match=str(year)):
        plan(fund, keeper, at, year=year)


def test_a_plan_without_a_basis_is_refused(fund: Fund, keeper: User, at: datetime) -> None:
    with pytest.raises(Unsaid):
        plan(fund, keeper, at, basis=" ")
    with pytest.raises(TooLong):
        plan(fund, keeper, at, basis="据" * 301)


def test_a_round_has_its_pot_and_its_official_name(fund: Fund, reviewer: User, at: datetime) -> None:
    made = make_round(fund, reviewer, at)
    assert (made.title, made.pot_fen, made.state, made.version) == ("2012年第二批分配", POT, Round.State.OPEN, 1)
    assert TrailEvent.objects.get(action="round.open").subject == "2012年第二批分配"


def test_a_round_is_opened_once(fund: Fund, keeper: User, reviewer: User, at: datetime) -> None:
    make_round(fund, keeper, at)
    with pytest.raises(RoundTaken, match="keeper"):
        make_round(fund, reviewer, at)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"pot_fen": 0}, AmountOutOfRange),
        ({"pot_fen": 9 * 10**18 + 1}, AmountOutOfRange),
        ({"number": 0}, RoundNumberOutOfRange),
        ({"number": 100}, RoundNumberOutOfRange),
        ({"year": 3012}, YearOutOfRange),
        ({"basis": ""}, Unsaid),
    ],
)
def test_a_round_that_cannot_be_is_refused(
    fund: Fund, keeper: User, at: datetime, said: dict[str, Any], refusal: type[Exception]
) -> None:
    whole = {"year": 2012, "number": 2, "pot_fen": POT, "basis": "预算", "previous": None} | said
    with pytest.raises(refusal):
        actions.open_round(fund=fund, by=keeper, at=at, **whole)
    assert not Round.objects.exists()


def test_a_round_is_not_compared_with_one_of_a_rehearsal(fund: Fund, reviewer: User, at: datetime) -> None:
    bundled.load(rehearsal=True)
    before = make_round(Fund.objects.get(is_rehearsal=True), reviewer, at, number=1)
    with pytest.raises(OtherFundsRound):
        make_round(fund, reviewer, at, previous=before)


@pytest.mark.parametrize("constraint", ["round_once_a_year", "pot_is_positive"])
def test_the_database_keeps_rounds_sound(fund: Fund, reviewer: User, at: datetime, constraint: str) -> None:
    made = make_round(fund, reviewer, at)
    made.pk, made.pot_fen = None, 1 if constraint == "round_once_a_year" else 0
    made.number += constraint != "round_once_a_year"
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_a_plan_of_less_than_nothing_is_refused_by_the_database(fund: Fund, reviewer: User, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="year_plan_not_negative"), transaction.atomic():
        YearPlan.objects.create(fund=fund, year=2012, fen=-1, basis="预算", by=reviewer, at=at)
