"""批量调整: many items at once for one reason, whole or not at all, a line in the trail for each."""

from datetime import date, datetime
from typing import Any

import pytest

from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import Stale, Unsaid
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import TaskChange
from luoxiao.supervision.actions.common import DuePast, TaskClosed
from luoxiao.supervision.actions.many import NothingToChange
from luoxiao.supervision.models import Task
from tests.conftest import signed_in
from tests.desk.paper_pages import read

pytestmark = pytest.mark.django_db
LATER = date(2012, 11, 30)


def wanted(lead: Unit | None = None, due: date | None = LATER) -> list[TaskChange]:
    return [TaskChange(task, task.version, lead, due) for task in Task.objects.order_by("pk")]


def change(by: User, at: datetime, changes: list[TaskChange], reason: str = "分工调整") -> int:
    return actions.change_many(changes, reason=reason, by=by, at=at)


def test_all_get_the_lead_and_the_date_with_a_line_each(
    task: Task, reviewer: User, other_bureau: Unit, at: datetime
) -> None:
    assert change(reviewer, at, wanted(other_bureau)) == 3
    for each in Task.objects.order_by("pk"):
        assert (each.lead, each.due, each.next_due) == (other_bureau, LATER, LATER)
    lines = TrailEvent.objects.filter(action="task.change-many").order_by("id")
    assert {line.reason for line in lines} == {"分工调整"}
    assert len(lines) == 3
    assert not task.cooperations.filter(unit=other_bureau).exists()


def test_one_that_cannot_be_changed_keeps_all_as_they_were(task: Task, reviewer: User, at: datetime) -> None:
    last = Task.objects.order_by("-pk")[0]
    Task.objects.filter(pk=last.pk).update(state="closed", closed_at=at)
    with pytest.raises(TaskClosed):
        change(reviewer, at, wanted())
    changes = wanted()[:2]
    Task.objects.filter(pk=changes[1].task.pk).update(version=9)
    with pytest.raises(Stale):
        change(reviewer, at, changes)
    assert not Task.objects.filter(due=LATER).exists()
    assert not TrailEvent.objects.filter(action="task.change-many").exists()


def test_without_reason_change_or_right_nothing_is_done(task: Task, reviewer: User, clerk: User, at: datetime) -> None:
    with pytest.raises(Unsaid):
        change(reviewer, at, wanted(), reason=" ")
    with pytest.raises(NothingToChange):
        change(reviewer, at, wanted(due=None))
    with pytest.raises(DuePast):
        change(reviewer, at, wanted(due=date(2012, 10, 14)))
    with pytest.raises(NotAllowed):
        change(clerk, at, wanted())


def send(by: User, *tasks: Task, **more: str) -> Any:
    sent: dict[str, Any] = {"key": "k", "task": [str(task.pk) for task in tasks], "reason": "分工", "due": "2012-11-30"}
    sent |= {f"seen-{task.pk}": str(task.version) for task in tasks}
    return signed_in(by).post("/tasks/many/?light=idle", sent | more)


def test_the_ticked_items_of_the_list_are_changed_and_no_others(task: Task, reviewer: User) -> None:
    assert "季度通报" in read(reviewer, "/tasks/many/")
    answer = send(reviewer, Task.objects.get(title="统一标准"))
    assert answer["Location"] == "/tasks/?light=idle"
    assert [each.title for each in Task.objects.filter(due=LATER)] == ["统一标准"]


def test_what_was_ticked_and_typed_stays_after_a_refusal(task: Task, reviewer: User) -> None:
    for wrong in ({"due": "x"}, {"lead": "999"}, {"reason": ""}):
        answer = send(reviewer, task, **wrong)
        assert answer.status_code == 422
        assert f'value="{task.pk}" aria-label="选“建储备库”" checked' in answer.content.decode()
    assert send(reviewer).status_code == 422


def test_a_version_that_was_not_seen_is_a_conflict(task: Task, reviewer: User) -> None:
    assert send(reviewer, task, **{f"seen-{task.pk}": "7"}).status_code == 409


def test_a_bureau_does_not_change_many(task: Task, clerk: User) -> None:
    assert send(clerk, task).status_code == 403
