"""Which step of a task a person may take now, and which rule lets or does not let them.

The actions themselves refuse; this says beforehand what they would do, and a test holds the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import from_above
from luoxiao.supervision.models import ClosureRequest, Cooperation, ProgressReport, Task
from luoxiao.supervision.models.tasks import WAITING

SUPERVISED = (Permission.REVIEW_PROGRESS, Permission.CLOSE_TASK)  # the level above does it for what it handed down
Rule = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Permit:
    """A step, whether it may be taken, and the code and parameters of the rule that decides (wording.permit)."""

    permission: Permission
    allowed: bool
    rule: str
    params: dict[str, object]


def permits(
    task: Task,
    user: User,
    *,
    reports: Sequence[ProgressReport],
    cooperations: Sequence[Cooperation],
    closures: Sequence[ClosureRequest],
    open_parts: int = 0,
) -> dict[Permission, Permit]:
    """For each step of the task, given its reports, cooperating units and requests to close, and how many of its parts
    below are still open. No queries where it was read with its parent.
    """
    sent = [report for report in reports if report.state == ProgressReport.State.SENT]
    asked = [closure for closure in closures if closure.state == ClosureRequest.State.ASKED]
    lead, ended, still = _unless_leading(task, user), _if_ended(task), _if_still(task)
    above = _if_of_room_above(task)
    against: dict[Permission, Rule | None] = {
        Permission.FILE_STEPS: lead or ended or above or _if_item(task) or still,
        Permission.REPORT_PROGRESS: lead or ended or still or _unless_filed(task),
        Permission.ASK_CLOSURE: lead
        or ended
        or above
        or still
        or _unless_filed(task)
        or _unless_finished(task, sent, open_parts),
        Permission.CONFIRM_COOPERATION: _unless_helping(cooperations, user) or ended,
        Permission.REVIEW_PROGRESS: ended or _unless_waiting("report", [report.sent_by_id for report in sent], user),
        Permission.CLOSE_TASK: ended or _unless_waiting("closure", [closure.asked_by_id for closure in asked], user),
    }
    return {permission: _permit(permission, task, user, rule) for permission, rule in against.items()}


def _permit(permission: Permission, task: Task, user: User, against: Rule | None) -> Permit:
    from_level_above = permission in SUPERVISED and from_above(task, user)
    role = user.role_for(Permission.HAND_DOWN if from_level_above else permission)
    if role is None:
        return Permit(permission, False, "no-role", {})
    if against:
        return Permit(permission, False, *against)
    return Permit(permission, True, "in-role", {"role": role.name})


def _unless_leading(task: Task, user: User) -> Rule | None:
    if task.lead_id is None:
        return "no-lead", {}
    if task.lead_id != user.unit_id:
        return "not-lead", {"lead": task.lead, "unit": user.unit_name or "—"}
    return None


def _if_ended(task: Task) -> Rule | None:
    ended = task.state in (Task.State.CLOSED, Task.State.WITHDRAWN)
    return ("ended", {"state": task.get_state_display()}) if ended else None


def _if_still(task: Task) -> Rule | None:
    """Asked to be closed, resting, or not yet received."""
    if task.state in (Task.State.CLOSING, Task.State.PAUSED, *WAITING):
        return str(task.state), {}
    return None


def _if_of_room_above(task: Task) -> Rule | None:
    return ("item", {"origin": task.get_origin_display()}) if task.of_room_above else None


def _if_item(task: Task) -> Rule | None:
    return None if task.of_plan else ("no-steps-of-item", {})


def _unless_filed(task: Task) -> Rule | None:
    return None if task.steps_filed or not task.of_plan else ("nothing-filed", {})


def _unless_finished(task: Task, sent: Sequence[ProgressReport], open_parts: int) -> Rule | None:
    if left := task.steps_filed - task.steps_done:
        return "unfinished", {"count": left}
    if open_parts:
        return "parts-open", {"count": open_parts}
    return ("report-waiting", {}) if sent else None


def _unless_helping(cooperations: Sequence[Cooperation], user: User) -> Rule | None:
    own = next((row for row in cooperations if user.unit_id and row.unit_id == user.unit_id), None)
    if own is None:
        return "not-helping", {"unit": user.unit_name or "—"}
    return ("confirmed", {"unit": user.unit_name}) if own.confirmed_at else None


def _unless_waiting(what: str, senders: Sequence[int], user: User) -> Rule | None:
    if not senders:
        return f"no-{what}", {}
    return (f"own-{what}", {}) if all(sender == user.pk for sender in senders) else None
