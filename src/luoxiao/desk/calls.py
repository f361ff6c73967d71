"""One call: before it opens what it would cost each unit; afterwards who has reported, who is late, and the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Sum
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock, csv_files
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.downloads import download
from luoxiao.desk.history import Line as HistoryLine
from luoxiao.desk.history import history_of
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.reading import number
from luoxiao.desk.returns_standing import (
    TILE_COLUMNS,
    City,
    Standing,
    Tally,
    cities,
    is_late,
    standing,
    tally,
    when,
)
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.returns import actions
from luoxiao.returns.actions import CallStep
from luoxiao.returns.models import Call, Level, Override, Reminder, Return
from luoxiao.returns.opening import Opening

UNITS = 100  # on a page
NAMED = 5  # units that a sentence names
COLUMNS = (*TILE_COLUMNS, "level", "cells_asked", "unit__code", "certified_at", "accepted_at", "passed_over")


@dataclass(frozen=True)
class Line:
    """A unit that was asked: what of it, since when it has reported, where its return lies."""

    pk: int
    unit: str
    cells: int
    first: datetime | None
    is_late: bool
    late_words: str
    where: str
    standing: Standing
    reminded: int = 0
    reminded_at: datetime | None = None


@dataclass(frozen=True)
class CostLine:
    """What opening would ask of one unit: known already, asked now, asked in the month with it."""

    unit: str
    known: int
    cells: int
    month: int
    is_over: bool


@dataclass(frozen=True)
class KnownLine:
    """A line that is known of some units; ticked where it is asked again all the same."""

    code: str
    name: str
    count: int
    is_again: bool


@dataclass(frozen=True)
class Need:
    """A rule of the burden that stands against opening, and the label of the reason it wants."""

    kind: str
    sentence: str
    label: str


@dataclass(frozen=True)
class Costs:
    """What is shown before opening."""

    lines: list[CostLine]
    known_lines: list[KnownLine]
    form_lines: int
    most: int
    notice: int
    notice_rule: int
    cap: int
    needs: list[Need]
    elsewhere: list[tuple[str, str]]
    passed: list[str]
    unreviewed: str


@dataclass(frozen=True)
class CallPage:
    """Everything the page shows; `costs` of a draft, the rest of a call that was opened; nothing of a withdrawn one."""

    call: Call
    key: str
    chain: list[str]
    history: list[HistoryLine]
    costs: Costs | None = None
    opens: bool = False
    withdraws: bool = False
    tally: Tally | None = None
    cities: list[City] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    next: str = ""
    late: list[Line] = field(default_factory=list)
    reminded: int = 0
    overrides: list[Override] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    closes: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)


@page(Permission.SEE_RETURNS, cached=False)
def call(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The call; `after` is the code of the last unit seen, `again` the known lines that are to be asked again."""
    return render(request, "desk/call.html", {"page": gather(request, find(request, pk))})


def find(request: HttpRequest, pk: int) -> Call:
    """The call, if this person may see it."""
    seen = Call.objects.visible_to(person(request)).select_related("template", "issued_by", "withdrawn_by")
    return get_object_or_404(seen, pk=pk)


def gather(request: HttpRequest, call: Call) -> CallPage:
    """A fixed number of queries, however many units."""
    user = person(request)
    levels = [str(Level(level).label) for level in call.chain]
    shown = CallPage(call, new_key(), levels, history_of(call))
    if call.state == Call.State.DRAFT:
        again = request.POST.getlist("again") or request.GET.getlist("again")
        costs = _costs(call, actions.preview_call(call, again=again, at=clock.now()))
        opens, withdraws = _may(call, user, CallStep.OPEN), _may(call, user, CallStep.WITHDRAW)
        return replace(shown, costs=costs, opens=opens, withdraws=withdraws)
    if call.state == Call.State.WITHDRAWN:
        return shown
    rows = list(_rows(call, user))
    after = request.GET.get("after", "")
    listed = sorted((row for row in rows if row["unit__code"] > after), key=lambda row: row["unit__code"])
    reminders = _reminders(call, [row["id"] for row in rows])
    return replace(
        shown,
        tally=tally(rows, call.due, clock.today()),
        cities=cities(rows, call.due, clock.today()),
        lines=[_line(row, call, reminders) for row in listed[:UNITS]],
        next=listed[UNITS - 1]["unit__code"] if len(listed) > UNITS else "",
        late=[_line(row, call, reminders) for row in rows if _is_late(row, call)],
        reminded=sum(count for count, _at in reminders.values()),
        overrides=list(call.overrides.select_related("by").order_by("id")),
        passed=_passed([(row["unit__short_name"], row["passed_over"]) for row in rows]),
        closes=_may(call, user, CallStep.CLOSE),
    )


