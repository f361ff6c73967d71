"""退回、转办: the lead unit says that another should answer, or that it is not its business; another person decides."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import AlreadyLeads, led, refuse_ended, refuse_items, refuse_unless_at_work
from luoxiao.supervision.actions.deciding import LONGEST_REASON, decide, refuse_waiting, to_decide
from luoxiao.supervision.models import Referral, Task


@transaction.atomic
def ask_referral(task: Task, *, to: Unit | None, reason: str, seen: int, by: User, at: datetime) -> Referral:
    """转办 to another unit, or 退回 (None). An item may be sent back before it is received.

    Raises AlreadyLeads, UnitEnded, AskedBefore, Stale, Unsaid and what keeps an item still.
    """
    task, role = led(task, by, Permission.REPORT_PROGRESS)
    assert task.lead is not None, "only its lead asks"
    refuse_items(task)
    refuse_unless_at_work(task, also=(Task.State.ASSIGNED,))
    if to is not None:
        _refuse_unit(task, to, at)
    refuse_waiting(task.referrals.filter(state=Referral.State.ASKED).select_related("asked_by").first())
    reason = said(_("原因"), reason, limit=LONGEST_REASON)
    claim(task, seen)
    asked = Referral.objects.create(task=task, from_unit=task.lead, to_unit=to, reason=reason, asked_by=by, asked_at=at)
    after = {"to": str(to or ""), "version": task.version}
    trail.record("task.ask-referral", by=by, at=at, role=role, subject=task, after=after, reason=reason)
    return asked


def _refuse_unit(task: Task, to: Unit, at: datetime) -> None:
    if to.pk == task.lead_id:
        raise AlreadyLeads(task=task.title, lead=to)
    refuse_ended(to, at)


@transaction.atomic
def decide_referral(asked: Referral, *, grant: bool, reason: str, by: User, at: datetime) -> None:
    """Grant: the other unit is to receive it, or, sent back, nobody has it.

    Raises DecideOwn, DecidedBefore, UnitEnded, Unsaid.
    """
    asked, task, role = to_decide(asked, by)
    reason = decide(asked, grant=grant, reason=reason, by=by, at=at)
    before = {"lead": str(task.lead or "")}
    if grant:
        _move(task, asked.to_unit, at)
    task.version += 1
    task.save(update_fields=["lead", "state", "assigned_at", "received_at", "received_by", "version"])
    action = "task.refer" if grant else "task.refuse-referral"
    after = {"lead": str(task.lead or ""), "version": task.version}
    trail.record(action, by=by, at=at, role=role, subject=task, before=before, after=after, reason=reason)


def _move(task: Task, to: Unit | None, at: datetime) -> None:
    """To a unit that may have ended while the request waited: raises UnitEnded."""
    if to is not None:
        refuse_ended(to, at)
        task.cooperations.filter(unit=to).delete()
    task.lead = to
    if not task.of_plan:
        task.state = Task.State.ASSIGNED if to else Task.State.REGISTERED
        task.assigned_at = at if to else None
        task.received_at = task.received_by = None
