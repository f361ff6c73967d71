"""留痕: every change in order, with its seal; for the audit administrator, who takes it away to verify it alone."""

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoxiao.core import trail, trail_export
from luoxiao.core.models import TrailEvent
from luoxiao.desk.downloads import attached, download
from luoxiao.desk.locks import page
from luoxiao.desk.reading import number
from luoxiao.organisations.roles import BY_CODE, Permission

PAGE = 50


@page(Permission.READ_TRAIL, cached=False)
def events(request: HttpRequest) -> HttpResponseBase:
    """The newest lines first, fifty at a time, below the id named in the address."""
    lines = TrailEvent.objects.select_related("seal").order_by("-id")
    if (before := number(request.GET.get("before"))) is not None:
        lines = lines.filter(id__lt=before)
    subject = request.GET.get("subject", "")[:80]
    kind, colon, one = subject.partition(":")
    if colon:
        lines = lines.filter(subject_type=kind, subject_id=number(one))
    shown = list(lines[: PAGE + 1])
    context = {
        "events": shown[:PAGE],
        "older": shown[PAGE - 1].pk if len(shown) > PAGE else None,
        "head": trail.head(),
        "subject": subject,
        "role_name": role_name,
    }
    return render(request, "desk/trail.html", context)


@page(Permission.READ_TRAIL, cached=False)
def verification(request: HttpRequest) -> HttpResponseBase:
    """Recompute the whole chain and say what was found."""
    verdict = trail.verify()
    if verdict.sound:
        said = _("校验 %(n)s 条，环环相扣。") % {"n": verdict.checked}
    else:
        said = _("第 %(n)s 条与留痕不符，从这一条起不可信。立即封存数据库并报告。") % {"n": verdict.broken_at}
    return render(request, "desk/verification.html", {"verdict": verdict, "said": said})


@page(Permission.READ_TRAIL, cached=False)
def export(request: HttpRequest) -> HttpResponseBase:
    """The sealed trail as JSON lines, written while it is read."""
    head = trail.head()
    response = StreamingHttpResponse(trail_export.lines(), content_type="application/jsonl; charset=utf-8")
    return attached(response, name=f"trail-{head.number if head else 0}.jsonl")


@page(Permission.READ_TRAIL, cached=False)
def verifier(request: HttpRequest) -> HttpResponseBase:
    """The one-file verifier, to be run away from this installation."""
    return download(trail_export.verifier(), name="verify_trail.py", media_type="text/x-python; charset=utf-8")


def role_name(code: str) -> str:
    """A role's name; an unknown code as it stands."""
    return str(BY_CODE[code].name) if code in BY_CODE else code
