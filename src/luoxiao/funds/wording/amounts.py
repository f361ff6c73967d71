"""The sentences for a table of amounts that is not taken, and for what a check or a reconciliation found."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core.money import signed_wan, wan
from luoxiao.funds.amount_tables import Fault, Slip
from luoxiao.funds.published import Broken, ColumnSum, Suspect, Whole

_SENTENCES: Mapping[Slip, str | Promise] = {
    Slip.NO_TITLES: gettext_lazy("没有找到列名。第一行写列名，至少有地区和金额两列。"),
    Slip.NO_ROWS: gettext_lazy("列名下面没有地区。补上后再核对。"),
    Slip.NO_AMOUNTS: gettext_lazy("没有金额列。补上后再核对。"),
    Slip.COLUMN_MISSING: gettext_lazy("没有“%(name)s”列，也没有区划代码列。补上一列后再核对。"),
    Slip.COLUMN_TWICE: gettext_lazy("%(where)s：列名“%(value)s”出现两次。改成不同的列名。"),
    Slip.UNIT_MISSING: gettext_lazy("没有写明金额单位。在表头上方写“单位：万元”，或在列名中写“（元）”。"),
    Slip.UNITS_DIFFER: gettext_lazy("写了几种金额单位：%(values)s。统一成一种。"),
    Slip.TOTAL_MISSING: gettext_lazy("没有“合计”行，无法核对各列相加。补上合计行。"),
    Slip.TOTAL_TWICE: gettext_lazy("%(where)s：有第二个“合计”行。只留一行。"),
    Slip.NAME_MISSING: gettext_lazy("%(where)s：没有写地区。补上地区或删去这一行。"),
    Slip.REGION_TWICE: gettext_lazy("%(where)s：%(value)s出现两次，另一次在 %(first)s。只留一行。"),
    Slip.FORMULA: gettext_lazy("%(where)s：是公式“%(value)s”，不是数。改成数值后再核对。"),
    Slip.NOT_A_NUMBER: gettext_lazy("%(where)s：“%(column)s”填的是“%(value)s”，不是数。改成数值；没有的留空。"),
    Slip.BELOW_A_FEN: gettext_lazy("%(where)s：“%(column)s”%(value)s 不足一分的部分不能记账。核对单位和小数。"),
    Slip.TOO_LARGE: gettext_lazy("%(where)s：“%(column)s”%(value)s 过大。核对单位。"),
    Slip.AMOUNT_MISSING: gettext_lazy("%(where)s：“%(column)s”没有数。没有拨付的填 0。"),
    Slip.CODE_UNKNOWN: gettext_lazy("%(where)s：“%(value)s”不是片区县的代码或名称。改成 2012 年的区划代码。"),
    Slip.CODE_OF_OTHER_YEAR: gettext_lazy("%(where)s：%(value)s 是以后年份的代码。改成 2012 年的 %(instead)s。"),
    Slip.OTHER_NAME: gettext_lazy("%(where)s：写的是“%(value)s”，这个代码是%(name)s。核对代码和名称。"),
    Slip.TOTAL_OFF: gettext_lazy("%(where)s：合计 %(value)s 万元，各行相加 %(sum)s 万元，文件本身不平。改正后再核对。"),
}


def said(fault: Fault) -> str:
    """What is wrong, in which cell, and what to do."""
    params = dict(fault.params)
    if fault.code is Slip.TOTAL_OFF:
        params |= {name: exact(int(params[name])) for name in ("value", "sum")}
    return str(_SENTENCES[fault.code]) % params


def exact(fen: int) -> str:
    """万元 to two places, or to the fen where it has more."""
    return wan(fen, _places(fen))


def difference(fen: int) -> str:
    """A difference in 万元 with its sign."""
    return signed_wan(fen, _places(fen))


def _places(fen: int) -> int:
    return 2 if fen % 10_000 == 0 else 6


def column_said(found: ColumnSum) -> str:
    """One column of a published split."""
    return _("%(column)s：各行相加 %(rows)s，合计行 %(total)s，差额 %(difference)s") % {
        "column": found.column,
        "rows": exact(found.rows_fen),
        "total": exact(found.total_fen),
        "difference": difference(found.difference),
    }


def whole_said(whole: Whole) -> str:
    """Which column is the sum of which."""
    return f"{whole.column} ＝ {' ＋ '.join(whole.parts)}"


def broken_said(found: Broken) -> str:
    """A row in which that does not hold."""
    return _("%(name)s：%(whole)s 不成立，差额 %(difference)s") % {
        "name": found.line.name,
        "whole": whole_said(found.whole),
        "difference": difference(found.difference),
    }


def suspect_said(found: Suspect) -> str:
    """The one figure that explains all differences."""
    return _("%(where)s（%(name)s，%(column)s）写的是 %(fen)s，按其余各数应为 %(should)s，差 %(difference)s 万元。") % {
        "where": found.where,
        "name": found.line.name,
        "column": found.column,
        "fen": exact(found.fen),
        "should": exact(found.should_be),
        "difference": difference(found.fen - found.should_be),
    }
