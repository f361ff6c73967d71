"""The page of the lights' rule: from today on, with a basis, once; earlier rules stay to be read."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import User
from luoxiao.supervision import actions
from luoxiao.supervision.models import LightRule
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
GOOD = {"soon_days": "20", "silent_days": "60", "in_force_from": "2012-10-15", "basis": "演练会议纪要"}


@pytest.fixture
def browser(reviewer: User) -> Client:
    return signed_in(reviewer)


def send(browser: Client, **more: str) -> tuple[int, str]:
    response = browser.post("/light-rules/", GOOD | {"key": "k"} | more)
    return response.status_code, response.content.decode()


def test_before_any_rule_the_guides_own_figures_are_shown_and_offered(browser: Client) -> None:
    page = browser.get("/light-rules/").content.decode()
    for said in ("最近时限 15 日内为临期", "90 日没有采用的进展", "还没有设定过，按 15 日和 90 日执行。"):
        assert said in page
    for name, value in (("soon_days", "15"), ("silent_days", "90"), ("in_force_from", "2012-10-15")):
        assert re.search(rf'name="{name}" type="\w+" value="{value}"', page)


def test_a_rule_from_today_is_in_force_at_once_and_says_who_set_it(browser: Client) -> None:
    assert send(browser)[0] == 302
    page = browser.get("/light-rules/").content.decode()
    for said in ("亮灯规则已保存。", "最近时限 20 日内为临期", "现行", "演练会议纪要", "<td>reviewer</td>"):
        assert said in page


def test_a_rule_of_a_later_day_waits_for_it(browser: Client) -> None:
    send(browser, in_force_from="2012-10-16")
    page = browser.get("/light-rules/").content.decode()
    assert "最近时限 15 日内为临期" in page
    assert "演练会议纪要" in page
    assert "现行</span>" not in page
    assert LightRule.objects.on(date(2012, 10, 16)).soon_days == 20


def test_earlier_rules_stay_on_the_page_the_newest_first(browser: Client, reviewer: User, at: datetime) -> None:
    for days, said in enumerate(("甲依据", "乙依据", "丙依据")):
        day = at.date() + timedelta(days=days)
        actions.set_light_rule(soon_days=10, silent_days=30, in_force_from=day, basis=said, by=reviewer, at=at)
    page = browser.get("/light-rules/").content.decode()
    assert re.findall("[甲乙丙]依据", page) == ["丙依据", "乙依据", "甲依据"]
    assert page.count("现行</span>") == 1


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"soon_days": "²"}, "f-soon_days", "“临期天数”填的是“²”，不是天数"),
        ({"soon_days": "9" * 40}, "f-soon_days", "不是天数"),
        ({"silent_days": "-5"}, "f-silent_days", "“久无进展天数”填的是“-5”，不是天数"),
        ({"silent_days": ""}, "f-silent_days", "不是天数"),
        ({"in_force_from": "明天"}, "f-in_force_from", "起始日不是日期"),
        ({"in_force_from": "2012-02-30"}, "f-in_force_from", "起始日不是日期"),
    ],
)
def test_what_cannot_be_read_is_named_and_linked(browser: Client, more: dict[str, str], field: str, said: str) -> None:
    status, page = send(browser, **more)
    assert status == 422
    assert f'<a href="#{field}">' in page
    assert said in page
    assert f'id="{field}"' in page
    assert 'value="演练会议纪要"' in page
    assert not LightRule.objects.exists()


def test_every_fault_is_named_at_once(browser: Client) -> None:
    page = send(browser, soon_days="x", silent_days="y", in_force_from="z")[1]
    assert page.count('<li><a href="#f-') == 3


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"soon_days": "0"}, "天数填了 0"),
        ({"silent_days": "367"}, "填 1 至 366 之间的整数"),
        ({"in_force_from": "2012-10-14"}, "早于今天"),
        ({"basis": " "}, "“依据”没有填写"),
        ({"basis": "据" * 201}, "“依据”有 201 字，超过 200 字"),
    ],
)
def test_a_rule_that_cannot_stand_is_refused_with_a_sentence_and_a_line(
    browser: Client, more: dict[str, str], said: str
) -> None:
    status, page = send(browser, **more)
    assert status == 422
    assert said in page
    assert 'value="60"' in page or 'value="367"' in page
    assert TrailEvent.objects.get().action == "refused.light-rules"
    assert not LightRule.objects.exists()


def test_a_day_has_one_rule_and_a_second_click_sets_it_once(browser: Client) -> None:
    assert [send(browser)[0] for _ in range(2)] == [302, 302]
    status, page = send(browser, key="l", basis="另一份")
    assert status == 422
    assert "已有一条亮灯规则（演练会议纪要）" in page
    assert LightRule.objects.get().basis == "演练会议纪要"


def test_the_page_asks_as_much_for_many_rules_as_for_one(
    browser: Client, reviewer: User, at: datetime, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    def add(first: int, last: int) -> None:
        for n in range(first, last):
            LightRule.objects.create(in_force_from=at.date() + timedelta(days=n), basis="演练", set_by=reviewer)

    add(0, 1)
    with django_assert_max_num_queries(8) as few:
        browser.get("/light-rules/")
    add(1, 40)
    with django_assert_num_queries(len(few)):
        browser.get("/light-rules/")
