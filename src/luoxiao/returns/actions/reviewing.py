"""审核 level by level, 采用 as a step of its own, and 解除锁定 where an accepted return turns out wrong."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission
from luoxiao.returns.actions.common import (
    SHORT,
    State,
    locked,
    refuse_not_here,
    refuse_own,
    refuse_unknown,
)
from luoxiao.returns.actions.facts import put
from luoxiao.returns.actions.signing import decide, give_back, pass_on
from luoxiao.returns.models import Decision, Return

REVIEWING, ACCEPTING, UNLOCKING = _("审核"), _("采用"), _("解除锁定")


class NoCells(Refusal):
    code = "no-cells"
    sentence = _("没有指明退回哪一项，没有退回。至少选一项，写明问题。")


class CertifiedIt(Refusal):
    code = "certified-it"
    sentence = _("这份报表由%(who)s审签，不能由本人%(what)s。请另一人办理。")


class NotLocked(Refusal):
    code = "not-locked"
    sentence = _("这份报表现在“%(state)s”，没有锁定，无须解除。")


@transaction.atomic
def approve(filed: Return, *, remark: str = "", seen: int, by: User, at: datetime) -> Decision:
    """Pass it on to the next level of its chain; after the last it waits to be accepted.

    Raises NotAllowed for whoever is not of the level where it lies, NotHere, OwnWork, CertifiedIt, Stale, TooLong.
    """
    filed, role = _to_review(filed, by)
    remark = added(_("审核意见"), remark, limit=SHORT)
    claim(filed, seen)
    decision = decide(filed, Decision.Kind.APPROVED, reason=remark, by=by, at=at)
    above = filed.levels[filed.levels.index(filed.level) + 1 :]
    pass_on(filed, above)
    filed.save(update_fields=["state", "level"])
    after = {"from": decision.level, "state": filed.state, "level": filed.level}
    trail.record("return.approve", by=by, at=at, role=role, subject=filed, after=after, reason=remark)
    return decision


@transaction.atomic
def send_back(filed: Return, *, reason: str, cells: Mapping[str, str], seen: int, by: User, at: datetime) -> Decision:
    """Back to the unit; `cells` names the lines and what is wrong with each.

    Raises as `approve`, and NoCells, UnknownLine, Unsaid for a reason or a remark that says nothing.
    """
    filed, role = _to_review(filed, by)
    reason = said(_("退回原因"), reason, limit=SHORT)
    if not cells:
        raise NoCells
    return _back(filed, Decision.Kind.SENT_BACK, reason, cells, seen=seen, by=by, at=at, role=role)


def _to_review(filed: Return, by: User) -> tuple[Return, str]:
    role, found = by.acting(Permission.REVIEW_RETURN), locked(filed)
    refuse_not_here(found, State.REVIEWING, REVIEWING)
    if not found.lies_with(by):
        raise NotAllowed(Permission.REVIEW_RETURN)
    _refuse_involved(found, by, REVIEWING)
    return found, role


def _refuse_involved(filed: Return, by: User, what: object) -> None:
    refuse_own(filed, by, what)
    if filed.certified_by_id == by.pk:
        raise CertifiedIt(who=by.full_name, what=what)


def _back(
    filed: Return, kind: str, reason: str, cells: Mapping[str, str], *, seen: int, by: User, at: datetime, role: str
) -> Decision:
    order = refuse_unknown(cells, filed)
    remarks = {code: said(_("%(line)s 的问题") % {"line": code}, cells[code], limit=SHORT) for code in cells}
    named = [{"code": code, "remark": remarks[code]} for code in order if code in remarks]
    claim(filed, seen)
    decision = decide(filed, kind, reason=reason, cells=named, by=by, at=at)
    before = {"state": filed.state, "level": filed.level}
    give_back(filed, [cell["code"] for cell in named])
    action = "return.unlock" if kind == Decision.Kind.UNLOCKED else "return.send-back"
    after = {"state": filed.state, "cells": remarks}
    trail.record(action, by=by, at=at, role=role, subject=filed, before=before, after=after, reason=reason)
    return decision


@transaction.atomic
def accept(filed: Return, *, seen: int, by: User, at: datetime) -> Decision:
    """Make its figures facts, once, in this transaction; rehearsal figures where the call is a rehearsal.

    Raises NotHere for one that is not approved or is accepted already, OwnWork, CertifiedIt, Stale, and whatever
    indicators.actions.put_figures raises.
    """
    role, filed = by.acting(Permission.ACCEPT_RETURN), locked(filed)
    refuse_not_here(filed, State.APPROVED, ACCEPTING)
    _refuse_involved(filed, by, ACCEPTING)
    claim(filed, seen)
    decision = decide(filed, Decision.Kind.ACCEPTED, by=by, at=at)
    filed.state, filed.accepted_by, filed.accepted_at = State.ACCEPTED, by, at
    filed.save(update_fields=["state", "accepted_by", "accepted_at"])
    submission = decision.submission
    written = put(filed, submission, by=by, at=at)
    after = {"receipt": submission.receipt, "figures": written, "rehearsal": filed.call.is_rehearsal}
    trail.record("return.accept", by=by, at=at, role=role, subject=filed, after=after)
    return decision


@transaction.atomic
def unlock(
    filed: Return, *, reason: str, seen: int, by: User, at: datetime, cells: Mapping[str, str] | None = None
) -> Decision:
    """Open an approved or accepted return again. Its figures stand until it is accepted anew; then they are replaced.

    Raises NotLocked, Unsaid, TooLong, UnknownLine, Stale.
    """
    role, filed = by.acting(Permission.ACCEPT_RETURN), locked(filed)
    if filed.state not in (State.APPROVED, State.ACCEPTED):
        raise NotLocked(state=filed.get_state_display())
    reason = said(_("解除锁定的原因"), reason, limit=SHORT)
    return _back(filed, Decision.Kind.UNLOCKED, reason, cells or {}, seen=seen, by=by, at=at, role=role)
