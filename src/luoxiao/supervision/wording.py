"""The sentences of the room: reasons of lights, states, trail codes."""

from collections.abc import Callable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core.wording import month_day
from luoxiao.plan.sentences import Sentence
from luoxiao.supervision.actions import Permit
from luoxiao.supervision.lights import Light, Verdict
from luoxiao.supervision.serving import Serving
from luoxiao.supervision.wording_asks import TRAIL as ASKS
from luoxiao.supervision.wording_reminders import TRAIL as REMINDERS
from luoxiao.supervision.wording_slips import TRAIL as SLIPS

TRAIL: dict[str, str | Promise] = {
    **ASKS,
    **SLIPS,
    **REMINDERS,
    "task.open": gettext_lazy("立项"),
    "task.register": gettext_lazy("立项"),
    "task.hand-over": gettext_lazy("交办"),
    "task.receive": gettext_lazy("签收"),
    "task.ask-extension": gettext_lazy("申请延期"),
    "task.extend": gettext_lazy("同意延期"),
    "task.refuse-extension": gettext_lazy("不同意延期"),
    "task.ask-referral": gettext_lazy("申请转办或退回"),
    "task.refer": gettext_lazy("同意转办或退回"),
    "task.refuse-referral": gettext_lazy("不同意转办或退回"),
    "task.pause": gettext_lazy("暂停"),
    "task.resume": gettext_lazy("恢复办理"),
    "task.hand-down": gettext_lazy("分解交办"),
    "task.receive-part": gettext_lazy("上级分解交办"),
    "task.propose-adjustment": gettext_lazy("提出调整"),
    "task.adjust": gettext_lazy("同意调整"),
    "task.refuse-adjustment": gettext_lazy("不同意调整"),
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
    "meeting.plan": gettext_lazy("筹备会议"),
    "meeting.change": gettext_lazy("修改会议"),
    "meeting.invite": gettext_lazy("确定参会单位"),
    "meeting.agenda": gettext_lazy("列入议题"),
    "meeting.arrange": gettext_lazy("编排议程"),
    "meeting.lay-before": gettext_lazy("提交会议材料"),
    "meeting.call": gettext_lazy("通知会议"),
    "meeting.reply": gettext_lazy("回复会议通知"),
    "meeting.postpone": gettext_lazy("会议改期"),
    "meeting.cancel": gettext_lazy("取消会议"),
    "meeting.hold": gettext_lazy("登记到会"),
    "meeting.decide": gettext_lazy("登记议定事项"),
    "meeting.minutes": gettext_lazy("会议记录"),
    "meeting.minute": gettext_lazy("印发会议纪要"),
    "rules.draft": gettext_lazy("起草会议制度"),
    "rules.adopt": gettext_lazy("启用会议制度"),
    "problem.raise": gettext_lazy("反映问题"),
    "problem.take": gettext_lazy("确定办理单位"),
    "problem.answer": gettext_lazy("答复问题"),
    "problem.content": gettext_lazy("认可答复"),
    "problem.discontent": gettext_lazy("不认可答复"),
    "problem.table": gettext_lazy("提交会议"),
    "problem.untable": gettext_lazy("撤出会议议程"),
    "problem.solve": gettext_lazy("问题办结"),
    "problem.close": gettext_lazy("说明后办结"),
}

LIGHTS: dict[str, str | Promise] = {
    Light.DONE: gettext_lazy("已办结"),
    Light.OK: gettext_lazy("按期"),
    Light.SOON: gettext_lazy("临期"),
    Light.LATE: gettext_lazy("逾期"),
    Light.IDLE: gettext_lazy("未启动"),
}

# In the narrow cells of the band.
LIGHTS_SHORT: dict[str, str | Promise] = LIGHTS | {
    Light.DONE: gettext_lazy("办结"),
    Light.IDLE: gettext_lazy("未启"),
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
    "registered": lambda: _("已立项，尚未交办。"),
    "assigned": lambda: _("已交办，尚未签收。"),
    "paused": lambda: _("已暂停，%(date)s复看，暂停期间不计逾期。"),
    "look-again": lambda: _("暂停到 %(date)s 复看，已到复看日。"),
    "no-date": lambda: _("没有未到的时限。"),
    "on-course": lambda: _("最近一个时限 %(date)s，剩 %(days)s 天。"),
}


