"""Papers that their writer writes freely: live figures are those of the plan in force, in the paper's quarter."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localtime

from luoxiao.core.periods import Quarter
from luoxiao.desk.paper_circular import sees_all
from luoxiao.desk.paper_source import Source
from luoxiao.documents.actions import Figures
from luoxiao.documents.models import Paper
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision.figures import Facts, Frame, facts_of, figures

PLAIN = "plain"  # about nothing in particular; `about` is None, and there may be several drafts


def plain_figures(period: Quarter, day: date) -> Figures:
    """What such a paper of this quarter may name on this day; nothing while no plan is in force."""
    plan = _plan()
    if plan is None:
        return {}
    frame = Frame(plan, period, day)
    return figures(facts_of([frame])[frame])


def _plan() -> int | None:
    return PlanVersion.objects.in_force().order_by("plan_id").values_list("plan_id", flat=True).first()


def _facts(papers: Sequence[Paper], at: datetime) -> dict[int, Facts | None]:
    plan = _plan()
    if plan is None:
        return {paper.pk: None for paper in papers}
    frames = {paper.pk: _frame(plan, paper, at) for paper in papers}
    found = facts_of(set(frames.values()))
    return {pk: found[frame] for pk, frame in frames.items()}


def _frame(plan: int, paper: Paper, at: datetime) -> Frame:
    return Frame(plan, Quarter.parse(paper.period), localtime(paper.issued_at or at).date())


def _figures(facts: Facts | None) -> Figures:
    return figures(facts) if facts else {}


PLAIN_SOURCE = Source(facts=_facts, figures=_figures, annexes=lambda _facts: [], open_to=sees_all)
