"""Signing in and out, and one's own password."""

from dataclasses import dataclass

from axes.handlers.proxy import AxesProxyHandler  # type: ignore[import-untyped] # ships no types
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from luoxiao.core import clock, trail
from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import Refusal
from luoxiao.desk import shell
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import Open, form, person
from luoxiao.organisations import actions
from luoxiao.organisations.models import User


@never_cache
@form(Open.TO_ALL)
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Name and password; five failures close the name at this address for a quarter of an hour."""
    filled = AuthenticationForm(request, request.POST or None)
    if request.method == "POST" and filled.is_valid():
        login(request, filled.get_user())
        trail.record("account.sign-in", by=filled.get_user(), at=clock.now())
        return HttpResponseRedirect(_next(request, filled.get_user()))
    typed = request.POST.get("username", "")
    problem = _("账号或密码不对。核对后重新输入；连续 5 次不对，该账号停用 15 分钟。") if filled.is_bound else ""
    if problem:
        _note_failure(typed)
    context = {"problem": problem, "typed": typed, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "desk/sign_in.html", context)


def _note_failure(typed: str) -> None:
    """A failed attempt is a line of the trail; a name that is no account's might be a mistyped password and is not."""
    known = User.objects.filter(username=typed).first()
    by = known or trail.Job("—")
    trail.record("account.sign-in", by=by, at=clock.now(), subject=known, result=TrailEvent.Result.REFUSED)


def locked_out(request: HttpRequest, response: object = None, credentials: object = None) -> HttpResponse:
    """What axes answers when a name is closed for a while, at either of the two pages that ask for a password."""
    if request.resolver_match and request.resolver_match.view_name == "password":
        problem = _("该账号连续 5 次输错密码，已停用 15 分钟，密码没有更改。到时再试，或请系统管理员重置密码。")
        return _show_password(request, problem, 429)
    problem = _("该账号连续 5 次登录失败，已停用 15 分钟。到时再试，或请系统管理员核对密码。")
    return render(request, "desk/sign_in.html", {"problem": problem, "typed": "", "next": ""}, status=429)


def _next(request: HttpRequest, user: User) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else shell.home(user)


@form(Open.TO_NEWCOMERS)
def sign_out(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST":
        trail.record("account.sign-out", by=person(request), at=clock.now())
        logout(request)
    return redirect("sign-in")


@dataclass(frozen=True)
class PasswordForm:
    """What the page for one's own password shows. What was typed is never shown again."""

    key: str
    temporary: bool
    problem: str = ""


@never_cache
@form(Open.TO_NEWCOMERS)
def password(request: HttpRequest) -> HttpResponseBase:
    """Change one's own password; other sessions of the same account end. Wrong guesses count as those at signing in."""
    user = person(request)
    if request.method != "POST":
        return _show_password(request)
    old, new, again = (request.POST.get(name, "") for name in ("password_old", "password_new", "password_again"))
    if not AxesProxyHandler.is_allowed(request, {"username": user.username}):
        return locked_out(request)
    if new != again:
        return _show_password(request, _("两次输入的新密码不同，没有更改。重新输入。"), 422)

    def act() -> str:
        update_session_auth_hash(request, actions.change_password(old=old, new=new, by=user, at=clock.now()))
        return shell.home(user)

    outcome = carry_out(request, act, done=_("密码已更改。"))
    if isinstance(outcome, actions.WrongPassword):
        AxesProxyHandler.user_login_failed(User, {"username": user.username}, request)
    if not isinstance(outcome, Refusal):
        return outcome
    return _show_password(request, str(outcome), 422)


def _show_password(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    shown = PasswordForm(new_key(), person(request).password_is_temporary, problem)
    return render(request, "desk/password.html", {"form": shown}, status=status)
