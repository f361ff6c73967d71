"""工作台: one sentence of fact, the band of measures, what I owe, and what is late or near."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.periods import Quarter
from luoxiao.desk.locks import page, person
from luoxiao.desk.tasks import COLUMNS, Row, rows
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import Clause, Measure, PlanVersion
from luoxiao.supervision.lights import Light
from luoxiao.supervision.models import (
    ClosureRequest,
    Cooperation,
    LightRule,
    ProgressReport,
    Task,
    TaskQuerySet,
    light_condition,
)
from luoxiao.supervision.wording import LIGHTS

HOT, DUTIES, PAPERS = 12, 8, 4


@dataclass(frozen=True)
class Cell:
    """One measure of the band."""

    pk: int
    number: str
    light: Light
    light_words: str
    title: str


@dataclass(frozen=True)
class Part:
    """The measures of one part of the plan."""

    heading: str
    cells: list[Cell]


@dataclass(frozen=True)
class Duty:
    """Something this person is to do."""

    light: str
    when: str
    title: str
    about: str
    address: str


@page(Permission.SEE_TASKS)
def workbench(request: HttpRequest) -> HttpResponseBase:
    """The plan chosen in the address, or the first in force."""
    user, today = person(request), clock.today()
    rule = LightRule.objects.on(today)
    seen = Task.objects.visible_to(user).in_force()
    plans = list(PlanVersion.objects.visible_to(user).in_force().order_by("id").values_list("pk", "title")[:100])
    version = _chosen(request, plans)
    measures = seen.filter(version_of_plan=version, kind=Measure.Kind.MEASURE)
    parts = _parts(version, measures, rule)
    context = {
        "quarter": Quarter.of(today),
        "today": today,
        "plans": plans,
        "version": version,
        "parts_list": parts,
        "tally": _tally(parts),
        "lights": [(light, str(LIGHTS[light])) for light in (Light.DONE, Light.OK, Light.SOON, Light.LATE, Light.IDLE)],
        "duties": _duties(user, seen, rule),
        "hot": _hot(seen, rule),
        "papers": list(Paper.objects.visible_to(user).order_by("-id")[:PAPERS]),
    }
    return render(request, "desk/workbench.html", context)


def _chosen(request: HttpRequest, plans: list[tuple[int, str]]) -> int | None:
    known = [pk for pk, _title in plans]
    wanted = request.GET.get("plan", "")
    if wanted.isdecimal() and int(wanted) in known:
        return int(wanted)
    return known[0] if known else None


def _parts(version: int | None, measures: TaskQuerySet, rule: LightRule) -> list[Part]:
    """The band: cells in the order of the text, grouped by the heading they stand under."""
    columns = ("measure__clause__parent_id", "measure__clause__number", "measure__order", *COLUMNS)
    found = list(measures.order_by("measure__order").values(*columns))
    headings = dict(Clause.objects.filter(version_id=version, level__lte=2).values_list("pk", "heading"))
    numbers = dict(Clause.objects.filter(version_id=version, level__lte=2).values_list("pk", "number"))
    parts: dict[int | None, Part] = {}
    for task, row in zip(found, rows(found, rule), strict=True):
        parent = task["measure__clause__parent_id"]
        heading = f"{numbers.get(parent, '')}{headings.get(parent, '')}"
        parts.setdefault(parent, Part(heading, [])).cells.append(_cell(task, row))
    return list(parts.values())


def _cell(task: dict[str, Any], row: Row) -> Cell:
    number = task["measure__clause__number"].strip("（）().、．. ") or str(task["measure__order"])
    return Cell(row.pk, number, row.light, row.light_words, f"{row.clause} {row.title} {row.lead}")


def _tally(parts: Iterable[Part]) -> dict[str, int]:
    cells = [cell for part in parts for cell in part.cells]
    return {"all": len(cells)} | {light.value: sum(cell.light is light for cell in cells) for light in Light}


def _hot(seen: TaskQuerySet, rule: LightRule) -> list[Row]:
    """Late and near ones, the nearest date first."""
    today = clock.today()
    pressing = light_condition(Light.LATE, today=today, soon_days=rule.soon_days)
    pressing |= light_condition(Light.SOON, today=today, soon_days=rule.soon_days)
    found = seen.filter(pressing).order_by(F("next_due").asc(nulls_last=True), "pk").values(*COLUMNS)[:HOT]
    return list(rows(found, rule))


def _duties(user: User, seen: TaskQuerySet, rule: LightRule) -> list[Duty]:
    """What waits for this person: reviews and closures for the office, own steps, confirmations and dates for others."""
    if user.may(Permission.REVIEW_PROGRESS):
        return (_reviews(user, seen) + _closures(user, seen) + _drafts(user))[:DUTIES]
    if user.may(Permission.REPORT_PROGRESS):
        return (_returned(user) + _own(user, seen, rule) + _confirmations(user))[:DUTIES]
    return []


def _reviews(user: User, seen: TaskQuerySet) -> list[Duty]:
    waiting = ProgressReport.objects.filter(task__in=seen, state=ProgressReport.State.SENT).exclude(sent_by=user)
    found = waiting.order_by("sent_at", "id").values_list("task_id", "task__title", "sent_at", "task__lead__short_name")
    title = _("复核进展 %(task)s")
    return [_duty("ok", at.date(), title % {"task": task}, lead or "", pk) for pk, task, at, lead in found[:DUTIES]]


def _closures(user: User, seen: TaskQuerySet) -> list[Duty]:
    waiting = ClosureRequest.objects.filter(task__in=seen, state=ClosureRequest.State.ASKED).exclude(asked_by=user)
    found = waiting.order_by("asked_at", "id").values_list(
        "task_id", "task__title", "asked_at", "task__lead__short_name"
    )
    title = _("销号 %(task)s")
    return [_duty("ok", at.date(), title % {"task": task}, lead or "", pk) for pk, task, at, lead in found[:DUTIES]]


def _drafts(user: User) -> list[Duty]:
    """Papers that wait for a second person's signature."""
    if not user.may(Permission.ISSUE_PAPER):
        return []
    waiting = Paper.objects.visible_to(user).filter(state=Paper.State.DRAFT).exclude(prepared_by=user).order_by("id")
    return [
        Duty("ok", _("待签发"), paper.title, _("草稿"), reverse("paper", args=(paper.pk,)))
        for paper in waiting[:DUTIES]
    ]


