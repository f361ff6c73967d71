"""The sentences of reminders, of the day's letter, and of its trail lines."""

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core.wording import month_day
from luoxiao.supervision.models.notices import Notice
from luoxiao.supervision.reminding import kind_and_number, urgency

TRAIL: dict[str, str | Promise] = {
    "notice.tell": gettext_lazy("提醒"),
    "notice.read": gettext_lazy("阅提醒"),
    "digest.write": gettext_lazy("汇总当日提醒"),
    "digest.send": gettext_lazy("发出当日提醒"),
    "digest.give-up": gettext_lazy("当日提醒多次发送未果，留在系统内"),
    "mail.set": gettext_lazy("填写邮箱"),
    "calendar.renew": gettext_lazy("更换日历地址"),
    "absence.begin": gettext_lazy("请假并指定代理人"),
    "absence.end": gettext_lazy("销假"),
}

KINDS: dict[str, str | Promise] = {
    "task": gettext_lazy("任务"),
    "return": gettext_lazy("报表"),
    "problem": gettext_lazy("问题"),
    "meeting": gettext_lazy("会议"),
    "paper": gettext_lazy("公文"),
}

_STEPS: dict[tuple[str, str], str | Promise] = {
    ("", "before"): gettext_lazy("%(kind)s“%(text)s”将于 %(due)s到期。"),
    ("", "late"): gettext_lazy("%(kind)s“%(text)s”时限为 %(due)s，已经逾期。"),
    ("task", "assigned"): gettext_lazy("任务“%(text)s”已交办本单位，请签收。"),
    ("task", "lostbefore"): gettext_lazy("任务“%(text)s”没有牵头单位，将于 %(due)s到期，请交办。"),
    ("task", "lostlate"): gettext_lazy("任务“%(text)s”没有牵头单位，时限为 %(due)s，已经逾期，请交办。"),
    ("task", "closing"): gettext_lazy("任务“%(text)s”申请办结已 %(days)s 天，请审核。"),
    ("problem", "waiting"): gettext_lazy("问题“%(text)s”提出已 %(days)s 天，尚未答复。"),
    ("problem", "answered"): gettext_lazy("所提问题“%(text)s”已经答复，请说明是否认可。"),
    ("meeting", "before"): gettext_lazy("会议“%(text)s”将于 %(due)s召开，尚未回复是否参会。"),
    ("meeting", "called"): "%(text)s",  # the sentence of the call itself, with its place and hour
    ("meeting", "moved"): "%(text)s",
    ("meeting", "cancelled"): "%(text)s",
    ("paper", "check"): gettext_lazy("公文“%(text)s”等待核稿已 %(days)s 天。"),
    ("paper", "sign"): gettext_lazy("公文“%(text)s”等待签发已 %(days)s 天。"),
}


def sentence(notice: Notice) -> str:
    """What the person is told, in one sentence."""
    kind, days = kind_and_number(notice.step)
    words = _STEPS.get((notice.about_kind, kind)) or _STEPS.get(("", kind), "%(kind)s“%(text)s”。")
    said = {"kind": KINDS.get(notice.about_kind, ""), "text": notice.text, "days": days, "due": month_day(notice.due)}
    return str(words) % said


def subject(count: int, day: date) -> str:
    return _("%(day)s工作提醒 %(count)s 条（罗霄山片区扶贫攻坚工作平台）") % {"day": month_day(day), "count": count}


def body(name: str, notices: Iterable[Notice]) -> str:
    """The letter: what is late, then what is near, then the rest, numbered."""
    ordered = sorted(notices, key=lambda notice: (*urgency(notice.step, notice.due), notice.pk))
    lines = [f"{number}. {sentence(notice)}" for number, notice in enumerate(ordered, 1)]
    opening = _("%(name)s：") % {"name": name}
    closing = _("办理请登录平台，在“我的提醒”中打开。本邮件由平台自动发出，请勿回复。")
    return "\n".join([opening, "", *lines, "", closing, ""])


def stood_in(text: str, name: str) -> str:
    """The name of a thing that is told to the agent of this person."""
    return _("%(text)s（代%(name)s）") % {"text": text, "name": name}


def invented(text: str) -> str:
    """The name of a thing that is invented for a rehearsal."""
    return _("【演练】%(text)s") % {"text": text}
