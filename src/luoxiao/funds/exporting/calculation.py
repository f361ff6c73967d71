"""The sheet 计算: from values to whole units, in the steps of the engine, each step a column.

Coefficients, shares and scores first; then floors and ceilings by freezing round after round; then the whole units of
each share and one more for the largest remainders, equal ones by position. A share is rounded to so many decimals of a
unit that the noise of binary floats is gone and equal remainders are equal; 参数 says to how many.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from luoxiao.funds.allocation import Allocation, Factor, Normalise, Shape, Transform
from luoxiao.funds.exporting.factors import Given, head
from luoxiao.funds.exporting.parameters import Parameters
from luoxiao.funds.exporting.sheets import PLAIN, Book, Column, Grid, Spot, Value, added

NAME = "计算"
SPARE_ROUNDS = 4  # more than the split needed, for numbers that are changed afterwards


@dataclass(frozen=True)
class Reckoned:
    """The columns of amounts in fen, and what tells that the freezing came to rest (0: it did)."""

    unbounded: Column
    regular: Column
    floor: Column
    guaranteed: Column
    asked: str  # the floor of the scheme, in fen
    frozen: Column
    fixed: Sequence[Column]
    directed: Sequence[Column]
    unrest: Spot


def draw(book: Book, allocation: Allocation, parameters: Parameters, given: Given) -> Reckoned:
    """All steps from the left to the right."""
    return _Drawing(book, allocation, parameters, given).whole()


def number(value: Value) -> float:
    """An empty cell is 0 where a formula reckons with it."""
    return 0.0 if value == "" else float(value)


def rounded(value: float, digits: int = 0) -> float:
    """ROUND: half away from zero, for amounts that are not negative unless they are whole."""
    scale = float(10**digits)
    return math.floor(value * scale + 0.5) / scale


class _Drawing:
    def __init__(self, book: Book, allocation: Allocation, parameters: Parameters, given: Given) -> None:
        self._allocation, self._scheme, self._parameters, self._given = allocation, allocation.scheme, parameters, given
        self._count = len(allocation.lines)
        self._grid = Grid(book, NAME, "计算过程（都是公式）", self._count)
        self._unit, self._digits = parameters.unit, int(number(parameters.digits.value))
        head(self._grid, allocation)

    def whole(self) -> Reckoned:
        scores = self._scores()
        fixed = [self._fixed(line.code, line.name, line.column) for line in self._scheme.fixed]
        pot = self._pot_units(scores, fixed)
        guaranteed, floor, ceiling = self._bounds(pot)
        unbounded = self._amounts("不设限额", scores, pot, None)
        frozen, unrest = self._freeze(scores, pot, floor, ceiling)
        regular = self._amounts("常规部分", scores, pot, frozen)
        directed = [self._directed(pot.code, pot.name, scores) for pot in self._scheme.directed]
        asked = f"ROUND({self._parameters.floor.address}*1000000,0)"
        return Reckoned(unbounded, regular, floor, guaranteed, asked, frozen, fixed, directed, unrest)

    # from values to scores

    def _scores(self) -> Column:
        coefficient = self._coefficient()
        inside = coefficient if self._scheme.shape is Shape.WEIGHTED else None
        shares = {factor.code: self._share(factor, inside) for factor in self._scheme.factors}
        if self._scheme.shape is Shape.WEIGHTED:
            weights = {code: self._parameters.weights[code] for code in shares}
            return self._grid.summed(
                "得分",
                lambda i: "+".join(f"{weights[code].address}*{shares[code].at(i)}" for code in shares),
                lambda i: sum(number(weights[code].value) * number(shares[code].values[i]) for code in shares),
                PLAIN,
            )
        factors = [*shares.values(), *([coefficient] if coefficient else [])]
        return self._grid.summed(
            "得分",
            lambda i: "*".join(column.at(i) for column in factors),
            lambda i: math.prod(number(column.values[i]) for column in factors),
            PLAIN,
        )

    def _coefficient(self) -> Column | None:
        """All coefficients of a region multiplied; None where the scheme has none."""
        each = [self._one_coefficient(c.code, c.name, c.column) for c in self._scheme.coefficients]
        if len(each) < 2:
            return each[0] if each else None
        return self._grid.reckoned(
            "系数之积",
            lambda i: "*".join(column.at(i) for column in each),
            lambda i: math.prod(number(column.values[i]) for column in each),
            PLAIN,
        )

    def _one_coefficient(self, code: str, name: str, column: str) -> Column:
        if column:
            read = self._given.values[column]
            return self._grid.reckoned(name, read.at, lambda i: read.values[i], PLAIN)
        return self._grid.reckoned(name, *self._by_class(code), PLAIN)

    def _by_class(self, code: str) -> tuple[Callable[[int], str], Callable[[int], Value]]:
        klass, parameters = self._given.klass, self._parameters
        return (
            lambda i: parameters.by_class(code, klass.at(i)),
            lambda i: parameters.value_of_class(code, str(klass.values[i])),
        )

    def _share(self, factor: Factor, coefficient: Column | None) -> Column:
        """The factor's value turned, with its coefficient, set against the whole."""
        read = self._given.values[factor.code]
        turned = read if factor.transform is Transform.AS_IS else self._turned(factor, read)
        least = min(map(number, turned.values)) if factor.normalise is Normalise.MIN_MAX else 0.0
        less = f"-MIN({turned.whole})" if factor.normalise is Normalise.MIN_MAX else ""
        times = [f"*{coefficient.at(i)}" if coefficient else "" for i in range(self._count)]
        multiplier = [number(coefficient.values[i]) if coefficient else 1.0 for i in range(self._count)]
        counted = self._grid.summed(
            f"{factor.name}×系数" if coefficient else factor.name,
            lambda i: f"({turned.at(i)}{less}){times[i]}",
            lambda i: (number(turned.values[i]) - least) * multiplier[i],
            PLAIN,
        )
        against, now = self._against(factor.normalise, turned, counted)
        return self._grid.reckoned(
            f"{factor.name}得分",
            lambda i: f"{counted.at(i)}/{against}",
            lambda i: number(counted.values[i]) / now,
            PLAIN,
        )

    def _turned(self, factor: Factor, read: Column) -> Column:
        values = [number(value) for value in read.values]
        most, least, mean = max(values), min(values), sum(values) / len(values)
        ways: dict[Transform, tuple[Callable[[int], str], Callable[[int], Value]]] = {
            Transform.MAX_PLUS_MIN: (
                lambda i: f"MAX({read.whole})+MIN({read.whole})-{read.at(i)}",
                lambda i: most + least - values[i],
            ),
            Transform.INVERSE: (lambda i: f"1/{read.at(i)}", lambda i: 1 / values[i]),
            Transform.GAP_TO_MEAN: (
                lambda i: f"MAX(AVERAGE({read.whole})-{read.at(i)},0)",
                lambda i: max(mean - values[i], 0.0),
            ),
        }
        return self._grid.reckoned(f"{factor.name}（反向）", *ways[factor.transform], PLAIN)

    def _against(self, way: Normalise, turned: Column, counted: Column) -> tuple[str, float]:
        values = [number(value) for value in turned.values]
        if way is Normalise.SHARE:
            return counted.top.address, number(counted.top.value)
        if way is Normalise.MEAN:
            return f"({counted.top.address}/{self._count})", number(counted.top.value) / self._count
        if way is Normalise.MAX:
            return f"MAX({turned.whole})", max(values)
        return f"(MAX({turned.whole})-MIN({turned.whole}))", max(values) - min(values)

    # from the pot to units

    def _fixed(self, code: str, name: str, column: str) -> Column:
        """Heads × yuan each, in fen."""
        heads = self._given.values[column]
        formula, value = self._by_class(code)
        return self._grid.summed(
            f"{name}（分）",
            lambda i: f"{heads.at(i)}*ROUND({formula(i)}*100,0)",
            lambda i: number(heads.values[i]) * rounded(number(value(i)) * 100),
        )

    def _pot_units(self, beside: Column, fixed: Sequence[Column]) -> Spot:
        """The regular pot: all of it less fixed lines and directed pots."""
        parameters = self._parameters
        directed = "".join(f"-ROUND({spot.address}*1000000,0)" for spot in parameters.directed.values())
        lines = "".join(f"-{column.top.address}" for column in fixed)
        fen = rounded(number(parameters.pot.value) * 1e6)
        fen -= sum(rounded(number(spot.value) * 1e6) for spot in parameters.directed.values())
        fen -= sum(number(column.top.value) for column in fixed)
        column = self._grid.reckoned(
            "常规部分占比",
            lambda i: f"{beside.at(i)}/{beside.top.address}",
            lambda i: number(beside.values[i]) / number(beside.top.value) if number(beside.top.value) else 0.0,
            "0.0000%",
        )
        formula = f"(ROUND({parameters.pot.address}*1000000,0){directed}{lines})/{self._unit.address}"
        return self._grid.top(column, "常规部分总额（取整单位）", formula, fen / number(self._unit.value))

    def _bounds(self, pot: Spot) -> tuple[Column, Column, Column]:
        """What is promised of last year, the higher of it and the floor, and the ceiling, in whole units."""
        p, unit, last = self._parameters, self._unit.address, self._given.last
        u = number(self._unit.value)
        guaranteed = self._grid.reckoned(
            "上年×比例（分）",
            lambda i: f"ROUND(ROUND({last.at(i)}*1000000,0)*{p.guarantee.address},4)",
            lambda i: rounded(rounded(number(last.values[i]) * 1e6) * number(p.guarantee.value), 4),
        )
        floor = self._grid.summed(
            "下限（单位）",
            lambda i: f"ROUNDUP(MAX(ROUND({p.floor.address}*1000000,0),{guaranteed.at(i)})/{unit},0)",
            lambda i: math.ceil(max(rounded(number(p.floor.value) * 1e6), number(guaranteed.values[i])) / u),
        )
        most = number(pot.value) if p.ceiling.value == "" else rounded(number(p.ceiling.value) * 1e6) // u
        ceiling = self._grid.reckoned(
            "上限（单位）",
            lambda i: (
                f'IF({p.ceiling.address}="",MAX({pot.address},{floor.at(i)}),'
                f"INT(ROUND({p.ceiling.address}*1000000,0)/{unit}))"
            ),
            lambda i: max(most, number(floor.values[i])) if p.ceiling.value == "" else most,
        )
        return guaranteed, floor, ceiling

    def _freeze(self, scores: Column, pot: Spot, floor: Column, ceiling: Column) -> tuple[Column, Spot]:
        """Round after round until nobody open breaks a bound; whoever is frozen keeps the amount of the bound."""
        frozen: Column | None = None
        for turn in range(1, self._allocation.rounds + SPARE_ROUNDS + 1):
            frozen, unrest = self._round(turn, scores, pot, floor, ceiling, frozen)
        assert frozen is not None, "there is at least one round"
        return frozen, unrest

    def _round(
        self, turn: int, scores: Column, pot: Spot, floor: Column, ceiling: Column, frozen: Column | None
    ) -> tuple[Column, Spot]:
        share = self._shares(f"第{turn}轮", scores, pot, frozen)
        is_open = [frozen is None or frozen.values[i] == "" for i in range(self._count)]
        asked = [f'{frozen.at(i)}="",' if frozen else "" for i in range(self._count)]
        low = self._grid.summed(
            f"第{turn}轮不足",
            lambda i: f"IF(AND({asked[i]}{share.at(i)}<{floor.at(i)}),{floor.at(i)}-{share.at(i)},0)",
            lambda i: max(number(floor.values[i]) - number(share.values[i]), 0.0) if is_open[i] else 0,
            PLAIN,
        )
        high = self._grid.summed(
            f"第{turn}轮超出",
            lambda i: f"IF(AND({asked[i]}{share.at(i)}>{ceiling.at(i)}),{share.at(i)}-{ceiling.at(i)},0)",
            lambda i: max(number(share.values[i]) - number(ceiling.values[i]), 0.0) if is_open[i] else 0,
            PLAIN,
        )
        digits, d = self._parameters.digits.address, self._digits
        lifted, freed = (f"ROUND({column.top.address},{digits})" for column in (low, high))
        up, down = (rounded(number(column.top.value), d) for column in (low, high))

        def value(i: int) -> Value:
            if not is_open[i]:
                return frozen.values[i] if frozen else ""
            if number(low.values[i]) > 0 and up >= down:
                return floor.values[i]
            return ceiling.values[i] if number(high.values[i]) > 0 and down >= up else ""

        now = self._grid.reckoned(
            f"第{turn}轮后定为",
            lambda i: (
                f"{self._kept(frozen, i)}IF(AND({low.at(i)}>0,{lifted}>={freed}),{floor.at(i)},"
                f'IF(AND({high.at(i)}>0,{freed}>={lifted}),{ceiling.at(i)},"")))'
            ),
            value,
        )
        unrest = self._grid.top(now, "仍越限", f"{lifted}+{freed}", up + down, PLAIN)
        return now, unrest

    def _shares(self, name: str, scores: Column, pot: Spot, frozen: Column | None) -> Column:
        """λ × score of those that are open, rounded to so many decimals; those frozen have what they have."""
        is_open = [frozen is None or frozen.values[i] == "" for i in range(self._count)]
        spread = sum(number(scores.values[i]) for i in range(self._count) if is_open[i])
        left = number(pot.value) - (added(frozen.values) if frozen else 0)
        each = left / spread if spread else 0.0
        top, digits = self._grid.next_top, self._parameters.digits.address
        found = self._grid.reckoned(
            f"{name}应得（单位）",
            lambda i: f"{self._kept(frozen, i)}ROUND({top}*{scores.at(i)},{digits}))",
            lambda i: rounded(each * number(scores.values[i]), self._digits) if is_open[i] else _at(frozen, i),
            PLAIN,
        )
        left_f = f"({pot.address}-SUM({frozen.whole}))" if frozen else pot.address
        spread_f = f'SUMPRODUCT(({frozen.whole}="")*{scores.whole})' if frozen else scores.top.address
        self._grid.top(found, "每分应得", f"IF({spread_f}=0,0,{left_f}/{spread_f})", each, PLAIN)
        return found

    def _kept(self, frozen: Column | None, i: int) -> str:
        """Opens the choice between what a region was frozen at and what follows."""
        return f'IF({frozen.at(i)}<>"",{frozen.at(i)},' if frozen else "("

    # from shares to whole units

    def _amounts(self, name: str, scores: Column, pot: Spot, frozen: Column | None) -> Column:
        """Whole units of each share, one more for the largest remainders; in fen."""
        share = self._shares(name, scores, pot, frozen)
        is_open = [frozen is None or frozen.values[i] == "" for i in range(self._count)]
        whole = self._grid.summed(
            f"{name}整数（单位）", lambda i: f"INT({share.at(i)})", lambda i: math.floor(number(share.values[i]))
        )
        scale, digits = 10**self._digits, self._parameters.digits.address
        rest = self._grid.reckoned(
            f"{name}余数",
            lambda i: f"{_unless(frozen, i)}ROUND(({share.at(i)}-{whole.at(i)})*10^{digits},0))",
            lambda i: rounded((number(share.values[i]) - number(whole.values[i])) * scale) if is_open[i] else "",
        )
        left = self._grid.top(
            rest, "尚余（单位）", f"{pot.address}-{whole.top.address}", number(pot.value) - number(whole.top.value)
        )
        order = self._order(rest)
        place = self._grid.reckoned(
            f"{name}余数位次",
            lambda i: f"{_unless(frozen, i)}RANK({rest.at(i)},{rest.whole})+COUNTIF({rest.down_to(i)},{rest.at(i)})-1)",
            lambda i: order.get(i, ""),
        )
        return self._grid.summed(
            f"{name}（分）",
            lambda i: (
                f"({whole.at(i)}+IF(N({place.at(i)})=0,0,IF({place.at(i)}<={left.address},1,0)))*{self._unit.address}"
            ),
            lambda i: (
                (number(whole.values[i]) + (0 < number(place.values[i]) <= number(left.value)))
                * number(self._unit.value)
            ),
        )

    def _order(self, rest: Column) -> dict[int, Value]:
        """The largest remainder is 1; of equal ones the first."""
        ranked = sorted((-number(value), i) for i, value in enumerate(rest.values) if value != "")
        return {i: place for place, (_rest, i) in enumerate(ranked, 1)}

    def _directed(self, code: str, name: str, scores: Column) -> Column:
        """The same scores among the classes that take part, without bounds."""
        formula, value = self._by_class(code)
        own = self._grid.summed(
            f"{name}得分",
            lambda i: f"{scores.at(i)}*{formula(i)}",
            lambda i: number(scores.values[i]) * number(value(i)),
            PLAIN,
        )
        spot, unit = self._parameters.directed[code], self._unit
        units = Spot(
            f"(ROUND({spot.address}*1000000,0)/{unit.address})",
            rounded(number(spot.value) * 1e6) / number(unit.value),
        )
        return self._amounts(name, own, units, None)


def _at(column: Column | None, i: int) -> Value:
    return column.values[i] if column else ""


def _unless(frozen: Column | None, i: int) -> str:
    """Nothing for those that are frozen."""
    return f'IF({frozen.at(i)}<>"","",' if frozen else "("
