"""The small forms on the page of an ask: plan the next step, judge the effort, write down the result."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out
from luoxiao.desk.ask_page import show
from luoxiao.desk.asks_shared import find
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.models import Ask

# Beside which field a refusal stands; others stand above the page.
_MOVES = {
    "ask-half-step": "f-step",
    "ask-step-past": "f-due",
    "ask-no-effort": "f-effort",
    "ask-no-document": "f-document",
}


@form(Permission.KEEP_ASK)
def step(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say what is done next, and by when."""
    found, sent = find(request, pk), _sent(request, "step", "due")
    if sent["due"] and _day(sent["due"]) is None:
        said = _("“时限”填的是“%(typed)s”，不是日期。写成 2012-11-30。") % {"typed": sent["due"][:20]}
        return show(request, found, sent, [("f-due", said)])
    return _move(
        request,
        found,
        sent,
        lambda how: actions.plan_step(found, step=sent["step"], due=_day(sent["due"]), **how),
        _("下一步已保存。"),
    )


@form(Permission.KEEP_ASK)
def effort(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Judge how hard it was tried."""
    found, sent = find(request, pk), _sent(request, "effort", "reason")
    if request.method == "POST" and sent["effort"] not in Ask.Effort.values:
        return show(request, found, sent, [("f-effort", _("没有选工作情况。从列表里选一项。"))])
    return _move(
        request,
        found,
        sent,
        lambda how: actions.judge_effort(found, effort=sent["effort"], reason=sent["reason"], **how),
        _("工作情况已评定。"),
    )


@form(Permission.KEEP_ASK)
def outcome(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write down what the other ministry decided."""
    found, sent = find(request, pk), _sent(request, "outcome", "text", "document")
    if request.method == "POST" and sent["outcome"] not in Ask.Outcome.values:
        return show(request, found, sent, [("f-outcome", _("没有选结果。从列表里选一项。"))])
    return _move(request, found, sent, lambda how: actions.record_outcome(found, **(how | sent)), _("结果已登记。"))


def _sent(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in names}


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None


def _move(
    request: HttpRequest, found: Ask, sent: Mapping[str, str], do: Callable[[dict[str, Any]], object], done: str
) -> HttpResponseBase:
    """Carry one form of the page out; a refusal stands on the page with what was typed."""
    if request.method != "POST":
        return redirect("ask", found.pk)
    how: dict[str, Any] = {"seen": number(request.POST.get("seen")) or 0, "by": person(request), "at": clock.now()}

    def act() -> str:
        do(how)
        return reverse("ask", args=(found.pk,))

    answer = carry_out(request, act, done=done)
    if not isinstance(answer, Refusal):
        return answer
    found.refresh_from_db()
    return show(request, found, sent, [(_MOVES.get(answer.code, ""), str(answer))])
