"""A new version of a text: each task follows its words, and only then its place."""

from datetime import datetime

import pytest

from luoxiao.core import trail
from luoxiao.organisations.models import Unit, User
from luoxiao.plan import actions as plans
from luoxiao.plan.models import Plan
from luoxiao.supervision import actions
from luoxiao.supervision.models import Task

pytestmark = pytest.mark.django_db

HEAD = "演练方案\n一、任务\n"
STORE, STANDARD, CLASS = "建设储备库。(救灾司)\n", "统一低保标准。(社会救助司)\n", "举办培训班。(救灾司)\n"


def text(*measures: str) -> str:
    return HEAD + "".join(f"{number}.{words}" for number, words in enumerate(measures, 1))


@pytest.fixture
def put_in_force(preparer: User, reviewer: User, bureau: Unit, other_bureau: Unit, at: datetime) -> object:
    """Propose a text as the next version of the plan and adopt it; the tasks in force by title."""

    def do(said: str) -> dict[str, Task]:
        version = plans.propose(
            said, title="演练方案", area=None, file=None, is_restated=False, by=preparer, at=at, of=Plan.objects.first()
        )
        actions.adopt(version, by=reviewer, at=at)
        return {task.title: task for task in Task.objects.in_force().order_by("id")}

    return do


def test_an_inserted_measure_takes_nobodys_task(put_in_force: object) -> None:
    before = put_in_force(text(STORE, STANDARD))  # type: ignore[operator]
    after = put_in_force(text(STORE, CLASS, STANDARD))  # type: ignore[operator]
    assert {title: task.pk for title, task in after.items() if title in before} == {
        title: task.pk for title, task in before.items()
    }
    assert [after[title].clause_path for title in ("建设储备库", "举办培训班", "统一低保标准")] == [
        "一/1",
        "一/2",
        "一/3",
    ]
    assert after["举办培训班"].pk not in {task.pk for task in before.values()}


def test_measures_that_change_places_keep_their_tasks(put_in_force: object) -> None:
    before = put_in_force(text(STORE, STANDARD))  # type: ignore[operator]
    after = put_in_force(text(STANDARD, STORE))  # type: ignore[operator]
    assert {title: task.pk for title, task in after.items()} == {title: task.pk for title, task in before.items()}
    moved = trail.history(after["建设储备库"]).get(action="task.carry-over")
    assert (moved.before["clause"], moved.after["clause"]) == ("一1", "一2")


def test_a_reworded_measure_in_the_same_place_keeps_its_task(put_in_force: object) -> None:
    before = put_in_force(text(STORE, STANDARD))  # type: ignore[operator]
    after = put_in_force(text("新建两个储备库。(救灾司)\n", STANDARD))  # type: ignore[operator]
    assert after["新建两个储备库"].pk == before["建设储备库"].pk


def test_a_dropped_measure_is_withdrawn_though_another_stands_in_its_place(put_in_force: object) -> None:
    before = put_in_force(text(STORE, STANDARD))  # type: ignore[operator]
    after = put_in_force(text(STANDARD))  # type: ignore[operator]
    assert after["统一低保标准"].pk == before["统一低保标准"].pk
    assert Task.objects.get(pk=before["建设储备库"].pk).state == Task.State.WITHDRAWN
