"""A pot split among regions by the factor method, to the last fen. Pure.

Weighted shares (rules 1.4, the shape of Guangdong's 粤财预〔2014〕51号):

    A_i = T × Σ_k w_k × (x_ik·c_i ÷ Σ_j x_jk·c_j)

and the product of factors (the shape of medical assistance):

    A_i = T × Π_k x_ik · c_i ÷ Σ_j Π_k x_jk · c_j

Fixed lines and directed pots come out of the pot first; T is the rest, the regular pot. Floor, ceiling and guarantee
are applied to it by freezing until stable, then amounts are rounded by largest remainder, ties to the smaller region
code (funds/apportion.py). Hand adjustments net to zero and come last; what went out early is deducted from the total.

What holds: the parts sum to the pot, in any order of regions. Of two regions of one class, the one that needs more of
a factor, all else equal, never gets less. Scaling a factor changes nothing (with max-plus-min, inverse and the others
too). Raising a region's need (of a factor of which more means more, set against sum or mean) or its coefficient never
lowers its exact share; rounding can then still move one unit, as with every largest remainder.
Where it does not hold: one region's larger need moves the sum, mean, minimum and maximum that all are set against, so
with several factors the others may move either way among themselves; under max or min-max a new highest value lowers
everybody else's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from luoxiao.funds import reckoning
from luoxiao.funds.apportion import Apportioned, Conflict, apportion
from luoxiao.funds.checking import faults, not_dividing, who
from luoxiao.funds.terms import (
    Adjustment,
    Bounds,
    Coefficient,
    Directed,
    Direction,
    Factor,
    Fault,
    Faults,
    FixedLine,
    Normalise,
    Param,
    Region,
    Scheme,
    Shape,
    Transform,
    Wrong,
)

__all__ = [
    "Adjustment",
    "Allocation",
    "Bounds",
    "Coefficient",
    "Directed",
    "Direction",
    "Factor",
    "Fault",
    "Faults",
    "FixedLine",
    "Line",
    "Normalise",
    "Region",
    "Scheme",
    "Shape",
    "Transform",
    "Wrong",
    "allocate",
]

MANY = 1000  # rows from which loading numpy is worth its 50 ms; below, whole numbers of Python are done sooner

Pair = tuple[int, int]  # numerator and denominator, not reduced: reducing 3,000 of them costs more than the split


@dataclass(frozen=True)
class Line:
    """What one region gets and how: amounts in fen, shares as fractions.

    `unbounded_fen` is the regular part as it would be without bounds, `regular_fen` with them, and `rule` the bound
    that set it: floor, ceiling, guarantee or none.
    """

    code: str
    name: str
    klass: str
    province: str
    values: Mapping[str, Fraction]
    transformed: Mapping[str, Fraction]
    coefficients: Mapping[str, Fraction]
    parts: Mapping[str, Pair]
    score_pair: Pair
    share_pair: Pair
    unbounded_fen: int
    regular_fen: int
    rule: str
    fixed_fen: Mapping[str, int]
    directed_fen: Mapping[str, int]
    adjustment_fen: int
    total_fen: int
    early_fen: int
    last_fen: int | None

    @property
    def tranche_fen(self) -> int:
        """What is still to be paid: the total less what went out early."""
        return self.total_fen - self.early_fen

    @property
    def change_fen(self) -> int | None:
        """Against last year's amount, None where there is none."""
        return None if self.last_fen is None else self.total_fen - self.last_fen

    @property
    def coefficient(self) -> Fraction:
        """All coefficients multiplied."""
        product = Fraction(1)
        for each in self.coefficients.values():
            product *= each
        return product

    @property
    def shares(self) -> dict[str, Fraction]:
        """Each factor's normalised value with its coefficient; with SHARE, this region's part of the factor's sum."""
        return {code: Fraction(*pair) for code, pair in self.parts.items()}

    @property
    def score(self) -> Fraction:
        """Weighted sum or product of the shares."""
        return Fraction(*self.score_pair)

    @property
    def formula_share(self) -> Fraction:
        """The score as part of all scores: what the formula alone would give this region of the regular pot."""
        return Fraction(*self.share_pair)


