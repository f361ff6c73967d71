"""The forms on the page of a plan: adopt a version, take it back, set a correction beside a doubtful place."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out
from luoxiao.desk.locks import form, person
from luoxiao.desk.plan_page import choice_of, sheet, version_of
from luoxiao.organisations.roles import Permission
from luoxiao.plan import actions
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision import actions as supervision


@form(Permission.ADOPT_PLAN)
def adopt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put the version in force and open its tasks."""
    version, by, at = version_of(request, pk), person(request), clock.now()
    return _answer(
        request, version, lambda: supervision.adopt(version, by=by, at=at), _("方案已启用，任务已立项。"), ""
    )


@form(Permission.IMPORT_PLAN)
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take back a version that was not adopted."""
    version, by, at = version_of(request, pk), person(request), clock.now()
    reason = request.POST.get("reason", "")
    return _answer(
        request, version, lambda: actions.withdraw(version, reason=reason, by=by, at=at), _("方案已撤回。"), "f-reason"
    )


@form(Permission.CORRECT_PLAN)
def correct(request: HttpRequest, pk: int, finding: int) -> HttpResponseBase:
    """Record what a doubtful place should say, and where that stands."""
    version, by, at = version_of(request, pk), person(request), clock.now()
    found = get_object_or_404(version.findings, pk=finding)
    text, source = request.POST.get("text", ""), request.POST.get("source", "")
    return _answer(
        request,
        version,
        lambda: actions.record_correction(found, text=text, source=source, by=by, at=at),
        _("勘误已登记，原文不动。"),
        f"finding-{found.pk}",
    )


def _answer(request: HttpRequest, version: PlanVersion, do: Callable[[], Any], done: str, at: str) -> HttpResponseBase:
    """Act and go back to the chosen clause; a refusal shows the page again, filled in, with a way to the form `at`."""
    choice = choice_of(request.POST)
    address = reverse("plan-version", args=(version.pk,))
    if choice.path:
        address += f"?{urlencode({'clause': choice.path})}"

    def act() -> str:
        do()
        return address

    if request.method != "POST":
        return render(request, "desk/plan.html", {"sheet": sheet(version, person(request), choice)})
    outcome = carry_out(request, act, done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    kept = {name: str(value) for name, value in request.POST.items()} | {"at": at}
    shown = sheet(version_of(request, version.pk), person(request), choice, outcome, kept)
    return render(request, "desk/plan.html", {"sheet": shown}, status=422)
