"""分解交办: a level gives parts of its item to the next one; each keeps its wording and limit beside those above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import led, refuse_ended, refuse_items, refuse_past, refuse_unless_at_work
from luoxiao.supervision.actions.items import LONGEST_TITLE
from luoxiao.supervision.models import Task

PART = "task"  # about_kind of a part: `about` is the item above it
MOST_PARTS = 60
NEXT = {
    Unit.Kind.BUREAU: Unit.Kind.PROVINCE,
    Unit.Kind.PROVINCE: Unit.Kind.PREFECTURE,
    Unit.Kind.PREFECTURE: Unit.Kind.COUNTY,
}


@dataclass(frozen=True)
class PartDraft:
    """What one unit of the next level is given, in which words, by when."""

    unit: Unit
    title: str
    due: date | None


class NobodyBelow(Refusal):
    code = "nobody-below"
    sentence = _("没有选下一级单位，“%(task)s”没有分解。至少选一个。")


class TooManyParts(Refusal):
    code = "too-many-parts"
    sentence = _("一次分解给 %(count)s 个单位，超过 %(most)s 个，没有分解。分两次办理。")


class NotNextLevel(Refusal):
    code = "not-next-level"
    sentence = _("%(unit)s不是%(lead)s的下一级单位，没有分解。选下一级的单位。")


class AlreadyHasPart(Refusal):
    code = "already-has-part"
    sentence = _("“%(task)s”已经分解给%(unit)s，还没有办结，没有再次分解。")


def next_level(unit: Unit) -> QuerySet[Unit]:
    """The units to which this one may hand down: provinces for a bureau, below that those of its own region."""
    kind = NEXT.get(Unit.Kind(unit.kind))
    found = Unit.objects.filter(kind=kind) if kind else Unit.objects.none()
    return found if kind == Unit.Kind.PROVINCE else found.filter(region__parent=unit.region_id, region__isnull=False)


@transaction.atomic
def hand_down(task: Task, *, parts: Sequence[PartDraft], seen: int, by: User, at: datetime) -> list[Task]:
    """Give each unit its part of an item that runs; all or none. Each is to receive it.

    Raises NobodyBelow, TooManyParts, NotNextLevel, AlreadyHasPart, UnitEnded, DuePast, Unsaid, TooLong, Stale and what
    keeps an item still.
    """
    task, role = led(task, by, Permission.HAND_DOWN)
    refuse_items(task)
    refuse_unless_at_work(task)
    _check(task, parts, at)
    claim(task, seen)
    made = [_open(task, part, by=by, at=at, role=role) for part in parts]
    after = {"units": [str(part.unit) for part in parts], "version": task.version}
    trail.record("task.hand-down", by=by, at=at, role=role, subject=task, after=after)
    return made


def _check(task: Task, parts: Sequence[PartDraft], at: datetime) -> None:
    assert task.lead is not None, "only its lead hands it down"
    if not parts:
        raise NobodyBelow(task=task.title)
    if len(parts) > MOST_PARTS:
        raise TooManyParts(count=len(parts), most=MOST_PARTS)
    below = set(next_level(task.lead).filter(pk__in=[part.unit.pk for part in parts]).values_list("pk", flat=True))
    known = set(task.parts.open().values_list("lead_id", flat=True))
    for part in parts:
        if part.unit.pk not in below:
            raise NotNextLevel(unit=part.unit, lead=task.lead)
        if part.unit.pk in known:
            raise AlreadyHasPart(task=task.title, unit=part.unit)
        known.add(part.unit.pk)
        refuse_ended(part.unit, at)
        refuse_past(part.due, at)


def _open(task: Task, part: PartDraft, *, by: User, at: datetime, role: str) -> Task:
    made = Task.objects.create(
        origin=Task.Origin.HANDED_DOWN,
        parent=task,
        title=said(_("事项"), part.title, limit=LONGEST_TITLE),
        lead=part.unit,
        due=part.due,
        next_due=part.due,
        clause_path=task.clause_path,
        place_id=part.unit.region_id,
        about_kind=PART,
        about=task.pk,
        state=Task.State.ASSIGNED,
        assigned_at=at,
        is_urgent=task.is_urgent,
        is_rehearsal=task.is_rehearsal,
        opened_at=at,
    )
    above = {"above": task.title, "due_above": str(task.due or "")}
    after = above | {"lead": str(part.unit), "due": str(part.due or ""), "version": made.version}
    trail.record("task.receive-part", by=by, at=at, role=role, subject=made, after=after)
    return made
