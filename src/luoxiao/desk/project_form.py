"""申报项目: what a county applies for, and its dates; afterwards the money by source and year."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.desk.projects_shared import find
from luoxiao.desk.reading import number
from luoxiao.funds import actions
from luoxiao.funds.actions import ProjectDraft
from luoxiao.funds.models import FacilityKind, Project
from luoxiao.funds.stages import DATED
from luoxiao.funds.wording.projects import STAGES
from luoxiao.organisations.models import NotAllowed
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import cite
from luoxiao.supervision.models import Task

Errors = list[tuple[str, str]]
CLAUSE = "四/(二)/3"
FIELDS = {  # where a refusal of the action belongs
    "unknown-facility-kind": "f-kind",
    "too-many-beds": "f-beds",
    "half-a-place": "f-longitude",
    "outside-the-area": "f-longitude",
    "dates-run-back": "f-due-reviewed",
}


@dataclass(frozen=True)
class ProjectForm:
    """What the form shows."""

    title: str
    address: str
    back: str
    typed: Mapping[str, str]
    kinds: list[tuple[str, str]]
    clauses: list[tuple[str, str]]
    stages: list[tuple[str, str]]
    key: str
    seen: int = 0
    is_new: bool = True
    errors: Errors = field(default_factory=list)


@form(Permission.APPLY_PROJECT)
def new(request: HttpRequest) -> HttpResponseBase:
    """Begin an application of the person's own county."""
    by = person(request)
    typed = request.POST.dict() if request.method == "POST" else _blank(by.is_rehearsal)
    shown = ProjectForm(_("申报项目"), reverse("project-new"), reverse("projects"), typed, *_choices(), key=new_key())
    if request.method != "POST":
        return _show(request, shown)

    def save(draft: ProjectDraft) -> Project:
        return actions.draft_project(draft=draft, rehearsal="rehearsal" in typed, by=by, at=clock.now())

    return _saved(request, shown, save, _("项目已存为拟申报。填好资金来源后申报。"))


def _blank(rehearsal: bool) -> dict[str, str]:
    return {"clause": CLAUSE} | ({"rehearsal": "1"} if rehearsal else {})


@form(Permission.APPLY_PROJECT)
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change what is applied for; seen but of another unit is a 403."""
    found, by = find(request, pk), person(request)
    if found.unit_id != by.unit_id:
        raise NotAllowed(Permission.APPLY_PROJECT)
    posted = request.method == "POST"
    typed = request.POST.dict() if posted else _of(found)
    seen = (number(typed.get("seen")) or 0) if posted else found.version
    address, back = reverse("project-edit", args=(pk,)), reverse("project", args=(pk,))
    shown = ProjectForm(found.name, address, back, typed, *_choices(), key=new_key(), seen=seen, is_new=False)
    if not posted:
        return _show(request, shown)

    def save(draft: ProjectDraft) -> Project:
        return actions.change_project(found, draft=draft, seen=seen, by=by, at=clock.now())

    return _saved(request, shown, save, _("修改已保存。"))


def _of(found: Project) -> dict[str, str]:
    """The form of what stands."""
    values = {"name": found.name, "kind": found.kind, "clause": found.clause_path, "content": found.content}
    numbers = {"beds": found.beds, "longitude": found.longitude, "latitude": found.latitude}
    dates = {f"due-{row.state}": row.due.isoformat() for row in found.milestones.order_by("order")}
    given = {
        name: f"{value:f}" if isinstance(value, Decimal) else str(value) for name, value in numbers.items() if value
    }
    return values | {"place": found.place} | given | dates


def _choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]:
    """Kinds, clauses of part four of the plan in force, dated stages."""
    served = Task.objects.in_force().filter(origin=Task.Origin.PLAN, clause_path__startswith="四/").order_by("id")
    clauses = {CLAUSE: ""} | dict(served.values_list("clause_path", "title"))
    return (
        [(value, str(label)) for value, label in FacilityKind.choices],
        [(path, f"{cite(path)}　{title}".strip()) for path, title in sorted(clauses.items())],
        [(stage, str(STAGES[stage])) for stage in DATED],
    )


def _saved(
    request: HttpRequest, shown: ProjectForm, save: Callable[[ProjectDraft], Project], done: str
) -> HttpResponseBase:
    draft, errors = _draft(shown.typed)
    if draft is None:
        return _show(request, shown, errors=errors)
    outcome = carry_out(request, lambda: reverse("project", args=(save(draft).pk,)), done=done)
    if not isinstance(outcome, Refusal):
        return outcome
    told = [(FIELDS.get(outcome.code, ""), str(outcome))]
    return _show(request, shown, errors=told, status=409 if isinstance(outcome, Stale) else 422)


def _draft(typed: Mapping[str, str]) -> tuple[ProjectDraft | None, Errors]:
    """The form as values, or every fault with its field."""
    errors: Errors = []
    beds = _whole("beds", typed, errors)
    longitude, latitude = (_degrees(name, typed, errors) for name in ("longitude", "latitude"))
    due = {stage: found for stage in DATED if (found := _day(f"due-{stage}", typed, errors))}
    if errors:
        return None, errors
    said = {name: typed.get(name, "") for name in ("name", "kind", "content", "place")}
    clause = typed.get("clause", "")
    return ProjectDraft(**said, clause_path=clause, beds=beds, longitude=longitude, latitude=latitude, due=due), errors


def _whole(name: str, typed: Mapping[str, str], errors: Errors) -> int | None:
    said = typed.get(name, "").strip()
    found = number(said)
    if said and (found is None or found > 2_000_000_000):
        errors.append(
            (f"f-{name}", _("床位“%(typed)s”不是整数。填张数，如 120；没有床位的不填。") % {"typed": said[:20]})
        )
    return found


def _degrees(name: str, typed: Mapping[str, str], errors: Errors) -> Decimal | None:
    said = typed.get(name, "").strip()
    if not said:
        return None
    try:
        found = Decimal(said).quantize(Decimal("0.000001"))
    except InvalidOperation:
        found = Decimal("NaN")
    if found.is_finite():
        return found
    errors.append((f"f-{name}", _("“%(typed)s”不是度数。按 115.834500 的样子填写，单位度。") % {"typed": said[:20]}))
    return None


def _day(name: str, typed: Mapping[str, str], errors: Errors) -> date | None:
    said = typed.get(name, "").strip()
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        errors.append((f"f-{name}", _("“%(typed)s”不是日期。按 2012-11-30 的样子填写。") % {"typed": said[:20]}))
        return None


def _show(
    request: HttpRequest, shown: ProjectForm, *, errors: Errors | None = None, status: int = 422
) -> HttpResponseBase:
    shown.errors.extend(errors or [])
    return render(request, "desk/project_form.html", {"form": shown}, status=status if errors else 200)
