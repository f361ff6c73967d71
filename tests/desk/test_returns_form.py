"""Filling a return on the web: kept as typed, checked, sent; two people at once; the script's own saves."""

import re
from datetime import datetime
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from luoxiao.core.models import TrailEvent
from luoxiao.returns import actions
from luoxiao.returns.models import Return
from tests.conftest import signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db
GOOD = {"v-A01": "1,700", "v-A02": "1500", "v-B01": "320.5", "v-B02": ""}


@pytest.fixture
def browser(filed: Return) -> Client:
    return signed_in(person("filler"))


def post(browser: Client, filed: Return, do: str = "save", **more: str) -> HttpResponse:
    body = GOOD | {"key": f"k-{do}", "seen": str(scenes.fresh(filed).version), "do": do} | more
    return browser.post(f"/returns/{filed.pk}/save/", body)


def values(filed: Return) -> dict[str, str]:
    return {code: kept.get("value", "") for code, kept in scenes.fresh(filed).values.items()}


def test_a_draft_is_kept_as_understood_and_says_so(browser: Client, filed: Return) -> None:
    response = post(browser, filed, **{"v-A01": "１,７００", "v-B01": "3.2万元"})
    assert (response.status_code, response["Location"]) == (302, f"/returns/{filed.pk}/")
    assert values(filed) == {"A01": "1700", "A02": "1500", "B01": "3.2"}
    page = browser.get(f"/returns/{filed.pk}/").content.decode()
    for said in ("草稿已保存。", "读作 1,700", "读作 3.20", "2012-10-15 "):
        assert said in page


def test_what_cannot_be_read_is_kept_as_typed(browser: Client, filed: Return) -> None:
    post(browser, filed, **{"v-A01": "约一千七"})
    page = browser.get(f"/returns/{filed.pk}/").content.decode()
    assert 'value="约一千七"' in page
    assert "读不出数" in page


def test_checking_names_every_fault_and_keeps_the_draft(browser: Client, filed: Return) -> None:
    response = post(browser, filed, "check", **{"v-A02": "", "v-A01": "200000"})
    assert response["Location"] == f"/returns/{filed.pk}/?checked=1"
    page = browser.get(response["Location"]).content.decode()
    assert "有 2 处错误，改正后才能报送" in page
    assert values(filed)["A01"] == "200000"


def test_sending_with_faults_keeps_the_draft_and_sends_nothing(browser: Client, filed: Return) -> None:
    response = post(browser, filed, "send", **{"v-A02": ""})
    assert response["Location"] == f"/returns/{filed.pk}/?checked=1"
    page = browser.get(response["Location"]).content.decode()
    assert "草稿已保存，没有报送审签：还有需要改正或说明的。" in page
    assert scenes.fresh(filed).state == Return.State.FILLING
    assert values(filed)["A01"] == "1700"


def test_sending_leads_to_the_receipt(browser: Client, filed: Return) -> None:
    response = post(browser, filed, "send")
    sent = filed.submissions.get()
    assert response["Location"] == f"/returns/receipts/{sent.pk}/"
    page = browser.get(response["Location"]).content.decode()
    for said in (sent.receipt, sent.sha256, "控制合计", "3,520.5", "另一人审签"):
        assert said in page
    assert scenes.fresh(filed).state == Return.State.CERTIFYING


def test_sending_twice_sends_once(browser: Client, filed: Return) -> None:
    body = GOOD | {"key": "k", "seen": str(filed.version), "do": "send"}
    found = [browser.post(f"/returns/{filed.pk}/save/", body)["Location"] for _ in range(2)]
    assert found == [f"/returns/receipts/{filed.submissions.get().pk}/"] * 2


def test_a_warning_goes_through_with_its_reason(browser: Client, filed: Return, at: datetime) -> None:
    scenes.put({"beds": "100"}, at)
    assert post(browser, filed, "send")["Location"].endswith("?checked=1")
    response = post(browser, filed, "send", **{"key": "b", "y-A01": "新建两所"})
    assert "/receipts/" in response["Location"]
    assert filed.submissions.get().values["A01"]["reason"] == "新建两所"


def test_a_right_number_that_was_sent_back_is_explained_and_sent_again(
    browser: Client, filed: Return, at: datetime
) -> None:
    filed = scenes.certified(filed, at)
    actions.send_back(filed, reason="请核对", cells={"A02": "偏大"}, seen=filed.version, by=person("city"), at=at)
    page = browser.get(f"/returns/{filed.pk}/").content.decode()
    assert re.findall(r'name="y-(\w+)"', page) == ["A02"]
    response = post(browser, filed, "send", **{"y-A02": "已逐人核对，无误"})
    assert response["Location"].startswith("/returns/receipts/")
    assert scenes.fresh(filed).state == "certifying"


