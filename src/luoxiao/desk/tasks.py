"""任务督办: the board of who owes what by when, fifty rows at a time, and the same list as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luoxiao.core import clock, csv_files
from luoxiao.core.periods import BEIJING
from luoxiao.core.wording import month_day
from luoxiao.desk.acting import new_key
from luoxiao.desk.board_filters import KINDS, MISSING, ORIGINS, SLIPS, Filters, lacking, missing_words
from luoxiao.desk.downloads import download
from luoxiao.desk.locks import page, person, version
from luoxiao.desk.reading import number
from luoxiao.desk.words import rehearsal_mark
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import PlanVersion, cite
from luoxiao.supervision.lights import Light
from luoxiao.supervision.models import LightRule, SavedView, Task, TaskQuerySet, light_condition, verdict_of
from luoxiao.supervision.wording import LIGHTS, reason, when

PAGE, PLANS, VIEWS = 50, 100, 60
COLUMNS = (
    *("id", "clause_path", "title", "lead__short_name", "state", "next_due"),
    *("steps_filed", "steps_done", "confidence", "latest_news", "latest_news_at"),
    *("origin", "is_rehearsal"),
)
_VALUES = itemgetter(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the board, ready to be shown."""

    pk: int
    clause: str
    title: str
    lead: str
    news: str
    next_due: date | None
    when: str
    light: Light
    light_words: str
    reason: str
    steps: str
    confidence: str
    origin: str  # where a task comes from that is not of a plan
    is_rehearsal: bool


@dataclass(frozen=True)
class Tile:
    """A number that filters the list."""

    words: str
    count: int
    light: str
    address: str
    pressed: bool


@dataclass(frozen=True)
class Around:
    """What stands over the list as the page shows it, and the rule that the lights follow."""

    rule: LightRule
    shown: SafeString
    views: list[SavedView]


@page(Permission.SEE_TASKS)
def board(request: HttpRequest) -> HttpResponseBase:
    """The list by nearest date; `after` names the last row seen."""
    filters, user, today = Filters.read(request.GET), person(request), clock.today()
    around = _around(user, filters, today, get_language() or "", version(request))
    seen = Task.objects.visible_to(user).in_force()
    tasks = by_date(filters.narrow(seen, at=clock.now(), rule=around.rule), request.GET.get("after", ""))
    found = list(tasks.values(*COLUMNS)[: PAGE + 1])
    context = {
        "lines": [_line(_VALUES(task), today, around.rule.soon_days, get_language()) for task in found[:PAGE]],
        "next": _next(found) if len(found) > PAGE else "",
        "filters": filters,
        "around": around.shown,
        "key": new_key(),
        "may_share": user.may(Permission.OPEN_ITEM),
        "views": [view for view in around.views if view.user_id == user.pk],
    }
    return render(request, "desk/tasks.html", context)


