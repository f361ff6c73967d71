"""What the page says may be done is what the actions then do, for everybody at every stage of a task."""

from datetime import datetime

import pytest
from django.db import transaction

from luoxiao.core.periods import Quarter
from luoxiao.core.refusals import Refusal
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.organisations.roles import Permission as P
from luoxiao.supervision import actions, wording
from luoxiao.supervision.actions import Permit
from luoxiao.supervision.models import Task
from tests.conftest import make_user
from tests.supervision.conftest import STEPS
from tests.supervision.test_actions import draft

pytestmark = pytest.mark.django_db
STAGES = (
    "opened",
    "no-lead",
    "filed",
    "reported",
    "returned",
    "accepted",
    "finished",
    "closing",
    "closed",
    "withdrawn",
)
WHO = ("clerk", "helper", "reviewer", "preparer", "both", "leader", "audit", "nobody")


@pytest.fixture
def people(clerk: User, helper: User, reviewer: User, preparer: User, bureau: Unit) -> dict[str, User]:
    return {
        "clerk": clerk,
        "helper": helper,
        "reviewer": reviewer,
        "preparer": preparer,
        "both": make_user("both", "bureau", "office", unit=bureau),
        "leader": make_user("leader", "leading-group"),
        "audit": make_user("audit", "audit-administrator"),
        "nobody": make_user("nobody"),
    }


def bring_to(stage: str, task: Task, clerk: User, reviewer: User, at: datetime) -> Task:
    """Take a task as far as `stage` by the actions that lead there."""
    if stage == "no-lead":
        Task.objects.filter(pk=task.pk).update(lead=None)
    if stage == "withdrawn":
        Task.objects.filter(pk=task.pk).update(state="withdrawn")
    if stage in ("opened", "no-lead", "withdrawn"):
        return Task.objects.get(pk=task.pk)
    actions.file_steps(task, steps=STEPS, seen=1, by=clerk, at=at)
    if stage != "filed":
        done = (0, 1) if stage in ("finished", "closing", "closed") else (0,)
        sent = actions.report_progress(task, draft=draft(task, *done), seen=2, by=clerk, at=at)
        if stage == "returned":
            actions.return_report(sent, reason="缺佐证", by=reviewer, at=at)
        elif stage != "reported":
            actions.accept_report(sent, by=reviewer, at=at)
    if stage in ("closing", "closed"):
        asked = actions.ask_closure(task, statement="已完成", seen=3, by=clerk, at=at)
        if stage == "closed":
            actions.close(asked, by=reviewer, at=at)
    return Task.objects.get(pk=task.pk)


def permits_of(task: Task, user: User) -> dict[P, Permit]:
    return actions.permits(
        task,
        user,
        reports=list(task.reports.order_by("-id")),
        cooperations=list(task.cooperations.order_by("order")),
        closures=list(task.closure_requests.order_by("-id")),
    )


def try_out(permission: P, task: Task, user: User, at: datetime) -> bool:
    """Whether the action goes through; nothing is kept."""
    report, closure = task.reports.order_by("-id").first(), task.closure_requests.order_by("-id").first()
    part = task.cooperations.get()
    do = {
        P.FILE_STEPS: lambda: actions.file_steps(task, steps=STEPS, seen=task.version, by=user, at=at),
        P.REPORT_PROGRESS: lambda: actions.report_progress(
            task, draft=draft(task, period=Quarter(2012, 1)), seen=task.version, by=user, at=at
        ),
        P.ASK_CLOSURE: lambda: actions.ask_closure(task, statement="完成", seen=task.version, by=user, at=at),
        P.CONFIRM_COOPERATION: lambda: actions.confirm_cooperation(part, answer="好", by=user, at=at),
        P.REVIEW_PROGRESS: lambda: bool(report) and actions.accept_report(report, by=user, at=at) is None,
        P.CLOSE_TASK: lambda: bool(closure) and actions.close(closure, by=user, at=at) is None,
    }[permission]
    try:
        with transaction.atomic():
            done = do()
            transaction.set_rollback(True)
    except (Refusal, NotAllowed):
        return False
    return done is not False


@pytest.mark.parametrize("stage", STAGES)
def test_what_may_be_done_can_be_done_and_what_may_not_cannot(
    stage: str, task: Task, people: dict[str, User], at: datetime
) -> None:
    now = bring_to(stage, task, people["clerk"], people["reviewer"], at)
    for who in WHO:
        user = User.objects.select_related("unit").get(pk=people[who].pk)
        said = permits_of(now, user)
        for permission, permit in said.items():
            found = try_out(permission, Task.objects.get(pk=now.pk), user, at)
            assert permit.allowed is found, (stage, who, permission, permit.rule)
            assert wording.permit(permit)
            assert "%(" not in wording.permit(permit)


def test_somebody_of_both_sides_is_told_that_another_must_decide(
    filed: Task, people: dict[str, User], at: datetime
) -> None:
    both = people["both"]
    actions.report_progress(filed, draft=draft(filed), seen=2, by=both, at=at)
    said = permits_of(Task.objects.get(pk=filed.pk), both)[P.REVIEW_PROGRESS]
    assert (said.allowed, wording.permit(said)) == (False, "待复核的进展由本人报送，须由另一人复核。")
