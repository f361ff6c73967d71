"""What happened to a task while somebody had a form of it open, so that the second of two loses nothing."""

from itertools import takewhile

from django.http import HttpRequest

from luoxiao.core import trail
from luoxiao.core.models import TrailEvent
from luoxiao.desk.locks import person
from luoxiao.desk.reading import number
from luoxiao.supervision.models import Task

CHANGES = 50  # lines that are listed
WITH = ("lead", "measure__clause__version")
MOVES = ("task.assign", "task.carry-over", "task.refer")


def seen(request: HttpRequest) -> int:
    """The version of the task the form was opened at; an unreadable one is older than any."""
    return number(request.POST.get("seen")) or 0


def since_version(task: Task, seen: int) -> list[TrailEvent]:
    """What happened to the task after the version that the form was opened at, newest first."""
    lines = trail.history(task).filter(result=TrailEvent.Result.DONE)[:CHANGES]
    return list(takewhile(lambda line: line.after.get("version") != seen, lines))


def since_line(request: HttpRequest, task: Task) -> list[TrailEvent]:
    """What happened to the task after the newest line that stood on the page, newest first."""
    newest = number(request.POST.get("line"))
    if not newest:
        return []
    return list(trail.history(task).filter(result=TrailEvent.Result.DONE, pk__gt=newest)[:CHANGES])


def moved(request: HttpRequest, pk: int) -> Task | None:
    """The task, when another lead took the place of this person's unit, then the lead, while the form was open.

    They may no longer see the task, but what they typed is theirs and is not lost.
    """
    user, opened_at = person(request), seen(request)
    if request.method != "POST" or user.unit is None or not opened_at:
        return None
    task = Task.objects.select_related(*WITH).filter(pk=pk).exclude(lead=user.unit).first()
    moves = reversed(trail.history(task).filter(action__in=MOVES)[:CHANGES]) if task else ()
    first = next((line for line in moves if line.after.get("version", 0) > opened_at), None)
    return task if first and first.before.get("lead") == str(user.unit) else None
