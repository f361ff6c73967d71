"""会议制度: the rules of each body in versions, the form for the next, and putting a draft in force."""

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.reading import number
from luoxiao.organisations.models import Body
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.models import ConferenceRules

Errors = list[tuple[str, str]]


@dataclass(frozen=True)
class RulesPage:
    """Every version, newest first, and the forms of who keeps meetings."""

    rules: list[ConferenceRules]
    bodies: list[tuple[int, str]]
    may_keep: bool
    me: int
    key: str
    typed: dict[str, str]
    errors: Errors = field(default_factory=list)


@page(Permission.SEE_MEETINGS, cached=False)
def rules(request: HttpRequest) -> HttpResponseBase:
    return _show(request, {"in_force_from": clock.today().isoformat()})


def _show(request: HttpRequest, typed: dict[str, str], errors: Errors | None = None) -> HttpResponseBase:
    user = person(request)
    found = ConferenceRules.objects.select_related("body", "entered_by", "adopted_by")
    shown = RulesPage(
        rules=list(found.order_by("body_id", "-number")),
        bodies=list(Body.objects.order_by("id").values_list("pk", "name")),
        may_keep=user.may(Permission.KEEP_MEETING),
        me=user.pk,
        key=new_key(),
        typed=typed,
        errors=errors or [],
    )
    return render(request, "desk/meeting_rules.html", {"page": shown}, status=422 if errors else 200)


@form(Permission.KEEP_MEETING)
def draft(request: HttpRequest) -> HttpResponseBase:
    """Draft the next version of a body's rules."""
    if request.method != "POST":
        return redirect("meeting-rules")
    typed = {name: request.POST.get(name, "").strip() for name in ("body", "text", "in_force_from")}
    try:
        day = date.fromisoformat(typed["in_force_from"])
    except ValueError:
        said = _("“%(typed)s”不是日期。按 2012-11-30 的样子填写。") % {"typed": typed["in_force_from"][:20]}
        return _show(request, typed, [("f-in_force_from", said)])
    body = get_object_or_404(Body, pk=number(typed["body"]))

    def act() -> str:
        actions.draft_rules(body, text=typed["text"], in_force_from=day, by=person(request), at=clock.now())
        return reverse("meeting-rules")

    outcome = carry_out(request, act, done=_("草案已保存，由另一人启用。"))
    return _show(request, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


@form(Permission.KEEP_MEETING)
def adopt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put a draft in force; who drafted it may not."""
    found = get_object_or_404(ConferenceRules, pk=pk)
    if request.method != "POST":
        return redirect("meeting-rules")

    def act() -> str:
        actions.adopt_rules(found, by=person(request), at=clock.now())
        return reverse("meeting-rules")

    outcome = carry_out(request, act, done=_("这一版已启用。"))
    typed = {"in_force_from": clock.today().isoformat()}
    return _show(request, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome
