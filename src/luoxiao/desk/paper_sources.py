"""Every kind of thing that papers are about, and where their figures come from. A new kind is a line here."""

from typing import Any

from luoxiao.desk.paper_allocation import ALLOCATION, ALLOCATION_OF
from luoxiao.desk.paper_circular import CIRCULAR, PLAN
from luoxiao.desk.paper_minutes import MEETING, MINUTES
from luoxiao.desk.paper_plain import PLAIN, PLAIN_SOURCE
from luoxiao.desk.paper_slip import SLIP, SLIP_OF
from luoxiao.desk.paper_source import Source
from luoxiao.desk.paper_statistics import STATISTICS, STATISTICS_OF
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User

SOURCES: dict[str, Source[Any]] = {
    PLAN: CIRCULAR,
    ALLOCATION_OF: ALLOCATION,
    MEETING: MINUTES,
    PLAIN: PLAIN_SOURCE,
    SLIP_OF: SLIP,
    STATISTICS_OF: STATISTICS,
}  # by Paper.about_kind


def source_of(paper: Paper) -> Source[Any]:
    return SOURCES[paper.about_kind]


def compared_by(user: User) -> list[str]:
    """The kinds of thing whose present values this person may see beside printed ones."""
    return [kind for kind, source in SOURCES.items() if source.open_to(user)]
