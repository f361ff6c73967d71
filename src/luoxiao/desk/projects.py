"""项目库: every project a person may see, by county, kind and state, on the map, with what is wrong with its money."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.money import wan
from luoxiao.desk.boundaries import outline
from luoxiao.desk.figure_map import County, Map
from luoxiao.desk.figures_shared import Choice, is_rehearsal
from luoxiao.desk.locks import page, person
from luoxiao.desk.projects_map import Marker, markers, shaded
from luoxiao.desk.projects_reading import PROBLEMS, Light, lights
from luoxiao.desk.projects_shared import LIGHTS, OWING
from luoxiao.desk.reading import narrowed, number
from luoxiao.funds.models import FacilityKind, Project
from luoxiao.funds.models.projects import ProjectQuerySet
from luoxiao.organisations.models import Region, User
from luoxiao.organisations.roles import Permission

PAGE = 50
S = Project.State
BUILDING = (S.FUNDED, S.STARTED, S.COMPLETED)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty fields narrow nothing. `rehearsal` is "1" or empty."""

    rehearsal: str = ""
    county: str = ""
    kind: str = ""
    state: str = ""
    problem: str = ""

    @classmethod
    def read(cls, query: QueryDict, rehearsal: bool) -> "Filters":
        """From an address. A value that is none of the allowed ones counts as not given."""
        return cls(
            rehearsal="1" if rehearsal else "",
            county=query.get("county", "") if (number(query.get("county")) is not None) else "",
            kind=query.get("kind", "") if query.get("kind") in FacilityKind.values else "",
            state=query.get("state", "") if query.get("state") in S.values else "",
            problem=query.get("problem", "") if query.get("problem") in PROBLEMS else "",
        )

    def address(self, **other: str) -> str:
        """The list narrowed like this, save for what is said otherwise."""
        return reverse("projects") + narrowed(self, **other)

    @property
    def narrows(self) -> bool:
        return self != Filters(rehearsal=self.rehearsal)


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    pk: int
    number: str
    name: str
    county: str
    kind: str
    state: str
    light: str
    approved: str
    planned: str
    spent: str
    next_due: date | None
    is_late: bool
    problems: list[str]


@dataclass(frozen=True)
class Tile:
    """A count over the list that narrows it."""

    count: int
    words: str
    light: str
    address: str
    pressed: bool


@dataclass(frozen=True)
class CountyLine:
    """A county in the table beside the map."""

    name: str
    address: str
    projects: int
    building: int
    accepted: int
    planned: str
    spent: str
    problems: int


@dataclass(frozen=True)
class ProjectsPage:
    """What the page shows."""

    rehearsal: bool
    modes: list[Choice]
    sentence: str
    filters: Filters
    tiles: list[Tile]
    map: Map
    markers: list[Marker]
    outline: object
    counties: list[CountyLine]
    county_choices: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    states: list[tuple[str, str]]
    rows: list[Row]
    next: str
    may_apply: bool


@page(Permission.SEE_PROJECTS)
def projects(request: HttpRequest) -> HttpResponseBase:
    """The library, newest first; `after` is the id of the last project seen. A fixed number of queries."""
    user, filters = person(request), Filters.read(request.GET, is_rehearsal(request))
    seen = Project.objects.visible_to(user).filter(is_rehearsal=filters.rehearsal == "1")
    shown = _page(seen, filters, user, number(request.GET.get("after")))
    return render(request, "desk/projects.html", {"page": shown})


def _page(seen: ProjectQuerySet, filters: Filters, user: User, after: int | None) -> ProjectsPage:
    today, counties = clock.today(), _counties(seen)
    narrowed = lights(_narrowed(seen, filters))
    problems = {each.pk: each.problems(today) for each in narrowed}
    listed = [each for each in narrowed if not filters.problem or filters.problem in problems[each.pk]]
    below = [each for each in listed if after is None or each.pk < after]
    return ProjectsPage(
        rehearsal=filters.rehearsal == "1",
        modes=[
            Choice(_("真实"), filters.address(rehearsal=""), not filters.rehearsal),
            Choice(_("演练"), filters.address(rehearsal="1"), bool(filters.rehearsal)),
        ],
        sentence=_sentence(narrowed),
        filters=filters,
        tiles=_tiles(narrowed, problems.values(), filters),
        map=_map(listed, counties, filters),
        markers=markers(listed, {pk for pk, names in problems.items() if "over" in names}),
        outline=outline(),
        counties=_county_lines(listed, problems, counties, filters),
        county_choices=[(region.code_2012, region.name_2012) for region in counties.values()],
        kinds=[(value, str(label)) for value, label in FacilityKind.choices],
        states=[(value, str(label)) for value, label in S.choices],
        rows=[_row(each, counties[each.county], problems[each.pk]) for each in below[:PAGE]],
        next=f"&after={below[PAGE - 1].pk}" if len(below) > PAGE else "",
        may_apply=user.may(Permission.APPLY_PROJECT),
    )


