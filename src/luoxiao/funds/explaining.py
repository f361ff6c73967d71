"""Why a region gets its amount: every step with its numbers, so that somebody with a calculator can follow. Pure.

Each step has a key, the numbers that go in, which earlier steps they come from, and its result, all exact. `check`
reckons every step again from its numbers and compares what is handed from step to step. Sums over all regions are
given numbers here; whoever doubts one adds up its column of the table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import prod

from luoxiao.funds.allocation import Allocation, Factor, Line, Normalise, Shape, Transform
from luoxiao.funds.apportion import Apportioned

Number = int | Fraction


class Code(StrEnum):
    """What a step does; the sentences are in funds/wording/explaining.py."""

    VALUE = "value"  # x
    MAX_PLUS_MIN = "max-plus-min"  # max + min − x
    INVERSE = "inverse"  # 1 ÷ x
    GAP_TO_MEAN = "gap-to-mean"  # mean − x, 0 above the mean
    COEFFICIENT = "coefficient"  # c1 × c2 …
    SHARE = "share"  # x × c ÷ sum
    TO_MEAN = "to-mean"  # x × c ÷ average
    TO_MAX = "to-max"  # x ÷ highest × c
    MIN_MAX = "min-max"  # (x − lowest) ÷ (highest − lowest) × c
    WEIGHTED = "weighted"  # weight × share
    SUM = "sum"  # part 1 + part 2 …
    PRODUCT = "product"  # share 1 × share 2 … × c
    FORMULA_SHARE = "formula-share"  # score ÷ total of all scores
    POT = "pot"  # pot − fixed − directed
    UNBOUNDED = "unbounded"  # pot × share, before bounds and rounding
    REDISTRIBUTED = "redistributed"  # open × score ÷ scores of those whom no bound holds
    FLOOR = "floor"  # amount, rounded up to whole units
    CEILING = "ceiling"  # amount, rounded down to whole units
    GUARANTEE = "guarantee"  # last × rate, rounded up to whole units
    ROUNDED = "rounded"  # whole units of the amount, and one more for the largest remainders
    FIXED = "fixed"  # heads × each
    DIRECTED = "directed"  # pot × score ÷ scores of the classes
    ADJUSTMENT = "adjustment"  # given, with its reason
    TOTAL = "total"  # all parts
    EARLY = "early"  # total − early


@dataclass(frozen=True)
class Step:
    """One step. `numbers` go in; those also in `sources` are the results of the steps named there. Amounts are fen.

    `words` are names to print. `places`: as many significant digits of a share as the last fen of the pot needs.
    """

    key: str
    code: Code
    numbers: Mapping[str, Number]
    result: Number
    sources: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    places: int = 12


@dataclass(frozen=True)
class Explanation:
    """All steps for one region, in order; the last result that counts is `total_fen`."""

    region: str
    name: str
    steps: tuple[Step, ...]
    total_fen: int
    tranche_fen: int

    def step(self, key: str) -> Step:
        """The step of this key."""
        return next(step for step in self.steps if step.key == key)


def explain(allocation: Allocation, code: str) -> Explanation:
    """How the region of this code came to its amount. Raises KeyError for a region that is not in the allocation."""
    line = allocation.by_code[code]
    steps = _Steps(allocation, line)
    steps.formula()
    steps.regular()
    steps.beside()
    steps.total()
    return Explanation(line.code, line.name, tuple(steps.found.values()), line.total_fen, line.tranche_fen)


def check(explanation: Explanation) -> list[str]:
    """The keys of steps that do not follow from their numbers or from the steps before; empty where all do."""
    results: dict[str, Number] = {}
    wrong = []
    for step in explanation.steps:
        handed = all(step.numbers[name] == results.get(key) for name, key in step.sources.items())
        if not handed or FORMULAS[step.code](step.numbers) != step.result:
            wrong.append(step.key)
        results[step.key] = step.result
    if results.get("total") != explanation.total_fen or results.get("early", explanation.total_fen) != (
        explanation.tranche_fen
    ):
        wrong.append("total")
    return wrong


def _times(numbers: Mapping[str, Number]) -> Number:
    return prod(numbers.values())


def _units_below(amount: Number, unit: Number) -> int:
    return int(amount // unit) * int(unit)


def _units_above(amount: Number, unit: Number) -> int:
    return -int(-amount // unit) * int(unit)


# Each step's formula: from its numbers to its result.
FORMULAS: Mapping[Code, Callable[[Mapping[str, Number]], Number]] = {
    Code.VALUE: lambda n: n["x"],
    Code.MAX_PLUS_MIN: lambda n: n["max"] + n["min"] - n["x"],
    Code.INVERSE: lambda n: Fraction(1) / n["x"],
    Code.GAP_TO_MEAN: lambda n: max(n["mean"] - n["x"], Fraction(0)),
    Code.COEFFICIENT: _times,
    Code.SHARE: lambda n: Fraction(n["x"] * n["c"]) / n["sum"],
    Code.TO_MEAN: lambda n: Fraction(n["x"] * n["c"]) / n["average"],
    Code.TO_MAX: lambda n: Fraction(n["x"]) / n["highest"] * n["c"],
    Code.MIN_MAX: lambda n: Fraction(n["x"] - n["lowest"]) / (n["highest"] - n["lowest"]) * n["c"],
    Code.WEIGHTED: lambda n: n["weight"] * n["share"],
    Code.SUM: lambda n: sum(n.values()),
    Code.PRODUCT: _times,
    Code.FORMULA_SHARE: lambda n: Fraction(n["score"]) / n["scores"],
    Code.POT: lambda n: n["pot"] - n["fixed"] - n["directed"],
    Code.UNBOUNDED: lambda n: n["pot"] * n["share"],
    Code.REDISTRIBUTED: lambda n: n["open"] * Fraction(n["score"]) / n["scores"],
    Code.FLOOR: lambda n: _units_above(n["amount"], n["unit"]),
    Code.CEILING: lambda n: _units_below(n["amount"], n["unit"]),
    Code.GUARANTEE: lambda n: _units_above(_units_above(n["last"] * n["rate"], 1), n["unit"]),
    Code.ROUNDED: lambda n: _units_below(n["amount"], n["unit"]) + n["up"] * n["unit"],
    Code.FIXED: _times,
    Code.DIRECTED: lambda n: n["pot"] * Fraction(n["score"]) / n["scores"],
    Code.ADJUSTMENT: lambda n: n["fen"],
    Code.TOTAL: lambda n: sum(n.values()),
    Code.EARLY: lambda n: n["total"] - n["early"],
}
_TURNED = {
    Transform.MAX_PLUS_MIN: Code.MAX_PLUS_MIN,
    Transform.INVERSE: Code.INVERSE,
    Transform.GAP_TO_MEAN: Code.GAP_TO_MEAN,
}
_AGAINST = {
    Normalise.SHARE: (Code.SHARE, ("sum",)),
    Normalise.MEAN: (Code.TO_MEAN, ("average",)),
    Normalise.MAX: (Code.TO_MAX, ("highest",)),
    Normalise.MIN_MAX: (Code.MIN_MAX, ("highest", "lowest")),
}
_RULES = {"floor": Code.FLOOR, "ceiling": Code.CEILING, "guarantee": Code.GUARANTEE}


class _Steps:
    """Writes the steps down, each from results of those before."""

    def __init__(self, allocation: Allocation, line: Line) -> None:
        self.found: dict[str, Step] = {}
        self._all, self._scheme, self._line = allocation, allocation.scheme, line
        self._at, self._unit = allocation.position[line.code], allocation.scheme.rounding_fen
        self._places = len(str(allocation.scheme.pot_fen)) + 1

    def _add(
        self,
        key: str,
        code: Code,
        numbers: Mapping[str, Number],
        sources: Mapping[str, str] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> str:
        """Write down a step from numbers and from results of earlier steps; gives its key."""
        given = {**{name: self.found[source].result for name, source in (sources or {}).items()}, **numbers}
        self.found[key] = Step(key, code, given, FORMULAS[code](given), sources or {}, words or {}, self._places)
        return key

    def formula(self) -> None:
        """From values to this region's share."""
        line = self._line
        if line.coefficients:
            names = {each.code: each.name for each in self._scheme.coefficients}
            self._add("coefficient", Code.COEFFICIENT, line.coefficients, words=names)
        shares = {factor.code: self._share(factor) for factor in self._scheme.factors}
        if self._scheme.shape is Shape.WEIGHTED:
            weighted = {factor.code: self._weighted(factor, shares[factor.code]) for factor in self._scheme.factors}
            self._add("score", Code.SUM, {}, weighted, self._names())
        else:
            also = {"c": "coefficient"} if line.coefficients else {}
            self._add("score", Code.PRODUCT, {}, shares | also, self._names())
        scores = Fraction(line.share_pair[1], self._all.score_whole)
        self._add("formula-share", Code.FORMULA_SHARE, {"scores": scores}, {"score": "score"})

    def _names(self) -> dict[str, str]:
        return {factor.code: factor.name for factor in self._scheme.factors}

    def _share(self, factor: Factor) -> str:
        code, basis = factor.code, self._all.basis[factor.code]
        words = {"name": factor.name, "unit": factor.unit}
        last = self._add(f"value:{code}", Code.VALUE, {"x": self._line.values[code]}, words=words)
        if factor.transform in _TURNED:
            turned_by = {name: basis[name] for name in ("max", "min", "mean") if name in basis}
            last = self._add(f"turned:{code}", _TURNED[factor.transform], turned_by, {"x": last}, words)
        how, against = _AGAINST[factor.normalise]
        numbers: dict[str, Number] = {name: basis[name] for name in against}
        if self._scheme.shape is Shape.WEIGHTED and self._line.coefficients:
            return self._add(f"share:{code}", how, numbers, {"x": last, "c": "coefficient"}, words)
        return self._add(f"share:{code}", how, numbers | {"c": 1}, {"x": last}, words)

    def _weighted(self, factor: Factor, share: str) -> str:
        weight, words = {"weight": factor.weight}, {"name": factor.name}
        return self._add(f"weighted:{factor.code}", Code.WEIGHTED, weight, {"share": share}, words)

    def regular(self) -> None:
        """From the share to the regular part: the pot, bounds, what they set free, rounding."""
        directed = sum(pot.pot_fen for pot in self._scheme.directed)
        pot = {"pot": self._scheme.pot_fen, "fixed": self._all.fixed_pot_fen, "directed": directed}
        self._add("pot", Code.POT, pot)
        last = self._add("unbounded", Code.UNBOUNDED, {}, {"pot": "pot", "share": "formula-share"})
        if self._line.rule:
            self._bound(_RULES[self._line.rule])
            return
        split = self._all.regular
        if split.at_floor or split.at_ceiling:
            scores = Fraction(split.open_score, self._all.score_whole)
            numbers: dict[str, Number] = {"open": split.open_units * self._unit, "scores": scores}
            counts = {"at_floor": str(len(split.at_floor)), "at_ceiling": str(len(split.at_ceiling))}
            last = self._add("redistributed", Code.REDISTRIBUTED, numbers, {"score": "score"}, counts)
        self._rounded("regular", last, split)

    def _bound(self, rule: Code) -> None:
        bounds = self._scheme.bounds
        numbers: dict[str, Number] = {"unit": self._unit}
        if rule is Code.GUARANTEE:
            numbers |= {"rate": bounds.guarantee or 0, "last": self._line.last_fen or 0}
        else:
            numbers["amount"] = (bounds.floor_fen if rule is Code.FLOOR else bounds.ceiling_fen) or 0
        key = self._add("regular", rule, numbers)
        bound, unbounded = self.found[key].result, self.found["unbounded"].result
        if unbounded < bound if rule is Code.CEILING else unbounded > bound:
            self._add(key, rule, numbers, words={"broken": "later"})  # only once others had been set to theirs

    def _rounded(self, key: str, last: str, split: Apportioned, words: Mapping[str, str] | None = None) -> None:
        up = int(self._at in split.rounded_up)
        self._add(key, Code.ROUNDED, {"unit": self._unit, "up": up}, {"amount": last}, words)

    def beside(self) -> None:
        """What comes beside the regular part: fixed lines, directed pots, adjustments."""
        for line in self._scheme.fixed:
            each = line.fen_each.get(self._line.klass, line.fen_each.get("", 0))
            numbers: dict[str, Number] = {"heads": self._line.values[line.column], "each": each}
            self._add(f"fixed:{line.code}", Code.FIXED, numbers, words={"name": line.name})
        for pot in self._scheme.directed:
            if self._line.klass in pot.classes:
                split, words, key = self._all.directed[pot.code], {"name": pot.name}, f"directed-exact:{pot.code}"
                scores = Fraction(split.open_score, self._all.score_whole)
                self._add(key, Code.DIRECTED, {"pot": pot.pot_fen, "scores": scores}, {"score": "score"}, words)
                self._rounded(f"directed:{pot.code}", key, split, words)
        own = (each for each in self._scheme.adjustments if each.region == self._line.code)
        for number, adjustment in enumerate(own, 1):
            words = {"reason": adjustment.reason}
            self._add(f"adjustment:{number}", Code.ADJUSTMENT, {"fen": adjustment.fen}, words=words)

    def total(self) -> None:
        """All parts, and what is left to pay after the early notice."""
        parts = [key for key in self.found if key.split(":")[0] in ("regular", "fixed", "directed", "adjustment")]
        self._add("total", Code.TOTAL, {}, {key: key for key in parts}, self._part_names(parts))
        if self._scheme.early_fen:
            self._add("early", Code.EARLY, {"early": self._line.early_fen}, {"total": "total"})

    def _part_names(self, parts: Sequence[str]) -> dict[str, str]:
        return {key: self.found[key].words["name"] for key in parts if "name" in self.found[key].words}
