"""会议与纪要: the meetings a person may see, and one with its agenda, replies, papers, decisions and next steps."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from luoxiao.core import clock, files, trail
from luoxiao.desk.acting import new_key
from luoxiao.desk.downloads import download
from luoxiao.desk.locks import page, person
from luoxiao.desk.reading import number
from luoxiao.desk.words import trail_words
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import cite
from luoxiao.supervision import following
from luoxiao.supervision.following import Followed
from luoxiao.supervision.lights import Light
from luoxiao.supervision.models import AgendaItem, Invitation, LightRule, Meeting, MeetingFile, Postponement
from luoxiao.supervision.wording import LIGHTS as LIGHT_WORDS
from luoxiao.supervision.wording import when

PAGE = 30
LINES = 50  # of its life
S = Meeting.State
LIGHTS = {S.PLANNED: "idle", S.CALLED: "soon", S.HELD: "ok", S.MINUTED: "done", S.CANCELLED: "idle"}
REPLIES = {
    Invitation.Reply.NONE: "idle",
    Invitation.Reply.COMING: "done",
    Invitation.Reply.AGENT: "ok",
    Invitation.Reply.DECLINED: "soon",
}
LEADS = (Unit.Kind.MINISTRY, Unit.Kind.BUREAU, Unit.Kind.PROVINCE, Unit.Kind.PREFECTURE, Unit.Kind.COUNTY)


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    meeting: Meeting
    light: str
    invited: int
    decided: int


@dataclass(frozen=True)
class MeetingsPage:
    """What the list shows."""

    rows: list[Row]
    next: str
    may_plan: bool


@page(Permission.SEE_MEETINGS)
def meetings(request: HttpRequest) -> HttpResponseBase:
    """The list, latest first; `after` is the time and id of the last one seen. A fixed number of queries."""
    user = person(request)
    seen = Meeting.objects.visible_to(user).select_related("body").order_by("-begins_at", "-id")
    counted = _after(seen, request.GET.get("after", "")).annotate(
        invited=Count("invitations", distinct=True), decided=Count("decisions", distinct=True)
    )
    found = list(counted[: PAGE + 1])
    shown = MeetingsPage(
        rows=[Row(each, LIGHTS[S(each.state)], each.invited, each.decided) for each in found[:PAGE]],
        next=str(found[PAGE - 1].pk) if len(found) > PAGE else "",
        may_plan=user.may(Permission.KEEP_MEETING),
    )
    return render(request, "desk/meetings.html", {"page": shown})


def _after(seen: Any, after: str) -> Any:
    """From behind the meeting of this id; anything else shows the first page."""
    last = seen.filter(pk=number(after) or 0).first()
    if last is None:
        return seen
    return seen.filter(Q(begins_at__lt=last.begins_at) | Q(begins_at=last.begins_at, pk__lt=last.pk))


@dataclass(frozen=True)
class Answer:
    """An invited unit, what it replied, whether it came, and whether this person may reply for it."""

    invitation: Invitation
    light: str
    may_reply: bool


@dataclass(frozen=True)
class Point:
    """A decided point and how its item stands."""

    followed: Followed
    clause: str
    light: str
    light_words: str
    when: str


@dataclass(frozen=True)
class Step:
    """A line of its life."""

    at: datetime
    who: str
    words: str
    said: str


@dataclass(frozen=True)
class MeetingPage:
    """One meeting; `may_keep` is of who keeps meetings, and each form looks at the state besides."""

    meeting: Meeting
    light: str
    agenda: list[AgendaItem]
    files: list[MeetingFile]
    answers: list[Answer]
    counts: list[tuple[str, str, int]]
    moves: list[Postponement]
    former: list[Point]
    decided: list[Point]
    steps: list[Step]
    leads: list[tuple[int, str]]
    may_keep: bool
    may_draft: bool
    has_begun: bool
    key: str
    typed: dict[str, str] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)


@page(Permission.SEE_MEETINGS, cached=False)
def meeting(request: HttpRequest, pk: int) -> HttpResponseBase:
    return render(request, "desk/meeting.html", {"page": gather(person(request), find(request, pk))})


def find(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, if this person may see it."""
    return get_object_or_404(Meeting.objects.visible_to(person(request)).select_related("body", "paper"), pk=pk)


