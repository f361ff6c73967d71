"""Where the figures of minutes come from: their meeting, its attendance and the items of what was decided."""

from collections.abc import Sequence
from datetime import datetime

from luoxiao.desk.paper_source import Source
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission, Scope
from luoxiao.supervision import actions, minutes
from luoxiao.supervision.minutes import Facts
from luoxiao.supervision.models import Meeting

MEETING = "meeting"  # what minutes are about


def _facts(papers: Sequence[Paper], at: datetime) -> dict[int, Facts]:
    found = minutes.facts_of({paper.about for paper in papers if paper.about is not None}, at)
    return {paper.pk: found[paper.about] for paper in papers if paper.about is not None}


def _sees_all(user: User) -> bool:
    return user.scope_of(Permission.SEE_MEETINGS) is Scope.ALL


def _issued(paper: Paper, by: User, at: datetime) -> None:
    """The meeting is minuted in the transaction that issues its minutes."""
    if paper.kind == Paper.Kind.MINUTES:
        actions.minute(Meeting.objects.get(pk=paper.about or 0), paper=paper, by=by, at=at)


MINUTES = Source(facts=_facts, figures=minutes.figures, annexes=minutes.annexes, open_to=_sees_all, issued=_issued)
