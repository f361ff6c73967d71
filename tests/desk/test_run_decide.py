"""Decisions on a draft in the browser: by the right person, once, and with a sentence where they are refused."""

from datetime import datetime

import pytest
from django.http import HttpResponse
from django.urls import reverse

from luoxiao.core.models import TrailEvent
from luoxiao.funds import actions
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.organisations.models import Unit, User
from tests.conftest import make_user, signed_in
from tests.funds.scene import make_round, make_run, reviewed


@pytest.fixture
def keeper(fund: Fund) -> User:
    """Of the bureau that keeps the fund."""
    return make_user("keeper", "bureau", unit=fund.manager)


@pytest.fixture
def run(fund: Fund, keeper: User, at: datetime) -> Run:
    return make_run(make_round(fund, keeper, at), keeper, at)


def send(user: User, name: str, run: Run, **sent: object) -> HttpResponse:
    response: HttpResponse = signed_in(user).post(reverse(name, args=(run.pk,)), sent)
    run.refresh_from_db()
    return response


def test_a_draft_goes_from_hand_to_hand_and_is_settled(run: Run, keeper: User, reviewer: User) -> None:
    for user, name, state in (
        (keeper, "run-submit", Run.State.SUBMITTED),
        (reviewer, "run-review", Run.State.REVIEWED),
    ):
        assert send(user, name, run)["Location"] == f"/funds/runs/{run.pk}/"
        assert run.state == state
    assert send(reviewer, "run-adopt", run, seen=2).status_code == 302
    assert (run.state, run.adopted_by) == (Run.State.ADOPTED, reviewer)
    assert Round.objects.get(pk=run.round_id).state == Round.State.ADOPTED


def test_a_draft_is_sent_back_with_a_reason_and_not_without(run: Run, keeper: User, reviewer: User) -> None:
    send(keeper, "run-submit", run)
    refused = send(reviewer, "run-return", run, reason=" ")
    assert refused.status_code == 422
    assert "没有填写" in refused.content.decode()
    assert send(reviewer, "run-return", run, reason="依据不足").status_code == 302
    assert (run.state, run.review_reason) == (Run.State.RETURNED, "依据不足")


def test_a_preparer_who_adopts_is_told_why_not(run: Run, reviewer: User, at: datetime) -> None:
    own = reviewed(run.round, reviewer, make_user("third", "office"), at)
    answer = send(reviewer, "run-adopt", own, seen=own.round.version)
    assert answer.status_code == 422
    assert "不能由本人定案" in answer.content.decode()
    assert TrailEvent.objects.get(action="refused.run-adopt").actor == "reviewer"


def test_an_adopter_with_an_old_page_sees_the_newer_draft_first(
    run: Run, keeper: User, reviewer: User, at: datetime
) -> None:
    waiting = reviewed(run.round, keeper, reviewer, at)
    seen = waiting.round.version
    make_run(run.round, keeper, at, based_on=waiting)
    answer = send(reviewer, "run-adopt", waiting, seen=seen)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "已由keeper" in page
    assert "第 3 稿" in page
    assert waiting.state == Run.State.REVIEWED


def test_a_second_adopter_learns_who_was_first(run: Run, keeper: User, reviewer: User, at: datetime) -> None:
    first, second = reviewed(run.round, keeper, reviewer, at), reviewed(run.round, keeper, reviewer, at)
    seen = second.round.version
    actions.adopt_run(first, seen=seen, by=make_user("convener", "convener"), at=at)
    answer = send(reviewer, "run-adopt", second, seen=seen + 1)
    assert answer.status_code == 422
    assert "已由convener于10月15日 10:00按第2稿定案" in answer.content.decode()


def test_a_stranger_finds_no_draft_and_decides_nothing(run: Run, fund: Fund) -> None:
    other = Unit.objects.filter(kind=Unit.Kind.BUREAU).exclude(pk=fund.manager_id).order_by("code")[0]
    stranger = make_user("stranger", "bureau", unit=other)
    assert send(stranger, "run-submit", run).status_code == 404
    for name in ("run-review", "run-return", "run-adopt"):
        assert send(stranger, name, run).status_code == 403
    assert run.state == Run.State.DRAFT


def test_the_keepers_of_a_fund_do_not_review_it(run: Run, keeper: User) -> None:
    send(keeper, "run-submit", run)
    for name in ("run-review", "run-return", "run-adopt"):
        assert send(keeper, name, run).status_code == 403


def test_asking_for_the_address_of_a_decision_leads_to_the_run(run: Run, keeper: User, reviewer: User) -> None:
    for user, name in (
        (keeper, "run-submit"),
        (reviewer, "run-review"),
        (reviewer, "run-return"),
        (reviewer, "run-adopt"),
    ):
        assert signed_in(user).get(reverse(name, args=(run.pk,)))["Location"] == f"/funds/runs/{run.pk}/"