@page(Permission.SEE_TASKS)
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as CSV, with the filters in force in its name."""
    filters, rule = Filters.read(request.GET), LightRule.objects.on(clock.today())
    tasks = filters.narrow(Task.objects.visible_to(person(request)).in_force(), at=clock.now(), rule=rule)
    content = csv_files.write(_header(), (_cells(row) for row in rows(by_date(tasks).values(*COLUMNS), rule)))
    marks = (
        *(chip.text for chip in filters.chips(_plans(person(request)))),
        clock.today().isoformat(),
        rehearsal_mark(),
    )
    name = "-".join([_("任务督办"), *(mark for mark in marks if mark)])
    return download(content, name=name[:100] + ".csv", media_type="text/csv; charset=utf-8")


def _header() -> list[str]:
    return [
        *(_("条款"), _("举措"), _("牵头单位"), _("状态"), _("依据")),
        *(_("最近时限"), _("措施（完成/已报）"), _("把握程度"), _("最近进展"), _("来源")),
    ]


def _cells(row: Row) -> tuple[object, ...]:
    return (
        *(row.clause, row.title, row.lead, row.light_words, row.reason),
        *(row.next_due, row.steps, row.confidence, row.news, _source(row)),
    )


def _source(row: Row) -> str:
    """方案, 项目, 项目（演练）."""
    origin = row.origin or str(Task.Origin.PLAN.label)
    return _("%(origin)s（演练）") % {"origin": origin} if row.is_rehearsal else origin


def by_date(tasks: TaskQuerySet, after: str = "") -> TaskQuerySet:
    """Nearest date first, those without any last, ties by id; from behind `after` (date or -, comma, id).

    An `after` that is none of these shows nothing rather than the first page again.
    """
    ordered = tasks.order_by(F("next_due").asc(nulls_last=True), "pk")
    if not after:
        return ordered
    day, _comma, last = after.partition(",")
    pk = number(last)
    if pk is None:
        return ordered.none()
    if day == "-":
        return ordered.filter(next_due=None, pk__gt=pk)
    try:
        seen = date.fromisoformat(day)
    except ValueError:
        return ordered.none()
    return ordered.filter(Q(next_due__gt=seen) | Q(next_due=seen, pk__gt=pk) | Q(next_due=None))


def _next(found: list[dict[str, Any]]) -> str:
    last = found[PAGE - 1]
    return f"{last['next_due'] or '-'},{last['id']}"


@lru_cache(4096)
def _line(values: tuple[Any, ...], _today: date, soon_days: int, _language: str | None) -> SafeString:
    """A row as the page shows it, from the values of COLUMNS.

    Kept, because fifty rows take most of a page's time. It is named by everything it is made of and by nothing else:
    the database says at each request which rows a person sees and what they hold.
    """
    row = next(rows([dict(zip(COLUMNS, values, strict=True))], LightRule(soon_days=soon_days)))
    return _drawn("desk/tasks_row.html", {"row": row})


def rows(found: Iterable[dict[str, Any]], rule: LightRule) -> Iterator[Row]:
    """What the board shows of each task."""
    today = clock.today()
    confidence = {value: str(words) for value, words in Task.Confidence.choices}
    lights = {light: str(words) for light, words in LIGHTS.items()}
    for task in found:
        verdict = verdict_of(
            state=task["state"],
            origin=task["origin"],
            steps_filed=task["steps_filed"],
            next_due=task["next_due"],
            today=today,
            soon_days=rule.soon_days,
        )
        yield Row(
            pk=task["id"],
            clause=cite(task["clause_path"]) or "—",
            title=task["title"],
            lead=task["lead__short_name"] or "—",
            news=_news(task),
            next_due=task["next_due"],
            when=when(verdict),
            light=verdict.light,
            light_words=lights[verdict.light],
            reason=reason(verdict),
            steps=f"{task['steps_done']}/{task['steps_filed']}" if task["steps_filed"] else "—",
            confidence=confidence.get(task["confidence"], "—"),
            origin=str(ORIGINS.get(task["origin"], "")),
            is_rehearsal=task["is_rehearsal"],
        )


def _news(task: dict[str, Any]) -> str:
    if not task["latest_news"]:
        return "—"
    return f"{month_day(task['latest_news_at'].astimezone(BEIJING).date())} {task['latest_news'][:60]}"


@lru_cache(512)
def _around(user: User, filters: Filters, day: date, _language: str, _version: str) -> Around:
    """Kept while nothing was added to the trail (`_version`, ADR 3): counting takes longer than the list itself."""
    rule, plans, views = LightRule.objects.on(day), _plans(user), _views(user)
    context = {
        "filters": filters,
        "chips": list(filters.chips(plans)),
        "tiles": tiles(_counts(user, filters, day, rule), filters),
        "kinds": KINDS.items(),
        "slips": SLIPS.items(),
        "units": _units(user),
        "views": views,
        "plans": plans if len(plans) > 1 else {},
    }
    return Around(rule, _drawn("desk/tasks_around.html", context), views)


def _units(user: User) -> list[tuple[str, str]]:
    """The units that lead a task this person sees."""
    leads = Task.objects.visible_to(user).in_force().order_by().values("lead_id").distinct()
    return [
        (str(pk), name) for pk, name in Unit.objects.filter(pk__in=leads).order_by("pk").values_list("pk", "short_name")
    ]


def _views(user: User) -> list[SavedView]:
    """This person's own lists first, then the shared ones of others."""
    seen = SavedView.objects.filter(Q(user=user) | Q(is_shared=True)).order_by("name", "pk")[:VIEWS]
    return sorted(seen, key=lambda view: view.user_id != user.pk)


def _drawn(template: str, context: dict[str, Any]) -> SafeString:
    """A part of a page, to be kept."""
    return mark_safe(render_to_string(template, context))  # noqa: S308 - the template escapes


def _counts(user: User, filters: Filters, day: date, rule: LightRule) -> dict[str, int]:
    """How many tasks each tile would leave in the list, all other filters kept; one query."""
    at = clock.now()
    besides = {name: filters.pressed(at=at, rule=rule, but=name) for name in ("light", "missing")}
    asked = {
        light.value: Count("pk", filter=besides["light"] & light_condition(light, today=day, soon_days=rule.soon_days))
        for light in Light
    }
    asked |= {
        f"no_{what}": Count("pk", filter=besides["missing"] & lacking(what, at=at, rule=rule)) for what in MISSING
    }
    seen = Task.objects.visible_to(user).in_force()
    return replace(filters, light="", missing="").narrow(seen, at=at, rule=rule).aggregate(**asked)


def tiles(counted: dict[str, int], filters: Filters) -> list[Tile]:
    """The tiles over the list: lights, then what is missing. Pressing a pressed one takes the filter off."""
    words = missing_words()
    by_light = [_tile(str(LIGHTS[light]), counted[light], light, filters, "light", light.value) for light in Light]
    return by_light + [_tile(words[what], counted[f"no_{what}"], "", filters, "missing", what) for what in MISSING]


def _tile(words: str, count: int, light: str, filters: Filters, name: str, value: str) -> Tile:
    pressed = getattr(filters, name) == value
    return Tile(words, count, light, filters.but(**{name: "" if pressed else value}), pressed)


def _plans(user: User) -> dict[int, str]:
    """The plans in force by id."""
    in_force = PlanVersion.objects.visible_to(user).in_force()
    return dict(in_force.order_by("id").values_list("pk", "title")[:PLANS])
