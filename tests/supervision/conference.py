"""A joint conference with a called meeting, for tests of meetings."""

from datetime import datetime, timedelta
from typing import Any

from luoxiao.organisations.models import Body, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Invitee, MeetingDraft
from luoxiao.supervision.models import Invitation, Meeting


def make_body() -> Body:
    known = {"kind": Body.Kind.CONFERENCE, "name": "演练部际联系会议", "clause_path": "一/(一)", "source": "test"}
    return Body.objects.get_or_create(code="drill-conference", defaults=known)[0]


def plan(by: User, at: datetime, **more: Any) -> Meeting:
    """Begins ten days from now."""
    given = {"title": "部际联系会议", "begins_at": at + timedelta(days=10), "place": "部机关", "chair": "召集人"}
    return actions.plan_meeting(make_body(), draft=MeetingDraft(**given | more), by=by, at=at)


def call(by: User, at: datetime, *units: Unit, **more: Any) -> Meeting:
    planned = plan(by, at, **more)
    invited = actions.invite(planned, invitees=[Invitee(unit) for unit in units], seen=planned.version, by=by, at=at)
    return actions.call_meeting(invited, seen=invited.version, by=by, at=at)


def held(by: User, at: datetime, *units: Unit, **more: Any) -> Meeting:
    """Called now, held ten days later, everybody came."""
    called = call(by, at, *units, **more)
    came = list(called.invitations.order_by("id").values_list("pk", flat=True))
    return actions.hold(called, came=came, seen=called.version, by=by, at=at + timedelta(days=10))


def invitation(meeting: Meeting, unit: Unit) -> Invitation:
    return meeting.invitations.get(unit=unit)
