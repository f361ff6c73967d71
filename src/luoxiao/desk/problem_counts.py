"""问题统计: raised, answered, solved, by county and by month of a year; the same as a file."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import ExtractMonth
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock, csv_files
from luoxiao.desk.downloads import download
from luoxiao.desk.figures_shared import Choice, is_rehearsal, modes
from luoxiao.desk.locks import page, person
from luoxiao.desk.reading import number
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.models import Problem

FIRST_YEAR, LAST_YEAR = 1978, 2100
COUNTED = ("raised", "answered", "solved")
BAR = 120


@dataclass(frozen=True)
class Line:
    """A county or a month: counts, and the widths of its bars out of 120."""

    name: str
    raised: int
    answered: int
    solved: int
    width: int
    solved_width: int


@dataclass(frozen=True)
class CountsPage:
    """What the page shows; real problems and rehearsals are never added up."""

    year: int
    rehearsal: bool
    modes: list[Choice]
    total: Line
    months: list[Line]
    places: list[Line]
    export: str


@page(Permission.SEE_PROBLEMS)
def counts(request: HttpRequest) -> HttpResponseBase:
    """A year by month and by county. One query."""
    year, rehearsal = _year(request), is_rehearsal(request)
    found = _found(request, year, rehearsal)
    months = {month: _sum(row for row in found if row["month"] == month) for month in range(1, 13)}
    names = list(dict.fromkeys(row["place__name_2012"] for row in found))
    places = {name or _("不分地区"): _sum(row for row in found if row["place__name_2012"] == name) for name in names}
    query = f"?year={year}" + ("&rehearsal=1" if rehearsal else "")
    shown = CountsPage(
        year=year,
        rehearsal=rehearsal,
        modes=modes(reverse("problem-counts"), rehearsal, year=str(year)),
        total=_line("", _sum(found), 0),
        months=[_line(_("%(month)s月") % {"month": month}, row, _most(months)) for month, row in months.items()],
        places=[_line(name, row, _most(places)) for name, row in places.items()],
        export=reverse("problem-counts-export") + query,
    )
    return render(request, "desk/problem_counts.html", {"page": shown})


@page(Permission.SEE_PROBLEMS)
def export(request: HttpRequest) -> HttpResponseBase:
    """A line for each county and month that has problems; a rehearsal says so in the name."""
    year, rehearsal = _year(request), is_rehearsal(request)
    header = [_("区划代码"), _("县（市、区）"), _("月份"), _("反映"), _("答复"), _("解决")]
    rows = (
        (
            *(row["place__code_2012"] or "", row["place__name_2012"] or _("不分地区")),
            *(f"{year}-{row['month']:02d}", *(row[name] for name in COUNTED)),
        )
        for row in _found(request, year, rehearsal)
    )
    marks = [_("问题统计"), str(year), *([_("演练")] if rehearsal else [])]
    content = csv_files.write(header, rows)
    return download(content, name="-".join(marks) + ".csv", media_type="text/csv; charset=utf-8")


def _year(request: HttpRequest) -> int:
    asked = number(request.GET.get("year"))
    return asked if asked and FIRST_YEAR <= asked <= LAST_YEAR else clock.today().year


def _found(request: HttpRequest, year: int, rehearsal: bool) -> list[dict[str, Any]]:
    """Counts by place and month, in the order of codes; what is of no place comes last."""
    seen = Problem.objects.visible_to(person(request)).filter(raised_at__year=year, is_rehearsal=rehearsal)
    by = (
        seen.order_by()
        .annotate(month=ExtractMonth("raised_at"))
        .values("place__code_2012", "place__name_2012", "month")
    )
    counted = by.annotate(
        raised=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        solved=Count("pk", filter=Q(state=Problem.State.SOLVED)),
    )
    return sorted(counted, key=lambda row: (row["place__code_2012"] or "~", row["month"]))


def _sum(rows: Any) -> Counter[str]:
    total: Counter[str] = Counter()
    for row in rows:
        total.update({name: row[name] for name in COUNTED})
    return total


def _most(sums: dict[Any, Counter[str]]) -> int:
    return max((each["raised"] for each in sums.values()), default=0)


def _line(name: str, counted: Counter[str], most: int) -> Line:
    raised, solved = counted["raised"], counted["solved"]
    return Line(name, raised, counted["answered"], solved, raised * BAR // (most or 1), solved * BAR // (most or 1))
