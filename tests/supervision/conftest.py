"""A small adopted plan with two measures and a duty, in our own wording."""

from datetime import date, datetime
from hashlib import sha256

import pytest

from luoxiao.organisations.models import Unit, User
from luoxiao.plan.models import Clause, ClauseUnit, Measure, Plan, PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.actions import StepDraft
from luoxiao.supervision.models import Task
from tests.conftest import make_user

TEXT = "演练方案\n四、任务\n1.建储备库。(救灾司、社会救助司)\n2.统一标准。(社会救助司)\n3.每季度通报。"


def make_version(
    preparer: User, reviewer: User, at: datetime, *, number: int = 1, plan: Plan | None = None
) -> PlanVersion:
    return PlanVersion.objects.create(
        plan=plan or Plan.objects.create(title="演练方案"),
        number=number,
        title="演练方案",
        text=TEXT,
        sha256=sha256(TEXT.encode()).hexdigest(),
        parser="test",
        state=PlanVersion.State.ADOPTED,
        imported_by=preparer,
        imported_at=at,
        adopted_by=reviewer,
        adopted_at=at,
    )


def make_measure(
    version: PlanVersion, order: int, title: str, units: list[Unit], *, due: date | None = None, kind: str = "measure"
) -> Measure:
    clause = Clause.objects.create(
        version=version,
        order=order,
        path=f"四/{order}",
        level=2,
        kind=Clause.Kind.ITEM,
        number=f"{order}.",
        heading=title,
        char_start=0,
        own_end=1,
        char_end=1,
    )
    for n, unit in enumerate(units):
        ClauseUnit.objects.create(
            clause=clause, order=n, printed=unit.name, unit=unit, is_lead=n == 0, char_start=0, char_end=1
        )
    return Measure.objects.create(
        version=version, clause=clause, kind=kind, order=order, title=title, due=due, char_start=0, char_end=1
    )


@pytest.fixture
def version(preparer: User, reviewer: User, bureau: Unit, other_bureau: Unit, at: datetime) -> PlanVersion:
    made = make_version(preparer, reviewer, at)
    make_measure(made, 1, "建储备库", [bureau, other_bureau], due=date(2012, 12, 31))
    make_measure(made, 2, "统一标准", [other_bureau])
    make_measure(made, 3, "季度通报", [], kind="duty")
    return made


@pytest.fixture
def task(version: PlanVersion, reviewer: User, at: datetime) -> Task:
    """Led by the clerk's bureau, helped by the stranger's, due at the end of 2012."""
    actions.open_tasks(version, by=reviewer, at=at)
    return Task.objects.get(title="建储备库")


@pytest.fixture
def helper(other_bureau: Unit) -> User:
    """Of the cooperating bureau."""
    return make_user("helper", "bureau", unit=other_bureau)


STEPS = (
    StepDraft("摸底", "张处长", date(2012, 10, 10), "底数清"),
    StepDraft("报方案", "李处长", date(2012, 11, 30), "方案报部"),
)


@pytest.fixture
def filed(task: Task, clerk: User, at: datetime) -> Task:
    """With two steps, the first of which is late by now."""
    actions.file_steps(task, steps=STEPS, seen=task.version, by=clerk, at=at)
    task.refresh_from_db()
    return task
