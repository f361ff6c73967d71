"""账号: the system administrator opens, stops and reopens accounts and gives out passwords for one sign-in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.history import Line as HistoryLine
from luoxiao.desk.history import history_of
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.organisations import actions
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import BY_CODE, Permission

PAGE = 50


@dataclass(frozen=True)
class Row:
    """A line of a list of people."""

    pk: int
    username: str
    full_name: str
    unit: str
    roles: str
    active: bool
    temporary: bool


@dataclass(frozen=True)
class People:
    """A page of a list of people, what was searched for, and behind whom the next page begins."""

    rows: list[Row]
    q: str
    after: str


@dataclass(frozen=True)
class AccountForm:
    """What the form for a new account shows."""

    key: str
    units: list[Unit]
    typed: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def people(request: HttpRequest) -> People:
    """Fifty accounts by name from behind `after`; `q` is part of an account, a person's or a unit's name."""
    q = request.GET.get("q", "").strip()[:40]
    found = User.objects.select_related("unit").prefetch_related("grants")
    if q:
        found = found.filter(Q(username__icontains=q) | Q(full_name__icontains=q) | Q(unit__name__icontains=q))
    if after := request.GET.get("after", "")[:40]:
        found = found.filter(username__gt=after)
    users = list(found.order_by("username")[: PAGE + 1])
    return People([_row(user) for user in users[:PAGE]], q, users[PAGE - 1].username if len(users) > PAGE else "")


def _row(user: User) -> Row:
    held = {grant.role for grant in user.grants.all() if grant.confirmed_at and not grant.revoked_at}
    roles = "、".join(str(role.name) for code, role in BY_CODE.items() if code in held)
    return Row(
        pk=user.pk,
        username=user.username,
        full_name=user.full_name,
        unit=user.unit_name or "—",
        roles=roles or "—",
        active=user.is_active,
        temporary=user.password_is_temporary,
    )


@never_cache
@form(Permission.MANAGE_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponseBase:
    """The list, and the form that opens an account."""
    if request.method != "POST":
        return _show_list(request)
    typed = {name: request.POST.get(name, "").strip() for name in ("username", "full_name", "unit")}
    unit = get_object_or_404(Unit, pk=number(typed["unit"])) if typed["unit"] else None

    def act(password: str) -> User:
        return actions.create_account(
            username=typed["username"],
            full_name=typed["full_name"],
            unit=unit,
            password=password,
            by=person(request),
            at=clock.now(),
        )

    outcome = _give_password(request, act, _("账号已开设，角色由安全管理员授予。"))
    return _show_list(request, typed, str(outcome)) if isinstance(outcome, Refusal) else outcome


def _show_list(request: HttpRequest, typed: dict[str, str] | None = None, problem: str = "") -> HttpResponseBase:
    units = list(Unit.objects.visible_to(person(request)).order_by("kind", "id"))
    context = {"people": people(request), "form": AccountForm(new_key(), units, typed or {}, problem)}
    return render(request, "desk/accounts.html", context, status=422 if problem else 200)


def _give_password(request: HttpRequest, act: Callable[[str], User], done: str) -> HttpResponseBase | Refusal:
    """Run the action with a new password and show it: here, once, and never again, not even to a repeated form."""
    password, given = secrets.token_urlsafe(9), []

    def do() -> str:
        given.append(act(password))
        return reverse("account", args=(given[0].pk,))

    outcome = carry_out(request, do, done=done)
    if isinstance(outcome, Refusal) or not given:
        return outcome
    return render(request, "desk/account_password.html", {"user": given[0], "password": password})


@dataclass(frozen=True)
class AccountSheet:
    """Everything the page of one account shows."""

    user: User
    roles: str
    history: list[HistoryLine]
    own: bool
    key: str
    problem: str = ""
    reason: str = ""


@never_cache
@form(Permission.MANAGE_ACCOUNTS)
def account(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One account: stop it, reopen it, or give it a new password, as `do` says. An unknown `do` is a 404."""
    user = get_object_or_404(User.objects.select_related("unit").prefetch_related("grants"), pk=pk)
    if request.method != "POST":
        return _show(request, user)
    by, at, reason = person(request), clock.now(), request.POST.get("reason", "")
    outcome: HttpResponseBase | Refusal
    if request.POST.get("do") == "reset-password":

        def reset(password: str) -> User:
            actions.reset_password(user, password=password, by=by, at=at)
            return user

        outcome = _give_password(request, reset, _("密码已重置，原密码和已有的登录即时失效。"))
    else:
        switch, done = _switch(request.POST.get("do", ""))

        def act() -> str:
            switch(user, reason=reason, by=by, at=at)
            return reverse("account", args=(pk,))

        outcome = carry_out(request, act, done=done)
    return _show(request, user, str(outcome), reason) if isinstance(outcome, Refusal) else outcome


def _switch(do: str) -> tuple[Callable[..., None], str]:
    """The action that this step asks for, and what to say when it is done."""
    if do == "reopen":
        return actions.reopen_account, _("账号已恢复。")
    if do == "stop":
        return actions.stop_account, _("账号已停用。")
    raise Http404


def _show(request: HttpRequest, user: User, problem: str = "", reason: str = "") -> HttpResponseBase:
    shown = AccountSheet(
        user=user,
        roles=_row(user).roles,
        history=history_of(user),
        own=user.pk == person(request).pk,
        key=new_key(),
        problem=problem,
        reason=reason,
    )
    return render(request, "desk/account.html", {"sheet": shown}, status=422 if problem else 200)
