"""Setting the weights of a composite index: they sum to 100, hold from a day on, and rest on a stated basis."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from luoxiao.indicators.models import CompositeWeight, Indicator
from luoxiao.organisations.models import User
from tests.conftest import make_unit, make_user, signed_in
from tests.desk.figures_scene import fill
from tests.indicators.scene import Land, land

pytestmark = pytest.mark.django_db
HERE = "/figures/weights/protection/"
GOOD = {"w-standard": "60", "w-urban": "40", "in_force_from": "2013-01-01", "basis": "演练会议纪要"}


@pytest.fixture
def here(at: Any) -> Land:
    made = land(at)
    fill(made)
    Indicator.objects.filter(code__in=("standard", "urban", "plain")).update(target_field="protection", good="more")
    return made


@pytest.fixture
def browser(here: Land, preparer: User) -> Client:
    return signed_in(preparer)


def send(browser: Client, **more: str) -> tuple[int, str]:
    response = browser.post(HERE, GOOD | {"key": "k"} | more)
    return response.status_code, response.content.decode()


def test_weights_hold_from_their_day_and_show_their_basis(browser: Client, here: Land) -> None:
    assert "还没有设定权重" in browser.get(HERE).content.decode()
    assert send(browser)[0] == 302
    rows = CompositeWeight.objects.order_by("-percent").values_list("indicator__code", "percent", "in_force_from")
    assert list(rows) == [("standard", 60, date(2013, 1, 1)), ("urban", 40, date(2013, 1, 1))]
    shown = browser.get(HERE).content.decode()
    assert "演练会议纪要" in shown
    assert ">现行<" not in shown.replace("</svg>", ">")  # from next year


def test_the_form_begins_with_the_weights_in_force(browser: Client, here: Land) -> None:
    assert send(browser, in_force_from="2012-10-15")[0] == 302
    shown = browser.get(HERE).content.decode()
    assert ">现行<" in shown.replace("</svg>", ">")
    assert 'name="w-standard" type="number" value="60"' in shown
    assert 'name="w-plain" type="number" value=""' in shown


def test_an_indicator_without_a_good_direction_is_not_offered(browser: Client, here: Land) -> None:
    Indicator.objects.filter(code="plain").update(good="neither")
    assert "w-plain" not in browser.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"w-standard": "50"}, "“保障水平”各项权重合计 90，不是 100"),
        ({"w-standard": "六十"}, "的权重填的是“六十”"),
        ({"w-standard": "-60"}, "的权重填的是“-60”"),
        ({"in_force_from": "明年"}, "起始日不是日期"),
        ({"in_force_from": "2012-10-14"}, "起始日 2012-10-14 已过"),
        ({"basis": " "}, "“依据”没有填写"),
    ],
)
def test_what_cannot_stand_is_named_and_kept_in_the_form(
    browser: Client, here: Land, more: dict[str, str], said: str
) -> None:
    status, page = send(browser, **more)
    assert (status, said in page) == (422, True)
    assert f'value="{next(iter(more.values())).strip()}"' in page
    assert not CompositeWeight.objects.exists()


def test_weights_that_stand_are_not_changed(browser: Client, here: Land) -> None:
    send(browser)
    status, page = send(browser, key="l", **{"w-standard": "40", "w-urban": "60"})
    assert (status, "的权重已经设过（演练会议纪要）" in page) == (422, True)
    assert sorted(CompositeWeight.objects.values_list("percent", flat=True)) == [40, 60]


@pytest.mark.parametrize(
    ("role", "sees", "sets"), [("office", True, True), ("bureau", True, False), ("county", False, False)]
)
def test_the_office_sets_weights_bureaus_see_them(here: Land, role: str, *, sees: bool, sets: bool) -> None:
    who = signed_in(make_user("somebody", role, unit=make_unit("somewhere", "某单位")))
    shown = who.get(HERE)
    assert shown.status_code == (200 if sees else 403)
    assert ("保存权重" in shown.content.decode()) is sets
    assert send(who)[0] == (302 if sets else 403)
    assert ('href="/figures/weights/facilities/"' in who.get("/figures/").content.decode()) is sees


@pytest.mark.parametrize("name", ["none", "nothing"])
def test_there_is_no_index_of_another_field(browser: Client, here: Land, name: str) -> None:
    assert browser.get(f"/figures/weights/{name}/").status_code == 404
