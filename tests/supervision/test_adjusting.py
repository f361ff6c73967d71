"""A step, a day or a wording is changed when another person agrees, and both versions stay."""

from datetime import date, datetime
from typing import Any

import pytest

from luoxiao.core.refusals import Unsaid
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import AdjustmentDraft
from luoxiao.supervision.actions.adjusting import ChangedSince, LaterThanWhole, NotAStep, NothingAdjusted
from luoxiao.supervision.actions.common import DuePast
from luoxiao.supervision.actions.deciding import AskedBefore, DecidedBefore
from luoxiao.supervision.models import Adjustment, Step, Task
from tests.supervision.test_models import refused

pytestmark = pytest.mark.django_db


def second(task: Task) -> Step:
    return actions.current_steps(task)[1]


def propose(task: Task, by: User, at: datetime, reason: str = "会期推迟", **more: Any) -> Adjustment:
    step = second(task)
    given = {"step": step.pk, "title": "报方案", "due": step.due, "owner": "李处长", "expected": "方案报部"} | more
    seen = Task.objects.get(pk=task.pk).version
    return actions.propose_adjustment(task, draft=AdjustmentDraft(**given), reason=reason, seen=seen, by=by, at=at)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"due": date(2012, 12, 10)}, "date"),
        ({"title": "报实施方案"}, "wording"),
        ({"owner": "王处长", "expected": "方案印发"}, "step"),
    ],
)
def test_a_granted_change_takes_effect_on_the_step(
    filed: Task, clerk: User, reviewer: User, at: datetime, changed: dict[str, Any], kind: str
) -> None:
    asked = propose(filed, clerk, at, **changed)
    assert asked.kind == kind
    actions.decide_adjustment(asked, grant=True, reason="", by=reviewer, at=at)
    step = second(filed)
    assert {name: getattr(step, name) for name in changed} == changed
    asked.refresh_from_db()
    assert (asked.before["title"], asked.before["due"]) == ("报方案", "2012-11-30")


def test_a_refused_change_leaves_all_as_it_was(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    asked = propose(filed, clerk, at, title="报实施方案")
    actions.decide_adjustment(asked, grant=False, reason="按原定内容", by=reviewer, at=at)
    assert second(filed).title == "报方案"
    with pytest.raises(DecidedBefore):
        actions.decide_adjustment(asked, grant=True, reason="", by=reviewer, at=at)


def test_the_item_itself_is_adjusted(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    asked = propose(filed, clerk, at, step=None, title="建省级储备库", due=filed.due)
    actions.decide_adjustment(asked, grant=True, reason="", by=reviewer, at=at)
    assert Task.objects.get(pk=filed.pk).title == "建省级储备库"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({}, NothingAdjusted),
        ({"due": date(2013, 1, 5)}, LaterThanWhole),
        ({"due": date(2012, 10, 1)}, DuePast),
        ({"due": None}, Unsaid),
        ({"owner": " "}, Unsaid),
        ({"reason": "", "title": "报实施方案"}, Unsaid),
        ({"step": 0, "title": "报实施方案"}, NotAStep),
    ],
)
def test_what_cannot_be_proposed_is_said(
    filed: Task, clerk: User, at: datetime, more: dict[str, Any], refusal: type
) -> None:
    with pytest.raises(refusal):
        propose(filed, clerk, at, **more)
    assert not Adjustment.objects.exists()


def test_who_proposes_does_not_decide_and_others_do_neither(
    filed: Task, clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    for user in (stranger, reviewer):
        with pytest.raises(NotAllowed):
            propose(filed, user, at, title="报实施方案")
    asked = propose(filed, clerk, at, title="报实施方案")
    for user in (clerk, stranger):
        with pytest.raises(NotAllowed):
            actions.decide_adjustment(asked, grant=True, reason="", by=user, at=at)
    with pytest.raises(AskedBefore):
        propose(filed, clerk, at, title="报方案稿")
    mine = Adjustment.objects.filter(pk=asked.pk)
    refused("adjustment_decided_by_another", lambda: mine.update(decided_by=clerk))
    refused("adjustment_has_reason", lambda: mine.update(reason=""))


def test_what_changed_since_is_not_overwritten(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    asked = propose(filed, clerk, at, title="报实施方案")
    Step.objects.filter(pk=second(filed).pk).update(owner="王处长")
    with pytest.raises(ChangedSince):
        actions.decide_adjustment(asked, grant=True, reason="", by=reviewer, at=at)
    Step.objects.filter(pk=second(filed).pk).update(done_on=date(2012, 10, 12))
    with pytest.raises(NotAStep):
        actions.decide_adjustment(asked, grant=True, reason="", by=reviewer, at=at)
