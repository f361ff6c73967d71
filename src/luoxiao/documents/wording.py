"""The words of the room's codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRAIL: dict[str, str | Promise] = {
    "paper.prepare": _("生成公文草稿"),
    "paper.edit": _("修改公文"),
    "paper.withdraw": _("撤回草稿"),
    "paper.issue": _("签发公文"),
    "paper.pdf": _("生成 PDF"),
}
