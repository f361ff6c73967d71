"""One task: what it is, who has it, what was done, and the forms for what comes next."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock, files, trail
from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.downloads import download
from luoxiao.desk.item_sheet import Way, way
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.reading import number
from luoxiao.desk.task_changes import moved, seen, since_line
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import Clause, Measure
from luoxiao.plan.sentences import sentences_of
from luoxiao.supervision import actions
from luoxiao.supervision.models import ClosureRequest, Cooperation, Evidence, LightRule, ProgressReport, Step, Task
from luoxiao.supervision.serving import serving
from luoxiao.supervision.wording import LIGHTS, reason, served, when, whose_turn
from luoxiao.supervision.wording import permit as permit_words

HISTORY = 100
WITH_ALL = ("lead", "place", "parent__lead", "received_by", "measure__clause__version")
# Where an item is finished: by its `about_kind`, the route of the page that does it, which takes `about`.
FINISHED_AT = {"project-stage": "project-of-stage", "project-again": "project-of-step"}
LEADS = (Permission.FILE_STEPS, Permission.ASK_CLOSURE)  # whose forms are the lead's


@dataclass(frozen=True)
class May:
    """What this person may do with this task now; of reports and requests to close, with which (their ids)."""

    file: bool
    report: bool
    ask_closure: bool
    before_closure: str
    ask_help: bool
    confirm: Cooperation | None
    review: frozenset[int]
    close: frozenset[int]
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
    clause: Clause | None
    quotation: str
    finished_at: str
    cooperations: list[Cooperation]
    steps: list[Step]
    serves: dict[int, str]
    reports: list[ProgressReport]
    closures: list[ClosureRequest]
    history: list[TrailEvent]
    may: May
    way: Way | None
    key: str
    units: list[Unit]
    problem: Refusal | None = None
    kept: dict[str, str] = field(default_factory=dict)
    given_back: list[tuple[str, str]] = field(default_factory=list)
    changed: list[TrailEvent] = field(default_factory=list)


@page(Permission.SEE_TASKS)
def task(request: HttpRequest, pk: int) -> HttpResponseBase:
    return render(request, "desk/task.html", {"sheet": sheet(find(request, pk), person(request))})


def find(request: HttpRequest, pk: int) -> Task:
    seen = Task.objects.visible_to(person(request))
    return get_object_or_404(seen.select_related(*WITH_ALL), pk=pk)


def sheet(task: Task, user: User) -> Sheet:
    """Gather the page: a fixed number of queries, however long the task's life."""
    today = clock.today()
    verdict = task.verdict(today=today, soon_days=LightRule.objects.on(today).soon_days)
    reports, cooperations, closures = life(task)
    measure = task.measure
    steps = actions.current_steps(task)
    may = _may(task, user, reports, cooperations, closures)
    return Sheet(
        task=task,
        light=verdict.light,
        light_words=str(LIGHTS[verdict.light]),
        reason=reason(verdict),
        when=when(verdict),
        turn=whose_turn(
            task.state,
            report_waiting=any(report.state == ProgressReport.State.SENT for report in reports),
            has_lead=task.lead_id is not None,
        ),
        clause=measure.clause if measure else None,
        quotation=_quotation(measure) if measure else "",
        finished_at=_finished_at(task),
        cooperations=cooperations,
        steps=steps,
        serves=_serves(task, steps),
        reports=reports,
        closures=closures,
        history=list(trail.history(task)[:HISTORY]),
        may=may,
        way=way(task, user, reports=reports, closures=closures, steps=steps),
        key=new_key(),
        units=_leads(task) if may.assign else [],
    )


def _quotation(measure: Measure) -> str:
    """The words of the plan that promise it."""
    return measure.clause.version.text[measure.char_start : measure.char_end].strip()


def _finished_at(task: Task) -> str:
    """The address of the page that finishes an item; empty for what is finished here."""
    route = FINISHED_AT.get(task.about_kind)
    return reverse(route, args=(task.about,)) if route else ""


def _serves(task: Task, steps: list[Step]) -> dict[int, str]:
    """By id of a step, which sentences of the clause it serves, in words."""
    sentences = sentences_of(task.promise) if steps else []
    texts = [sentence.text for sentence in sentences]
    return {step.pk: served(serving(step.serves, texts), sentences) for step in steps}


