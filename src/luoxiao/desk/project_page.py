"""One project: how far it has come, whose turn it is, its dates, money, photographs, papers and risks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from luoxiao.core import clock, files
from luoxiao.core.models import TrailEvent
from luoxiao.core.money import wan
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import new_key
from luoxiao.desk.downloads import download
from luoxiao.desk.history import Line as HistoryLine
from luoxiao.desk.history import history_of
from luoxiao.desk.locks import page, person
from luoxiao.desk.projects_shared import LIGHTS, OWING, find, verdict_of, warnings
from luoxiao.desk.words import trail_words
from luoxiao.funds import actions, stages
from luoxiao.funds.models import Funding, Milestone, Project, ProjectFile, Risk, Stage
from luoxiao.funds.project_books import money_of
from luoxiao.funds.project_money import Planned, by_year
from luoxiao.funds.stages import Step
from luoxiao.funds.wording.projects import PARTIES, STAGES, STEPS, remark_label
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import cite
from luoxiao.supervision.models import LightRule
from luoxiao.supervision.wording import when

BAR = 120  # units of a full bar


@dataclass(frozen=True)
class StageLine:
    """A stage of the way: when it was reached or is due, and how that stands."""

    words: str
    light: str
    note: str
    is_current: bool
    due: date | None = None
    done_on: date | None = None
    task: int | None = None
    lead: str = ""


@dataclass(frozen=True)
class StepForm:
    """A step this person may take now."""

    step: str
    words: str
    remark: str
    wants_remark: bool
    wants_amount: bool
    wants_day: bool
    is_main: bool


@dataclass(frozen=True)
class MoneyLine:
    """One source in one year."""

    year: int
    source: str
    planned: str
    committed: str
    spent: str
    over: str


@dataclass(frozen=True)
class YearLine:
    """A year with its bars: lengths in units of BAR."""

    year: int
    planned: str
    spent: str
    planned_bar: int
    spent_bar: int
    is_over: bool


@dataclass(frozen=True)
class ProjectPage:
    """Everything the page shows."""

    project: Project
    cite: str
    light: str
    key: str
    turn: str
    way: list[StageLine]
    dated: list[StageLine]
    steps: list[StepForm]
    warnings: list[str]
    planned: str
    spent: str
    money: list[MoneyLine]
    years: list[YearLine]
    photos: list[ProjectFile]
    papers: list[ProjectFile]
    risks: list[Risk]
    grades: list[tuple[str, str]]
    history: list[HistoryLine]
    may_edit: bool
    may_upload: bool
    may_risk: bool
    money_words: str  # what the person may do with its money, or empty
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[tuple[str, str]] = ()


@page(Permission.SEE_PROJECTS, cached=False)
def project(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The project, if this person may see it."""
    return render(request, "desk/project.html", {"page": gather(find(request, pk), person(request))})


def show_again(request: HttpRequest, pk: int, refusal: Refusal, field_id: str, status: int) -> HttpResponseBase:
    """The page after a refusal, with what was filled in."""
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    shown = gather(find(request, pk), person(request), typed=typed, errors=[(field_id, str(refusal))])
    return render(request, "desk/project.html", {"page": shown}, status=status)


def gather(
    project: Project, user: User, *, typed: Mapping[str, str] | None = None, errors: Sequence[tuple[str, str]] = ()
) -> ProjectPage:
    """A fixed number of queries."""
    rows = money_of([project.pk]).get(project.pk, [])
    milestones = list(project.milestones.select_related("task__lead").order_by("order"))
    taken = list(project.stages.order_by("id"))
    kept = list(project.files.select_related("file", "by").order_by("id"))
    due = {milestone.state: milestone.due for milestone in milestones}
    own = user.unit_id == project.unit_id and user.may(Permission.APPLY_PROJECT)
    return ProjectPage(
        project=project,
        cite=cite(project.clause_path),
        light=LIGHTS[project.state],
        key=new_key(),
        turn=_turn(project),
        way=_way(project, milestones, taken),
        dated=_dated(project, milestones),
        steps=[_form(step) for step in actions.open_steps(project, user)],
        warnings=warnings(rows, project.approved_fen, due, project.state),
        planned=wan(sum(row.planned_fen for row in rows)),
        spent=wan(sum(row.spent_fen for row in rows)),
        money=[_money(row) for row in rows],
        years=_years(rows),
        photos=[each for each in kept if each.kind == ProjectFile.Kind.PHOTO],
        papers=[each for each in kept if each.kind == ProjectFile.Kind.PAPER],
        risks=list(project.risks.select_related("raised_by", "closed_by").order_by("closed_at", "id")),
        grades=[(value, str(label)) for value, label in Risk.Grade.choices],
        history=history_of(project, words=_log_words),
        may_edit=own and project.state in stages.CHANGEABLE,
        may_upload=own and project.state != Project.State.WITHDRAWN,
        may_risk=project.state in (*stages.CHANGEABLE, *OWING) and actions.has_a_hand(project, user),
        money_words=_money_words(project, user),
        typed=typed or {},
        errors=errors,
    )


def _log_words(event: TrailEvent) -> str:
    step = event.after.get("step")
    return str(STEPS[Step(step)]) if step in list(Step) else trail_words(event.action)


