"""What all actions on a task share: whose it is, its lock, its dates."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from luoxiao.core.periods import BEIJING
from luoxiao.core.refusals import Refusal
from luoxiao.organisations.models import NotAllowed, Unit, User
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


class PausedNow(Refusal):
    code = "paused-now"
    sentence = _("“%(task)s”已暂停，没有办理。恢复后再办理。")


class NotReceived(Refusal):
    code = "not-received"
    sentence = _("“%(task)s”现在是“%(state)s”，没有办理。牵头单位签收后再办理。")


class AlreadyLeads(Refusal):
    code = "already-leads"
    sentence = _("“%(task)s”现在就由%(lead)s牵头，没有改动。改选另一个单位。")


class DuePast(Refusal):
    code = "due-past"
    sentence = _("办理时限填的是 %(day)s，早于今天，没有办理。改为今天或以后。")


class UnitEnded(Refusal):
    code = "unit-ended"
    sentence = _("%(unit)s已于 %(day)s 撤并，没有交给它。选现在的单位。")


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


def refuse_unless_at_work(task: Task, also: tuple[str, ...] = ()) -> None:
    """What rests, waits to be received or is asked to be closed stays as it is, but for the states in `also`.

    Raises ClosingNow, PausedNow, NotReceived.
    """
    if task.state in (Task.State.OPEN, Task.State.RUNNING, *also):
        return
    if task.state == Task.State.CLOSING:
        raise ClosingNow(task=task.title)
    if task.state == Task.State.PAUSED:
        raise PausedNow(task=task.title)
    raise NotReceived(task=task.title, state=task.get_state_display())


def from_above(task: Task, by: User) -> bool:
    """Whether this person's unit leads the item of which this one is a part, and may hand parts down."""
    above = task.parent
    return above is not None and by.unit_id == above.lead_id is not None and by.may(Permission.HAND_DOWN)


def supervising(task: Task, by: User, permission: Permission) -> str:
    """The role in which this person supervises: for the office by `permission`, for the level above by HAND_DOWN.

    Raises NotAllowed.
    """
    return by.acting(Permission.HAND_DOWN if from_above(task, by) else permission)


def may_supervise(task: Task, user: User, permission: Permission) -> bool:
    """Whether `supervising` lets this person."""
    return from_above(task, user) or user.may(permission)


def refuse_past(due: date | None, at: datetime) -> None:
    """Raises DuePast for a day before today."""
    if due and due < at.astimezone(BEIJING).date():
        raise DuePast(day=due)


def refuse_ended(unit: Unit, at: datetime) -> None:
    """Raises UnitEnded for one that was merged or abolished by now."""
    if unit.valid_to and unit.valid_to < at.astimezone(BEIJING).date():
        raise UnitEnded(unit=unit, day=unit.valid_to)


def _kept(task: Task) -> Task:
    return Task.objects.select_for_update(of=("self",)).select_related("lead", "parent").get(pk=task.pk)


def _refuse_closed(task: Task) -> None:
    if task.state in (Task.State.CLOSED, Task.State.WITHDRAWN):
        raise TaskClosed(task=task.title, state=task.get_state_display())


def current_steps(task: Task) -> list[Step]:
    """The steps of the latest filing, in order."""
    return list(Step.objects.current().filter(filing__task=task).order_by("order"))


def refresh_dates(task: Task) -> None:
    """Bring the task's own counts and its next date in line with its steps; of one that rests, the day to look again.

    The caller saves.
    """
    steps = current_steps(task)
    open_dates: list[date] = [step.due for step in steps if step.done_on is None]
    if task.due and task.state != Task.State.CLOSED:
        open_dates.append(task.due)
    task.steps_filed = len(steps)
    task.steps_done = sum(step.done_on is not None for step in steps)
    task.next_due = min(open_dates, default=None)
    if task.state == Task.State.PAUSED:
        task.next_due = task.pauses.get(ended_on=None).look_again
