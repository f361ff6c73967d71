"""What the database itself refuses, and who sees which task."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from luoxiao.organisations.models import Area, AreaLiaison, Unit, User
from luoxiao.plan.models import Plan
from luoxiao.supervision import actions
from luoxiao.supervision.models import ClosureRequest, Cooperation, Filing, ProgressReport, Step, Task
from tests.conftest import make_unit, make_user

pytestmark = pytest.mark.django_db


def refused(constraint: str, do: Any) -> None:
    """The database refuses; SQLite names unique constraints by their columns only."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        do()
    assert constraint in str(error.value) or "UNIQUE" in str(error.value)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("steps_done_of_filed", {"steps_done": 1}),
        ("closed_task_has_its_time", {"state": "closed"}),
        ("low_confidence_has_reason", {"confidence": "doubtful"}),
    ],
)
def test_a_task_keeps_its_truths(task: Task, constraint: str, change: dict[str, Any]) -> None:
    refused(constraint, lambda: Task.objects.filter(pk=task.pk).update(**change))


def test_cooperation_once(task: Task, other_bureau: Unit) -> None:
    refused("cooperation_once", lambda: Cooperation.objects.create(task=task, unit=other_bureau, order=9))


def test_filing_number_once_and_step_order_once(filed: Task, clerk: User, at: datetime) -> None:
    refused("filing_number_once", lambda: Filing.objects.create(task=filed, number=1, filed_by=clerk, filed_at=at))
    more = {"title": "a", "owner": "b", "due": date(2012, 11, 1), "expected": "c"}
    refused("step_order_once", lambda: Step.objects.create(filing=filed.filings.get(), order=1, **more))


def make_report(task: Task, by: User, at: datetime, **more: Any) -> ProgressReport:
    given = {"period": "2012Q3", "text": "进展", "confidence": "sure", "sent_by": by, "sent_at": at}
    return ProgressReport.objects.create(task=task, **given | more)


def test_one_report_waiting(task: Task, clerk: User, at: datetime) -> None:
    make_report(task, clerk, at)
    refused("one_report_waiting", lambda: make_report(task, clerk, at))


def test_report_reviewed_by_another_and_returned_report_has_reason(task: Task, clerk: User, at: datetime) -> None:
    refused("report_reviewed_by_another", lambda: make_report(task, clerk, at, reviewed_by=clerk))
    refused("returned_report_has_reason", lambda: make_report(task, clerk, at, state="returned"))


def make_request(task: Task, by: User, at: datetime, **more: Any) -> ClosureRequest:
    return ClosureRequest.objects.create(task=task, statement="已完成", asked_by=by, asked_at=at, **more)


def test_one_closure_waiting_and_closure_decided_by_another(task: Task, clerk: User, at: datetime) -> None:
    make_request(task, clerk, at)
    refused("one_closure_waiting", lambda: make_request(task, clerk, at))
    refused("closure_decided_by_another", lambda: make_request(task, clerk, at, state="closed", decided_by=clerk))


def titles(user: User) -> set[str]:
    return set(Task.objects.visible_to(user).values_list("title", flat=True))


def test_a_bureau_sees_what_it_leads_and_what_it_helps_with(task: Task, clerk: User, stranger: User) -> None:
    assert titles(clerk) == {"建储备库"}
    assert titles(stranger) == {"建储备库", "统一标准"}


def test_the_office_and_the_leaders_see_everything(task: Task, reviewer: User) -> None:
    for user in (reviewer, make_user("leader", "leading-group"), make_user("convener", "convener")):
        assert titles(user) == {"建储备库", "统一标准", "季度通报"}


def test_a_liaison_officer_sees_the_tasks_of_plans_of_the_own_area_and_no_other(
    task: Task, bureau: Unit, other_bureau: Unit
) -> None:
    area, other = (
        Area.objects.create(number=n, name=f"第{n}片区", short_name=f"第{n}片区", is_one_of_11=True, source="test")
        for n in (1, 2)
    )
    ministry = make_unit("ministry", "某部", Unit.Kind.MINISTRY)
    AreaLiaison.objects.create(area=area, unit=ministry, order=1)
    officer = make_user("officer", "liaison-officer", unit=ministry)
    assert titles(officer) == set()
    Plan.objects.update(area=other)
    assert titles(officer) == set()
    Plan.objects.update(area=area)
    assert titles(officer) == {"建储备库", "统一标准", "季度通报"}
    assert Task.objects.visible_to(officer).count() == 3


def test_who_also_works_for_a_bureau_keeps_its_tasks_in_plans_of_other_areas(task: Task, bureau: Unit) -> None:
    assert titles(make_user("both", "liaison-officer", "bureau", unit=bureau)) == {"建储备库"}


def test_administrators_and_people_without_a_unit_see_nothing(task: Task) -> None:
    for user in (make_user("admin", "system-administrator"), make_user("nobody"), make_user("unitless", "bureau")):
        assert titles(user) == set()


def test_a_task_that_moved_to_another_bureau_is_gone_for_the_first(
    task: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    actions.assign_lead(task, lead=make_unit("third", "第三司"), reason="调整分工", by=reviewer, at=at)
    assert titles(clerk) == set()
