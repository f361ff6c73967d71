"""What is done with a problem: raised, taken, answered, judged by who raised it, ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.board_filters import path_of
from luoxiao.desk.locks import form, person
from luoxiao.desk.problems import find, gather
from luoxiao.desk.reading import number
from luoxiao.organisations.models import Region, Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.actions import ProblemDraft
from luoxiao.supervision.models import Problem

TEXTS = ("kind", "place", "clause", "text", "asked")


@dataclass(frozen=True)
class RaiseForm:
    """What the form shows."""

    typed: Mapping[str, str]
    kinds: list[tuple[str, str]]
    places: list[tuple[str, str]]
    unit: str
    key: str
    errors: list[tuple[str, str]] = field(default_factory=list)


@form(Permission.RAISE_PROBLEM)
def new(request: HttpRequest) -> HttpResponseBase:
    """Raise a problem."""
    user = person(request)
    if request.method != "POST":
        own = user.unit.region.code_2012 if user.unit and user.unit.region else ""
        return _show(request, {"kind": Problem.Kind.POLICY.value, "place": own})
    typed = {name: request.POST.get(name, "").strip() for name in TEXTS}
    typed |= {"is_rehearsal": "1"} if "is_rehearsal" in request.POST else {}
    place = get_object_or_404(_places(user), code_2012=typed["place"]) if typed["place"] else None
    draft = ProblemDraft(
        kind=typed["kind"],
        text=typed["text"],
        asked=typed["asked"],
        place=place,
        clause_path=path_of(typed["clause"]) if typed["clause"] else "",
        is_rehearsal="is_rehearsal" in typed,
    )

    def act() -> str:
        return reverse("problem", args=(actions.raise_problem(draft, by=user, at=clock.now()).pk,))

    outcome = carry_out(request, act, done=_("问题已提交，办理情况在本页可以看到。"))
    return _show(request, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _places(user: User) -> Any:
    """Where a problem of this person may be: their own place and what lies in it; the areas' counties for others."""
    own = user.unit.region_id if user.unit else None
    if own is None:
        return Region.objects.filter(memberships__in_area_plan=True).distinct().order_by("code_2012")
    inside = Region.objects.filter(pk=own) | Region.objects.filter(parent=own)
    return (inside | Region.objects.filter(parent__parent=own)).order_by("code_2012")


def _show(
    request: HttpRequest, typed: Mapping[str, str], errors: list[tuple[str, str]] | None = None
) -> HttpResponseBase:
    user = person(request)
    shown = RaiseForm(
        typed=typed,
        kinds=[(value, str(label)) for value, label in Problem.Kind.choices],
        places=list(_places(user).values_list("code_2012", "name_2012")),
        unit=user.unit.name if user.unit else "",
        key=new_key(),
        errors=errors or [],
    )
    return render(request, "desk/problem_new.html", {"form": shown}, status=422 if errors else 200)


@form(Permission.ANSWER_PROBLEM)
def decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take it, answer it, end it solved or explained; an unknown step is a 404."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("problem", pk)
    steps: dict[str, tuple[Callable[[], Any], str]] = {
        "take": (lambda: _take(request, found), _("办理单位已确定。")),
        "answer": (
            lambda: actions.answer_problem(found, text=request.POST.get("answer", ""), **_common(request)),
            _("已答复，由反映单位评价。"),
        ),
        "solve": (
            lambda: actions.solve_problem(found, how=request.POST.get("how", ""), **_common(request)),
            _("已按解决办结。"),
        ),
        "close": (
            lambda: actions.close_problem(found, explanation=request.POST.get("explanation", ""), **_common(request)),
            _("已说明情况，不再办理。"),
        ),
    }
    if request.POST.get("do") not in steps:
        raise Http404
    do, done = steps[request.POST["do"]]
    return answered(request, found, do, done)


def _take(request: HttpRequest, found: Problem) -> None:
    owner = get_object_or_404(Unit, pk=number(request.POST.get("owner")))
    actions.take_problem(found, owner=owner, **_common(request))


@form(Permission.RAISE_PROBLEM)
def say(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who raised it says whether the answer will do (`content` is 1 or 0)."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("problem", pk)
    content, remark = request.POST.get("content") == "1", request.POST.get("remark", "")
    done = _("已认可答复，问题办结。") if content else _("已退回办理单位继续办理。")
    return answered(
        request, found, lambda: actions.say_content(found, content=content, remark=remark, **_common(request)), done
    )


def _common(request: HttpRequest) -> dict[str, Any]:
    """The version the page was opened at, who acts, and when."""
    return {"seen": number(request.POST.get("seen")) or 0, "by": person(request), "at": clock.now()}


def answered(request: HttpRequest, found: Problem, do: Callable[[], Any], done: str) -> HttpResponseBase:
    """Carry the action out and go back to the problem; a refusal shows the page again with what was filled in."""

    def act() -> str:
        do()
        return reverse("problem", args=(found.pk,))

    outcome = carry_out(request, act, done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    shown = replace(gather(person(request), find(request, found.pk)), typed=typed, errors=[("", str(outcome))])
    return render(request, "desk/problem.html", {"page": shown}, status=409 if isinstance(outcome, Stale) else 422)
