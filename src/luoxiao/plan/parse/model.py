"""What the parser hands back. Offsets count characters of the kept original; ends are exclusive."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

Bound = Literal["min", "max", "exact", "approx"]
Kind = Literal["heading", "item", "runin"]
Role = Literal["lead", "cooperating", "responsible"]
Param = str | int | None


class Unreadable(ValueError):
    """The text cannot be a plan. `code` says why, `params` where; the door has the sentence."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the original."""

    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Responsible(Span):
    """A unit named for a clause, as printed, without labels."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Clause(Span):
    """A node of the tree: its own text ends at `own_end`, its children's at `char_end`."""

    own_end: int
    path: str
    level: int
    parent: int | None
    kind: Kind
    number: str
    heading: str
    responsible: tuple[Responsible, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """Names in the order of the text."""
        return tuple(unit.name for unit in self.responsible)

    @property
    def leads(self) -> tuple[str, ...]:
        """Units the text marks as leading; none where it has no rule."""
        return tuple(unit.name for unit in self.responsible if unit.role == "lead")

    @property
    def lead(self) -> str | None:
        """The first leading unit."""
        return next(iter(self.leads), None)

    @property
    def cooperating(self) -> tuple[str, ...]:
        """The units beside the lead; none where nobody leads."""
        return tuple(unit.name for unit in self.responsible if unit.role != "lead") if self.leads else ()


@dataclass(frozen=True, slots=True)
class Citation(Span):
    """A cited paper; the number only where it is printed beside the title."""

    title: str
    number: str | None
    is_alias: bool


@dataclass(frozen=True, slots=True)
class Amount(Span):
    """Money in yuan, exact."""

    text: str
    yuan: Decimal
    bound: Bound

    @property
    def fen(self) -> int | None:
        """Whole fen; None for prices finer than a fen."""
        fen = self.yuan * 100
        return int(fen) if fen == fen.to_integral_value() else None


@dataclass(frozen=True, slots=True)
class Percentage(Span):
    """A share in per cent."""

    text: str
    value: Decimal
    bound: Bound


@dataclass(frozen=True, slots=True)
class Deadline(Span):
    """The last day of a time limit; None where it is relative."""

    text: str
    not_after: date | None


@dataclass(frozen=True, slots=True)
class Recurrence(Span):
    """Something that comes round: daily, weekly, monthly, quarterly, half-yearly, yearly, other, unstated."""

    text: str
    rhythm: str


@dataclass(frozen=True, slots=True)
class Verb(Span):
    """How far the text commits itself: 争取, 建议, 指导 …"""

    text: str


@dataclass(frozen=True, slots=True)
class Duty(Span):
    """Something to be reported again and again (clause 三(三))."""

    text: str
    rhythm: str
    clause: int | None


@dataclass(frozen=True, slots=True)
class Finding(Span):
    """Something a reader should doubt."""

    code: str
    params: dict[str, Param]
    clause: int | None


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """A plan as data. `clauses` in reading order; text before the first and after `closing_start` is in none."""

    text: str
    title: str | None
    doc_number: str | None
    closing_start: int
    clauses: tuple[Clause, ...]
    citations: tuple[Citation, ...]
    amounts: tuple[Amount, ...]
    percentages: tuple[Percentage, ...]
    deadlines: tuple[Deadline, ...]
    recurrences: tuple[Recurrence, ...]
    verbs: tuple[Verb, ...]
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]
    lead_tasks: tuple[int, ...]

    @property
    def pieces(self) -> tuple[str, ...]:
        """Preamble, the own text of every clause, closing: together the original, character for character."""
        cuts = [0, *(clause.char_start for clause in self.clauses), self.closing_start, len(self.text)]
        return tuple(self.text[start:end] for start, end in pairwise(cuts))
