"""The words of projects: what each step is called, whose it is, and what a stage owes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoxiao.core.money import wan
from luoxiao.core.wording import month_day
from luoxiao.funds.pictures import Problem
from luoxiao.funds.project_money import Over, Unfunded
from luoxiao.funds.stages import Party, Step

STEPS: Mapping[Step, str | Promise] = {
    Step.APPLY: _("申报项目"),
    Step.REVIEW: _("审核通过"),
    Step.APPROVE: _("批准立项"),
    Step.SEND_BACK: _("退回修改"),
    Step.FUND: _("登记资金下达"),
    Step.START: _("报开工"),
    Step.COMPLETE: _("报竣工"),
    Step.MEND: _("退回整改"),
    Step.ACCEPT: _("验收通过"),
    Step.WITHDRAW: _("撤销项目"),
}
REMARKS: Mapping[Step, str | Promise] = {
    Step.SEND_BACK: _("退回原因"),
    Step.FUND: _("资金文号"),
    Step.MEND: _("整改要求"),
    Step.ACCEPT: _("验收意见"),
    Step.WITHDRAW: _("撤销原因"),
}
REMARK = _("意见")
PARTIES: Mapping[Party, str | Promise] = {
    Party.COUNTY: _("项目单位"),
    Party.ABOVE: _("上级民政部门"),
    Party.BUREAU: _("立项司局或办公室"),
    Party.ACCEPTOR: _("省厅、立项司局或办公室"),
}
PICTURE_PROBLEMS: Mapping[Problem, str | Promise] = {
    Problem.EMPTY: _("是空的，0 字节"),
    Problem.EXTENSION: _("的后缀不是照片的后缀"),
    Problem.NOT_A_PICTURE: _("的内容不是照片"),
    Problem.RENAMED: _("的后缀与内容不符"),
    Problem.CUT_OFF: _("不完整"),
}
STAGES: Mapping[str, str | Promise] = {
    "applied": _("申报"),
    "reviewed": _("审核"),
    "approved": _("立项"),
    "funded": _("下达资金"),
    "started": _("开工"),
    "completed": _("竣工"),
    "accepted": _("验收"),
}
# Titles of tasks are kept in rows, so they stand in the language of the record.
OWED = {
    "reviewed": "审核",
    "approved": "立项",
    "funded": "下达资金",
    "started": "开工",
    "completed": "竣工",
    "accepted": "验收",
}


def remark_label(step: Step) -> str | Promise:
    """What the remark of a step is called."""
    return REMARKS.get(step, REMARK)


def over_words(over: Over, source: object) -> str:
    """What was spent beyond its allotment, with the amounts; `source` is the source in words."""
    amounts = {"allotted": wan(over.allotted_fen), "spent": wan(over.spent_fen), "over": wan(over.over_fen)}
    if not over.source:
        return gettext("支出合计 %(spent)s 万元，超过立项金额 %(allotted)s 万元，超 %(over)s 万元") % amounts
    said = gettext("%(year)s年%(source)s支出 %(spent)s 万元，超过安排 %(allotted)s 万元，超 %(over)s 万元")
    return said % (amounts | {"year": over.year, "source": source})


def unfunded_words(short: Unfunded) -> str:
    """Which stage comes before its money, and how much is missing."""
    if not short.on_books:
        return gettext("资金已下达，账簿上还没有安排到本项目的资金（计划 %(wan)s 万元）") % {
            "wan": wan(short.planned_fen)
        }
    year = short.due.year if short.due else ""
    said = {"stage": STAGES[short.stage], "day": month_day(short.due), "year": year}
    if short.needed_fen is None:
        return gettext("%(stage)s时限 %(day)s，到 %(year)s 年底没有安排资金") % said
    amounts = {"planned": wan(short.planned_fen), "short": wan(short.needed_fen - short.planned_fen)}
    words = gettext("%(stage)s时限 %(day)s，到 %(year)s 年底共安排 %(planned)s 万元，还少 %(short)s 万元")
    return words % (said | amounts)
