"""One reading of one text: the rules in their order, and offsets brought back to the original."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from luoxiao.plan.parse import (
    citations,
    clauses,
    closing,
    dates,
    duties,
    findings,
    groups,
    leads,
    marks,
    money,
    rhythms,
    shares,
    tables,
    tree,
    units,
    verbs,
)
from luoxiao.plan.parse import text as prepared
from luoxiao.plan.parse import title as heads
from luoxiao.plan.parse.groups import Group
from luoxiao.plan.parse.marks import Style
from luoxiao.plan.parse.model import (
    Amount,
    Citation,
    Clause,
    Deadline,
    Duty,
    Finding,
    ParsedPlan,
    Percentage,
    Recurrence,
    Unreadable,
    Verb,
)
from luoxiao.plan.parse.quiet import cover, titles


class Reading:
    """Each property is one rule applied; a later one may use the earlier ones."""

    def __init__(self, text: str, known_units: frozenset[str], known_papers: Mapping[str, str]) -> None:
        self.text = prepared.read(text)
        self.s = self.text.s
        if not self.s.strip():
            raise Unreadable("empty")
        self.known_units = known_units
        self.known_papers = known_papers
        self.titles = titles(self.s)
        self.quiet = cover(self.s, self.titles)
        self.tables = tables.find(self.s)

    @cached_property
    def nodes(self) -> list[tree.Node]:
        """Numbered clauses."""
        rows = [row for table in self.tables for row in [*table.rubrics, *table.rows]] or tables.cards(self.s)
        candidates = sorted([*marks.candidates(self.quiet), *rows], key=lambda mark: (mark.start, mark.end))
        return tree.grow(self.quiet, candidates)

    @cached_property
    def cells(self) -> list[tables.Cell]:
        """Cells of tables that say who and by when."""
        return [cell for table in self.tables for cell in tables.cells(self.s, table, self._is_units)]

    def _is_units(self, start: int, end: int) -> bool:
        return groups.names_units_only(self.s, start, end, self.known_units)

    @cached_property
    def groups(self) -> list[Group]:
        """Groups of units, their leads decided."""
        rules = leads.stated(self.s)
        found = groups.find(self.s, self.quiet, self.known_units)
        if not self.tables:
            found += groups.cells(self.s, self.known_units)
        found += [
            Group(cell.start, cell.end, units.read(self.s, cell.start, cell.end, cell.head))
            for cell in self.cells
            if cell.column == "units"
        ]
        found.sort(key=lambda group: group.start)
        last = max((group.end for group in found), default=0)
        return [
            replace(group, names=units.with_leads(group.names, leads.at(rules, group.end, last))) for group in found
        ]

    @cached_property
    def given(self) -> list[clauses.Given]:
        """Clauses with their units, unnumbered ones among them."""
        return clauses.give(self.s, self.nodes, self.groups)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Clauses with offsets in the original."""
        return tuple(clauses.build(self.text, self.given, self.end))

    @cached_property
    def head(self) -> heads.Head:
        """Title and number; a paper that is nothing but an annex has the annex's title."""
        first = self.given[0].node if self.given else None
        found = heads.read(self.quiet, 0, first.start if first else len(self.s))
        if found.title or first is None or not first.mark or first.mark.style != Style.ANNEX:
            return found
        return replace(found, title=heads.read(self.quiet, first.body, first.end).title)

    @property
    def title(self) -> str | None:
        """The title in one line."""
        return "".join(self.text.words(a, b).strip() for a, b in self.head.title) or None

    def plan(self) -> ParsedPlan:
        """Everything read."""
        number = self.head.number
        return ParsedPlan(
            text=self.text.original,
            title=self.title,
            doc_number=self.text.words(*number).strip() if number else None,
            closing_start=self.end,
            clauses=self.clauses,
            citations=tuple(self._citation(cited) for cited in self.cited),
            amounts=tuple(Amount(*self._said(m.start, m.end), m.value, m.bound) for m in money.read(self.quiet)),
            percentages=tuple(
                Percentage(*self._said(p.start, p.end), p.value, p.bound) for p in shares.read(self.quiet)
            ),
            deadlines=tuple(Deadline(*self._said(d.start, d.end), d.not_after) for d in self.limits),
            recurrences=tuple(Recurrence(*self._said(r.start, r.end), r.rhythm) for r in self.rounds),
            verbs=tuple(Verb(*self._said(a, b)) for a, b in verbs.read(self.quiet)),
            duties=tuple(Duty(*self._said(d.start, d.end), d.rhythm, self._clause_at(d.start)) for d in self.owed),
            findings=tuple(self._findings()),
            lead_tasks=self._lead_tasks(),
        )

    def _said(self, start: int, end: int) -> tuple[int, int, str]:
        """Offsets in the original and the words there."""
        return *self.text.span(start, end), self.text.words(start, end)

    @cached_property
    def end(self) -> int:
        """Where the words after the last clause begin in the original."""
        place = closing.start(self.s, self.given[-1]) if self.given else len(self.s)
        return self.text.at[place]

    @cached_property
    def cited(self) -> list[citations.Cited]:
        """Citations, aliases and the paper's own name among them."""
        own = "".join(self.s[a:b] for a, b in self.head.title)
        return citations.read(self.s, self.titles, own)

    @cached_property
    def limits(self) -> list[dates.Limit]:
        """Deadlines."""
        return dates.read(self.quiet, frozenset(cell.start for cell in self.cells if cell.column == "due"))

    @cached_property
    def rounds(self) -> list[rhythms.Round]:
        """Recurrences."""
        return rhythms.read(self.quiet)

    @cached_property
    def owed(self) -> list[duties.Owed]:
        """Reporting duties."""
        return duties.read(self.quiet, self.rounds)

    def _citation(self, cited: citations.Cited) -> Citation:
        return Citation(
            *self.text.span(cited.start, cited.end),
            self.text.words(cited.start + 1, cited.end - 1),
            self.text.words(*cited.number) if cited.number else None,
            cited.is_alias or cited.is_self,
        )

    def _findings(self) -> list[Finding]:
        doubts = [
            *findings.emptiness(self.s, self.given),
            *findings.lost(self.text, self.limits),
            *findings.numbering(self.given),
            *findings.units(self.text, self.given, self.known_units),
            *findings.deadlines(self.given, self.limits, self.rounds),
            *findings.duties(self.text, self.owed),
            *findings.citations(self.text, self.cited, self.known_papers),
            *findings.marks(self.s),
        ]
        doubts.sort(key=lambda doubt: (doubt.start, doubt.end, doubt.code))
        return [
            Finding(*self.text.span(d.start, d.end), d.code, dict(d.params), self._clause_at(d.start)) for d in doubts
        ]

    @cached_property
    def starts(self) -> list[int]:
        """Where clauses begin."""
        return [one.node.start for one in self.given]

    def _clause_at(self, place: int) -> int | None:
        found = bisect_right(self.starts, place) - 1
        return found if found >= 0 and self.text.at[place] < self.end else None

    def _lead_tasks(self) -> tuple[int, ...]:
        """Items under a heading that announces lead tasks."""
        return tuple(
            place
            for place, clause in enumerate(self.clauses)
            if clause.parent is not None and "牵头任务" in self.clauses[clause.parent].heading
        )
