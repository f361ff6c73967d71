"""The sentences of the room: what the parser doubts, why a text is no plan, trail codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.plan.models import cite
from luoxiao.plan.parse.model import Unreadable

TRAIL: dict[str, str | Promise] = {
    "plan.propose": gettext_lazy("导入方案"),
    "plan.adopt": gettext_lazy("启用方案"),
    "plan.supersede": gettext_lazy("被新版取代"),
    "plan.withdraw": gettext_lazy("撤回方案"),
    "plan.correct": gettext_lazy("登记勘误"),
}
