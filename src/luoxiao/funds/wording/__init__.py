"""The sentences of the room: codes of the trail; beside it those of faults and of the steps of an explanation."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

TRAIL: dict[str, str | Promise] = {
    "fund.plan-year": gettext_lazy("列入年度资金计划"),
    "round.open": gettext_lazy("开始一批分配"),
    "run.save": gettext_lazy("保存测算稿"),
    "run.submit": gettext_lazy("提交复核"),
    "run.review": gettext_lazy("复核通过"),
    "run.return": gettext_lazy("退回测算"),
    "run.adopt": gettext_lazy("分配定案"),
    "run.paper": gettext_lazy("登记下达文件"),
    "voucher.enter": gettext_lazy("记账"),
    "voucher.reverse": gettext_lazy("冲正"),
    "fund-waiver.ask": gettext_lazy("申请资金例外"),
    "fund-waiver.decide": gettext_lazy("决定资金例外"),
    "forecast.say": gettext_lazy("报用款预计"),
    "variance.explain": gettext_lazy("说明用款差异"),
    "term.publish": gettext_lazy("登记补助条件"),
    "project.draft": gettext_lazy("拟订项目"),
    "project.change": gettext_lazy("修改项目"),
    "project.move": gettext_lazy("项目进入下一环节"),
    "project.file": gettext_lazy("上传项目材料"),
    "project.money": gettext_lazy("登记项目资金"),
    "project.risk": gettext_lazy("登记项目风险"),
}
