"""工作台: one sentence of fact, the band of measures, what I owe, how the area stands, what is late or near."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.periods import BEIJING, Quarter
from luoxiao.desk import shell
from luoxiao.desk.fund_meter import fund_card
from luoxiao.desk.locks import Open, page, person
from luoxiao.desk.reading import number
from luoxiao.desk.tasks import COLUMNS, Row, by_date, rows
from luoxiao.desk.workbench_area import area_card, call_card
from luoxiao.desk.workbench_duties import SHOWN, Duty, digest, returns_owed, shown
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.plan.models import Measure, PlanVersion, cite
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
from luoxiao.supervision.wording import LIGHTS, LIGHTS_SHORT

HOT, PAPERS = 12, 4
MOST = SHOWN + 1
PLACE = (
    *("measure__clause__number", "measure__clause__parent_id"),
    *("measure__clause__parent__number", "measure__clause__parent__heading"),
)


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


@page(Open.TO_SIGNED_IN)
def workbench(request: HttpRequest) -> HttpResponseBase:
    """The plan chosen in the address, or the first in force. Who has no tasks begins at their own first page."""
    user, today = person(request), clock.today()
    if not user.may(Permission.SEE_TASKS):
        return redirect(shell.home(user))
    rule = LightRule.objects.on(today)
    seen = Task.objects.visible_to(user).in_force()
    plans = list(PlanVersion.objects.visible_to(user).in_force().order_by("id").values_list("pk", "title")[:100])
    version = _chosen(request, plans)
    measures = seen.filter(version_of_plan=version, kind=Measure.Kind.MEASURE)
    parts = _parts(measures, rule)
    owed, others = returns_owed(user, today, rule.soon_days), _duties(user, seen, rule)
    reminded = digest(user, today)
    sees_all = user.scope_of(Permission.SEE_TASKS) in (Scope.ALL, Scope.WHOLE_AREA)
    context = {
        "quarter": Quarter.of(today),
        "today": today,
        "plans": plans,
        "version": version,
        "parts_list": parts,
        "tally": _tally(parts),
        "lights": [(light, str(LIGHTS[light])) for light in (Light.DONE, Light.OK, Light.SOON, Light.LATE, Light.IDLE)],
        "sees_all": sees_all,
        "duties": shown(owed, others),
        "more_duties": len(owed) + len(others) > SHOWN,
        "owes_returns": bool(owed),
        "reminded": reminded[:SHOWN],
        "more_reminded": len(reminded) > SHOWN,
        "area": area_card(request, today) if sees_all else None,
        "call": call_card(user, today) if sees_all else None,
        "fund": fund_card(user, today) if sees_all else None,
        "hot": _hot(seen, rule),
        "papers": list(Paper.objects.visible_to(user).order_by("-id")[:PAPERS]),
    }
    return render(request, "desk/workbench.html", context)


def _chosen(request: HttpRequest, plans: list[tuple[int, str]]) -> int | None:
    known = [pk for pk, _title in plans]
    wanted = number(request.GET.get("plan"))
    return wanted if wanted in known else next(iter(known), None)


def _parts(measures: TaskQuerySet, rule: LightRule) -> list[Part]:
    """The band: cells in the order of the text, grouped by the heading they stand under."""
    found = list(measures.order_by("measure__order").values(*PLACE, *COLUMNS))
    parts: dict[int | None, Part] = {}
    for task, row in zip(found, rows(found, rule), strict=True):
        clause, parent, printed, heading = (task[name] for name in PLACE)
        part = parts.setdefault(parent, Part(f"{cite(printed or '')}{heading or ''}", []))
        part.cells.append(_cell(clause, len(part.cells) + 1, row))
    return list(parts.values())


def _cell(printed: str, place: int, row: Row) -> Cell:
    """The marker as printed without its brackets and stops, or the place in the part where the text has none."""
    shown = "".join(sign for sign in printed if sign.isalnum()) or str(place)
    return Cell(row.pk, shown, row.light, str(LIGHTS_SHORT[row.light]), f"{row.clause} {row.title} {row.lead}")


def _tally(parts: Iterable[Part]) -> dict[str, int]:
    cells = [cell for part in parts for cell in part.cells]
    return {"all": len(cells)} | {light.value: sum(cell.light is light for cell in cells) for light in Light}


def _hot(seen: TaskQuerySet, rule: LightRule) -> list[Row]:
    """Late and near ones, the nearest date first."""
    today = clock.today()
    pressing = light_condition(Light.LATE, today=today, soon_days=rule.soon_days)
    pressing |= light_condition(Light.SOON, today=today, soon_days=rule.soon_days)
    found = by_date(seen.filter(pressing)).values(*COLUMNS)[:HOT]
    return list(rows(found, rule))


def _duties(user: User, seen: TaskQuerySet, rule: LightRule) -> list[Duty]:
    """What waits for this person, by what they may do; of each kind no more than the list shows, and one to tell."""
    due: list[Duty] = []
    if user.may(Permission.REVIEW_PROGRESS):
        due += _reviews(user, seen)
    if user.may(Permission.CLOSE_TASK):
        due += _closures(user, seen)
    if user.may(Permission.ADOPT_PLAN):
        due += _proposals(user)
    if user.may(Permission.ISSUE_PAPER):
        due += _drafts(user)
    if user.may(Permission.REPORT_PROGRESS):
        due += _returned(user, seen) + _own(user, seen, rule)
    if user.may(Permission.CONFIRM_COOPERATION):
        due += _confirmations(user, seen)
    return due


def _reviews(user: User, seen: TaskQuerySet) -> list[Duty]:
    waiting = ProgressReport.objects.filter(task__in=seen.open(), state=ProgressReport.State.SENT).exclude(sent_by=user)
    found = waiting.order_by("sent_at", "id").values_list("task_id", "task__title", "sent_at", "task__lead__short_name")
    title = _("复核进展 %(task)s")
    return [_duty("ok", at, title % {"task": task}, lead or "", pk) for pk, task, at, lead in found[:MOST]]


def _closures(user: User, seen: TaskQuerySet) -> list[Duty]:
    waiting = ClosureRequest.objects.filter(task__in=seen, state=ClosureRequest.State.ASKED).exclude(asked_by=user)
    found = waiting.order_by("asked_at", "id").values_list(
        "task_id", "task__title", "asked_at", "task__lead__short_name"
    )
    title = _("销号 %(task)s")
    return [_duty("ok", at, title % {"task": task}, lead or "", pk) for pk, task, at, lead in found[:MOST]]


def _proposals(user: User) -> list[Duty]:
    """Versions of plans that wait for a second person to adopt them."""
    waiting = PlanVersion.objects.filter(state=PlanVersion.State.PROPOSED).exclude(imported_by=user).order_by("id")
    return [
        Duty("ok", _("待启用"), title, _("第%(number)s版") % {"number": edition}, reverse("plan-version", args=(pk,)))
        for pk, title, edition in waiting.values_list("pk", "title", "number")[:MOST]
    ]


def _drafts(user: User) -> list[Duty]:
    """Papers that wait for a second person to check or to sign them."""
    waiting = Paper.objects.visible_to(user).filter(state=Paper.State.DRAFT).exclude(prepared_by=user).order_by("id")
    return [
        Duty("ok", _("待核稿") if paper.awaits_check else _("待签发"), paper.title, _("草稿"), _address(paper))
        for paper in waiting.only("title", "kind", "state", "checked_by")[:MOST]
    ]


def _address(paper: Paper) -> str:
    return reverse("paper", args=(paper.pk,))


def _returned(user: User, seen: TaskQuerySet) -> list[Duty]:
    """Reports of own tasks that were sent back and not sent again since."""
    later = ProgressReport.objects.filter(task=OuterRef("task"), period=OuterRef("period"), pk__gt=OuterRef("pk"))
    back = ProgressReport.objects.filter(
        ~Exists(later), task__in=_mine(user, seen), state=ProgressReport.State.RETURNED
    )
    title = _("修改进展 %(task)s")
    return [
        Duty("soon", _("退回修改"), title % {"task": task}, why, reverse("task", args=(pk,)))
        for pk, task, why in back.order_by("id").values_list("task_id", "task__title", "review_reason")[:MOST]
    ]


def _mine(user: User, seen: TaskQuerySet) -> TaskQuerySet:
    """The tasks this person's unit leads and is still at."""
    at_work = [Task.State.OPEN, Task.State.RUNNING]
    return seen.filter(lead_id=user.unit_id, state__in=at_work) if user.unit_id else seen.none()


