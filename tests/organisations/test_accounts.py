"""Accounts are opened, stopped and reopened; a password that was given out is changed before anything else."""

from datetime import datetime

import pytest

from luoxiao.core import refusals, trail
from luoxiao.core.refusals import Refusal
from luoxiao.organisations import actions
from luoxiao.organisations.models import NotAllowed, User
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
FIRST, OWN = "一次性的密码-1234", "自己选的密码-5678"


@pytest.fixture
def admin(db: None) -> User:
    return make_user("admin", "system-administrator")


@pytest.fixture
def opened(admin: User, at: datetime) -> User:
    return actions.create_account(username="zhang.san", full_name="张三", unit=None, password=FIRST, by=admin, at=at)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_new_account_has_no_role_and_a_password_for_one_sign_in(opened: User) -> None:
    assert (opened.roles, opened.password_is_temporary, opened.check_password(FIRST)) == ((), True, True)


@pytest.mark.parametrize("username", ["", "a", "Zhang", "张三", "a b", "1a", "a" * 41, "a/b", "a\n"])
def test_a_name_that_cannot_be_typed_is_refused(admin: User, username: str, at: datetime) -> None:
    with pytest.raises(actions.NotAName):
        actions.create_account(username=username, full_name="张三", unit=None, password=FIRST, by=admin, at=at)
    assert not User.objects.filter(full_name="张三").exists()


@pytest.mark.parametrize("full_name", [" ", "名" * 41])
def test_an_account_belongs_to_somebody(admin: User, full_name: str, at: datetime) -> None:
    with pytest.raises(Refusal, match="姓名"):
        actions.create_account(username="zhang", full_name=full_name, unit=None, password=FIRST, by=admin, at=at)


def test_a_stopped_account_is_out_and_a_reopened_one_has_its_roles_again(
    admin: User, clerk: User, at: datetime
) -> None:
    actions.stop_account(clerk, reason="调离", by=admin, at=at)
    assert (fresh(clerk).is_active, fresh(clerk).roles) == (False, ())
    with pytest.raises(actions.AlreadySo, match="已停用"):
        actions.stop_account(clerk, reason="调离", by=admin, at=at)
    actions.reopen_account(clerk, reason="调回", by=admin, at=at)
    assert [role.code for role in fresh(clerk).roles] == ["bureau"]
    lines = trail.history(clerk).values_list("action", "reason")
    assert list(lines) == [("account.reopen", "调回"), ("account.stop", "调离")]


def test_stopping_and_reopening_need_a_reason(admin: User, clerk: User, at: datetime) -> None:
    with pytest.raises(refusals.Unsaid, match="停用原因"):
        actions.stop_account(clerk, reason=" ", by=admin, at=at)
    assert fresh(clerk).is_active


def test_nobody_stops_or_resets_themselves(admin: User, at: datetime) -> None:
    with pytest.raises(actions.OwnAccount):
        actions.stop_account(admin, reason="离岗", by=admin, at=at)
    with pytest.raises(actions.OwnAccount):
        actions.reset_password(admin, password=FIRST, by=admin, at=at)


def test_only_the_system_administrator_manages_accounts(clerk: User, reviewer: User, at: datetime) -> None:
    for by in (reviewer, make_user("keys", "security-administrator"), make_user("ears", "audit-administrator")):
        with pytest.raises(NotAllowed):
            actions.stop_account(clerk, reason="调离", by=by, at=at)
        with pytest.raises(NotAllowed):
            actions.reopen_account(clerk, reason="调回", by=by, at=at)
        with pytest.raises(NotAllowed):
            actions.reset_password(clerk, password=FIRST, by=by, at=at)


def test_a_reset_password_lasts_until_its_owner_chose_another(admin: User, clerk: User, at: datetime) -> None:
    actions.reset_password(clerk, password=FIRST, by=admin, at=at)
    assert fresh(clerk).password_is_temporary
    actions.change_password(old=FIRST, new=OWN, by=fresh(clerk), at=at)
    assert (fresh(clerk).password_is_temporary, fresh(clerk).check_password(OWN)) == (False, True)


@pytest.mark.parametrize(
    ("old", "new", "refusal", "said"),
    [
        ("不是这个", OWN, actions.WrongPassword, "现在的密码不对"),
        (FIRST, FIRST, actions.SamePassword, "相同"),
        (FIRST, "短", actions.WeakPassword, "少于 10 个字符"),
        (FIRST, "password123", actions.WeakPassword, "是常见密码"),
        (FIRST, "zhang.san1", actions.WeakPassword, "与账号或姓名相近"),
    ],
)
def test_a_password_that_will_not_do_is_refused(
    opened: User, old: str, new: str, refusal: type[Refusal], said: str, at: datetime
) -> None:
    with pytest.raises(refusal, match=said):
        actions.change_password(old=old, new=new, by=opened, at=at)
    assert fresh(opened).check_password(FIRST)


def test_no_line_of_the_trail_holds_a_password(admin: User, opened: User, at: datetime) -> None:
    actions.reset_password(opened, password=FIRST, by=admin, at=at)
    actions.change_password(old=FIRST, new=OWN, by=opened, at=at)
    kept = repr([trail.fields(line) for line in trail.history(opened)])
    assert FIRST not in kept
    assert OWN not in kept
