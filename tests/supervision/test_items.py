"""Tasks that a room above opens for its own things: what they are, who sees them, how they end."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core import trail
from luoxiao.core.refusals import TooLong, Unsaid
from luoxiao.organisations.models import Area, AreaCounty, AreaLiaison, Region, Unit, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.actions.common import FinishedElsewhere, TaskClosed
from luoxiao.supervision.figures import Frame, facts_of, figures
from luoxiao.supervision.lights import Light
from luoxiao.supervision.models import Task
from tests.conftest import make_unit, make_user
from tests.supervision.conftest import STEPS
from tests.supervision.items import STAGE, make_county_unit, make_places, make_region, open_item
from tests.supervision.test_actions import Q3, draft
from tests.supervision.test_models import refused
from tests.supervision.test_permits import permits_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(db: None) -> Region:
    return make_places()[2]


@pytest.fixture
def unit(county: Region) -> Unit:
    return make_county_unit(county)


@pytest.fixture
def county_clerk(unit: Unit) -> User:
    return make_user("county-clerk", "county", unit=unit)


@pytest.fixture
def item(unit: Unit, reviewer: User, at: datetime) -> Task:
    return open_item(unit, reviewer, at)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


# opening


def test_an_item_runs_from_the_start_and_is_on_the_trail(item: Task, unit: Unit, county: Region) -> None:
    now = fresh(item)
    assert (now.state, now.lead, now.place, now.next_due, now.of_plan) == (
        *("running", unit, county, date(2012, 12, 1)),
        False,
    )
    assert (now.cite, now.kind, now.measure, now.version_of_plan) == ("四（二）3", "", None, None)
    said = trail.history(item).get()
    assert (said.action, said.role) == ("task.open", "office")
    assert said.after == {
        "about": "project-stage 7",
        "clause": "四（二）3",
        "lead": "演练县民政局",
        "due": "2012-12-01",
        "version": 1,
    }


@pytest.mark.parametrize(("title", "refusal"), [(" ", Unsaid), ("字" * 121, TooLong)])
def test_an_item_has_a_title_that_fits(unit: Unit, reviewer: User, at: datetime, title: str, refusal: type) -> None:
    with pytest.raises(refusal):
        open_item(unit, reviewer, at, title=title)
    assert not Task.objects.exists()


def test_a_task_of_a_plan_is_not_opened_as_an_item(unit: Unit, reviewer: User, at: datetime) -> None:
    with pytest.raises(AssertionError):
        open_item(unit, reviewer, at, origin=Task.Origin.PLAN)


def test_one_task_about_each(item: Task, unit: Unit, reviewer: User, at: datetime) -> None:
    refused("one_task_about_each", lambda: open_item(unit, reviewer, at))
    assert open_item(unit, reviewer, at, about=8).pk
    actions.close_item(item, by=reviewer, at=at, role="office", result="已开工")
    refused("one_task_about_each", lambda: open_item(unit, reviewer, at))


def test_what_was_withdrawn_may_be_opened_anew(item: Task, unit: Unit, reviewer: User, at: datetime) -> None:
    actions.withdraw_item(item, reason="停建", by=reviewer, at=at, role="office")
    again = open_item(unit, reviewer, at)
    assert actions.items_about(STAGE, [7, 8]) == {7: again}


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "plan"},
        {"about": None},
        {"about_kind": ""},
        {"lead": None},
        {"kind": "measure"},
    ],
)
def test_task_stands_on_its_origin(item: Task, change: dict[str, Any]) -> None:
    refused("task_stands_on_its_origin", lambda: Task.objects.filter(pk=item.pk).update(**change))


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "project"},
        {"measure": None},
        {"version_of_plan": None},
        {"kind": ""},
        {"about": 7},
        {"about_kind": STAGE},
    ],
)
def test_a_task_of_a_plan_stands_on_its_measure(task: Task, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="task_stands_on_its_origin"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**change)


# ending


def test_an_item_is_closed_with_its_result(item: Task, reviewer: User, at: datetime) -> None:
    actions.close_item(item, by=reviewer, at=at, role="office", result=" 4月1日开工 ")
    now = fresh(item)
    assert (now.state, now.closed_at, now.latest_news, now.next_due) == ("closed", at, "4月1日开工", None)
    assert now.verdict(today=at.date(), soon_days=15).light is Light.DONE
    said = trail.history(item)[0]
    assert (said.action, said.role, said.after["result"]) == ("task.close", "office", "4月1日开工")


def test_a_withdrawn_item_is_off_the_lists_with_its_reason(item: Task, reviewer: User, at: datetime) -> None:
    actions.withdraw_item(item, reason="停建", by=reviewer, at=at, role="office")
    assert not Task.objects.in_force().exists()
    assert (trail.history(item)[0].action, trail.history(item)[0].reason) == ("task.withdraw", "停建")


def test_what_has_ended_does_not_end_again(item: Task, reviewer: User, at: datetime) -> None:
    actions.close_item(item, by=reviewer, at=at, role="office", result="已开工")
    with pytest.raises(TaskClosed):
        actions.close_item(item, by=reviewer, at=at, role="office", result="已开工")
    with pytest.raises(TaskClosed):
        actions.withdraw_item(item, reason="停建", by=reviewer, at=at, role="office")


@pytest.mark.parametrize(
    "words", [{"result": ""}, {"result": "字" * 201}, {"reason": " "}, {"reason": "字" * 301}], ids=str
)
def test_an_end_without_words_that_fit_is_none(item: Task, reviewer: User, at: datetime, words: dict[str, str]) -> None:
    end: Any = actions.close_item if "result" in words else actions.withdraw_item
    with pytest.raises((Unsaid, TooLong)):
        end(item, by=reviewer, at=at, role="office", **words)
    assert fresh(item).state == "running"


def test_a_task_of_a_plan_is_not_ended_as_an_item(task: Task, reviewer: User, at: datetime) -> None:
    with pytest.raises(AssertionError):
        actions.close_item(task, by=reviewer, at=at, role="office", result="已开工")


def test_items_are_asked_for_by_their_things_in_one_query(
    item: Task, unit: Unit, reviewer: User, at: datetime, django_assert_num_queries: Any
) -> None:
    other = open_item(unit, reviewer, at, about=8)
    open_item(unit, reviewer, at, about_kind="meeting", about=9)
    with django_assert_num_queries(1):
        found = actions.items_about(STAGE, [7, 8, 9])
        assert {about: str(task.lead) for about, task in found.items()} == {7: "演练县民政局", 8: "演练县民政局"}
    assert found == {7: item, 8: other}


# what a lead may do with one


def test_an_item_has_no_steps_no_other_lead_and_no_request_to_close(
    item: Task, county_clerk: User, reviewer: User, bureau: Unit, at: datetime
) -> None:
    with pytest.raises(FinishedElsewhere) as refusal:
        actions.file_steps(item, steps=STEPS, seen=1, by=county_clerk, at=at)
    assert str(refusal.value).startswith("“演练敬老院：开工”随项目办结，没有办理。")
    with pytest.raises(FinishedElsewhere):
        actions.ask_closure(item, statement="完成", seen=1, by=county_clerk, at=at)
    with pytest.raises(FinishedElsewhere):
        actions.assign_lead(item, lead=bureau, reason="分工", by=reviewer, at=at)
    assert (fresh(item).version, fresh(item).lead) == (1, item.lead)


def test_its_lead_reports_progress_and_the_office_accepts_it(
    item: Task, county_clerk: User, reviewer: User, at: datetime
) -> None:
    sent = actions.report_progress(item, draft=draft(item), seen=1, by=county_clerk, at=at)
    actions.accept_report(sent, by=reviewer, at=at)
    assert (fresh(item).latest_news, fresh(item).next_due) == ("已摸清底数", date(2012, 12, 1))


def test_the_page_of_rights_says_what_the_actions_do(item: Task, county_clerk: User) -> None:
    said = permits_of(fresh(item), User.objects.select_related("unit").get(pk=county_clerk.pk))
    assert [said[p].rule for p in (Permission.FILE_STEPS, Permission.ASK_CLOSURE, Permission.REPORT_PROGRESS)] == [
        *("item", "item", "in-role")
    ]


# who sees one


def sees(user: User, task: Task) -> bool:
    return Task.objects.visible_to(user).filter(pk=task.pk).exists()


def test_the_office_and_the_lead_see_an_item_and_a_bureau_and_another_county_do_not(
    item: Task, county_clerk: User, reviewer: User, clerk: User, county: Region
) -> None:
    neighbour = make_unit("neighbour", "邻县民政局", Unit.Kind.COUNTY, region=make_region("990122", "邻县"))
    stranger = make_user("neighbour", "county", unit=neighbour)
    assert [sees(user, item) for user in (reviewer, county_clerk, clerk, stranger)] == [True, True, False, False]


def test_who_sees_the_units_of_a_place_sees_the_items_there_whoever_leads_them(
    county: Region, bureau: Unit, reviewer: User, stranger: User, at: datetime
) -> None:
    item = open_item(bureau, reviewer, at, place=county)
    assert county.parent
    assert county.parent.parent
    above = {"province": county.parent.parent, "prefecture": county.parent, "county": county}
    for role, region in above.items():
        assert sees(make_user(role, role, unit=make_unit(role, f"{region}民政", role, region=region)), item)
    elsewhere = make_unit(
        "elsewhere", "邻省民政厅", Unit.Kind.PROVINCE, region=make_region("980000", "邻省", "province")
    )
    assert not sees(make_user("elsewhere", "province", unit=elsewhere), item)
    assert not sees(stranger, item)
    assert not sees(make_user("nowhere", "county"), item)


def test_a_liaison_officer_sees_the_items_in_the_own_area_and_in_no_other(
    item: Task, county: Region, at: datetime
) -> None:
    area, other = (
        Area.objects.create(number=n, name=f"第{n}片区", short_name=f"第{n}片区", is_one_of_11=True, source="test")
        for n in (1, 2)
    )
    ministry = make_unit("ministry", "某部", Unit.Kind.MINISTRY)
    AreaLiaison.objects.create(area=area, unit=ministry, order=1)
    officer = make_user("officer", "liaison-officer", unit=ministry)
    AreaCounty.objects.create(area=other, county=county, on_contiguous_list=True, confidence="high")
    assert not sees(officer, item)
    AreaCounty.objects.update(area=area)
    assert sees(officer, item)


# plans


def test_a_circular_counts_tasks_of_its_plan_only(task: Task, unit: Unit, reviewer: User, at: datetime) -> None:
    plan = task.promise.version.plan_id
    frame = Frame(plan, Q3, at.date())
    before = figures(facts_of([frame])[frame])
    open_item(unit, reviewer, at, due=date(2012, 10, 1))
    assert figures(facts_of([frame])[frame]) == before


def test_a_new_version_of_a_plan_leaves_items_alone(
    item: Task, version: PlanVersion, reviewer: User, at: datetime
) -> None:
    assert actions.open_tasks(version, by=reviewer, at=at) == 3
    assert (fresh(item).state, fresh(item).version) == ("running", 1)
