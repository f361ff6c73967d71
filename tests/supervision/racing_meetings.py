"""What contestants do in the races of meetings and problems; each runs in a process of its own."""

from datetime import datetime, timedelta

from luoxiao.organisations.models import User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import DecisionDraft, ProblemDraft
from luoxiao.supervision.models import Meeting, Problem, Task
from tests.conftest import BEIJING, make_unit, make_user
from tests.supervision.conference import held

AT = datetime(2012, 10, 15, 10, tzinfo=BEIJING)
HELD = AT + timedelta(days=10)


def make_meeting(people: int) -> int:
    """So many of the office, who belong to a unit, and a meeting that was held."""
    unit = make_unit("relief", "救灾司")
    users = [make_user(f"user{n}", "office", unit=unit) for n in range(people)]
    return held(users[0], AT, unit).pk


def decide(n: int, meeting: int, seen: int) -> int:
    """Decide a point on a page opened at the version `seen`; its order."""
    user = User.objects.select_related("unit").get(username=f"user{n}")
    draft = DecisionDraft(f"第{n}人定的", user.unit, (HELD + timedelta(days=60)).date())
    return actions.decide(Meeting.objects.get(pk=meeting), draft=draft, seen=seen, by=user, at=HELD).order


def raise_problem(n: int) -> str:
    """Raise a problem; its number."""
    user = User.objects.select_related("unit").get(username=f"user{n}")
    return actions.raise_problem(ProblemDraft("money", "缺口", "增拨", None), by=user, at=AT).number


def counts() -> list[int]:
    """Decided points, their items, problems."""
    return [sum(m.decisions.count() for m in Meeting.objects.all()), Task.objects.count(), Problem.objects.count()]


def version(meeting: int) -> int:
    return Meeting.objects.get(pk=meeting).version
