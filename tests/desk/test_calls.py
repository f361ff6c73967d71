"""One call on the desk: what it would cost before it opens, who has reported afterwards, the late list, the file."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.http import HttpResponse

from luoxiao.core import clock
from luoxiao.desk import calls
from luoxiao.organisations.models import Region, User
from luoxiao.returns import actions
from luoxiao.returns.models import BurdenRule, Call, Override, Reminder, Return
from tests.conftest import make_unit, signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, filed, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "filed", "scene"]

pytestmark = pytest.mark.django_db


def page(user: User, call: Call, query: str = "") -> str:
    response = signed_in(user).get(f"/returns/calls/{call.pk}/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def post(user: User, call: Call, step: str, **more: Any) -> HttpResponse:
    body = {"key": "k", "seen": str(Call.objects.get(pk=call.pk).version)} | more
    return signed_in(user).post(f"/returns/calls/{call.pk}/{step}/", body)


@pytest.fixture
def draft(scene: Scene, at: datetime) -> Call:
    return actions.draft_call(draft=scenes.draft(scene), by=person("asker"), at=at)


@pytest.fixture
def after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LUOXIAO_TODAY", "2012-11-03")
    clock.rehearsal_day.cache_clear()


def test_before_opening_it_shows_what_it_costs_each_unit_and_what_is_known(draft: Call, at: datetime) -> None:
    scenes.put({"beds": "1650"}, at, period=scenes.PERIOD)
    shown = page(person("asker"), draft)
    rows = re.findall(r'<th scope="row">(\S+县局)</th>((?:<td[^>]*>\d+</td>)+)', shown)
    assert [(unit, re.findall(r">(\d+)<", cells)) for unit, cells in rows] == [
        ("甲县局", ["1", "3", "3"]),
        ("乙县局", ["0", "4", "4"]),
    ]
    assert "A01　床位" in shown
    assert "1 个单位已有数" in shown
    assert "通知时间和月度上限都在规定之内。" in shown


def test_asking_again_is_counted_and_wants_a_reason(draft: Call, at: datetime) -> None:
    scenes.put({"beds": "1650"}, at, period=scenes.PERIOD)
    counted = post(person("asker"), draft, "open", again="A01", count="1").content.decode()
    assert "A01 已掌握，又要求重报" in counted
    assert "重复要数的理由" in counted
    refused = post(person("asker"), draft, "open", again="A01")
    assert refused.status_code == 422
    assert "A01 已掌握，又要求重报，没有布置" in refused.content.decode()
    assert 'value="A01" checked' in refused.content.decode()
    assert post(person("asker"), draft, "open", again="A01", key="b", **{"reason-known": "口径已改"}).status_code == 302
    assert Override.objects.get().reason == "口径已改"
    assert "口径已改" in page(person("office1"), draft)


def test_short_notice_and_the_cap_want_their_reasons_which_are_kept(scene: Scene, at: datetime) -> None:
    BurdenRule.objects.create(notice_days=10, monthly_cells=3, in_force_from=date(2012, 1, 1), basis="演练")
    short = scenes.draft(scene, due=date(2012, 10, 18))
    made = actions.draft_call(draft=short, by=person("asker"), at=at)
    shown = page(person("asker"), made)
    assert "从布置到截止只有 3 天，少于规定的 10 天" in shown
    assert "超过上限" in shown
    response = post(person("asker"), made, "open", **{"reason-notice": "救灾急需"})
    assert response.status_code == 422
    assert "救灾急需</textarea>" in response.content.decode()
    reasons = {"reason-notice": "救灾急需", "reason-cap": "只此一次"}
    assert post(person("asker"), made, "open", key="b", **reasons).status_code == 302
    assert sorted(Override.objects.values_list("kind", flat=True)) == ["cap", "notice"]


def test_the_page_says_which_level_is_passed_over_for_whom(scene: Scene, at: datetime) -> None:
    place = scenes.region("360781", "丙县", "county", Region.objects.get(code_2012="360000"))
    direct = make_unit("county-c", "丙县局", kind="county", region=place)
    asked = scenes.draft(scene, units=[scene.county, direct])
    made = actions.draft_call(draft=asked, by=person("asker"), at=at)
    said = "丙县局上面没有市级单位，市级审核略过，由上一级审核。"
    assert said in page(person("asker"), made)
    assert post(person("asker"), made, "open").status_code == 302
    assert said in page(person("office1"), made)


def test_a_call_that_nobody_could_review_says_so_before_and_is_refused(scene: Scene, at: datetime) -> None:
    place = scenes.region("360781", "丙县", "county", Region.objects.get(code_2012="360000"))
    direct = make_unit("county-c", "丙县局", kind="county", region=place)
    asked = scenes.draft(scene, units=[direct], chain=("prefecture",))
    made = actions.draft_call(draft=asked, by=person("asker"), at=at)
    assert "丙县局没有一级能审核，不能布置。" in page(person("asker"), made)
    refused = post(person("asker"), made, "open")
    assert refused.status_code == 422
    assert "没有一级能审核，没有布置" in refused.content.decode()


def test_a_draft_is_withdrawn_with_a_reason_that_stays_to_be_read(draft: Call) -> None:
    assert "撤回草稿" in page(person("asker"), draft)
    silent = post(person("asker"), draft, "withdraw", withdrawal=" ")
    assert (silent.status_code, "“撤回的原因”没有填写" in silent.content.decode()) == (422, True)
    assert post(person("asker"), draft, "withdraw", key="b", withdrawal="与省里重复").status_code == 302
    shown = page(person("office1"), draft)
    assert "与省里重复" in shown
    assert "布置报表" not in shown.replace("布置报表</title>", "")
    assert "已撤回" in signed_in(person("office1")).get("/returns/").content.decode()
    late = post(person("asker"), draft, "open", key="c")
    assert (late.status_code, "已撤回，没有办理" in late.content.decode()) == (422, True)
    assert post(person("filler"), draft, "withdraw", key="d", withdrawal="不报").status_code == 403


def test_opening_twice_opens_once(draft: Call) -> None:
    found = [post(person("asker"), draft, "open", seen="1").status_code for _ in range(2)]
    assert found == [302, 302]
    assert Return.objects.count() == 2


def test_a_draft_that_was_changed_meanwhile_is_not_opened(draft: Call, scene: Scene, at: datetime) -> None:
    actions.change_call(draft, draft=scenes.draft(scene, title="新题"), seen=1, by=person("office1"), at=at)
    response = post(person("asker"), draft, "open", seen="1")
    assert response.status_code == 409
    assert "新题" in response.content.decode()
    assert not Return.objects.exists()


def test_the_page_counts_who_has_reported_and_who_in_time(call: Call, filed: Return, at: datetime) -> None:
    scenes.certified(filed, at)
    shown = page(person("office1"), call)
    figures = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", shown)
    assert figures == [
        ("应报", "2"),
        ("实报", "1"),
        ("报送率", "50.0%"),
        ("按期报送率", "50.0%"),
        ("已发提醒（次）", "0"),
    ]
    assert "市级 → 办公室" in shown


def test_the_late_list_names_units_with_their_reminders(
    call: Call, filed: Return, at: datetime, after_the_deadline: Any
) -> None:
    scenes.certified(filed, at)
    silent = call.returns.exclude(pk=filed.pk).get()
    Reminder.objects.create(filed=silent, kind="late-1", sent_at=at)
    shown = page(person("office1"), call)
    late = shown[shown.index('id="h-late"') : shown.index("审核层级")]
    assert "乙县局" in late
    assert "未报，逾期 3 天" in late
    assert "已提醒 1 次，最近 2012-10-15 10:00" in late
    assert "甲县局" not in late


def test_who_came_late_is_named_with_by_how_much(call: Call, filed: Return, after_the_deadline: Any) -> None:
    scenes.certified(filed, clock.now())
    shown = page(person("office1"), call)
    assert "逾期 3 天报送" in shown
    assert "逾期报送" in shown


def test_a_county_sees_only_itself(call: Call) -> None:
    shown = page(person("filler"), call)
    assert "甲县局" in shown
    assert "乙县局" not in shown
    assert "截止收表</button>" not in shown


@pytest.mark.parametrize("who", ["other-city", "other-bureau"])
def test_a_stranger_finds_no_call(call: Call, draft: Call, who: str) -> None:
    for pk in (call.pk, draft.pk):
        for address in ("", "export/"):
            assert signed_in(person(who)).get(f"/returns/calls/{pk}/{address}").status_code == 404


def test_a_draft_is_not_there_for_those_it_will_ask(draft: Call) -> None:
    assert signed_in(person("filler")).get(f"/returns/calls/{draft.pk}/").status_code == 404


def test_closing_is_for_the_issuer_and_the_office(call: Call) -> None:
    assert post(person("filler"), call, "close").status_code == 403
    assert post(person("other-bureau"), call, "close").status_code == 404
    assert post(person("asker"), call, "close").status_code == 302
    assert Call.objects.get(pk=call.pk).state == Call.State.CLOSED
    assert post(person("office1"), call, "close", key="b").status_code == 422


@pytest.mark.parametrize("step", ["open", "close"])
def test_a_step_that_is_looked_at_leads_to_the_call(call: Call, step: str) -> None:
    response = signed_in(person("asker")).get(f"/returns/calls/{call.pk}/{step}/")
    assert (response.status_code, response["Location"]) == (302, f"/returns/calls/{call.pk}/")


def test_the_file_lists_units_with_state_and_lateness(
    call: Call, filed: Return, at: datetime, after_the_deadline: Any
) -> None:
    scenes.certified(filed, at)
    response = signed_in(person("office1")).get(f"/returns/calls/{call.pk}/export/")
    rows = [row.split(",") for row in response.content.decode("utf-8-sig").splitlines()]
    assert rows[0][1:5] == ['"填报单位"', '"状态"', '"现在何处"', '"要数（项）"']
    assert rows[1][1:] == ['"甲县局"', '"待审核"', '"市级"', "4", '"2012-10-15 10:00"', '"否"', '""']
    assert rows[2][1:] == ['"乙县局"', '"未报"', '"填报单位"', "4", '""', '"是"', '""']


def test_a_rehearsal_says_so_on_the_page_and_in_the_file(scene: Scene, at: datetime) -> None:
    made = scenes.make_call(scene, at, is_rehearsal=True)
    assert "演练：数据为虚构，不进入指标。" in page(person("office1"), made)
    response = signed_in(person("office1")).get(f"/returns/calls/{made.pk}/export/")
    assert "%E6%BC%94%E7%BB%83" in response["Content-Disposition"]


def grow(call: Call, count: int) -> None:
    for n in range(count):
        unit = make_unit(
            f"z-{n:02}", f"第{n}县局", kind="county", region=scenes.region(f"44{n:04}", f"第{n}县", "county")
        )
        Return.objects.create(call=call, unit=unit)
        call.asked.append(unit.pk)
    call.save()


def test_the_page_asks_as_much_for_many_units_as_for_two(
    call: Call, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(person("office1"))
    with django_assert_max_num_queries(16) as few:
        browser.get(f"/returns/calls/{call.pk}/")
    grow(call, 20)
    with django_assert_num_queries(len(few)):
        browser.get(f"/returns/calls/{call.pk}/")


def test_the_draft_asks_as_much_for_many_units_as_for_two(
    draft: Call, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(person("office1"))
    with django_assert_max_num_queries(24) as few:
        browser.get(f"/returns/calls/{draft.pk}/")
    grow(draft, 20)
    Return.objects.all().delete()
    with django_assert_num_queries(len(few)):
        browser.get(f"/returns/calls/{draft.pk}/")


def test_units_come_a_hundred_at_a_time(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "UNITS", 2)
    grow(call, 3)
    first = page(person("office1"), call)
    following = re.search(rf'href="/returns/calls/{call.pk}/(\?after=[^"]+)"', first)
    assert following
    second = page(person("office1"), call, following[1])
    listed = [re.findall(r'<th scope="row"><a[^>]+>(\S+?)</a>', shown) for shown in (first, second)]
    assert listed == [["甲县局", "乙县局"], ["第0县局", "第1县局"]]
