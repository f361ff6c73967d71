"""The words of the room's trail codes, and of what is wrong with a password."""

from django.utils.translation import gettext_lazy as _

TRAIL = {
    "account.sign-in": _("登录"),
    "account.sign-out": _("退出登录"),
    "account.create": _("开设账号"),
    "account.stop": _("停用账号"),
    "account.reopen": _("恢复账号"),
    "account.reset-password": _("重置密码"),
    "account.change-password": _("修改密码"),
    "role.grant": _("授予角色"),
    "role.confirm": _("确认角色"),
    "role.revoke": _("收回角色"),
}

# Django's codes of its own validators.
PASSWORD = {
    "password_too_short": _("少于 10 个字符"),
    "password_too_common": _("是常见密码"),
    "password_too_similar": _("与账号或姓名相近"),
}
