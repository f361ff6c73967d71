"""What is done with an item from its page: given, received, extended, handed over or down, paused, adjusted."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.desk.task import find, refused
from luoxiao.desk.task_changes import seen
from luoxiao.organisations.models import Unit
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.actions import AdjustmentDraft, Move, PartDraft
from luoxiao.supervision.models import Task


class NotADate(Refusal):
    code = "not-a-date"
    sentence = gettext_lazy("“%(typed)s”不是日期，没有办理。按 2012-11-30 的样子填写。")


class NoDate(Refusal):
    code = "no-date"
    sentence = gettext_lazy("没有填日期，没有办理。按 2012-11-30 的样子填写。")


class NoUnit(Refusal):
    code = "no-unit"
    sentence = gettext_lazy("没有选单位，没有办理。选一个单位后再提交。")


class NoDecision(Refusal):
    code = "no-decision"
    sentence = gettext_lazy("没有选“同意”或“不同意”，没有办理。选一项后再提交。")


@form(Permission.SEE_TASKS)
def move(request: HttpRequest, pk: int, move: str) -> HttpResponseBase:
    """Make a move; one that is none is a 404. Who may make it, the action says."""
    task = find(request, pk)
    if move not in list(Move):
        raise Http404
    if request.method != "POST":
        return redirect("task", pk)
    do, done = _MOVES[Move(move)]

    def act() -> str:
        do(request, task)
        return reverse("task", args=(pk,))

    outcome = carry_out(request, act, done=str(done))
    return refused(request, task, outcome) if isinstance(outcome, Refusal) else outcome


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": person(request), "at": clock.now()}


def _day(request: HttpRequest, name: str) -> date | None:
    """None for nothing. Raises NotADate."""
    typed = request.POST.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise NotADate(typed=typed[:20]) from error


def _date(request: HttpRequest, name: str) -> date:
    """Raises NotADate, NoDate."""
    found = _day(request, name)
    if found is None:
        raise NoDate
    return found


def _unit(request: HttpRequest) -> Unit | None:
    """The unit that was chosen; one that does not exist is a 404."""
    typed = request.POST.get("unit", "")
    return get_object_or_404(Unit, pk=number(typed)) if typed else None


def _assign(request: HttpRequest, task: Task) -> None:
    lead = _unit(request)
    if lead is None:
        raise NoUnit
    note, due = request.POST.get("note", ""), _day(request, "due")
    actions.assign(task, lead=lead, due=due, note=note, seen=seen(request), **_who(request))


def _receive(request: HttpRequest, task: Task) -> None:
    actions.receive(task, **_who(request))


def _why(request: HttpRequest) -> str:
    return request.POST.get("why", "")


def _ask_extension(request: HttpRequest, task: Task) -> None:
    due = _date(request, "due")
    actions.ask_extension(task, due=due, reason=_why(request), seen=seen(request), **_who(request))


def _ask_referral(request: HttpRequest, task: Task) -> None:
    actions.ask_referral(task, to=_unit(request), reason=_why(request), seen=seen(request), **_who(request))


def _pause(request: HttpRequest, task: Task) -> None:
    look_again = _date(request, "look_again")
    actions.pause(task, look_again=look_again, reason=_why(request), seen=seen(request), **_who(request))


def _resume(request: HttpRequest, task: Task) -> None:
    actions.resume(task, due=_day(request, "due"), seen=seen(request), **_who(request))


def _hand_down(request: HttpRequest, task: Task) -> None:
    parts = list(_part_drafts(request))
    actions.hand_down(task, parts=parts, seen=seen(request), **_who(request))


def _part_drafts(request: HttpRequest) -> Iterator[PartDraft]:
    """A part for each ticked unit, in the same words and by the same day."""
    due, title = _day(request, "due"), request.POST.get("title", "")
    ticked = [pk for pk in map(number, request.POST.getlist("units")) if pk]
    for unit in Unit.objects.filter(pk__in=ticked).order_by("id"):
        yield PartDraft(unit, title, due)


def _propose(request: HttpRequest, task: Task) -> None:
    draft = AdjustmentDraft(
        step=number(request.POST.get("step")),
        title=request.POST.get("title", ""),
        due=_day(request, "due"),
        owner=request.POST.get("owner", ""),
        expected=request.POST.get("expected", ""),
    )
    actions.propose_adjustment(task, draft=draft, reason=_why(request), seen=seen(request), **_who(request))


def _decision(request: HttpRequest) -> dict[str, Any]:
    """Raises NoDecision."""
    if request.POST.get("decision") not in ("grant", "refuse"):
        raise NoDecision
    return {"grant": request.POST["decision"] == "grant", "reason": _why(request), **_who(request)}


def _decide_extension(request: HttpRequest, task: Task) -> None:
    asked = get_object_or_404(task.extensions, pk=number(request.POST.get("asked")))
    actions.decide_extension(asked, **_decision(request))


def _decide_referral(request: HttpRequest, task: Task) -> None:
    asked = get_object_or_404(task.referrals, pk=number(request.POST.get("asked")))
    actions.decide_referral(asked, **_decision(request))


def _decide_adjustment(request: HttpRequest, task: Task) -> None:
    asked = get_object_or_404(task.adjustments, pk=number(request.POST.get("asked")))
    actions.decide_adjustment(asked, **_decision(request))


_MOVES = {
    Move.ASSIGN: (_assign, gettext_lazy("已交办，待牵头单位签收。")),
    Move.RECEIVE: (_receive, gettext_lazy("已签收。")),
    Move.ASK_EXTENSION: (_ask_extension, gettext_lazy("已申请延期，待批复。")),
    Move.DECIDE_EXTENSION: (_decide_extension, gettext_lazy("延期申请已批复。")),
    Move.ASK_REFERRAL: (_ask_referral, gettext_lazy("已提出，待批复。")),
    Move.DECIDE_REFERRAL: (_decide_referral, gettext_lazy("转办或退回申请已批复。")),
    Move.PAUSE: (_pause, gettext_lazy("已暂停。")),
    Move.RESUME: (_resume, gettext_lazy("已恢复办理。")),
    Move.HAND_DOWN: (_hand_down, gettext_lazy("已分解交办，待下级签收。")),
    Move.PROPOSE_ADJUSTMENT: (_propose, gettext_lazy("已提出调整，待批复。")),
    Move.DECIDE_ADJUSTMENT: (_decide_adjustment, gettext_lazy("调整已批复。")),
}