def _rows(call: Call, user: User) -> Any:
    """The returns of the call that this person sees, by place."""
    seen = Return.objects.visible_to(user).filter(call=call)
    return seen.order_by("unit__region__code_2012", "unit_id").values(*COLUMNS)


def _reminders(call: Call, pks: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """By return how often its unit was reminded, and when last."""
    counted = Reminder.objects.filter(filed__call=call).order_by().values("filed_id")
    found = {
        row["filed_id"]: (row["count"], row["last"]) for row in counted.annotate(count=Count("pk"), last=Max("sent_at"))
    }
    return {pk: found[pk] for pk in pks if pk in found}


def _is_late(row: dict[str, Any], call: Call) -> bool:
    return is_late(row["first_certified_at"], call.due, clock.now())


def _line(row: dict[str, Any], call: Call, reminders: Mapping[int, tuple[int, datetime]]) -> Line:
    count, last = reminders.get(row["id"], (0, None))
    first = row["first_certified_at"]
    came = (
        (clock.today() if first is None else first.astimezone(clock.now().tzinfo).date())
        if _is_late(row, call)
        else None
    )
    return Line(
        pk=row["id"],
        unit=row["unit__short_name"],
        cells=row["cells_asked"],
        first=first,
        is_late=came is not None,
        late_words="" if came is None else _late_words(call, first, came),
        where=_where(row["state"], row["level"]),
        standing=standing(row["state"], first, call.due, clock.today()),
        reminded=count,
        reminded_at=last,
    )


def _late_words(call: Call, first: datetime | None, came: Any) -> str:
    late = when(call.due, came)
    return _("%(late)s报送") % {"late": late} if first else _("未报，%(late)s") % {"late": late}


def _where(state: str, level: str) -> str:
    if state == Return.State.REVIEWING:
        return str(Level(level).label)
    return _("办公室") if state in (Return.State.APPROVED, Return.State.ACCEPTED) else _("填报单位")


def _may(call: Call, user: User, step: CallStep) -> bool:
    return actions.call_permits(call, user)[step].allowed


def _costs(call: Call, found: Opening) -> Costs:
    items = call.template.items_in_order
    day = found.opens_on
    month = Return.objects.asked_in(day.year, day.month, rehearsal=call.is_rehearsal).filter(unit__in=call.asked)
    before = dict(month.values_list("unit").annotate(cells=Sum("cells_asked")).order_by("unit"))
    cap = found.rule.monthly_cells
    totals = {unit.pk: before.get(unit.pk, 0) + found.cells[unit.pk] for unit in found.units}
    return Costs(
        lines=[
            CostLine(
                unit.short_name,
                len(items) - found.cells[unit.pk],
                found.cells[unit.pk],
                totals[unit.pk],
                totals[unit.pk] > cap,
            )
            for unit in found.units
        ],
        known_lines=[
            KnownLine(item.code, item.indicator.name, found.known[item.code], item.code in found.again)
            for item in items
            if item.code in found.known
        ],
        form_lines=len(items),
        most=max(found.cells.values(), default=0),
        notice=found.notice_days,
        notice_rule=found.rule.notice_days,
        cap=cap,
        needs=[Need(kind, said, _need_label(kind)) for kind, said in found.against.items()],
        elsewhere=[(unit.short_name, title) for unit, title in found.elsewhere],
        passed=_passed([(unit.short_name, found.passed_over.get(unit.pk, ())) for unit in found.units]),
        unreviewed=_names([unit.short_name for unit in found.unreviewed]),
    )


def _passed(units: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """A sentence for each level that is passed over, with the units that have nobody there."""
    by_level = {level: [name for name, levels in units if level in levels] for level in Level}
    said = _("%(units)s上面没有%(level)s单位，%(level)s审核略过，由上一级审核。")
    return [said % {"units": _names(names), "level": level.label} for level, names in by_level.items() if names]


def _names(units: Sequence[str]) -> str:
    """The first of them by name, and how many there are where more."""
    named = "、".join(units[:NAMED])
    return named if len(units) <= NAMED else _("%(units)s等 %(count)s 个单位") % {"units": named, "count": len(units)}


def _need_label(kind: str) -> str:
    return _("%(kind)s的理由") % {"kind": Override.Kind(kind).label}


@form(Permission.OPEN_CALL)
def open_call(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask; `again` are known lines asked all the same, reasons are what the rules of the burden want."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("call", pk)
    if "count" in request.POST:
        return render(request, "desk/call.html", {"page": _kept(request, found)})
    reasons = {kind: request.POST.get(f"reason-{kind}", "") for kind in Override.Kind.values}
    again, seen = request.POST.getlist("again"), number(request.POST.get("seen")) or 0
    by, at = person(request), clock.now()
    return _answer(
        request,
        found,
        lambda: actions.open_call(found, again=again, reasons=reasons, seen=seen, by=by, at=at),
        _("报表已布置，各单位已列入待办。"),
    )


@form(Permission.OPEN_CALL)
def close_call(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take nothing more of units that have not reported."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("call", pk)
    seen, by, at = number(request.POST.get("seen")) or 0, person(request), clock.now()
    return _answer(request, found, lambda: actions.close_call(found, seen=seen, by=by, at=at), _("已截止收表。"))


@form(Permission.OPEN_CALL)
def withdraw_call(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give up a draft, with the reason."""
    found = find(request, pk)
    if request.method != "POST":
        return redirect("call", pk)
    why, seen = request.POST.get("withdrawal", ""), number(request.POST.get("seen")) or 0
    by, at = person(request), clock.now()
    return _answer(
        request, found, lambda: actions.withdraw_call(found, reason=why, seen=seen, by=by, at=at), _("草稿已撤回。")
    )


def _answer(request: HttpRequest, call: Call, do: Any, done: str) -> HttpResponseBase:
    """Carry the action out and go back to the call; a refusal shows the page again with what was filled in."""

    def act() -> str:
        do()
        return reverse("call", args=(call.pk,))

    outcome = carry_out(request, act, done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    shown = replace(_kept(request, find(request, call.pk)), errors=[("", str(outcome))])
    return render(request, "desk/call.html", {"page": shown}, status=409 if isinstance(outcome, Stale) else 422)


def _kept(request: HttpRequest, call: Call) -> CallPage:
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    return replace(gather(request, call), typed=typed)


@page(Permission.SEE_RETURNS, cached=False)
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The units asked with how each stands, as CSV; a rehearsal says so in its name."""
    found = find(request, pk)
    header = [
        *(_("区划代码"), _("填报单位"), _("状态"), _("现在何处"), _("要数（项）")),
        *(_("首次报送"), _("是否逾期"), _("采用时间")),
    ]
    content = csv_files.write(header, (_cells(row, found) for row in _rows(found, person(request))))
    marks = [found.title, *([_("演练")] if found.is_rehearsal else []), clock.today().isoformat()]
    return download(content, name="-".join(marks)[:100] + ".csv", media_type="text/csv; charset=utf-8")


def _cells(row: dict[str, Any], call: Call) -> tuple[object, ...]:
    line = _line(row, call, {})
    code = row["unit__code"].rpartition("-")[2]
    return (
        *(code, row["unit__name"], line.standing.words, line.where, line.cells),
        *(_stamp(line.first), _("是") if line.is_late else _("否"), _stamp(row["accepted_at"])),
    )


def _stamp(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(clock.now().tzinfo).strftime("%Y-%m-%d %H:%M")