def life(task: Task) -> tuple[list[ProgressReport], list[Cooperation], list[ClosureRequest]]:
    """Its reports and requests to close, newest first, and its cooperating units in the order of the text."""
    reports = task.reports.select_related("sent_by", "reviewed_by").prefetch_related("evidence__file", "steps_done")
    cooperations = task.cooperations.select_related("unit", "confirmed_by").order_by("order")
    closures = task.closure_requests.select_related("asked_by", "decided_by").order_by("-id")
    return list(reports.order_by("-id")), list(cooperations), list(closures)


def _leads(task: Task) -> list[Unit]:
    """The units that may be named lead: the ministry's bureaus, and whoever leads now."""
    return list(Unit.objects.filter(Q(kind=Unit.Kind.BUREAU) | Q(pk=task.lead_id)).order_by("id"))


def _may(
    task: Task,
    user: User,
    reports: list[ProgressReport],
    cooperations: list[Cooperation],
    closures: list[ClosureRequest],
) -> May:
    parts = task.parts.open().count()
    made = actions.permits(task, user, reports=reports, cooperations=cooperations, closures=closures, open_parts=parts)
    allowed = {permission for permission, permit in made.items() if permit.allowed}
    leads = task.lead_id is not None and task.lead_id == user.unit_id and user.may(Permission.ASK_CLOSURE)
    sent = {report.pk for report in reports if report.state == "sent" and report.sent_by_id != user.pk}
    asked = {closure.pk for closure in closures if closure.state == "asked" and closure.asked_by_id != user.pk}
    live = not task.of_room_above and task.state not in (Task.State.CLOSED, Task.State.WITHDRAWN)
    return May(
        file=Permission.FILE_STEPS in allowed,
        report=Permission.REPORT_PROGRESS in allowed,
        ask_closure=Permission.ASK_CLOSURE in allowed,
        before_closure=permit_words(made[Permission.ASK_CLOSURE]) if leads and live else "",
        ask_help=leads and live and any(row.confirmed_at is None for row in cooperations),
        confirm=_own_part(cooperations, user) if Permission.CONFIRM_COOPERATION in allowed else None,
        review=frozenset(sent if Permission.REVIEW_PROGRESS in allowed else ()),
        close=frozenset(asked if Permission.CLOSE_TASK in allowed else ()),
        assign=live and task.state != Task.State.REGISTERED and user.may(Permission.CLOSE_TASK),
    )


def _own_part(cooperations: list[Cooperation], user: User) -> Cooperation:
    return next(row for row in cooperations if row.unit_id == user.unit_id)


