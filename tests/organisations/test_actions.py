"""A role needs two administrators; nobody holds two of the three keys."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core import refusals, trail
from luoxiao.organisations import actions
from luoxiao.organisations.models import NotAllowed, RoleGrant, User
from luoxiao.organisations.roles import Permission
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(db: None) -> User:
    return make_user("first", "security-administrator")


@pytest.fixture
def second(db: None) -> User:
    return make_user("second", "security-administrator")


@pytest.fixture
def newcomer(db: None) -> User:
    return make_user("newcomer")


def may(user: User, permission: Permission) -> bool:
    return User.objects.get(pk=user.pk).may(permission)


def test_a_granted_role_is_in_force_only_after_a_second_person(
    first: User, second: User, newcomer: User, at: datetime
) -> None:
    grant = actions.grant_role(newcomer, role="office", by=first, at=at)
    assert not may(newcomer, Permission.ADOPT_PLAN)
    actions.confirm_grant(grant, by=second, at=at)
    assert may(newcomer, Permission.ADOPT_PLAN)
    assert [event.action for event in trail.history(newcomer)] == ["role.confirm", "role.grant"]


def test_the_proposer_cannot_confirm(first: User, newcomer: User, at: datetime) -> None:
    grant = actions.grant_role(newcomer, role="office", by=first, at=at)
    with pytest.raises(actions.OwnGrant, match="first"):
        actions.confirm_grant(grant, by=first, at=at)


def test_the_receiver_cannot_confirm(first: User, second: User, at: datetime) -> None:
    grant = actions.grant_role(second, role="office", by=first, at=at)
    with pytest.raises(actions.OwnGrant):
        actions.confirm_grant(grant, by=second, at=at)


def test_a_grant_is_confirmed_once(first: User, second: User, newcomer: User, at: datetime) -> None:
    grant = actions.grant_role(newcomer, role="office", by=first, at=at)
    actions.confirm_grant(grant, by=second, at=at)
    with pytest.raises(actions.NotWaiting):
        actions.confirm_grant(grant, by=second, at=at)


def test_a_revoked_role_is_gone_at_the_next_request(first: User, newcomer: User, at: datetime) -> None:
    grant = RoleGrant.objects.create(user=newcomer, role="office", granted_at=at, confirmed_at=at)
    actions.revoke_role(grant, reason="调离", by=first, at=at)
    assert not may(newcomer, Permission.SEE_TASKS)


def test_taking_a_role_back_needs_a_reason_and_happens_once(first: User, clerk: User, at: datetime) -> None:
    grant = clerk.grants.get()
    with pytest.raises(refusals.Unsaid, match="收回原因"):
        actions.revoke_role(grant, reason="", by=first, at=at)
    actions.revoke_role(grant, reason="调离", by=first, at=at)
    with pytest.raises(actions.NotWaiting):
        actions.revoke_role(grant, reason="调离", by=first, at=at)


@pytest.mark.parametrize("second_key", ["system-administrator", "audit-administrator"])
def test_nobody_holds_two_of_the_three_keys(first: User, second: User, second_key: str, at: datetime) -> None:
    with pytest.raises(actions.TwoKeys, match="安全管理员"):
        actions.grant_role(second, role=second_key, by=first, at=at)


def test_a_role_is_not_granted_twice(first: User, clerk: User, at: datetime) -> None:
    with pytest.raises(actions.AlreadyHeld, match="业务司局"):
        actions.grant_role(clerk, role="bureau", by=first, at=at)


def test_role_granted_once_is_held_by_the_database(clerk: User, at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=clerk, role="bureau", granted_at=at)
    assert "role_granted_once" in {constraint.name for constraint in RoleGrant._meta.constraints}


def test_grant_confirmed_by_another(first: User, newcomer: User, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="grant_confirmed_by_another"), transaction.atomic():
        RoleGrant.objects.create(
            user=newcomer, role="office", granted_by=first, confirmed_by=first, granted_at=at, confirmed_at=at
        )


def test_an_account_is_opened_by_the_system_administrator_alone(newcomer: User, reviewer: User, at: datetime) -> None:
    admin = make_user("admin", "system-administrator")
    with pytest.raises(NotAllowed):
        actions.create_account(
            username="xx", full_name="某某", unit=None, password="一个很长的密码", by=reviewer, at=at
        )
    made = actions.create_account(
        username="xx", full_name="某某", unit=None, password="一个很长的密码", by=admin, at=at
    )
    assert made.check_password("一个很长的密码")
    with pytest.raises(actions.NameTaken, match="某某"):
        actions.create_account(username="xx", full_name="另一人", unit=None, password="p", by=admin, at=at)
