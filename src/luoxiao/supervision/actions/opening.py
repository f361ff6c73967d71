"""Adopting a plan opens its tasks; the office names a lead where the text names none."""

from datetime import datetime

from django.db import transaction

from luoxiao.core import trail
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import ClauseUnit, Measure, Mention, PlanVersion
from luoxiao.supervision.actions.common import locked
from luoxiao.supervision.models import Cooperation, Task


@transaction.atomic
def open_tasks(version: PlanVersion, *, by: User, at: datetime) -> int:
    """One task for each measure, lead task and duty of an adopted version that has none yet; how many were opened.

    Tasks of an earlier version go on under the clause of the same path and kind; those whose clause is gone are
    withdrawn, and the trail says why.
    """
    role = by.acting(Permission.ADOPT_PLAN)
    measures = list(version.measures.filter(task=None).select_related("clause").order_by("order"))
    earlier = _earlier(version)
    opened = 0
    for measure in measures:
        kept = earlier.pop((measure.clause.path, measure.kind), None)
        if kept:
            _carry_over(kept, measure, by=by, at=at, role=role)
        else:
            _open(measure, by=by, at=at, role=role)
            opened += 1
    for gone in earlier.values():
        _withdraw(gone, version, by=by, at=at, role=role)
    return opened


def _earlier(version: PlanVersion) -> dict[tuple[str, str], Task]:
    tasks = Task.objects.open().filter(version_of_plan__plan=version.plan_id).exclude(version_of_plan=version)
    return {(task.clause_path, task.kind): task for task in tasks.select_for_update(of=("self",)).order_by("id")}


def _open(measure: Measure, *, by: User, at: datetime, role: str) -> None:
    named = list(ClauseUnit.objects.filter(clause=measure.clause).select_related("unit").order_by("order"))
    lead = _lead(named)
    task = Task.objects.create(
        version_of_plan_id=measure.version_id,
        measure=measure,
        kind=measure.kind,
        clause_path=measure.clause.path,
        title=measure.title,
        lead=lead,
        due=measure.due,
        due_text=_deadline_in_words(measure),
        next_due=measure.due,
        opened_at=at,
    )
    units = dict.fromkeys(row.unit for row in named if row.unit and row.unit != lead)
    Cooperation.objects.bulk_create(Cooperation(task=task, unit=unit, order=n) for n, unit in enumerate(units, 1))
    after = {"clause": measure.clause.cite, "lead": str(lead or ""), "due": str(measure.due or "")}
    trail.record("task.open", by=by, at=at, role=role, subject=task, after=after)


def _lead(named: list[ClauseUnit]) -> Unit | None:
    """The unit the text makes lead; a unit named alone answers alone."""
    marked = next((row.unit for row in named if row.is_lead), None)
    return marked or (named[0].unit if len(named) == 1 else None)


def _deadline_in_words(measure: Measure) -> str:
    said = Mention.objects.filter(clause=measure.clause, kind=Mention.Kind.DEADLINE).order_by("char_start").first()
    return said.text[:120] if said else ""


def _carry_over(task: Task, measure: Measure, *, by: User, at: datetime, role: str) -> None:
    before = {"version": task.version_of_plan_id}
    task.version_of_plan_id, task.measure = measure.version_id, measure
    task.save(update_fields=["version_of_plan", "measure"])
    after = {"version": measure.version_id}
    trail.record("task.carry-over", by=by, at=at, role=role, subject=task, before=before, after=after)


def _withdraw(task: Task, version: PlanVersion, *, by: User, at: datetime, role: str) -> None:
    task.state = Task.State.WITHDRAWN
    task.save(update_fields=["state"])
    reason = f"{version.title}第{version.number}版没有{task.clause_path}"
    trail.record("task.withdraw", by=by, at=at, role=role, subject=task, reason=reason)


@transaction.atomic
def assign_lead(task: Task, *, lead: Unit, reason: str, by: User, at: datetime) -> None:
    """The office names the unit that answers for a task; the text's own words stay as they are."""
    role = by.acting(Permission.CLOSE_TASK)
    task = locked(task)
    before = {"lead": str(task.lead or "")}
    task.lead = lead
    task.save(update_fields=["lead"])
    task.cooperations.filter(unit=lead).delete()
    trail.record(
        "task.assign", by=by, at=at, role=role, subject=task, before=before, after={"lead": str(lead)}, reason=reason
    )
