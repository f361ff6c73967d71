"""填报负担: how many cells each unit was asked in a month and by whom, every exception, and the rule that caps it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.dated_rules import Errors, values
from luoxiao.desk.locks import form, page, person
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns import actions
from luoxiao.returns.models import BurdenRule, Call, Override, Return

UNITS = 100  # on a page


@dataclass(frozen=True)
class Line:
    """What one unit was asked in the month: cells in all, and by issuing unit."""

    unit: str
    calls: int
    cells: int
    by_issuer: list[int]
    is_over: bool


@dataclass(frozen=True)
class Issuer:
    """A unit that asks, with the cells it asked of all it asked."""

    pk: int
    name: str
    calls: int
    cells: int
    width: int  # of its bar, out of 120


@dataclass(frozen=True)
class BurdenPage:
    """What the page shows; real calls and rehearsals are never added up."""

    month: str
    earlier: str
    later: str
    is_rehearsal: bool
    rule: BurdenRule
    lines: list[Line]
    issuers: list[Issuer]
    overrides: list[Override]
    next: str
    may_set: bool


@page(Permission.SEE_RETURNS)
def burden(request: HttpRequest) -> HttpResponseBase:
    """One month; `after` is the code of the last unit seen."""
    user, first = person(request), _month(request.GET.get("month", ""))
    is_rehearsal = request.GET.get("rehearsal") == "1"
    asked = _asked(user, first, is_rehearsal=is_rehearsal)
    rule = BurdenRule.objects.on(clock.today() if _same_month(first) else _next(first))
    issuers = _issuers(asked)
    codes = _codes(asked, request.GET.get("after", ""))
    lines = _lines(asked, codes[:UNITS], issuers, rule)
    calls = Call.objects.visible_to(user).filter(**_during(first), is_rehearsal=is_rehearsal)
    shown = BurdenPage(
        month=f"{first:%Y-%m}",
        earlier=f"{_previous(first):%Y-%m}",
        later=f"{_next(first):%Y-%m}",
        is_rehearsal=is_rehearsal,
        rule=rule,
        lines=lines,
        issuers=issuers,
        overrides=list(Override.objects.filter(call__in=calls).select_related("call__issued_by", "by").order_by("-id")),
        next=codes[UNITS - 1] if len(codes) > UNITS else "",
        may_set=user.may(Permission.SET_BURDEN),
    )
    return render(request, "desk/burden.html", {"page": shown})


def _month(said: str) -> date:
    """The first day of the month 2012-10; of this month for anything else."""
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        return clock.today().replace(day=1)


def _same_month(first: date) -> bool:
    return clock.today().replace(day=1) == first


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) if first.year < date.max.year else first


def _previous(first: date) -> date:
    if first == date.min:
        return first
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def _during(first: date) -> dict[str, Any]:
    return {"opens_on__gte": first, "opens_on__lt": _next(first), "state__in": [Call.State.OPEN, Call.State.CLOSED]}


def _asked(user: User, first: date, *, is_rehearsal: bool) -> Any:
    """The returns of the month's calls that this person sees."""
    during = {f"call__{name}": value for name, value in _during(first).items()}
    return Return.objects.visible_to(user).filter(**during, call__is_rehearsal=is_rehearsal)


def _issuers(asked: Any) -> list[Issuer]:
    """Who asked, the most first."""
    columns = ("call__issued_by_id", "call__issued_by__short_name")
    rows = asked.order_by().values(*columns).annotate(calls=Count("call", distinct=True), cells=Sum("cells_asked"))
    ordered = sorted(rows, key=lambda row: (-row["cells"], row["call__issued_by_id"]))
    most = max((row["cells"] for row in ordered), default=0) or 1
    return [
        Issuer(row["call__issued_by_id"], row[columns[1]], row["calls"], row["cells"], row["cells"] * 120 // most)
        for row in ordered
    ]


def _codes(asked: Any, after: str) -> list[str]:
    """The codes of the units on this page, and one more where there is one."""
    found = asked.filter(unit__code__gt=after).order_by("unit__code").values_list("unit__code", flat=True).distinct()
    return list(found[: UNITS + 1])


def _lines(asked: Any, codes: list[str], issuers: list[Issuer], rule: BurdenRule) -> list[Line]:
    columns = ("unit__code", "unit__short_name", "call__issued_by_id")
    rows = asked.filter(unit__code__in=codes).order_by().values(*columns)
    parts: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    names: dict[str, str] = {}
    for row in rows.annotate(calls=Count("pk"), cells=Sum("cells_asked")):
        names[row["unit__code"]] = row["unit__short_name"]
        parts[row["unit__code"]][row["call__issued_by_id"]] = (row["calls"], row["cells"])
    return [_line(names[code], parts[code], issuers, rule) for code in codes]


def _line(name: str, parts: dict[int, tuple[int, int]], issuers: list[Issuer], rule: BurdenRule) -> Line:
    cells = sum(cells for _calls, cells in parts.values())
    by_issuer = [parts.get(issuer.pk, (0, 0))[1] for issuer in issuers]
    return Line(name, sum(calls for calls, _cells in parts.values()), cells, by_issuer, cells > rule.monthly_cells)


@dataclass(frozen=True)
class RulesPage:
    """The rules so far and the form for the next; `typed` is what was filled in."""

    rule: BurdenRule
    rules: list[BurdenRule]
    key: str
    typed: dict[str, str]
    errors: Errors = field(default_factory=list)


@form(Permission.SET_BURDEN)
def burden_rules(request: HttpRequest) -> HttpResponseBase:
    """How long a notice must be and how many cells a month may ask, from which day, on what basis."""
    if request.method != "POST":
        rule = BurdenRule.objects.on(clock.today())
        typed = {"notice_days": str(rule.notice_days), "monthly_cells": str(rule.monthly_cells), "basis": ""}
        return _show(request, typed | {"in_force_from": clock.today().isoformat()})
    names = ("notice_days", "monthly_cells", "in_force_from", "basis")
    typed = {name: request.POST.get(name, "").strip() for name in names}
    fields = (("notice_days", _("提前通知天数")), ("monthly_cells", _("每月最多要数")))
    said = _("“%(field)s”填的是“%(typed)s”，不是整数。填整数。")
    (notice, cells), day, errors = values(typed, fields, said)
    if day is None or errors:
        return _show(request, typed, errors)

    def act() -> str:
        actions.set_burden_rule(
            notice_days=notice,
            monthly_cells=cells,
            in_force_from=day,
            basis=typed["basis"],
            by=person(request),
            at=clock.now(),
        )
        return reverse("burden-rules")

    outcome = carry_out(request, act, done=_("填报负担规则已保存。"))
    return _show(request, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def _show(request: HttpRequest, typed: dict[str, str], errors: Errors | None = None) -> HttpResponseBase:
    rules = list(BurdenRule.objects.select_related("set_by").order_by("-in_force_from"))
    shown = RulesPage(BurdenRule.objects.on(clock.today()), rules, new_key(), typed, errors or [])
    return render(request, "desk/burden_rules.html", {"page": shown}, status=422 if errors else 200)
