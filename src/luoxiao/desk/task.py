"""One task: what it is, who has it, what was done, and the forms for what comes next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock, files, trail
from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.downloads import download
from luoxiao.desk.locks import form, page, person
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import Clause
from luoxiao.supervision import actions
from luoxiao.supervision.models import ClosureRequest, Cooperation, Evidence, LightRule, ProgressReport, Step, Task
from luoxiao.supervision.wording import LIGHTS, reason, when, whose_turn

HISTORY = 100


@dataclass(frozen=True)
class May:
    """What this person may do with this task now."""

    file: bool
    report: bool
    ask_closure: bool
    confirm: Cooperation | None
    review: bool
    close: bool
    assign: bool


@dataclass(frozen=True)
class Sheet:
    """Everything the page of a task shows."""

    task: Task
    light: str
    light_words: str
    reason: str
    when: str
    turn: str
    clause: Clause
    quotation: str
    cooperations: list[Cooperation]
    steps: list[Step]
    reports: list[ProgressReport]
    closures: list[ClosureRequest]
    history: list[TrailEvent]
    may: May
    key: str
    units: list[Unit]
    problem: Refusal | None = None
    kept: dict[str, str] = field(default_factory=dict)


@page(Permission.SEE_TASKS)
def task(request: HttpRequest, pk: int) -> HttpResponseBase:
    return render(request, "desk/task.html", {"sheet": sheet(_task(request, pk), person(request))})


def _task(request: HttpRequest, pk: int) -> Task:
    seen = Task.objects.visible_to(person(request))
    return get_object_or_404(seen.select_related("lead", "measure__clause__version"), pk=pk)


def sheet(task: Task, user: User, problem: Refusal | None = None, kept: dict[str, str] | None = None) -> Sheet:
    """Gather the page: a fixed number of queries, however long the task's life."""
    today = clock.today()
    verdict = task.verdict(today=today, soon_days=LightRule.objects.on(today).soon_days)
    reports = _reports(task)
    clause = task.measure.clause
    cooperations = list(task.cooperations.select_related("unit", "confirmed_by").order_by("order"))
    waiting = any(report.state == ProgressReport.State.SENT for report in reports)
    may = _may(task, user, cooperations)
    return Sheet(
        task=task,
        light=verdict.light,
        light_words=str(LIGHTS[verdict.light]),
        reason=reason(verdict),
        when=when(verdict),
        turn=whose_turn(task.state, report_waiting=waiting),
        clause=clause,
        quotation=clause.version.text[clause.char_start : clause.own_end].strip(),
        cooperations=cooperations,
        steps=actions.current_steps(task),
        reports=reports,
        closures=list(task.closure_requests.select_related("asked_by", "decided_by").order_by("-id")),
        history=list(trail.history(task)[:HISTORY]),
        may=may,
        key=new_key(),
        units=list(Unit.objects.filter(kind=Unit.Kind.BUREAU).order_by("id")) if may.assign else [],
        problem=problem,
        kept=kept or {},
    )


def _reports(task: Task) -> list[ProgressReport]:
    reports = task.reports.select_related("sent_by", "reviewed_by").prefetch_related("evidence__file", "steps_done")
    return list(reports.order_by("-id"))


def _may(task: Task, user: User, cooperations: list[Cooperation]) -> May:
    live = task.state not in (Task.State.CLOSED, Task.State.WITHDRAWN)
    leads = live and task.lead_id is not None and task.lead_id == user.unit_id
    mine = [row for row in cooperations if row.unit_id == user.unit_id and row.confirmed_at is None]
    return May(
        file=leads and user.may(Permission.FILE_STEPS),
        report=leads and user.may(Permission.REPORT_PROGRESS) and task.steps_filed > 0,
        ask_closure=leads and user.may(Permission.ASK_CLOSURE) and task.state == Task.State.RUNNING,
        confirm=mine[0] if mine and live and user.may(Permission.CONFIRM_COOPERATION) else None,
        review=live and user.may(Permission.REVIEW_PROGRESS),
        close=task.state == Task.State.CLOSING and user.may(Permission.CLOSE_TASK),
        assign=live and user.may(Permission.CLOSE_TASK),
    )


