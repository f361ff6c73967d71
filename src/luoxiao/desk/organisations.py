"""机构: who stands where in the plan, and the areas with their counties (plan text 一)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from luoxiao.desk.locks import page, person
from luoxiao.organisations.models import Area, AreaCounty, Body, Unit
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import Clause, PlanVersion, cite
from luoxiao.supervision.models import Cooperation, Task


@dataclass(frozen=True)
class Duty:
    """A body's duty and where the plan says it."""

    text: str
    clause: str
    address: tuple[int, str] | None


@dataclass(frozen=True)
class Seat:
    """A post with who holds it, by name or by description."""

    title: str
    held_by: str
    other_title: str
    since: str


@dataclass(frozen=True)
class BodyCard:
    """One body as the page draws it."""

    body: Body
    seats: list[Seat]
    divisions: list[str]
    duties: list[Duty]


@page(Permission.SEE_ORGANISATIONS)
def organisations(request: HttpRequest) -> HttpResponseBase:
    """The bodies as a chart, the ministry's bureaus, and the 14 areas."""
    cited = _cited_version(request)
    bodies = Body.objects.prefetch_related("posts__holdings", "divisions", "duties")
    context = {
        "cards": [_card(body, cited) for body in bodies],
        "bureaus": _bureaus(request),
        "areas": _areas(),
    }
    return render(request, "desk/organisations.html", context)


@page(Permission.SEE_ORGANISATIONS)
def area(request: HttpRequest, number: int) -> HttpResponseBase:
    """One area: provinces, liaison ministries, and its counties with their codes then and now."""
    found = get_object_or_404(Area.objects.prefetch_related("provinces", "liaisons__unit"), number=number)
    counties = (
        AreaCounty.objects.filter(area=found).select_related("county__parent__parent").order_by("county__code_2012")
    )
    return render(request, "desk/area.html", {"area": found, "counties": list(counties)})


def _cited_version(request: HttpRequest) -> PlanVersion | None:
    """The plan in force whose clauses the bodies' duties restate: the one that has clause 一/(二)."""
    clauses = Clause.objects.filter(
        path="一/(二)", version__in=PlanVersion.objects.visible_to(person(request)).in_force()
    )
    clause = clauses.select_related("version").order_by("version_id").first()
    return clause.version if clause else None


def _card(body: Body, cited: PlanVersion | None) -> BodyCard:
    seats = [_seat(post) for post in body.posts.all()]
    duties = [
        Duty(duty.text, cite(duty.clause_path), (cited.pk, duty.clause_path) if cited else None)
        for duty in body.duties.all()
    ]
    return BodyCard(body, seats, [division.name for division in body.divisions.all()], duties)


def _seat(post: Any) -> Seat:
    now = next((holding for holding in post.holdings.all() if holding.held_to is None), None)
    if now is None:
        return Seat(post.title, post.described or "—", "", "")
    return Seat(post.title, now.person, now.other_title, now.held_from.isoformat() if now.held_from else "")


def _bureaus(request: HttpRequest) -> QuerySet[Unit]:
    """The ministry's bureaus with how many tasks of plans in force they lead and help with."""
    tasks = Task.objects.filter(version_of_plan__in=PlanVersion.objects.in_force()).in_force()
    led = tasks.filter(lead=OuterRef("pk"))
    helped = Cooperation.objects.filter(task__in=tasks, unit=OuterRef("pk"))
    bureaus = Unit.objects.visible_to(person(request)).filter(kind=Unit.Kind.BUREAU)
    return (
        bureaus.annotate(led=_counted(led, "lead"), helped=_counted(helped, "unit"))
        .prefetch_related("aliases")
        .order_by("id")
    )


def _counted(rows: QuerySet[Any], per: str) -> Coalesce:
    """How many of these rows each unit has, counted apart: joining both lists would multiply them."""
    return Coalesce(Subquery(rows.order_by().values(per).annotate(n=Count("pk")).values("n")), 0)


def _areas() -> QuerySet[Area]:
    return Area.objects.prefetch_related("provinces", "liaisons__unit").order_by("number")
