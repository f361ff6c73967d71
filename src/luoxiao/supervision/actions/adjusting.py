"""调整和完善 (end of clause 四): the lead proposes another step, day or wording; another person decides; both stay."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import (
    current_steps,
    led,
    refresh_dates,
    refuse_items,
    refuse_past,
    refuse_unless_at_work,
)
from luoxiao.supervision.actions.deciding import LONGEST_REASON, decide, refuse_waiting, to_decide
from luoxiao.supervision.models import Adjustment, Step, Task

Kind = Adjustment.Kind
LIMITS = {"title": 120, "owner": 80, "expected": 200}  # characters


@dataclass(frozen=True)
class AdjustmentDraft:
    """As proposed; `step` by its id (None: the item itself, of which only title and day are adjusted)."""

    step: int | None
    title: str
    due: date | None
    owner: str = ""
    expected: str = ""


class NothingAdjusted(Refusal):
    code = "nothing-adjusted"
    sentence = _("“%(what)s”的内容与现在相同，没有提出调整。改动后再提出。")


class NotAStep(Refusal):
    code = "not-a-step"
    sentence = _("所选的措施已经完成或被新报的措施取代，没有办理。按现在的措施重新提出。")


class LaterThanWhole(Refusal):
    code = "later-than-whole"
    sentence = _("调整后的时限 %(due)s 晚于任务时限 %(whole)s，没有办理。先申请任务延期。")


class ChangedSince(Refusal):
    code = "changed-since"
    sentence = _("“%(what)s”在提出调整之后已经改动，没有办理。不同意这一项，请牵头单位按现在的内容重新提出。")


@transaction.atomic
def propose_adjustment(
    task: Task, *, draft: AdjustmentDraft, reason: str, seen: int, by: User, at: datetime
) -> Adjustment:
    """Propose other words or another day for a step that is open, or for the item itself.

    Raises NothingAdjusted, NotAStep, LaterThanWhole, DuePast, AskedBefore, Stale, Unsaid, TooLong and what keeps an
    item still.
    """
    task, role = led(task, by, Permission.REPORT_PROGRESS)
    refuse_items(task)
    refuse_unless_at_work(task)
    step = _step(task, draft.step)
    before, after = as_it_stands(step or task), _proposed(draft)
    if before == after:
        raise NothingAdjusted(what=before["title"])
    _check_day(task, step, before, draft.due, at)
    waiting = task.adjustments.filter(state=Adjustment.State.ASKED, step=step)
    refuse_waiting(waiting.select_related("asked_by").first())
    reason = said(_("调整原因"), reason, limit=LONGEST_REASON)
    claim(task, seen)
    made = Adjustment.objects.create(
        task=task,
        step=step,
        kind=_kind(before, after),
        before=before,
        after=after,
        reason=reason,
        asked_by=by,
        asked_at=at,
    )
    _note(made, task, role, at)
    return made


def _note(made: Adjustment, task: Task, role: str, at: datetime) -> None:
    """The line of the trail for who proposes."""
    after = made.after | {"version": task.version}
    who, why, before = made.asked_by, made.reason, made.before
    action = "task.propose-adjustment"
    trail.record(action, by=who, at=at, role=role, subject=task, before=before, after=after, reason=why)


def _step(task: Task, pk: int | None) -> Step | None:
    """The open step of this id. Raises NotAStep."""
    if pk is None:
        return None
    found = next((step for step in current_steps(task) if step.pk == pk), None)
    if found is None or found.done_on:
        raise NotAStep
    return found


def as_it_stands(what: Step | Task) -> dict[str, str]:
    """The words and the day of a step, or of an item itself."""
    mine = {"title": what.title, "due": str(what.due or "")}
    return mine | ({"owner": what.owner, "expected": what.expected} if isinstance(what, Step) else {})


def _proposed(draft: AdjustmentDraft) -> dict[str, str]:
    mine = {"title": said(_("表述"), draft.title, limit=LIMITS["title"]), "due": str(draft.due or "")}
    if draft.step is None:
        return mine
    return mine | {
        "owner": said(_("责任人"), draft.owner, limit=LIMITS["owner"]),
        "expected": said(_("预期结果"), draft.expected, limit=LIMITS["expected"]),
    }


def _check_day(task: Task, step: Step | None, before: dict[str, str], due: date | None, at: datetime) -> None:
    if str(due or "") == before["due"]:
        return
    refuse_past(due, at)
    if step is not None:
        said(_("时限"), str(due or ""), limit=10)
        if task.due and due and due > task.due:
            raise LaterThanWhole(due=due, whole=task.due)


def _kind(before: dict[str, str], after: dict[str, str]) -> Kind:
    changed = {name for name in after if after[name] != before[name]}
    if changed == {"due"}:
        return Kind.DATE
    return Kind.WORDING if changed == {"title"} else Kind.STEP


@transaction.atomic
def decide_adjustment(asked: Adjustment, *, grant: bool, reason: str, by: User, at: datetime) -> None:
    """Grant: the step or item is as proposed.

    Raises DecideOwn, DecidedBefore, ChangedSince, NotAStep, LaterThanWhole, Unsaid.
    """
    asked, task, role = to_decide(asked, by)
    if grant:
        _apply(asked, task)
    reason = decide(asked, grant=grant, reason=reason, by=by, at=at)
    task.version += 1
    task.save(update_fields=["title", "due", "next_due", "steps_filed", "steps_done", "version"])
    action = "task.adjust" if grant else "task.refuse-adjustment"
    after = (asked.after if grant else {}) | {"version": task.version}
    trail.record(action, by=by, at=at, role=role, subject=task, before=asked.before, after=after, reason=reason)


def _apply(asked: Adjustment, task: Task) -> None:
    what: Step | Task = _step(task, asked.step_id) or task
    if as_it_stands(what) != asked.before:
        raise ChangedSince(what=asked.before["title"])
    for name, value in asked.after.items():
        setattr(what, name, (date.fromisoformat(value) if value else None) if name == "due" else value)
    if isinstance(what, Step):
        if task.due and what.due > task.due:
            raise LaterThanWhole(due=what.due, whole=task.due)
        what.save(update_fields=list(asked.after))
    refresh_dates(task)