def _answer(request: HttpRequest, task: Task, do: Callable[[], Any], done: str) -> HttpResponseBase:
    """Carry the action out and go back to the task; a refusal shows the page again with what was filled in."""

    def act() -> str:
        do()
        return reverse("task", args=(task.pk,))

    outcome = carry_out(request, act, done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    kept = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    shown = sheet(_task(request, task.pk), person(request), outcome, kept)
    return render(request, "desk/task.html", {"sheet": shown}, status=409 if isinstance(outcome, Stale) else 422)


def _seen(request: HttpRequest) -> int:
    """The version of the task the form was opened at; an unreadable one is older than any."""
    said = request.POST.get("seen", "")
    return int(said[:9]) if said.isdecimal() else 0


@form(Permission.FILE_STEPS)
def ask_cooperation(request: HttpRequest, pk: int) -> HttpResponseBase:
    task = _task(request, pk)
    text, by, at = request.POST.get("text", ""), person(request), clock.now()
    return _answer(
        request, task, lambda: actions.ask_cooperation(task, text=text, by=by, at=at), _("已请配合单位确认。")
    )


@form(Permission.CONFIRM_COOPERATION)
def confirm_cooperation(request: HttpRequest, pk: int, part: int) -> HttpResponseBase:
    task = _task(request, pk)
    cooperation = get_object_or_404(task.cooperations, pk=part)
    answer, by, at = request.POST.get("answer", ""), person(request), clock.now()
    return _answer(
        request,
        task,
        lambda: actions.confirm_cooperation(cooperation, answer=answer, by=by, at=at),
        _("已确认本单位的分工。"),
    )


@form(Permission.REVIEW_PROGRESS)
def review(request: HttpRequest, pk: int, report: int) -> HttpResponseBase:
    """Accept or return one report."""
    task = _task(request, pk)
    found = get_object_or_404(task.reports, pk=report)
    by, at = person(request), clock.now()
    if request.POST.get("decision") == "accept":
        return _answer(request, task, lambda: actions.accept_report(found, by=by, at=at), _("进展已采用。"))
    why = request.POST.get("reason", "")
    return _answer(
        request, task, lambda: actions.return_report(found, reason=why, by=by, at=at), _("进展已退回，原因已告知。")
    )


@form(Permission.ASK_CLOSURE)
def ask_closure(request: HttpRequest, pk: int) -> HttpResponseBase:
    task = _task(request, pk)
    statement, seen, by, at = request.POST.get("statement", ""), _seen(request), person(request), clock.now()
    return _answer(
        request,
        task,
        lambda: actions.ask_closure(task, statement=statement, seen=seen, by=by, at=at),
        _("已申请办结，待办公室销号。"),
    )


@form(Permission.CLOSE_TASK)
def decide_closure(request: HttpRequest, pk: int, asked: int) -> HttpResponseBase:
    """Close the task or send the request back."""
    task = _task(request, pk)
    found = get_object_or_404(task.closure_requests, pk=asked)
    by, at = person(request), clock.now()
    if request.POST.get("decision") == "close":
        return _answer(request, task, lambda: actions.close(found, by=by, at=at), _("已销号。"))
    why = request.POST.get("reason", "")
    return _answer(request, task, lambda: actions.send_back(found, reason=why, by=by, at=at), _("办结申请已退回。"))


@form(Permission.CLOSE_TASK)
def assign_lead(request: HttpRequest, pk: int) -> HttpResponseBase:
    task = _task(request, pk)
    said = request.POST.get("lead", "")
    lead = get_object_or_404(Unit, pk=int(said) if said.isdecimal() else 0)
    why, by, at = request.POST.get("reason", ""), person(request), clock.now()
    return _answer(
        request, task, lambda: actions.assign_lead(task, lead=lead, reason=why, by=by, at=at), _("牵头单位已指定。")
    )


@page(Permission.SEE_TASKS, cached=False)
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a report of a task this person may see."""
    seen = Task.objects.visible_to(person(request))
    found = get_object_or_404(Evidence.objects.select_related("file"), pk=pk, report__task__in=seen)
    return download(files.read(found.file), name=found.title, media_type="application/octet-stream")