def _returned(user: User) -> list[Duty]:
    """Reports sent back and not sent again since."""
    back = ProgressReport.objects.filter(task__lead_id=user.unit_id or 0, state=ProgressReport.State.RETURNED)
    later = ProgressReport.objects.filter(task__lead_id=user.unit_id or 0).exclude(state=ProgressReport.State.RETURNED)
    answered = set(later.values_list("task_id", "period"))
    found = back.order_by("-id").values_list("task_id", "period", "task__title", "review_reason")[:50]
    latest = {(pk, period): (title, why) for pk, period, title, why in reversed(found) if (pk, period) not in answered}
    title = _("修改进展 %(task)s")
    return [
        Duty("soon", _("退回修改"), title % {"task": task}, why, reverse("task", args=(pk,)))
        for (pk, _period), (task, why) in latest.items()
    ]


def _own(user: User, seen: TaskQuerySet, rule: LightRule) -> list[Duty]:
    """Own tasks that are late, near, or have no steps yet."""
    today = clock.today()
    wanted = light_condition(Light.IDLE, today=today, soon_days=rule.soon_days)
    for light in (Light.LATE, Light.SOON):
        wanted |= light_condition(light, today=today, soon_days=rule.soon_days)
    mine = seen.filter(wanted, lead_id=user.unit_id or 0)
    found = mine.order_by(F("next_due").asc(nulls_last=True), "pk").values(*COLUMNS)[:DUTIES]
    say = {Light.IDLE: _("报落实措施 %(task)s")}
    default = _("办理 %(task)s")
    return [
        Duty(
            row.light,
            row.when or row.light_words,
            say.get(row.light, default) % {"task": row.title},
            row.reason,
            reverse("task", args=(row.pk,)),
        )
        for row in rows(found, rule)
    ]


def _confirmations(user: User) -> list[Duty]:
    asked = Cooperation.objects.filter(unit_id=user.unit_id or 0, asked_at__isnull=False, confirmed_at=None)
    found = asked.order_by("asked_at", "id").values_list("task_id", "task__title", "asked_at", "asked_for")[:DUTIES]
    title = _("确认配合 %(task)s")
    return [_duty("ok", at.date(), title % {"task": task}, text, pk) for pk, task, at, text in found]


def _duty(light: str, day: date, title: str, about: str, task: int) -> Duty:
    said = _("%(days)s 天前") % {"days": (clock.today() - day).days} if day < clock.today() else _("今日")
    return Duty(light, said, title, about, reverse("task", args=(task,)))
