"""What an installation needs before its first day: tables, facts, and the first accounts."""

import secrets
from collections.abc import Iterable

from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import clock, trail
from luoxiao.core.refusals import Refusal
from luoxiao.funds import bundled as funds
from luoxiao.indicators import bundled as figures
from luoxiao.organisations import bundled
from luoxiao.organisations.actions import NameTaken
from luoxiao.organisations.models import RoleGrant, Unit, User
from luoxiao.organisations.roles import BY_CODE
from luoxiao.plan import actions as plan_actions


class UnknownRole(Refusal):
    code = "unknown-role"
    sentence = _("没有角色“%(role)s”，没有开设账号。可用的角色：%(known)s。")


class UnknownUnit(Refusal):
    code = "unknown-unit"
    sentence = _("没有单位“%(unit)s”，没有开设账号。核对全称或简称。")


def prepare() -> None:
    """Bring the tables up to this version and load the bundled facts. Doing it again changes nothing."""
    call_command("migrate", verbosity=0, interactive=False)
    bundled.load()
    plan_actions.load_known_papers()
    figures.load(at=clock.now())
    funds.load()


@transaction.atomic
def first_account(username: str, *, name: str, roles: Iterable[str], unit: str) -> str:
    """Open an account from the server's own console, its roles in force at once; the password for its first sign-in.

    This is how the first administrators come to be; whoever sits at the console owns the installation anyway, and
    the trail says that the installation did it.
    """
    roles = list(roles)
    for role in roles:
        if role not in BY_CODE:
            raise UnknownRole(role=role, known="、".join(BY_CODE))
    if holder := User.objects.filter(username=username).first():
        raise NameTaken(username=username, holder=holder.full_name)
    password = secrets.token_urlsafe(12)
    user = User(username=username, full_name=name, unit=_unit(unit), password_is_temporary=True)
    user.set_password(password)
    user.save()
    grant_at_installation(user, roles)
    return password


def grant_at_installation(user: User, roles: Iterable[str]) -> None:
    """Put roles in force without two administrators, and say so in the trail."""
    at = clock.now()
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, granted_at=at, confirmed_at=at)
    trail.record(
        "account.create",
        by=trail.Job("installation"),
        at=at,
        subject=user,
        after={"unit": user.unit_name, "roles": list(roles)},
    )


def _unit(name: str) -> Unit | None:
    if not name:
        return None
    found = Unit.objects.called([name]).get(name)
    if found is None:
        raise UnknownUnit(unit=name)
    return found
