"""The sentences a measure is made of: what a step may say that it serves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from luoxiao.plan import reading
from luoxiao.plan.models import Clause, ClauseUnit, Measure
from luoxiao.plan.reading import Offsets, Role


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the page of the plan numbers it: the citation of its clause, its number there from 1, its words."""

    cite: str
    number: int
    text: str

    @property
    def core(self) -> str:
        return reading.core(self.text)


def sentences_of(measure: Measure) -> list[Sentence]:
    """In reading order, without those that belong to another measure within this one. A fixed number of queries."""
    text, start, end = measure.clause.version.text, measure.char_start, measure.char_end
    here = Measure.objects.filter(version=measure.version_id, char_start__lt=end, char_end__gt=start).order_by("order")
    promised = list(here.values_list("pk", "char_start", "char_end"))
    stretches, own = [(a, b) for _pk, a, b in promised], [pk for pk, _a, _b in promised].index(measure.pk)
    clauses = Clause.objects.filter(version=measure.version_id, char_start__lt=end, own_end__gt=start)
    units: dict[int, list[Offsets]] = defaultdict(list)
    for row in ClauseUnit.objects.filter(clause__in=clauses).order_by("id"):
        units[row.clause_id].append((row.char_start, row.char_end))
    return [
        Sentence(clause.cite, piece.number, piece.text.strip())
        for clause in clauses.order_by("order")
        for piece in _pieces(text, clause, units[clause.pk])
        if piece.role is Role.SENTENCE and reading.covering(piece.char_start, stretches) == own
    ]


def _pieces(text: str, clause: Clause, units: list[Offsets]) -> Iterable[reading.Piece]:
    own, is_heading = (clause.char_start, clause.own_end), clause.kind == Clause.Kind.HEADING
    head = reading.head(text, own, number=clause.number, title=clause.heading, is_heading=is_heading)
    return reading.pieces(text, own, head=head, units=units)
