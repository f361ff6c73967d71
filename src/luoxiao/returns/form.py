"""What one form is, in plain values: the source of its workbook, its web page, its checks and its help. Pure."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Mark(StrEnum):
    """What a cell says that holds no number. Zero is a number; blank is none of these."""

    NOT_KNOWN = "not-known"
    NOT_APPLICABLE = "not-applicable"


UNCHANGED = "无变化"  # how people say that a line stays as it is on record (`Known.unchanged`)


class Severity(StrEnum):
    """An error blocks; a warning asks for a reason and lets through."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Line:
    """One line of a form. `scale` is the number of decimal places; the range is in `unit`, ends included."""

    code: str
    group: str
    indicator: str
    name: str
    unit: str
    definition: str
    scale: int
    lowest: Decimal | None
    highest: Decimal | None
    is_required: bool


@dataclass(frozen=True)
class Check:
    """A rule over lines: `expression` must be true. A rule in its trial period warns whatever its severity."""

    code: str
    expression: str
    message: str
    severity: Severity
    is_trial: bool = False


@dataclass(frozen=True)
class Form:
    """A version of a template for one period."""

    template: str
    number: int
    name: str
    period: str
    lines: tuple[Line, ...]
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Identity:
    """Which form, version, period and unit a workbook says it is for."""

    template: str
    number: int
    period: str
    unit: str  # Unit.code
    unit_name: str
    is_rehearsal: bool


@dataclass(frozen=True)
class Known:
    """What is on record for a line: last period's figure, and this period's where it is known from elsewhere."""

    last: Decimal | None = None
    this: Decimal | None = None
    source: str = ""  # of `this`: issuer and title, or the form it was reported in

    @property
    def unchanged(self) -> Decimal | None:
        """What 无变化 stands for: this period's figure where it is known already, else that of the last period."""
        return self.last if self.this is None else self.this


@dataclass(frozen=True)
class Entry:
    """What stands in one line: the number as understood, or a mark, or neither (blank).

    `typed` is what was written where that differs from how the number would be written (１２,３４５, 1.2万): it is
    echoed. A cell that cannot be understood has `value` None and `typed` set.
    """

    value: Decimal | None = None
    mark: Mark | None = None
    reason: str = ""
    typed: str = ""
    cell: str = ""  # E7 in the workbook; empty on the web

    @property
    def is_blank(self) -> bool:
        return self.value is None and self.mark is None and not self.typed


@dataclass(frozen=True)
class Fault:
    """Something wrong with a return: where, how bad, which kind, with the values. Sentences: returns/wording.py."""

    line: str  # line code; empty: the whole return
    severity: Severity
    code: str
    params: dict[str, str] = field(default_factory=dict)
