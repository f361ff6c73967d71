"""The sentences for what is wrong with a file of figures, and what a load would do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.indicators.rows import HEADERS, Fault, Mistake

TRAIL: dict[str, str | Promise] = {
    "figures.put": _("写入指标数据"),
    "figures.contest": _("登记另一来源的数"),
    "indicator.draft": _("起草指标"),
    "indicator.adopt": _("启用指标"),
    "indicator.target": _("设定目标"),
    "indicator.weights": _("设定综合指数权重"),
}

_SENTENCES: dict[Mistake, str | Promise] = {
    Mistake.NO_ROWS: _("文件里没有数据行。第一行写表头，从第二行起每行一个数。"),
    Mistake.NO_HEADER: _("表头缺少：%(lacks)s。补上这些列。"),
    Mistake.BLANK: _("没有填写。数值未掌握的写“不掌握”，不适用的写“不适用”，没有发生的写 0。"),
    Mistake.UNKNOWN_PLACE: _("没有代码为“%(value)s”的地区。填 GB/T 2260 代码，全国填 000000。"),
    Mistake.OTHER_PLACE: _("代码 %(value)s 是%(known)s，这一行写的是“%(name)s”。核对代码和名称。"),
    Mistake.UNKNOWN_INDICATOR: _("指标目录里没有“%(value)s”。先在指标目录起草并启用，或改为目录里的名称、代码。"),
    Mistake.PERIOD: _("“%(value)s”不是期别。按 2012、2012Q3、2012-10、2010-11-01 或 2012/2014 的样子写。"),
    Mistake.NUMBER: _("“%(value)s”不是数。写阿拉伯数字，不带单位。"),
    Mistake.FINE: _("%(value)s 的小数位多于 %(scale)s 位。按指标目录的小数位取舍。"),
    Mistake.RANGE: _("%(value)s 不在有效范围 %(lowest)s 至 %(highest)s 之内。核对数和单位。"),
    Mistake.UNIT: _("单位写作“%(value)s”，指标目录是“%(wanted)s”。换算后改写单位。"),
    Mistake.CONFIDENCE: _("可信度写作“%(value)s”。填高、中、低。"),
    Mistake.TWICE: _("与第 %(row)s 行是同一地区、指标、期别。只留一行；另一来源的数填写差异原因。"),
}


def fault(found: Fault) -> str:
    """Line, column, what is wrong and what to do."""
    return str(_("第 %(line)s 行%(mistake)s") % {"line": found.line, "mistake": mistake(found)})


def mistake(found: Fault) -> str:
    """Column, what is wrong and what to do: the same for every line that has it."""
    column = f"“{HEADERS[found.field][-1]}”" if found.field else ""
    shown = {name: "—" if value == "None" else value for name, value in found.params.items()}
    return f"{column}：" + str(_SENTENCES[found.code]) % shown if column else str(_SENTENCES[found.code]) % shown
