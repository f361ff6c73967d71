"""督办统计: by unit, what became of its items in a quarter or a year; the quarters side by side; a file; a circular."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count as Number
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from luoxiao.core import clock, csv_files
from luoxiao.core.periods import BEIJING, Period, Quarter, end_of_day
from luoxiao.core.wording import period_words
from luoxiao.desk.acting import new_key
from luoxiao.desk.downloads import download
from luoxiao.desk.figures_shared import Choice, is_rehearsal, modes
from luoxiao.desk.locks import page, person
from luoxiao.organisations.models import Unit
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.supervision.models import ClosureRequest, ProgressReport, Task, TaskQuerySet
from luoxiao.supervision.statistics import Count, Life, by_unit, total

BAR = 160  # width of the longest bar
FIELDS = ("lead_id", "opened_at", "assigned_at", "closed_at", "due", "next_due", "state")


@dataclass(frozen=True)
class Line:
    """A unit, or a quarter: its counts, the mean as printed, and where the three parts of its bar begin and end."""

    name: str
    query: str
    count: Count
    mean: str
    in_time: int
    late: int
    still_late: int


@dataclass(frozen=True)
class StatisticsPage:
    """What the page shows; real items and rehearsals are never added up."""

    period: str
    earlier: str
    later: str
    rehearsal: bool
    modes: list[Choice]
    until: date
    total: Line
    units: list[Line]
    quarters: list[Line]
    query: str
    may_draft: bool
    key: str
    problem: str = ""


@page(Permission.SEE_TASKS)
def statistics(request: HttpRequest) -> HttpResponseBase:
    """One quarter or year (`period`) of the items this person sees."""
    return show(request, "", 200)


def show(request: HttpRequest, problem: str, status: int) -> HttpResponseBase:
    """The page; `problem` says why no circular was made of it."""
    period, rehearsal, user = period_of(request), is_rehearsal(request), person(request)
    tasks, today = _tasks(request), clock.today()
    lives = list(lives_of(tasks))
    counts = counted(tasks, lives, period, today)
    extra = "&rehearsal=1" if rehearsal else ""
    shown = StatisticsPage(
        period=str(period),
        earlier=f"?period={period.previous}{extra}",
        later=f"?period={period.next}{extra}",
        rehearsal=rehearsal,
        modes=modes(reverse("supervision-statistics"), rehearsal, period=str(period)),
        until=min(period.last_day, today),
        total=_line("", "", total(counts.values()), 0),
        units=unit_lines(counts),
        quarters=_quarters(lives, period, today),
        query=f"?period={period}{extra}",
        may_draft=user.may(Permission.DRAFT_PAPER) and user.scope_of(Permission.SEE_TASKS) is Scope.ALL,
        key=new_key(),
        problem=problem,
    )
    return render(request, "desk/task_statistics.html", {"page": shown}, status=status)


def _tasks(request: HttpRequest) -> TaskQuerySet:
    return Task.objects.visible_to(person(request)).in_force().filter(is_rehearsal=is_rehearsal(request))


def period_of(request: HttpRequest) -> Period:
    """The quarter or year of the address; this quarter for anything else."""
    now = Period.parse(str(Quarter.of(clock.today())))
    try:
        found = Period.parse(request.GET.get("period", ""))
    except ValueError:
        return now
    return found if found.kind in ("quarter", "year") and 1950 <= found.year <= 2099 else now


def first_day(period: Period) -> date:
    return period.previous.last_day + timedelta(days=1)


def lives_of(tasks: TaskQuerySet) -> Iterable[Life]:
    """The items as they count; one query."""
    for lead, opened, assigned, closed, due, next_due, state in tasks.order_by().values_list(*FIELDS).iterator(5000):
        limit = due if closed else None if state == Task.State.PAUSED else next_due
        yield Life(lead or 0, _day(assigned or opened), _day(closed) if closed else None, limit)


def _day(at: datetime) -> date:
    return at.astimezone(BEIJING).date()


def counted(tasks: TaskQuerySet, lives: Iterable[Life], period: Period, today: date) -> dict[int, Count]:
    """By unit in the period, as far as it has gone."""
    first, last = first_day(period), min(period.last_day, today)
    return by_unit(lives, _sent_back(tasks, first, last), first=first, last=last)


def _sent_back(tasks: TaskQuerySet, first: date, last: date) -> Counter[int]:
    """By unit, how many reports and requests to close were sent back from the first to the last day; two queries."""
    stretch = (end_of_day(first - timedelta(days=1)), end_of_day(last))
    reports = ProgressReport.objects.filter(
        task__in=tasks, state="returned", reviewed_at__gte=stretch[0], reviewed_at__lt=stretch[1]
    )
    closures = ClosureRequest.objects.filter(
        task__in=tasks, state="sent-back", decided_at__gte=stretch[0], decided_at__lt=stretch[1]
    )
    found: Counter[int] = Counter()
    for rows in (reports, closures):
        for unit, number in rows.order_by().values_list("task__lead_id").annotate(Number("pk")):
            found[unit or 0] += number
    return found


def unit_lines(counts: dict[int, Count]) -> list[Line]:
    """The most that are still late first, then the most late, then the most items."""
    names = dict(Unit.objects.filter(pk__in=counts).order_by("pk").values_list("pk", "short_name"))
    most = max((count.items for count in counts.values()), default=0)
    ordered = sorted(counts.items(), key=_order)
    return [
        _line(names.get(unit, _("没有牵头单位")), f"unit={unit}" if unit else "missing=lead", count, most)
        for unit, count in ordered
    ]


def _order(counted: tuple[int, Count]) -> tuple[int, ...]:
    unit, count = counted
    return (-count.still_late, -count.late, -count.items, unit)


def _quarters(lives: list[Life], period: Period, today: date) -> list[Line]:
    """The quarters of the year so far."""
    year = [Period.parse(f"{period.year}Q{number}") for number in range(1, 5)]
    begun = [quarter for quarter in year if first_day(quarter) <= today]
    found = [_of_all(lives, quarter, today) for quarter in begun]
    most = max((count.items for count in found), default=0)
    return [
        _line(period_words(str(quarter)), f"period={quarter}", count, most)
        for quarter, count in zip(begun, found, strict=True)
    ]


def _of_all(lives: list[Life], quarter: Period, today: date) -> Count:
    last = min(quarter.last_day, today)
    return total(by_unit(lives, {}, first=first_day(quarter), last=last).values())


def _line(name: str, query: str, count: Count, most: int) -> Line:
    ends = [
        BAR * part // most if most else 0 for part in (count.in_time, count.closed, count.closed + count.still_late)
    ]
    return Line(name, query, count, mean_words(count), *ends)


def mean_words(count: Count) -> str:
    """12.3, or — where nothing was closed."""
    tenths = count.mean_tenths
    return "—" if tenths is None else f"{tenths // 10}.{tenths % 10}"


@page(Permission.SEE_TASKS)
def export(request: HttpRequest) -> HttpResponseBase:
    """A line for each unit; a rehearsal says so in the name."""
    period, tasks = period_of(request), _tasks(request)
    counts = counted(tasks, lives_of(tasks), period, clock.today())
    header = [
        *(_("牵头单位"), _("事项"), _("按期办结"), _("逾期办结"), _("逾期未办结")),
        *(_("办理中"), _("退回次数"), _("平均办理天数")),
    ]
    rows = ((line.name, *cells(line.count), line.mean) for line in unit_lines(counts))
    marks = [_("督办统计"), period_words(str(period)), *([_("演练")] if is_rehearsal(request) else [])]
    return download(csv_files.write(header, rows), name="-".join(marks) + ".csv", media_type="text/csv; charset=utf-8")


def cells(count: Count) -> tuple[int, ...]:
    return (count.items, count.in_time, count.late, count.still_late, count.running, count.sent_back)


def until(period: Period, at: datetime) -> date:
    """How far the statistics of a paper go: to the end of the period, or to the day they are taken."""
    return min(period.last_day, localtime(at).date())
