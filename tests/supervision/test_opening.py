"""Adopting a version: its tasks open, those of the earlier version go on, the office names leads."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from luoxiao.core import refusals, trail
from luoxiao.core.refusals import Stale
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.plan.actions import OwnImport
from luoxiao.plan.models import Plan, PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.actions import opening
from luoxiao.supervision.models import Task
from tests.conftest import make_unit
from tests.supervision.conftest import STEPS, make_measure, make_version

pytestmark = pytest.mark.django_db
NextVersion = Callable[..., PlanVersion]


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


@pytest.fixture
def next_version(task: Task, preparer: User, reviewer: User, at: datetime) -> NextVersion:
    """Makes the second version of the plan of `task`; give it measures, then open its tasks."""

    def make() -> PlanVersion:
        old = task.version_of_plan
        PlanVersion.objects.filter(pk=old.pk).update(state=PlanVersion.State.SUPERSEDED)
        return make_version(preparer, reviewer, at, number=2, plan=old.plan)

    return make


def test_adopting_puts_the_version_in_force_and_opens_its_tasks(
    preparer: User, reviewer: User, bureau: Unit, at: datetime
) -> None:
    waiting = make_version(preparer, reviewer, at, plan=Plan.objects.create(title="演练方案"))
    PlanVersion.objects.filter(pk=waiting.pk).update(state="proposed", adopted_by=None, adopted_at=None)
    make_measure(waiting, 1, "建储备库", [bureau])
    with pytest.raises(OwnImport):
        actions.adopt(waiting, by=preparer, at=at)
    assert not Task.objects.exists()
    assert actions.adopt(waiting, by=reviewer, at=at) == 1
    assert PlanVersion.objects.in_force().get() == waiting


def test_a_carried_over_task_takes_the_new_texts_title_and_deadline(
    filed: Task, next_version: NextVersion, reviewer: User, bureau: Unit, at: datetime
) -> None:
    version = next_version()
    make_measure(version, 1, "建三个储备库", [bureau], due=date(2012, 10, 5))
    actions.open_tasks(version, by=reviewer, at=at)
    now = fresh(filed)
    assert (now.title, now.due, now.next_due) == ("建三个储备库", date(2012, 10, 5), date(2012, 10, 5))
    line = trail.history(filed)[0]
    assert (line.before["title"], line.after["title"]) == ("建储备库", "建三个储备库")


def test_a_lead_that_the_office_assigned_stays_while_the_text_says_the_same(
    task: Task, next_version: NextVersion, reviewer: User, bureau: Unit, other_bureau: Unit, at: datetime
) -> None:
    third = make_unit("third", "第三司")
    actions.assign_lead(task, lead=third, reason="分工", by=reviewer, at=at)
    version = next_version()
    make_measure(version, 1, "建储备库", [bureau, other_bureau])
    make_measure(version, 2, "统一标准", [bureau])
    actions.open_tasks(version, by=reviewer, at=at)
    assert fresh(task).lead == third
    assert Task.objects.get(title="统一标准").lead == bureau


def test_units_the_new_text_adds_cooperate_and_answers_already_given_stay(
    task: Task, next_version: NextVersion, reviewer: User, helper: User, bureau: Unit, other_bureau: Unit, at: datetime
) -> None:
    actions.confirm_cooperation(task.cooperations.get(), answer="提供名册", by=helper, at=at)
    third = make_unit("third", "第三司")
    version = next_version()
    make_measure(version, 1, "建储备库", [bureau, other_bureau, third])
    actions.open_tasks(version, by=reviewer, at=at)
    found = task.cooperations.order_by("order").values_list("unit__name", "answer")
    assert list(found) == [("社会救助司", "提供名册"), ("第三司", "")]


def test_a_closed_task_goes_on_as_closed_and_is_not_opened_again(
    task: Task, next_version: NextVersion, reviewer: User, bureau: Unit, at: datetime
) -> None:
    Task.objects.filter(pk=task.pk).update(state="closed", closed_at=at)
    version = next_version()
    make_measure(version, 1, "建储备库", [bureau])
    assert actions.open_tasks(version, by=reviewer, at=at) == 0
    assert (fresh(task).state, fresh(task).version_of_plan) == ("closed", version)


def test_a_closed_task_whose_measure_is_gone_stays_closed(
    task: Task, next_version: NextVersion, reviewer: User, bureau: Unit, at: datetime
) -> None:
    Task.objects.filter(pk=task.pk).update(state="closed", closed_at=at)
    version = next_version()
    make_measure(version, 9, "另一件事", [bureau])
    actions.open_tasks(version, by=reviewer, at=at)
    assert fresh(task).state == "closed"


def test_two_duties_under_one_clause_each_find_their_own(
    version: PlanVersion, preparer: User, reviewer: User, at: datetime
) -> None:
    clause = version.measures.get(title="季度通报").clause
    version.measures.create(
        version=version, clause=clause, kind="duty", order=4, title="年度考核", char_start=0, char_end=1
    )
    actions.open_tasks(version, by=reviewer, at=at)
    first, second = Task.objects.get(title="季度通报"), Task.objects.get(title="年度考核")
    PlanVersion.objects.filter(pk=version.pk).update(state=PlanVersion.State.SUPERSEDED)
    new = make_version(preparer, reviewer, at, number=2, plan=version.plan)
    again = make_measure(new, 3, "季度通报", [], kind="duty")
    new.measures.create(
        version=new, clause=again.clause, kind="duty", order=4, title="年度考核", char_start=0, char_end=1
    )
    assert actions.open_tasks(new, by=reviewer, at=at) == 0
    assert (fresh(first).measure.order, fresh(second).measure.order) == (3, 4)


def test_assigning_a_lead_is_told_to_the_bureau_that_was_editing(
    task: Task, clerk: User, reviewer: User, bureau: Unit, at: datetime
) -> None:
    third = make_unit("third", "第三司")
    actions.assign_lead(task, lead=third, reason="分工", by=reviewer, at=at)
    actions.assign_lead(task, lead=bureau, reason="改回", by=reviewer, at=at)
    with pytest.raises(Stale, match="reviewer"):
        actions.file_steps(task, steps=STEPS, seen=1, by=clerk, at=at)


def test_the_lead_is_judged_as_it_stands_and_not_as_the_page_saw_it(
    task: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    seen = Task.objects.select_related("lead").get(pk=task.pk)
    actions.assign_lead(task, lead=make_unit("third", "第三司"), reason="分工", by=reviewer, at=at)
    with pytest.raises(NotAllowed):
        actions.file_steps(seen, steps=STEPS, seen=1, by=clerk, at=at)


def test_assigning_needs_a_reason_and_another_unit(task: Task, reviewer: User, bureau: Unit, at: datetime) -> None:
    with pytest.raises(refusals.Unsaid, match="依据"):
        actions.assign_lead(task, lead=make_unit("third", "第三司"), reason=" ", by=reviewer, at=at)
    with pytest.raises(opening.AlreadyLeads, match="救灾司"):
        actions.assign_lead(task, lead=bureau, reason="分工", by=reviewer, at=at)
