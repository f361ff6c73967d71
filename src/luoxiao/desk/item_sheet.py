"""The way of an item on its page: its line of life, what was asked and decided, the level above and those below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.periods import BEIJING
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Move
from luoxiao.supervision.actions.registering import INSTRUCTION
from luoxiao.supervision.handed_down import Limit, compared
from luoxiao.supervision.models import (
    Adjustment,
    ClosureRequest,
    Extension,
    Instruction,
    Pause,
    ProgressReport,
    Referral,
    Step,
    Task,
)
from luoxiao.supervision.wording_items import STAGES, difference

BY = ("asked_by", "decided_by")
DEPTH = 3  # levels below the ministry: province, prefecture, county
MOST_PARTS = 300
TO_UNITS = (Unit.Kind.BUREAU, Unit.Kind.PROVINCE)


@dataclass(frozen=True)
class Stage:
    """A station of the line of life: when it was reached and by whom; `light` is done, ok (now) or idle (ahead)."""

    words: str
    light: str
    note: str


@dataclass(frozen=True)
class Asked:
    """Something the lead asked that was or is to be decided."""

    kind: str
    row: Extension | Referral | Adjustment
    lines: list[tuple[str, str, str]]  # what, before, after
    decidable: bool


@dataclass(frozen=True)
class Part:
    """An item of a level below, as deep as it stands, with what it says otherwise than the one it is a part of."""

    task: Task
    depth: int
    differences: list[str]
    burdens: bool


@dataclass(frozen=True)
class Way:
    """All of it, and the moves this person may make."""

    stages: list[Stage]
    instruction: Instruction | None
    above: Part | None
    parts: list[Part]
    asked: list[Asked]
    pauses: list[Pause]
    moves: frozenset[Move]
    units: list[Unit]
    below: list[Unit]
    open_steps: list[Step]
    warning: str
    resume_due: date | None


def way(
    task: Task, user: User, *, reports: Sequence[ProgressReport], closures: Sequence[ClosureRequest], steps: list[Step]
) -> Way | None:
    """None for what a room above finishes."""
    if task.of_room_above:
        return None
    extensions = list(task.extensions.select_related(*BY).order_by("-id"))
    referrals = list(task.referrals.select_related(*BY, "from_unit", "to_unit").order_by("-id"))
    adjustments = list(task.adjustments.select_related(*BY).order_by("-id"))
    rows: list[Extension | Referral | Adjustment] = [*extensions, *referrals, *adjustments]
    may = actions.moves(task, user, extensions=extensions, referrals=referrals, adjustments=adjustments)
    pauses = list(task.pauses.select_related("by", "ended_by").order_by("-id"))
    return Way(
        stages=list(stages(task, reports, closures)),
        instruction=_instruction(task),
        above=_part(task, 0) if task.parent else None,
        parts=list(_parts(task)),
        asked=[_shown(row, may, user) for row in rows],
        pauses=pauses,
        moves=may,
        units=_units(task) if may & {Move.ASSIGN, Move.ASK_REFERRAL} else [],
        below=_below(task) if Move.HAND_DOWN in may else [],
        open_steps=[step for step in steps if step.done_on is None],
        warning=_warning(task),
        resume_due=_resume_due(task, pauses),
    )


def stages(task: Task, reports: Sequence[ProgressReport], closures: Sequence[ClosureRequest]) -> Iterator[Stage]:
    """立项→交办→签收→办理→反馈→复核→办结→销号, each with its day and who."""
    reached = list(_reached(task, reports, closures))
    last = max((n for n, (_code, at, _who) in enumerate(reached) if at), default=0)
    ended = task.state in (Task.State.CLOSED, Task.State.WITHDRAWN)
    for n, (code, at, who) in enumerate(reached):
        now = n == last and not ended
        note = f"{at.astimezone(BEIJING).date()} {who}".strip() if at else "—"
        yield Stage(str(STAGES[code]), "ok" if now else ("done" if at else "idle"), note)


def _reached(
    task: Task, reports: Sequence[ProgressReport], closures: Sequence[ClosureRequest]
) -> Iterator[tuple[str, datetime | None, str]]:
    """Each station with when it was last reached (None: not yet) and by whom; reports and closures newest first."""
    report = next(iter(reports), None)
    reviewed = next((each for each in reports if each.state == ProgressReport.State.ACCEPTED), None)
    closure = next((each for each in closures if each.state != ClosureRequest.State.SENT_BACK), None)
    lead = str(task.lead or "")
    begun = task.received_at or (task.opened_at if task.of_plan and task.steps_filed else None)
    yield "registered", task.opened_at, ""
    yield "assigned", task.opened_at if task.of_plan and task.lead_id else task.assigned_at, lead
    yield "received", begun, task.received_by.full_name if task.received_by else ""
    yield "running", begun, lead if begun else ""
    yield "reported", *((report.sent_at, report.sent_by.full_name) if report else (None, ""))
    yield "reviewed", *((reviewed.reviewed_at, _name(reviewed.reviewed_by)) if reviewed else (None, ""))
    yield "finished", *((closure.asked_at, closure.asked_by.full_name) if closure else (None, ""))
    yield "closed", task.closed_at, _name(closure.decided_by) if closure and task.closed_at else ""


def _name(user: User | None) -> str:
    return user.full_name if user else ""


def _instruction(task: Task) -> Instruction | None:
    if task.about_kind != INSTRUCTION:
        return None
    return Instruction.objects.select_related("entered_by").filter(pk=task.about or 0).first()


def _part(task: Task, depth: int) -> Part:
    assert task.parent is not None
    found = compared(Limit(task.parent.title, task.parent.due), Limit(task.title, task.due))
    return Part(task, depth, [difference(each) for each in found], any(each.burdens for each in found))


def _parts(task: Task) -> Iterator[Part]:
    """Those below, each under the one it is a part of; one query a level."""
    levels: dict[int, list[Task]] = {}
    above = [task.pk]
    for _level in range(DEPTH):
        rows = Task.objects.in_force().filter(parent__in=above).select_related("lead", "parent").order_by("id")
        found = list(rows[:MOST_PARTS])
        for each in found:
            levels.setdefault(each.parent_id or 0, []).append(each)
        above = [each.pk for each in found]
        if not above:
            break
    yield from _under(task.pk, levels, 0)


def _under(pk: int, levels: dict[int, list[Task]], depth: int) -> Iterator[Part]:
    for each in levels.get(pk, []):
        yield _part(each, depth)
        yield from _under(each.pk, levels, depth + 1)


def _shown(row: Extension | Referral | Adjustment, may: frozenset[Move], user: User) -> Asked:
    kind, lines = _lines(row)
    waits = row.state == "asked" and row.asked_by_id != user.pk
    return Asked(kind, row, lines, waits and Move(f"decide-{kind}") in may)


def _lines(row: Extension | Referral | Adjustment) -> tuple[str, list[tuple[str, str, str]]]:
    if isinstance(row, Extension):
        return "extension", [(_("时限"), str(row.due_before), str(row.due_asked))]
    if isinstance(row, Referral):
        return "referral", [(_("牵头单位"), str(row.from_unit), str(row.to_unit or _("退回办公室")))]
    labels = {"title": _("表述"), "due": _("时限"), "owner": _("责任人"), "expected": _("预期结果")}
    changed = [name for name in labels if row.before.get(name, "") != row.after.get(name, "")]
    return "adjustment", [(labels[name], row.before[name] or "—", row.after[name] or "—") for name in changed]


def _units(task: Task) -> list[Unit]:
    """To whom it may be given: the units of today; a part that came back, to the level it was handed to."""
    today = clock.today()
    above = task.parent.lead if task.parent else None
    found = actions.next_level(above) if above else Unit.objects.filter(kind__in=TO_UNITS)
    return list(found.filter(Q(valid_to=None) | Q(valid_to__gte=today)).exclude(pk=task.lead_id or 0).order_by("id"))


def _below(task: Task) -> list[Unit]:
    """The units of the next level that have no open part yet."""
    assert task.lead is not None
    known = task.parts.open().values("lead_id")
    return list(actions.next_level(task.lead).exclude(pk__in=known).order_by("id"))


def _warning(task: Task) -> str:
    """A lead that was merged or abolished: the office names another."""
    ended = task.lead.valid_to if task.lead else None
    if ended is None or ended >= clock.today() or task.state in (Task.State.CLOSED, Task.State.WITHDRAWN):
        return ""
    return _("%(lead)s已于 %(day)s 撤并，由办公室另行指定牵头单位。") % {"lead": task.lead, "day": ended}


def _resume_due(task: Task, pauses: list[Pause]) -> date | None:
    """The day it would have after as many days more as it rested."""
    if task.state != Task.State.PAUSED or task.due is None or not pauses:
        return None
    return max(task.due + timedelta(days=(clock.today() - pauses[0].since).days), clock.today())