def test_no_change_is_one_click(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1650", "residents": "1480"}, at, period=scenes.PERIOD)
    filed = scenes.make_call(scene, at).returns.get(unit=scene.county)
    browser = signed_in(person("filler"))
    post(browser, filed)
    assert values(filed)["A01"] == "1700"
    post(browser, filed, "", key="b", same="A01")
    assert (values(filed)["A01"], values(filed)["A02"]) == ("1650", "1500")
    post(browser, filed, "", key="c", same="*")
    assert (values(filed)["A01"], values(filed)["A02"]) == ("1650", "1480")


def test_no_change_typed_in_a_cell_is_what_is_known_or_the_last_figure(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1600", "residents": "1480"}, at)
    scenes.put({"beds": "1650"}, at, period=scenes.PERIOD)
    filed = scenes.make_call(scene, at).returns.get(unit=scene.county)
    browser = signed_in(person("filler"))
    page = browser.get(f"/returns/{filed.pk}/").content.decode()
    assert '<option value="无变化">有已知数的取已知数，没有的取上期数</option>' in page
    post(browser, filed, **{"v-A01": "无变化", "v-A02": "无变化", "v-B01": "无变化"})
    kept = scenes.fresh(filed).values
    assert (kept["A01"]["value"], kept["A02"]["value"], kept["B01"]) == ("1650", "1480", {"typed": "无变化"})
    page = browser.get(f"/returns/{filed.pk}/").content.decode()
    assert "读作 1,650" in page
    assert "读作 1,480" in page


def test_an_untouched_cell_keeps_how_it_was_written(browser: Client, filed: Return) -> None:
    post(browser, filed, **{"v-A01": "1.7千"})
    post(browser, filed, key="b", **{"v-A01": "1.7千", "v-A02": "1501"})
    assert scenes.fresh(filed).values["A01"] == {"typed": "1.7千"}
    post(browser, filed, key="c", **{"v-A01": "0.17万"})
    post(browser, filed, key="d", **{"v-A01": "1,700"})
    assert scenes.fresh(filed).values["A01"] == {"value": "1700", "typed": "0.17万"}


def test_two_people_on_different_lines_lose_nothing(browser: Client, filed: Return, at: datetime) -> None:
    seen = str(filed.version)
    scenes.fill(filed, at, by="third", B01="99")
    assert post(browser, filed, seen=seen, **{"v-B01": ""}).status_code == 302
    assert values(filed) == {"A01": "1700", "A02": "1500", "B01": "99"}


def test_a_stale_edit_shows_what_stands_there_now_and_keeps_what_was_typed(
    browser: Client, filed: Return, at: datetime
) -> None:
    seen = str(filed.version)
    scenes.fill(filed, at, by="third", A01="1234")
    response = post(browser, filed, seen=seen)
    page = response.content.decode()
    assert response.status_code == 409
    assert "A01 在打开本页之后已由third于10月15日 10:00改动" in page
    assert "现已保存：</b>1,234" in page
    assert 'id="v-A01" name="v-A01" list="marks" autocomplete="off" value="1,700"' in page
    again = re.search(r'name="seen" value="(\d+)"', page)
    assert again
    assert post(browser, filed, key="b", seen=again[1]).status_code == 302
    assert values(filed)["A01"] == "1700"


def test_the_script_saves_and_is_told_the_version_and_the_time(browser: Client, filed: Return) -> None:
    told = post(browser, filed, "autosave").json()
    assert told["seen"] == scenes.fresh(filed).version == 2
    assert re.fullmatch(r"\d\d:\d\d", told["at"])
    assert values(filed)["A01"] == "1700"
    assert "草稿已保存" not in browser.get(f"/returns/{filed.pk}/").content.decode()
    more = post(browser, filed, "autosave", key=told["key"], seen=str(told["seen"]), **{"v-A02": "1499"}).json()
    assert more["seen"] == 3


def test_the_script_is_told_what_others_changed_so_that_it_does_not_put_it_back(
    browser: Client, filed: Return, at: datetime
) -> None:
    post(browser, filed)
    seen = scenes.fresh(filed).version
    scenes.fill(filed, at, by="third", A01="12345")
    told = post(browser, filed, "autosave", seen=str(seen), **{"v-A02": "1499"}).json()
    assert told["others"] == {"v-A01": "12,345", "y-A01": ""}
    assert values(filed) == {"A01": "12345", "A02": "1499", "B01": "320.5"}
    again = post(browser, filed, "autosave", key=told["key"], **{"v-A01": "12,345", "v-A02": "1499"}).json()
    assert (again["seen"], again["others"]) == (told["seen"], {})


def test_the_script_is_told_why_nothing_was_saved(browser: Client, filed: Return, at: datetime) -> None:
    seen = str(filed.version)
    scenes.fill(filed, at, by="third", A01="1234")
    response = post(browser, filed, "autosave", seen=seen)
    assert response.status_code == 409
    assert "已由third于" in response.json()["problem"]
    assert response.json()["key"]


def test_what_was_sent_cannot_be_saved_over(browser: Client, filed: Return, at: datetime) -> None:
    scenes.fill(filed, at)
    scenes.send(filed, at)
    response = post(browser, filed)
    assert response.status_code == 422
    assert "这份报表现在“待审签”" in response.content.decode()
    assert TrailEvent.objects.filter(action="refused.return-save").count() == 1


def test_after_the_call_was_closed_what_was_typed_is_still_on_the_page(
    browser: Client, filed: Return, at: datetime
) -> None:
    actions.close_call(filed.call, seen=scenes.fresh(filed).call.version, by=person("asker"), at=at)
    response = post(browser, filed)
    assert response.status_code == 422
    assert "截止" in response.content.decode()
    assert "1,700" in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("city", 403), ("province", 403), ("office1", 403)])
def test_only_the_units_own_people_fill_it(filed: Return, who: str, status: int) -> None:
    assert post(signed_in(person(who)), filed).status_code == status
    assert values(filed) == {}


def test_a_number_too_long_for_the_form_is_a_fault_and_no_crash(browser: Client, filed: Return) -> None:
    assert post(browser, filed, **{"v-A01": "9" * 5000}).status_code == 302
    assert Decimal("0") not in values(filed).values()
