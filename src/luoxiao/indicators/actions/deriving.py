"""Derived figures are computed when what they are made of changes, place by place, and kept like any other.

Their origin is that of the figures that made them new; a figure that can no longer be computed goes away and stays in
the history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from luoxiao.core.expressions import LAST, Expression, evaluate, parse
from luoxiao.core.periods import Period
from luoxiao.indicators import packing
from luoxiao.indicators.actions.writing import Cells, Changed, Key, write
from luoxiao.indicators.models import Indicator, Origin, Sheet
from luoxiao.indicators.packing import CODES, Amounts, Mark, TooLarge
from luoxiao.indicators.rounding import half_up


@dataclass(frozen=True)
class Derived:
    """An indicator with a formula, and the series in force that its names mean."""

    indicator: Indicator
    expression: Expression
    series: Mapping[str, Indicator]  # by code

    def cells(self, period: str) -> dict[str, tuple[Indicator, str]]:
        """By name the indicator and period that it means when the formula is computed for this period."""
        before = str(Period.parse(period).previous)
        return {
            name: (self.series[name.removeprefix(LAST)], before if name.startswith(LAST) else period)
            for name in self.expression.names
        }


def derive(changed: Changed, made: Origin, rehearsal: bool, at: datetime) -> None:
    """Compute anew what is derived from these figures, and what is derived from that in turn."""
    every = derived()
    while changed and every:
        wanted = _computed(_due(changed, every), rehearsal)
        changed = write(wanted, made, rehearsal, at) if wanted else {}


def derive_history(indicator: Indicator, made: Origin, rehearsal: bool, at: datetime) -> None:
    """Compute an indicator that has just been given its formula for all figures there are."""
    own = next(each for each in derived() if each.indicator.pk == indicator.pk)
    inputs = {entry.pk for entry in own.series.values()}
    rows = Sheet.objects.filter(indicator__in=inputs, is_rehearsal=rehearsal)
    changed: Changed = {}
    for pk, period, amounts, origins in rows.values_list("indicator_id", "period", "amounts", "origins"):
        changed[pk, period] = {place for place, _a, _o in packing.cells(bytes(amounts), bytes(origins))}
    wanted = _computed(_due(changed, [own]), rehearsal)
    derive(write(wanted, made, rehearsal, at) if wanted else {}, made, rehearsal, at)


def derived() -> list[Derived]:
    """The indicators in force that have a formula. One query, two where there are any."""
    formulas = list(Indicator.objects.current().exclude(formula="").order_by("code"))
    if not formulas:
        return []
    in_force = {indicator.code: indicator for indicator in Indicator.objects.current().order_by("pk")}
    found = []
    for indicator in formulas:
        expression = parse(indicator.formula)
        codes = {name.removeprefix(LAST) for name in expression.names}
        if codes <= in_force.keys():
            found.append(Derived(indicator, expression, {code: in_force[code] for code in codes}))
    return found


Due = dict[tuple[int, str], tuple[Derived, set[int]]]


def _due(changed: Changed, every: Iterable[Derived]) -> Due:
    """By sheet which derived figures rest on these."""
    due: Due = {}
    for each in every:
        for (indicator, period), places in changed.items():
            for name in each.expression.names:
                if each.series[name.removeprefix(LAST)].pk == indicator:
                    code = str(Period.parse(period).next) if name.startswith(LAST) else period
                    due.setdefault((each.indicator.pk, code), (each, set()))[1].update(places)
    return due


def _computed(due: Due, rehearsal: bool) -> Cells:
    """The derived figures that are other than they stand; absent where something needed is missing. One query."""
    cells = {key: each.cells(key[1]) for key, (each, _places) in due.items()}
    needed = {(entry.pk, code) for named in cells.values() for entry, code in named.values()}
    rows = _rows(needed | due.keys(), rehearsal)
    found: Cells = {}
    for key, (each, places) in due.items():
        for place in sorted(places):
            amount = _amount(each, cells[key], rows, place)
            if amount != _standing(rows, key, place):
                found.setdefault(key, {})[place] = (amount, "")
    return found


def _standing(rows: Mapping[Key, Amounts], key: Key, place: int) -> int:
    row = rows.get(key)
    return CODES[Mark.ABSENT] if row is None else packing.at(row, place)


def _rows(keys: set[Key], rehearsal: bool) -> dict[Key, Amounts]:
    found = Sheet.objects.filter(
        indicator__in={indicator for indicator, _period in keys},
        period__in={period for _indicator, period in keys},
        is_rehearsal=rehearsal,
    )
    columns = found.values_list("indicator_id", "period", "amounts")
    return {(indicator, period): packing.amounts(bytes(row)) for indicator, period, row in columns}


def _amount(each: Derived, cells: Mapping[str, tuple[Indicator, str]], rows: Mapping[Key, Amounts], place: int) -> int:
    """The figure of one place in units of its last decimal place, rounded half up."""
    result = evaluate(each.expression, {name: _value(rows, *cell, place) for name, cell in cells.items()})
    if not isinstance(result, Decimal):
        return CODES[Mark.ABSENT]
    try:
        return packing.amount_of(half_up(Fraction(result), each.indicator.scale), each.indicator.scale)
    except TooLarge:
        return CODES[Mark.ABSENT]


def _value(rows: Mapping[Key, Amounts], indicator: Indicator, period: str, place: int) -> Decimal | None:
    return packing.value_of(_standing(rows, (indicator.pk, period), place), indicator.scale)
