"""What the roles say of themselves holds together."""

import pytest

from luoxiao.organisations import bundled
from luoxiao.organisations.models import Area, Region, Unit, User
from luoxiao.organisations.roles import ADMINISTRATORS, ROLES, LiaisonOfficer, Permission, Role, Scope
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


# whole area: counties of several provinces, under one liaison ministry


@pytest.fixture
def luoxiao(db: None) -> Area:
    """The facts of the package; the area of two provinces that the ministry of civil affairs liaises with."""
    bundled.load()
    return Area.objects.get(number=11)


def officer(unit: str, *more: str) -> User:
    return make_user("officer", "liaison-officer", *more, unit=Unit.objects.get(code=unit))


def reached(user: User) -> set[str]:
    return set(Unit.objects.within(user, user.scope_of(Permission.SEE_TASKS)).values_list("code", flat=True))


@pytest.mark.parametrize("unit", ["mca", "mca-planning-finance", "mca-planning-finance-general"])
def test_a_liaison_officer_reaches_the_units_of_the_area_in_every_province(luoxiao: Area, unit: str) -> None:
    codes = reached(officer(unit))
    assert {"civil-affairs-360000", "civil-affairs-430000", "civil-affairs-360700", "civil-affairs-360730"} < codes
    county = Unit.Kind.COUNTY
    assert set(Unit.objects.filter(kind=county).values_list("code", flat=True)) <= codes
    assert codes - set(Unit.objects.exclude(region=None).values_list("code", flat=True)) == {unit}


def test_the_officer_of_another_areas_ministry_does_not_reach_there(luoxiao: Area) -> None:
    assert reached(officer("mot")) == {"mot"}


def test_a_county_outside_the_area_is_not_reached(luoxiao: Area) -> None:
    outside = Region.objects.exclude(pk__in=Region.objects.of_areas(Area.objects.filter(pk=luoxiao.pk)))
    make_unit("outside", "片区外某县民政局", Unit.Kind.COUNTY, region=outside.filter(level="county").order_by("id")[0])
    assert "outside" not in reached(officer("mca"))


def test_an_officer_without_a_unit_reaches_nothing(luoxiao: Area) -> None:
    nobody = make_user("nobody", "liaison-officer")
    assert reached(nobody) == set()
    assert list(Area.objects.liaised_by(nobody)) == []


def test_the_area_is_wider_than_the_own_region_and_narrower_than_all(luoxiao: Area) -> None:
    unit = Unit.objects.get(code="civil-affairs-360000")
    both = make_user("both", "liaison-officer", "province", unit=unit)
    assert both.scope_of(Permission.SEE_TASKS) is Scope.WHOLE_AREA
    own = set(Unit.objects.within(both, Scope.OWN_REGION).values_list("code", flat=True))
    assert own == reached(both)
    assert officer("mca", "office").scope_of(Permission.SEE_TASKS) is Scope.ALL


def test_a_liaison_officer_changes_nothing() -> None:
    for permission in LiaisonOfficer.permissions:
        assert permission.value.startswith("see-")