def gather(user: User, meeting: Meeting) -> MeetingPage:
    """All that the page shows, in a fixed number of queries."""
    keeps = user.may(Permission.KEEP_MEETING)
    points, held = following.decided([meeting.body_id]), following.held([meeting.body_id])
    soon = LightRule.objects.on(clock.today()).soon_days
    answers = _answers(meeting, user, keeps)
    return MeetingPage(
        meeting=meeting,
        light=LIGHTS[S(meeting.state)],
        agenda=list(meeting.agenda.select_related("presenter").order_by("order")),
        files=list(meeting.files.select_related("file").order_by("id")),
        answers=answers,
        counts=_counts(answers),
        moves=list(meeting.postponements.select_related("by").order_by("id")),
        former=[_point(each, soon) for each in following.opening(meeting, points, held)],
        decided=[_point(each, soon) for each in points if each.decision.meeting_id == meeting.pk],
        steps=[
            Step(each.at, each.actor, trail_words(each.action), _said(each)) for each in trail.history(meeting)[:50]
        ],
        leads=_leads() if keeps and meeting.state == S.HELD else [],
        may_keep=keeps,
        may_draft=user.may(Permission.DRAFT_PAPER),
        has_begun=clock.now() >= meeting.begins_at,
        key=new_key(),
    )


def _answers(meeting: Meeting, user: User, keeps: bool) -> list[Answer]:
    asked = meeting.invitations.select_related("unit").order_by("id")
    called = meeting.state == S.CALLED
    found = [
        Answer(each, REPLIES[Invitation.Reply(each.reply)], called and (keeps or each.unit_id == user.unit_id))
        for each in asked
    ]
    return sorted(found, key=lambda each: each.invitation.unit_id != user.unit_id)  # the person's own unit first


def _counts(answers: list[Answer]) -> list[tuple[str, str, int]]:
    """How many gave each reply."""
    return [
        (light, str(reply.label), sum(each.invitation.reply == reply for each in answers))
        for reply, light in REPLIES.items()
    ]


def _point(each: Followed, soon_days: int) -> Point:
    clause = cite(each.decision.clause_path) if each.decision.clause_path else ""
    if each.task is None:
        return Point(each, clause, "", "", "")
    verdict = each.task.verdict(today=clock.today(), soon_days=soon_days)
    return Point(each, clause, verdict.light, str(LIGHT_WORDS[Light(verdict.light)]), when(verdict))


def _step(event: Any) -> Step:
    return Step(event.at, event.actor, trail_words(event.action), _said(event))


def _said(event: Any) -> str:
    """The words of a line: the reason, or what was decided, replied or put on the agenda."""
    after = event.after
    if event.action == "meeting.reply":
        return f"{after['unit']}：{Invitation.Reply(after['reply']).label} {after['agent']}".strip()
    listed = after.get("points") or after.get("invited") or after.get("came")
    return event.reason or str(after.get("text", "")) or "、".join(listed or ())


def _leads() -> list[tuple[int, str]]:
    today: date = clock.today()
    standing = Unit.objects.filter(kind__in=LEADS).exclude(valid_to__lt=today)
    return list(standing.order_by("id").values_list("pk", "short_name"))


@page(Permission.SEE_MEETINGS)
def kept_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A paper laid before a meeting that this person may see."""
    seen = Meeting.objects.visible_to(person(request))
    found = get_object_or_404(MeetingFile.objects.select_related("file"), pk=file, meeting=pk, meeting__in=seen)
    return download(files.read(found.file), name=found.file.name, media_type=found.file.media_type)
