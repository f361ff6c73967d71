"""议定事项 and 纪要: what a meeting decides, point by point; each with a lead becomes a supervised item."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.agenda import OtherPoints
from luoxiao.supervision.actions.items import LONGEST_TITLE
from luoxiao.supervision.actions.meetings import NotAtThisPoint, kept
from luoxiao.supervision.actions.registering import ItemDraft, assign, register
from luoxiao.supervision.models import AgendaItem, Decision, Meeting, Task

DECISION = "decision"  # about_kind of the item that comes of a decision
LONGEST_POINT, LONGEST_MINUTES = 500, 20_000  # characters


@dataclass(frozen=True)
class DecisionDraft:
    """A point as it was decided; without a lead it is for information only. `item` is the agenda's point."""

    text: str
    lead: Unit | None = None
    due: date | None = None
    clause_path: str = ""
    item: AgendaItem | None = None


class NoDate(Refusal):
    code = "decision-without-date"
    sentence = _("议定事项由%(lead)s牵头，没有写时限，没有保存。写明时限；只供了解的不选牵头单位。")


@transaction.atomic
def decide(meeting: Meeting, *, draft: DecisionDraft, seen: int, by: User, at: datetime) -> Decision:
    """Put the next decided point on record; its item is registered and given to its lead in the same transaction.

    Of two people who decide at once the second is told what the first put down. Raises NotAtThisPoint, Stale, NoDate,
    OtherPoints, DuePast, UnitEnded, Unsaid, TooLong.
    """
    meeting, role = kept(meeting, by, Meeting.State.HELD)
    claim(meeting, seen)
    text = said(_("议定事项"), draft.text, limit=LONGEST_POINT)
    if draft.item is not None and draft.item.meeting_id != meeting.pk:
        raise OtherPoints
    if draft.lead and not draft.due:
        raise NoDate(lead=draft.lead)
    decision = Decision.objects.create(
        meeting=meeting,
        order=(meeting.decisions.aggregate(last=Max("order"))["last"] or 0) + 1,
        item=draft.item,
        text=text,
        lead=draft.lead,
        due=draft.due if draft.lead else None,
        clause_path=draft.clause_path[:200],
        by=by,
        at=at,
    )
    after = {"order": decision.order, "text": text, "lead": str(draft.lead or ""), "due": str(decision.due or "")}
    trail.record("meeting.decide", by=by, at=at, role=role, subject=meeting, after=after | {"version": meeting.version})
    if decision.lead:
        _give(decision, decision.lead, by=by, at=at)
    return decision


def _give(decision: Decision, lead: Unit, *, by: User, at: datetime) -> Task:
    """立项、交办."""
    problem = decision.item.problem if decision.item else None
    draft = ItemDraft(
        title=_short(decision.text),
        due=decision.due,
        clause_path=decision.clause_path,
        place=problem.place if problem else None,
        is_rehearsal=decision.meeting.is_rehearsal,
    )
    origin = Task.Origin.MEETING
    task = register(draft, origin=origin, about_kind=DECISION, about=decision.pk, by=by, at=at)
    return assign(task, lead=lead, due=decision.due, seen=task.version, by=by, at=at)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1] + "…"


@transaction.atomic
def write_minutes(meeting: Meeting, *, text: str, seen: int, by: User, at: datetime) -> Meeting:
    """Save the prose of the minutes; decided points stand by themselves. Raises NotAtThisPoint, Stale, TooLong."""
    meeting, role = kept(meeting, by, Meeting.State.HELD)
    claim(meeting, seen)
    before, meeting.minutes = meeting.minutes, added(_("会议记录"), text, limit=LONGEST_MINUTES)
    meeting.save(update_fields=["minutes"])
    was, after = {"minutes": before}, {"minutes": meeting.minutes, "version": meeting.version}
    trail.record("meeting.minutes", by=by, at=at, role=role, subject=meeting, before=was, after=after)
    return meeting


@transaction.atomic
def minute(meeting: Meeting, *, paper: Paper, by: User, at: datetime) -> Meeting:
    """印发纪要: called in the transaction that issues the paper. From then on nothing of the meeting moves.

    Raises NotAtThisPoint.
    """
    role = by.acting(Permission.ISSUE_PAPER)
    meeting = Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=meeting.pk)
    if meeting.state != Meeting.State.HELD:
        raise NotAtThisPoint(meeting=meeting.title, state=meeting.get_state_display())
    meeting.state, meeting.paper, meeting.version = Meeting.State.MINUTED, paper, meeting.version + 1
    meeting.save(update_fields=["state", "paper", "version"])
    after = {"state": meeting.state, "paper": paper.doc_number, "version": meeting.version}
    trail.record("meeting.minute", by=by, at=at, role=role, subject=meeting, after=after)
    return meeting
