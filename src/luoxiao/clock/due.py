"""What people are to be told today, put together from the rooms: tasks, returns, problems, meetings, papers.

Says the same as often as it is asked; whether somebody was told already is the business of supervision.actions.tell.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from luoxiao.clock.staff import Staff
from luoxiao.core.periods import BEIJING
from luoxiao.core.reminding import BEFORE, kind_on, waiting_on
from luoxiao.documents import kinds
from luoxiao.documents.models import Paper
from luoxiao.organisations.roles import Permission
from luoxiao.returns.models import Return
from luoxiao.supervision import wording_reminders
from luoxiao.supervision.models import ClosureRequest, Invitation, Meeting, Problem, Task
from luoxiao.supervision.reminding import Told, dated

P = Permission


def found(day: date) -> Iterator[Told]:
    """Everything that stands to be told on this day in Beijing."""
    staff = Staff(day)
    for of in (_tasks, _closures, _returns, _problems, _meetings, _papers):
        yield from of(staff, day)


def _each(
    staff: Staff, people: Mapping[int, int], kind: str, about: int, step: str, text: str, due: date | None = None
) -> Iterator[Told]:
    """The same thing for each of these people, with whom they stand in for."""
    for user, whose in people.items():
        said = text if user == whose else wording_reminders.stood_in(text, staff.names[whose])
        yield Told(user, kind, about, step, said, due)


def _named(text: str, is_rehearsal: bool) -> str:
    return wording_reminders.invented(text) if is_rehearsal else text


# Tasks

OF_TASK = ("pk", "title", "lead_id", "state", "next_due", "opened_at", "assigned_at", "is_rehearsal")


def _tasks(staff: Staff, day: date) -> Iterator[Told]:
    """To the lead unit's people: what was just given to them, and dates that come or have passed.

    Paused tasks are not late, and one whose closure is asked lies with the office.
    """
    with_the_lead = Task.objects.exclude(state__in=[*_DONE, Task.State.PAUSED, Task.State.CLOSING]).order_by("pk")
    for task in with_the_lead.only(*OF_TASK).iterator(2000):
        title = _named(task.title, task.is_rehearsal)
        lead = task.lead_id
        people = staff.of(lead, P.REPORT_PROGRESS) if lead else staff.above(P.OPEN_ITEM)
        given = task.assigned_at or task.opened_at
        if task.state == Task.State.ASSIGNED:
            step = dated("assigned", given.astimezone(BEIJING).date())
            yield from _each(staff, people, "task", task.pk, step, title, task.next_due)
        if task.next_due is None or task.next_due > day + timedelta(BEFORE[0]):
            continue
        kind = kind_on(day, due=task.next_due, opened=given.astimezone(BEIJING).date())
        if kind:
            step = dated(kind if lead else f"lost{kind}", task.next_due)
            yield from _each(staff, people, "task", task.pk, step, title, task.next_due)


_DONE = (Task.State.CLOSED, Task.State.WITHDRAWN)


def _closures(staff: Staff, day: date) -> Iterator[Told]:
    """To the office: requests to close that wait."""
    waiting = ClosureRequest.objects.filter(state=ClosureRequest.State.ASKED, task__state=Task.State.CLOSING)
    for asked in waiting.select_related("task").order_by("pk"):
        since = asked.asked_at.astimezone(BEIJING).date()
        if kind := waiting_on(day, since=since):
            step = dated(kind.replace("waiting", "closing"), since)
            title = _named(asked.task.title, asked.task.is_rehearsal)
            yield from _each(staff, staff.above(P.CLOSE_TASK), "task", asked.task_id, step, title)


# Returns


def _returns(staff: Staff, day: date) -> Iterator[Told]:
    """To the people who fill and sign them: returns that their unit owes."""
    soon = Return.objects.owed().filter(call__due__lte=day + timedelta(BEFORE[0])).order_by("pk")
    for filed in soon.select_related("call").iterator(2000):
        call = filed.call
        signing = filed.state == Return.State.CERTIFYING
        people = staff.of(filed.unit_id, P.CERTIFY_RETURN if signing else P.FILL_RETURN)
        if kind := kind_on(day, due=call.due, opened=call.opens_on):
            title = _named(call.title, call.is_rehearsal)
            yield from _each(staff, people, "return", filed.pk, dated(kind, call.due), title, call.due)


# Problems


def _problems(staff: Staff, day: date) -> Iterator[Told]:
    """To who answers: problems without an answer, to the office while nobody has been named. To who raised it: the
    answer, until they have said what they think of it.
    """
    states = (Problem.State.RAISED, Problem.State.TAKEN, Problem.State.ANSWERED)
    for problem in Problem.objects.filter(state__in=states).order_by("pk"):
        title = _named(problem.asked, problem.is_rehearsal)
        if problem.state == Problem.State.ANSWERED:
            if problem.is_content is None and problem.answered_at:
                step = dated("answered", problem.answered_at.astimezone(BEIJING).date())
                yield from _each(staff, staff.one(problem.raised_by_id), "problem", problem.pk, step, title)
        elif step := waiting_on(day, since=problem.raised_at.astimezone(BEIJING).date()):
            owner = problem.owner_id
            people = staff.of(owner, P.ANSWER_PROBLEM) if owner else staff.above(P.ANSWER_PROBLEM)
            yield from _each(staff, people, "problem", problem.pk, step, title)


# Meetings


def _meetings(staff: Staff, day: date) -> Iterator[Told]:
    """To the people of invited units that have not replied. That it was called or moved they were told at once."""
    silent = Invitation.objects.filter(reply=Invitation.Reply.NONE, meeting__state=Meeting.State.CALLED)
    for invitation in silent.select_related("meeting").order_by("pk"):
        meeting = invitation.meeting
        begins = meeting.begins_at.astimezone(BEIJING).date()
        kind = kind_on(day, due=begins, opened=meeting.made_at.astimezone(BEIJING).date())
        if kind.startswith("before"):
            title = _named(meeting.title, meeting.is_rehearsal)
            people = staff.of(invitation.unit_id, P.SEE_MEETINGS)
            yield from _each(staff, people, "meeting", meeting.pk, dated(kind, begins), title, begins)


# Papers


def _papers(staff: Staff, day: date) -> Iterator[Told]:
    """To others than who prepared it: drafts that wait to be checked, and checked ones that wait to be signed."""
    for paper in Paper.objects.filter(state=Paper.State.DRAFT).order_by("pk"):
        unchecked = kinds.kind_of(paper.kind).check and paper.checked_at is None
        since = (paper.checked_at or paper.prepared_at).astimezone(BEIJING).date()
        if kind := waiting_on(day, since=since):
            step = dated(kind.replace("waiting", "check" if unchecked else "sign"), since)
            people = staff.above(P.CHECK_PAPER if unchecked else P.ISSUE_PAPER)
            others = {user: whose for user, whose in people.items() if user != paper.prepared_by_id}
            title = _named(paper.title, paper.is_rehearsal)
            yield from _each(staff, others, "paper", paper.pk, step, title)
