"""批量调整: another lead or another date for many items at once, for one reason; taken whole or refused whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import (
    NotReceived,
    locked,
    refresh_dates,
    refuse_ended,
    refuse_items,
    refuse_past,
)
from luoxiao.supervision.models import Task

MOST_CHANGES = 2000


@dataclass(frozen=True)
class TaskChange:
    """What becomes of one item: its lead and its date (None: as it is), and the version that was seen."""

    task: Task
    seen: int
    lead: Unit | None = None
    due: date | None = None

    @property
    def changes(self) -> bool:
        return bool((self.lead and self.lead.pk != self.task.lead_id) or (self.due and self.due != self.task.due))


class NothingToChange(Refusal):
    code = "nothing-to-change"
    sentence = _("所选事项的牵头单位和时限都与现在相同，没有改动。选事项，再填新的牵头单位或时限。")


class TooManyChanges(Refusal):
    code = "too-many-changes"
    sentence = _("一次要改 %(count)s 项，超过 %(most)s 项，没有改动。分几次办理。")


@transaction.atomic
def change_many(changes: Sequence[TaskChange], *, reason: str, by: User, at: datetime) -> int:
    """Change them all, or none; one trail line for each with the same reason. Returns how many were changed.

    Raises NothingToChange, TooManyChanges, Unsaid, UnitEnded, DuePast, NotReceived, FinishedElsewhere, TaskClosed,
    Stale.
    """
    role = by.acting(Permission.OPEN_ITEM)
    reason = said(_("依据"), reason, limit=300)
    wanted = [change for change in changes if change.changes]
    if not wanted:
        raise NothingToChange
    if len(wanted) > MOST_CHANGES:
        raise TooManyChanges(count=len(wanted), most=MOST_CHANGES)
    for change in sorted(
        wanted, key=lambda each: each.task.pk
    ):  # always in this order, so that two do not wait in a ring
        _change(change, reason=reason, by=by, at=at, role=role)
    return len(wanted)


def _change(change: TaskChange, *, reason: str, by: User, at: datetime, role: str) -> None:
    task = locked(change.task)
    refuse_items(task)
    claim(task, change.seen)
    before = {"lead": str(task.lead or ""), "due": str(task.due or "")}
    if change.lead and change.lead.pk != task.lead_id:
        _give(task, change.lead, at)
    if change.due and change.due != task.due:
        refuse_past(change.due, at)
        task.due = change.due
        refresh_dates(task)
    task.save(update_fields=["lead", "due", "next_due", "state", "assigned_at", "received_at", "received_by"])
    after = {"lead": str(task.lead or ""), "due": str(task.due or ""), "version": task.version}
    trail.record("task.change-many", by=by, at=at, role=role, subject=task, before=before, after=after, reason=reason)


def _give(task: Task, lead: Unit, at: datetime) -> None:
    """An item that runs is received anew; who leads does not cooperate."""
    if task.state == Task.State.REGISTERED:
        raise NotReceived(task=task.title, state=task.get_state_display())
    refuse_ended(lead, at)
    task.lead = lead
    if not task.of_plan and task.state == Task.State.RUNNING:
        task.state, task.assigned_at, task.received_at, task.received_by = Task.State.ASSIGNED, at, None, None
    task.cooperations.filter(unit=lead).delete()
