"""落实链条: what a sentence rests on, the task that serves it, and what proves that something was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luoxiao.core import clock
from luoxiao.plan.models import Clause, ClauseUnit, KnownPaper, Measure, Mention
from luoxiao.supervision import actions
from luoxiao.supervision.models import Evidence, LightRule, ProgressReport, Step, Task
from luoxiao.supervision.wording import LIGHTS, reason, when

BASES, FILES = 12, 50


@dataclass(frozen=True)
class Basis:
    """A paper the clause cites; `number` as printed, or from the register where none is printed."""

    title: str
    number: str
    is_registered: bool
    cite: str


@dataclass(frozen=True)
class Served:
    """The task with its light."""

    task: Task
    light: str
    light_words: str
    reason: str
    when: str


@dataclass(frozen=True)
class Chain:
    """The links from the cited papers to the evidence."""

    clause: Clause
    bases: list[Basis]
    sentence: str
    number: int
    measure: Measure | None
    lead: str
    others: list[str]
    served: Served | None
    steps: list[Step]
    evidence: list[Evidence]


def chain_of(
    lineage: Sequence[Clause], measure: Measure | None, task: Task | None, *, sentence: str, number: int
) -> Chain:
    """The chain of a sentence of the last clause of the lineage."""
    named = list(ClauseUnit.objects.filter(clause=measure.clause_id).order_by("order")) if measure else []
    lead = next((row for row in named if row.is_lead), named[0] if len(named) == 1 else None)
    return Chain(
        clause=lineage[-1],
        bases=_bases(lineage),
        sentence=sentence,
        number=number,
        measure=measure,
        lead=lead.printed if lead else "",
        others=[row.printed for row in named if row is not lead],
        served=_served(task) if task else None,
        steps=actions.current_steps(task) if task else [],
        evidence=_evidence(task) if task else [],
    )


def _bases(lineage: Sequence[Clause]) -> list[Basis]:
    """The papers cited in the clause; where it cites none, in the nearest clause above that does."""
    cited = Mention.objects.filter(clause__in=lineage, kind=Mention.Kind.CITATION).order_by("char_start")
    by_clause = [(clause, [m for m in cited if m.clause_id == clause.pk]) for clause in reversed(lineage)]
    clause, found = next(((clause, found) for clause, found in by_clause if found), (lineage[-1], []))
    titles = dict.fromkeys((mention.text, mention.doc_number) for mention in found)
    numbers = dict(KnownPaper.objects.filter(title__in=[t for t, _n in titles]).values_list("title", "number"))
    return [_basis(title, number, numbers, clause) for title, number in _once(titles)][:BASES]


def _once(titles: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each title once, with its number where any of its citations prints one."""
    found: dict[str, str] = {}
    for title, number in titles:
        found[title] = found.get(title) or number
    return list(found.items())


def _basis(title: str, number: str, registered: dict[str, str], clause: Clause) -> Basis:
    known = "" if number else registered.get(title, "")
    return Basis(title, number or known, bool(known), clause.cite)


def _served(task: Task) -> Served:
    today = clock.today()
    verdict = task.verdict(today=today, soon_days=LightRule.objects.on(today).soon_days)
    return Served(task, verdict.light, str(LIGHTS[verdict.light]), reason(verdict), when(verdict))


def _evidence(task: Task) -> list[Evidence]:
    """Files of reports that were accepted; what is still in review proves nothing yet."""
    proven = Evidence.objects.filter(report__task=task, report__state=ProgressReport.State.ACCEPTED)
    return list(proven.select_related("file", "report").order_by("-id")[:FILES])
