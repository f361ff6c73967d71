"""审签: another person of the unit signs what was handed in, or declines with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns.actions.common import (
    SHORT,
    State,
    of_own_unit,
    refuse_not_here,
    refuse_out_of_time,
    refuse_own,
)
from luoxiao.returns.models import Decision, Level, Return

SIGNING = _("审签")


@transaction.atomic
def certify(filed: Return, *, seen: int, by: User, at: datetime) -> Decision:
    """Sign for the unit: it goes to the first level of its chain, or where there is none waits to be accepted.

    Raises OwnWork, NotHere, CallClosed, Stale where another version was handed in meanwhile.
    """
    filed, role = of_own_unit(filed, by, Permission.CERTIFY_RETURN)
    refuse_out_of_time(filed, at)
    _refuse_signing(filed, by)
    claim(filed, seen)
    decision = decide(filed, Decision.Kind.CERTIFIED, by=by, at=at)
    filed.certified_by, filed.certified_at = by, at
    filed.first_certified_at = filed.first_certified_at or at
    pass_on(filed, filed.levels)
    filed.save(update_fields=["state", "level", "certified_by", "certified_at", "first_certified_at"])
    after = {"state": filed.state, "level": filed.level, "receipt": decision.submission.receipt}
    trail.record("return.certify", by=by, at=at, role=role, subject=filed, after=after)
    return decision


@transaction.atomic
def decline(filed: Return, *, reason: str, seen: int, by: User, at: datetime) -> Decision:
    """Do not sign: it goes back to whoever filled it, with the reason. Raises as `certify`, Unsaid, TooLong."""
    filed, role = of_own_unit(filed, by, Permission.CERTIFY_RETURN)
    _refuse_signing(filed, by)
    reason = said(_("不予审签的原因"), reason, limit=SHORT)
    claim(filed, seen)
    decision = decide(filed, Decision.Kind.DECLINED, reason=reason, by=by, at=at)
    give_back(filed, [])
    trail.record("return.decline", by=by, at=at, role=role, subject=filed, reason=reason)
    return decision


def _refuse_signing(filed: Return, by: User) -> None:
    refuse_not_here(filed, State.CERTIFYING, SIGNING)
    refuse_own(filed, by, SIGNING)


def pass_on(filed: Return, levels: list[str]) -> None:
    """Lay it before the first of these levels; where there is none, it is approved. The caller saves."""
    if levels:
        filed.state, filed.level = State.REVIEWING, levels[0]
    else:
        filed.state, filed.level = State.APPROVED, Level.OFFICE


def give_back(filed: Return, marked: list[str]) -> None:
    """Back to the unit, with the lines that were named; whoever typed in it does not sign it the next time either."""
    filed.state, filed.level, filed.marked = State.SENT_BACK, Level.COUNTY, marked
    filed.accepted_by, filed.accepted_at = None, None
    filed.save(update_fields=["state", "level", "marked", "accepted_by", "accepted_at"])


def decide(
    filed: Return,
    kind: str,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    cells: list[dict[str, str]] | None = None,
) -> Decision:
    """Put a decision on record at the level where the return lies, over what was handed in last."""
    return Decision.objects.create(
        filed=filed,
        submission=filed.submissions.latest("number"),
        kind=kind,
        level=filed.level,
        reason=reason,
        cells=cells or [],
        by=by,
        at=at,
    )
