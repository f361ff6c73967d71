"""What the roles say of themselves holds together."""

import pytest

from luoxiao.organisations.models import User
from luoxiao.organisations.roles import ADMINISTRATORS, ROLES, Permission, Role, Scope
from tests.conftest import make_unit, make_user

APPROVALS = {Permission.ADOPT_PLAN, Permission.REVIEW_PROGRESS, Permission.CLOSE_TASK, Permission.ISSUE_PAPER}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_every_role_says_its_name_and_one_sentence(role: type[Role]) -> None:
    assert str(role.name)
    assert str(role.sentence).count("。") == 1


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_administrators_see_no_business_data_and_approve_nothing(role: type[Role]) -> None:
    if role.code in ADMINISTRATORS:
        assert role.scope is Scope.NOTHING
        assert not role.permissions & (APPROVALS | {Permission.SEE_TASKS, Permission.SEE_PLANS, Permission.SEE_PAPERS})


def test_who_owes_never_reviews() -> None:
    for role in ROLES:
        assert not (Permission.REPORT_PROGRESS in role.permissions and role.permissions & APPROVALS), role.code


@pytest.mark.django_db
def test_an_inactive_account_has_no_roles(clerk: User) -> None:
    clerk.is_active = False
    assert clerk.roles == ()


@pytest.mark.django_db
def test_two_roles_reach_as_far_as_the_wider_one() -> None:
    both = make_user("both", "bureau", "office", unit=make_unit("a", "甲司"))
    assert both.scope_of(Permission.SEE_TASKS) is Scope.ALL
    assert both.scope_of(Permission.FILE_STEPS) is Scope.OWN_UNIT
    assert both.scope_of(Permission.READ_TRAIL) is Scope.NOTHING
