"""A round's page and the form that begins one."""

from datetime import datetime
from fractions import Fraction

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoxiao.funds import actions, bundled
from luoxiao.funds.models import Fund, Round
from luoxiao.organisations.models import Unit, User
from tests.conftest import make_user, signed_in
from tests.funds.scene import adopted, make_round, make_run, make_scheme, reviewed


@pytest.fixture
def keeper(fund: Fund) -> User:
    """Of the bureau that keeps the fund."""
    return make_user("keeper", "bureau", unit=fund.manager)


@pytest.fixture
def stranger(fund: Fund) -> User:
    """Of a bureau that does not keep the fund."""
    other = Unit.objects.filter(kind=Unit.Kind.BUREAU).exclude(pk=fund.manager_id).order_by("code")[0]
    return make_user("stranger", "bureau", unit=other)


@pytest.fixture
def round(fund: Fund, keeper: User, at: datetime) -> Round:
    return make_round(fund, keeper, at)


def shown(user: User, round: Round) -> str:
    response = signed_in(user).get(reverse("round", args=(round.pk,)))
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_new_round_asks_for_factors(round: Round, keeper: User) -> None:
    page = shown(keeper, round)
    assert "2012年第二批分配" in page
    assert "可分配 2,260.00 万元" in page
    assert f'href="/funds/rounds/{round.pk}/first/"' in page
    assert "还没有测算稿" in page


def test_each_draft_says_its_coefficient_its_state_and_who_decided(
    round: Round, keeper: User, reviewer: User, at: datetime
) -> None:
    first = make_run(round, keeper, at, name="系数 1.15")
    make_run(round, keeper, at, based_on=first, scheme=make_scheme(listed=Fraction(7, 6)))
    run = actions.submit_run(first, by=keeper, at=at)
    actions.return_run(run, reason="依据不足", by=reviewer, at=at)
    page = shown(reviewer, round)
    for said in ("系数 1.15", ">1.15<", ">7/6<", "改自第 1 稿", "已退回", "依据不足", "reviewer 10月15日 10:00"):
        assert said in page
    assert f"/funds/rounds/{round.pk}/compare/?a=1&amp;b=2" in page
    assert "2 稿，没有提交的" in page


def test_the_course_of_a_round_is_told(round: Round, keeper: User, reviewer: User, at: datetime) -> None:
    adopted(round, keeper, reviewer, at)
    page = shown(make_user("county", "county"), round)
    for said in ("开始一批分配", "保存测算稿", "提交复核", "复核通过", "分配定案", "已按第 1 稿定案", "还没有下达"):
        assert said in page
    assert "first/" not in page


def test_strangers_see_the_round_and_no_draft(round: Round, keeper: User, stranger: User, at: datetime) -> None:
    run = make_run(round, keeper, at, name="秘密")
    for user in (stranger, make_user("county", "county")):
        page = shown(user, round)
        assert f"/funds/runs/{run.pk}/" not in page
        assert "秘密" not in page
        assert "保存测算稿" not in page
        assert "定案以前的测算稿只给测算、复核和定案的人看" in page


def test_an_administrator_sees_no_round(round: Round) -> None:
    browser = signed_in(make_user("system", "system-administrator"))
    assert browser.get(reverse("round", args=(round.pk,))).status_code == 403


def test_queries_do_not_grow_with_drafts(
    round: Round, keeper: User, reviewer: User, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        reviewed(round, keeper, reviewer, at)
    browser = signed_in(reviewer)
    with django_assert_max_num_queries(12):
        browser.get(reverse("round", args=(round.pk,)))


def test_a_round_is_begun_with_its_pot_and_the_round_before(
    round: Round, keeper: User, reviewer: User, at: datetime
) -> None:
    adopted(round, keeper, reviewer, at)
    browser, address = signed_in(keeper), reverse("round-new", args=(round.fund_id,))
    page = browser.get(address).content.decode()
    assert f'<option value="{round.pk}" selected>' in page
    assert '<input id="f-number" name="number" type="number" value="3"' in page
    sent = {"year": "2012", "number": "3", "wan": "1,500.25", "basis": "预算", "previous": str(round.pk), "key": "k"}
    for _ in range(2):
        response = browser.post(address, sent)
    made = Round.objects.get(number=3)
    assert response["Location"] == reverse("round", args=(made.pk,))
    assert (made.pot_fen, made.previous, made.opened_by) == (1_500_250_000, round, keeper)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"wan": "0"}, "没有保存"),
        ({"wan": "很多"}, "不是金额"),
        ({"number": "2"}, "已由keeper"),
        ({"number": "100"}, "不在 1 至 99 之间"),
        ({"number": "二"}, "不是整数"),
        ({"basis": " "}, "没有填写"),
        ({"year": "12"}, "不在 2000 至 2100 之间"),
    ],
)
def test_a_round_that_cannot_be_is_refused_with_what_was_typed(
    round: Round, keeper: User, typed: dict[str, str], said: str
) -> None:
    sent = {"year": "2012", "number": "3", "wan": "1500", "basis": "预算", "previous": ""} | typed
    response = signed_in(keeper).post(reverse("round-new", args=(round.fund_id,)), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert f'value="{sent["wan"]}"' in page
    assert Round.objects.count() == 1


def test_a_round_of_a_rehearsal_is_not_offered_to_compare_with(round: Round, reviewer: User, at: datetime) -> None:
    bundled.load(rehearsal=True)
    drill = make_round(Fund.objects.get(is_rehearsal=True), reviewer, at)
    browser, address = signed_in(reviewer), reverse("round-new", args=(round.fund_id,))
    assert f'<option value="{drill.pk}"' not in browser.get(address).content.decode()
    sent = {"year": "2012", "number": "3", "wan": "1500", "basis": "预算", "previous": str(drill.pk)}
    assert browser.post(address, sent).status_code == 302
    assert Round.objects.get(fund=round.fund, number=3).previous is None
