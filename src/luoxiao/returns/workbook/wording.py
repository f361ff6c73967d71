"""The words for workbooks that are not taken, and for cells that hold no number."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core import office_wording
from luoxiao.core.office.refused import Refused
from luoxiao.returns.workbook.refused import Code, WrongWorkbook

REFUSALS: Mapping[Code, str | Promise] = {
    Code.NO_FORM: gettext_lazy(
        "工作簿里没有找到报表，只有工作表“%(sheets)s”：没有哪一行同时有“代码”和“本期数”两个表头。下载本次的工作簿，填好后再传。"
    ),
    Code.TWO_FORMS: gettext_lazy("工作表“%(sheets)s”都是报表，无法断定以哪一张为准。只留一张，另存后再传。"),
    Code.NO_IDENTITY: gettext_lazy("没有找到“%(label)s”，不能断定这是哪一张报表。下载本次的工作簿，把数填进去后再传。"),
    Code.TWO_IDENTITIES: gettext_lazy(
        "“%(label)s”单元格里是 %(found)s，文件发出时是 %(expected)s，已被改动。下载本次的工作簿，把数填进去后再传。"
    ),
    Code.OTHER_TEMPLATE: gettext_lazy(
        "这是报表 %(found)s，这里收的是 %(expected)s。到 %(found)s 的填报页上传，或改选 %(expected)s 的文件。"
    ),
    Code.OTHER_VERSION: gettext_lazy(
        "这是第 %(found)s 版的报表，本次用第 %(expected)s 版，填的项目不同。下载本次的工作簿，把数填进去后再传。"
    ),
    Code.OTHER_PERIOD: gettext_lazy("这是%(found)s的报表，这里收的是%(expected)s。改选%(expected)s的文件后再传。"),
    Code.OTHER_UNIT: gettext_lazy("这是%(found)s的报表，这里收的是%(expected)s。改选%(expected)s的文件后再传。"),
    Code.REHEARSAL: gettext_lazy("这是演练用的报表，这里是正式报送。下载正式的工作簿，填好后再传。"),
    Code.NOT_REHEARSAL: gettext_lazy("这是正式报送的报表，这里是演练。下载演练的工作簿，填好后再传。"),
    Code.HIDDEN_SHEET: gettext_lazy("工作表“%(sheet)s”是隐藏的，里面有内容。取消隐藏并核对，或把它删去，另存后再传。"),
    Code.HIDDEN_COLUMN: gettext_lazy("%(column)s 列“%(header)s”是隐藏的。取消隐藏，核对后再传。"),
    Code.HIDDEN_ROWS: gettext_lazy("第 %(rows)s 行是隐藏的，里面有内容。取消隐藏，核对后再传。"),
    Code.MERGED: gettext_lazy("%(cells)s 是合并的单元格，表内合并后只剩一个数。取消合并，核对后再传。"),
    Code.COLUMNS_MISSING: gettext_lazy("表头里没有“%(headers)s”。恢复这一列，或下载本次的工作簿，把数填进去后再传。"),
    Code.COLUMN_TWICE: gettext_lazy(
        "表头“%(header)s”有两个，在 %(cells)s，无法断定以哪一列为准。删去多余的一列后再传。"
    ),
    Code.LINES_MISSING: gettext_lazy(
        "少了 %(count)s 行：%(lines)s。恢复这些行，没有发生的填 0；或下载本次的工作簿，把数填进去后再传。"
    ),
    Code.LINE_TWICE: gettext_lazy("代码 %(line)s 有两行，在 %(cells)s，无法断定以哪一行为准。删去多余的一行后再传。"),
    Code.LINES_UNKNOWN: gettext_lazy(
        "代码 %(lines)s 不是本表的项目，在 %(cells)s。合计和备注写在另一张工作表上，删去这些行后再传。"
    ),
    Code.LINE_WITHOUT_CODE: gettext_lazy("%(cell)s 填了“%(found)s”，这一行却没有代码。补上代码，或清空这一行后再传。"),
}

FAULTS: Mapping[str, Callable[[], str]] = {
    "cell-error": lambda: _("%(line)s的 %(cell)s 显示为 %(found)s，是公式出错的结果，不是数。填上数。"),
    "cell-formula": lambda: _(
        "%(line)s的 %(cell)s 是公式“%(found)s”，报送的应是数。复制后用“选择性粘贴—数值”贴回原处，核对后再传。"
    ),
    "cell-date": lambda: _(
        "%(line)s的 %(cell)s 是日期 %(found)s，不是数。把单元格格式改为数值，重新填数，单位%(unit)s。"
    ),
    "cell-truth": lambda: _("%(line)s的 %(cell)s 是逻辑值 %(found)s，不是数。填上数；没有发生填 0。"),
    "too-many-digits": lambda: _(
        "%(line)s的 %(cell)s 有 15 位以上的数字，电子表格已不能准确保存。核对单位是否为%(unit)s后改正。"
    ),
    "state-unknown": lambda: _(
        "%(line)s的 %(cell)s 填了“%(found)s”，只能是无变化、不掌握、不适用。从下拉表中选，或清空。"
    ),
    "no-last": lambda: _("%(line)s在 %(cell)s 选了“无变化”，本期没有已掌握数，上期也没有数。填上本期数，清空“情况”。"),
    "contradicts": lambda: _("%(line)s填了 %(found)s，又在 %(cell)s 选了“%(state)s”，两者不能同时成立。留下其中一个。"),
    "reason-too-long": lambda: _("%(line)s的原因说明（%(cell)s）有 %(found)s 字，超过 300 字。缩短后再传。"),
}


def sentence(refused: WrongWorkbook | Refused) -> str:
    """What a refusal of a workbook says, in the language of the moment."""
    if isinstance(refused, Refused):
        return office_wording.sentence_of_table(refused)
    return str(REFUSALS[refused.code]) % refused.params
