"""Papers about nothing in particular: what their writer says, and no live figures."""

from collections.abc import Sequence
from datetime import datetime

from luoxiao.desk.paper_source import Source
from luoxiao.documents.models import Paper

PLAIN = "plain"  # about nothing; `about` is None, and nothing is compared with the present


def _facts(papers: Sequence[Paper], at: datetime) -> dict[int, None]:
    return {paper.pk: None for paper in papers}


PLAIN_SOURCE = Source(facts=_facts, figures=lambda _facts: {}, annexes=lambda _facts: [], open_to=lambda _user: False)
