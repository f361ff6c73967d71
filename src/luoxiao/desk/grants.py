"""角色授予: one security administrator proposes a role, another confirms it; either takes it back with a reason."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.people import people
from luoxiao.desk.reading import number
from luoxiao.organisations import actions
from luoxiao.organisations.models import RoleGrant, User
from luoxiao.organisations.roles import BY_CODE, ROLES, Permission, Role

WAITING = 100


@dataclass(frozen=True)
class Line:
    """A grant with its role, how it stands, and what this administrator may do with it."""

    grant: RoleGrant
    role: type[Role]
    light: str
    state: str
    may_confirm: bool
    may_revoke: bool


@dataclass(frozen=True)
class GrantSheet:
    """Everything the page of one person's roles shows."""

    user: User
    lines: list[Line]
    offered: tuple[type[Role], ...]
    key: str
    problem: str = ""
    kept: dict[str, str] = field(default_factory=dict)


@page(Permission.GRANT_ROLES)
def grants(request: HttpRequest) -> HttpResponseBase:
    """What waits for a second administrator, and everybody with their roles."""
    waiting = RoleGrant.objects.filter(confirmed_at=None, revoked_at=None).select_related("user__unit", "granted_by")
    lines = [_line(grant, person(request)) for grant in waiting.order_by("id")[:WAITING]]
    return render(request, "desk/grants.html", {"waiting": lines, "people": people(request)})


def _line(grant: RoleGrant, by: User) -> Line:
    live = grant.revoked_at is None
    if not live:
        light, state = "idle", _("已收回")
    elif grant.confirmed_at:
        light, state = "done", _("有效")
    else:
        light, state = "soon", _("待确认")
    waits = live and grant.confirmed_at is None
    return Line(
        grant=grant,
        role=BY_CODE[grant.role],
        light=light,
        state=state,
        may_confirm=waits and by.pk not in (grant.granted_by_id, grant.user_id),
        may_revoke=live,
    )


@form(Permission.GRANT_ROLES)
def person_grants(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One person's roles: propose, confirm or take back, as `do` says."""
    user = get_object_or_404(User.objects.select_related("unit"), pk=pk)
    if request.method != "POST":
        return _show(request, user)
    step, done = _step(request, user)

    def act() -> str:
        step()
        return reverse("person-grants", args=(pk,))

    outcome = carry_out(request, act, done=done)
    return _show(request, user, outcome) if isinstance(outcome, Refusal) else outcome


def _step(request: HttpRequest, user: User) -> tuple[Callable[[], object], str]:
    """What the form asks for, and what to say when it is done. An unknown step, grant or role is a 404."""
    by, at, sent = person(request), clock.now(), request.POST
    if sent.get("do") == "propose":
        role = sent.get("role", "")
        if role not in BY_CODE:
            raise Http404
        return lambda: actions.grant_role(user, role=role, by=by, at=at), _("已提出，待另一名安全管理员确认后生效。")
    grant = get_object_or_404(user.grants.select_related("user"), pk=number(sent.get("grant")))
    if sent.get("do") == "confirm":
        return lambda: actions.confirm_grant(grant, by=by, at=at), _("角色已生效。")
    if sent.get("do") != "revoke":
        raise Http404
    reason = sent.get("reason", "")
    return lambda: actions.revoke_role(grant, reason=reason, by=by, at=at), _("角色已收回。")


def _show(request: HttpRequest, user: User, problem: Refusal | None = None) -> HttpResponseBase:
    grants = user.grants.select_related("granted_by", "confirmed_by").order_by("-id")
    lines = [_line(grant, person(request)) for grant in grants]
    held = {line.grant.role for line in lines if line.may_revoke}
    shown = GrantSheet(
        user=user,
        lines=lines,
        offered=tuple(role for role in ROLES if role.code not in held),
        key=new_key(),
        problem=str(problem or ""),
        kept=request.POST.dict() if problem else {},
    )
    return render(request, "desk/person_grants.html", {"sheet": shown}, status=422 if problem else 200)
