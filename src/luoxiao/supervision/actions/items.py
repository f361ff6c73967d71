"""Items: tasks that a room above opens for a thing of its own, such as a stage of a project, and leads to their end.

None of these asks for a permission: the action that calls them has proved its own, holds the lock of the thing, and
passes the role it acted in, so that both lines of the trail name the same. Everything happens in its transaction.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import said
from luoxiao.organisations.models import Region, Unit, User
from luoxiao.supervision.actions.common import locked, refresh_dates
from luoxiao.supervision.models import Task

LONGEST_TITLE, LONGEST_RESULT, LONGEST_REASON = 120, 200, 300  # characters


@transaction.atomic
def open_item(
    *,
    origin: str,
    title: str,
    lead: Unit,
    due: date | None,
    clause_path: str,
    place: Region | None,
    about_kind: str,
    about: int,
    by: User,
    at: datetime,
    role: str,
    is_rehearsal: bool = False,
) -> Task:
    """Owe a thing of a room above: by this unit, until this day (None: no deadline), for this clause, at this place.

    It runs from the start: nobody asks for steps. Raises Unsaid, TooLong; IntegrityError where the thing has a task in
    force, which is a mistake of the caller, who holds its lock (`items_about` says which have one).
    """
    assert origin != Task.Origin.PLAN, "tasks of a plan are opened by its adoption"
    task = Task.objects.create(
        origin=Task.Origin(origin),
        title=said(_("事项"), title, limit=LONGEST_TITLE),
        lead=lead,
        due=due,
        next_due=due,
        clause_path=clause_path,
        place=place,
        about_kind=about_kind,
        about=about,
        state=Task.State.RUNNING,
        is_rehearsal=is_rehearsal,
        opened_at=at,
    )
    after = {"about": f"{about_kind} {about}", "clause": task.cite, "lead": str(lead), "due": str(due or "")}
    trail.record("task.open", by=by, at=at, role=role, subject=task, after=after | {"version": task.version})
    return task


@transaction.atomic
def close_item(task: Task, *, by: User, at: datetime, role: str, result: str) -> None:
    """The thing is done, with this result (one sentence, 200 characters), which is also the latest news of it.

    Raises TaskClosed, Unsaid, TooLong.
    """
    task = _item(task)
    result = said(_("办理结果"), result, limit=LONGEST_RESULT)
    task.state, task.closed_at, task.latest_news, task.latest_news_at = Task.State.CLOSED, at, result, at
    refresh_dates(task)
    task.version += 1
    task.save(update_fields=["state", "closed_at", "latest_news", "latest_news_at", "next_due", "version"])
    after = {"state": task.state, "result": result, "version": task.version}
    trail.record("task.close", by=by, at=at, role=role, subject=task, after=after)


@transaction.atomic
def withdraw_item(task: Task, *, reason: str, by: User, at: datetime, role: str) -> None:
    """The thing will not be done: off the lists; it may be opened anew. Raises TaskClosed, Unsaid, TooLong."""
    task = _item(task)
    reason = said(_("撤销原因"), reason, limit=LONGEST_REASON)
    task.state, task.version = Task.State.WITHDRAWN, task.version + 1
    task.save(update_fields=["state", "version"])
    after = {"state": task.state, "version": task.version}
    trail.record("task.withdraw", by=by, at=at, role=role, subject=task, after=after, reason=reason)


def _item(task: Task) -> Task:
    """The item as it stands now, locked. Raises TaskClosed."""
    found = locked(task)
    assert not found.of_plan, "a task of a plan is closed by the office"
    return found


def items_about(kind: str, ids: Collection[int]) -> dict[int, Task]:
    """The task in force of each of these things that has one, by the id of the thing; one query."""
    found = Task.objects.standing_for(kind, ids).select_related("lead").order_by("id")
    return {task.about: task for task in found if task.about is not None}
