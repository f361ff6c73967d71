"""Accounts. A password that an administrator gave out is good for one thing: choosing one's own."""

import re
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.organisations.actions.grants import LONGEST_REASON
from luoxiao.organisations.models import Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.organisations.wording import PASSWORD

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


class NameTaken(Refusal):
    code = "name-taken"
    sentence = _("账号“%(username)s”已由%(holder)s使用，没有开设。换一个账号名。")


class NotAName(Refusal):
    code = "not-a-name"
    sentence = _("账号“%(username)s”不合规则，没有开设。用小写字母开头，2 至 40 个小写字母、数字或 . _ -。")


class OwnAccount(Refusal):
    code = "own-account"
    sentence = _("%(person)s不能停用自己的账号，也不能给自己重置密码。请另一名系统管理员办理；改密码用“修改密码”。")


class AlreadySo(Refusal):
    code = "account-already-so"
    sentence = _("%(person)s的账号现在就是“%(state)s”，没有再次办理。")


class WrongPassword(Refusal):
    code = "wrong-password"
    sentence = _("现在的密码不对，没有更改。核对后重新输入。")


class SamePassword(Refusal):
    code = "same-password"
    sentence = _("新密码与现在的相同，没有更改。换一个。")


class WeakPassword(Refusal):
    code = "weak-password"
    sentence = _("新密码%(problem)s，没有更改。换一个至少 10 个字符、不常见的。")


@transaction.atomic
def create_account(*, username: str, full_name: str, unit: Unit | None, password: str, by: User, at: datetime) -> User:
    """Open an account without a role; `password` lasts until its first sign-in. Raises NotAName, NameTaken, Unsaid."""
    role = by.acting(Permission.MANAGE_ACCOUNTS)
    if not USERNAME.fullmatch(username):
        raise NotAName(username=username[:40])
    _refuse_taken(username)
    user = User(username=username, full_name=said(_("姓名"), full_name, limit=40), unit=unit)
    user.set_password(password)
    user.password_is_temporary = True
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:  # somebody opened the same name in this very moment
        _refuse_taken(username)
        raise
    after = {"username": username, "unit": user.unit_name}
    trail.record("account.create", by=by, at=at, role=role, subject=user, after=after)
    return user


def _refuse_taken(username: str) -> None:
    if holder := User.objects.filter(username=username).first():
        raise NameTaken(username=username, holder=holder.full_name)


@transaction.atomic
def stop_account(user: User, *, reason: str, by: User, at: datetime) -> None:
    """Nobody signs in with it from now on, and who is signed in is out. Raises OwnAccount, AlreadySo, Unsaid."""
    role, user = by.acting(Permission.MANAGE_ACCOUNTS), _locked(user)
    if user.pk == by.pk:
        raise OwnAccount(person=by.full_name)
    _switch(user, active=False)
    trail.record(
        "account.stop", by=by, at=at, role=role, subject=user, reason=said(_("停用原因"), reason, limit=LONGEST_REASON)
    )


@transaction.atomic
def reopen_account(user: User, *, reason: str, by: User, at: datetime) -> None:
    """It may be used again, with the roles it had. Raises AlreadySo, Unsaid."""
    role, user = by.acting(Permission.MANAGE_ACCOUNTS), _locked(user)
    _switch(user, active=True)
    trail.record(
        "account.reopen",
        by=by,
        at=at,
        role=role,
        subject=user,
        reason=said(_("恢复原因"), reason, limit=LONGEST_REASON),
    )


def _switch(user: User, *, active: bool) -> None:
    if user.is_active == active:
        raise AlreadySo(person=user.full_name, state=_("在用") if active else _("已停用"))
    user.is_active = active
    user.save(update_fields=["is_active"])


@transaction.atomic
def reset_password(user: User, *, password: str, by: User, at: datetime) -> None:
    """Give out a password that lasts until the next sign-in; the old one and all sessions end. Raises OwnAccount."""
    role, user = by.acting(Permission.MANAGE_ACCOUNTS), _locked(user)
    if user.pk == by.pk:
        raise OwnAccount(person=by.full_name)
    _set(user, password, temporary=True)
    trail.record("account.reset-password", by=by, at=at, role=role, subject=user)


@transaction.atomic
def change_password(*, old: str, new: str, by: User, at: datetime) -> User:
    """A person's own password. Raises WrongPassword, SamePassword, WeakPassword."""
    user = _locked(by)
    if not user.check_password(old):
        raise WrongPassword
    if old == new:
        raise SamePassword
    try:
        validate_password(new, user)
    except ValidationError as error:
        codes = [problem.code for problem in error.error_list if problem.code in PASSWORD]
        raise WeakPassword(problem="、".join(str(PASSWORD[code]) for code in codes)) from None
    _set(user, new, temporary=False)
    trail.record("account.change-password", by=user, at=at, subject=user)
    return user


def _set(user: User, password: str, *, temporary: bool) -> None:
    user.set_password(password)
    user.password_is_temporary = temporary
    user.save(update_fields=["password", "password_is_temporary"])


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).select_related("unit").get(pk=user.pk)
