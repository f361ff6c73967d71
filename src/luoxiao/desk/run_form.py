"""What is done with the workbench's form: reckoned and shown, sent back to the script as it moves, kept as a draft."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.desk.acting import carry_out
from luoxiao.desk.locks import form, person, reading_only
from luoxiao.desk.reading import number
from luoxiao.desk.run_fields import Typed, read
from luoxiao.desk.run_outcome import Outcome, reckon
from luoxiao.desk.run_page import RunPage, find, shown_page, terms
from luoxiao.funds import actions
from luoxiao.funds.models import Run
from luoxiao.organisations.models import NotAllowed
from luoxiao.organisations.roles import Permission


@form(Permission.PREPARE_ALLOCATION)
def save(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Keep what was typed as the next draft; `do=reckon` only shows where it leads."""
    run = _own(request, pk)
    if request.method != "POST":
        return redirect("run", pk)
    typed, outcome = _reckoned(request, run)
    if request.POST.get("do") == "reckon":
        return _again(request, run, typed, outcome, status=200)
    if typed.problems:
        return _again(request, run, typed, outcome, status=422)
    answer = carry_out(request, _keep(request, run, typed, outcome), done=_("已存为新的一稿。"))
    if not isinstance(answer, Refusal):
        return answer
    return _again(request, find(request, pk), typed, outcome, problem=answer)


@form(Permission.PREPARE_ALLOCATION)
def live(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The result of what stands in the form now, for the script. Nothing is written."""
    with reading_only():
        run = _own(request, pk)
        if request.method != "POST":
            return redirect("run", pk)
        typed, outcome = _reckoned(request, run)
        shown = _shown(request, run, typed, outcome)
        return render(request, "desk/run_live.html", {"page": shown})


def _own(request: HttpRequest, pk: int) -> Run:
    """The run, of a fund that this person splits. Raises NotAllowed."""
    run = find(request, pk)
    if not run.round.fund.handled_by(person(request), Permission.PREPARE_ALLOCATION):
        raise NotAllowed(Permission.PREPARE_ALLOCATION)
    return run


def _reckoned(request: HttpRequest, run: Run) -> tuple[Typed, Outcome]:
    scheme, regions = terms(run)
    typed = read(request.POST.dict(), scheme, regions)
    return typed, reckon(typed.scheme, regions)


def _keep(request: HttpRequest, run: Run, typed: Typed, outcome: Outcome) -> Callable[[], str]:
    def act() -> str:
        saved = actions.save_run(
            round=run.round,
            scheme=typed.scheme,
            regions=outcome.regions,
            sources=run.sources,
            name=request.POST.get("name", ""),
            based_on=run,
            seen=number(request.POST.get("seen")) or 0,
            by=person(request),
            at=clock.now(),
        )
        return reverse("run", args=(saved.pk,))

    return act


def _again(
    request: HttpRequest,
    run: Run,
    typed: Typed,
    outcome: Outcome,
    *,
    problem: Refusal | None = None,
    status: int = 422,
) -> HttpResponseBase:
    """The page with what was typed. After a stale save it stands on the newest version, so that one may save again."""
    shown = _shown(request, run, typed, outcome, problem)
    return render(request, "desk/run.html", {"page": shown}, status=409 if isinstance(problem, Stale) else status)


def _shown(request: HttpRequest, run: Run, typed: Typed, outcome: Outcome, problem: Refusal | None = None) -> RunPage:
    return shown_page(run, person(request), outcome, typed=typed.texts, unread=typed.problems, problem=problem)
