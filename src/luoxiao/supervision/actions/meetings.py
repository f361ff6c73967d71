"""会议 (clauses 一(一), 三(二) 三是): planned, called, moved or cancelled, held.

What a meeting of the joint conference opens with is fixed: what became of former decisions, then the standing item.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.core.wording import day_and_hour
from luoxiao.organisations.models import Body, RoleGrant, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.models import AgendaItem, Invitation, Meeting, Notice, Postponement, Problem

S = Meeting.State
AHEAD = (S.PLANNED, S.CALLED)  # its agenda and its invitations are still open
STANDING = (AgendaItem.Kind.FOLLOW_UP, AgendaItem.Kind.STANDING)
LONGEST_REASON = 300  # characters


@dataclass(frozen=True)
class MeetingDraft:
    """What a meeting is to be: when it begins, where, and who presides."""

    title: str
    begins_at: datetime
    place: str
    chair: str
    is_rehearsal: bool = False


class NotAtThisPoint(Refusal):
    code = "meeting-not-at-this-point"
    sentence = _("《%(meeting)s》%(state)s，没有办理。")


class BeginsInThePast(Refusal):
    code = "meeting-in-the-past"
    sentence = _("会议时间填的是 %(when)s，已经过去，没有办理。改填以后的时间。")


class SameTime(Refusal):
    code = "meeting-same-time"
    sentence = _("《%(meeting)s》原定就是 %(when)s，没有改期。改填另一个时间。")


class NobodyInvited(Refusal):
    code = "nobody-invited"
    sentence = _("《%(meeting)s》还没有参会单位，没有通知。先确定参会单位。")


class NotYetHeld(Refusal):
    code = "meeting-not-yet"
    sentence = _("《%(meeting)s》定于 %(when)s 召开，时间还没有到，没有登记到会。到时再登记，提前召开的先改期。")


@transaction.atomic
def plan_meeting(body: Body, *, draft: MeetingDraft, by: User, at: datetime) -> Meeting:
    """Plan the next meeting of a body, with the points that it always has. Raises BeginsInThePast, Unsaid, TooLong."""
    role = by.acting(Permission.KEEP_MEETING)
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)  # so that two do not plan the same number
    last = Meeting.objects.filter(body=body).order_by("-number").first()
    meeting = Meeting(
        body=body,
        number=(last.number if last else 0) + 1,
        made_by=by,
        made_at=at,
        is_rehearsal=draft.is_rehearsal or by.is_rehearsal,
    )
    _write(meeting, draft, at)
    meeting.save(force_insert=True)
    _standing_points(meeting)
    trail.record("meeting.plan", by=by, at=at, role=role, subject=meeting, after=_said_of(meeting))
    return meeting


def _write(meeting: Meeting, draft: MeetingDraft, at: datetime) -> None:
    """Raises BeginsInThePast, Unsaid, TooLong."""
    refuse_past(draft.begins_at, at)
    meeting.title = said(_("会议名称"), draft.title, limit=120)
    meeting.begins_at = draft.begins_at
    meeting.place = said(_("地点"), draft.place, limit=120)
    meeting.chair = said(_("主持人"), draft.chair, limit=80)


def refuse_past(begins_at: datetime, at: datetime) -> None:
    if begins_at <= at:
        raise BeginsInThePast(when=day_and_hour(begins_at))


def _standing_points(meeting: Meeting) -> None:
    """What became of former decisions, where a meeting was held before; the standing item of the conference."""
    kinds = []
    if Meeting.objects.filter(body=meeting.body_id, state__in=(S.HELD, S.MINUTED)).exists():
        kinds.append(AgendaItem.Kind.FOLLOW_UP)
    if meeting.body.kind == Body.Kind.CONFERENCE:
        kinds.append(AgendaItem.Kind.STANDING)
    for order, kind in enumerate(kinds, 1):
        AgendaItem.objects.create(meeting=meeting, order=order, kind=kind, title=_TITLES[kind])


# Kept as they are printed, whatever language the person uses who plans the meeting.
_TITLES = {
    AgendaItem.Kind.FOLLOW_UP: "上次会议议定事项落实情况",
    AgendaItem.Kind.STANDING: "通报罗霄山片区规划落实情况和需求信息",
}


def _said_of(meeting: Meeting) -> dict[str, object]:
    """A meeting as the trail keeps it."""
    return {
        "title": meeting.title,
        "begins_at": meeting.begins_at.isoformat(),
        "place": meeting.place,
        "chair": meeting.chair,
        "version": meeting.version,
    }


@transaction.atomic
def change_meeting(meeting: Meeting, *, draft: MeetingDraft, seen: int, by: User, at: datetime) -> Meeting:
    """Rewrite what has not been called yet; later it is postponed. Raises NotAtThisPoint, Stale, and as planning."""
    meeting, role = kept(meeting, by, S.PLANNED)
    claim(meeting, seen)
    before = _said_of(meeting)
    _write(meeting, draft, at)
    meeting.save(update_fields=["title", "begins_at", "place", "chair"])
    trail.record("meeting.change", by=by, at=at, role=role, subject=meeting, before=before, after=_said_of(meeting))
    return meeting


@transaction.atomic
def call_meeting(meeting: Meeting, *, seen: int, by: User, at: datetime) -> Meeting:
    """通知: all who are invited are told and asked to reply.

    Raises NotAtThisPoint, NobodyInvited, BeginsInThePast, Stale.
    """
    meeting, role = kept(meeting, by, S.PLANNED)
    claim(meeting, seen)
    refuse_past(meeting.begins_at, at)
    invited = list(meeting.invitations.order_by("id").values_list("unit__short_name", flat=True))
    if not invited:
        raise NobodyInvited(meeting=meeting.title)
    meeting.state = S.CALLED
    meeting.save(update_fields=["state"])
    meeting.invitations.update(for_version=meeting.version)
    after = {"state": meeting.state, "invited": invited, "version": meeting.version}
    trail.record("meeting.call", by=by, at=at, role=role, subject=meeting, after=after)
    tell(meeting, "called", f"《{meeting.title}》{when(meeting)}在{meeting.place}召开，请回复是否参会。", at)
    return meeting


def when(meeting: Meeting) -> str:
    return f"{localtime(meeting.begins_at):%Y-%m-%d %H:%M}"


def tell(meeting: Meeting, step: str, text: str, at: datetime, units: Collection[int] | None = None) -> None:
    """Tell the people of all invited units, or of these, once for each step."""
    asked = meeting.invitations.values("unit") if units is None else units
    granted = RoleGrant.objects.in_force().values("user")
    people = User.objects.filter(is_active=True, unit__in=asked, pk__in=granted).order_by("id")
    about = {"about_kind": "meeting", "about": meeting.pk, "step": step, "text": text[:300], "made_at": at}
    notices = [Notice(user=user, due=localtime(meeting.begins_at).date(), **about) for user in people]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


@transaction.atomic
def postpone(
    meeting: Meeting, *, begins_at: datetime, place: str, reason: str, seen: int, by: User, at: datetime
) -> Meeting:
    """改期: all who were invited are told and asked anew; their former replies stay in the trail.

    Raises NotAtThisPoint, BeginsInThePast, SameTime, Stale, Unsaid, TooLong.
    """
    meeting, role = kept(meeting, by, S.CALLED)
    claim(meeting, seen)
    reason, place = said(_("改期原因"), reason, limit=LONGEST_REASON), said(_("地点"), place, limit=120)
    refuse_past(begins_at, at)
    if begins_at == meeting.begins_at:
        raise SameTime(meeting=meeting.title, when=day_and_hour(begins_at))
    before = _said_of(meeting) | {"replies": _replies(meeting)}
    Postponement.objects.create(
        meeting=meeting, from_at=meeting.begins_at, to_at=begins_at, reason=reason, by=by, at=at
    )
    meeting.begins_at, meeting.place = begins_at, place
    meeting.save(update_fields=["begins_at", "place"])
    asked = {"reply": Invitation.Reply.NONE, "agent": "", "reply_note": "", "for_version": meeting.version}
    meeting.invitations.update(**asked)
    after = _said_of(meeting)
    trail.record(
        "meeting.postpone", by=by, at=at, role=role, subject=meeting, before=before, after=after, reason=reason
    )
    text = f"《{meeting.title}》改于{when(meeting)}在{place}召开，请重新回复。原因：{reason}"
    tell(meeting, f"moved-{meeting.version}", text, at)
    return meeting


def _replies(meeting: Meeting) -> dict[str, str]:
    """By unit what it had replied; those who had not are left out."""
    given = meeting.invitations.exclude(reply=Invitation.Reply.NONE).select_related("unit").order_by("id")
    return {each.unit.short_name: f"{each.get_reply_display()} {each.agent}".strip() for each in given}


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, seen: int, by: User, at: datetime) -> Meeting:
    """取消: all who were invited are told; problems on its agenda go back to where they were.

    Raises NotAtThisPoint, Stale, Unsaid, TooLong.
    """
    meeting, role = kept(meeting, by, *AHEAD)
    claim(meeting, seen)
    reason = said(_("取消原因"), reason, limit=LONGEST_REASON)
    was_called = meeting.state == S.CALLED
    Postponement.objects.create(meeting=meeting, from_at=meeting.begins_at, to_at=None, reason=reason, by=by, at=at)
    meeting.state = S.CANCELLED
    meeting.save(update_fields=["state"])
    for problem in Problem.objects.filter(agenda_items__meeting=meeting).order_by("id"):
        untable(problem, meeting, by=by, at=at, role=role)
    after = {"state": meeting.state, "version": meeting.version}
    trail.record("meeting.cancel", by=by, at=at, role=role, subject=meeting, after=after, reason=reason)
    if was_called:
        tell(meeting, "cancelled", f"《{meeting.title}》取消。原因：{reason}", at)
    return meeting


def untable(problem: Problem, meeting: Meeting, *, by: User, at: datetime, role: str) -> None:
    """Take a problem off an agenda: it is its owner's again. One that ended meanwhile stays ended."""
    problem = Problem.objects.select_for_update(no_key=True, of=("self",)).get(pk=problem.pk)
    if problem.state != Problem.State.TABLED:
        return
    problem.state = Problem.State.TAKEN if problem.owner_id else Problem.State.RAISED
    problem.version += 1
    problem.save(update_fields=["state", "version"])
    after = {"meeting": meeting.title, "state": problem.state, "version": problem.version}
    trail.record("problem.untable", by=by, at=at, role=role, subject=problem, after=after)


