"""What a scheme gives, also while something is still wrong with it, and what has to be put right before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from luoxiao.core.money import wan
from luoxiao.funds.allocation import Allocation, Fault, Faults, Region, Scheme, Shape, Wrong, allocate
from luoxiao.funds.wording import faults as fault_wording


@dataclass(frozen=True)
class Problem:
    """Something that stands against keeping the scheme: where it was typed, and the sentence."""

    field: str
    words: str


@dataclass(frozen=True)
class Outcome:
    """The split, or None where there can be none; `faults` is what the engine says of the scheme as it was typed.

    A trial is reckoned with the weights brought to one and without the adjustments, so that somebody who is still
    moving weights sees where they lead. It is never kept: its faults stand against it.
    """

    scheme: Scheme
    regions: Sequence[Region]
    allocation: Allocation | None
    faults: tuple[Fault, ...] = ()

    @property
    def is_trial(self) -> bool:
        """Whether the amounts shown are not those of the scheme as it stands."""
        return bool(self.faults)

    @property
    def weight_sum(self) -> Fraction:
        return sum((factor.weight for factor in self.scheme.factors), Fraction(0))

    @property
    def net_fen(self) -> int:
        """What the hand adjustments add up to."""
        return sum(each.fen for each in self.scheme.adjustments)

    @property
    def formula_fen(self) -> int | None:
        """What the formula gives in all, before adjustments."""
        if self.allocation is None:
            return None
        return self.allocation.total_fen - sum(line.adjustment_fen for line in self.allocation.lines)

    @property
    def total_fen(self) -> int | None:
        return None if self.formula_fen is None else self.formula_fen + self.net_fen


def reckon(scheme: Scheme, regions: Sequence[Region]) -> Outcome:
    """The split of a scheme; where the scheme is at fault, a trial as near to it as can be reckoned."""
    try:
        return Outcome(scheme, regions, allocate(scheme, regions))
    except Faults as wrong:
        return Outcome(scheme, regions, _trial(scheme, regions), wrong.faults)


def _trial(scheme: Scheme, regions: Sequence[Region]) -> Allocation | None:
    total = sum((factor.weight for factor in scheme.factors), Fraction(0))
    factors = scheme.factors
    if scheme.shape is Shape.WEIGHTED and total > 0:
        factors = tuple(replace(factor, weight=factor.weight / total) for factor in factors)
    try:
        return allocate(replace(scheme, factors=factors, adjustments=(), early_fen={}), regions)
    except Faults:
        return None


@dataclass(frozen=True)
class Check:
    """A line of the list of checks."""

    holds: bool
    words: str
    field: str = ""


LISTED = 8  # missing values named in one line
_TOLD = {Wrong.WEIGHTS_NOT_ONE, Wrong.ADJUSTMENTS_NOT_ZERO, Wrong.ADJUSTMENT_WITHOUT_REASON, Wrong.FACTOR_MISSING}


def checks(outcome: Outcome, unread: Sequence[Problem] = ()) -> list[Check]:
    """The checks of the design in their order, then everything else that was found."""
    found = [*_weights(outcome), _values(outcome), _difference(outcome), _net(outcome), _reasons(outcome)]
    found += [Check(False, problem.words, problem.field) for problem in unread]
    said = dict.fromkeys((fault_wording.said(fault), field_of(fault)) for fault in outcome.faults if _is_other(fault))
    return [*found, *(Check(False, words, field) for words, field in said)]


def _is_other(fault: Fault) -> bool:
    return fault.code not in _TOLD


def _weights(outcome: Outcome) -> list[Check]:
    if outcome.scheme.shape is Shape.PRODUCT:
        return []
    total = outcome.weight_sum
    words = _("权重合计 100%%") if total == 1 else _("权重合计 %(sum)s%%，须为 100%%；下面按现有权重折算试看")
    return [Check(total == 1, words % {"sum": exact_percent(total)}, f"w-{outcome.scheme.factors[0].code}")]


def _values(outcome: Outcome) -> Check:
    missing = [fault for fault in outcome.faults if fault.code is Wrong.FACTOR_MISSING]
    count = {"counties": len(outcome.regions), "count": len(missing)}
    if not missing:
        return Check(True, _("%(counties)s 县因素数值齐全") % count)
    where = [f"{fault.params['region_name']}（{fault.params['name']}）" for fault in missing]
    listed = "、".join(where[:LISTED]) + ("……" if len(where) > LISTED else "")
    return Check(False, _("缺 %(count)s 个因素数值，不按 0 计算：%(where)s") % (count | {"where": listed}))


def _difference(outcome: Outcome) -> Check:
    if outcome.total_fen is None:
        return Check(False, _("现有参数算不出结果，原因见下"))
    rest = outcome.scheme.pot_fen - outcome.total_fen
    words = _("差额 %(wan)s 万元，须为 0") % {"wan": wan(rest)} if rest else _("建议合计等于可分配额，差额 0")
    return Check(rest == 0, words)


def _net(outcome: Outcome) -> Check:
    net = outcome.net_fen
    return Check(net == 0, _("人工调整净额 %(wan)s 万元，须为 0") % {"wan": wan(net)} if net else _("人工调整净额 0"))


def _reasons(outcome: Outcome) -> Check:
    made = [each for each in outcome.scheme.adjustments if each.fen]
    without = [each for each in made if not each.reason.strip()]
    if not without:
        words = _("%(count)s 处人工调整均有理由") % {"count": len(made)} if made else _("没有人工调整")
        return Check(True, words)
    names = {region.code: region.name for region in outcome.regions}
    where = "、".join(names.get(each.region, each.region) for each in without)
    return Check(False, _("人工调整没写理由：%(where)s") % {"where": where}, f"y-{without[0].region}")


_FIELDS = {
    Wrong.FLOORS_ABOVE_POT: "floor",
    Wrong.FLOOR_ABOVE_CEILING: "floor",
    Wrong.CEILINGS_BELOW_POT: "ceiling",
    Wrong.LAST_MISSING: "guarantee",
    Wrong.GUARANTEE_NEGATIVE: "guarantee",
}


def field_of(fault: Fault) -> str:
    """The id of the field of the workbench where a fault is put right, or nothing."""
    params = fault.params
    if fault.code in _FIELDS:
        return _FIELDS[fault.code]
    if "factor" in params:
        return f"w-{params['factor']}"
    if fault.code in (Wrong.ADJUSTED_BELOW_ZERO, Wrong.ROUNDING_DOES_NOT_DIVIDE) and "region" in params:
        return f"a-{params['region']}"
    return ""


def exact_percent(share: Fraction) -> str:
    """40, 33.35 or, where no decimal is exact, 100/3: what can be typed back without loss."""
    return decimal_words(share * 100)


def decimal_words(value: Fraction) -> str:
    """1.15 or 1/3."""
    places = _places(value.denominator)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}}"
    minus = "-" if value < 0 else ""
    return f"{minus}{digits[:-places]}.{digits[-places:]}" if places else minus + digits


def _places(denominator: int) -> int | None:
    """How many decimal places are exact; None where none are."""
    found = {2: 0, 5: 0}
    for prime in found:
        while denominator % prime == 0:
            denominator //= prime
            found[prime] += 1
    return max(found.values()) if denominator == 1 else None
