"""Which moves a person may make now on the way of an item: beside `permits`, for what has no permission of its own.

The actions themselves refuse; this says beforehand what they would do, and a test holds the two together.
"""

from collections.abc import Sequence
from enum import StrEnum

from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import may_supervise
from luoxiao.supervision.actions.handing_down import NEXT
from luoxiao.supervision.models import Adjustment, Extension, Referral, Task


class Move(StrEnum):
    """A move of the lead or of who supervises."""

    ASSIGN = "assign"
    RECEIVE = "receive"
    ASK_EXTENSION = "ask-extension"
    DECIDE_EXTENSION = "decide-extension"
    ASK_REFERRAL = "ask-referral"
    DECIDE_REFERRAL = "decide-referral"
    PAUSE = "pause"
    RESUME = "resume"
    HAND_DOWN = "hand-down"
    PROPOSE_ADJUSTMENT = "propose-adjustment"
    DECIDE_ADJUSTMENT = "decide-adjustment"


AT_WORK = (Task.State.OPEN, Task.State.RUNNING)


def moves(
    task: Task,
    user: User,
    *,
    extensions: Sequence[Extension],
    referrals: Sequence[Referral],
    adjustments: Sequence[Adjustment],
) -> frozenset[Move]:
    """Given what was asked of it so far. No queries, where the task was read with its lead and parent."""
    if task.of_room_above or task.state in (Task.State.CLOSED, Task.State.WITHDRAWN):
        return frozenset()
    found: set[Move] = set()
    if task.lead_id is not None and task.lead_id == user.unit_id and user.may(Permission.REPORT_PROGRESS):
        found |= _of_lead(task, user, _waits(extensions), _waits(referrals))
    if may_supervise(task, user, Permission.OPEN_ITEM):
        found |= _BY_STATE.get(task.state, set())
        found |= _decisions(user, (extensions, referrals, adjustments))
    return frozenset(found)


_BY_STATE = {
    Task.State.REGISTERED.value: {Move.ASSIGN},
    Task.State.RUNNING.value: {Move.PAUSE},
    Task.State.PAUSED.value: {Move.RESUME},
}


def _of_lead(task: Task, user: User, extending: bool, referring: bool) -> set[Move]:
    at_work, waits = task.state in AT_WORK, task.state == Task.State.ASSIGNED
    below = task.lead is not None and task.lead.kind in NEXT and user.may(Permission.HAND_DOWN)
    may = {
        Move.RECEIVE: waits,
        Move.ASK_EXTENSION: at_work and task.due is not None and not extending,
        Move.ASK_REFERRAL: (at_work or waits) and not referring,
        Move.HAND_DOWN: at_work and below,
        Move.PROPOSE_ADJUSTMENT: at_work,
    }
    return {move for move, allowed in may.items() if allowed}


def _waits(asked: Sequence[Extension | Referral]) -> bool:
    return any(each.state == "asked" for each in asked)


def _decisions(user: User, asked: Sequence[Sequence[Extension | Referral | Adjustment]]) -> set[Move]:
    """What another person asked and nobody has decided."""
    kinds = (Move.DECIDE_EXTENSION, Move.DECIDE_REFERRAL, Move.DECIDE_ADJUSTMENT)
    return {
        kind
        for kind, rows in zip(kinds, asked, strict=True)
        if any(row.state == "asked" and row.asked_by_id != user.pk for row in rows)
    }
