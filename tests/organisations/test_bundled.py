"""What is loaded is what the plan and the national list say."""

import pytest

from luoxiao.organisations import bundled
from luoxiao.organisations.models import Area, Body, Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded() -> None:
    bundled.load()


def test_loading_again_changes_nothing() -> None:
    before = (Region.objects.count(), Unit.objects.count(), Area.objects.count())
    bundled.load()
    assert (Region.objects.count(), Unit.objects.count(), Area.objects.count()) == before


def test_the_luoxiao_area_has_24_counties_of_which_23_are_on_the_list() -> None:
    counties = Area.objects.get(number=11).memberships
    assert counties.filter(in_area_plan=True).count() == 24
    assert counties.filter(on_contiguous_list=True).count() == 23
    assert counties.get(on_contiguous_list=False).county.name_2012 == "章贡区"


def test_eleven_of_fourteen_areas_have_liaison_ministries() -> None:
    assert Area.objects.count() == 14
    assert set(Area.objects.filter(liaisons__isnull=False).values_list("is_one_of_11", flat=True)) == {True}
    assert Area.objects.filter(is_one_of_11=True, liaisons__isnull=True).count() == 0


def test_a_county_is_found_by_the_code_of_either_year() -> None:
    then, now = Region.objects.with_code("360721").get(), Region.objects.with_code("360704").get()
    assert then == now
    assert (then.name_2012, then.name_now, then.renamed) == ("赣县", "赣县区", True)


def test_a_unit_is_found_by_any_name_it_goes_by() -> None:
    found = Unit.objects.called(["社会工作司", "社工司", "民间组织管理局", "没有这个司"])
    assert found["社会工作司"] == found["社工司"]
    assert set(found) == {"社会工作司", "社工司", "民间组织管理局"}


def test_the_bodies_stand_with_their_posts_as_in_clause_one() -> None:
    conference = Body.objects.get(code="joint-conference")
    assert [post.title for post in conference.posts.all()] == ["召集人", "副召集人", "成员"]
    assert conference.posts.get(order=1).holdings.get().person == "李立国"
    office = Body.objects.get(kind=Body.Kind.OFFICE)
    assert office.parent == Body.objects.get(kind=Body.Kind.LEADING_GROUP)
    assert office.divisions.count() == 3
    assert office.duties.count() == 6
