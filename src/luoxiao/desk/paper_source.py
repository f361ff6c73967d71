"""What a page must say for each kind of thing that papers are about, so that their figures can live until issue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from luoxiao.documents.actions import AnnexTable, Figures
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User

F = TypeVar("F")


@dataclass(frozen=True)
class Source(Generic[F]):
    """Where the figures and annexes of papers about one kind of thing come from.

    `facts` reads what they rest on for several papers at once, in a fixed number of queries: by id of the paper, as of
    the moment it was issued, or the moment given for a draft. Figures and annexes are then made of it without queries.
    `open_to` says whether this person may see present values beside the printed ones. `issued` is called in the
    transaction that issues such a paper: what it is about may have to know.
    """

    facts: Callable[[Sequence[Paper], datetime], Mapping[int, F]]
    figures: Callable[[F], Figures]
    annexes: Callable[[F], list[AnnexTable]]
    open_to: Callable[[User], bool]
    issued: Callable[[Paper, User, datetime], None] = lambda _paper, _by, _at: None

    def values(self, papers: Sequence[Paper], at: datetime) -> dict[int, dict[str, str]]:
        """By id of the paper, what each query answers now, by its name: to compare with what was printed."""
        found = self.facts(papers, at)
        return {
            pk: {figure.query: figure.value for figure in self.figures(facts).values()} for pk, facts in found.items()
        }
