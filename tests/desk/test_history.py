"""The page of a thing tells its own history: who did what and why, and nobody else's."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from luoxiao.core import trail
from luoxiao.desk.history import LONGEST, history_of
from luoxiao.organisations.models import User
from luoxiao.plan import actions as plan_actions
from luoxiao.plan.models import PlanVersion
from luoxiao.returns.models import Call, Return
from tests.conftest import signed_in
from tests.indicators.scene import land
from tests.plan.sample import propose
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().partition('id="h-history"')[2]


def test_a_line_says_who_of_which_unit_did_what_and_why(clerk: User, at: datetime) -> None:
    trail.record("account.stop", by=clerk, at=at, subject=clerk, reason="调离")
    (line,) = history_of(clerk)
    assert (line.actor, line.unit, line.words, line.reason) == ("clerk", "救灾司", "停用账号", "调离")


def test_the_newest_lines_come_first_and_a_page_shows_a_hundred(clerk: User, at: datetime) -> None:
    for number in range(LONGEST + 1):
        trail.record("account.stop", by=clerk, at=at, subject=clerk, reason=str(number))
    lines = history_of(clerk)
    assert (len(lines), lines[0].reason) == (LONGEST, str(LONGEST))


def test_things_of_one_kind_are_told_together_in_one_query(
    clerk: User, stranger: User, reviewer: User, at: datetime, django_assert_num_queries: Any
) -> None:
    for each in (clerk, stranger, reviewer):
        trail.record("account.stop", by=clerk, at=at, subject=each, reason=each.username)
    with django_assert_num_queries(1):
        assert [line.reason for line in history_of(clerk, stranger)] == ["stranger", "clerk"]


def test_a_plan_tells_who_proposed_and_adopted_it(preparer: User, reviewer: User, bureau: object, at: datetime) -> None:
    version = propose(preparer, at)
    assert isinstance(version, PlanVersion)
    plan_actions.adopt(version, by=reviewer, at=at)
    shown = page(signed_in(reviewer), f"/plans/{version.pk}/")
    assert shown.index("reviewer") < shown.index("preparer")


def test_a_call_and_a_return_tell_what_was_done(call: Call, filed: Return, at: datetime) -> None:
    browser = signed_in(person("filler"))
    assert "布置" in page(browser, f"/returns/calls/{call.pk}/")
    trail.record("return.send-back", by=person("filler"), at=at, subject=filed, reason="数目不清")
    assert "数目不清" in page(browser, f"/returns/{filed.pk}/")


def test_an_indicator_tells_of_its_versions_and_targets(reviewer: User, at: datetime) -> None:
    entry = land(at).indicators["plain"]
    trail.record("indicator.target", by=reviewer, at=at, subject=entry, reason="方案四(二)")
    browser = signed_in(reviewer)
    assert "方案四(二)" in page(browser, f"/figures/indicators/{entry.code}/")
    assert "方案四(二)" in page(browser, f"/figures/dictionary/entries/{entry.code}/")