def _counties(seen: ProjectQuerySet) -> dict[int, Region]:
    """The counties of the area, and any other that has a project, in the order of their codes."""
    inside = Region.objects.filter(level=Region.Level.COUNTY, memberships__in_area_plan=True)
    of_projects = Region.objects.filter(pk__in=seen.order_by().values("county"))
    return {region.pk: region for region in (inside | of_projects).distinct().order_by("code_2012")}


def _narrowed(seen: ProjectQuerySet, filters: Filters) -> ProjectQuerySet:
    if filters.county:
        seen = seen.filter(county__code_2012=filters.county)
    if filters.kind:
        seen = seen.filter(kind=filters.kind)
    return seen.filter(state=filters.state) if filters.state else seen


def _sentence(found: Sequence[Light]) -> str:
    if not found:
        return _("还没有项目。县级民政局申报后，在这里逐个环节跟到验收。")
    states = Counter(each.state for each in found)
    said = _(
        "%(count)s 个项目，在建 %(building)s 个，已验收 %(accepted)s 个；"
        "安排资金 %(planned)s 万元，已支出 %(spent)s 万元"
    )
    return said % {
        "count": len(found),
        "building": sum(states[state] for state in BUILDING),
        "accepted": states[S.ACCEPTED],
        "planned": wan(sum(each.planned_fen for each in found)),
        "spent": wan(sum(each.spent_fen for each in found)),
    }


def _tiles(found: Sequence[Light], problems: Iterable[set[str]], filters: Filters) -> list[Tile]:
    """How many there are, and how many of them have each problem."""
    counts = Counter(name for names in problems for name in names)
    words = {
        "over": (_("支出超过安排"), "late"),
        "unfunded": (_("环节没有资金"), "soon"),
        "late": (_("环节逾期"), "late"),
        "risk": (_("有重大风险"), "soon"),
    }
    tiles = [Tile(len(found), _("全部项目"), "", filters.address(problem=""), not filters.problem)]
    return tiles + [
        Tile(
            counts[name],
            said,
            light if counts[name] else "idle",
            filters.address(problem="" if filters.problem == name else name),
            filters.problem == name,
        )
        for name, (said, light) in words.items()
    ]


def _map(listed: Sequence[Light], counties: Mapping[int, Region], filters: Filters) -> Map:
    """Counties by the number of their projects."""
    counts = Counter(counties[each.county].code_2012 for each in listed)
    return shaded([_county(region, counts[region.code_2012], filters) for region in counties.values()], counts)


def _county(region: Region, count: int, filters: Filters) -> County:
    return County(
        code=region.code_2012,
        name=region.name_2012,
        says=_("%(county)s：%(count)s 个项目") % {"county": region.name_2012, "count": count},
        label=str(count) if count else "",
        address=filters.address(county=region.code_2012),
        short=None,
    )


def _county_lines(
    listed: Sequence[Light], problems: Mapping[int, set[str]], counties: Mapping[int, Region], filters: Filters
) -> list[CountyLine]:
    own: dict[int, list[Light]] = defaultdict(list)
    for each in listed:
        own[each.county].append(each)
    return [_county_line(region, own[pk], problems, filters) for pk, region in counties.items() if pk in own]


def _county_line(
    region: Region, own: Sequence[Light], problems: Mapping[int, set[str]], filters: Filters
) -> CountyLine:
    return CountyLine(
        name=region.name_2012,
        address=filters.address(county=region.code_2012),
        projects=len(own),
        building=sum(each.state in BUILDING for each in own),
        accepted=sum(each.state == S.ACCEPTED for each in own),
        planned=wan(sum(each.planned_fen for each in own)),
        spent=wan(sum(each.spent_fen for each in own)),
        problems=sum(bool(problems[each.pk]) for each in own),
    )


def _row(each: Light, county: Region, problems: set[str]) -> Row:
    words = {"over": _("支出超过安排"), "unfunded": _("环节没有资金"), "risk": _("有重大风险")}
    return Row(
        pk=each.pk,
        number=each.number,
        name=each.name,
        county=county.name_2012,
        kind=str(FacilityKind(each.kind).label),
        state=str(S(each.state).label),
        light=LIGHTS[each.state],
        approved="—" if each.approved_fen is None else wan(each.approved_fen),
        planned=wan(each.planned_fen),
        spent=wan(each.spent_fen),
        next_due=each.open_due if each.state in OWING else None,
        is_late="late" in problems,
        problems=[said for name, said in words.items() if name in problems],
    )
