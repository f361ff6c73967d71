"""为什么是这个数: the steps of an explanation as sentences, each with its numbers, to be followed with a calculator."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core.money import percent, yuan
from luoxiao.funds.explaining import Code, Step
from luoxiao.funds.wording.faults import decimal

EXACT_FEN = 4  # decimal places of an amount in yuan before it is rounded


@dataclass(frozen=True)
class Explained:
    """A step in words: what is reckoned, how with its numbers, and what comes out."""

    what: str
    how: str
    result: str

    def __str__(self) -> str:
        return f"{self.what}：{self.how} ＝ {self.result}" if self.how else f"{self.what}：{self.result}"


_WHAT: Mapping[Code, str | Promise] = {
    Code.VALUE: gettext_lazy("%(name)s"),
    Code.MAX_PLUS_MIN: gettext_lazy("%(name)s（越少越多，最大值＋最小值－本值）"),
    Code.INVERSE: gettext_lazy("%(name)s（越少越多，取倒数）"),
    Code.GAP_TO_MEAN: gettext_lazy("%(name)s（越少越多，低于各地平均数的差，高于平均数的计 0）"),
    Code.COEFFICIENT: gettext_lazy("%(names)s"),
    Code.SHARE: gettext_lazy("%(name)s占各地合计的份额"),
    Code.TO_MEAN: gettext_lazy("%(name)s与各地平均数之比"),
    Code.TO_MAX: gettext_lazy("%(name)s与各地最大值之比"),
    Code.MIN_MAX: gettext_lazy("%(name)s在最小值与最大值之间的位置"),
    Code.WEIGHTED: gettext_lazy("%(name)s份额乘权重"),
    Code.SUM: gettext_lazy("各因素相加，为得分"),
    Code.PRODUCT: gettext_lazy("各因素连乘，为得分"),
    Code.FORMULA_SHARE: gettext_lazy("得分占各地得分合计的份额"),
    Code.POT: gettext_lazy("按公式分配的资金（总额－定额－定向）"),
    Code.UNBOUNDED: gettext_lazy("资金乘份额，未计保底封顶、未取整"),
    Code.REDISTRIBUTED: gettext_lazy(
        "%(at_floor)s 个地区按保底、%(at_ceiling)s 个地区按封顶后，余下资金在其他地区之间重分"
    ),
    Code.FLOOR: gettext_lazy("低于保底，按保底"),
    Code.CEILING: gettext_lazy("高于封顶，按封顶"),
    Code.GUARANTEE: gettext_lazy("低于上年保障数，按上年金额乘比例"),
    Code.ROUNDED: gettext_lazy("取整到 %(unit)s 元的整倍数"),
    Code.FIXED: gettext_lazy("%(name)s（定额，公式之外）"),
    Code.DIRECTED: gettext_lazy("%(name)s（定向，按同一得分），未取整"),
    Code.ADJUSTMENT: gettext_lazy("人工调整，理由：%(reason)s"),
    Code.TOTAL: gettext_lazy("合计"),
    Code.EARLY: gettext_lazy("减提前下达，本次下达"),
}
_LATER: Mapping[Code, str | Promise] = {
    Code.FLOOR: gettext_lazy("余下资金重分后低于保底，按保底"),
    Code.CEILING: gettext_lazy("余下资金重分后高于封顶，按封顶"),
    Code.GUARANTEE: gettext_lazy("余下资金重分后低于上年保障数，按上年金额乘比例"),
}
_MONEY = {
    *(Code.POT, Code.UNBOUNDED, Code.REDISTRIBUTED, Code.FLOOR, Code.CEILING, Code.GUARANTEE, Code.ROUNDED),
    *(Code.FIXED, Code.DIRECTED, Code.ADJUSTMENT, Code.TOTAL, Code.EARLY),
}
_PLAIN = {Code.VALUE, Code.MAX_PLUS_MIN, Code.INVERSE, Code.GAP_TO_MEAN, Code.COEFFICIENT}


def explained(step: Step) -> Explained:
    """The step in words."""
    words = dict(step.words)
    if step.code is Code.ROUNDED:
        words["unit"] = yuan(int(step.numbers["unit"]))
    if step.code is Code.COEFFICIENT:
        words = {"names": "、".join(step.words[code] for code in step.numbers)}
    what = _LATER[step.code] if step.words.get("broken") else _WHAT[step.code]
    return Explained(str(what) % words, _HOW[step.code](step), _result(step))


def _result(step: Step) -> str:
    if step.code in _MONEY:
        return _("%(amount)s 元") % {"amount": _yuan(step.result)}
    if step.code in _PLAIN:
        unit = step.words.get("unit", "") if step.code is Code.VALUE else ""
        return f"{_number(step, step.result)} {unit}".strip()
    return _number(step, step.result)


def _yuan(fen: int | Fraction) -> str:
    """Two places, more where the amount is not yet rounded to fen."""
    exact = Fraction(fen)
    return yuan(int(exact)) if exact.denominator == 1 else percent(exact / 10_000, EXACT_FEN)


def _number(step: Step, value: int | Fraction) -> str:
    """With as many significant digits as the last fen of the pot needs."""
    exact = Fraction(value)
    bits = abs(exact.numerator).bit_length() - exact.denominator.bit_length()
    return decimal(exact, max(2, step.places - bits * 30103 // 100000))  # log10(2) = 0.30103


def _bracketed(value: str) -> str:
    return f"({value})" if value.startswith("−") else value


def _joined(sign: str, parts: list[str]) -> str:
    """Nothing where there is only one part: it is the result."""
    return "" if len(parts) == 1 else f" {sign} ".join(map(_bracketed, parts))


def _nothing(step: Step) -> str:
    return ""


def _formula_share(step: Step) -> str:
    return f"{_number(step, step.numbers['score'])} ÷ {_number(step, step.numbers['scores'])}"


def _coefficient(step: Step) -> str:
    """连片特困系数 1.15 × 绩效系数 1.02; a single one needs no reckoning."""
    if len(step.numbers) == 1:
        return ""
    return " × ".join(f"{step.words[code]} {_number(step, value)}" for code, value in step.numbers.items())


def _of_sum(basis: str) -> Callable[[Step], str]:
    """40,591 × 1.15 ÷ 794,000; the coefficient is left out where it is 1."""
    return lambda step: f"{_with_c(step)} ÷ {_number(step, step.numbers[basis])}"


def _with_c(step: Step) -> str:
    x, c = step.numbers["x"], step.numbers["c"]
    return _number(step, x) + ("" if c == 1 else f" × {_number(step, c)}")


def _to_max(step: Step) -> str:
    c = step.numbers["c"]
    said = f"{_number(step, step.numbers['x'])} ÷ {_number(step, step.numbers['highest'])}"
    return said if c == 1 else f"{said} × {_number(step, c)}"


def _min_max(step: Step) -> str:
    n = {name: _number(step, value) for name, value in step.numbers.items()}
    said = f"({n['x']} − {n['lowest']}) ÷ ({n['highest']} − {n['lowest']})"
    return said if step.numbers["c"] == 1 else f"{said} × {n['c']}"


def _weighted(step: Step) -> str:
    return f"{_number(step, step.numbers['share'])} × {decimal(Fraction(step.numbers['weight']) * 100)}%"


def _max_plus_min(step: Step) -> str:
    n = {name: _number(step, value) for name, value in step.numbers.items()}
    return f"{n['max']} ＋ {n['min']} − {n['x']}"


def _gap(step: Step) -> str:
    n = {name: _number(step, value) for name, value in step.numbers.items()}
    return f"{n['mean']} − {n['x']}"


def _all(sign: str) -> Callable[[Step], str]:
    return lambda step: _joined(sign, [_number(step, value) for value in step.numbers.values()])


def _pot(step: Step) -> str:
    return " − ".join(_yuan(step.numbers[name]) for name in ("pot", "fixed", "directed"))


def _unbounded(step: Step) -> str:
    return f"{_yuan(step.numbers['pot'])} × {_number(step, step.numbers['share'])}"


def _by_score(pot: str) -> Callable[[Step], str]:
    def say(step: Step) -> str:
        n = step.numbers
        return f"{_yuan(n[pot])} × {_number(step, n['score'])} ÷ {_number(step, n['scores'])}"

    return say


def _guarantee(step: Step) -> str:
    return f"{_yuan(step.numbers['last'])} × {_number(step, step.numbers['rate'])}"


def _rounded(step: Step) -> str:
    """Down to whole units; the largest remainders get one unit more."""
    amount = _yuan(step.numbers["amount"])
    if step.numbers["up"]:
        return _("%(amount)s 舍尾，尾数较大，进一个单位") % {"amount": amount}
    return _("%(amount)s 舍尾") % {"amount": amount}


def _fixed(step: Step) -> str:
    return _("%(heads)s 人 × %(each)s 元") % {
        "heads": _number(step, step.numbers["heads"]),
        "each": _yuan(step.numbers["each"]),
    }


def _total(step: Step) -> str:
    return _joined("＋", [_yuan(value) for value in step.numbers.values()])


def _early(step: Step) -> str:
    return f"{_yuan(step.numbers['total'])} − {_yuan(step.numbers['early'])}"


_HOW: Mapping[Code, Callable[[Step], str]] = {
    Code.VALUE: _nothing,
    Code.MAX_PLUS_MIN: _max_plus_min,
    Code.INVERSE: lambda step: f"1 ÷ {_number(step, step.numbers['x'])}",
    Code.GAP_TO_MEAN: _gap,
    Code.COEFFICIENT: _coefficient,
    Code.SHARE: _of_sum("sum"),
    Code.TO_MEAN: _of_sum("average"),
    Code.TO_MAX: _to_max,
    Code.MIN_MAX: _min_max,
    Code.WEIGHTED: _weighted,
    Code.SUM: _all("＋"),
    Code.PRODUCT: _all("×"),
    Code.FORMULA_SHARE: _formula_share,
    Code.POT: _pot,
    Code.UNBOUNDED: _unbounded,
    Code.REDISTRIBUTED: _by_score("open"),
    Code.FLOOR: _nothing,
    Code.CEILING: _nothing,
    Code.GUARANTEE: _guarantee,
    Code.ROUNDED: _rounded,
    Code.FIXED: _fixed,
    Code.DIRECTED: _by_score("pot"),
    Code.ADJUSTMENT: _nothing,
    Code.TOTAL: _total,
    Code.EARLY: _early,
}
