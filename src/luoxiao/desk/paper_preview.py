"""A paper as the page shows it: put together with the figures of this moment, or with those it was issued with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timezone import localtime

from luoxiao.core import clock
from luoxiao.desk.paper_sources import source_of
from luoxiao.documents import gongwen
from luoxiao.documents.actions import AnnexTable, Figures, FigureValue, Words, words_of
from luoxiao.documents.composing import Preview, composed, preview
from luoxiao.documents.kinds import printed_as
from luoxiao.documents.models import Figure, Paper

BEGIN, END = "\ue000", "\ue001"  # around a live figure, in private use: the template marks what stands between them


@dataclass(frozen=True)
class Live:
    """What the queries give now for a draft: figures by name, and annexes."""

    words: Words
    figures: Figures
    annexes: list[AnnexTable]
    rehearsal: bool
    kind: str

    @property
    def printed(self) -> gongwen.Paper:
        """The draft put together with these figures."""
        return self._composed(self.figures)

    @property
    def preview(self) -> Preview:
        """The same with a mark around each figure in the prose."""
        marked = {key: replace(figure, value=f"{BEGIN}{figure.value}{END}") for key, figure in self.figures.items()}
        return preview(self._composed(marked))

    def _composed(self, figures: Figures) -> gongwen.Paper:
        form = printed_as(self.kind)
        return composed(self.words, figures, self.annexes, rehearsal=self.rehearsal, **form)


def live(paper: Paper, *, at: datetime | None = None, words: Words | None = None) -> Live:
    """A draft, or what is being typed of it, with the figures of this moment."""
    source = source_of(paper)
    facts = source.facts([paper], at or clock.now())[paper.pk]
    found = source.figures(facts), source.annexes(facts)
    return Live(words or words_of(paper), *found, paper.is_rehearsal, paper.kind)


def as_issued(paper: Paper, frozen: Sequence[Figure]) -> gongwen.Paper:
    """An issued paper put together again from what was frozen."""
    known = {f.key: FigureValue(f.key, f.label, f.value, f.unit, f.query, f.source) for f in frozen}
    annexes = [AnnexTable.from_json(kept) for kept in paper.annexes]
    dated = localtime(paper.issued_at).date() if paper.issued_at else None
    return composed(
        words_of(paper),
        known,
        annexes,
        number=paper.printed_number,
        dated=dated,
        rehearsal=paper.is_rehearsal,
        copies=sum(line.copies for line in paper.distribution.all()),
        **printed_as(paper.kind, paper.issued_by.full_name if paper.issued_by else ""),
    )


def changed(figure: Figure, now: Mapping[str, str]) -> str:
    """The figure's present value where it differs from the printed one; empty where it does not, or is not known."""
    present = now.get(figure.query, figure.value)
    return present if present != figure.value else ""
