"""The sentences for what is wrong with a scheme, a table of factors or a split: the value, the place, what to do."""

from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.core.money import percent, wan, yuan
from luoxiao.funds.terms import Direction, Fault, Param, Transform, Wrong

DIRECTIONS: dict[str, str | Promise] = {Direction.MORE: _("越多越多"), Direction.LESS: _("越少越多")}
TRANSFORMS: dict[str, str | Promise] = {
    Transform.AS_IS: _("不换算"),
    Transform.MAX_PLUS_MIN: _("最大值＋最小值－本值"),
    Transform.INVERSE: _("取倒数"),
    Transform.GAP_TO_MEAN: _("低于平均数的差"),
}
RULES: dict[str, str | Promise] = {
    "floor": _("保底"),
    "ceiling": _("封顶"),
    "guarantee": _("不低于上年"),
    "regular": _("按公式分配的资金"),
    "adjustment": _("人工调整"),
}

_SENTENCES: dict[Wrong, str | Promise] = {
    Wrong.NO_FACTORS: _("没有因素，无法测算。至少设一个因素。"),
    Wrong.NO_REGIONS: _("没有参加分配的地区。先导入或选定地区。"),
    Wrong.CODE_TWICE: _("代码“%(code)s”为空或用了两次。因素、系数、定额和定向资金各用各的代码。"),
    Wrong.WEIGHTS_NOT_ONE: _("权重合计 %(sum)s%%，应为 100%%。改后再算。"),
    Wrong.WEIGHT_NEGATIVE: _("因素“%(name)s”的权重是 %(weight)s%%，不能小于 0。"),
    Wrong.WEIGHT_IN_PRODUCT: _("连乘公式不用权重，因素“%(name)s”的权重是 %(weight)s%%，应为 100%%。"),
    Wrong.DIRECTION_AND_TRANSFORM: _(
        "因素“%(name)s”的方向是“%(direction)s”，换算办法是“%(transform)s”，两者不合。"
        "越少越多的因素须选一种换算办法，越多越多的不换算。"
    ),
    Wrong.FACTOR_MISSING: _("%(region_name)s（%(region)s）没有“%(name)s”的数。补上后再算，不按 0 计。"),
    Wrong.FACTOR_NEGATIVE: _("%(region_name)s（%(region)s）的“%(name)s”是 %(value)s，不能小于 0。核对后再算。"),
    Wrong.FACTOR_ALL_ZERO: _("因素“%(name)s”各地都是 0，无法按它分配。换一个因素或核对数据。"),
    Wrong.FACTOR_ALL_SAME: _("因素“%(name)s”各地相同，没有差别可比。换一种换算或归一办法。"),
    Wrong.INVERSE_OF_ZERO: _("%(region_name)s（%(region)s）的“%(name)s”是 0，不能取倒数。核对数据或换一种换算办法。"),
    Wrong.COEFFICIENT_NOT_POSITIVE: _("%(of)s的“%(name)s”是 %(value)s，系数须大于 0。"),
    Wrong.CLASS_UNKNOWN: _(
        "%(region_name)s（%(region)s）的类别是“%(klass)s”，“%(name)s”没有写这一类的数。补上后再算。"
    ),
    Wrong.HEADS_NOT_WHOLE: _("%(region_name)s（%(region)s）用于“%(name)s”的人数是 %(value)s，应为整数。"),
    Wrong.FEN_NEGATIVE: _("“%(name)s”的金额是 %(fen)s，不能小于 0。"),
    Wrong.GUARANTEE_NEGATIVE: _("保上年的比例是 %(value)s，不能小于 0。"),
    Wrong.REGION_TWICE: _("%(region_name)s（%(region)s）出现两次。只留一行。"),
    Wrong.REGION_CODE_BAD: _("“%(region)s”（%(region_name)s）不是区划代码。填 GB/T 2260 代码。"),
    Wrong.POT_NOT_POSITIVE: _("可分配资金是 %(fen)s，应大于 0。"),
    Wrong.POT_TOO_LARGE: _("可分配资金是 %(fen)s，超过上限 %(limit_fen)s。核对单位。"),
    Wrong.POT_USED_UP: _(
        "定额 %(fixed_fen)s、定向 %(directed_fen)s，合计超过可分配资金 %(fen)s。减少定额或定向资金，或增加总额。"
    ),
    Wrong.ROUNDING_BAD: _("取整单位是 %(fen)s，应大于 0。"),
    Wrong.ROUNDING_DOES_NOT_DIVIDE: _(
        "“%(name)s”%(fen)s 不是取整单位 %(rounding_fen)s 的整倍数，余 %(rest_fen)s 分不出去。改总额或改小取整单位。"
    ),
    Wrong.DIRECTED_NOBODY: _("定向资金“%(name)s”限于“%(klasses)s”，没有这类地区或其得分都是 0。核对类别。"),
    Wrong.LAST_MISSING: _("%(region_name)s（%(region)s）没有上年金额，不能保上年。补上，或取消保上年。"),
    Wrong.FLOOR_ABOVE_CEILING: _(
        "%(region_name)s（%(region)s）%(rule)s %(floor_fen)s，高于封顶 %(ceiling_fen)s。调低前者或调高封顶。"
    ),
    Wrong.FLOORS_ABOVE_POT: _("各地保底合计 %(floors_fen)s，高于按公式分配的资金 %(fen)s。调低保底或增加总额。"),
    Wrong.CEILINGS_BELOW_POT: _("各地封顶合计 %(ceilings_fen)s，低于按公式分配的资金 %(fen)s，分不完。调高封顶。"),
    Wrong.NOTHING_TO_SHARE_BY: _("还有 %(left_fen)s 分不出去：未封顶的地区得分都是 0。调高封顶或核对因素。"),
    Wrong.ADJUSTMENT_UNKNOWN_REGION: _("人工调整写了 %(region)s，这一批没有这个地区。删去或改代码。"),
    Wrong.ADJUSTMENT_WITHOUT_REASON: _("%(region)s 调整 %(fen)s，没有写理由。补写理由。"),
    Wrong.ADJUSTMENTS_NOT_ZERO: _("人工调整净额是 %(fen)s，应为 0。有增必有减。"),
    Wrong.ADJUSTED_BELOW_ZERO: _("%(region_name)s（%(region)s）调整后是 %(fen)s，不能小于 0。减少调减数。"),
    Wrong.EARLY_UNKNOWN_REGION: _("提前下达写了 %(region)s，这一批没有这个地区。删去或改代码。"),
    Wrong.EARLY_NEGATIVE: _("%(region)s 提前下达 %(fen)s，不能小于 0。"),
    Wrong.EARLY_ABOVE_FINAL: _(
        "%(region_name)s（%(region)s）提前下达 %(early_fen)s，高于全年 %(total_fen)s，须收回。先核对提前下达数。"
    ),
    Wrong.NOT_TOML: _("文件不是 TOML 格式：%(said)s。"),
    Wrong.KEY_MISSING: _("缺少 %(where)s。补上这一项。"),
    Wrong.KEY_UNKNOWN: _("没有 %(where)s 这一项。核对拼写；金额以元计，名称以 yuan 结尾。"),
    Wrong.VALUE_BAD: _("%(where)s 写作“%(value)s”，读不懂。金额写元、最多两位小数，比例写小数或分数。"),
    Wrong.CHOICE_BAD: _("%(where)s 写作“%(value)s”，只能是 %(choices)s 之一。"),
    Wrong.NO_ROWS: _("文件里没有数据行。第一行写表头，从第二行起每行一个地区。"),
    Wrong.COLUMN_MISSING: _("表头缺少“%(name)s”（%(column)s）。补上这一列。"),
    Wrong.COLUMN_TWICE: _("单元格 %(where)s：“%(column)s”这一列出现两次。只留一列。"),
    Wrong.CELL_BLANK: _("单元格 %(where)s（%(column)s）没有填写。补上后再导入，不按 0 计。"),
    Wrong.CELL_NOT_A_NUMBER: _(
        "单元格 %(where)s（%(column)s）写作“%(value)s”，不是数或小数位过多。写阿拉伯数字，不带单位。"
    ),
    Wrong.CELL_FORMULA: _("单元格 %(where)s（%(column)s）是公式“%(value)s”。改为数值后再导入。"),
    Wrong.CODE_UNKNOWN: _("单元格 %(where)s：没有代码为 %(region)s 的地区（%(region_name)s）。填 GB/T 2260 代码。"),
    Wrong.CODE_OF_OTHER_YEAR: _(
        "单元格 %(where)s：%(region)s（%(region_name)s）是另一年的代码，本表用 2012 年代码，应为 %(instead)s。"
    ),
}


