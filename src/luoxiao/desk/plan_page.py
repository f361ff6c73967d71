"""One version of a plan: its tree, the original with the light of each sentence, the chain from basis to evidence."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import new_key
from luoxiao.desk.history import Line as HistoryLine
from luoxiao.desk.history import history_of
from luoxiao.desk.locks import page, person
from luoxiao.desk.plan_chain import Chain, chain_of
from luoxiao.desk.plan_scope import CHARACTERS, Scope, next_and_previous, scope_of
from luoxiao.desk.plan_served import UNDIVIDED, UNSEEN, Served, served
from luoxiao.desk.plan_tree import Node, tree_nodes
from luoxiao.desk.plans import counted, versions
from luoxiao.desk.reading import number
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.plan import reading
from luoxiao.plan.models import Clause, ClauseUnit, Finding, Measure, PlanVersion
from luoxiao.plan.reading import Piece, Role
from luoxiao.supervision.wording import LIGHTS

FINDINGS = 100  # marked on one page; the list of findings has all


@dataclass(frozen=True)
class Sentence:
    """A piece of a clause with the light of the task that serves it."""

    piece: Piece
    status: str
    words: str
    chosen: bool = False


@dataclass(frozen=True)
class Block:
    """A clause as the middle of the page shows it."""

    clause: Clause
    sentences: list[Sentence]
    light: str
    light_words: str
    chosen: bool
    total: int
    divided: int
    rest: int = 0

    @property
    def look(self) -> str:
        """How it is set: as a part, as a section, or as an item."""
        if self.clause.kind != Clause.Kind.HEADING:
            return "item"
        return "part" if self.clause.level == 1 else "section"


@dataclass(frozen=True)
class May:
    """What this person may do with this version now."""

    adopt: bool
    own: bool
    withdraw: bool
    correct: bool
    renew: bool


@dataclass(frozen=True)
class Sheet:
    """Everything the page of a plan shows."""

    version: PlanVersion
    in_force: PlanVersion | None
    scope: Scope
    tree: list[Node]
    blocks: list[Block]
    preamble: list[Piece]
    closing: str
    findings: list[Finding]
    near: list[Finding]
    previous: Clause | None
    next: Clause | None
    chain: Chain | None
    totals: dict[str, int]
    may: May
    history: list[HistoryLine]
    key: str
    problem: Refusal | None = None
    kept: dict[str, str] = field(default_factory=dict)


@page(Permission.SEE_PLANS)
def version(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = version_of(request, pk)
    return render(request, "desk/plan.html", {"sheet": sheet(found, person(request), choice_of(request.GET))})


def version_of(request: HttpRequest, pk: int) -> PlanVersion:
    """The version, if this person may see it, with what its page counts."""
    return get_object_or_404(counted(versions(person(request))), pk=pk)


@dataclass(frozen=True)
class Choice:
    """What is chosen on the page: a clause, a sentence of it, and from where a very long clause is read on."""

    path: str = ""
    sentence: int = 0
    start: int = 0


def choice_of(said: QueryDict) -> Choice:
    return Choice(said.get("clause", ""), number(said.get("sentence")) or 0, number(said.get("from")) or 0)


def sheet(
    version: PlanVersion, user: User, choice: Choice, problem: Refusal | None = None, kept: dict[str, str] | None = None
) -> Sheet:
    """Gather the page: a number of queries that does not grow with the plan."""
    scope = scope_of(version, choice.path)
    findings = _findings(version, scope)
    found = served(version, scope.stretch, user)
    blocks = _blocks(version, scope, findings, found, choice)
    starts = list(version.measures.order_by("char_start").values_list("char_start", "kind"))
    previous, following = next_and_previous(version, scope)
    return Sheet(
        version=version,
        in_force=_in_force_instead(version, user),
        scope=scope,
        tree=tree_nodes(scope, [start for start, _kind in starts], lights=found.by_clause, titles=found.titles),
        blocks=blocks,
        preamble=_preamble(version, scope, findings),
        closing="" if following or not scope.clauses else version.text[scope.clauses[-1].own_end :][:CHARACTERS],
        findings=findings,
        near=_near(scope, findings),
        previous=previous,
        next=following,
        chain=_chain(scope, blocks, found),
        totals=_totals(version, blocks, [kind for _start, kind in starts]),
        may=_may(version, user),
        history=history_of(version),
        key=new_key(),
        problem=problem,
        kept=kept or {},
    )


def _in_force_instead(version: PlanVersion, user: User) -> PlanVersion | None:
    """The version in force, where it is another one than this."""
    if version.state == PlanVersion.State.ADOPTED:
        return None
    return versions(user).in_force().filter(plan=version.plan_id).first()


def _findings(version: PlanVersion, scope: Scope) -> list[Finding]:
    start, end = scope.stretch
    rows = version.findings.filter(char_start__lt=max(end, 1), char_end__gte=0 if _is_first(scope) else start)
    return list(rows.select_related("clause").prefetch_related("corrections__made_by")[:FINDINGS])


def _near(scope: Scope, findings: Sequence[Finding]) -> list[Finding]:
    """Those in the chosen clause; on the page that begins the plan, those before the first clause too."""
    chosen = scope.chosen
    if chosen is None:
        return list(findings)
    start = 0 if chosen.order == 0 else chosen.char_start
    return [finding for finding in findings if start <= finding.char_start < max(chosen.own_end, 1)]


def _is_first(scope: Scope) -> bool:
    return not scope.clauses or scope.clauses[0].order == 0


def _blocks(
    version: PlanVersion, scope: Scope, findings: Sequence[Finding], served: Served, choice: Choice
) -> list[Block]:
    """The shown clauses; the chosen one has its chosen sentence, or its first."""
    units: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in ClauseUnit.objects.filter(clause__in=scope.clauses).order_by("id"):
        units[row.clause_id].append((row.char_start, row.char_end))
    doubts = [(finding.char_start, finding.char_end) for finding in findings]
    return [_block(version.text, clause, units[clause.pk], doubts, served, scope, choice) for clause in scope.clauses]


def _block(
    text: str,
    clause: Clause,
    units: Sequence[tuple[int, int]],
    doubts: Sequence[tuple[int, int]],
    served: Served,
    scope: Scope,
    choice: Choice,
) -> Block:
    is_chosen = clause == scope.chosen
    pieces, rest = _readable(text, clause, units, doubts, choice.start if is_chosen else 0)
    total, divided = reading.counted(pieces, served.stretches)
    chosen = (choice.sentence or 1) if is_chosen else 0
    light = served.by_clause.get(clause.pk, "")
    return Block(
        clause=clause,
        sentences=[_sentence(piece, served, chosen) for piece in pieces],
        light=light,
        light_words=str(LIGHTS[light]) if light else "",
        chosen=is_chosen,
        total=total,
        divided=divided,
        rest=rest,
    )


def _readable(
    text: str, clause: Clause, units: Sequence[tuple[int, int]], doubts: Sequence[tuple[int, int]], start: int
) -> tuple[list[Piece], int]:
    """The clause's pieces, and from where to read on when it is longer than a page."""
    own = (clause.char_start, clause.own_end)
    if own[0] < start < own[1]:
        own, head = (start, own[1]), 0
    else:
        is_heading = clause.kind == Clause.Kind.HEADING
        head = reading.head(text, own, number=clause.number, title=clause.heading, is_heading=is_heading)
    stop = min(own[1], own[0] + CHARACTERS)
    pieces = reading.pieces(text, (own[0], stop), head=head, units=units, doubts=doubts)
    return pieces, stop if stop < own[1] else 0


