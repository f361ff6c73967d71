"""The list of returns: what waits for each person, and how the calls stand, tile by tile."""

import re
from datetime import datetime
from typing import Any

import pytest

from luoxiao.core import clock
from luoxiao.desk import returns
from luoxiao.organisations.models import User
from luoxiao.returns import actions
from luoxiao.returns.models import Call, Return
from tests.conftest import make_unit, make_user, signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db


def page(user: User, query: str = "") -> str:
    response = signed_in(user).get(f"/returns/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def duties(user: User) -> list[str]:
    """What waits for the person, as the verbs of the last column."""
    return re.findall(r'<td class="l"><a href="/returns/\d+/">(\S+?)<span', page(user))


@pytest.fixture
def after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LUOXIAO_TODAY", "2012-11-03")
    clock.rehearsal_day.cache_clear()


def test_the_navigation_leads_to_the_form_in_two_clicks(filed: Return) -> None:
    assert '<a href="/returns/" aria-current="page"' in page(person("filler"))
    assert f'<a href="/returns/{filed.pk}/">三季度报表</a>' in page(person("filler"))


def test_the_county_reads_what_it_owes_by_when(filed: Return) -> None:
    shown = page(person("filler"))
    for said in ("1 份报表等本人办理", "2012-10-31", "剩 16 天", "填报中", "2012年第三季度"):
        assert said in shown


def test_each_persons_next_step_is_named(filed: Return, at: datetime) -> None:
    assert duties(person("filler")) == ["填报"]
    assert duties(person("city")) == []
    scenes.fill(filed, at)
    scenes.send(filed, at)
    assert duties(person("filler")) == []
    assert duties(person("certifier")) == ["审签"]


def test_the_review_waits_for_its_level_alone(filed: Return, at: datetime) -> None:
    scenes.certified(filed, at)
    assert duties(person("city")) == ["审核"]
    for other in ("other-city", "province", "asker", "office1", "filler", "certifier"):
        assert "审核" not in duties(person(other))


def test_acceptance_waits_for_the_office_but_not_for_whoever_signed(filed: Return, at: datetime) -> None:
    scenes.approved(filed, at)
    assert duties(person("office2")) == ["采用"]
    assert duties(person("city")) == []


def test_what_is_late_is_said_in_the_first_sentence(filed: Return, after_the_deadline: Any) -> None:
    shown = page(person("filler"))
    assert "1 份报表等本人办理，其中 1 份逾期" in shown
    assert "逾期 3 天" in shown


def test_the_tiles_say_by_city_how_each_county_stands_in_shape_and_word(
    filed: Return, at: datetime, after_the_deadline: Any
) -> None:
    scenes.accepted(filed, at)
    shown = page(person("office1"))
    assert "<h3>甲市</h3>" in shown
    tiles = re.findall(r'class="tl (\w+)" href="[^"]+" title="([^"]+)".*?<span class="vh">([^<]+)</span>', shown)
    assert tiles == [("pass", "甲县局：已采用", "已采用"), ("none", "乙县局：未报", "未报")]
    assert "应报 2，实报 1，报送率 50.0%" in shown
    assert re.search(r"已采用 1</span>", shown)


def test_a_rehearsal_is_marked_in_lists_and_tiles(scene: Scene, at: datetime) -> None:
    scenes.make_call(scene, at, is_rehearsal=True)
    assert '<span class="drill">演练</span>' in page(person("filler"))
    assert '<span class="drill">演练</span>' in page(person("office1"))


def test_a_stranger_sees_an_empty_list_that_says_what_it_is_for(call: Call) -> None:
    shown = page(person("other-city"))
    assert "没有等本人办理的报表" in shown
    assert "还没有布置报表。" in shown
    assert "三季度报表" not in shown


def test_a_draft_is_seen_only_by_who_may_open_calls(scene: Scene, at: datetime) -> None:
    actions.draft_call(draft=scenes.draft(scene, title="未布置"), by=person("asker"), at=at)
    assert "未布置" in page(person("office1"))
    for other in ("filler", "city", "other-bureau"):
        assert "未布置" not in page(person(other))


def test_older_calls_come_page_by_page(scene: Scene, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returns, "CALLS", 2)
    for period in ("2011Q4", "2012Q1", "2012Q2"):
        scenes.make_call(scene, at, title=f"报表{period}", period=period)
    first = page(person("office1"))
    assert [said in first for said in ("报表2012Q2", "报表2012Q1", "报表2011Q4")] == [True, True, False]
    following = re.search(r'href="/returns/(\?before=\d+)"', first)
    assert following
    assert "报表2011Q4" in page(person("office1"), following[1])
    assert "三季度" not in page(person("office1"), "?before=x")


def test_the_list_asks_as_much_for_many_units_as_for_two(
    scene: Scene, at: datetime, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    made = scenes.make_call(scene, at)
    browser = signed_in(make_user("reader", "leading-group"))
    with django_assert_max_num_queries(20) as few:
        browser.get("/returns/")
    for n in range(20):
        unit = make_unit(
            f"county-{n}", f"第{n}县局", kind="county", region=scenes.region(f"44{n:04}", f"第{n}县", "county")
        )
        Return.objects.create(call=made, unit=unit)
    with django_assert_num_queries(len(few)):
        browser.get("/returns/?")
