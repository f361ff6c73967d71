"""Where the figures of a notice about an adopted split come from: the run, which does not move (plan text 四(二)2)."""

from collections.abc import Sequence
from datetime import datetime

from luoxiao.desk.paper_source import Source
from luoxiao.documents.models import Paper
from luoxiao.funds import actions, notice
from luoxiao.funds.models import Run
from luoxiao.funds.notice import Facts
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

ALLOCATION_OF = "allocation"  # what a notice is about


def _facts(papers: Sequence[Paper], at: datetime) -> dict[int, Facts]:
    found = notice.facts_of({paper.about for paper in papers if paper.about is not None})
    return {paper.pk: found[paper.about] for paper in papers if paper.about in found}


def _open_to(user: User) -> bool:
    """An adopted split is told to everybody who may see money."""
    return user.may(Permission.SEE_FUNDS)


def _issued(paper: Paper, by: User, at: datetime) -> None:
    """Note with the run which paper told it."""
    assert paper.about is not None, "such a paper is about a run"
    actions.attach_paper(Run.objects.get(pk=paper.about), paper, by=by, at=at)


ALLOCATION = Source(facts=_facts, figures=notice.figures, annexes=notice.annexes, open_to=_open_to, issued=_issued)
