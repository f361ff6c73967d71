"""怎么算的: the reckoning of a year, step by step, so that somebody with a calculator finds the same."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from luoxiao.core.wording import period_words
from luoxiao.indicators.convergence import Convergence, Demand, Method, Need, Outcome, Side
from luoxiao.indicators.histories import end_of_year
from luoxiao.indicators.wording.convergences import run
from luoxiao.indicators.wording.numbers import amount, brief, end_of, fixed, percent

DIGITS = 4  # decimal places of rates in percent and of spans in years; two more for the ratio itself


def steps(found: Convergence) -> list[str]:
    """The reckoning in order: growth of both sides, the common moment, the years, the growth needed, the band."""
    own, nation = found.own, found.nation
    if own is None or nation is None or found.band is None:
        return []
    said = [_growth(_("本地"), "p", own, found.method), _growth(_("全国"), "n", nation, found.method)]
    said += [_level(_("本地"), "P", "p", own, found.method), _level(_("全国"), "N", "n", nation, found.method)]
    said.append(_("以上两数都是%(moment)s的数，以下从这时算起。") % {"moment": _base(own, nation)})
    said.append(_years(found, own, nation))
    said += [_need(each, found, own, nation) for each in found.needs if each.rate is not None]
    return [*said, *map(run, found.band.runs)]


def _base(own: Side, nation: Side) -> str:
    return end_of(nation.last if own.is_carried else own.last)


def _growth(who: str, letter: str, side: Side, method: Method) -> str:
    """本地年均增长率 p ＝ (100 ÷ 80)^(1 ÷ 3) − 1 ＝ 7.7217%。"""
    words = {
        "who": who,
        "letter": letter,
        "first": _bracketed(side.first.value),
        "last": _bracketed(side.last.value),
        "from": period_words(side.first.period),
        "to": period_words(side.last.period),
        "years": brief(side.span, DIGITS),
        "rate": _rate(side.rate, method),
    }
    if method is Method.GEOMETRIC:
        made = _("%(who)s年均增长率 %(letter)s ＝ (%(last)s ÷ %(first)s)^(1 ÷ %(years)s) − 1 ＝ %(rate)s")
    else:
        made = _("%(who)s年均增减量 %(letter)s ＝ (%(last)s − %(first)s) ÷ %(years)s ＝ %(rate)s")
    return (made + _("（%(from)s至%(to)s，%(years)s 年）。")) % words


def _level(who: str, letter: str, grows: str, side: Side, method: Method) -> str:
    """本地 P ＝ 100（2012年）, carried on where the other side has a later figure."""
    words = {
        "who": who,
        "letter": letter,
        "grows": grows,
        "last": amount(side.last.value),
        "period": period_words(side.last.period),
        "years": brief(side.carried, DIGITS),
        "level": amount(side.level),
    }
    if not side.is_carried:
        return _("%(who)s %(letter)s ＝ %(last)s（%(period)s）。") % words
    if method is Method.GEOMETRIC:
        made = _("%(who)s %(letter)s ＝ %(last)s（%(period)s）× (1 ＋ %(grows)s)^%(years)s ＝ %(level)s")
    else:
        made = _("%(who)s %(letter)s ＝ %(last)s（%(period)s）＋ %(grows)s × %(years)s ＝ %(level)s")
    return (made + _("，推后 %(years)s 年。")) % words


def _years(found: Convergence, own: Side, nation: Side) -> str:
    """年数 ＝ ln(N ÷ P) ÷ ln((1 ＋ p) ÷ (1 ＋ n)) ＝ 12.04, or why there are none."""
    if found.outcome is not Outcome.CONVERGES or found.years is None:
        return _without_years(found)
    words = {
        "own": _bracketed(own.level),
        "nation": _bracketed(nation.level),
        "ours": _factor(own.rate, found.method),
        "theirs": _factor(nation.rate, found.method),
        "years": fixed(found.years, 2),
        "year": found.year,
    }
    if found.method is Method.GEOMETRIC:
        made = _(
            "年数 ＝ ln(N ÷ P) ÷ ln((1 ＋ p) ÷ (1 ＋ n)) ＝ ln(%(nation)s ÷ %(own)s) ÷ ln(%(ours)s ÷ %(theirs)s)"
            " ＝ %(years)s"
        )
    else:
        made = _("年数 ＝ (N − P) ÷ (p − n) ＝ (%(nation)s − %(own)s) ÷ (%(ours)s − %(theirs)s) ＝ %(years)s")
    return (made + _("，落在 %(year)s年。")) % words


def _without_years(found: Convergence) -> str:
    return {
        Outcome.REACHED: lambda: _("P 已不比 N 差，不必再算年数。"),
        Outcome.WIDENING: lambda: _("P 比 N 差，p 又不如 n，两边不会相等。"),
        Outcome.CONSTANT: lambda: _("P 比 N 差，p 与 n 相同，两边不会相等。"),
        Outcome.FAR: lambda: _("同一公式算出的年数过大，不作预计。"),
        Outcome.OUT_OF_RANGE: lambda: _("两边相等时的数已不是这项指标可能的数，年数没有意义。"),
    }[found.outcome]()


def _need(need: Need, found: Convergence, own: Side, nation: Side) -> str:
    """2015年：(160 × (1 ＋ n)^2 ÷ 107.72)^(1 ÷ 2) − 1 ＝ 24.1%。"""
    ahead = end_of_year(need.year) - (found.base or 0)
    words = {
        "year": need.year,
        "own": _bracketed(own.level),
        "nation": _bracketed(nation.level),
        "theirs": _factor(nation.rate, found.method),
        "years": brief(ahead, DIGITS),
        "rate": _rate(need.rate or Decimal(0), found.method),
        "what": _("所需速度") if need.demand is Demand.NEEDED else _("保持所需速度"),
    }
    if found.method is Method.GEOMETRIC:
        made = _("到 %(year)s年底，%(what)s ＝ (%(nation)s ÷ %(own)s)^(1 ÷ %(years)s) × %(theirs)s − 1 ＝ %(rate)s。")
    else:
        made = _("到 %(year)s年底，%(what)s ＝ (%(nation)s − %(own)s) ÷ %(years)s ＋ %(theirs)s ＝ %(rate)s。")
    return made % words


def _rate(value: Decimal, method: Method) -> str:
    return percent(value, DIGITS) if method is Method.GEOMETRIC else fixed(value, DIGITS)


def _factor(value: Decimal, method: Method) -> str:
    """1 ＋ the rate, as it stands in the formula; a negative change stands in brackets."""
    return fixed(1 + Fraction(value), DIGITS + 2) if method is Method.GEOMETRIC else _bracketed(value, DIGITS)


def _bracketed(value: Decimal, places: int | None = None) -> str:
    said = amount(value) if places is None else fixed(value, places)
    return f"({said})" if value < 0 else said
