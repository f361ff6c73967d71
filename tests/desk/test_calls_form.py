"""The form of a call: what it offers, what it refuses with what was typed, and changing a draft."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from luoxiao.organisations.models import Area, AreaCounty
from luoxiao.returns import actions
from luoxiao.returns.models import Call
from tests.conftest import signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "scene"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(scene: Scene) -> Client:
    return signed_in(person("office1"))


def good(scene: Scene) -> dict[str, Any]:
    return {
        "title": "三季度报表",
        "template": scene.template.pk,
        "period": "2012Q3",
        "issued_by": scene.bureau.pk,
        "area": "",
        "level": "county",
        "units": [scene.county.pk, scene.neighbour.pk],
        "opens_on": "2012-10-15",
        "due": "2012-10-31",
        "chain": ["prefecture", "office"],
        "instructions": "按季报送。",
        "key": "k",
    }


def send(browser: Client, scene: Scene, **more: Any) -> HttpResponse:
    return browser.post("/returns/calls/new/", good(scene) | more)


def test_a_fresh_form_offers_the_quarter_that_ended_and_a_due_date_after_the_notice(browser: Client) -> None:
    page = browser.get("/returns/calls/new/").content.decode()
    for name, value in (("period", "2012Q3"), ("opens_on", "2012-10-15"), ("due", "2012-10-20")):
        assert re.search(rf'name="{name}" type="\w+" value="{value}"', page)
    assert "YL-01 演练季报" in page
    checked = re.findall(r'name="chain" value="(\w+)" checked', page)
    assert checked == ["prefecture", "province", "office"]


def test_a_call_is_kept_as_a_draft_and_its_burden_is_shown_next(browser: Client, scene: Scene) -> None:
    response = send(browser, scene)
    made = Call.objects.get()
    assert response["Location"] == f"/returns/calls/{made.pk}/"
    assert (made.state, made.period, made.due, made.chain) == (
        Call.State.DRAFT,
        "2012Q3",
        date(2012, 10, 31),
        ["prefecture", "office"],
    )
    assert made.asked == [scene.county.pk, scene.neighbour.pk]
    assert "布置后各单位的负担" in browser.get(response["Location"]).content.decode()


def test_an_area_means_its_counties(browser: Client, scene: Scene) -> None:
    area = Area.objects.create(
        number=1,
        name="演练片区",
        name_en="x",
        short_name="演练片区",
        is_one_of_11=True,
        source="演练",
        confidence="high",
    )
    AreaCounty.objects.create(
        area=area, county=scene.county.region, on_contiguous_list=True, in_area_plan=True, confidence="high"
    )
    send(browser, scene, area=area.pk, units=[])
    assert Call.objects.get().asked == [scene.county.pk]


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"due": "月底"}, "f-due", "“月底”不是日期"),
        ({"opens_on": ""}, "f-opens_on", "不是日期"),
        ({"due": "2012-10-01"}, "f-due", "早于开始日"),
        ({"period": "2012"}, "f-period", "不是按季的期次"),
        ({"units": []}, "f-area", "没有选填报单位"),
        ({"title": " "}, "", "“标题”没有填写"),
        ({"chain": []}, "", "审核层级没有选"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    browser: Client, scene: Scene, more: dict[str, Any], field: str, said: str
) -> None:
    response = send(browser, scene, **more)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert (f'href="#{field}"' in page) == bool(field)
    assert "按季报送。</textarea>" in page
    assert not Call.objects.exists()


@pytest.mark.parametrize("more", [{"template": "99"}, {"template": "x"}, {"issued_by": "99"}, {"area": "99"}])
def test_what_is_not_offered_is_no_page(browser: Client, scene: Scene, more: dict[str, Any]) -> None:
    assert send(browser, scene, **more).status_code == 404


def test_no_call_is_opened_in_the_name_of_a_county_that_would_then_see_all_answers(
    browser: Client, scene: Scene
) -> None:
    assert send(browser, scene, issued_by=scene.neighbour.pk).status_code == 404
    assert not Call.objects.exists()


def test_a_bureau_asks_in_its_own_name_alone(scene: Scene) -> None:
    browser = signed_in(person("other-bureau"))
    assert 'name="issued_by"' not in browser.get("/returns/calls/new/").content.decode()
    send(browser, scene)
    assert Call.objects.get().issued_by == person("other-bureau").unit


def test_a_draft_is_changed_and_a_stale_change_is_told(browser: Client, scene: Scene, at: datetime) -> None:
    made = actions.draft_call(draft=scenes.draft(scene), by=person("asker"), at=at)
    page = browser.get(f"/returns/calls/{made.pk}/edit/").content.decode()
    assert 'value="三季度报表"' in page
    body = good(scene) | {"title": "新题", "seen": "1"}
    assert browser.post(f"/returns/calls/{made.pk}/edit/", body).status_code == 302
    response = browser.post(f"/returns/calls/{made.pk}/edit/", body | {"title": "再改", "key": "b"})
    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="再改"' in page
    assert 'name="seen" value="2"' in page
    assert Call.objects.get().title == "新题"


def test_an_opened_call_is_not_edited(browser: Client, call: Call) -> None:
    response = browser.get(f"/returns/calls/{call.pk}/edit/")
    assert (response.status_code, response["Location"]) == (302, f"/returns/calls/{call.pk}/")


def test_without_a_form_in_use_the_page_says_what_to_do(browser: Client, scene: Scene) -> None:
    scene.template.items.all().delete()
    scene.template.delete()
    assert "没有启用的报表。" in browser.get("/returns/calls/new/").content.decode()


def test_those_who_open_no_calls_are_turned_away(scene: Scene) -> None:
    for who in ("filler", "city", "audit"):
        assert signed_in(person(who)).get("/returns/calls/new/").status_code == 403