@dataclass(frozen=True)
class Allocation:
    """A whole split. `regular`, `unbounded` and `directed` say how the scores became units of `scheme.rounding_fen`.

    They list positions, which are those of `lines`, in the order of region codes. `basis`: by factor, the numbers of
    the whole table that went in (sum, mean, max …). `fixed_pot_fen`: what all fixed lines took.
    """

    scheme: Scheme
    lines: tuple[Line, ...]
    regular_pot_fen: int
    fixed_pot_fen: int
    scores: tuple[int, ...]
    score_whole: int
    basis: Mapping[str, Mapping[str, Fraction]]
    regular: Apportioned
    unbounded: Apportioned
    directed: Mapping[str, Apportioned]

    @property
    def total_fen(self) -> int:
        """What all regions get: the pot."""
        return sum(line.total_fen for line in self.lines)

    @property
    def rounds(self) -> int:
        """How many times the rest was redistributed until no bound was broken."""
        return self.regular.rounds

    @cached_property
    def by_code(self) -> Mapping[str, Line]:
        """The lines by region code."""
        return {line.code: line for line in self.lines}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where a region stands in the order of codes, from 0."""
        return {line.code: position for position, line in enumerate(self.lines)}


def allocate(scheme: Scheme, regions: Sequence[Region]) -> Allocation:
    """Split the pot. Raises Faults with everything that is wrong; then nothing was computed."""
    _refuse(faults(scheme, regions))
    ordered = sorted(regions, key=lambda region: region.code)
    fixed = [_fixed(scheme, region) for region in ordered]
    fixed_pot = sum(sum(each.values()) for each in fixed)
    regular_pot = _regular_pot(scheme, fixed_pot)
    scores = reckoning.scores(scheme, ordered)
    floors, ceilings = _bounds(scheme, ordered)
    regular = _split(scheme, regular_pot, scores.scores, floors, ceilings)
    unbounded = regular if _unbound(scheme) else _split(scheme, regular_pot, scores.scores, None, None)
    directed = {pot.code: _directed(scheme, pot, ordered, scores.scores) for pot in scheme.directed}
    lines = _Lines(scheme, scores, regular, unbounded, directed)
    found = Allocation(
        scheme=scheme,
        lines=tuple(lines.line(i, region, fixed[i]) for i, region in enumerate(ordered)),
        regular_pot_fen=regular_pot,
        fixed_pot_fen=fixed_pot,
        scores=tuple(scores.scores),
        score_whole=scores.whole,
        basis={code: column.basis for code, column in scores.columns.items()},
        regular=regular,
        unbounded=unbounded,
        directed=directed,
    )
    _refuse(_afterwards(found))
    assert found.total_fen == scheme.pot_fen, "the parts sum to the pot"
    return found


def _refuse(found: Sequence[Fault]) -> None:
    if found:
        raise Faults(found)


def _fixed(scheme: Scheme, region: Region) -> dict[str, int]:
    """Heads × fen each, for every fixed line."""
    return {
        line.code: int(reckoning.known(region, line.column)) * line.fen_each.get(region.klass, line.fen_each.get("", 0))
        for line in scheme.fixed
    }


def _regular_pot(scheme: Scheme, fixed_fen: int) -> int:
    """What is left for the formula. Raises Faults where nothing is, or where a pot cannot be rounded as asked."""
    directed_fen = sum(pot.pot_fen for pot in scheme.directed)
    regular = scheme.pot_fen - fixed_fen - directed_fen
    if regular < 0:
        params: dict[str, Param] = {"fen": scheme.pot_fen, "fixed_fen": fixed_fen, "directed_fen": directed_fen}
        raise Faults([Fault(Wrong.POT_USED_UP, params)])
    pots = [("regular", "regular", regular), *((pot.code, pot.name, pot.pot_fen) for pot in scheme.directed)]
    unit = scheme.rounding_fen
    _refuse([not_dividing(part, name, fen, unit) for part, name, fen in pots if fen % unit])
    return regular


def _unbound(scheme: Scheme) -> bool:
    return scheme.bounds == Bounds()


def _bounds(scheme: Scheme, regions: Sequence[Region]) -> tuple[list[int] | None, list[int] | None]:
    """Floors rounded up and ceilings rounded down to whole units. Raises Faults for a floor above its ceiling."""
    if _unbound(scheme):
        return None, None
    unit, ceiling_fen = scheme.rounding_fen, scheme.bounds.ceiling_fen
    floors = [-(-_floor_fen(scheme, region)[0] // unit) for region in regions]
    if ceiling_fen is None:
        return floors, None
    ceiling = ceiling_fen // unit
    _refuse([_crossed(scheme, region) for region, floor in zip(regions, floors, strict=True) if floor > ceiling])
    return floors, [ceiling] * len(regions)


def _floor_fen(scheme: Scheme, region: Region) -> tuple[int, str]:
    """The higher of floor and guarantee, in fen rounded up, and which it is."""
    floor, rate = scheme.bounds.floor_fen or 0, scheme.bounds.guarantee
    promised = Fraction(0) if rate is None else rate * (region.last_fen or 0)
    guaranteed = -(-promised.numerator // promised.denominator)
    return (guaranteed, "guarantee") if guaranteed > floor else (floor, "floor")


def _crossed(scheme: Scheme, region: Region) -> Fault:
    floor_fen, rule = _floor_fen(scheme, region)
    params: dict[str, Param] = {"floor_fen": floor_fen, "ceiling_fen": scheme.bounds.ceiling_fen or 0, "rule": rule}
    return Fault(Wrong.FLOOR_ABOVE_CEILING, who(region) | params)


def _apportion(units: int, scores: Sequence[int], floors: list[int] | None, ceilings: list[int] | None) -> Apportioned:
    """The same amounts either way; numpy where there are many rows (and scores of one factor, which fit 64 bits)."""
    if len(scores) < MANY:
        return apportion(units, scores, floors, ceilings)
    from luoxiao.funds.apportion_many import apportion_quickly

    return apportion_quickly(units, scores, floors, ceilings)


def _split(
    scheme: Scheme, pot_fen: int, scores: Sequence[int], floors: list[int] | None, ceilings: list[int] | None
) -> Apportioned:
    unit = scheme.rounding_fen
    try:
        return _apportion(pot_fen // unit, scores, floors, ceilings)
    except Conflict as conflict:
        params: dict[str, Param] = {"fen": pot_fen}
        params |= {f"{name}_fen": units * unit for name, units in conflict.params.items() if name != "pot"}
        raise Faults([Fault(Wrong(conflict.kind.value), params)]) from conflict


def _directed(scheme: Scheme, pot: Directed, regions: Sequence[Region], scores: Sequence[int]) -> Apportioned:
    """Split among the named classes by the same scores; nobody else has a score here."""
    own = [score if region.klass in pot.classes else 0 for region, score in zip(regions, scores, strict=True)]
    try:
        return _apportion(pot.pot_fen // scheme.rounding_fen, own, None, None)
    except Conflict as conflict:  # without bounds there is only one kind: nobody has a score
        params: dict[str, Param] = {"part": pot.code, "name": pot.name, "klasses": "、".join(pot.classes)}
        raise Faults([Fault(Wrong.DIRECTED_NOBODY, params)]) from conflict


class _Lines:
    """Puts the parts of each region together."""

    def __init__(
        self,
        scheme: Scheme,
        scores: reckoning.Scores,
        regular: Apportioned,
        unbounded: Apportioned,
        directed: Mapping[str, Apportioned],
    ) -> None:
        self._scheme, self._scores, self._directed = scheme, scores, directed
        self._regular, self._unbounded = regular, unbounded
        self._low, self._high, self._sum = set(regular.at_floor), set(regular.at_ceiling), sum(scores.scores)
        self._adjusted: dict[str, int] = {}
        for each in scheme.adjustments:
            self._adjusted[each.region] = self._adjusted.get(each.region, 0) + each.fen

    def line(self, i: int, region: Region, fixed: Mapping[str, int]) -> Line:
        """The line of the region at this position."""
        unit, columns = self._scheme.rounding_fen, self._scores.columns
        regular = self._regular.amounts[i] * unit
        directed = {code: split.amounts[i] * unit for code, split in self._directed.items()}
        adjusted = self._adjusted.get(region.code, 0)
        return Line(
            code=region.code,
            name=region.name,
            klass=region.klass,
            province=region.province,
            values={column: reckoning.known(region, column) for column in self._scheme.columns()},
            transformed={code: column.transformed[i] for code, column in columns.items()},
            coefficients=self._scores.coefficients[i],
            parts={code: (column.parts[i], column.whole) for code, column in columns.items()},
            score_pair=(self._scores.scores[i], self._scores.whole),
            share_pair=(self._scores.scores[i], self._sum or 1),
            unbounded_fen=self._unbounded.amounts[i] * unit,
            regular_fen=regular,
            rule=self._rule(i, region),
            fixed_fen=fixed,
            directed_fen=directed,
            adjustment_fen=adjusted,
            total_fen=regular + sum(fixed.values()) + sum(directed.values()) + adjusted,
            early_fen=self._scheme.early_fen.get(region.code, 0),
            last_fen=region.last_fen,
        )

    def _rule(self, i: int, region: Region) -> str:
        if i in self._low:
            return _floor_fen(self._scheme, region)[1]
        return "ceiling" if i in self._high else ""


def _afterwards(found: Allocation) -> list[Fault]:
    """What shows only in the result: an adjustment that takes too much, an early notice above the final amount."""
    wrong = []
    for line in found.lines:
        about: dict[str, Param] = {"region": line.code, "region_name": line.name}
        if line.total_fen < 0:
            wrong.append(Fault(Wrong.ADJUSTED_BELOW_ZERO, about | {"fen": line.total_fen}))
        elif line.early_fen > line.total_fen:
            amounts: dict[str, Param] = {"early_fen": line.early_fen, "total_fen": line.total_fen}
            wrong.append(Fault(Wrong.EARLY_ABOVE_FINAL, about | amounts))
    return wrong
