"""暂停、恢复: who supervises lets an item rest until a day to look again; days of rest are not late."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.periods import BEIJING
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import locked, refresh_dates, refuse_items, refuse_past, supervising
from luoxiao.supervision.models import Pause, Task


class NotRunning(Refusal):
    code = "not-running"
    sentence = _("“%(task)s”现在是“%(state)s”，没有暂停。办理中的才能暂停。")


class NotPaused(Refusal):
    code = "not-paused"
    sentence = _("“%(task)s”现在是“%(state)s”，没有暂停，不用恢复。")


class LookAgainPast(Refusal):
    code = "look-again-past"
    sentence = _("复看日填的是 %(day)s，不晚于今天，没有暂停。填明天或以后。")


@transaction.atomic
def pause(task: Task, *, look_again: date, reason: str, seen: int, by: User, at: datetime) -> Pause:
    """Let a running item rest until the day to look again. Raises NotRunning, LookAgainPast, Stale, Unsaid."""
    task = locked(task)
    role = supervising(task, by, Permission.OPEN_ITEM)
    refuse_items(task)
    today = at.astimezone(BEIJING).date()
    if task.state != Task.State.RUNNING:
        raise NotRunning(task=task.title, state=task.get_state_display())
    if look_again <= today:
        raise LookAgainPast(day=look_again)
    reason = said(_("暂停原因"), reason, limit=300)
    claim(task, seen)
    made = Pause.objects.create(task=task, since=today, look_again=look_again, reason=reason, by=by, at=at)
    task.state = Task.State.PAUSED
    refresh_dates(task)
    task.save(update_fields=["state", "next_due"])
    after = {"look_again": str(look_again), "version": task.version}
    trail.record("task.pause", by=by, at=at, role=role, subject=task, after=after, reason=reason)
    return made


@transaction.atomic
def resume(task: Task, *, due: date | None, seen: int, by: User, at: datetime) -> Task:
    """It runs again, with this as its own date (None: as before), today at the earliest. Raises NotPaused, DuePast."""
    task = locked(task)
    role = supervising(task, by, Permission.OPEN_ITEM)
    if task.state != Task.State.PAUSED:
        raise NotPaused(task=task.title, state=task.get_state_display())
    refuse_past(due, at)
    claim(task, seen)
    running = Pause.objects.filter(task=task, ended_on=None)
    running.update(ended_on=at.astimezone(BEIJING).date(), ended_by=by)
    before = {"due": str(task.due or "")}
    task.state, task.due = Task.State.RUNNING, due or task.due
    refresh_dates(task)
    task.save(update_fields=["state", "due", "next_due"])
    after = {"due": str(task.due or ""), "version": task.version}
    trail.record("task.resume", by=by, at=at, role=role, subject=task, before=before, after=after)
    return task
