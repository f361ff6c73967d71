"""延期: the lead unit asks for a later day, with its reason; another person decides. Both days stay on record."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import led, refresh_dates, refuse_items, refuse_past, refuse_unless_at_work
from luoxiao.supervision.actions.deciding import LONGEST_REASON, decide, refuse_waiting, to_decide
from luoxiao.supervision.models import Extension, Task


class NoDue(Refusal):
    code = "no-due"
    sentence = _("“%(task)s”没有时限，不用延期。")


class NotLater(Refusal):
    code = "not-later"
    sentence = _("申请延到 %(asked)s，不晚于现在的时限 %(due)s，没有提出。填更晚的日期。")


@transaction.atomic
def ask_extension(task: Task, *, due: date, reason: str, seen: int, by: User, at: datetime) -> Extension:
    """Ask for a later day. Raises NoDue, NotLater, DuePast, AskedBefore, Stale and what keeps an item still."""
    task, role = led(task, by, Permission.REPORT_PROGRESS)
    refuse_items(task)
    refuse_unless_at_work(task)
    if task.due is None:
        raise NoDue(task=task.title)
    if due <= task.due:
        raise NotLater(asked=due, due=task.due)
    refuse_past(due, at)
    refuse_waiting(task.extensions.filter(state=Extension.State.ASKED).select_related("asked_by").first())
    reason = said(_("延期原因"), reason, limit=LONGEST_REASON)
    claim(task, seen)
    asked = Extension.objects.create(
        task=task, due_before=task.due, due_asked=due, reason=reason, asked_by=by, asked_at=at
    )
    after = {"due": str(due), "version": task.version}
    before = {"due": str(task.due)}
    trail.record("task.ask-extension", by=by, at=at, role=role, subject=task, before=before, after=after, reason=reason)
    return asked


@transaction.atomic
def decide_extension(asked: Extension, *, grant: bool, reason: str, by: User, at: datetime) -> None:
    """Grant: the day asked for is the item's; refuse, with a reason. Raises DecideOwn, DecidedBefore, TaskClosed."""
    asked, task, role = to_decide(asked, by)
    reason = decide(asked, grant=grant, reason=reason, by=by, at=at)
    before = {"due": str(task.due or "")}
    if grant:
        task.due = asked.due_asked
        refresh_dates(task)
    task.version += 1
    task.save(update_fields=["due", "next_due", "version"])
    action = "task.extend" if grant else "task.refuse-extension"
    after = {"due": str(task.due or ""), "version": task.version}
    trail.record(action, by=by, at=at, role=role, subject=task, before=before, after=after, reason=reason)
