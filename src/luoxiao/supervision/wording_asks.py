"""The words of asks and liaison: trail codes, how effort and outcome look."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoxiao.supervision.models import Ask

TRAIL: dict[str, str | Promise] = {
    "ask.open": _("登记争取事项"),
    "ask.change": _("修改争取事项"),
    "ask.plan-step": _("安排下一步"),
    "ask.judge-effort": _("评定工作情况"),
    "ask.record-outcome": _("登记结果"),
    "letter.enter": _("登记来往函件"),
    "exchange.record": _("登记来往情况"),
    "contact.add": _("登记联系人"),
    "contact.end": _("停用联系人"),
}

# How a judgement looks: shape and colour; the word stands beside it.
EFFORTS: dict[str, str] = {
    Ask.Effort.NOT_BEGUN: "idle",
    Ask.Effort.STARTED: "ok",
    Ask.Effort.SUSTAINED: "ok",
    Ask.Effort.EXHAUSTED: "done",
}
OUTCOMES: dict[str, str] = {
    Ask.Outcome.OPEN: "idle",
    Ask.Outcome.PARTLY: "ok",
    Ask.Outcome.GRANTED: "done",
    Ask.Outcome.REFUSED: "late",
}
STEPS: dict[str, str | Promise] = {
    "done": _("已有结果"),
    "idle": _("没有下一步"),
    "late": _("下一步逾期"),
    "soon": _("下一步临期"),
    "ok": _("下一步按期"),
}
