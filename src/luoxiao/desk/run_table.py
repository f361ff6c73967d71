"""The table of the workbench: what each county brings, what touched it, what it gets, against the round before."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from luoxiao.core.money import percent, signed_wan, wan
from luoxiao.desk.figure_words import NOTHING
from luoxiao.desk.run_outcome import Outcome, decimal_words
from luoxiao.funds.allocation import Adjustment, Line, Region
from luoxiao.funds.wording.faults import RULES

BAR, MIDDLE, REACH = 84, 28, 26  # width of a bar's picture, where its zero stands, how far it goes
MORE, FEWER = "#2F7F83", "#B15C18"


@dataclass(frozen=True)
class Bar:
    """The change against the round before, as a bar from its zero."""

    x: float
    width: float
    fill: str
    words: str  # +10.5
    says: str  # for readers


@dataclass(frozen=True)
class Row:
    """A county."""

    code: str
    name: str
    tags: list[str]
    values: list[str]
    parts: list[str]  # fixed lines and directed pots, where the scheme has any
    formula: str
    adjustment: str  # as it was typed, or 0.00
    is_adjusted: bool
    total: str
    share: str
    bar: Bar | None
    early: str
    tranche: str


@dataclass(frozen=True)
class Total:
    """The last line."""

    values: list[str]
    parts: list[str]
    formula: str
    adjustment: str
    total: str
    share: str
    early: str
    tranche: str


@dataclass(frozen=True)
class Adjusted:
    """A hand adjustment and its reason."""

    code: str
    name: str
    amount: str
    reason: str


@dataclass(frozen=True)
class Table:
    """The whole table: (name, unit) of each factor's column, and the names of what stands beside the formula."""

    factors: list[tuple[str, str]]
    parts: list[str]
    rows: list[Row]
    total: Total
    adjusted: list[Adjusted]
    has_last: bool
    has_early: bool


def table(outcome: Outcome, typed: Mapping[str, str] | None = None) -> Table:
    """The table of an outcome; `typed` holds adjustments as they were written, by the name of their input."""
    scheme = outcome.scheme
    adjustments = {each.region: each for each in scheme.adjustments}
    regions = sorted(outcome.regions, key=lambda region: region.code)
    writer = _Writer(outcome, adjustments, typed or {})
    return Table(
        factors=[(factor.name, factor.unit) for factor in scheme.factors],
        parts=[*(each.name for each in scheme.fixed), *(each.name for each in scheme.directed)],
        rows=[writer.row(region) for region in regions],
        total=writer.total(regions),
        adjusted=[writer.adjusted(region) for region in regions if writer.is_adjusted(region.code)],
        has_last=writer.has_last,
        has_early=bool(scheme.early_fen),
    )


