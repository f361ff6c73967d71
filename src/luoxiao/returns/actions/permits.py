"""What a person may do with a return or a call now, and which rule lets or does not let them.

The actions themselves refuse; this says beforehand what they would do, and a test holds the two together.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.returns.models import Call, Return

Against = tuple[str, dict[str, object]]
State = Return.State


class Step(StrEnum):
    """A step of a return."""

    FILL = "fill"
    SEND = "send"  # hand in what the web form holds
    UPLOAD = "upload"  # hand in a workbook, also in place of one that waits to be signed
    CERTIFY = "certify"  # or decline
    APPROVE = "approve"  # or send back
    ACCEPT = "accept"
    UNLOCK = "unlock"


class CallStep(StrEnum):
    """A step of a call."""

    EDIT = "edit"
    OPEN = "open"
    CLOSE = "close"
    WITHDRAW = "withdraw"


PERMISSIONS = {
    Step.FILL: Permission.FILL_RETURN,
    Step.SEND: Permission.FILL_RETURN,
    Step.UPLOAD: Permission.FILL_RETURN,
    Step.CERTIFY: Permission.CERTIFY_RETURN,
    Step.APPROVE: Permission.REVIEW_RETURN,
    Step.ACCEPT: Permission.ACCEPT_RETURN,
    Step.UNLOCK: Permission.ACCEPT_RETURN,
}


@dataclass(frozen=True)
class Permit:
    """A step, whether it may be taken, and the code and parameters of the rule that decides (wording.permit)."""

    step: Step | CallStep
    permission: Permission
    allowed: bool
    rule: str
    params: dict[str, object]


def permits(filed: Return, user: User, *, at: datetime) -> dict[Step, Permit]:
    """For each step of a return that was found with `whole()`. No queries beyond the person's roles."""
    filling = _unless_of_unit(filed, user) or _if_out_of_time(filed, at)
    draft = _unless_in(filed, State.FILLING, State.SENT_BACK)
    against: dict[Step, Against | None] = {
        Step.FILL: filling or draft,
        Step.SEND: filling or draft,
        Step.UPLOAD: filling or _unless_in(filed, State.FILLING, State.SENT_BACK, State.CERTIFYING),
        Step.CERTIFY: filling or _unless_in(filed, State.CERTIFYING) or _if_own(filed, user),
        Step.APPROVE: _unless_in(filed, State.REVIEWING) or _unless_here(filed, user) or _if_involved(filed, user),
        Step.ACCEPT: _unless_in(filed, State.APPROVED) or _if_involved(filed, user),
        Step.UNLOCK: _unless_in(filed, State.APPROVED, State.ACCEPTED),
    }
    return {step: _permit(step, PERMISSIONS[step], user, rule) for step, rule in against.items()}


def call_permits(call: Call, user: User) -> dict[CallStep, Permit]:
    """For each step of a call found with its issuing bureau."""
    foreign = _unless_asking(call, user)
    draft = None if call.state == Call.State.DRAFT else _standing(call)
    against: dict[CallStep, Against | None] = {
        CallStep.EDIT: foreign or draft,
        CallStep.OPEN: foreign or draft,
        CallStep.CLOSE: foreign or (None if call.state == Call.State.OPEN else _standing(call)),
        CallStep.WITHDRAW: foreign or draft,
    }
    return {step: _permit(step, Permission.OPEN_CALL, user, rule) for step, rule in against.items()}


def _permit(step: Step | CallStep, permission: Permission, user: User, against: Against | None) -> Permit:
    role = user.role_for(permission)
    if role is None:
        return Permit(step, permission, False, "no-role", {})
    if against:
        return Permit(step, permission, False, *against)
    return Permit(step, permission, True, "in-role", {"role": role.name})


def _unless_of_unit(filed: Return, user: User) -> Against | None:
    own = user.unit_id == filed.unit_id
    return None if own else ("not-unit", {"unit": filed.unit, "own": user.unit_name or "—"})


def _if_out_of_time(filed: Return, at: datetime) -> Against | None:
    if at.date() < filed.call.opens_on:
        return "not-open-yet", {"date": filed.call.opens_on}
    closed = filed.call.state == Call.State.CLOSED and filed.first_certified_at is None
    return ("closed", {"bureau": filed.call.issued_by}) if closed else None


def _unless_in(filed: Return, *states: str) -> Against | None:
    return None if filed.state in states else ("other-state", {"state": filed.get_state_display()})


def _if_own(filed: Return, user: User) -> Against | None:
    return ("own-work", {}) if user.pk in filed.preparers else None


def _unless_here(filed: Return, user: User) -> Against | None:
    return None if filed.lies_with(user) else ("other-level", {"level": filed.get_level_display()})


def _if_involved(filed: Return, user: User) -> Against | None:
    return _if_own(filed, user) or (("certified-it", {}) if filed.certified_by_id == user.pk else None)


def _unless_asking(call: Call, user: User) -> Against | None:
    for_all = user.scope_of(Permission.OPEN_CALL) is Scope.ALL
    return None if for_all or user.unit_id == call.issued_by_id else ("not-issuer", {"bureau": call.issued_by})


def _standing(call: Call) -> Against:
    return "call-state", {"state": call.get_state_display()}