def _money_words(project: Project, user: User) -> str:
    if actions.may_plan_money(project, user):
        return _("登记资金安排")
    return _("报支出") if actions.may_report_spent(project, user) else ""


def _turn(project: Project) -> str:
    """Who has it now, and for what."""
    moves = [move for move in stages.moves_from(project.state) if move.target in stages.WAY]
    main = next((move for move in moves if move.step not in (Step.MEND,)), None)
    if main is None:
        return _("已办完。") if project.state == Project.State.ACCEPTED else _("已撤销。")
    return _("下一步：%(step)s，由%(party)s办理。") % {"step": STEPS[main.step], "party": PARTIES[main.party]}


def _way(project: Project, milestones: Sequence[Milestone], taken: Sequence[Stage]) -> list[StageLine]:
    """The stages from application to acceptance; reached ones with the day, the next one with its date."""
    reached = {step.state: step.at for step in taken}
    due = {milestone.state: milestone.due for milestone in milestones}
    ahead = stages.ahead(project.state)
    if project.state in stages.CHANGEABLE:
        ahead = stages.WAY
    return [
        _reached(stage, reached[stage])
        if stage in reached and stage not in ahead
        else _coming(stage, due.get(stage), is_current=stage in ahead[:1])
        for stage in stages.WAY
    ]


def _reached(stage: str, at: datetime) -> StageLine:
    return StageLine(str(STAGES[stage]), "done", localtime(at).date().isoformat(), False)


def _coming(stage: str, due: date | None, *, is_current: bool) -> StageLine:
    """A stage not reached; the next one in amber where its day has passed."""
    passed = due is not None and due < clock.today()
    light = ("late" if passed else "ok") if is_current else "idle"
    note = _("时限 %(day)s") % {"day": due.isoformat()} if due else ""
    return StageLine(str(STAGES[stage]), light, note, is_current)


def _dated(project: Project, milestones: Sequence[Milestone]) -> list[StageLine]:
    """Each date the project is held to, with its light and its task."""
    today = clock.today()
    soon_days = LightRule.objects.on(today).soon_days
    return [_date_line(project, milestone, today, soon_days) for milestone in milestones]


def _date_line(project: Project, milestone: Milestone, today: date, soon_days: int) -> StageLine:
    verdict = verdict_of(milestone.due, done=milestone.done_on is not None, today=today, soon_days=soon_days)
    owed = project.state in OWING or milestone.done_on is not None
    words = {"done": _("已完成"), "ok": _("未到期"), "soon": when(verdict), "late": when(verdict)}
    task = milestone.task
    return StageLine(
        words=str(STAGES[milestone.state]),
        light=verdict.light.value if owed and verdict.light != "ok" else "idle",
        note=words[verdict.light] if owed else _("未申报"),
        is_current=False,
        due=milestone.due,
        done_on=milestone.done_on,
        task=task.pk if task else None,
        lead=task.lead.short_name if task and task.lead else "—",
    )


MAIN = (Step.APPLY, Step.REVIEW, Step.APPROVE, Step.FUND, Step.START, Step.COMPLETE, Step.ACCEPT)


def _form(step: Step) -> StepForm:
    wants = any(move.says for move in stages.MOVES if move.step is step)
    return StepForm(
        step=step,
        words=str(STEPS[step]),
        remark=str(remark_label(step)),
        wants_remark=wants,
        wants_amount=step is Step.APPROVE,
        wants_day=step is Step.MEND,
        is_main=step in MAIN,
    )


def _money(row: Planned) -> MoneyLine:
    return MoneyLine(
        year=row.year,
        source=str(Funding.Source(row.source).label),
        planned=wan(row.planned_fen),
        committed=wan(row.committed_fen) if row.followed else "—",
        spent=wan(row.spent_fen),
        over=wan(row.over_fen) if row.over_fen else "",
    )


def _years(rows: Sequence[Planned]) -> list[YearLine]:
    years = by_year(rows)
    most = max((max(year.planned_fen, year.spent_fen) for year in years), default=0) or 1
    return [
        YearLine(
            year.year,
            wan(year.planned_fen),
            wan(year.spent_fen),
            year.planned_fen * BAR // most,
            year.spent_fen * BAR // most,
            year.spent_fen > year.planned_fen,
        )
        for year in years
    ]


@page(Permission.SEE_PROJECTS)
def kept_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A photograph or paper of a project this person may see."""
    seen = Project.objects.visible_to(person(request))
    found = get_object_or_404(ProjectFile.objects.select_related("file"), pk=file, project=pk, project__in=seen)
    return download(files.read(found.file), name=found.file.name, media_type=found.file.media_type)


@page(Permission.SEE_PROJECTS)
def of_stage(request: HttpRequest, pk: int) -> HttpResponseBase:
    """From a task of a stage (the id of its date) to the project."""
    return _to_project(request, milestones=pk)


@page(Permission.SEE_PROJECTS)
def of_step(request: HttpRequest, pk: int) -> HttpResponseBase:
    """From a task that a step opened anew (its id) to the project."""
    return _to_project(request, stages=pk)


def _to_project(request: HttpRequest, **about: int) -> HttpResponseBase:
    found = get_object_or_404(Project.objects.visible_to(person(request)), **about)
    return redirect(reverse("project", args=(found.pk,)))
