"""参会单位和回复: who is invited to a meeting, and what each replied to the time it is now called for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.core.wording import day_and_hour
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.meetings import AHEAD, NotAtThisPoint, kept, tell, when
from luoxiao.supervision.models import Invitation, Meeting


@dataclass(frozen=True)
class Invitee:
    """A unit to invite, and the member by post, who may be empty."""

    unit: Unit
    person: str = ""


@dataclass(frozen=True)
class ReplyDraft:
    """What a unit replies (Invitation.Reply); `agent` is who comes instead."""

    reply: str
    agent: str = ""
    note: str = ""


class InvitedAlready(Refusal):
    code = "invited-already"
    sentence = _("%(units)s已经收到会议通知，不能从参会单位中去掉，没有保存。会议取消或改期的，另行办理。")


class MeetingMoved(Refusal):
    code = "meeting-moved"
    sentence = _("《%(meeting)s》在打开本页之后已改到 %(when)s，这次回复没有保存。核对新的时间后再回复。")


class NotAReply(Refusal):
    code = "not-a-reply"
    sentence = _("没有选择是否参会，没有保存。选择后再回复。")


@transaction.atomic
def invite(meeting: Meeting, *, invitees: Sequence[Invitee], seen: int, by: User, at: datetime) -> Meeting:
    """Say who is invited. After the call units are only added, and told at once.

    Raises NotAtThisPoint, InvitedAlready, Stale, TooLong.
    """
    meeting, role = kept(meeting, by, *AHEAD)
    claim(meeting, seen)
    asked = {each.unit.pk: added(_("参会人员"), each.person, limit=80) for each in invitees}
    before = {each.unit_id: each for each in meeting.invitations.select_related("unit").order_by("id")}
    _take_off(meeting, [each for pk, each in before.items() if pk not in asked])
    new = {pk: person for pk, person in asked.items() if pk not in before}
    for pk, person in new.items():
        Invitation.objects.create(meeting=meeting, unit_id=pk, person=person, for_version=meeting.version)
    for pk, each in before.items():
        if pk in asked and asked[pk] != each.person:
            meeting.invitations.filter(pk=each.pk).update(person=asked[pk])
    units = list(meeting.invitations.order_by("id").values_list("unit__short_name", flat=True))
    after = {"invited": units, "version": meeting.version}
    trail.record("meeting.invite", by=by, at=at, role=role, subject=meeting, after=after)
    if meeting.state == Meeting.State.CALLED and new:
        tell(
            meeting,
            "called",
            f"《{meeting.title}》{when(meeting)}在{meeting.place}召开，请回复是否参会。",
            at,
            list(new),
        )
    return meeting


def _take_off(meeting: Meeting, gone: Sequence[Invitation]) -> None:
    """Raises InvitedAlready where they were told of the meeting."""
    if gone and meeting.state != Meeting.State.PLANNED:
        raise InvitedAlready(units="、".join(each.unit.short_name for each in gone))
    meeting.invitations.filter(pk__in=[each.pk for each in gone]).delete()


@transaction.atomic
def reply(invitation: Invitation, *, draft: ReplyDraft, seen: int, by: User, at: datetime) -> Invitation:
    """回复: by the unit itself, or by who keeps the meeting for units without an account.

    `seen` is Invitation.for_version as the page showed it: a reply to a time that no longer holds is refused.
    Raises NotAllowed, NotAtThisPoint, MeetingMoved, NotAReply, Unsaid, TooLong.
    """
    role = by.acting(Permission.SEE_MEETINGS)
    meeting = Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=invitation.meeting_id)
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=invitation.pk)
    if invitation.unit_id != by.unit_id and not by.may(Permission.KEEP_MEETING):
        raise NotAllowed(Permission.SEE_MEETINGS)
    if meeting.state != Meeting.State.CALLED:
        raise NotAtThisPoint(meeting=meeting.title, state=meeting.get_state_display())
    if seen != invitation.for_version:
        raise MeetingMoved(meeting=meeting.title, when=day_and_hour(meeting.begins_at))
    _write(invitation, draft)
    invitation.save(update_fields=["reply", "agent", "reply_note"])
    after = {"unit": invitation.unit.short_name, "reply": invitation.reply, "agent": invitation.agent}
    trail.record("meeting.reply", by=by, at=at, role=role, subject=meeting, after=after, reason=invitation.reply_note)
    return invitation


def _write(invitation: Invitation, draft: ReplyDraft) -> None:
    """Raises NotAReply, Unsaid, TooLong."""
    if draft.reply not in Invitation.Reply.values or draft.reply == Invitation.Reply.NONE:
        raise NotAReply
    sends = draft.reply == Invitation.Reply.AGENT
    invitation.reply = draft.reply
    invitation.agent = said(_("代会人员"), draft.agent, limit=80) if sends else ""
    invitation.reply_note = added(_("说明"), draft.note, limit=200)
