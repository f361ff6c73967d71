"""What the contestants of test_races do, each in a process of its own."""

from datetime import timedelta

from luoxiao.core import clock
from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import User
from luoxiao.supervision import actions
from luoxiao.supervision.models import ClosureRequest, Extension, Task
from tests.conftest import make_unit, make_user
from tests.supervision.items import give, register_note


def stage() -> list[int]:
    """An item whose lead asked for more time and then to close it: the ids of item, extension and request."""
    bureau = make_unit("relief", "救灾司")
    clerk, office = make_user("clerk", "bureau", unit=bureau), make_user("first", "office")
    make_user("second", "office")
    task = give(register_note(office, clock.now()), bureau, clerk, office, clock.now())
    later = clock.today() + timedelta(days=90)
    said = {"by": clerk, "at": clock.now()}
    extension = actions.ask_extension(task, due=later, reason="大雪", seen=task.version, **said)  # type: ignore[arg-type]
    task.refresh_from_db()
    asked = actions.ask_closure(task, statement="已办", seen=task.version, **said)  # type: ignore[arg-type]
    return [task.pk, extension.pk, asked.pk]


def person(name: str) -> User:
    return User.objects.get(username=name)


def close(name: str, asked: int) -> None:
    actions.close(ClosureRequest.objects.get(pk=asked), by=person(name), at=clock.now())


def send_back(name: str, asked: int) -> None:
    actions.send_back(ClosureRequest.objects.get(pk=asked), reason="缺佐证", by=person(name), at=clock.now())


def extend(name: str, extension: int, grant: bool) -> None:
    asked = Extension.objects.get(pk=extension)
    actions.decide_extension(asked, grant=grant, reason="按此办理", by=person(name), at=clock.now())


def standing(task: int) -> list[object]:
    """State of the item, states of its requests, how often it was closed, sent back, extended and refused."""
    found = Task.objects.get(pk=task)
    lines = TrailEvent.objects.values_list("action", flat=True)
    wanted = ("task.close", "task.send-back", "task.extend", "task.refuse-extension")
    counts = [lines.filter(action=action).count() for action in wanted]
    return [found.state, found.closure_requests.get().state, found.extensions.get().state, *counts]
