"""What is done with a meeting from its page: called, replied to, moved, held, decided, minuted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core import clock
from luoxiao.core.periods import BEIJING, Period
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.board_filters import path_of
from luoxiao.desk.locks import form, person
from luoxiao.desk.meetings import find, gather
from luoxiao.desk.paper_minutes import MEETING
from luoxiao.desk.problem_forms import answered
from luoxiao.desk.problems import find as find_problem
from luoxiao.desk.reading import number
from luoxiao.desk.uploads import plain_name
from luoxiao.documents import actions as papers
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Body, Unit
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions, minutes
from luoxiao.supervision.actions import Attachment, DecisionDraft, MeetingDraft, ReplyDraft
from luoxiao.supervision.models import Meeting

TEXTS = ("body", "title", "begins_at", "place", "chair")


class NotATime(Refusal):
    code = "not-a-time"
    sentence = gettext_lazy("“%(typed)s”不是时间，没有办理。按 2012-11-30 09:00 的样子填写。")


class NotADay(Refusal):
    code = "not-a-day"
    sentence = gettext_lazy("“%(typed)s”不是日期，没有办理。按 2012-11-30 的样子填写。")


class NoPaper(Refusal):
    code = "no-meeting-paper"
    sentence = gettext_lazy("没有选择文件，没有上传。选择文件后再上传。")


@dataclass(frozen=True)
class MeetingForm:
    """What the form shows; `meeting` is None for a new one."""

    meeting: Meeting | None
    typed: Mapping[str, str]
    bodies: list[tuple[int, str]]
    address: str
    key: str
    errors: list[tuple[str, str]] = field(default_factory=list)


@form(Permission.KEEP_MEETING)
def new(request: HttpRequest) -> HttpResponseBase:
    """Plan the next meeting of a body."""
    if request.method != "POST":
        return _show(request, None, {"body": _conference()})
    typed = _typed(request)
    body = get_object_or_404(Body, pk=number(typed["body"]))
    return _save(
        request, None, typed, lambda draft: actions.plan_meeting(body, draft=draft, by=person(request), at=clock.now())
    )


def _conference() -> str:
    found = Body.objects.filter(kind=Body.Kind.CONFERENCE).order_by("id").first()
    return str(found.pk) if found else ""


@form(Permission.KEEP_MEETING)
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Rewrite a meeting that has not been called."""
    found = find(request, pk)
    if request.method != "POST":
        begins = localtime(found.begins_at).strftime("%Y-%m-%dT%H:%M")
        return _show(
            request, found, {"title": found.title, "begins_at": begins, "place": found.place, "chair": found.chair}
        )
    typed = _typed(request)
    return _save(request, found, typed, lambda draft: actions.change_meeting(found, draft=draft, **_common(request)))


def _typed(request: HttpRequest) -> dict[str, str]:
    typed = {name: request.POST.get(name, "").strip() for name in TEXTS}
    return typed | ({"is_rehearsal": "1"} if "is_rehearsal" in request.POST else {})


def _save(
    request: HttpRequest, meeting: Meeting | None, typed: Mapping[str, str], do: Callable[[MeetingDraft], Meeting]
) -> HttpResponseBase:
    def act() -> str:
        begins = _moment(typed["begins_at"])
        draft = MeetingDraft(typed["title"], begins, typed["place"], typed["chair"], "is_rehearsal" in typed)
        return reverse("meeting", args=(do(draft).pk,))

    outcome = carry_out(request, act, done=_("会议已保存。"))
    if not isinstance(outcome, Refusal):
        return outcome
    status = 409 if isinstance(outcome, Stale) else 422
    now = find(request, meeting.pk) if meeting else None
    return _show(request, now, typed, errors=[("", str(outcome))], status=status)


def _moment(typed: str) -> datetime:
    """A time of Beijing. Raises NotATime."""
    try:
        return datetime.fromisoformat(typed.strip()).replace(tzinfo=BEIJING)
    except ValueError as error:
        raise NotATime(typed=typed.strip()[:20]) from error


def _day(typed: str) -> date | None:
    """None for nothing. Raises NotADay."""
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError as error:
        raise NotADay(typed=typed.strip()[:20]) from error


