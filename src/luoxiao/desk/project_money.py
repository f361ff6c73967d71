"""项目资金: what each source is to give in a year, or what was spent of it beside the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.money import wan
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.desk.noting import note_refusal
from luoxiao.desk.project_moves import NotAnAmount, amount
from luoxiao.desk.projects_shared import find
from luoxiao.desk.reading import number
from luoxiao.funds import actions
from luoxiao.funds.actions import FundingDraft
from luoxiao.funds.models import Fund, Funding, Project
from luoxiao.organisations.models import NotAllowed
from luoxiao.organisations.roles import Permission

BLANK_ROWS = 3
Errors = list[tuple[str, str]]
COLUMNS = ("source", "year", "planned")


@dataclass(frozen=True)
class Line:
    """A row of the plan as it was typed. `source` is a source, or with # the id of the fund that gives it."""

    source: str = ""
    year: str = ""
    planned: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.year or self.planned)


@dataclass(frozen=True)
class SpentLine:
    """A source in a year, with what is reported of it."""

    pk: int
    words: str
    planned: str
    spent: str
    in_ledger: bool


@dataclass(frozen=True)
class MoneyForm:
    """What the form shows: the plan, or what was spent."""

    project: Project
    plans: bool
    reports: bool
    sources: list[tuple[str, str]]
    lines: list[Line]
    spent: list[SpentLine]
    key: str
    seen: int
    errors: Errors = field(default_factory=list)


@form(Permission.SEE_PROJECTS)
def money(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Plan the money (`do=plan`) or report what was spent (`do=spent`); who may do neither gets a 403."""
    found, by = find(request, pk), person(request)
    shown = _form(request, found)
    if not (shown.plans or shown.reports):
        raise NotAllowed(Permission.SEE_PROJECTS)
    if request.method != "POST" or "more" in request.POST:
        return _show(request, shown)
    try:
        rows = _drafts(shown, found) if request.POST.get("do") == "plan" else _spent(request)
    except Refusal as refusal:
        note_refusal(request, refusal)
        return _show(request, shown, refusal)
    seen, at = number(request.POST.get("seen")) or 0, clock.now()

    def act() -> str:
        if isinstance(rows, Mapping):
            actions.report_spent(found, spent=rows, seen=seen, by=by, at=at)
        else:
            actions.plan_money(found, rows=rows, seen=seen, by=by, at=at)
        return reverse("project", args=(found.pk,))

    outcome = carry_out(request, act, done=_("项目资金已登记。"))
    return _show(request, shown, outcome) if isinstance(outcome, Refusal) else outcome


def _form(request: HttpRequest, found: Project) -> MoneyForm:
    user = person(request)
    rows = list(found.funding.select_related("fund").order_by("year", "source", "id"))
    posted = request.method == "POST" and request.POST.get("do") == "plan"
    lines = _typed(request) if posted else [_line(row) for row in rows]
    blank = BLANK_ROWS if not posted or "more" in request.POST else 0
    return MoneyForm(
        project=found,
        plans=actions.may_plan_money(found, user),
        reports=actions.may_report_spent(found, user),
        sources=_sources(found),
        lines=lines + [Line()] * blank,
        spent=[_spent_line(row, request) for row in rows],
        key=new_key(),
        seen=(number(request.POST.get("seen")) or 0) if request.method == "POST" else found.version,
    )


def _sources(found: Project) -> list[tuple[str, str]]:
    """The funds of this kind (real or rehearsal), then the other sources."""
    funds = Fund.objects.filter(is_rehearsal=found.is_rehearsal).order_by("id")
    return [
        *((f"#{fund.pk}", str(fund.name)) for fund in funds),
        *((value, str(label)) for value, label in Funding.Source.choices if value != Funding.Source.LOTTERY),
    ]


def _line(row: Funding) -> Line:
    return Line(f"#{row.fund_id}" if row.fund_id else row.source, str(row.year), wan(row.planned_fen))


def _typed(request: HttpRequest) -> list[Line]:
    columns = [[value.strip() for value in request.POST.getlist(name)] for name in COLUMNS]
    return [Line(*row) for row in zip_longest(*columns, fillvalue="")]


def _spent_line(row: Funding, request: HttpRequest) -> SpentLine:
    typed = request.POST.get(f"spent-{row.pk}")
    words = _("%(year)s年%(source)s") % {"year": row.year, "source": row.fund or row.get_source_display()}
    said = typed if typed is not None else wan(row.spent_fen)
    return SpentLine(row.pk, words, wan(row.planned_fen), said, bool(row.fund_id))


def _drafts(shown: MoneyForm, found: Project) -> Sequence[FundingDraft]:
    """The filled rows. Raises NotAnAmount; what is no year is left for the action to refuse."""
    funds = {f"#{fund.pk}": fund for fund in Fund.objects.filter(is_rehearsal=found.is_rehearsal).order_by("id")}
    return [_draft(line, funds) for line in shown.lines if not line.is_empty]


def _draft(line: Line, funds: Mapping[str, Fund]) -> FundingDraft:
    fund, planned = funds.get(line.source), amount(line.planned)
    if planned is None:
        raise NotAnAmount(typed=line.planned)
    return FundingDraft(_source(line, fund), min(number(line.year) or 0, 9999), planned, fund)


def _source(line: Line, fund: Fund | None) -> str:
    if fund is None:
        return line.source
    return Funding.Source.LOTTERY if fund.code == "lottery" else Funding.Source.CENTRAL


def _spent(request: HttpRequest) -> Mapping[int, int]:
    """By id of the row; empty fields are left as they are. Raises NotAnAmount."""
    typed = {name[6:]: str(value) for name, value in request.POST.items() if name.startswith("spent-")}
    read = {number(pk): amount(value) for pk, value in typed.items()}
    return {pk: fen for pk, fen in read.items() if pk is not None and fen is not None}


def _show(request: HttpRequest, shown: MoneyForm, refusal: Refusal | None = None) -> HttpResponseBase:
    if refusal is None:
        return render(request, "desk/project_money.html", {"form": shown})
    shown.errors.append(("", str(refusal)))
    status = 409 if isinstance(refusal, Stale) else 422
    return render(request, "desk/project_money.html", {"form": shown}, status=status)
