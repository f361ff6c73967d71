"""Roles. Each is given by one security administrator and confirmed by another person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.organisations.models import RoleGrant, User
from luoxiao.organisations.roles import ADMINISTRATORS, BY_CODE, Permission

LONGEST_REASON = 200  # characters


class AlreadyHeld(Refusal):
    code = "role-held"
    sentence = _("%(person)s已有角色“%(role)s”，没有重复授予。")


class TwoKeys(Refusal):
    code = "two-administrators"
    sentence = _("%(person)s已是%(held)s，三类管理员不能由一人兼任，没有授予“%(role)s”。先收回原角色，或另选一人。")


class OwnGrant(Refusal):
    code = "own-grant"
    sentence = _("这次授予由%(person)s经办，须由另一名安全管理员确认，且不能确认给自己的授予。")


class NotWaiting(Refusal):
    code = "grant-not-waiting"
    sentence = _("这次授予已于此前处理，没有再次办理。")


@transaction.atomic
def grant_role(user: User, *, role: str, by: User, at: datetime) -> RoleGrant:
    """Propose a role for a person; it is not in force until another administrator confirms it."""
    acting = by.acting(Permission.GRANT_ROLES)
    held = set(user.grants.filter(revoked_at=None).values_list("role", flat=True))
    _refuse_clash(user, role, held)
    grant = RoleGrant.objects.create(user=user, role=role, granted_by=by, granted_at=at)
    trail.record("role.grant", by=by, at=at, role=acting, subject=user, after={"role": role})
    return grant


def _refuse_clash(user: User, role: str, held: set[str]) -> None:
    """Nobody holds a role twice, and nobody holds two of the three administrators (GB/T 22239-2019, 8.1.5)."""
    if role in held:
        raise AlreadyHeld(person=user.full_name, role=BY_CODE[role].name)
    other = held & ADMINISTRATORS
    if role in ADMINISTRATORS and other:
        raise TwoKeys(person=user.full_name, held=BY_CODE[other.pop()].name, role=BY_CODE[role].name)


@transaction.atomic
def confirm_grant(grant: RoleGrant, *, by: User, at: datetime) -> None:
    """Put a proposed role in force. Neither the proposer nor the person who receives it may confirm."""
    acting = by.acting(Permission.GRANT_ROLES)
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if grant.confirmed_at or grant.revoked_at:
        raise NotWaiting
    if by.pk in (grant.granted_by_id, grant.user_id):
        raise OwnGrant(person=by.full_name)
    grant.confirmed_by, grant.confirmed_at = by, at
    grant.save(update_fields=["confirmed_by", "confirmed_at"])
    trail.record("role.confirm", by=by, at=at, role=acting, subject=grant.user, after={"role": grant.role})


@transaction.atomic
def revoke_role(grant: RoleGrant, *, reason: str, by: User, at: datetime) -> None:
    """Take a role or a proposal back: the person's next request no longer has it. Raises NotWaiting, Unsaid."""
    acting = by.acting(Permission.GRANT_ROLES)
    reason = said(_("收回原因"), reason, limit=LONGEST_REASON)
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if grant.revoked_at:
        raise NotWaiting
    grant.revoked_at = at
    grant.save(update_fields=["revoked_at"])
    trail.record(
        "role.revoke", by=by, at=at, role=acting, subject=grant.user, before={"role": grant.role}, reason=reason
    )
