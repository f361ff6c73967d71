"""The page that explains rights, of one task too: how a person comes to see it, and why each is or is not open."""

from typing import Any

import pytest

from luoxiao.organisations.models import Area, AreaLiaison, Region, Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import Plan
from luoxiao.supervision.models import Task
from tests.conftest import make_unit, make_user, signed_in

pytestmark = pytest.mark.django_db


def page(user: User, task: Task | None = None) -> str:
    return signed_in(user).get(f"/rights/?task={task.pk}" if task else "/rights/").content.decode()


def make_region(code: str, level: str, parent: Region | None = None) -> Region:
    names = {"name_2012": "演练", "name_now": "演练", "code_2012": code, "code_now": code}
    return Region.objects.create(level=level, parent=parent, source="test", confidence="high", **names)


def test_every_permission_is_answered_for_everybody(clerk: User, reviewer: User) -> None:
    for user in (clerk, reviewer, make_user("newcomer"), make_user("audit", "audit-administrator")):
        shown = page(user)
        assert [words for words in (p.words for p in Permission) if words not in shown] == []


def test_the_page_says_how_each_comes_to_see_a_task(task: Task, clerk: User, helper: User, reviewer: User) -> None:
    assert "本人的角色可以查看全部任务。" in page(reviewer, task)
    assert "本单位牵头。" in page(clerk, task)
    assert "本单位配合。" in page(helper, task)


def test_a_province_sees_what_a_county_below_it_leads(task: Task) -> None:
    above = make_region("990000", "province")
    below = make_region("990100", "prefecture", parent=above)
    province = make_unit("province", "某省厅", Unit.Kind.PROVINCE, region=above)
    county = make_unit("county", "某县局", Unit.Kind.COUNTY, region=make_region("990101", "county", parent=below))
    person = make_user("province", "province", unit=province)
    assert signed_in(person).get(f"/rights/?task={task.pk}").status_code == 404
    Task.objects.filter(pk=task.pk).update(lead=county)
    assert "由本地区以下的单位牵头或配合。" in page(person, task)


def test_a_liaison_officer_is_told_that_the_task_is_of_the_own_area(task: Task, bureau: Unit) -> None:
    area = Area.objects.create(number=1, name="某片区", short_name="某片区", is_one_of_11=True, source="test")
    AreaLiaison.objects.create(area=area, unit=make_unit("ministry", "某部", Unit.Kind.MINISTRY), order=1)
    person = make_user("officer", "liaison-officer", unit=Unit.objects.get(code="ministry"))
    assert signed_in(person).get(f"/rights/?task={task.pk}").status_code == 404
    assert signed_in(person).get(f"/tasks/{task.pk}/").status_code == 404
    Plan.objects.update(area=area)
    assert "属本单位联系的片区，本人的角色可以查看。" in page(person, task)
    assert signed_in(person).get(f"/tasks/{task.pk}/steps/").status_code == 403


@pytest.mark.parametrize("said", ["", "x", "²", "999", "0", "9" * 40])
def test_a_task_that_is_not_there_is_a_404(task: Task, reviewer: User, said: str) -> None:
    assert signed_in(reviewer).get("/rights/", {"task": said}).status_code == 404


def test_who_sees_no_tasks_is_told_of_none(task: Task) -> None:
    for role in ("system-administrator", "security-administrator", "audit-administrator"):
        assert signed_in(make_user(role, role)).get(f"/rights/?task={task.pk}").status_code == 404


def test_the_page_asks_a_fixed_number_of_queries(task: Task, clerk: User, django_assert_max_num_queries: Any) -> None:
    browser = signed_in(clerk)
    with django_assert_max_num_queries(15):
        browser.get(f"/rights/?task={task.pk}")
