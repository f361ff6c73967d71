"""What is decided on a draft: handed in, found right or sent back, adopted. Who prepared it decides nothing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.desk.run_outcome import reckon
from luoxiao.desk.run_page import find, shown_page, terms
from luoxiao.funds import actions
from luoxiao.funds.models import Run
from luoxiao.organisations.roles import Permission


@form(Permission.PREPARE_ALLOCATION)
def submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand a draft to those who review."""
    run = find(request, pk)
    if request.method != "POST":
        return redirect("run", pk)
    return _answer(request, run, lambda: actions.submit_run(run, **_acting(request)), _("已提交复核。"))


@form(Permission.REVIEW_ALLOCATION)
def review(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Find it right."""
    run = find(request, pk)
    if request.method != "POST":
        return redirect("run", pk)
    return _answer(request, run, lambda: actions.review_run(run, **_acting(request)), _("复核通过，待定案。"))


@form(Permission.REVIEW_ALLOCATION)
def send_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send it back with a reason."""
    run = find(request, pk)
    if request.method != "POST":
        return redirect("run", pk)
    why = request.POST.get("reason", "")
    done = _("已退回测算，原因已告知测算人。")
    return _answer(request, run, lambda: actions.return_run(run, reason=why, **_acting(request)), done)


@form(Permission.ADOPT_ALLOCATION)
def adopt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Settle the round by it; `seen` is the version of the round when the page was opened."""
    run = find(request, pk)
    if request.method != "POST":
        return redirect("run", pk)
    seen = number(request.POST.get("seen")) or 0
    done = _("已定案，本批按第 %(number)s 稿执行。") % {"number": run.number}
    return _answer(request, run, lambda: actions.adopt_run(run, seen=seen, **_acting(request)), done)


def _acting(request: HttpRequest) -> dict[str, Any]:
    return {"by": person(request), "at": clock.now()}


def _answer(request: HttpRequest, run: Run, do: Callable[[], Any], done: str) -> HttpResponseBase:
    """Carry it out and go back to the run; a refusal shows the run as it stands now with the sentence."""

    def act() -> str:
        do()
        return reverse("run", args=(run.pk,))

    outcome = carry_out(request, act, done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    fresh = find(request, run.pk)
    shown = shown_page(fresh, person(request), reckon(*terms(fresh)), problem=outcome)
    return render(request, "desk/run.html", {"page": shown}, status=409 if isinstance(outcome, Stale) else 422)
