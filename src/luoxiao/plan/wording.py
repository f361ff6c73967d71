"""The sentences of the room: what the parser doubts, why a text is no plan, trail codes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.plan.models import Finding
from luoxiao.plan.parse.model import Unreadable

TRAIL: dict[str, str | Promise] = {
    "plan.propose": _("导入方案"),
    "plan.adopt": _("启用方案"),
    "plan.supersede": _("被新版取代"),
    "plan.withdraw": _("撤回方案"),
    "plan.correct": _("登记勘误"),
}

FINDINGS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "citation-number": (
        _("文号存疑"),
        _("此处印作%(printed)s，《%(title)s》已知的文号是%(known)s。核对来文后登记勘误。"),
    ),
    "clauses-none": (_("没有条款"), _("没有读到带编号的条款。核对是否只贴了正文的一部分。")),
    "date-impossible": (_("日期有误"), _("“%(words)s”不是历法上有的日期，没有据此设期限。核对来文后登记勘误。")),
    "deadline-missing": (_("没有期限"), _("原文没有给这项举措定期限。需要期限的，另行商定。")),
    "duty-without-day": (_("没有定日"), _("原文定了周期，没有定哪一天：“%(words)s”。报送日期另行商定。")),
    "leads-several": (_("几家牵头"), _("原文列了几家牵头：%(units)s。任务先交第一家，其余作为配合单位。")),
    "mark-unclosed": (_("标点不配对"), _("“%(mark)s”没有配对的另一半，括号里的内容可能读得不全。核对来文。")),
    "number-gap": (_("编号不连续"), _("编号从%(before)s跳到%(value)s。核对是漏了条款，还是原文如此。")),
    "number-lost": (_("数字缺失"), _("“%(words)s”里应有数字而没有，没有补填。核对来文后登记勘误。")),
    "number-twice": (_("编号重复"), _("编号%(value)s连续出现两次。核对是印错了，还是原文如此。")),
    "unit-missing": (_("没有责任单位"), _("同级条款多有责任单位，这一条没有。核对来文，或另行商定。")),
    "unit-unknown": (_("单位不识"), _("“%(unit)s”不在机构名录里。核对名称，或在机构页补登。")),
    "year-lost": (_("年份缺失"), _("“%(words)s”里的年份在来文中脱落，没有补填。核对来文后登记勘误。")),
    "year-missing": (_("未写年份"), _("“%(words)s”没有写年份，没有据此设期限。核对来文后登记勘误。")),
}

UNREADABLE: Mapping[str, str | Promise] = {
    "broken-character": _("第 %(position)s 个字符不完整，文本已损坏。用记事本另存为 UTF-8 后再试。"),
    "direction-mark": _("第 %(position)s 个字符是改变文字方向的控制符，看到的与实际的顺序可能不同。删去后再试。"),
    "empty": _("没有读到文字，0 个字符。核对文件或重新粘贴后再试。"),
    "nul": _("第 %(position)s 个字符是空字符（U+0000），不是正常的文本。用记事本另存为 UTF-8 后再试。"),
    "too-long": _("文字有 %(length)s 个字符，超过上限 %(limit)s 个，不像一份方案。只留方案正文，或分成几份后再试。"),
    "too-many-lines": _("文字超过 %(limit)s 行，不像一份方案。只留方案正文，或分成几份后再试。"),
    "too-many-clauses": _("读到的编号超过 %(limit)s 个，不像一份方案。只留方案正文，或分成几份后再试。"),
}


def finding(said: Finding) -> str:
    """What is doubtful here and what to do, in a sentence or two."""
    params: Mapping[str, object] = said.params
    return str(FINDINGS[said.code][1]) % params


def finding_mark(said: Finding) -> str:
    """The doubt in a few characters, for the margin."""
    return str(FINDINGS[said.code][0])


def unreadable(error: Unreadable) -> str:
    """Why the text cannot be a plan and what to do; positions count from 1."""
    params = {name: value + 1 if name == "position" else value for name, value in error.params.items()}
    return str(UNREADABLE[error.code]) % params
