"""Every route has a lock: the permission it needs, or that it is open to the signed-in or to everybody.

`page` is for routes that show: they run where the database refuses writes, and an unchanged page answers 304.
`form` is for routes that change: GET shows, POST calls one action. A test walks the URLconf and fails on a route that
carries no lock. Whoever still has a password that somebody else chose comes no further than the page to change it.
"""

from collections.abc import Callable
from contextlib import contextmanager
from enum import Enum
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from luoxiao import __version__
from luoxiao.core import clock, trail
from luoxiao.desk.noting import note_denied
from luoxiao.desk.reading import refuse_nul
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission

View = Callable[..., HttpResponseBase]


class Open(Enum):
    """Locks that are no permission."""

    TO_ALL = "to-all"
    TO_SIGNED_IN = "to-signed-in"
    TO_NEWCOMERS = "to-newcomers"  # signed in, be it with a password that somebody else chose


Lock = Permission | Open


def person(request: HttpRequest) -> User:
    """Who is signed in; the lock has let nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class WriteRefused(Exception):
    """A page that only shows tried to write: a bug."""


def page(lock: Lock, *, cached: bool = True) -> Callable[[View], View]:
    """A route that shows. Reads only; answers 304 while no line was added to the trail since (see `_etag`)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            version(request)
            if (turned_away := _turn_away(request, lock)) is not None:
                return turned_away
            with reading_only():
                etag = _etag(request) if cached and not _has_messages(request) else None
                unchanged = get_conditional_response(request, etag=etag) if etag else None
                response = unchanged or view(request, *args, **kwargs)
            if etag:
                response["ETag"] = etag
            return response

        return _marked(require_safe(locked), lock)

    return decorate


def form(lock: Lock) -> Callable[[View], View]:
    """A route that changes."""

    def decorate(view: View) -> View:
        @wraps(view)
        def locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                turned_away = _turn_away(request, lock)
                return view(request, *args, **kwargs) if turned_away is None else turned_away
            except (NotAllowed, PermissionDenied) as error:
                note_denied(request)
                raise PermissionDenied from error

        return _marked(require_http_methods(["GET", "HEAD", "POST"])(locked), lock)

    return decorate


def _marked(view: View, lock: Lock) -> View:
    view.lock = lock  # type: ignore[attr-defined]
    return view


def _turn_away(request: HttpRequest, lock: Lock) -> HttpResponse | None:
    """Send strangers to sign in; refuse those who are signed in and lack the permission."""
    refuse_nul(request)
    if lock is Open.TO_ALL:
        return None
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    if request.user.password_is_temporary and lock is not Open.TO_NEWCOMERS:
        return redirect("password")
    if isinstance(lock, Permission) and not request.user.may(lock):
        raise PermissionDenied
    return None


@contextmanager
def reading_only() -> Any:
    """Refuse every statement that is not a read."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            raise WriteRefused(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def _etag(request: HttpRequest) -> str:
    """What a page's content depends on: who reads, what in which language, the day, and the newest trail lines.

    Every change leaves a trail line in its own transaction, so the newest lines are the version of all data. The
    secret of the forms' tokens is named because a kept page holds them; a first visit makes it here.
    """
    if "CSRF_COOKIE" not in request.META:
        get_token(request)
    roles = ",".join(role.code for role in request.user.roles) if isinstance(request.user, User) else ""
    parts = (
        __version__,
        request.get_full_path(),
        translation.get_language(),
        f"{request.user.pk}:{roles}:{request.META['CSRF_COOKIE']}",
        clock.today().isoformat(),
        version(request),
    )
    return f'"{sha256("|".join(parts).encode()).hexdigest()[:32]}"'


def version(request: HttpRequest) -> str:
    """The version of the trail when this page was asked for.

    Read once and before the person and all that a page shows, so that what is kept under it is never older than it.
    """
    if "TRAIL_VERSION" not in request.META:
        request.META["TRAIL_VERSION"] = trail.version()
    return str(request.META["TRAIL_VERSION"])


def _has_messages(request: HttpRequest) -> bool:
    return "_messages" in request.session