def _show(
    request: HttpRequest,
    meeting: Meeting | None,
    typed: Mapping[str, str],
    *,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    shown = MeetingForm(
        meeting=meeting,
        typed=typed,
        bodies=list(Body.objects.order_by("id").values_list("pk", "name")),
        address=reverse("meeting-edit", args=(meeting.pk,)) if meeting else reverse("meeting-new"),
        key=new_key(),
        errors=errors or [],
    )
    return render(request, "desk/meeting_form.html", {"form": shown}, status=status)


@form(Permission.KEEP_MEETING)
def move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Call it, put it off, cancel it; an unknown step is a 404."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("meeting", pk)
    steps: dict[str, tuple[Callable[[], Any], str]] = {
        "call": (lambda: actions.call_meeting(found, **_common(request)), _("已通知参会单位，等待回复。")),
        "postpone": (lambda: _postpone(request, found), _("会议已改期，已请参会单位重新回复。")),
        "cancel": (
            lambda: actions.cancel_meeting(found, reason=request.POST.get("cancellation", ""), **_common(request)),
            _("会议已取消，已告知参会单位。"),
        ),
    }
    if request.POST.get("do") not in steps:
        raise Http404
    return _answer(request, found, *steps[request.POST["do"]])


def _postpone(request: HttpRequest, found: Meeting) -> None:
    begins, place, reason = (request.POST.get(name, "") for name in ("begins_at", "place", "reason"))
    actions.postpone(found, begins_at=_moment(begins), place=place, reason=reason, **_common(request))


@form(Permission.SEE_MEETINGS)
def reply(request: HttpRequest, pk: int, invitation: int) -> HttpResponseBase:
    """Reply for a unit; `asked` is the version of the meeting that the reply is to."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("meeting", pk)
    asked = get_object_or_404(found.invitations, pk=invitation)
    draft = ReplyDraft(*(request.POST.get(name, "") for name in ("reply", "agent", "note")))
    seen, by = number(request.POST.get("asked")) or 0, person(request)
    return _answer(
        request, found, lambda: actions.reply(asked, draft=draft, seen=seen, by=by, at=clock.now()), _("回复已保存。")
    )


@form(Permission.KEEP_MEETING)
def hold(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who came (`came` are ids of invitations)."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("meeting", pk)
    came = [one for one in map(number, request.POST.getlist("came")) if one is not None]
    return _answer(request, found, lambda: actions.hold(found, came=came, **_common(request)), _("到会情况已登记。"))


@form(Permission.KEEP_MEETING)
def decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put a decided point on record."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("meeting", pk)
    return _answer(request, found, lambda: _decide(request, found), _("议定事项已登记，已交牵头单位办理。"))


def _decide(request: HttpRequest, found: Meeting) -> None:
    said = {name: request.POST.get(name, "").strip() for name in ("text", "lead", "due", "clause", "item")}
    draft = DecisionDraft(
        text=said["text"],
        lead=get_object_or_404(Unit, pk=number(said["lead"])) if said["lead"] else None,
        due=_day(said["due"]),
        clause_path=path_of(said["clause"]) if said["clause"] else "",
        item=get_object_or_404(found.agenda, pk=number(said["item"])) if said["item"] else None,
    )
    actions.decide(found, draft=draft, **_common(request))


@form(Permission.KEEP_MEETING)
def write(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Save the prose of the minutes."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("meeting", pk)
    text = request.POST.get("minutes", "")
    return _answer(
        request, found, lambda: actions.write_minutes(found, text=text, **_common(request)), _("记录已保存。")
    )


@form(Permission.DRAFT_PAPER)
def make_minutes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make the draft of the minutes as a paper; another person checks it, another issues it."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("meeting", pk)

    def act() -> str:
        return reverse("paper", args=(_prepare(request, found).pk,))

    outcome = carry_out(request, act, done=_("纪要草稿已生成，由另一人核稿后签发。"))
    return _refused(request, found, outcome) if isinstance(outcome, Refusal) else outcome


def _prepare(request: HttpRequest, found: Meeting) -> Paper:
    """Raises NotAtThisPoint before it is held, DraftExists."""
    if found.state != Meeting.State.HELD:
        raise actions.NotAtThisPoint(meeting=found.title, state=found.get_state_display())
    facts = minutes.facts_of([found.pk], clock.now())[found.pk]
    return papers.prepare(
        kind=Paper.Kind.MINUTES,
        period=Period.parse(localtime(found.begins_at).date().isoformat()),
        about_kind=MEETING,
        about=found.pk,
        words=minutes.words(facts),
        known=minutes.figures(facts),
        rehearsal=found.is_rehearsal,
        by=person(request),
        at=clock.now(),
    )


@form(Permission.KEEP_MEETING)
def lay(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Lay a paper before the meeting, or one of its points."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("meeting", pk)
    return _answer(request, found, lambda: _lay(request, found), _("会议材料已上传。"))


def _lay(request: HttpRequest, found: Meeting) -> None:
    """Raises NoPaper, and what the action raises; a file that is too large is not read."""
    file, point = request.FILES.get("file"), request.POST.get("item", "")
    if not isinstance(file, UploadedFile):
        raise NoPaper
    name = plain_name(file.name or "")
    actions.refuse_large(name, file.size or 0)
    item = get_object_or_404(found.agenda, pk=number(point)) if point else None
    attachment, title = Attachment(name, file.read()), request.POST.get("title", "")
    actions.lay_before(found, title=title, attachment=attachment, item=item, by=person(request), at=clock.now())


@form(Permission.KEEP_MEETING)
def table(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put a problem on the agenda of a meeting, from the page of the problem."""
    problem = find_problem(request, pk)
    if request.method != "POST":
        return redirect("problem", pk)
    meeting = get_object_or_404(Meeting, pk=number(request.POST.get("meeting")))
    by, at = person(request), clock.now()
    return answered(
        request, problem, lambda: actions.table_problem(problem, meeting=meeting, by=by, at=at), _("已列入会议议程。")
    )


def _common(request: HttpRequest) -> dict[str, Any]:
    """The version the page was opened at, who acts, and when."""
    return {"seen": number(request.POST.get("seen")) or 0, "by": person(request), "at": clock.now()}


def _answer(request: HttpRequest, found: Meeting, do: Callable[[], Any], done: str) -> HttpResponseBase:
    """Carry the action out and go back to the meeting; a refusal shows the page again with what was filled in."""

    def act() -> str:
        do()
        return reverse("meeting", args=(found.pk,))

    outcome = carry_out(request, act, done=done)
    return _refused(request, found, outcome) if isinstance(outcome, Refusal) else outcome


def _refused(request: HttpRequest, found: Meeting, refusal: Refusal) -> HttpResponseBase:
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    shown = replace(gather(person(request), find(request, found.pk)), typed=typed, errors=[("", str(refusal))])
    return render(request, "desk/meeting.html", {"page": shown}, status=409 if isinstance(refusal, Stale) else 422)
