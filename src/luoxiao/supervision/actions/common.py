"""What all actions on a task share: whose it is, its lock, its dates."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from luoxiao.core.refusals import Refusal
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.models import Step, Task

LONGEST = 4000  # characters of a text; details go into an evidence file


class TaskClosed(Refusal):
    code = "task-closed"
    sentence = _("“%(task)s”%(state)s，不能再办理。需要继续的，由办公室另行立项。")


class ClosingNow(Refusal):
    code = "closing-now"
    sentence = _("“%(task)s”已申请办结，正由办公室销号，没有保存。需要改动的，请办公室先退回办结申请。")


class LeadMoved(Refusal):
    code = "lead-moved"
    sentence = _("“%(task)s”在打开本页之后已改由%(lead)s牵头，本次填写没有报送。下面的内容仍在，可抄给%(lead)s。")


class LeadsNow(Refusal):
    code = "leads-now"
    sentence = _("“%(task)s”在打开本页之后已改由%(lead)s牵头，不再是配合单位，本次填写没有保存。改报落实措施。")


class FinishedElsewhere(Refusal):
    code = "finished-elsewhere"
    sentence = _("“%(task)s”随%(origin)s办结，没有办理。措施、牵头单位和办结在%(origin)s中登记。")


def locked(task: Task) -> Task:
    """The task as it stands now, kept from others until this transaction ends. Raises TaskClosed."""
    found = _kept(task)
    _refuse_closed(found)
    return found


def led(task: Task, by: User, permission: Permission) -> tuple[Task, str]:
    """The task as it stands now, locked, and the role in which this person acts for its lead unit.

    Raises NotAllowed for anybody else, TaskClosed.
    """
    found, role = _kept(task), by.acting(permission)
    if found.lead_id is None or by.unit_id != found.lead_id:
        raise NotAllowed(permission)
    _refuse_closed(found)
    return found, role


def refuse_items(task: Task) -> None:
    """What a room above opened, it leads to its end. Raises FinishedElsewhere."""
    if task.of_room_above:
        raise FinishedElsewhere(task=task.title, origin=task.get_origin_display())


def refuse_closing(task: Task) -> None:
    """What the office is asked to close stays as it is until it decides. Raises ClosingNow."""
    if task.state == Task.State.CLOSING:
        raise ClosingNow(task=task.title)


def _kept(task: Task) -> Task:
    return Task.objects.select_for_update(of=("self",)).select_related("lead").get(pk=task.pk)


def _refuse_closed(task: Task) -> None:
    if task.state in (Task.State.CLOSED, Task.State.WITHDRAWN):
        raise TaskClosed(task=task.title, state=task.get_state_display())


def current_steps(task: Task) -> list[Step]:
    """The steps of the latest filing, in order."""
    return list(Step.objects.current().filter(filing__task=task).order_by("order"))


def refresh_dates(task: Task) -> None:
    """Bring the task's own counts and its next date in line with its steps. The caller saves."""
    steps = current_steps(task)
    open_dates: list[date] = [step.due for step in steps if step.done_on is None]
    if task.due and task.state != Task.State.CLOSED:
        open_dates.append(task.due)
    task.steps_filed = len(steps)
    task.steps_done = sum(step.done_on is not None for step in steps)
    task.next_due = min(open_dates, default=None)
