"""How a form becomes an action: once, with its refusals shown to the sender and kept in the trail."""

import uuid
from collections.abc import Callable
from hashlib import sha256

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseRedirect

from luoxiao.core.idempotency import once
from luoxiao.core.refusals import Refusal
from luoxiao.desk.locks import person
from luoxiao.desk.noting import note_refusal


def new_key() -> str:
    """The key a form carries so that sending it twice acts once."""
    return uuid.uuid4().hex


def carry_out(request: HttpRequest, do: Callable[[], str], *, done: str) -> HttpResponseRedirect | Refusal:
    """Run `do` (one action, then the address to go to) once for this form; say `done` on the next page.

    An empty `done` says nothing. A Refusal is written to the trail and handed back, so that the view shows it beside
    what the user had filled in.
    """
    match = request.resolver_match
    route = (match.view_name if match else "") + request.path
    try:
        location = once(
            user_id=person(request).pk,
            route=route[:80],
            key=request.POST.get("key", "")[:64] or new_key(),
            body=_content(request),
            do=do,
        )
    except Refusal as refusal:
        note_refusal(request, refusal)
        return refusal
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(location)


def _content(request: HttpRequest) -> bytes:
    """What the user filled in, without the token that differs from page to page.

    Passwords are left out: the kept digest is quick to compute, and whoever read it could try passwords against it.
    """
    names = [name for name in request.POST if name != "csrfmiddlewaretoken" and not name.startswith("password")]
    filled = sorted((name, request.POST.getlist(name)) for name in names)
    files = sorted((name, _digests(request, name)) for name in request.FILES)
    return repr((filled, files)).encode()


def _digests(request: HttpRequest, name: str) -> list[str]:
    """The SHA-256 of each file sent under this name; the files stand at their beginning again afterwards."""
    found = []
    for file in request.FILES.getlist(name):
        assert isinstance(file, UploadedFile)
        digest = sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        found.append(digest.hexdigest())
        file.seek(0)
    return found
