"""What the next meeting opens with: every point decided before, and what became of it (clause 三(二) 三是)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from luoxiao.supervision.models import Decision, Meeting, Task

HELD = (Meeting.State.HELD, Meeting.State.MINUTED)


@dataclass(frozen=True)
class Followed:
    """A decided point with its item; without one it was for information only."""

    decision: Decision
    task: Task | None

    @property
    def is_done(self) -> bool:
        return self.task is None or self.task.state == Task.State.CLOSED


def follow_up(meeting: Meeting) -> list[Followed]:
    """Points of the meeting that the same body held last before this one, and older ones not yet done."""
    return opening(meeting, decided([meeting.body_id]), held([meeting.body_id]))


def held(bodies: Collection[int]) -> list[Meeting]:
    """The meetings that these bodies have held. One query."""
    return list(Meeting.objects.filter(body__in=bodies, state__in=HELD).order_by("body_id", "number"))


def decided(bodies: Collection[int]) -> list[Followed]:
    """Every point that meetings of these bodies decided, newest meeting first, with its item. Two queries."""
    points = Decision.objects.filter(meeting__body__in=bodies, meeting__state__in=HELD)
    found = list(points.select_related("meeting", "lead", "item").order_by("-meeting__number", "order"))
    tasks = Task.objects.standing_for("decision", [point.pk for point in found]).select_related("lead").order_by("id")
    by_point = {task.about: task for task in tasks}
    return [Followed(point, by_point.get(point.pk)) for point in found]


def opening(meeting: Meeting, found: Sequence[Followed], meetings: Sequence[Meeting]) -> list[Followed]:
    """Which of these points a meeting opens with, by the meetings held; rehearsals follow rehearsals."""
    before = [each for each in found if _is_before(each.decision.meeting, meeting)]
    last = max((other.number for other in meetings if _is_before(other, meeting)), default=0)
    return [each for each in before if each.decision.meeting.number == last or not each.is_done]


def _is_before(other: Meeting, meeting: Meeting) -> bool:
    same = other.body_id == meeting.body_id and other.is_rehearsal == meeting.is_rehearsal
    return same and other.number < meeting.number