class _Writer:
    """Writes the rows; knows what is the same for all of them."""

    def __init__(self, outcome: Outcome, adjustments: Mapping[str, Adjustment], typed: Mapping[str, str]) -> None:
        self._scheme, self._lines = outcome.scheme, outcome.allocation.by_code if outcome.allocation else {}
        self._outcome, self._adjustments, self._typed = outcome, adjustments, typed
        self._usual = _usual_coefficient(list(self._lines.values()))
        self.has_last = any(region.last_fen is not None for region in outcome.regions)
        changes = [abs(self._total(line) - line.last_fen) for line in self._lines.values() if line.last_fen is not None]
        self._most = max(changes, default=0) or 1

    def row(self, region: Region) -> Row:
        """The row of a region."""
        line = self._lines.get(region.code)
        return Row(
            code=region.code,
            name=region.name,
            tags=self._tags(line) if line else [],
            values=[value_words(region.values.get(factor.code)) for factor in self._scheme.factors],
            parts=[wan(fen) for fen in _parts(line)] if line else [NOTHING] * self._count_of_parts,
            formula=wan(self._formula(line)) if line else NOTHING,
            adjustment=self._adjustment(region.code),
            is_adjusted=self.is_adjusted(region.code),
            total=wan(self._total(line)) if line else NOTHING,
            share=percent(Fraction(self._total(line), self._scheme.pot_fen)) if line else NOTHING,
            bar=self._bar(line) if line else None,
            early=wan(self._scheme.early_fen.get(region.code, 0)),
            tranche=wan(self._total(line) - self._scheme.early_fen.get(region.code, 0)) if line else NOTHING,
        )

    def total(self, regions: Sequence[Region]) -> Total:
        """The last line. A factor whose values cannot be added up has no sum."""
        outcome, lines = self._outcome, list(self._lines.values())
        total, early = outcome.total_fen, sum(self._scheme.early_fen.values())
        parts = zip(*(_parts(line) for line in lines), strict=True)
        return Total(
            values=[_sum(regions, factor.code, factor.unit) for factor in self._scheme.factors],
            parts=[wan(sum(each)) for each in parts] if lines else [NOTHING] * self._count_of_parts,
            formula=NOTHING if outcome.formula_fen is None else wan(outcome.formula_fen),
            adjustment=wan(outcome.net_fen),
            total=NOTHING if total is None else wan(total),
            share=NOTHING if total is None else percent(Fraction(total, self._scheme.pot_fen)),
            early=wan(early),
            tranche=NOTHING if total is None else wan(total - early),
        )

    def adjusted(self, region: Region) -> Adjusted:
        """A line of the list of adjustments."""
        made = self._adjustments.get(region.code)
        amount = signed_wan(made.fen) if made else self._adjustment(region.code)
        return Adjusted(region.code, region.name, amount, made.reason if made else "")

    def is_adjusted(self, code: str) -> bool:
        """Whether something stands in the region's cell, be it something that cannot be read."""
        return code in self._adjustments or self._typed.get(f"a-{code}", "").strip(" 0.") != ""

    @property
    def _count_of_parts(self) -> int:
        return len(self._scheme.fixed) + len(self._scheme.directed)

    def _fen(self, code: str) -> int:
        made = self._adjustments.get(code)
        return made.fen if made else 0

    def _formula(self, line: Line) -> int:
        return line.total_fen - line.adjustment_fen

    def _total(self, line: Line) -> int:
        """With the adjustment, also in a trial, which is reckoned without them."""
        return self._formula(line) + self._fen(line.code)

    def _adjustment(self, code: str) -> str:
        return self._typed.get(f"a-{code}", "").strip() or typed_wan(self._fen(code))

    def _tags(self, line: Line) -> list[str]:
        tags = [str(RULES[line.rule])] if line.rule else []
        if line.coefficients and line.coefficient != self._usual:
            tags.insert(0, _("系数 %(value)s") % {"value": coefficient_words(line.coefficient)})
        return tags

    def _bar(self, line: Line) -> Bar | None:
        if line.last_fen is None:
            return None
        change = self._total(line) - line.last_fen
        width = round(max(abs(change) / self._most * REACH, 0.8), 1)
        says = _("增加 %(wan)s 万元") if change >= 0 else _("减少 %(wan)s 万元")
        return Bar(
            x=float(MIDDLE) if change >= 0 else MIDDLE - width,
            width=width,
            fill=MORE if change >= 0 else FEWER,
            words=signed_wan(change, 1),
            says=says % {"wan": wan(abs(change))},
        )


def _parts(line: Line) -> list[int]:
    return [*line.fixed_fen.values(), *line.directed_fen.values()]


def _usual_coefficient(lines: Sequence[Line]) -> Fraction:
    """The coefficient of most regions; the others are marked with theirs."""
    counted = Counter(line.coefficient for line in lines)
    return max(counted, key=lambda value: (counted[value], value)) if counted else Fraction(1)


def value_words(value: Fraction | None) -> str:
    """40,591 or 86.3; — where there is none. A value that no decimal holds is rounded to four places."""
    if value is None:
        return NOTHING
    if value.denominator == 1:
        return f"{value.numerator:,}"
    whole, _point, part = decimal_words(value if 10**4 % value.denominator == 0 else _rounded(value)).partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def _rounded(value: Fraction) -> Fraction:
    return Fraction(round(value * 10**4), 10**4)


def coefficient_words(value: Fraction) -> str:
    """1.15, 1.00: two places at least."""
    words = decimal_words(value)
    whole, _point, part = words.partition(".")
    return words if "/" in words else f"{whole}.{part:0<2}"


def typed_wan(fen: int) -> str:
    """An amount as it stands in an input: 万元 with two places, or as many as it needs, without commas."""
    if fen % 10_000 == 0:
        return wan(fen).replace(",", "").replace("\u2212", "-")
    return decimal_words(Fraction(fen, 1_000_000))


def _sum(regions: Sequence[Region], code: str, unit: str) -> str:
    """Heads and things add up; shares and scores do not."""
    values = [region.values.get(code) for region in regions]
    known = [value for value in values if value is not None]
    adds_up = len(known) == len(values) and not any(mark in unit for mark in RATIOS)
    return value_words(sum(known, Fraction(0))) if adds_up else NOTHING


RATIOS = ("%", "‰", "/", "每", "分", "倍")  # in the unit of what is a share, a score or an average


def classes(regions: Sequence[Region]) -> dict[str, list[str]]:
    """The names of the regions of each class."""
    found: dict[str, list[str]] = {}
    for region in sorted(regions, key=lambda each: each.code):
        found.setdefault(region.klass, []).append(region.name)
    return found
