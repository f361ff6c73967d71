"""督办单 of an item: those so far with their answers, which colour may be issued now and why, and the two forms."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.periods import Quarter
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.dated_rules import Errors
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.paper_slip import SLIP_OF, facts_of, figures, words
from luoxiao.desk.task_changes import seen
from luoxiao.documents import actions as papers
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.models import Slip, SlipRule, Task
from luoxiao.supervision.wording_slips import colour_words, why


@dataclass(frozen=True)
class Choice:
    """A colour of the rule in force."""

    colour: str
    words: str
    allowed: bool
    why: str


@dataclass(frozen=True)
class SlipsPage:
    """What the page shows; `typed` is what was filled in."""

    task: Task
    slips: list[Slip]
    rule: SlipRule
    choices: list[Choice]
    may_issue: bool
    may_answer: bool
    sees_drafts: bool
    key: str
    typed: dict[str, str]
    errors: Errors = field(default_factory=list)

    @property
    def allowed(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.allowed]


@page(Permission.SEE_TASKS)
def slips(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _show(request, _task(request, pk), {}, [], 200)


def _task(request: HttpRequest, pk: int) -> Task:
    return get_object_or_404(Task.objects.visible_to(person(request)).select_related("lead"), pk=pk)


def _show(request: HttpRequest, task: Task, typed: dict[str, str], errors: Errors, status: int) -> HttpResponseBase:
    user, today = person(request), clock.today()
    possible = actions.slips_possible(task, today=today)
    drafts = user.may(Permission.DRAFT_PAPER)
    shown = SlipsPage(
        task=task,
        slips=_slips(task, drafts=drafts),
        rule=SlipRule.objects.on(today),
        choices=[Choice(each.colour, colour_words(each.colour), each.allowed, why(each)) for each in possible],
        may_issue=user.may(Permission.OPEN_ITEM),
        may_answer=_leads(task, user),
        sees_drafts=drafts,
        key=new_key(),
        typed=typed,
        errors=errors,
    )
    return render(request, "desk/task_slips.html", {"page": shown}, status=status)


def _slips(task: Task, *, drafts: bool) -> list[Slip]:
    """The newest first; drafts only for those who draft papers."""
    found = task.slips.select_related("paper", "prepared_by", "answered_by").order_by("-number")
    return list(found if drafts else found.issued())


def _leads(task: Task, user: User) -> bool:
    return task.lead_id is not None and user.unit_id == task.lead_id and user.may(Permission.REPORT_PROGRESS)


@form(Permission.OPEN_ITEM)
def prepare(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Prepare a slip and the draft of its paper, which another person checks and issues."""
    task = _task(request, pk)
    if request.method != "POST":
        return redirect("task-slips", pk)
    typed = {name: request.POST.get(name, "").strip() for name in ("colour", "reason")}
    if typed["colour"] not in Slip.Colour.values:
        return _show(request, task, typed, [("", _("没有选颜色。选一种现在能发的颜色。"))], 422)

    def act() -> str:
        return reverse("paper", args=(_prepared(request, task, typed).pk,))

    outcome = carry_out(request, act, done=_("督办单已拟好，由另一人核稿、签发。"))
    if not isinstance(outcome, Refusal):
        return outcome
    status = 409 if isinstance(outcome, Stale) else 422
    return _show(request, _task(request, pk), typed, [("f-reason", str(outcome))], status)


def _prepared(request: HttpRequest, task: Task, typed: dict[str, str]) -> Paper:
    by, at = person(request), clock.now()
    slip = actions.prepare_slip(task, colour=typed["colour"], reason=typed["reason"], seen=seen(request), by=by, at=at)
    paper = papers.prepare(
        kind=Paper.Kind.SLIP,
        period=Quarter.of(clock.today()),
        about_kind=SLIP_OF,
        about=slip.pk,
        words=words(slip),
        known=figures(facts_of(slip, at)),
        rehearsal=task.is_rehearsal or clock.rehearsal_day() is not None,
        by=by,
        at=at,
    )
    actions.attach_slip_paper(slip, paper, by=by, at=at)
    return paper


@form(Permission.REPORT_PROGRESS)
def answer(request: HttpRequest, pk: int, slip: int) -> HttpResponseBase:
    """The lead answers a slip that was issued to it."""
    task = _task(request, pk)
    found = get_object_or_404(task.slips.issued().select_related("task"), pk=slip)
    if request.method != "POST":
        return redirect("task-slips", pk)
    text, by, at = request.POST.get("text", ""), person(request), clock.now()

    def act() -> str:
        actions.answer_slip(found, text=text, by=by, at=at)
        return reverse("task-slips", args=(pk,))

    outcome = carry_out(request, act, done=_("督办单已回复。"))
    if not isinstance(outcome, Refusal):
        return outcome
    return _show(request, _task(request, pk), {"text": text}, [(f"f-text-{slip}", str(outcome))], 422)
