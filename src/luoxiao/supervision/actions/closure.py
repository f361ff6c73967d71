"""办结与销号: the lead bureau asks, another person of the office closes or sends back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.core.wording import quarter
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import (
    LONGEST,
    current_steps,
    led,
    refresh_dates,
    refuse_items,
    refuse_unless_at_work,
    supervising,
)
from luoxiao.supervision.models import ClosureRequest, ProgressReport, Task


class StepsUnfinished(Refusal):
    code = "steps-unfinished"
    sentence = _("还有 %(count)s 项措施没有完成（%(first)s），没有申请办结。完成并经复核后再申请。")


class NothingFiled(Refusal):
    code = "nothing-filed"
    sentence = _("“%(task)s”没有报过落实措施，不能申请办结。先报措施和进展。")


class ReportStillWaiting(Refusal):
    code = "report-still-waiting"
    sentence = _("%(period)s的进展还在复核，没有申请办结。复核后再申请。")


class PartStillOpen(Refusal):
    code = "part-still-open"
    sentence = _("分解给%(lead)s的“%(part)s”还没有办结，没有申请办结。分解的事项都办结后再申请。")


class ClosureWaiting(Refusal):
    code = "closure-waiting"
    sentence = _("办结申请已由%(who)s提出，待办公室销号，没有重复申请。")


class CloseOwn(Refusal):
    code = "close-own"
    sentence = _("办结由%(who)s申请，不能由本人销号。请另一人办理。")


class ClosureDecided(Refusal):
    code = "closure-decided"
    sentence = _("这次办结申请已由%(who)s办理（%(state)s），没有再次办理。")


@transaction.atomic
def ask_closure(task: Task, *, statement: str, seen: int, by: User, at: datetime) -> ClosureRequest:
    """Ask the office to close. Every step must be finished and every report decided.

    A part that was handed down ends before the whole. Raises FinishedElsewhere and the refusals above.
    """
    task, role = led(task, by, Permission.ASK_CLOSURE)
    refuse_items(task)
    if task.state != Task.State.CLOSING:
        refuse_unless_at_work(task)
    claim(task, seen)
    statement = said(_("办结说明"), statement, limit=LONGEST)
    _check_finished(task)
    request = ClosureRequest.objects.create(task=task, statement=statement, asked_by=by, asked_at=at)
    task.state = Task.State.CLOSING
    task.save(update_fields=["state"])
    after = {"statement": statement, "version": task.version}
    trail.record("task.ask-closure", by=by, at=at, role=role, subject=task, after=after)
    return request


def _check_finished(task: Task) -> None:
    waiting = task.closure_requests.filter(state=ClosureRequest.State.ASKED).first()
    if waiting:
        raise ClosureWaiting(who=waiting.asked_by.full_name)
    steps = current_steps(task)
    if not steps and task.of_plan:
        raise NothingFiled(task=task.title)
    unfinished = [step.title for step in steps if step.done_on is None]
    if unfinished:
        raise StepsUnfinished(count=len(unfinished), first=unfinished[0])
    part = task.parts.open().order_by("id").first()
    if part:
        raise PartStillOpen(part=part.title, lead=part.lead or "—")
    report = task.reports.filter(state=ProgressReport.State.SENT).first()
    if report:
        raise ReportStillWaiting(period=quarter(report.period))


@transaction.atomic
def close(request: ClosureRequest, *, by: User, at: datetime) -> None:
    """Strike the task off the list."""
    request, task, role = _to_decide(request, by)
    _decide(request, ClosureRequest.State.CLOSED, "", by, at)
    task.state, task.closed_at = Task.State.CLOSED, at
    refresh_dates(task)
    task.save(update_fields=["state", "closed_at", "next_due"])
    trail.record("task.close", by=by, at=at, role=role, subject=task, after={"state": task.state})


@transaction.atomic
def send_back(request: ClosureRequest, *, reason: str, by: User, at: datetime) -> None:
    """Do not close: the task goes on, with the reason."""
    reason = said(_("退回原因"), reason, limit=300)
    request, task, role = _to_decide(request, by)
    _decide(request, ClosureRequest.State.SENT_BACK, reason, by, at)
    task.state = Task.State.RUNNING
    task.save(update_fields=["state"])
    trail.record("task.send-back", by=by, at=at, role=role, subject=task, after={"state": task.state}, reason=reason)


def _to_decide(request: ClosureRequest, by: User) -> tuple[ClosureRequest, Task, str]:
    """The request with its task locked. Raises CloseOwn, ClosureDecided."""
    task = Task.objects.select_for_update(of=("self",)).select_related("parent").get(pk=request.task_id)
    role = supervising(task, by, Permission.CLOSE_TASK)
    request = ClosureRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.asked_by_id == by.pk:
        raise CloseOwn(who=by.full_name)
    if request.state != ClosureRequest.State.ASKED:
        decided_by = request.decided_by.full_name if request.decided_by else "—"
        raise ClosureDecided(who=decided_by, state=request.get_state_display())
    return request, task, role


def _decide(request: ClosureRequest, state: str, reason: str, by: User, at: datetime) -> None:
    request.state, request.decided_by, request.decided_at, request.reason = state, by, at, reason
    request.save(update_fields=["state", "decided_by", "decided_at", "reason"])
