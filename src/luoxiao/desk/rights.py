"""Why a person may or may not do a thing: rule by rule, of the office as a whole or of one task."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoxiao.desk.locks import Open, page, person
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import ROLES, Permission


@dataclass(frozen=True)
class Decision:
    """One permission, whether this person has it, and through which role and with what reach."""

    permission: str
    allowed: bool
    because: str


@page(Open.TO_SIGNED_IN)
def rights(request: HttpRequest) -> HttpResponseBase:
    """Rule by rule, why this person may or may not do a thing."""
    user = person(request)
    decisions = [_decide(user, permission) for permission in Permission]
    return render(request, "desk/rights.html", {"decisions": decisions, "roles": user.roles})


def _decide(user: User, permission: Permission) -> Decision:
    role = user.role_for(permission)
    if role is None:
        holders = "、".join(str(r.name) for r in ROLES if permission in r.permissions)
        return Decision(permission.words, False, _("未授予下列任何一个角色：%(roles)s") % {"roles": holders})
    reach = user.scope_of(permission).words
    because = _("角色“%(role)s”有此权限，范围：%(reach)s") % {"role": role.name, "reach": reach}
    return Decision(permission.words, True, because)
