"""How a form becomes an action: once, with its refusals shown to the sender and kept in the trail."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect

from luoxiao.core import clock, trail
from luoxiao.core.idempotency import once
from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import Refusal


def new_key() -> str:
    """The key a form carries so that sending it twice acts once."""
    return uuid.uuid4().hex


def carry_out(request: HttpRequest, do: Callable[[], str], *, done: str) -> HttpResponseRedirect | Refusal:
    """Run `do` (one action, then the address to go to) once for this form; say `done` on the next page.

    A Refusal is written to the trail and handed back, so that the view shows it beside what the user had filled in.
    """
    match = request.resolver_match
    route = (match.view_name if match else "") + request.path
    try:
        location = once(
            user_id=request.user.pk,
            route=route[:80],
            key=request.POST.get("key", "")[:64] or new_key(),
            body=_content(request),
            do=do,
        )
    except Refusal as refusal:
        _note(request, refusal, match.view_name if match else "")
        return refusal
    messages.success(request, done)
    return HttpResponseRedirect(location)


def _content(request: HttpRequest) -> bytes:
    """What the user filled in, without the token that differs from page to page."""
    filled = sorted((name, request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken")
    files = sorted((name, file.name, file.size) for name, file in request.FILES.items())
    return repr((filled, files)).encode()


def _note(request: HttpRequest, refusal: Refusal, view_name: str) -> None:
    trail.record(
        f"refused.{view_name}",
        by=request.user,
        at=clock.now(),
        after={"code": refusal.code, "params": {name: str(value) for name, value in refusal.params.items()}},
        reason=str(refusal),
        result=TrailEvent.Result.REFUSED,
    )
