"""议程 (clause 一(二)): points from problems, items and asks, in an order, with the papers laid before the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision.actions.meetings import AHEAD, STANDING, kept, untable
from luoxiao.supervision.actions.problems import open_problem
from luoxiao.supervision.actions.progress import Attachment, keep_file
from luoxiao.supervision.models import AgendaItem, Ask, Meeting, MeetingFile, Problem, Task

OUT_OF_THE_WAY = 1000  # more points than any agenda has: orders move through here, as each is there once


@dataclass(frozen=True)
class Point:
    """A point to be put on an agenda: one of a problem, an item, an ask, or words of its own."""

    problem: Problem | None = None
    task: Task | None = None
    ask: Ask | None = None
    title: str = ""
    presenter: Unit | None = None


class StandingStays(Refusal):
    code = "standing-point-stays"
    sentence = _("“%(point)s”是每次会议的固定议题，不能去掉，没有保存。")


class TabledElsewhere(Refusal):
    code = "tabled-elsewhere"
    sentence = _("问题 %(number)s 已列入会议议程，没有再次列入。")


class OtherPoints(Refusal):
    code = "other-points"
    sentence = _("所排的议题不是这次会议的议题，没有保存。重新打开议程再排。")


@transaction.atomic
def add_points(meeting: Meeting, *, points: Sequence[Point], seen: int, by: User, at: datetime) -> list[AgendaItem]:
    """Put points at the end of the agenda; a problem among them waits for the meeting from now on.

    Raises NotAtThisPoint, Stale, ProblemEnded, TabledElsewhere, Unsaid, TooLong.
    """
    meeting, role = kept(meeting, by, *AHEAD)
    claim(meeting, seen)
    last = meeting.agenda.aggregate(last=Max("order"))["last"] or 0
    made = [_put(meeting, order, point) for order, point in enumerate(points, last + 1)]
    for item in made:
        if item.problem is not None:
            _table(item.problem, meeting, by=by, at=at, role=role)
    after = {"points": [item.title for item in made], "version": meeting.version}
    trail.record("meeting.agenda", by=by, at=at, role=role, subject=meeting, after=after)
    return made


def _put(meeting: Meeting, order: int, point: Point) -> AgendaItem:
    """Raises Unsaid, TooLong."""
    kind, title = _named(point)
    return AgendaItem.objects.create(
        meeting=meeting,
        order=order,
        kind=kind,
        title=title,
        presenter=point.presenter,
        problem=point.problem,
        task=point.task,
        ask=point.ask,
    )


def _named(point: Point) -> tuple[AgendaItem.Kind, str]:
    """What kind of point it is, and its title. Raises Unsaid, TooLong."""
    if point.problem:
        return AgendaItem.Kind.PROBLEM, point.problem.asked[:200]
    if point.task:
        return AgendaItem.Kind.TASK, point.task.title
    if point.ask:
        return AgendaItem.Kind.ASK, point.ask.title
    return AgendaItem.Kind.OTHER, said(_("议题"), point.title, limit=200)


def _table(problem: Problem, meeting: Meeting, *, by: User, at: datetime, role: str) -> None:
    """Raises ProblemEnded, TabledElsewhere."""
    problem = open_problem(problem)
    if problem.state == Problem.State.TABLED:
        raise TabledElsewhere(number=problem.number)
    problem.state, problem.version = Problem.State.TABLED, problem.version + 1
    problem.save(update_fields=["state", "version"])
    after = {"meeting": meeting.title, "state": problem.state, "version": problem.version}
    trail.record("problem.table", by=by, at=at, role=role, subject=problem, after=after)


@transaction.atomic
def table_problem(problem: Problem, *, meeting: Meeting, by: User, at: datetime) -> AgendaItem:
    """提交会议: put one problem on an agenda from its own page. Raises as `add_points`."""
    found, _role = kept(meeting, by, *AHEAD)
    (item,) = add_points(found, points=[Point(problem=problem)], seen=found.version, by=by, at=at)
    return item


@transaction.atomic
def arrange_agenda(meeting: Meeting, *, order: Sequence[int], seen: int, by: User, at: datetime) -> Meeting:
    """These points (ids) stay, in this order; the others leave the agenda, problems among them go back.

    Raises NotAtThisPoint, Stale, OtherPoints, StandingStays.
    """
    meeting, role = kept(meeting, by, *AHEAD)
    claim(meeting, seen)
    items = {item.pk: item for item in meeting.agenda.select_related("problem").order_by("order")}
    if set(order) - items.keys() or len(set(order)) != len(order):
        raise OtherPoints
    for item in [item for pk, item in items.items() if pk not in order]:
        if item.kind in STANDING:
            raise StandingStays(point=item.title)
        item.delete()
        if item.problem is not None:
            untable(item.problem, meeting, by=by, at=at, role=role)
    meeting.agenda.update(order=F("order") + OUT_OF_THE_WAY)
    for place, pk in enumerate(order, 1):
        meeting.agenda.filter(pk=pk).update(order=place)
    after = {"points": [items[pk].title for pk in order], "version": meeting.version}
    trail.record("meeting.arrange", by=by, at=at, role=role, subject=meeting, after=after)
    return meeting


@transaction.atomic
def lay_before(
    meeting: Meeting, *, title: str, attachment: Attachment, item: AgendaItem | None, by: User, at: datetime
) -> MeetingFile:
    """会议材料: keep a paper with the meeting, or with one point. Raises NotAtThisPoint, EvidenceRefused, Unsaid."""
    meeting, role = kept(meeting, by, *AHEAD, Meeting.State.HELD)
    title = said(_("材料名称"), title, limit=120)
    if item is not None and item.meeting_id != meeting.pk:
        raise OtherPoints
    file = keep_file(attachment, at)
    made = MeetingFile.objects.create(meeting=meeting, item=item, file=file, title=title, by=by, at=at)
    after = {"title": title, "file": file.name, "sha256": file.sha256}
    trail.record("meeting.lay-before", by=by, at=at, role=role, subject=meeting, after=after)
    return made