def said(fault: Fault) -> str:
    """What is wrong, with the value and the place, and what to do."""
    words = {name: _shown(name, value) for name, value in fault.params.items()}
    if fault.code is Wrong.COEFFICIENT_NOT_POSITIVE:
        words["of"] = _of(words)
    return str(_SENTENCES[fault.code]) % words


def _of(words: dict[str, str]) -> str:
    """Whose coefficient: a region's, or that of a class."""
    return f"{words['region_name']}（{words['region']}）" if "region" in words else f"“{words['klass']}”"


def _shown(name: str, value: Param) -> str:
    if name in ("sum", "weight"):
        return percent(Fraction(value)).removesuffix(".00")
    if name == "fen" or name.endswith("_fen"):
        return amount(int(value))
    if name == "direction":
        return str(DIRECTIONS[str(value)])
    if name == "transform":
        return str(TRANSFORMS[str(value)])
    if name in ("rule", "name") and value in RULES:
        return str(RULES[str(value)])
    return decimal(value) if isinstance(value, Fraction) else str(value)


def amount(fen: int) -> str:
    """1,017.30 万元, or in yuan where two places of 万元 would not tell it all."""
    return str(
        _("%(amount)s 万元") % {"amount": wan(fen)} if fen % 10_000 == 0 else _("%(amount)s 元") % {"amount": yuan(fen)}
    )


def decimal(value: Fraction, places: int = 6) -> str:
    """A plain number, with as many places as it has up to so many."""
    shown = percent(value / 100, places)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
