"""The dictionary: every entry with all its versions; drafts by one person, in force by another."""

import re
from typing import Any

import pytest
from django.test import Client

from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import User
from tests.conftest import make_user, signed_in
from tests.indicators.scene import Land, land, make_indicator

pytestmark = pytest.mark.django_db
GOOD = {
    "code": "rural_beds",
    "name": "农村养老床位",
    "name_en": "Rural beds",
    "definition": "期末实有床位。",
    "unit": "张",
    "scale": "0",
    "period": "quarter",
    "owner": "",
    "source": "演练",
    "good": "more",
    "over_time": "latest",
    "over_places": "sum",
    "weight": "",
    "numerator": "",
    "denominator": "",
    "formula": "",
    "lowest": "0",
    "highest": "",
    "clause_path": "四（二）3",
    "target_field": "facilities",
}


@pytest.fixture
def here(at: Any) -> Land:
    return land(at)


@pytest.fixture
def keeper(clerk: User) -> Client:
    """A bureau keeps the dictionary and adopts nothing."""
    return signed_in(clerk)


@pytest.fixture
def adopter(reviewer: User) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def looker(db: None) -> Client:
    """Sees figures and keeps nothing."""
    return signed_in(make_user("leader", "leading-group"))


def page(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def send(browser: Client, address: str = "/figures/dictionary/draft/", **more: str) -> tuple[int, str]:
    response = browser.post(address, GOOD | {"key": "k"} | more)
    return response.status_code, response.content.decode()


def test_an_empty_dictionary_says_what_it_is_for(looker: Client) -> None:
    assert "指标目录还是空的。" in page(looker, "/figures/dictionary/")


def test_entries_stand_by_target_field(looker: Client, here: Land, at: Any) -> None:
    make_indicator("beds", at, name="床位", target_field="facilities")
    shown = page(looker, "/figures/dictionary/")
    assert "在用指标 7 项" in shown
    assert shown.index("设施水平") < shown.index("床位") < shown.index("不属目标领域") < shown.index(">people</a>")


def test_a_draft_waits_for_another_person(keeper: Client, adopter: Client, looker: Client, here: Land) -> None:
    assert send(keeper)[0] == 302
    assert "农村养老床位" in page(keeper, "/figures/dictionary/")
    assert "农村养老床位" not in page(looker, "/figures/dictionary/")
    assert looker.get("/figures/dictionary/entries/rural_beds/").status_code == 404
    assert "启用这一版" not in page(keeper, "/figures/dictionary/entries/rural_beds/")
    assert "启用这一版" in page(adopter, "/figures/dictionary/entries/rural_beds/")
    address = "/figures/dictionary/entries/rural_beds/1/adopt/"
    assert keeper.post(address, {"key": "k"}).status_code == 403
    assert "由 clerk 起草" in page(adopter, address)
    assert adopter.post(address, {"key": "k"}).status_code == 302
    shown = page(looker, "/figures/dictionary/entries/rural_beds/")
    for said in ("现行", "期末实有床位。", "四（二）3", "0～不限", "clerk起草", "reviewer10月15日启用"):
        assert said in shown


def test_nobody_puts_their_own_draft_in_force(adopter: Client, here: Land) -> None:
    send(adopter)
    response = adopter.post("/figures/dictionary/entries/rural_beds/1/adopt/", {"key": "k"})
    assert response.status_code == 422
    assert "由本人起草，不能由本人启用" in response.content.decode()
    assert Indicator.objects.get(code="rural_beds").adopted_at is None


def test_a_new_version_says_what_it_changes_and_leaves_the_old_one(keeper: Client, adopter: Client, here: Land) -> None:
    shown = page(keeper, "/figures/dictionary/draft/?code=standard")
    assert 'value="元/人·年"' in shown
    assert re.search(r'name="over_places".*?value="weighted" selected', shown)
    weight = str(here.indicators["people"].pk)
    more = {"name": "农村标准", "definition": "新口径", "unit": "元/人·年", "scale": "1", "over_places": "weighted"}
    assert send(keeper, "/figures/dictionary/draft/?code=standard", weight=weight, **more)[0] == 302
    adopter.post("/figures/dictionary/entries/standard/2/adopt/", {"key": "k"})
    shown = page(keeper, "/figures/dictionary/entries/standard/")
    assert shown.index("第2版") < shown.index("第1版")
    for said in ("前版", "<del>演练</del><br><ins>新口径</ins>"):
        assert said in shown
    old = Indicator.objects.get(code="standard", number=1)
    assert (old.definition, old.name) == ("演练", "standard")


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"scale": "x"}, "f-scale", "“小数位”填的是“x”，不是整数"),
        ({"scale": "9"}, "f-scale", "小数位填了 9"),
        ({"lowest": "很少"}, "f-lowest", "“最小值”填的是“很少”，不是数"),
        ({"highest": "NaN"}, "f-highest", "“最大值”填的是“NaN”，不是数"),
        ({"highest": "-1"}, "f-lowest", "有效范围下限 0 大于上限 -1"),
        ({"code": "Bad-Code"}, "f-code", "指标代码写作“Bad-Code”"),
        ({"formula": "people / "}, "f-formula", "公式没有写完"),
        ({"formula": "nothing + 1"}, "f-formula", "“nothing”不在指标目录里"),
    ],
)
def test_what_cannot_stand_is_named_beside_its_field(
    keeper: Client, here: Land, more: dict[str, str], field: str, said: str
) -> None:
    status, shown = send(keeper, **more)
    assert status == 422
    assert f'<a href="#{field}">' in shown
    assert said in shown
    assert 'value="农村养老床位"' in shown


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": " "}, "“名称”没有填写"),
        ({"over_places": "weighted"}, "没有写明权数"),
        ({"over_places": "ratio"}, "没有写明分子和分母"),
        ({"period": "fortnight"}, "有的选项不在列表里"),
    ],
)
def test_what_cannot_stand_is_said_above_the_form(keeper: Client, here: Land, more: dict[str, str], said: str) -> None:
    status, shown = send(keeper, **more)
    assert status == 422
    assert said in shown
    assert not Indicator.objects.filter(code="rural_beds").exists()


def test_no_version_of_what_is_not_there(keeper: Client, here: Land) -> None:
    assert keeper.get("/figures/dictionary/draft/?code=nothing").status_code == 404


def test_the_list_asks_as_much_for_many_entries_as_for_few(
    keeper: Client, here: Land, at: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10) as few:
        page(keeper, "/figures/dictionary/")
    for n in range(30):
        make_indicator(f"more{n}", at, over_places="weighted", weight=here.indicators["people"])
    with django_assert_num_queries(len(few)):
        page(keeper, "/figures/dictionary/")
