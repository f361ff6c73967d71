"""What is refused leaves a line in the trail too: who asked for what on which page, and why it was not done."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from luoxiao.core import clock, trail
from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import Refusal
from luoxiao.organisations.models import User


class WithoutTheRight(Refusal):
    """Somebody sent a form that their roles do not open; they are shown a 403."""

    code = "without-the-right"
    sentence = _("没有这项权限，没有办理。")


def note_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """Leave the line, outside any transaction that the refusal has undone. Nothing for somebody not signed in."""
    if not isinstance(request.user, User):
        return
    trail.record(
        f"refused.{_route(request)}",
        by=request.user,
        at=clock.now(),
        after={"code": refusal.code, "params": {name: str(value) for name, value in refusal.params.items()}},
        reason=str(refusal),
        result=TrailEvent.Result.REFUSED,
    )


def note_denied(request: HttpRequest) -> None:
    """The same for a form that the sender had no right to send. Looking at it leaves no line."""
    if request.method == "POST":
        note_refusal(request, WithoutTheRight())


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
