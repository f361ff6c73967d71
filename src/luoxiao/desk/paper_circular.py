"""Where the figures of a quarterly circular come from: the tasks of its plan (plan text 三(三))."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime

from luoxiao.core.periods import Quarter
from luoxiao.desk.paper_source import Source
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.supervision import circular
from luoxiao.supervision.figures import Facts, Frame, facts_of, figures

PLAN = "plan"  # what a circular is about


def facts_of_one(frame: Frame) -> Facts:
    return facts_of([frame])[frame]


def sees_all(user: User) -> bool:
    """Present values count everybody's tasks, so they are for those who may see everybody's."""
    return user.scope_of(Permission.SEE_TASKS) is Scope.ALL


def _frame(paper: Paper, at: datetime) -> Frame:
    """What a circular's figures are asked about: its plan, its quarter, and the day they were or are to be taken."""
    taken = paper.issued_at or at
    return Frame(paper.about or 0, Quarter.parse(paper.period), localtime(taken).date())


def _facts(papers: Sequence[Paper], at: datetime) -> dict[int, Facts]:
    frames = {paper.pk: _frame(paper, at) for paper in papers}
    found = facts_of(set(frames.values()))
    return {pk: found[frame] for pk, frame in frames.items()}


CIRCULAR = Source(facts=_facts, figures=figures, annexes=circular.annexes, open_to=sees_all)