def _answer(request: HttpRequest, task: Task, do: Callable[[], Any], done: str) -> HttpResponseBase:
    """Carry the action out and go back to the task; a refusal shows the page again with what was filled in."""

    def act() -> str:
        do()
        return reverse("task", args=(task.pk,))

    outcome = carry_out(request, act, done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    return refused(request, task, outcome)


def refused(request: HttpRequest, task: Task, problem: Refusal) -> HttpResponseBase:
    """The page as it is now, with what was typed, in its form or, where that is not offered any more, beside it."""
    kept = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    now = find(request, task.pk)
    shown = sheet(now, person(request))
    back, changed = _given_back(kept, shown.may), since_line(request, now)
    shown = replace(shown, problem=problem, kept=kept, given_back=back, changed=changed)
    status = 409 if isinstance(problem, Stale | actions.AskedAnew | actions.LeadsNow) else 422
    return render(request, "desk/task.html", {"sheet": shown}, status=status)


def _given_back(kept: dict[str, str], may: May) -> list[tuple[str, str]]:
    """What was typed into a form that the page does not offer any more: its label and the words."""
    of = kept.get("of", "")
    decides = of in {f"r{pk}" for pk in may.review} | {f"c{pk}" for pk in may.close}
    forms = (
        ("text", _("请配合的事项"), may.ask_help),
        ("answer", _("本单位的分工"), may.confirm is not None),
        ("statement", _("办结说明"), may.ask_closure),
        ("reason", _("退回原因") if of else _("依据"), decides if of else may.assign),
    )
    return [(label, kept[name]) for name, label, offered in forms if kept.get(name, "").strip() and not offered]


def _step(lock: Permission) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A form on the page of a task: POST calls one action; who only looks is shown the page."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @form(lock)
        @wraps(view)
        def stepped(request: HttpRequest, pk: int, **more: int) -> HttpResponseBase:
            if lock in LEADS and (gone := moved(request, pk)):
                return _moved_away(request, gone)
            task = find(request, pk)
            return view(request, task, **more) if request.method == "POST" else redirect("task", pk)

        return stepped

    return decorate


def _moved_away(request: HttpRequest, task: Task) -> HttpResponseBase:
    """What the former lead typed, when the task is another unit's now."""
    typed = next((request.POST[name] for name in ("text", "statement") if name in request.POST), "")
    problem = actions.LeadMoved(task=task.title, lead=task.lead or _("办公室另定的单位"))
    return render(request, "desk/task_moved.html", {"problem": str(problem), "typed": typed}, status=409)


@_step(Permission.FILE_STEPS)
def ask_cooperation(request: HttpRequest, task: Task) -> HttpResponseBase:
    text, by, at = request.POST.get("text", ""), person(request), clock.now()
    return _answer(
        request, task, lambda: actions.ask_cooperation(task, text=text, by=by, at=at), _("已请配合单位确认。")
    )


@_step(Permission.CONFIRM_COOPERATION)
def confirm_cooperation(request: HttpRequest, task: Task, part: int) -> HttpResponseBase:
    answer, by, at = request.POST.get("answer", ""), person(request), clock.now()
    if task.lead_id is not None and task.lead_id == by.unit_id and not task.cooperations.filter(pk=part).exists():
        return refused(request, task, actions.LeadsNow(task=task.title, lead=task.lead))
    cooperation = get_object_or_404(task.cooperations, pk=part)
    return _answer(
        request,
        task,
        lambda: actions.confirm_cooperation(
            cooperation, answer=answer, by=by, at=at, asked_for=request.POST.get("asked")
        ),
        _("已确认本单位的分工。"),
    )


def _supervises(request: HttpRequest, task: Task, permission: Permission) -> None:
    """The office, or the level above for what it handed down. Raises NotAllowed, which is a 403."""
    if not actions.may_supervise(task, person(request), permission):
        raise NotAllowed(permission)


@_step(Permission.SEE_TASKS)
def review(request: HttpRequest, task: Task, report: int) -> HttpResponseBase:
    """Accept or return one report; an unknown decision is a 404."""
    _supervises(request, task, Permission.REVIEW_PROGRESS)
    found = get_object_or_404(task.reports, pk=report)
    by, at = person(request), clock.now()
    if request.POST.get("decision") == "accept":
        return _answer(request, task, lambda: actions.accept_report(found, by=by, at=at), _("进展已采用。"))
    if request.POST.get("decision") != "return":
        raise Http404
    why = request.POST.get("reason", "")
    return _answer(
        request, task, lambda: actions.return_report(found, reason=why, by=by, at=at), _("进展已退回，原因已告知。")
    )


@_step(Permission.ASK_CLOSURE)
def ask_closure(request: HttpRequest, task: Task) -> HttpResponseBase:
    statement, by, at = request.POST.get("statement", ""), person(request), clock.now()
    return _answer(
        request,
        task,
        lambda: actions.ask_closure(task, statement=statement, seen=seen(request), by=by, at=at),
        _("已申请办结，待办公室销号。"),
    )


@_step(Permission.SEE_TASKS)
def decide_closure(request: HttpRequest, task: Task, asked: int) -> HttpResponseBase:
    """Close the task or send the request back; an unknown decision is a 404."""
    _supervises(request, task, Permission.CLOSE_TASK)
    found = get_object_or_404(task.closure_requests, pk=asked)
    by, at = person(request), clock.now()
    if request.POST.get("decision") == "close":
        return _answer(request, task, lambda: actions.close(found, by=by, at=at), _("已销号。"))
    if request.POST.get("decision") != "send-back":
        raise Http404
    why = request.POST.get("reason", "")
    return _answer(request, task, lambda: actions.send_back(found, reason=why, by=by, at=at), _("办结申请已退回。"))


@_step(Permission.CLOSE_TASK)
def assign_lead(request: HttpRequest, task: Task) -> HttpResponseBase:
    lead = get_object_or_404(Unit, pk=number(request.POST.get("lead")))
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
