"""What the lead asks and another person decides: more time, another unit, a change. All three are decided alike."""

from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from luoxiao.core.refusals import Refusal, added, said
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import locked, supervising
from luoxiao.supervision.models import Adjustment, Extension, Referral, Task

Asked = TypeVar("Asked", Extension, Referral, Adjustment)
LONGEST_REASON = 300  # characters


class DecideOwn(Refusal):
    code = "decide-own"
    sentence = _("这项申请由%(who)s提出，不能由本人决定。请另一人办理。")


class DecidedBefore(Refusal):
    code = "decided-before"
    sentence = _("这项申请已由%(who)s办理（%(state)s），没有再次办理。")


class AskedBefore(Refusal):
    code = "asked-before"
    sentence = _("%(who)s提出的申请还没有批复，没有重复申请。批复后再提出。")


def to_decide(asked: Asked, by: User) -> tuple[Asked, Task, str]:
    """What was asked with its task, both locked, and the role that decides. Raises as the refusals above say."""
    task = locked(asked.task)
    role = supervising(task, by, Permission.OPEN_ITEM)
    found = type(asked)._default_manager.select_for_update(of=("self",)).get(pk=asked.pk)
    if found.asked_by_id == by.pk:
        raise DecideOwn(who=by.full_name)
    if found.state != "asked":
        who = found.decided_by.full_name if found.decided_by else "—"
        raise DecidedBefore(who=who, state=found.get_state_display())
    return found, task, role


def decide(asked: Asked, *, grant: bool, reason: str, by: User, at: datetime) -> str:
    """Write the decision; a refusal has its reason. Returns the reason as kept. Raises Unsaid, TooLong."""
    label = _("批复意见")
    kept = (added if grant else said)(label, reason, limit=LONGEST_REASON)
    asked.state = "granted" if grant else "refused"
    asked.decided_by, asked.decided_at, asked.decision_reason = by, at, kept
    asked.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    return kept


def refuse_waiting(asked: Extension | Referral | Adjustment | None) -> None:
    """Raises AskedBefore while an earlier request waits."""
    if asked:
        raise AskedBefore(who=asked.asked_by.full_name)