def when(verdict: Verdict) -> str:
    """How far the date is, in plain words (design guide, rule 8)."""
    if verdict.light is Light.LATE:
        return _("逾期 %(days)s 天") % verdict.params
    if verdict.reason == "look-again":
        return _("待复看")
    if verdict.light is Light.SOON:
        return _("今日") if verdict.params["days"] == 0 else _("剩 %(days)s 天") % verdict.params
    return ""


def whose_turn(state: str, *, report_waiting: bool, has_lead: bool) -> str:
    """Who has the task now and what is to be done: the answer to "can I change this?"."""
    if not has_lead and state in ("open", "running"):
        return _("现由办公室指定牵头单位。")
    if report_waiting and state != "closing":
        return _("现由办公室复核进展。")
    return {
        "open": _("现由牵头单位报落实措施。"),
        "registered": _("现由办公室交办。"),
        "assigned": _("现由牵头单位签收。"),
        "paused": _("已暂停，到复看日由办公室恢复。"),
        "running": _("现由牵头单位办理，按期报送进展。"),
        "closing": _("现由办公室销号。"),
        "closed": _("已销号，不再办理。"),
        "withdrawn": _("已撤销，不再办理。"),
    }[state]


def served(found: Serving, sentences: Sequence[Sentence]) -> str:
    """Which sentences a step serves, where its task has several or has lost one; else nothing needs saying."""
    if found.whole:
        return _("对应整条") if len(sentences) > 1 else ""
    here = "、".join(sentence_number(sentences[place], sentences) for place in found.places)
    gone = _("“%(words)s”已不在原文") % {"words": "”“".join(found.lost)} if found.lost else ""
    return "；".join(filter(None, [_("对应%(sentences)s") % {"sentences": here} if here else "", gone]))


def sentence_number(sentence: Sentence, among: Sequence[Sentence]) -> str:
    """第 2 句; with its clause where the sentences are of several."""
    said = _("第 %(number)s 句") % {"number": sentence.number}
    return said if len({each.cite for each in among}) == 1 else f"{sentence.cite}{said}"


def permit(made: Permit) -> str:
    """Which rule lets a person take a step of a task, or keeps them from it."""
    return _PERMITS[made.rule]() % made.params


_PERMITS: dict[str, Callable[[], str]] = {
    "in-role": lambda: _("角色“%(role)s”有此权限，任务现在也到了这一步。"),
    "no-role": lambda: _("没有一个角色有此权限。"),
    "no-lead": lambda: _("原文没有写牵头单位，办公室也还没有指定。"),
    "not-lead": lambda: _("由牵头单位%(lead)s办理，本人单位是%(unit)s。"),
    "ended": lambda: _("任务%(state)s，不再办理。"),
    "closing": lambda: _("已申请办结，正由办公室销号。"),
    "item": lambda: _("随%(origin)s办理和办结，不另报措施。"),
    "no-steps-of-item": lambda: _("不是方案任务，不另报措施，直接报送进展。"),
    "registered": lambda: _("已立项，办公室还没有交办。"),
    "assigned": lambda: _("牵头单位还没有签收。"),
    "paused": lambda: _("已暂停，恢复后再办理。"),
    "parts-open": lambda: _("分解下去的事项还有 %(count)s 项没有办结。"),
    "nothing-filed": lambda: _("还没有报落实措施。"),
    "unfinished": lambda: _("还有 %(count)s 项措施没有完成并经复核。"),
    "report-waiting": lambda: _("有进展还在复核。"),
    "not-helping": lambda: _("本人单位（%(unit)s）不是配合单位。"),
    "confirmed": lambda: _("%(unit)s已经确认。"),
    "no-report": lambda: _("没有待复核的进展。"),
    "own-report": lambda: _("待复核的进展由本人报送，须由另一人复核。"),
    "no-closure": lambda: _("没有待销号的办结申请。"),
    "own-closure": lambda: _("办结由本人申请，须由另一人销号。"),
}
