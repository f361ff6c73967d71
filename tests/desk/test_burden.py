"""The burden ledger: who was asked how much by whom in a month, every exception, and the rule of the cap."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from luoxiao.desk import burden
from luoxiao.organisations.models import User
from luoxiao.returns import actions
from luoxiao.returns.models import BurdenRule, Call, Return
from tests.conftest import make_unit, make_user, signed_in
from tests.returns import scene as scenes
from tests.returns.conftest import call, scene
from tests.returns.scene import Scene, person

__all__ = ["call", "scene"]

pytestmark = pytest.mark.django_db
GOOD = {"notice_days": "7", "monthly_cells": "60", "in_force_from": "2012-10-15", "basis": "演练会议纪要"}


def page(user: User, query: str = "") -> str:
    response = signed_in(user).get(f"/returns/burden/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def rows(shown: str) -> list[tuple[str, list[str]]]:
    """The table of units: name and figures."""
    table = re.search(r'id="h-units".*?</table>', shown, re.DOTALL)
    found = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table[0]) if table else []
    return [(name, re.findall(r'<td class="num[^"]*">(\d+)', cells)) for name, cells in found]


def test_each_unit_stands_with_what_it_was_asked_by_whom(scene: Scene, call: Call, at: datetime) -> None:
    other = scenes.draft(
        scene, title="另一张", period="2012Q2", issued_by=person("other-bureau").unit, units=[scene.county]
    )
    made = actions.draft_call(draft=other, by=person("office1"), at=at)
    actions.open_call(made, seen=1, by=person("office1"), at=at)
    shown = page(person("office1"))
    assert "2012年10月" in shown
    assert rows(shown) == [("甲县局", ["2", "8", "4", "4"]), ("乙县局", ["1", "4", "4", "0"])]
    assert re.findall(r'<th scope="row">(..)</th><td class="num">(\d)</td><td class="num">(\d+)</td>', shown) == [
        ("甲司", "1", "8"),
        ("乙司", "1", "4"),
    ]


def test_the_cap_is_marked_where_it_is_passed(call: Call) -> None:
    assert "超过上限</span>" not in page(person("office1"))
    BurdenRule.objects.create(notice_days=5, monthly_cells=3, in_force_from=date(2012, 1, 1), basis="演练")
    shown = page(person("office1"), "?")
    assert shown.count("超过上限</span>") == 2
    assert "每县每月最多 3 项" in shown


def test_exceptions_are_shown_with_their_reasons_to_the_leadership(scene: Scene, at: datetime) -> None:
    short = actions.draft_call(draft=scenes.draft(scene, due=date(2012, 10, 16)), by=person("asker"), at=at)
    actions.open_call(short, reasons={"notice": "救灾急需"}, seen=1, by=person("asker"), at=at)
    for reader in (make_user("leader", "leading-group"), person("office1")):
        shown = page(reader)
        assert "时限不足" in shown
        assert "救灾急需" in shown


def test_a_county_sees_its_own_burden_and_no_other(call: Call) -> None:
    assert [name for name, _figures in rows(page(person("filler")))] == ["甲县局"]
    assert rows(page(person("other-city"))) == []


def test_another_month_is_empty_and_says_so(call: Call) -> None:
    for query in ("?month=2012-09", "?month=2012-11"):
        assert "本月没有布置报表。" in page(person("office1"), query)
    assert rows(page(person("office1"), "?month=9999-99"))
    assert 'href="/returns/burden/?month=2012-09"' in page(person("office1"))


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_the_ends_of_the_calendar_are_months_too(call: Call, month: str) -> None:
    page(person("office1"), f"?month={month}")


def test_rehearsals_are_counted_apart(scene: Scene, at: datetime) -> None:
    scenes.make_call(scene, at, is_rehearsal=True)
    assert rows(page(person("office1"))) == []
    shown = page(person("office1"), "?rehearsal=1")
    assert len(rows(shown)) == 2
    assert '<span class="drill">演练</span>' in shown


def test_units_come_page_by_page(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(burden, "UNITS", 1)
    first = page(person("office1"))
    following = re.search(r'href="/returns/burden/(\?month=2012-10&amp;after=[^"]+)"', first)
    assert following
    second = page(person("office1"), following[1].replace("&amp;", "&"))
    assert [[name for name, _figures in rows(shown)] for shown in (first, second)] == [["甲县局"], ["乙县局"]]


def test_the_ledger_asks_as_much_for_many_units_as_for_two(
    call: Call, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(person("office1"))
    with django_assert_max_num_queries(12) as few:
        browser.get("/returns/burden/")
    for n in range(20):
        place = scenes.region(f"44{n:04}", f"第{n}县", "county")
        Return.objects.create(call=call, unit=make_unit(f"z-{n:02}", f"第{n}县局", kind="county", region=place))
    with django_assert_num_queries(len(few)):
        browser.get("/returns/burden/?")


@pytest.fixture
def browser(scene: Scene) -> Client:
    return signed_in(person("office1"))


def send(browser: Client, **more: str) -> tuple[int, str]:
    response = browser.post("/returns/burden/rules/", GOOD | {"key": "k"} | more)
    return response.status_code, response.content.decode()


def test_before_any_rule_the_defaults_are_said_and_offered(browser: Client) -> None:
    shown = browser.get("/returns/burden/rules/").content.decode()
    assert "还没有设定过，按提前 5 日、每月 200 项执行。" in shown
    for name, value in (("notice_days", "5"), ("monthly_cells", "200"), ("in_force_from", "2012-10-15")):
        assert re.search(rf'name="{name}" type="\w+" value="{value}"', shown)


def test_a_rule_from_today_is_in_force_at_once(browser: Client) -> None:
    assert send(browser)[0] == 302
    shown = browser.get("/returns/burden/rules/").content.decode()
    for said in ("填报负担规则已保存。", "至少提前 7 日通知，每县每月最多 60 项", "现行", "演练会议纪要"):
        assert said in shown


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"notice_days": "五"}, "“提前通知天数”填的是“五”，不是整数"),
        ({"monthly_cells": ""}, "“每月最多要数”填的是“”"),
        ({"in_force_from": "明天"}, "起始日不是日期"),
        ({"in_force_from": "2012-10-14"}, "早于今天"),
        ({"basis": " "}, "“依据”没有填写"),
        ({"monthly_cells": "0"}, "填 1 至"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_set(browser: Client, more: dict[str, str], said: str) -> None:
    status, shown = send(browser, **more)
    assert status == 422
    assert said in shown
    assert 'value="7"' in shown or 'value="60"' in shown
    assert not BurdenRule.objects.exists()


def test_the_cap_is_set_by_the_office_alone(scene: Scene) -> None:
    for who in ("filler", "city", "asker", "audit"):
        assert signed_in(person(who)).get("/returns/burden/rules/").status_code == 403
