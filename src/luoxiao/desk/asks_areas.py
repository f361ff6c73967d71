"""覆盖片区: which of the 11 areas each policy asked for covers (四(一): the other ten together with it)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.desk.figures_shared import Choice, is_rehearsal, modes
from luoxiao.desk.locks import page, person
from luoxiao.organisations.models import Area, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import Measure, PlanVersion, cite
from luoxiao.supervision.asking import EVERY_AREA, left_out, owes_every_area
from luoxiao.supervision.models import Ask


@dataclass(frozen=True)
class Policy:
    """An ask with the areas it covers, in the order of the columns."""

    pk: int
    title: str
    clause: str
    outcome: str
    covers: list[bool]
    owes_all: bool
    missing: int

    @property
    def count(self) -> int:
        return sum(self.covers)


@dataclass(frozen=True)
class AreasPage:
    """What the page shows; `unasked` are measures of the part that owes every area and have no ask."""

    rehearsal: bool
    modes: list[Choice]
    sentence: str
    areas: list[Area]
    policies: list[Policy]
    unasked: list[tuple[str, str]]


@page(Permission.SEE_ASKS)
def areas(request: HttpRequest) -> HttpResponseBase:
    """Every policy against the eleven areas."""
    user, rehearsal = person(request), is_rehearsal(request)
    of_11 = list(Area.objects.filter(is_one_of_11=True).order_by("number"))
    found = Ask.objects.visible_to(user).filter(is_rehearsal=rehearsal).order_by("clause_path", "pk")
    asks = list(found.prefetch_related("areas"))
    policies = [_policy(ask, of_11) for ask in asks]
    shown = AreasPage(
        rehearsal=rehearsal,
        modes=modes(reverse("asks-areas"), rehearsal),
        sentence=_sentence(policies),
        areas=of_11,
        policies=policies,
        unasked=_unasked(user, {ask.clause_path for ask in asks}),
    )
    return render(request, "desk/asks_areas.html", {"page": shown})


def _policy(ask: Ask, of_11: list[Area]) -> Policy:
    covered = {area.number for area in ask.areas.all()}
    numbers = [area.number for area in of_11]
    return Policy(
        pk=ask.pk,
        title=ask.title,
        clause=cite(ask.clause_path),
        outcome=str(ask.get_outcome_display()),
        covers=[area in covered for area in numbers],
        owes_all=owes_every_area(ask.clause_path),
        missing=len(left_out(ask.clause_path, covered, numbers)),
    )


def _sentence(policies: list[Policy]) -> str:
    if not policies:
        return _("还没有争取事项。登记时选上覆盖的片区，在这里对照。")
    owed = [policy for policy in policies if policy.owes_all]
    said = _("四（一）的政策 %(owed)s 项，覆盖全部11个片区的 %(whole)s 项，有片区未列入的 %(short)s 项")
    whole = sum(not policy.missing for policy in owed)
    return said % {"owed": len(owed), "whole": whole, "short": len(owed) - whole}


def _unasked(user: User, asked: set[str]) -> list[tuple[str, str]]:
    """Clause and title of the measures in force that owe every area and stand in no ask."""
    part = {"clause__path__startswith": EVERY_AREA + "/", "kind": Measure.Kind.MEASURE}
    found = Measure.objects.filter(version__in=PlanVersion.objects.visible_to(user).in_force(), **part)
    measures = found.select_related("clause").order_by("version_id", "order")
    return [(measure.clause.cite, measure.title) for measure in measures if measure.clause.path not in asked]
