"""专项资金: the meter of the promise, money year by year, by kind of facility and project, and published totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.desk.fund_meter import Stage, meter_of, plan_words, sentence, stages
from luoxiao.desk.fund_picture import Picture, picture
from luoxiao.desk.history import Line as HistoryLine
from luoxiao.desk.history import history_of
from luoxiao.desk.locks import page, person
from luoxiao.funds import balances
from luoxiao.funds.meter import Meter, Reached
from luoxiao.funds.models import Fund, Project, kind_words, sees_all_books
from luoxiao.indicators import figures
from luoxiao.indicators.models import Indicator, Origin, Place
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

PROJECTS = 30
PUBLISHED = ("lottery_ministry", "lottery_ministry_estimated")  # reckoned totals are shown as such


@dataclass(frozen=True)
class Spending:
    """Money of one kind of facility or one project."""

    name: str
    reached: Reached
    pk: int | None = None
    county: str = ""
    state: str = ""
    eligible: bool = True


@dataclass(frozen=True)
class Published:
    """A total as it was published or, where `reckoned`, worked out from published ones."""

    year: str
    value: Decimal
    name: str
    source: str
    confidence: str
    reckoned: bool


@dataclass(frozen=True)
class FundPage:
    """What the page shows. `years` are the promised ones, or those that had money where nothing was promised."""

    fund: Fund
    meter: Meter | None
    sentence: str
    plans: str
    stages: list[Stage]
    picture: Picture | None
    years: list[tuple[int, int | None, Reached]]
    kinds: list[Spending]
    eligible: list[str]
    projects: list[Spending]
    more_projects: bool
    published: list[Published]
    keeps: bool
    history: list[HistoryLine]  # for those who see all books: it tells of every county


@page(Permission.SEE_FUNDS)
def fund(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Totals are for all who may see money; projects as far as each person's reach goes."""
    user = person(request)
    found = find_fund(user, pk)
    return render(request, "desk/fund.html", {"page": _page(found, user, clock.today())})


def find_fund(user: User, pk: int) -> Fund:
    """A fund this person sees, or a 404."""
    return get_object_or_404(Fund.objects.visible_to(user).select_related("area", "manager"), pk=pk)


def _page(found: Fund, user: User, today: date) -> FundPage:
    meter = meter_of(found, today)
    projects = _projects(found, user)
    return FundPage(
        fund=found,
        meter=meter,
        sentence=sentence(meter) if meter else _("这项资金没有承诺的总数"),
        plans=plan_words(meter) if meter else "",
        stages=stages(meter) if meter else [],
        picture=picture(meter, today) if meter else None,
        years=_years(found, meter),
        kinds=_kinds(found),
        eligible=[kind_words(code) for code in found.eligible_kinds],
        projects=projects[:PROJECTS],
        more_projects=len(projects) > PROJECTS,
        published=_published() if found.code == "lottery" else [],
        keeps=found.handled_by(user, Permission.KEEP_LEDGER),
        history=history_of(found) if sees_all_books(user) else [],
    )


def _years(found: Fund, meter: Meter | None) -> list[tuple[int, int | None, Reached]]:
    if meter:
        return [(year.year, year.planned, year.reached) for year in meter.years]
    return [(year, None, reached) for year, reached in sorted(balances.by_year(found).items())]


def _kinds(found: Fund) -> list[Spending]:
    """By kind of facility, the most paid first; one outside the purpose is there by leave only, and told."""
    spent = balances.by_kind_of_facility(found)
    eligible = set(found.eligible_kinds) or set(spent)
    rows = [Spending(kind_words(code), reached, eligible=code in eligible) for code, reached in spent.items()]
    return sorted(rows, key=lambda row: (-row.reached.spent, -row.reached.committed, row.name))


def _projects(found: Fund, user: User) -> list[Spending]:
    """Projects with money of this fund that the person sees, the most set aside first. Two queries."""
    rows = Project.objects.visible_to(user).filter(accounts__fund=found).select_related("county").distinct()
    kept: Mapping[int, Project] = {row.pk: row for row in rows.order_by("number")}
    money: Mapping[Any, Reached] = balances.by_project(found, kept)
    lines = [
        Spending(row.name, money[pk], pk, row.county.name_2012, row.get_state_display()) for pk, row in kept.items()
    ]
    return sorted(lines, key=lambda row: -row.reached.committed)


def _published() -> list[Published]:
    """The ministry-level fund as published, in 万元 and real in every world: facts are no rehearsal. Four queries."""
    nation = Place.objects.filter(kind=Place.Kind.NATION).order_by("id").first()
    known = {row.pk: row for row in Indicator.objects.current().filter(code__in=PUBLISHED).order_by("code")}
    if nation is None or not known:
        return []
    series = figures.profile(nation, known.values(), rehearsal=False)
    sources = Origin.objects.in_bulk({figure.origin_id for each in series.values() for _code, figure in each})
    lines = [
        Published(
            year=period,
            value=figure.value,
            name=known[pk].name,
            source=sources[figure.origin_id].source,
            confidence=sources[figure.origin_id].get_confidence_display(),
            reckoned=known[pk].code != PUBLISHED[0],
        )
        for pk, each in series.items()
        for period, figure in each
        if figure.value is not None
    ]
    return sorted(lines, key=lambda line: (line.year, line.reckoned))
