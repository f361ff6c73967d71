"""The sentences about reaching the national average, and the reckoning step by step (design guide, part 5)."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core.wording import period_words
from luoxiao.indicators.convergence import (
    FEWEST_POINTS,
    HORIZON,
    SHORTEST,
    Band,
    Caution,
    Convergence,
    Demand,
    Method,
    Need,
    Outcome,
    Run,
)
from luoxiao.indicators.gap import Good
from luoxiao.indicators.histories import Why
from luoxiao.indicators.wording.numbers import amount, rate, span, telling_apart, with_unit, years

METHODS: dict[str, str | Promise] = {
    Method.GEOMETRIC: gettext_lazy("按年均增长率推算"),
    Method.LINEAR: gettext_lazy("按年均增减量推算"),
}

LEFT_OUT: dict[str, str | Promise] = {
    Why.OUTSIDE: gettext_lazy("不在两边共同的时段内"),
    Why.SPAN: gettext_lazy("跨几年的数，不在一个时点上"),
    Why.FINER: gettext_lazy("同一时点另有较长一期的数"),
}


def convergence(found: Convergence, unit: str) -> str:
    """2009—2012年年均增长 9.8%，全国 7.2%；照此 2021年达到全国平均，区间 2019—2026年。"""
    return _OUTCOMES[found.outcome]() % _words(found, unit)


_OUTCOMES: dict[str, Callable[[], str]] = {
    Outcome.CONVERGES: lambda: _("%(growth)s；照此 %(year)s年%(reach)s全国平均，%(band)s。"),
    Outcome.REACHED: lambda: _("已%(reach)s全国平均：%(year)s年 %(own)s，全国 %(nation)s。"),
    Outcome.WIDENING: lambda: _("%(growth)s；照此不会%(reach)s全国平均，%(gap)s还在拉大。"),
    Outcome.CONSTANT: lambda: _("%(growth)s；照此不会%(reach)s全国平均，%(gap)s不变。"),
    Outcome.FAR: lambda: _("%(growth)s；照此 %(horizon)s 年内不会%(reach)s全国平均。"),
    Outcome.OUT_OF_RANGE: lambda: _("%(growth)s；照此推算，两边相等时的数已不是这项指标可能的数，不能说是哪一年。"),
    Outcome.TOO_FEW: lambda: _(
        "数太少，不能推算：在共同的时段内本地有 %(own_count)s 个数，全国有 %(nation_count)s 个，各须有 %(fewest)s 个。"
    ),
    Outcome.NOT_POSITIVE: lambda: _("有零或负数，不能按增长率推算；可按年均增减量推算。"),
    Outcome.NO_DIRECTION: lambda: _("这项指标不论高低，不推算何时达到全国平均。"),
}


def _words(found: Convergence, unit: str) -> dict[str, object]:
    """What the sentences need."""
    own, nation = found.own, found.nation
    return {
        "growth": growth(found, unit),
        "reach": reach(found.good),
        "year": found.year,
        "band": band(found.band),
        "own": with_unit(amount(own.level), unit) if own else "",
        "nation": with_unit(amount(nation.level), unit) if nation else "",
        "gap": _("相对差距") if found.method is Method.GEOMETRIC else _("差距"),
        "horizon": HORIZON,
        "own_count": len(found.used.own),
        "nation_count": len(found.used.nation),
        "fewest": FEWEST_POINTS,
    }


def reach(good: Good) -> str:
    """What it means to arrive: to climb to the average, or to fall to it."""
    return _("降到") if good is Good.LESS else _("达到")


def growth(found: Convergence, unit: str) -> str:
    """2009—2012年年均增长 9.8%，全国 7.2%: the verb is said again only where the nation goes another way."""
    own, nation = found.own, found.nation
    if own is None or nation is None:
        return ""
    places = telling_apart(own.rate, nation.rate, found.method)
    ours, theirs = (rate(side.rate, found.method, unit, places) for side in (own, nation))
    words = {"span": span(own.first, own.last), "ours": ours, "theirs": theirs}
    return _("%(span)s年均%(ours)s，全国%(theirs)s") % words


def band(found: Band | None) -> str:
    """区间 2019—2026年, or what a band with one or no end means."""
    if found is None or found.earliest is None:
        return _("没有一种试算能达到")
    if found.latest is None:
        return _("最早 %(year)s年，也可能不会达到") % {"year": found.earliest}
    if found.earliest == found.latest:
        return _("各种试算都是这一年")
    return _("区间 %(years)s") % {"years": years(found.earliest, found.latest)}


def may_arrive(found: Convergence) -> str:
    """Said beside a place that does not arrive, where leaving out a figure lets it arrive; else nothing."""
    if found.year is not None or found.band is None or found.band.earliest is None:
        return ""
    return _("去掉个别数试算，最早 %(year)s年达到。") % {"year": found.band.earliest}


def band_rule() -> str:
    """How the band is made."""
    return _("区间：逐一去掉两边的首、末各一个数重算，取最早和最晚的年份。")


def assumption(method: Method) -> str:
    """What the reckoning takes for granted."""
    return _ASSUMPTIONS[method]()


_ASSUMPTIONS: dict[str, Callable[[], str]] = {
    Method.GEOMETRIC: lambda: _("假定两边今后都按共同时段内的年均增长率（水平法，由首、末两个数算出）增长。"),
    Method.LINEAR: lambda: _("假定两边今后每年的增减量都与共同时段内的年均增减量相同。"),
}


def run(found: Run) -> str:
    """去掉全国 2009年的数：2026年。"""
    words = {
        "side": _("全国") if found.of_nation else _("本地"),
        "period": period_words(found.dropped.period),
        "year": found.year,
    }
    if found.outcome is Outcome.REACHED:
        return _("去掉%(side)s %(period)s的数：%(year)s年已达到。") % words
    if found.year is None:
        return _("去掉%(side)s %(period)s的数：不会达到。") % words
    return _("去掉%(side)s %(period)s的数：%(year)s年。") % words


def need(found: Need, result: Convergence, unit: str) -> str:
    """2015年达到全国平均，须年均增长 15.2%；现为增长 9.8%，不够。"""
    words: dict[str, object] = {"year": found.year, "reach": reach(result.good)}
    if found.rate is not None and result.own is not None:
        places = telling_apart(found.rate, result.own.rate, result.method)
        words["needed"] = rate(found.rate, result.method, unit, places)
        words["now"] = rate(result.own.rate, result.method, unit, places)
        words["enough"] = _("够") if found.enough else _("不够")
    return _NEEDS[found.demand]() % words


_NEEDS: dict[str, Callable[[], str]] = {
    Demand.NEEDED: lambda: _("%(year)s年%(reach)s全国平均，须年均%(needed)s；现为年均%(now)s，%(enough)s。"),
    Demand.KEEP: lambda: _("到 %(year)s年不落后于全国平均，须年均%(needed)s；现为年均%(now)s，%(enough)s。"),
    Demand.PASSED: lambda: _("%(year)s年已过。"),
    Demand.OUT_OF_RANGE: lambda: _("全国平均照此推到 %(year)s年，已不是这项指标可能的数，算不出所需速度。"),
}


def caution(code: Caution) -> str:
    """Why a result should be read with care."""
    return _CAUTIONS[code]() % {"years": SHORTEST}


_CAUTIONS: dict[str, Callable[[], str]] = {
    Caution.PARTIAL: lambda: _("有的数由下级汇总，有的地方没有数。"),
    Caution.UNSURE: lambda: _("有的数来源可信度低。"),
    Caution.SHORT: lambda: _("所据时段不足 %(years)s 年。"),
    Caution.AGAINST_GOOD: lambda: _("本地在变差，只因全国变差得更快才会相等。"),
}
