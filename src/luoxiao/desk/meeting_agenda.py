"""The two lists of a meeting that is ahead: its agenda, from open problems, items and asks, and who is invited."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.desk.meetings import find
from luoxiao.desk.reading import number
from luoxiao.organisations.models import Unit
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Invitee, Point
from luoxiao.supervision.models import AgendaItem, Ask, Meeting, Problem, Task

OFFERED = 100  # of each kind
INVITED = (Unit.Kind.MINISTRY, Unit.Kind.BUREAU, Unit.Kind.PROVINCE)
FIXED = (AgendaItem.Kind.FOLLOW_UP, AgendaItem.Kind.STANDING)
WAITS = (Problem.State.RAISED, Problem.State.TAKEN, Problem.State.ANSWERED)


@dataclass(frozen=True)
class AgendaPage:
    """The agenda, and what may be put on it."""

    meeting: Meeting
    items: list[AgendaItem]
    fixed: tuple[str, ...]
    problems: list[Problem]
    tasks: list[Task]
    asks: list[Ask]
    key: str
    errors: list[tuple[str, str]] = field(default_factory=list)


@form(Permission.KEEP_MEETING)
def agenda(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Arrange the agenda, or (`do` is add) put points on it."""
    found = find(request, pk)
    if request.method != "POST":
        return _agenda(request, found)
    adds = request.POST.get("do") == "add"
    do: Callable[[], Any] = (lambda: _add(request, found)) if adds else (lambda: _arrange(request, found))

    def act() -> str:
        do()
        return reverse("meeting-agenda", args=(found.pk,))

    outcome = carry_out(request, act, done=_("议程已保存。"))
    return _agenda(request, find(request, pk), outcome) if isinstance(outcome, Refusal) else outcome


def _add(request: HttpRequest, found: Meeting) -> None:
    chosen = {kind: _ids(request, kind) for kind in ("problem", "task", "ask")}
    points = [Point(problem=each) for each in _problems(found).filter(pk__in=chosen["problem"]).order_by("id")]
    points += [Point(task=each) for each in _tasks(found).filter(pk__in=chosen["task"]).order_by("id")]
    points += [Point(ask=each) for each in _asks(found).filter(pk__in=chosen["ask"]).order_by("id")]
    own = request.POST.get("title", "").strip()
    points += [Point(title=own)] if own or not points else []
    actions.add_points(found, points=points, **_common(request))


def _arrange(request: HttpRequest, found: Meeting) -> None:
    """By the numbers typed; ties and what is no number keep their place. Those ticked leave."""
    gone = set(_ids(request, "drop"))
    kept = [item for item in found.agenda.order_by("order") if item.pk not in gone]
    ordered = sorted(kept, key=lambda item: number(request.POST.get(f"order-{item.pk}")) or item.order)
    actions.arrange_agenda(found, order=[item.pk for item in ordered], **_common(request))


def _ids(request: HttpRequest, name: str) -> list[int]:
    return [one for one in map(number, request.POST.getlist(name)) if one is not None]


def _problems(found: Meeting) -> Any:
    return Problem.objects.filter(state__in=WAITS, is_rehearsal=found.is_rehearsal)


def _tasks(found: Meeting) -> Any:
    """Items whose date has passed or is doubtful, and that are not on this agenda."""
    late = Task.objects.open().filter(next_due__lt=clock.today()).exclude(origin=Task.Origin.PROJECT)
    return late.exclude(agenda_items__meeting=found)


def _asks(found: Meeting) -> Any:
    opened = Ask.objects.filter(outcome__in=(Ask.Outcome.OPEN, Ask.Outcome.PARTLY), is_rehearsal=found.is_rehearsal)
    return opened.exclude(agenda_items__meeting=found)


def _agenda(request: HttpRequest, found: Meeting, refusal: Refusal | None = None) -> HttpResponseBase:
    shown = AgendaPage(
        meeting=found,
        items=list(found.agenda.order_by("order")),
        fixed=FIXED,
        problems=list(_problems(found).select_related("unit", "place").order_by("-id")[:OFFERED]),
        tasks=list(_tasks(found).select_related("lead").order_by("next_due", "id")[:OFFERED]),
        asks=list(_asks(found).select_related("ministry").order_by("id")[:OFFERED]),
        key=new_key(),
        errors=[("", str(refusal))] if refusal else [],
    )
    return render(request, "desk/meeting_agenda.html", {"page": shown}, status=_status(refusal))


@dataclass(frozen=True)
class Offered:
    """A unit that may be invited."""

    pk: int
    name: str
    kind: str
    is_invited: bool
    person: str


@dataclass(frozen=True)
class InvitePage:
    """Who may be invited and who is."""

    meeting: Meeting
    units: list[Offered]
    key: str
    errors: list[tuple[str, str]] = field(default_factory=list)


@form(Permission.KEEP_MEETING)
def invite(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say who is invited (`unit` are ids, person-7 the member by post of unit 7)."""
    found = find(request, pk)
    if request.method != "POST":
        return _invite(request, found)

    def act() -> str:
        units = Unit.objects.filter(pk__in=_ids(request, "unit")).order_by("id")
        invitees = [Invitee(unit, request.POST.get(f"person-{unit.pk}", "")) for unit in units]
        actions.invite(found, invitees=invitees, **_common(request))
        return reverse("meeting", args=(found.pk,))

    outcome = carry_out(request, act, done=_("参会单位已保存。"))
    return _invite(request, find(request, pk), outcome) if isinstance(outcome, Refusal) else outcome


def _invite(request: HttpRequest, found: Meeting, refusal: Refusal | None = None) -> HttpResponseBase:
    asked = dict(found.invitations.order_by("id").values_list("unit_id", "person"))
    units = Unit.objects.filter(kind__in=INVITED).exclude(valid_to__lt=clock.today())
    offered = (units | Unit.objects.filter(pk__in=asked)).order_by("id")
    shown = InvitePage(
        meeting=found,
        units=[
            Offered(unit.pk, unit.name, str(unit.get_kind_display()), unit.pk in asked, asked.get(unit.pk, ""))
            for unit in offered
        ],
        key=new_key(),
        errors=[("", str(refusal))] if refusal else [],
    )
    return render(request, "desk/meeting_invite.html", {"page": shown}, status=_status(refusal))


def _status(refusal: Refusal | None) -> int:
    return 200 if refusal is None else 409 if isinstance(refusal, Stale) else 422


def _common(request: HttpRequest) -> dict[str, Any]:
    return {"seen": number(request.POST.get("seen")) or 0, "by": person(request), "at": clock.now()}
