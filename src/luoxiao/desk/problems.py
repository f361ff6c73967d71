"""问题: what was raised from below, how each stands, and one problem with all that came of it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from luoxiao.core import trail
from luoxiao.desk.acting import new_key
from luoxiao.desk.locks import page, person
from luoxiao.desk.reading import narrowed, number
from luoxiao.desk.words import trail_words
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.plan.models import cite
from luoxiao.supervision import actions
from luoxiao.supervision.models import Decision, Meeting, Problem, Task

PAGE = 50
S = Problem.State
LIGHTS = {S.RAISED: "idle", S.TAKEN: "ok", S.ANSWERED: "soon", S.TABLED: "soon", S.SOLVED: "done", S.CLOSED: "idle"}
OWNERS = (Unit.Kind.MINISTRY, Unit.Kind.BUREAU, Unit.Kind.PROVINCE, Unit.Kind.PREFECTURE)
ENDED = (S.SOLVED, S.CLOSED)
SAID = ("text", "answer", "remark")  # what a line of the trail may hold of a person's own words


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty fields narrow nothing."""

    state: str = ""
    kind: str = ""
    place: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """From an address. A value that is none of the allowed ones counts as not given."""
        return cls(
            state=query.get("state", "") if query.get("state") in S.values else "",
            kind=query.get("kind", "") if query.get("kind") in Problem.Kind.values else "",
            place=query.get("place", "") if number(query.get("place")) is not None else "",
        )

    def address(self, **other: str) -> str:
        return reverse("problems") + narrowed(self, **other)

    @property
    def narrows(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Tile:
    """How many problems stand at a step; pressing it narrows the list."""

    words: str
    count: int
    light: str
    address: str
    pressed: bool


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    pk: int
    number: str
    asked: str
    kind: str
    place: str
    unit: str
    owner: str
    raised_at: datetime
    state: str
    light: str
    is_rehearsal: bool


@dataclass(frozen=True)
class ProblemsPage:
    """What the list shows."""

    filters: Filters
    tiles: list[Tile]
    kinds: list[tuple[str, str]]
    places: list[tuple[str, str]]
    rows: list[Row]
    next: str
    may_raise: bool


@page(Permission.SEE_PROBLEMS)
def problems(request: HttpRequest) -> HttpResponseBase:
    """The list, newest first; `after` is the id of the last problem seen. A fixed number of queries."""
    user, filters = person(request), Filters.read(request.GET)
    seen = Problem.objects.visible_to(user)
    narrowed = _narrowed(seen, filters).select_related("place", "unit", "owner").order_by("-id")
    if (after := number(request.GET.get("after"))) is not None:
        narrowed = narrowed.filter(pk__lt=after)
    found = list(narrowed[: PAGE + 1])
    shown = ProblemsPage(
        filters=filters,
        tiles=_tiles(_narrowed(seen, replace(filters, state="")), filters),
        kinds=[(value, str(label)) for value, label in Problem.Kind.choices],
        places=_places(seen),
        rows=[_row(problem) for problem in found[:PAGE]],
        next=str(found[PAGE - 1].pk) if len(found) > PAGE else "",
        may_raise=user.may(Permission.RAISE_PROBLEM),
    )
    return render(request, "desk/problems.html", {"page": shown})


def _narrowed(seen: Any, filters: Filters) -> Any:
    given = {"state": filters.state, "kind": filters.kind, "place__code_2012": filters.place}
    return seen.filter(**{name: value for name, value in given.items() if value})


def _tiles(seen: Any, filters: Filters) -> list[Tile]:
    counted = dict(seen.order_by().values_list("state").annotate(count=Count("pk")))
    return [
        Tile(
            words=str(state.label),
            count=counted.get(state.value, 0),
            light=LIGHTS[state],
            address=filters.address(state="" if filters.state == state else state.value),
            pressed=filters.state == state,
        )
        for state in S
    ]


def _places(seen: Any) -> list[tuple[str, str]]:
    named = seen.filter(place__isnull=False).order_by("place__code_2012")
    return list(named.values_list("place__code_2012", "place__name_2012").distinct())


def _row(problem: Problem) -> Row:
    return Row(
        pk=problem.pk,
        number=problem.number,
        asked=problem.asked,
        kind=str(problem.get_kind_display()),
        place=str(problem.place or "—"),
        unit=problem.unit.short_name,
        owner=str(problem.owner or "—"),
        raised_at=problem.raised_at,
        state=str(problem.get_state_display()),
        light=LIGHTS[S(problem.state)],
        is_rehearsal=problem.is_rehearsal,
    )


@dataclass(frozen=True)
class Step:
    """A line of its life: when, who, what, and the words of it."""

    at: datetime
    who: str
    unit: str
    words: str
    said: str


@dataclass(frozen=True)
class Outcome:
    """A point that a meeting decided on it, and the item that came of it."""

    meeting: Meeting
    text: str
    lead: str
    task: Task | None


@dataclass(frozen=True)
class ProblemPage:
    """One problem; each `may_` says whether a form is shown."""

    problem: Problem
    clause: str
    light: str
    steps: list[Step]
    outcomes: list[Outcome]
    tabled: list[Meeting]
    may_take: bool
    may_answer: bool
    may_end: bool
    may_say: bool
    owners: list[tuple[int, str]]
    meetings: list[tuple[int, str]]
    key: str
    typed: dict[str, str] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)


