"""What the preview of an import shows: the text as it was read, and what it would change. Nothing is stored."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from luoxiao.core import office_wording
from luoxiao.core.office.extracted import ExtractedText
from luoxiao.core.refusals import Refusal
from luoxiao.desk.plan_comparison import Comparison, compared
from luoxiao.organisations.models import Area
from luoxiao.plan import actions, wording
from luoxiao.plan.building import Tree, fingerprint
from luoxiao.plan.models import Clause, ClauseUnit, Measure, Mention, Plan, PlanVersion

MOST_CLAUSES, MOST_MEASURES, MOST_FINDINGS, QUOTED = 400, 200, 100, 40  # shown; the rest is counted


@dataclass(frozen=True)
class MeasureRow:
    """A measure as it would become a task."""

    measure: Measure
    lead: str
    others: list[str]
    unknown: list[str]


@dataclass(frozen=True)
class Doubts:
    """Doubtful places of which the same is to be said, each with its clause and the words in doubt."""

    mark: str
    sentence: str
    places: list[tuple[str, str]]


@dataclass(frozen=True)
class Preview:
    """Everything the preview shows."""

    tree: Tree
    remarks: list[str]
    clauses: list[Clause]
    measures: list[MeasureRow]
    doubts: list[Doubts]
    more_doubts: int
    counts: dict[str, int]
    of: Plan | None
    area: Area | None
    comparison: Comparison | None
    seen: str
    key: str
    title: str = ""
    problem: Refusal | None = None
    kept: dict[str, str] = field(default_factory=dict)


def preview_of(read: ExtractedText, *, of: Plan | None, area: Area | None, key: str) -> Preview:
    """Read the text into what would be stored. Raises as plan.actions.readable, which the upload has tried already."""
    tree = actions.readable(read.text)
    in_force = PlanVersion.objects.in_force().filter(plan=of).first() if of else None
    return Preview(
        tree=tree,
        remarks=[office_wording.sentence(note) for note in read.notes],
        clauses=list(tree.clauses[:MOST_CLAUSES]),
        measures=_rows(tree),
        doubts=_doubts(tree),
        more_doubts=max(len(tree.findings) - MOST_FINDINGS, 0),
        counts=_counts(tree),
        of=of,
        area=area,
        comparison=compared(in_force, tree) if in_force else None,
        seen=fingerprint(tree),
        key=key,
    )


def _doubts(tree: Tree) -> list[Doubts]:
    """The same doubt in many places is said once."""
    found: dict[str, Doubts] = {}
    for finding in tree.findings[:MOST_FINDINGS]:
        sentence = wording.finding(finding)
        one = found.setdefault(sentence, Doubts(wording.finding_mark(finding), sentence, []))
        words = tree.version.text[finding.char_start : finding.char_end][:QUOTED]
        one.places.append((finding.clause.cite if finding.clause else _("前言"), words.strip()))
    return list(found.values())


def _counts(tree: Tree) -> dict[str, int]:
    kinds: Counter[str] = Counter(measure.kind for measure in tree.measures)
    said: Counter[str] = Counter(mention.kind for mention in tree.mentions)
    return {
        "characters": len(tree.version.text),
        "clauses": len(tree.clauses),
        "measures": kinds[Measure.Kind.MEASURE],
        "lead_tasks": kinds[Measure.Kind.LEAD_TASK],
        "duties": kinds[Measure.Kind.DUTY],
        "undated": sum(measure.due is None for measure in tree.measures),
        "units": len({row.printed for row in tree.units}),
        "unknown_units": len({row.printed for row in tree.units if row.unit is None}),
        "citations": said[Mention.Kind.CITATION],
        "amounts": said[Mention.Kind.AMOUNT],
        "findings": len(tree.findings),
    }


def _rows(tree: Tree) -> list[MeasureRow]:
    named: dict[int, list[ClauseUnit]] = defaultdict(list)
    for row in tree.units:
        named[row.clause.order].append(row)
    return [_row(measure, named[measure.clause.order]) for measure in tree.measures[:MOST_MEASURES]]


def _row(measure: Measure, named: list[ClauseUnit]) -> MeasureRow:
    """The unit the text makes lead first; a unit named alone answers alone."""
    lead = next((row for row in named if row.is_lead), named[0] if len(named) == 1 else None)
    return MeasureRow(
        measure=measure,
        lead=lead.printed if lead else "",
        others=[row.printed for row in named if row is not lead],
        unknown=[row.printed for row in named if row.unit is None],
    )
