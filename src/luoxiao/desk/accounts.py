"""Signing in and out, the language, and why a person may or may not do a thing."""

from dataclasses import dataclass

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from luoxiao.core import clock, trail
from luoxiao.core.models import TrailEvent
from luoxiao.desk.locks import Open, form, page, person
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import ROLES, Permission


@never_cache
@form(Open.TO_ALL)
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Name and password; five failures close the name at this address for a quarter of an hour."""
    filled = AuthenticationForm(request, request.POST or None)
    if request.method == "POST" and filled.is_valid():
        login(request, filled.get_user())
        trail.record("account.sign-in", by=filled.get_user(), at=clock.now())
        return HttpResponseRedirect(_next(request))
    problem = _("账号或密码不对。核对后重新输入；连续 5 次不对，该账号停用 15 分钟。") if filled.is_bound else ""
    if problem:
        _note_failure(request.POST.get("username", ""))
    return render(request, "desk/sign_in.html", {"problem": problem, "next": request.GET.get("next", "")})


def _note_failure(typed: str) -> None:
    """A failed attempt is a line of the trail; a name that is no account's might be a mistyped password and is not."""
    known = User.objects.filter(username=typed).first()
    by = known or trail.Job("—")
    trail.record("account.sign-in", by=by, at=clock.now(), subject=known, result=TrailEvent.Result.REFUSED)


def locked_out(request: HttpRequest, response: object = None, credentials: object = None) -> HttpResponse:
    """What axes answers when a name is closed for a while."""
    problem = _("该账号连续 5 次登录失败，已停用 15 分钟。到时再试，或请系统管理员核对密码。")
    return render(request, "desk/sign_in.html", {"problem": problem, "next": ""}, status=429)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else reverse("workbench")


@form(Open.TO_SIGNED_IN)
def sign_out(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST":
        trail.record("account.sign-out", by=person(request), at=clock.now())
        logout(request)
    return redirect("sign-in")


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
