"""资金分配: what waits for whom, each fund with its rounds and plans, real and rehearsal apart."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoxiao.funds import actions, bundled
from luoxiao.funds.models import Fund, Round, Run, YearPlan
from luoxiao.organisations.models import Unit, User
from tests.conftest import make_user, signed_in
from tests.funds.scene import POT, adopted, make_round, make_run, reviewed


@pytest.fixture
def stranger(fund: Fund) -> User:
    """Of a bureau that does not keep the fund."""
    other = Unit.objects.filter(kind=Unit.Kind.BUREAU).exclude(pk=fund.manager_id).order_by("code")[0]
    return make_user("stranger", "bureau", unit=other)


@pytest.fixture
def keeper(fund: Fund) -> User:
    """Of the bureau that keeps the fund."""
    return make_user("keeper", "bureau", unit=fund.manager)


def shown(user: User, address: str = "/funds/?rehearsal=0") -> str:
    response = signed_in(user).get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_fund_is_shown_with_its_promise_and_what_to_do_first(fund: Fund, keeper: User) -> None:
    page = shown(keeper)
    assert "罗霄山片区彩票公益金专项扶贫资金" in page
    assert "2011—2015年不少于 10,000.00 万元" in page
    assert f'href="/funds/{fund.pk}/rounds/new/"' in page
    assert "先开一批" in page


def test_another_bureau_and_a_county_see_the_fund_without_its_forms(fund: Fund, stranger: User) -> None:
    for user in (stranger, make_user("county", "county")):
        page = shown(user)
        assert "彩票公益金" in page
        assert "/rounds/new/" not in page
        assert "/year-plan/" not in page


def test_a_reviewer_finds_what_waits_and_the_preparer_does_not(
    fund: Fund, keeper: User, reviewer: User, at: datetime
) -> None:
    run = make_run(make_round(fund, keeper, at), keeper, at)
    assert f"/funds/runs/{run.pk}/" not in shown(reviewer)
    actions.submit_run(run, by=keeper, at=at)
    assert f'<a href="/funds/runs/{run.pk}/">复核' in shown(reviewer)
    assert "1 稿等我办理" in shown(reviewer)
    assert "0 稿等我办理" in shown(keeper)
    actions.review_run(run, by=reviewer, at=at)
    assert f'<a href="/funds/runs/{run.pk}/">定案' in shown(make_user("convener", "convener"))


def test_a_returned_run_comes_back_to_its_preparer_until_mended(
    fund: Fund, preparer: User, reviewer: User, at: datetime
) -> None:
    run = reviewed(make_round(fund, preparer, at), preparer, reviewer, at)
    run = actions.return_run(run, reason="系数依据不足", by=reviewer, at=at)
    page = shown(preparer)
    assert "修改后另存一稿" in page
    assert "系数依据不足" in page
    make_run(run.round, preparer, at, based_on=run)
    assert "修改后另存一稿" not in shown(preparer)


def test_another_bureau_and_a_county_see_no_draft(fund: Fund, stranger: User, reviewer: User, at: datetime) -> None:
    round = make_round(fund, reviewer, at)
    run = actions.submit_run(make_run(round, reviewer, at), by=reviewer, at=at)
    for user in (stranger, make_user("county", "county")):
        assert f"/funds/runs/{run.pk}/" not in shown(user)
        assert '<td class="num hide-s">0</td>' in shown(user)


def test_a_settled_round_names_its_run_and_who_adopted_it(
    fund: Fund, preparer: User, reviewer: User, at: datetime
) -> None:
    run = adopted(make_round(fund, preparer, at), preparer, reviewer, at)
    page = shown(make_user("county", "county"))
    assert f'<a class="u" href="/funds/runs/{run.pk}/">第 1 稿' in page
    assert "reviewer" in page


def test_real_and_rehearsal_funds_are_never_on_one_page(fund: Fund, reviewer: User, at: datetime) -> None:
    bundled.load(rehearsal=True)
    drill = Fund.objects.get(is_rehearsal=True)
    real_round, drill_round = make_round(fund, reviewer, at), make_round(drill, reviewer, at, number=3)
    real, rehearsal = shown(reviewer), shown(reviewer, "/funds/?rehearsal=1")
    assert f"/funds/rounds/{real_round.pk}/" in real
    assert f"/funds/rounds/{drill_round.pk}/" not in real
    assert '<span class="drill">演练</span>' not in real
    assert f"/funds/rounds/{drill_round.pk}/" in rehearsal
    assert f"/funds/rounds/{real_round.pk}/" not in rehearsal
    assert '<span class="drill">演练</span>' in rehearsal


def test_earlier_rounds_are_a_page_on(fund: Fund, reviewer: User, at: datetime) -> None:
    rounds = [make_round(fund, reviewer, at, number=number) for number in range(1, 12)]
    page = shown(reviewer)
    assert f"/funds/rounds/{rounds[-1].pk}/" in page
    assert f"/funds/rounds/{rounds[0].pk}/" not in page
    later = shown(reviewer, f"/funds/?rehearsal=0&fund={fund.pk}&before={rounds[3].pk}")
    assert [f"/funds/rounds/{each.pk}/" in later for each in rounds] == [True] * 3 + [False] * 8


@pytest.mark.parametrize("query", ["fund=x&before=y", "fund=99999&before=1", "before=99999", "fund=1&before=99999999"])
def test_a_query_that_says_nothing_breaks_nothing(fund: Fund, reviewer: User, query: str) -> None:
    assert "资金分配" in shown(reviewer, f"/funds/?rehearsal=0&{query}")


def test_queries_do_not_grow_with_rounds_and_runs(
    fund: Fund, preparer: User, reviewer: User, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(reviewer)
    for number in (1, 2, 3):
        actions.plan_year(fund=fund, year=2010 + number, fen=POT, basis="预算", by=preparer, at=at)
        reviewed(make_round(fund, preparer, at, number=number), preparer, reviewer, at)
    adopted(make_round(fund, preparer, at, number=4), preparer, reviewer, at)
    with django_assert_max_num_queries(15):
        browser.get("/funds/?rehearsal=0")


@pytest.fixture
def browser(keeper: User) -> Client:
    return signed_in(keeper)


def test_a_year_is_planned_and_planned_again(browser: Client, fund: Fund) -> None:
    address = reverse("year-plan", args=(fund.pk,))
    assert "还没有列入年度计划" in browser.get(address).content.decode()
    for wan, key in (("2,000.00", "a"), ("2260.5", "b")):
        response = browser.post(address, {"year": "2012", "wan": wan, "basis": "预算", "key": key})
        assert (response.status_code, response["Location"]) == (302, address)
    assert list(fund.year_plans.order_by("id").values_list("fen", flat=True)) == [2_000_000_000, 2_260_500_000]
    page = browser.get(address).content.decode()
    assert page.count("现行") == 1
    assert "2,260.50" in shown(make_user("county", "county"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"wan": "两千"}, "不是金额"),
        ({"wan": "0.0000001"}, "不足一分"),
        ({"wan": "9" * 20}, "数太大"),
        ({"wan": "-1"}, "没有保存"),
        ({"year": "明年"}, "不是整数"),
        ({"year": "1912"}, "不在 2000 至 2100 之间"),
        ({"basis": ""}, "没有填写"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_what_was_typed(
    browser: Client, fund: Fund, typed: dict[str, str], said: str
) -> None:
    sent = {"year": "2012", "wan": "2000", "basis": "彩票公益金预算"} | typed
    response = browser.post(reverse("year-plan", args=(fund.pk,)), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert f'value="{sent["year"]}"' in page
    assert not YearPlan.objects.exists()


def test_another_bureau_gets_neither_form(fund: Fund, stranger: User) -> None:
    browser = signed_in(stranger)
    for name in ("year-plan", "round-new"):
        assert browser.get(reverse(name, args=(fund.pk,))).status_code == 403
        assert browser.post(reverse(name, args=(fund.pk,))).status_code == 403


def test_a_deputy_of_the_office_sees_all_open_work(fund: Fund, keeper: User, reviewer: User, at: datetime) -> None:
    for number in (1, 2):
        run = make_run(make_round(fund, keeper, at, number=number), keeper, at)
        actions.submit_run(run, by=keeper, at=at)
    assert (Round.objects.count(), Run.objects.count()) == (2, 2)
    assert "2 稿等我办理" in shown(reviewer)
