"""Adopting a plan opens its tasks (clauses 二(一), 三(三), 四); the office names a lead where the text names none."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import said
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan import actions as plan_actions
from luoxiao.plan.comparison import Promise, paired
from luoxiao.plan.models import ClauseUnit, Measure, PlanVersion
from luoxiao.supervision.actions.common import (
    AlreadyLeads,
    NotReceived,
    locked,
    refresh_dates,
    refuse_ended,
    refuse_items,
)
from luoxiao.supervision.models import Cooperation, Task


@transaction.atomic
def adopt(version: PlanVersion, *, by: User, at: datetime) -> int:
    """Put a version in force and open its tasks, both or neither; how many. Raises as plan.actions.adopt."""
    return open_tasks(plan_actions.adopt(version, by=by, at=at), by=by, at=at)


@transaction.atomic
def open_tasks(version: PlanVersion, *, by: User, at: datetime) -> int:
    """One task for each measure, lead task and duty of an adopted version that has none yet; how many were opened.

    Tasks of an earlier version go on under the measure that says the same, or else stands in the same place
    (plan.comparison.paired), closed ones as closed. Open tasks whose measure is gone are withdrawn, and the trail says
    why.
    """
    role = by.acting(Permission.ADOPT_PLAN)
    measures = list(version.measures.select_related("clause").order_by("order"))
    earlier, opened = _earlier(version), 0
    kept = _paired([measure for measure in measures if not hasattr(measure, "task")], earlier)
    for measure in measures:
        if task := kept.get(measure.pk):
            _carry_over(task, measure, by=by, at=at, role=role)
        elif not hasattr(measure, "task"):
            _open(measure, by=by, at=at, role=role)
            opened += 1
    for gone in earlier:
        if gone not in kept.values():
            _withdraw(gone, version, by=by, at=at, role=role)
    return opened


def _earlier(version: PlanVersion) -> list[Task]:
    """The tasks of the plan's earlier versions in the order of their text, kept from others."""
    tasks = Task.objects.in_force().filter(version_of_plan__plan=version.plan_id).exclude(version_of_plan=version)
    tasks = tasks.select_related("measure__clause").select_for_update(of=("self",))
    return list(tasks.order_by("measure__order", "id"))


def _paired(measures: Sequence[Measure], earlier: Sequence[Task]) -> dict[int, Task]:
    """By id of a new measure, the earlier task that goes on under it."""
    before = [task.promise for task in earlier]
    texts = dict(PlanVersion.objects.filter(measures__in=[*before, *measures]).values_list("pk", "text"))
    pairs = paired(_promises(before, texts), _promises(measures, texts))
    return {measures[new].pk: earlier[old] for new, old in pairs.items()}


def _promises(measures: Iterable[Measure], texts: dict[int, str]) -> list[Promise]:
    return [m.promise(texts[m.version_id]) for m in measures]


def _open(measure: Measure, *, by: User, at: datetime, role: str) -> None:
    named = _named(measure)
    lead = _lead(named)
    task = Task.objects.create(
        version_of_plan_id=measure.version_id,
        measure=measure,
        kind=measure.kind,
        clause_path=measure.clause.path,
        title=measure.title,
        lead=lead,
        due=measure.due,
        due_text=measure.due_text,
        next_due=measure.due,
        opened_at=at,
    )
    _name_helpers(task, named)
    after = {"clause": measure.clause.cite, "lead": str(lead or ""), "due": str(measure.due or "")}
    trail.record("task.open", by=by, at=at, role=role, subject=task, after=after | {"version": task.version})


def _named(measure: Measure) -> list[ClauseUnit]:
    return list(ClauseUnit.objects.filter(clause=measure.clause_id).select_related("unit").order_by("order"))


def _lead(named: list[ClauseUnit]) -> Unit | None:
    """The unit the text makes lead; a unit named alone answers alone."""
    marked = next((row.unit for row in named if row.is_lead), None)
    return marked or (named[0].unit if len(named) == 1 else None)


def _name_helpers(task: Task, named: list[ClauseUnit]) -> None:
    """The other units the text names cooperate, in its order; those who do already stay as they are."""
    known = {task.lead_id, *task.cooperations.values_list("unit_id", flat=True)}
    units = dict.fromkeys(row.unit for row in named if row.unit and row.unit_id not in known)
    rows = (Cooperation(task=task, unit=unit, order=n) for n, unit in enumerate(units, len(known)))
    Cooperation.objects.bulk_create(rows)


def _carry_over(task: Task, measure: Measure, *, by: User, at: datetime, role: str) -> None:
    """The new text's title and deadline; its lead where it names another than the old text did.

    A lead that the office assigned stays as long as the text says the same.
    """
    named, before = _named(measure), _said_of(task)
    if _lead(named) != _lead(_named(task.promise)):
        task.lead = _lead(named)
    task.version_of_plan_id, task.measure, task.title = measure.version_id, measure, measure.title
    task.clause_path = measure.clause.path
    task.due, task.due_text = measure.due, measure.due_text
    refresh_dates(task)
    task.version += 1
    task.save()
    task.cooperations.filter(unit=task.lead_id).delete()
    _name_helpers(task, named)
    after = _said_of(task) | {"version": task.version}
    trail.record("task.carry-over", by=by, at=at, role=role, subject=task, before=before, after=after)


def _said_of(task: Task) -> dict[str, str]:
    """What the text says of a task, as the trail keeps it."""
    version = task.promise.version
    return {
        "plan": f"{version.title}第{version.number}版",
        "clause": task.cite,
        "title": task.title,
        "lead": str(task.lead or ""),
        "due": str(task.due or ""),
    }


def _withdraw(task: Task, version: PlanVersion, *, by: User, at: datetime, role: str) -> None:
    """Take an open task off the lists; a closed one stays what it is, under the version it served."""
    if task.state == Task.State.CLOSED:
        return
    task.state = Task.State.WITHDRAWN
    task.save(update_fields=["state"])
    reason = f"{version.title}第{version.number}版没有{task.promise.clause.cite}的这一项"
    trail.record("task.withdraw", by=by, at=at, role=role, subject=task, reason=reason)


@transaction.atomic
def assign_lead(task: Task, *, lead: Unit, reason: str, by: User, at: datetime) -> None:
    """The office names the unit that answers for a task; the text's own words stay as they are.

    The task takes a new version, so that a form the former lead has open is told; an item is received anew. Raises
    Unsaid, AlreadyLeads, UnitEnded, NotReceived, FinishedElsewhere.
    """
    role = by.acting(Permission.CLOSE_TASK)
    task = locked(task)
    refuse_items(task)
    reason = said(_("依据"), reason, limit=300)
    if task.lead == lead:
        raise AlreadyLeads(task=task.title, lead=lead)
    if task.state == Task.State.REGISTERED:
        raise NotReceived(task=task.title, state=task.get_state_display())
    refuse_ended(lead, at)
    before = {"lead": str(task.lead or "")}
    task.lead, task.version = lead, task.version + 1
    if not task.of_plan and task.state == Task.State.RUNNING:
        task.state, task.assigned_at, task.received_at, task.received_by = Task.State.ASSIGNED, at, None, None
    task.save(update_fields=["lead", "version", "state", "assigned_at", "received_at", "received_by"])
    task.cooperations.filter(unit=lead).delete()
    after = {"lead": str(lead), "version": task.version}
    trail.record("task.assign", by=by, at=at, role=role, subject=task, before=before, after=after, reason=reason)