@transaction.atomic
def hold(meeting: Meeting, *, came: Collection[int], seen: int, by: User, at: datetime) -> Meeting:
    """到会: these invitations (ids) came, the others did not; the meeting is held. May be corrected until the minutes.

    Raises NotAtThisPoint, NotYetHeld, Stale.
    """
    meeting, role = kept(meeting, by, S.CALLED, S.HELD)
    claim(meeting, seen)
    if at < meeting.begins_at:
        raise NotYetHeld(meeting=meeting.title, when=day_and_hour(meeting.begins_at))
    meeting.invitations.filter(pk__in=came).update(attended=True)
    meeting.invitations.exclude(pk__in=came).update(attended=False)
    meeting.state = S.HELD
    meeting.save(update_fields=["state"])
    present = meeting.invitations.filter(attended=True).order_by("id").values_list("unit__short_name", flat=True)
    after = {"state": meeting.state, "came": list(present), "version": meeting.version}
    trail.record("meeting.hold", by=by, at=at, role=role, subject=meeting, after=after)
    return meeting


def kept(meeting: Meeting, by: User, *states: Meeting.State) -> tuple[Meeting, str]:
    """The meeting as it stands now, locked, and the role of who keeps it. Raises NotAllowed, NotAtThisPoint."""
    role = by.acting(Permission.KEEP_MEETING)
    rows = Meeting.objects.select_for_update(no_key=True, of=("self",)).select_related("body")
    found = rows.get(pk=meeting.pk)
    if found.state not in states:
        raise NotAtThisPoint(meeting=found.title, state=found.get_state_display())
    return found, role
