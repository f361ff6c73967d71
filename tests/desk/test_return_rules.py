"""The form of a check: its examples tried out, its mistakes pointed at, and nothing in force before both come out."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from luoxiao.returns.models import Rule
from tests.conftest import signed_in
from tests.returns.conftest import scene
from tests.returns.scene import Scene, person

__all__ = ["scene"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(scene: Scene) -> Client:
    return signed_in(person("office1"))


def send(browser: Client, scene: Scene, do: str = "save", **more: Any) -> HttpResponse:
    body = {
        "code": "beds",
        "expression": "A01 >= A02",
        "message": "床位 {A01} 张，少于人数 {A02} 人。",
        "severity": "error",
        "in_force_from": "2012Q3",
        "values": ["A01=1700 A02=1500", "A01=1 A02=2", ""],
        "holds": ["1", "0", "1"],
        "key": "k",
        "do": do,
    }
    return browser.post(f"/returns/templates/{scene.template.pk}/rules/", body | more)


def results(response: HttpResponse) -> list[str]:
    """What the trial of each example said."""
    return re.findall(r'试算"><span class="st \w+">.*?</svg>([^<]+)</span>', response.content.decode())


def test_the_codes_of_the_lines_stand_beside_the_form(browser: Client, scene: Scene) -> None:
    shown = browser.get(f"/returns/templates/{scene.template.pk}/rules/").content.decode()
    assert "<code>A01</code>　床位（张）" in shown
    assert "<code>quarter</code>　期次所在的季度（1—4）" in shown
    assert "<code>month</code>" not in shown
    assert shown.count('name="values"') == 4


def test_a_rule_whose_examples_come_out_is_kept(browser: Client, scene: Scene) -> None:
    response = send(browser, scene)
    made = Rule.objects.get()
    assert response["Location"] == f"/returns/templates/{scene.template.pk}/#rule-{made.pk}"
    assert made.examples[1] == {"values": {"A01": "1", "A02": "2"}, "last": {}, "holds": False}


def test_a_trial_shows_each_result_and_keeps_nothing(browser: Client, scene: Scene) -> None:
    response = send(browser, scene, "test", values=["A01=1 A02=2", "A01=1 A02=2", "A01=1"], holds=["1", "0", "1"])
    assert results(response) == ["不成立，对不上", "不成立，对得上", "缺数，无法判断"]
    assert not Rule.objects.exists()


def test_the_last_period_may_be_named_in_examples(browser: Client, scene: Scene) -> None:
    more = {"expression": "A01 <= last.A01 * 130%", "message": "增长过快。"}
    values = ["A01=110、last.A01=100", "A01＝200，last.A01=100"]
    assert results(send(browser, scene, "test", values=values, **more)) == ["成立，对得上", "不成立，对得上"]
    assert send(browser, scene, values=values, key="b", **more).status_code == 302
    assert Rule.objects.get().examples[0] == {"values": {"A01": "110"}, "last": {"A01": "100"}, "holds": True}


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"expression": "A01 >= "}, "f-expression", "公式没有写完"),
        ({"expression": "A01 >= A99"}, "f-expression", "“A99”不是本表的项目"),
        ({"expression": "A01 + A02"}, "f-expression", "算出的是一个数，不是条件"),
        ({"message": "床位 {B99} 张。"}, "f-message", "在公式里没有"),
        ({"in_force_from": "2012"}, "f-in_force_from", "不是按季的期次"),
        ({"values": ["A01 1700"], "holds": ["1"]}, "x-1", "第 1 个样例“A01 1700”读不出"),
        ({"values": ["A01=1700 A02=1500"], "holds": ["0"]}, "", "两种至少各备一份"),
        ({"values": ["A01=1 A02=2", "A01=2 A02=1"], "holds": ["1", "0"]}, "", "第 1 份样表应“通过”"),
    ],
)
def test_what_is_wrong_is_pointed_at_and_what_was_typed_is_kept(
    browser: Client, scene: Scene, more: dict[str, Any], field: str, said: str
) -> None:
    response = send(browser, scene, **more)
    shown = response.content.decode()
    assert response.status_code == 422
    assert said in shown
    assert (f'href="#{field}"' in shown) == bool(field)
    assert 'value="beds"' in shown
    assert not Rule.objects.exists()


def test_a_number_in_place_of_a_condition_is_said_in_the_trial(browser: Client, scene: Scene) -> None:
    assert results(send(browser, scene, "test", expression="A01 + A02"))[0] == "不是条件"


def test_an_unknown_severity_is_an_error(browser: Client, scene: Scene) -> None:
    send(browser, scene, severity="fatal")
    assert Rule.objects.get().severity == "error"


def test_who_keeps_no_dictionary_writes_no_rule(scene: Scene) -> None:
    for who in ("filler", "city", "audit"):
        assert signed_in(person(who)).get(f"/returns/templates/{scene.template.pk}/rules/").status_code == 403