def _own(user: User, seen: TaskQuerySet, rule: LightRule) -> list[Duty]:
    """Own tasks that are late, near, or have no steps yet."""
    today = clock.today()
    wanted = light_condition(Light.IDLE, today=today, soon_days=rule.soon_days)
    for light in (Light.LATE, Light.SOON):
        wanted |= light_condition(light, today=today, soon_days=rule.soon_days)
    found = by_date(_mine(user, seen).filter(wanted)).values(*COLUMNS)[:MOST]
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


def _confirmations(user: User, seen: TaskQuerySet) -> list[Duty]:
    asked = Cooperation.objects.filter(
        task__in=seen.open(), unit_id=user.unit_id or 0, asked_at__isnull=False, confirmed_at=None
    )
    found = asked.order_by("asked_at", "id").values_list("task_id", "task__title", "asked_at", "asked_for")[:MOST]
    title = _("确认配合 %(task)s")
    return [_duty("ok", at, title % {"task": task}, text, pk) for pk, task, at, text in found if at]


def _duty(light: str, at: datetime, title: str, about: str, task: int) -> Duty:
    days = (clock.today() - at.astimezone(BEIJING).date()).days
    said = _("%(days)s 天前") % {"days": days} if days > 0 else _("今日")
    return Duty(light, said, title, about, reverse("task", args=(task,)))
