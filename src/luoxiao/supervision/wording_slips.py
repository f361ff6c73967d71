"""The sentences about slips: why a colour may be issued or not, and the trail's words."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core.wording import month_day
from luoxiao.supervision.models import Slip
from luoxiao.supervision.slipping import Verdict

TRAIL: dict[str, str | Promise] = {
    "slip-rule.set": gettext_lazy("设定督办单规则"),
    "task.prepare-slip": gettext_lazy("拟督办单"),
    "task.draft-slip": gettext_lazy("起草督办单公文"),
    "task.issue-slip": gettext_lazy("发督办单"),
    "task.change-many": gettext_lazy("批量调整"),
    "view.save": gettext_lazy("保存常用列表"),
    "view.drop": gettext_lazy("删除常用列表"),
    "task.answer-slip": gettext_lazy("回复督办单"),
}


def colour_words(colour: str) -> str:
    """红色."""
    return str(Slip.Colour(colour).label)


def why(verdict: Verdict) -> str:
    """Why a colour may be issued now, or why not, in one sentence."""
    params = dict(verdict.params)
    if "date" in params:
        params["date"] = month_day(params["date"])
    if "colour" in params:
        params["colour"] = colour_words(str(params["colour"]))
    return _REASONS[verdict.reason]() % params


_REASONS: dict[str, Callable[[], str]] = {
    "closed": lambda: _("已办结或撤销，不再督办。"),
    "paused": lambda: _("已暂停，暂停期间不发督办单。"),
    "no-lead": lambda: _("没有牵头单位，督办单无处可发。先交办。"),
    "elsewhere": lambda: _("在项目中办理，不在这里督办。"),
    "draft": lambda: _("已有一张督办单正在拟制，签发或撤回后再拟。"),
    "not-of-rule": lambda: _("现行规则没有这种颜色。"),
    "running": lambda: _("%(colour)s督办单的回复时限 %(date)s 未到。"),
    "late": lambda: _("最近一个时限 %(date)s 已过 %(days)s 天。"),
    "not-late": lambda: _("没有逾期，只亮灯，不发督办单。"),
    "overdue": lambda: _("办理时限已过 %(days)s 天。"),
    "not-overdue": lambda: _("办理时限未过。"),
    "too-mild": lambda: _("已经逾期或滞后，须用更重的颜色。"),
    "behind": lambda: _("措施时限 %(date)s 已过 %(days)s 天，进度滞后。"),
    "sent-back": lambda: _("最近一次进展或办结申请被退回，质量不够。"),
    "on-course": lambda: _("进度没有滞后，也没有被退回。"),
    "near": lambda: _("距最近一个时限 %(date)s 还有 %(days)s 天。"),
    "not-near": lambda: _("最近一个时限还没有临近。"),
    "nothing-asked": lambda: _("没有临近时限，也没有逾期，不用督办。"),
    "given-before": lambda: _("已发过这种颜色或更重的，不再发。"),
    "urgent": lambda: _("紧急事项，可直接发。"),
    "former-first": lambda: _("须先发%(colour)s督办单，到期未办才发这一张。"),
    "first": lambda: _("第一张。"),
    "ran-out": lambda: _("%(colour)s督办单 %(date)s 到期，事项仍未办结。"),
}
