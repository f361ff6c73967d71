"""批量调整: of the filtered list, tick items and give them another lead or another date, for one reason."""

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.board_filters import Filters
from luoxiao.desk.dated_rules import Errors
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.desk.tasks import by_date
from luoxiao.organisations.models import Unit
from luoxiao.organisations.roles import Permission
from luoxiao.supervision import actions
from luoxiao.supervision.actions import TaskChange
from luoxiao.supervision.models import LightRule, Task

SHOWN = 200  # items on the page


@dataclass(frozen=True)
class ManyPage:
    """What the page shows; `ticked` are ids."""

    tasks: list[Task]
    more: bool
    query: str
    units: list[tuple[str, str]]
    key: str
    ticked: frozenset[int]
    typed: dict[str, str]
    errors: Errors = field(default_factory=list)


@form(Permission.OPEN_ITEM)
def change_many(request: HttpRequest) -> HttpResponseBase:
    """Show the list with a box for each item; change those that are ticked."""
    if request.method != "POST":
        return _show(request, frozenset(), {}, [], 200)
    typed = {name: request.POST.get(name, "").strip() for name in ("lead", "due", "reason")}
    seen = {pk: number(request.POST.get(f"seen-{pk}")) or 0 for pk in _ticked(request)}
    lead, due, errors = _values(typed)
    if errors:
        return _show(request, frozenset(seen), typed, errors, 422)
    tasks = Task.objects.visible_to(person(request)).in_force().filter(pk__in=seen).order_by("pk")
    changes = [TaskChange(task, seen[task.pk], lead, due) for task in tasks]

    def act() -> str:
        actions.change_many(changes, reason=typed["reason"], by=person(request), at=clock.now())
        query = Filters.read(request.GET).query
        return reverse("tasks") + (f"?{query}" if query else "")

    outcome = carry_out(request, act, done=_("所选事项已调整。"))
    if not isinstance(outcome, Refusal):
        return outcome
    status = 409 if isinstance(outcome, Stale) else 422
    return _show(request, frozenset(seen), typed, [("", str(outcome))], status)


def _ticked(request: HttpRequest) -> list[int]:
    return [pk for said in request.POST.getlist("task")[:SHOWN] if (pk := number(said))]


def _values(typed: dict[str, str]) -> tuple[Unit | None, date | None, Errors]:
    """The lead and the date as typed; empty ones are None and stay as they are."""
    lead, due, errors = None, None, []
    if typed["lead"]:
        lead = Unit.objects.filter(kind=Unit.Kind.BUREAU, pk=number(typed["lead"]) or 0).first()
        if lead is None:
            errors.append(("f-lead", _("没有这个牵头单位。在列出的单位中选。")))
    if typed["due"]:
        try:
            due = date.fromisoformat(typed["due"])
        except ValueError:
            errors.append(("f-due", _("时限不是日期。按 2012-11-30 的样子填写。")))
    return lead, due, errors


def _show(
    request: HttpRequest, ticked: frozenset[int], typed: dict[str, str], errors: Errors, status: int
) -> HttpResponseBase:
    filters, rule = Filters.read(request.GET), LightRule.objects.on(clock.today())
    seen = Task.objects.visible_to(person(request)).open().exclude(origin=Task.Origin.PROJECT)
    tasks = by_date(filters.narrow(seen, at=clock.now(), rule=rule)).select_related("lead")
    found = list(tasks[: SHOWN + 1])
    bureaus = Unit.objects.filter(kind=Unit.Kind.BUREAU, valid_to=None).order_by("pk")
    shown = ManyPage(
        tasks=found[:SHOWN],
        more=len(found) > SHOWN,
        query=filters.query,
        units=[(str(pk), name) for pk, name in bureaus.values_list("pk", "short_name")],
        key=new_key(),
        ticked=ticked,
        typed=typed,
        errors=errors,
    )
    return render(request, "desk/tasks_many.html", {"page": shown}, status=status)
