"""The words of the room's codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.documents.checking import Fault

TRAIL: dict[str, str | Promise] = {
    "paper.prepare": _("生成公文草稿"),
    "paper.edit": _("修改公文"),
    "paper.check": _("核稿通过"),
    "paper.send-back": _("核稿退回"),
    "paper.withdraw": _("撤回草稿"),
    "paper.issue": _("签发公文"),
    "paper.pdf": _("生成 PDF"),
    "paper.distribute": _("列出分发名单"),
    "paper.send": _("发出公文"),
    "paper.archive": _("公文归档"),
}
_FAULTS: dict[str, str | Promise] = {
    "title": _("标题没有以“%(kind)s”结尾；“请示报告”不是文种"),
    "report-asks": _("报告不得夹带请示事项：第 %(line)s 段“%(said)s”"),
    "several-addressees": _("请示只主送一个机关，现列 %(count)s 个：%(names)s"),
    "asks-nothing": _("请示没有写明请求批准的事项"),
    "several-matters": _("请示一文一事，第 %(lines)s 段各有请求"),
}


def fault_words(fault: Fault) -> str:
    """Why a paper is not of its kind, in a sentence."""
    return str(_FAULTS[fault.code]) % fault.params
