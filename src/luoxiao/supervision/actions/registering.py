"""立项、交办、签收: how an item begins that no plan contains (clauses 一(二), 三(三)).

The office registers it from a leader's note, a finding of an inspection, a decision or a problem, gives it to the unit
that answers for it, and that unit receives it. From then on it is reported and closed like a task of a plan.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.periods import BEIJING
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import Region, Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import (
    led,
    locked,
    refresh_dates,
    refuse_ended,
    refuse_items,
    refuse_past,
    supervising,
)
from luoxiao.supervision.actions.items import LONGEST_TITLE
from luoxiao.supervision.models import Instruction, Task

INSTRUCTION = "instruction"  # about_kind of what a leader's note or an inspection asks for
LONGEST_NOTE = 4000  # characters


@dataclass(frozen=True)
class ItemDraft:
    """What is to be done: by when (None: not yet said), for which clause ("": none), at which place."""

    title: str
    due: date | None = None
    clause_path: str = ""
    place: Region | None = None
    is_urgent: bool = False
    is_rehearsal: bool = False


@dataclass(frozen=True)
class InstructionDraft:
    """A leader's note or an inspection's finding in its own words; `kind` of Instruction.Kind."""

    kind: str
    text: str
    given_by: str
    given_on: date
    document: str = ""


class InstructionAhead(Refusal):
    code = "instruction-ahead"
    sentence = _("批示或检查日期填的是 %(day)s，晚于今天，没有立项。核对日期后再保存。")


class AlreadyAssigned(Refusal):
    code = "already-assigned"
    sentence = _("“%(task)s”%(state)s，由%(lead)s办理，没有再次交办。要换单位的，改用“指定牵头单位”。")


class NotToReceive(Refusal):
    code = "not-to-receive"
    sentence = _("“%(task)s”现在是“%(state)s”，不用签收。")


@transaction.atomic
def register(draft: ItemDraft, *, origin: str, about_kind: str, about: int, by: User, at: datetime) -> Task:
    """立项: an item about this thing, which nobody has been given yet. The caller holds the lock of the thing.

    `about_kind` and `about` name it (decision, problem, instruction and its id). Raises NotAllowed, DuePast, Unsaid,
    TooLong; IntegrityError where the thing has an item in force (items_about says which have one).
    """
    role = by.acting(Permission.OPEN_ITEM)
    refuse_past(draft.due, at)
    task = Task.objects.create(
        origin=Task.Origin(origin),
        title=said(_("事项"), draft.title, limit=LONGEST_TITLE),
        due=draft.due,
        next_due=draft.due,
        clause_path=draft.clause_path,
        place=draft.place,
        about_kind=about_kind,
        about=about,
        state=Task.State.REGISTERED,
        is_urgent=draft.is_urgent,
        is_rehearsal=draft.is_rehearsal,
        opened_at=at,
    )
    after = {"about": f"{about_kind} {about}", "clause": task.cite, "due": str(task.due or ""), "version": 1}
    trail.record("task.register", by=by, at=at, role=role, subject=task, after=after)
    return task


@transaction.atomic
def register_instruction(instruction: InstructionDraft, *, item: ItemDraft, by: User, at: datetime) -> Task:
    """立项 from a leader's note or an inspection. Raises as `register`, and InstructionAhead."""
    by.acting(Permission.OPEN_ITEM)
    if instruction.given_on > at.astimezone(BEIJING).date():
        raise InstructionAhead(day=instruction.given_on)
    kind = Instruction.Kind(instruction.kind)
    made = Instruction.objects.create(
        kind=kind,
        text=said(_("原话"), instruction.text, limit=LONGEST_NOTE),
        given_by=said(_("批示领导或检查单位"), instruction.given_by, limit=80),
        given_on=instruction.given_on,
        document=added(_("依据文件"), instruction.document, limit=120),
        entered_by=by,
        entered_at=at,
    )
    return register(item, origin=Task.Origin(kind.value), about_kind=INSTRUCTION, about=made.pk, by=by, at=at)


@transaction.atomic
def assign(task: Task, *, lead: Unit, due: date | None, seen: int, by: User, at: datetime, note: str = "") -> Task:
    """交办: this unit answers for a registered item until this day. Returns the item as it stands now.

    Raises AlreadyAssigned, UnitEnded, DuePast, FinishedElsewhere, TaskClosed, Stale, TooLong.
    """
    task = locked(task)
    role = supervising(task, by, Permission.OPEN_ITEM)
    refuse_items(task)
    if task.state != Task.State.REGISTERED:
        raise AlreadyAssigned(task=task.title, state=task.get_state_display(), lead=task.lead or "—")
    refuse_ended(lead, at)
    refuse_past(due, at)
    note = added(_("交办要求"), note, limit=300)
    claim(task, seen)
    _give(task, lead, due, at)
    after = {"lead": str(lead), "due": str(due or ""), "version": task.version}
    trail.record("task.hand-over", by=by, at=at, role=role, subject=task, after=after, reason=note)
    return task


def _give(task: Task, lead: Unit, due: date | None, at: datetime) -> None:
    task.lead, task.due, task.state, task.assigned_at = lead, due, Task.State.ASSIGNED, at
    task.received_at = task.received_by = None
    refresh_dates(task)
    task.save(update_fields=["lead", "due", "next_due", "state", "assigned_at", "received_at", "received_by"])


@transaction.atomic
def receive(task: Task, *, by: User, at: datetime) -> Task:
    """签收: the lead unit takes the item in hand. Raises NotAllowed, NotToReceive, TaskClosed."""
    task, role = led(task, by, Permission.REPORT_PROGRESS)
    if task.state != Task.State.ASSIGNED:
        raise NotToReceive(task=task.title, state=task.get_state_display())
    task.state, task.received_at, task.received_by = Task.State.RUNNING, at, by
    task.version += 1
    task.save(update_fields=["state", "received_at", "received_by", "version"])
    after = {"state": task.state, "version": task.version}
    trail.record("task.receive", by=by, at=at, role=role, subject=task, after=after)
    return task
