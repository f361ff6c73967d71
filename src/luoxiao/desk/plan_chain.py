"""落实链条: what a sentence rests on, the task that serves it, and what proves that something was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoxiao.desk.plan_served import Served
from luoxiao.desk.plan_steps import StepsUnder, steps_under
from luoxiao.plan.models import Clause, ClauseUnit, KnownPaper, Measure, Mention
from luoxiao.plan.reading import Piece
from luoxiao.supervision.lights import Verdict
from luoxiao.supervision.models import Evidence, ProgressReport, Task
from luoxiao.supervision.wording import LIGHTS, reason, when

BASES, FILES, BELOW = 12, 50, 40


@dataclass(frozen=True)
class Basis:
    """A paper that the clause `cite` cites. `source` says where its number stands when it is not printed there."""

    title: str
    number: str
    source: str
    cite: str


@dataclass(frozen=True)
class TaskLink:
    """The task with its light."""

    task: Task
    light: str
    light_words: str
    reason: str
    when: str


@dataclass(frozen=True)
class Below:
    """A measure under the chosen clause, where the clause itself has no sentence."""

    measure: Measure
    light: str
    light_words: str


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
    served: TaskLink | None
    steps: StepsUnder
    evidence: list[Evidence]
    below: list[Below]


def chain_of(lineage: Sequence[Clause], served: Served, pieces: Sequence[Piece], chosen: Piece | None) -> Chain:
    """The chain of the chosen sentence, one of the `pieces` of the last clause of the lineage; or of that clause."""
    place, number = (chosen.char_start, chosen.number) if chosen else (lineage[-1].char_start, 0)
    measure = served.at(place)
    task = served.tasks.get(measure.pk) if measure else None
    named = list(ClauseUnit.objects.filter(clause=measure.clause_id).order_by("order")) if measure else []
    lead = next((row for row in named if row.is_lead), named[0] if len(named) == 1 else None)
    return Chain(
        clause=lineage[-1],
        bases=_bases(lineage),
        sentence=chosen.text.strip() if chosen else "",
        number=number,
        measure=measure,
        lead=lead.printed if lead else "",
        others=[row.printed for row in named if row is not lead],
        served=_task_link(task, served.verdicts[measure.pk]) if task and measure else None,
        steps=steps_under(pieces, served, place=place, chosen=number),
        evidence=_evidence(task) if task else [],
        below=[] if number else _below(lineage[-1], served),
    )


def _below(clause: Clause, served: Served) -> list[Below]:
    under = [m for m in served.measures if clause.char_start <= m.char_start < clause.char_end]
    lights = [(measure, served.verdicts.get(measure.pk)) for measure in under[:BELOW]]
    return [Below(m, v.light.value if v else "", str(LIGHTS[v.light]) if v else "") for m, v in lights]


def _bases(lineage: Sequence[Clause]) -> list[Basis]:
    """The papers cited in the clause; where it cites none, in the nearest clause above that does."""
    cited = Mention.objects.filter(clause__in=lineage, kind=Mention.Kind.CITATION).order_by("char_start")
    by_clause = [(clause, [m for m in cited if m.clause_id == clause.pk]) for clause in reversed(lineage)]
    clause, found = next(((clause, found) for clause, found in by_clause if found), (lineage[-1], []))
    numbers = _once(found)
    elsewhere = _numbers_elsewhere([title for title, number in numbers.items() if not number], clause)
    bases = ((title, (number, "") if number else elsewhere.get(title, ("", ""))) for title, number in numbers.items())
    return [Basis(title, number, source, clause.cite) for title, (number, source) in bases][:BASES]


def _numbers_elsewhere(titles: Sequence[str], clause: Clause) -> dict[str, tuple[str, str]]:
    """The numbers of papers cited without one, each with its source: another clause of the plan, or the register."""
    if not titles:
        return {}
    papers = KnownPaper.objects.filter(title__in=titles).values_list("title", "number")
    found = {title: (number, _("文件登记簿")) for title, number in papers}
    said = Mention.objects.filter(version=clause.version_id, kind=Mention.Kind.CITATION, text__in=titles)
    for mention in said.exclude(doc_number="").select_related("clause").order_by("-char_start"):
        found[mention.text] = (mention.doc_number, mention.clause.cite if mention.clause else _("前言"))
    return found


def _once(mentions: Iterable[Mention]) -> dict[str, str]:
    """Each title once, with its number where any of its citations prints one."""
    found: dict[str, str] = {}
    for mention in mentions:
        found[mention.text] = found.get(mention.text) or mention.doc_number
    return found


def _task_link(task: Task, verdict: Verdict) -> TaskLink:
    return TaskLink(task, verdict.light, str(LIGHTS[verdict.light]), reason(verdict), when(verdict))


def _evidence(task: Task) -> list[Evidence]:
    """Files of reports that were accepted; what is still in review proves nothing yet."""
    proven = Evidence.objects.filter(report__task=task, report__state=ProgressReport.State.ACCEPTED)
    return list(proven.select_related("file", "report").order_by("-id")[:FILES])
