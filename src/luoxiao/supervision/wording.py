"""The sentences of the room: reasons of lights, states, trail codes."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core.wording import month_day
from luoxiao.supervision.lights import Light, Verdict

TRAIL: dict[str, str | Promise] = {
    "task.open": gettext_lazy("立项"),
    "task.carry-over": gettext_lazy("转入新版方案"),
    "task.withdraw": gettext_lazy("撤销"),
    "task.assign": gettext_lazy("指定牵头单位"),
    "task.file-steps": gettext_lazy("报落实措施"),
    "task.ask-cooperation": gettext_lazy("请配合单位确认"),
    "task.confirm-cooperation": gettext_lazy("确认配合"),
    "task.report": gettext_lazy("报送进展"),
    "task.accept-report": gettext_lazy("采用进展"),
    "task.return-report": gettext_lazy("退回进展"),
    "task.ask-closure": gettext_lazy("申请办结"),
    "task.close": gettext_lazy("销号"),
    "task.send-back": gettext_lazy("退回办结申请"),
    "lights.set": gettext_lazy("设定亮灯规则"),
}

LIGHTS: dict[str, str | Promise] = {
    Light.DONE: gettext_lazy("已办结"),
    Light.OK: gettext_lazy("按期"),
    Light.SOON: gettext_lazy("临期"),
    Light.LATE: gettext_lazy("逾期"),
    Light.IDLE: gettext_lazy("未启动"),
}


def reason(verdict: Verdict) -> str:
    """Why a task has its light, in one sentence."""
    said = {name: month_day(value) if name == "date" else value for name, value in verdict.params.items()}
    return _REASONS[verdict.reason]() % said


_REASONS: dict[str, Callable[[], str]] = {
    "closed": lambda: _("已销号。"),
    "passed": lambda: _("最近一个时限 %(date)s 已过 %(days)s 天。"),
    "near": lambda: _("最近一个时限 %(date)s，剩 %(days)s 天。"),
    "no-steps": lambda: _("尚未报落实措施。"),
    "no-date": lambda: _("没有未到的时限。"),
    "on-course": lambda: _("最近一个时限 %(date)s，剩 %(days)s 天。"),
}


def when(verdict: Verdict) -> str:
    """How far the date is, in plain words (design guide, rule 8)."""
    if verdict.light is Light.LATE:
        return _("逾期 %(days)s 天") % verdict.params
    if verdict.light is Light.SOON:
        return _("今日") if verdict.params["days"] == 0 else _("剩 %(days)s 天") % verdict.params
    return ""


def whose_turn(state: str, *, report_waiting: bool) -> str:
    """Who has the task now and what is to be done: the answer to "can I change this?"."""
    if report_waiting and state != "closing":
        return _("现由办公室复核进展。")
    return {
        "open": _("现由牵头单位报落实措施。"),
        "running": _("现由牵头单位办理，按期报送进展。"),
        "closing": _("现由办公室销号。"),
        "closed": _("已销号，不再办理。"),
        "withdrawn": _("已撤销，不再办理。"),
    }[state]
