"""What the contestants of test_races do, each in a process of its own."""

from luoxiao.core import clock
from luoxiao.organisations.models import User
from luoxiao.plan import actions
from luoxiao.plan.models import Clause, Plan, PlanVersion
from luoxiao.supervision import actions as supervision
from luoxiao.supervision.models import Task
from tests.conftest import make_user
from tests.plan import sample


def make_people(number: int) -> None:
    """Several people of the office, and the one who imports."""
    for name in ("importer", *(f"person{n}" for n in range(number))):
        make_user(name, "office")


def import_version() -> int:
    return sample.propose(User.objects.get(username="importer"), clock.now()).pk


def propose(person: int) -> int:
    """Import the same text as everybody else."""
    return sample.propose(User.objects.get(username=f"person{person}"), clock.now()).number


def propose_next(person: int) -> int:
    """Import a text of one's own as the next version of the only plan."""
    by, text = User.objects.get(username=f"person{person}"), sample.TEXT.replace("二处", f"{person + 3}处")
    return sample.propose(by, clock.now(), text, of=Plan.objects.get()).number


def adopt(person: int, version: int) -> int:
    by = User.objects.get(username=f"person{person}")
    return supervision.adopt(PlanVersion.objects.get(pk=version), by=by, at=clock.now())


def withdraw(person: int, version: int) -> str:
    by = User.objects.get(username=f"person{person}")
    return actions.withdraw(PlanVersion.objects.get(pk=version), reason="导错了", by=by, at=clock.now()).state


def counts() -> list[int]:
    """Plans, versions, clauses, tasks."""
    return [kind._default_manager.count() for kind in (Plan, PlanVersion, Clause, Task)]


def state(version: int) -> str:
    return PlanVersion.objects.get(pk=version).state
