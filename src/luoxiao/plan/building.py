"""From what the parser read to rows of this room that are not stored yet.

The preview shows these rows and `actions.propose` stores them, so what is stored is what was seen.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from operator import itemgetter
from typing import Any

from django.db.models import Model

from luoxiao import __version__
from luoxiao.core import package_data
from luoxiao.organisations.models import Unit, UnitAlias
from luoxiao.plan.models import Clause, ClauseUnit, Correction, Finding, KnownPaper, Measure, Mention, PlanVersion
from luoxiao.plan.parse import parse
from luoxiao.plan.parse.model import Amount, Duty, ParsedPlan, Percentage, Span

TITLE, SHORTEST = 30, 4  # characters of a measure's title made from the text itself
MOST_FEN, LONGEST_NUMBER = 2**63 - 1, 20
Kind = Mention.Kind
MARKS = "，,。；;：:\n"


@dataclass(frozen=True)
class Tree:
    """A version with everything in it, clauses in reading order. Its rows may be stored or not."""

    version: PlanVersion
    clauses: Sequence[Clause]
    units: Sequence[ClauseUnit]
    mentions: Sequence[Mention]
    measures: Sequence[Measure]
    findings: Sequence[Finding]
    corrections: Sequence[Correction] = field(default=())


def build(text: str) -> Tree:
    """Parse with the units and papers known today. Raises plan.parse.Unreadable."""
    parsed = parse(text, known_units=_unit_names(), known_papers=_paper_numbers())
    version = PlanVersion(
        title=(parsed.title or "")[:300],
        doc_number=parsed.doc_number or "",
        text=text,
        sha256=digest(text),
        parser=__version__,
    )
    clauses = _clauses(parsed, version)
    mentions = _mentions(parsed, version, clauses)
    return Tree(
        version=version,
        clauses=clauses,
        units=_units(parsed, clauses),
        mentions=mentions,
        measures=_measures(parsed, version, clauses, mentions),
        findings=[
            Finding(
                version=version,
                clause=None if found.clause is None else clauses[found.clause],
                code=found.code,
                params=found.params,
                char_start=found.char_start,
                char_end=found.char_end,
            )
            for found in parsed.findings
        ],
    )


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def _unit_names() -> set[str]:
    names = {name for pair in Unit.objects.values_list("name", "short_name") for name in pair}
    return names | set(UnitAlias.objects.values_list("alias", flat=True))


def _paper_numbers() -> dict[str, str]:
    return dict(KnownPaper.objects.values_list("title", "number"))


def _clauses(parsed: ParsedPlan, version: PlanVersion) -> list[Clause]:
    made: list[Clause] = []
    for order, said in enumerate(parsed.clauses):
        made.append(
            Clause(
                version=version,
                parent=None if said.parent is None else made[said.parent],
                order=order,
                path=said.path,
                level=said.level,
                kind=said.kind,
                number=said.number,
                heading=said.heading[:300],
                char_start=said.char_start,
                own_end=said.own_end,
                char_end=said.char_end,
            )
        )
    return made


def _units(parsed: ParsedPlan, clauses: Sequence[Clause]) -> list[ClauseUnit]:
    known = Unit.objects.called({name for said in parsed.clauses for name in said.units})
    return [
        ClauseUnit(
            clause=clause,
            order=order,
            printed=unit.name,
            unit=known.get(unit.name),
            is_lead=unit.role == "lead",
            char_start=unit.char_start,
            char_end=unit.char_end,
        )
        for clause, said in zip(clauses, parsed.clauses, strict=True)
        for order, unit in enumerate(said.responsible)
    ]


def _mentions(parsed: ParsedPlan, version: PlanVersion, clauses: Sequence[Clause]) -> list[Mention]:
    said: list[tuple[Mention.Kind, Span, dict[str, Any]]] = [
        *(
            (Kind.CITATION, c, {"text": c.title, "doc_number": c.number or ""})
            for c in parsed.citations
            if not c.is_alias
        ),
        *((Kind.AMOUNT, a, {"text": a.text, "fen": _fen(a), "bound": a.bound}) for a in parsed.amounts),
        *((Kind.PERCENTAGE, p, {"text": p.text, "percent": _percent(p), "bound": p.bound}) for p in parsed.percentages),
        *((Kind.DEADLINE, d, {"text": d.text, "not_after": d.not_after}) for d in parsed.deadlines),
        *((Kind.RECURRENCE, r, {"text": r.text, "rhythm": r.rhythm}) for r in parsed.recurrences),
        *((Kind.VERB, v, {"text": v.text}) for v in parsed.verbs),
    ]
    starts = [clause.char_start for clause in clauses]
    made = []
    for kind, span, more in sorted(said, key=lambda one: one[1].char_start):
        place = bisect_right(starts, span.char_start) - 1
        clause = clauses[place] if place >= 0 and span.char_start < parsed.closing_start else None
        more |= {"char_start": span.char_start, "char_end": span.char_end}
        made.append(Mention(version=version, clause=clause, kind=kind, **more))
    return made


def _fen(said: Amount) -> int | None:
    """Whole fen, where a column of 64 bits holds them; more money than that is a slip, and stays words."""
    return said.fen if said.fen is not None and abs(said.fen) <= MOST_FEN else None


def _percent(said: Percentage) -> str:
    number = f"{said.value:f}"
    return number if len(number) <= LONGEST_NUMBER else ""


def _measures(
    parsed: ParsedPlan, version: PlanVersion, clauses: Sequence[Clause], mentions: Sequence[Mention]
) -> list[Measure]:
    """A clause with responsible units is a measure, a lead task is one of its own kind, a duty comes round."""
    titles, lead_tasks = package_data.short_titles(parsed.title or ""), set(parsed.lead_tasks)
    made = []
    for index, (clause, said) in enumerate(zip(clauses, parsed.clauses, strict=True)):
        if index in lead_tasks:
            made.append(_measure(clause, Measure.Kind.LEAD_TASK, titles))
        elif said.responsible:
            made.append(_measure(clause, Measure.Kind.MEASURE, titles))
    made += [_duty(duty, clauses[duty.clause]) for duty in parsed.duties if duty.clause is not None]
    made.sort(key=lambda measure: measure.char_start)
    deadlines = [mention for mention in mentions if mention.kind == Mention.Kind.DEADLINE]
    starts = [deadline.char_start for deadline in deadlines]
    for order, measure in enumerate(made):
        measure.version, measure.order = version, order
        within = slice(bisect_left(starts, measure.char_start), bisect_left(starts, measure.char_end))
        _set_due(measure, deadlines[within])
    return made


def _measure(clause: Clause, kind: Measure.Kind, titles: Mapping[str, str]) -> Measure:
    """Its words are the clause with everything under it."""
    words = clause.version.text[clause.char_start + len(clause.number) : clause.own_end]
    made = first_words(clause.heading if clause.kind == Clause.Kind.HEADING else words)
    title = titles.get(clause.path, made)
    return Measure(clause=clause, kind=kind, title=title, char_start=clause.char_start, char_end=clause.char_end)


def _duty(said: Duty, clause: Clause) -> Measure:
    return Measure(
        clause=clause,
        kind=Measure.Kind.DUTY,
        title=first_words(said.text),
        rhythm=said.rhythm,
        char_start=said.char_start,
        char_end=said.char_end,
    )


def first_words(text: str) -> str:
    """What comes before the first mark, at most TITLE characters; cut words end in …"""
    words = text.strip()
    end = next((place for place, sign in enumerate(words) if place >= SHORTEST and sign in MARKS), len(words))
    return words[:end] if end <= TITLE else words[: TITLE - 1] + "…"


def _set_due(measure: Measure, said: Sequence[Mention]) -> None:
    """The latest date in the measure's words: done by then, it is done. A lost date leaves its words and no date."""
    dated = [(mention.not_after, mention) for mention in said if mention.not_after]
    chosen = max(dated, key=itemgetter(0))[1] if dated else next(iter(said), None)
    if chosen:
        measure.due, measure.due_text = chosen.not_after, chosen.text[:120]


def fingerprint(tree: Tree) -> str:
    """What a preview showed, in one number: text, tree, units, measures and findings. Same input, same number."""
    rows = (*tree.clauses, *tree.units, *tree.mentions, *tree.measures, *tree.findings)
    return digest(repr((tree.version.sha256, [_content(row) for row in rows])))


def _content(row: Model) -> list[object]:
    """The row's own values, the place of its clause and its known unit; nothing that storing adds."""
    values = [(name, value) for name, value in sorted(vars(row).items()) if name not in _STORED]
    clause = getattr(row, "clause", None)
    return [row._meta.model_name, clause.order if clause else None, values]


_STORED = {"_state", "id", "version_id", "clause_id", "parent_id"}
