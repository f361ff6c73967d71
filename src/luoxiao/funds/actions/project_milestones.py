"""The dates a project is held to: kept with it, owed as tasks of supervision, met by its steps."""

from collections.abc import Mapping
from datetime import date

from luoxiao.funds import stages
from luoxiao.funds.actions.project_parties import lead_of
from luoxiao.funds.models import Milestone, Project, Stage
from luoxiao.funds.stages import Step
from luoxiao.funds.wording.projects import OWED
from luoxiao.organisations.models import Unit
from luoxiao.supervision import actions as supervision
from luoxiao.supervision.models import Task

ABOUT = "project-stage"  # Task.about is the id of a milestone
ABOUT_AGAIN = "project-again"  # of a stage owed once more: the id of the step that opened it anew
MENDING = "整改"
DONE_LONGEST = 200  # characters of a task's result


def set_dates(project: Project, due: Mapping[str, date]) -> None:
    """Keep these dates, and of others those that a task was opened for; the caller has looked at their order."""
    project.milestones.filter(task=None).exclude(state__in=due).delete()
    for stage, day in due.items():
        Milestone.objects.update_or_create(
            project=project, state=stage, defaults={"due": day, "order": stages.DATED.index(stage) + 1}
        )


def follow(project: Project, step: Step, taken: Stage, *, bureau: Unit | None, due: date | None, role: str) -> None:
    """Bring dates and tasks in line with a step just taken: what it meets, opens or ends."""
    _meet(project, taken, role)
    for milestone in _opened(project, step):
        _open(project, milestone, taken, bureau, role)
    if step in (Step.SEND_BACK, Step.WITHDRAW):
        _withdraw(project, taken, role)
    if step is Step.MEND and due is not None:
        _mend(project, taken, due, role)


def _opened(project: Project, step: Step) -> list[Milestone]:
    """What becomes owed with this step."""
    found = project.milestones.filter(state__in=stages.OPEN_AT.get(step, ())).select_related("task")
    return list(found.order_by("order"))


def _meet(project: Project, taken: Stage, role: str) -> None:
    """The date of the state just reached, if it is held to one and not met yet."""
    met = project.milestones.filter(state=taken.state, done_on=None).select_related("task").first()
    if met is None:
        return
    met.done_on = taken.at.date()
    met.save(update_fields=["done_on"])
    if met.task:
        result = "，".join(filter(None, (OWED[met.state], taken.remark)))
        supervision.close_item(met.task, by=taken.by, at=taken.at, role=role, result=result[:DONE_LONGEST])


def _open(project: Project, milestone: Milestone, taken: Stage, bureau: Unit | None, role: str) -> None:
    """Owe a stage; where nobody is known to owe it, its date stands without a task."""
    lead, before = lead_of(project, milestone.state, bureau), milestone.task
    if lead is None:
        return
    again = before is not None and before.state == Task.State.CLOSED
    about = (ABOUT_AGAIN, taken.pk) if again else (ABOUT, milestone.pk)
    milestone.task = _owe(project, about, OWED[milestone.state], lead, milestone.due, taken, role)
    milestone.save(update_fields=["task"])


def _owe(project: Project, about: tuple[str, int], what: str, lead: Unit, due: date, taken: Stage, role: str) -> Task:
    return supervision.open_item(
        origin=Task.Origin.PROJECT,
        title=f"{project.name}：{what}",
        lead=lead,
        due=due,
        clause_path=project.clause_path,
        place=project.county,
        about_kind=about[0],
        about=about[1],
        by=taken.by,
        at=taken.at,
        role=role,
        is_rehearsal=project.is_rehearsal,
    )


def _withdraw(project: Project, taken: Stage, role: str) -> None:
    """No stage is owed any more; what was met before the application came back is to be met anew."""
    for milestone in project.milestones.exclude(task=None).select_related("task").order_by("order"):
        if milestone.task and milestone.task.state not in (Task.State.CLOSED, Task.State.WITHDRAWN):
            supervision.withdraw_item(milestone.task, reason=taken.remark, by=taken.by, at=taken.at, role=role)
    if taken.state == Project.State.RETURNED:
        project.milestones.update(done_on=None)


def _mend(project: Project, taken: Stage, due: date, role: str) -> None:
    """The completion is owed once more, by the day given."""
    milestone = project.milestones.get(state=Project.State.COMPLETED)
    milestone.task = _owe(project, (ABOUT_AGAIN, taken.pk), MENDING, project.unit, due, taken, role)
    milestone.due, milestone.done_on = due, None
    milestone.save(update_fields=["task", "due", "done_on"])
