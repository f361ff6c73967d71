"""The sentences about gaps, ranks and indexes (design guide, part 5)."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.indicators.composite import MOST_MISSING, Extent, Gone, Index, Lost
from luoxiao.indicators.gap import FEWEST_RANKED, Against, Difference, Doubt, Missing, Move, Rank
from luoxiao.indicators.wording.numbers import amount, by_unit

LEVELS: dict[str, str | Promise] = {
    Against.NATION: gettext_lazy("全国平均"),
    Against.WEST: gettext_lazy("西部平均"),
    Against.CENTRAL: gettext_lazy("中部平均"),
    Against.TARGET: gettext_lazy("目标"),
}

MISSING: dict[str, str | Promise] = {
    Missing.ABSENT: gettext_lazy("没有数"),
    Missing.NOT_KNOWN: gettext_lazy("不详"),
    Missing.NOT_APPLICABLE: gettext_lazy("不适用"),
    Missing.TEXT: gettext_lazy("来源没有给出单个数"),
}


def difference(found: Difference, unit: str) -> str:
    """比全国平均低 607.80 元/人·年，为全国平均的 70.6%，未达到。"""
    words = {"level": LEVELS[found.against], "size": by_unit(amount(abs(found.gap)), unit)}
    way = _("比%(level)s高 %(size)s") if found.gap > 0 else _("比%(level)s低 %(size)s")
    said = [(way if found.gap else _("与%(level)s持平")) % words]
    if found.share is not None and found.gap:
        said.append(_("为%(level)s的 %(share)s%%") % (words | {"share": amount(found.share)}))
    return _("，").join([*said, *_reached(found)]) + _("。")


def _reached(found: Difference) -> list[str]:
    """Whether it is reached; where less is better, higher is worse and that is said."""
    if found.reached is None:
        return []
    turned = [_("越低越好")] if found.lead != found.gap else []
    return [*turned, _("已达到") if found.reached else _("未达到")]


def rank(found: Rank | None) -> str:
    """第 3 位，2 个并列，共 24 个有数；— where there is none."""
    if found is None:
        return "—"
    said = [_("第 %(number)s 位") % {"number": found.number}]
    said += [_("%(tied)s 个并列") % {"tied": found.tied}] if found.tied > 1 else []
    return _("，").join([*said, _("共 %(among)s 个有数") % {"among": found.among}])


def move(found: Move | None) -> str:
    """上升 2 位（两期都有数的 20 个中）; — where there is none."""
    if found is None:
        return "—"
    words = {"places": abs(found.places), "among": found.among}
    way = _("上升 %(places)s 位") if found.places > 0 else _("下降 %(places)s 位") if found.places else _("位次不变")
    return (way + _("（两期都有数的 %(among)s 个中）")) % words


def frontier_rule() -> str:
    """What the distance to the frontier counts."""
    return _("最好的地方为 100，最差的为 0，其余按差距折算。")


def doubt(code: Doubt) -> str:
    """Why a number of the table should be read with care."""
    return _DOUBTS[code]() % {"fewest": FEWEST_RANKED}


_DOUBTS: dict[str, Callable[[], str]] = {
    Doubt.PARTIAL: lambda: _("由下级数汇总，有的地方没有数。"),
    Doubt.FEW_RANKED: lambda: _("有数的地方不足 %(fewest)s 个，位次仅供参考。"),
    Doubt.OTHERS_MISSING: lambda: _("有的地方没有数，位次只在有数的地方中排。"),
    Doubt.FEW_COMPARED: lambda: _("两期都有数的地方不足 %(fewest)s 个，位次变化仅供参考。"),
}


def index(found: Index) -> str:
    """指数 65.0，全国平均为 100。 A missing part is always said."""
    words = {
        "value": "—" if found.value is None else amount(found.value),
        "lost": found.weight_lost,
        "most": MOST_MISSING,
    }
    return _INDEXES[found.extent]() % words


_INDEXES: dict[str, Callable[[], str]] = {
    Extent.WHOLE: lambda: _("指数 %(value)s，各项都达到全国平均为 100。"),
    Extent.PART: lambda: _("指数 %(value)s，不完整：缺权重 %(lost)s%% 的指标，按其余指标折算。"),
    Extent.NONE: lambda: _("缺权重 %(lost)s%% 的指标，超过 %(most)s%%，不出指数。"),
}


def lost(found: Lost) -> str:
    """Why a part of the index does not count."""
    return _GONE[found.why]() % {"missing": MISSING[found.missing] if found.missing else ""}


_GONE: dict[str, Callable[[], str]] = {
    Gone.NO_FIGURE: lambda: _("本地数：%(missing)s。"),
    Gone.NO_AVERAGE: lambda: _("全国平均：%(missing)s。"),
    Gone.NOT_POSITIVE: lambda: _("有负数，或全国平均为零，算不出比率。"),
    Gone.NO_DIRECTION: lambda: _("指标不论高低，不能比较。"),
}


def index_rule() -> str:
    """How the index is counted, in one paragraph."""
    return _(
        "每项为本地数÷全国平均×100（越低越好的指标为全国平均÷本地数×100），超过 100 的按 100 计，"
        "再按权重相加。一项超过不能抵另一项不足。"
    )
