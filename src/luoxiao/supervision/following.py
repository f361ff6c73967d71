"""What the next meeting opens with: every point decided before, and what became of it (clause 三(二) 三是)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from luoxiao.supervision.models import Decision, Meeting, Task


@dataclass(frozen=True)
class Followed:
    """A decided point with its item; without one it was for information only."""

    decision: Decision
    task: Task | None

    @property
    def is_done(self) -> bool:
        return self.task is None or self.task.state == Task.State.CLOSED


def follow_up(meeting: Meeting) -> list[Followed]:
    """Points of the last meeting that the same body held before this one, and older ones not yet done. Four queries."""
    held = Meeting.objects.filter(
        body=meeting.body_id,
        number__lt=meeting.number,
        state__in=(Meeting.State.HELD, Meeting.State.MINUTED),
        is_rehearsal=meeting.is_rehearsal,
    )
    last = held.order_by("-number").first()
    if last is None:
        return []
    found = followed(Decision.objects.filter(meeting__in=held.values("pk")))
    return [each for each in found if each.decision.meeting_id == last.pk or not each.is_done]


def followed(decisions: QuerySet[Decision]) -> list[Followed]:
    """Each of these points with its item, newest meeting first; withdrawn items are none. Two queries."""
    points = list(decisions.select_related("meeting", "lead").order_by("-meeting__number", "order"))
    tasks = Task.objects.standing_for("decision", [point.pk for point in points]).select_related("lead").order_by("id")
    by_point = {task.about: task for task in tasks}
    return [Followed(point, by_point.get(point.pk)) for point in points]
