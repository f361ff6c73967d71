"""The words of the room's trail codes."""

from django.utils.translation import gettext_lazy as _

TRAIL = {
    "account.sign-in": _("登录"),
    "account.sign-out": _("退出登录"),
    "account.create": _("开设账号"),
    "role.grant": _("授予角色"),
    "role.confirm": _("确认角色"),
    "role.revoke": _("收回角色"),
}