def _sentence(piece: Piece, served: Served, chosen: int) -> Sentence:
    if piece.role is not Role.SENTENCE:
        return Sentence(piece, "", "")
    status = served.status(served.at(piece.char_start))
    return Sentence(piece, status, status_words(status), chosen=piece.number == chosen)


def status_words(status: str) -> str:
    """What a sentence's underline says, for those who do not see it."""
    if status == UNDIVIDED:
        return _("未分解")
    return _("已列为举措") if status == UNSEEN else str(LIGHTS[status])


def _preamble(version: PlanVersion, scope: Scope, findings: Sequence[Finding]) -> list[Piece]:
    """What stands before the first clause, on the page that shows it; the whole text where there are no clauses."""
    if not _is_first(scope):
        return []
    end = scope.clauses[0].char_start if scope.clauses else len(version.text)
    doubts = [(finding.char_start, finding.char_end) for finding in findings]
    return reading.pieces(version.text, (0, min(end, CHARACTERS)), head=0, doubts=doubts)


def _chain(scope: Scope, blocks: Sequence[Block], served: Served) -> Chain | None:
    """What the chosen sentence rests on, and what came of it."""
    block = next((block for block in blocks if block.chosen), None)
    if block is None:
        return None
    chosen = next((sentence.piece for sentence in block.sentences if sentence.chosen), None)
    return chain_of(scope.lineage, served, [sentence.piece for sentence in block.sentences], chosen)


def _totals(version: PlanVersion, blocks: Sequence[Block], kinds: Sequence[str]) -> dict[str, int]:
    return {
        "parts": version.parts_said,  # type: ignore[attr-defined]
        "measures": kinds.count(Measure.Kind.MEASURE),
        "others": len(kinds) - kinds.count(Measure.Kind.MEASURE),
        "findings": version.findings_said,  # type: ignore[attr-defined]
        "sentences": sum(block.total for block in blocks),
        "divided": sum(block.divided for block in blocks),
    }


def _may(version: PlanVersion, user: User) -> May:
    waiting = version.state == PlanVersion.State.PROPOSED
    own = version.imported_by_id == user.pk
    return May(
        adopt=waiting and user.may(Permission.ADOPT_PLAN),
        own=own,
        withdraw=waiting and user.may(Permission.IMPORT_PLAN),
        correct=user.may(Permission.CORRECT_PLAN) and version.state != PlanVersion.State.WITHDRAWN,
        renew=user.may(Permission.IMPORT_PLAN) and version.state == PlanVersion.State.ADOPTED,
    )