@page(Permission.SEE_PROBLEMS, cached=False)
def problem(request: HttpRequest, pk: int) -> HttpResponseBase:
    return render(request, "desk/problem.html", {"page": gather(person(request), find(request, pk))})


def find(request: HttpRequest, pk: int) -> Problem:
    """The problem, if this person may see it."""
    seen = Problem.objects.visible_to(person(request))
    return get_object_or_404(seen.select_related("place", "unit", "owner", "raised_by", "answered_by"), pk=pk)


def gather(user: User, problem: Problem) -> ProblemPage:
    """All that the page shows, in a fixed number of queries."""
    is_open, for_all = problem.state not in ENDED, user.scope_of(Permission.ANSWER_PROBLEM) is Scope.ALL
    answers = user.may(Permission.ANSWER_PROBLEM)
    owns = for_all or (problem.owner_id is not None and problem.owner_id == user.unit_id)
    mine = problem.raised_by_id == user.pk
    return ProblemPage(
        problem=problem,
        clause=cite(problem.clause_path) if problem.clause_path else "",
        light=LIGHTS[S(problem.state)],
        steps=[_step(event) for event in trail.history(problem)],
        outcomes=_outcomes(problem),
        tabled=list(Meeting.objects.filter(agenda__problem=problem).select_related("body").order_by("begins_at", "id")),
        may_take=is_open and answers and (for_all or problem.owner_id is None),
        may_answer=is_open and answers and owns and not mine and problem.owner_id is not None,
        may_end=is_open and answers and owns and not mine,
        may_say=problem.state == S.ANSWERED
        and user.may(Permission.RAISE_PROBLEM)
        and (mine or problem.unit_id == user.unit_id),
        owners=_owners(user, for_all=for_all),
        meetings=_meetings(user) if is_open and problem.state != S.TABLED else [],
        key=new_key(),
    )


def _step(event: Any) -> Step:
    said = next((str(event.after[name]) for name in SAID if event.after.get(name)), event.reason)
    if event.action == "problem.take":
        said = str(event.after["owner"])
    return Step(event.at, event.actor, event.unit, trail_words(event.action), said)


def _outcomes(problem: Problem) -> list[Outcome]:
    decided = Decision.objects.filter(item__problem=problem).select_related("meeting", "lead")
    found = list(decided.order_by("meeting__begins_at", "order"))
    tasks = actions.items_about("decision", [each.pk for each in found])
    return [Outcome(each.meeting, each.text, str(each.lead or ""), tasks.get(each.pk)) for each in found]


def _owners(user: User, *, for_all: bool) -> list[tuple[int, str]]:
    units = Unit.objects.filter(kind__in=OWNERS) if for_all else Unit.objects.filter(pk=user.unit_id or 0)
    return list(units.order_by("id").values_list("pk", "short_name"))


def _meetings(user: User) -> list[tuple[int, str]]:
    """Meetings whose agenda is still open, for who keeps them."""
    if not user.may(Permission.KEEP_MEETING):
        return []
    ahead = Meeting.objects.filter(state__in=(Meeting.State.PLANNED, Meeting.State.CALLED))
    return list(ahead.order_by("begins_at", "id").values_list("pk", "title"))
