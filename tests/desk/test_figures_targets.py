"""Setting a target: once for a year and place, with a basis, by who keeps the dictionary."""

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from luoxiao.indicators.models import Indicator, Target
from luoxiao.organisations.models import User
from tests.conftest import signed_in
from tests.desk.figures_scene import fill
from tests.indicators.scene import Land, land

pytestmark = pytest.mark.django_db
HERE = "/figures/indicators/standard/target/"
GOOD = {"place": "", "year": "2015", "value": "", "basis": "演练会议纪要"}


@pytest.fixture
def here(at: Any) -> Land:
    made = land(at)
    fill(made)
    return made


@pytest.fixture
def browser(here: Land, clerk: User) -> Client:
    """Of the bureau that answers for the indicator."""
    Indicator.objects.filter(code="standard").update(owner=clerk.unit)
    return signed_in(clerk)


def send(browser: Client, **more: str) -> tuple[int, str]:
    response = browser.post(HERE, GOOD | {"key": "k"} | more)
    return response.status_code, response.content.decode()


def test_without_a_value_every_county_aims_at_the_national_average(browser: Client, here: Land) -> None:
    assert "各县" in browser.get(HERE).content.decode()
    assert send(browser)[0] == 302
    assert "到 2015 年底，各县达到 当年全国平均" in browser.get("/figures/indicators/standard/").content.decode()


def test_a_county_can_aim_at_a_figure_of_its_own(browser: Client, here: Land) -> None:
    place = here.places["990121"]
    assert send(browser, place=str(place.pk), value="2,500.5")[0] == 302
    target = Target.objects.get()
    assert (target.place, target.amount) == (place, 25005)
    assert Decimal(target.amount).scaleb(-1) == Decimal("2500.5")
    assert "甲县达到 2,500.5" in browser.get("/figures/indicators/standard/").content.decode()


@pytest.mark.parametrize(("name", "status"), [("clerk", 200), ("preparer", 200), ("stranger", 403)])
def test_a_target_is_set_by_the_office_and_by_who_answers_for_the_indicator(
    browser: Client, here: Land, request: pytest.FixtureRequest, name: str, status: int
) -> None:
    who = signed_in(request.getfixturevalue(name))
    assert who.get(HERE).status_code == status
    assert send(who)[0] == (302 if status == 200 else 403)
    assert (f'href="{HERE}"' in who.get("/figures/indicators/standard/").content.decode()) is (status == 200)


def test_a_target_that_stands_is_not_changed(browser: Client, here: Land) -> None:
    send(browser)
    status, page = send(browser, key="l", basis="另一份")
    assert status == 422
    assert "已有目标（演练会议纪要）" in page
    assert Target.objects.get().basis == "演练会议纪要"


def test_a_place_that_is_not_offered_is_no_target_for_every_county(browser: Client, here: Land) -> None:
    assert send(browser, place=str(here.places["000000"].pk))[0] == 404
    assert not Target.objects.exists()


def test_of_two_at_the_same_instant_the_slower_is_told_what_the_other_set(
    browser: Client, here: Land, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first look finds no target, as it does when the other has not committed yet."""
    send(browser)
    look, looks = QuerySet.first, []

    def first(rows: Any) -> Any:
        looks.append(rows.model)
        return None if rows.model is Target and looks.count(Target) == 1 else look(rows)

    monkeypatch.setattr(QuerySet, "first", first)
    status, page = send(browser, key="l", basis="另一份")
    assert (status, "已有目标（演练会议纪要）" in page) == (422, True)
    assert Target.objects.get().basis == "演练会议纪要"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"year": "1066"}, "“年份”填的是“1066”"),
        ({"year": "soon"}, "“年份”填的是“soon”"),
        ({"value": "很多"}, "“目标值”填的是“很多”，不是数"),
        ({"value": "Infinity"}, "不是数"),
        ({"value": "1.25"}, "小数位多于 1 位"),
        ({"basis": " "}, "“依据”没有填写"),
    ],
)
def test_what_cannot_stand_is_named_and_kept_in_the_form(
    browser: Client, here: Land, more: dict[str, str], said: str
) -> None:
    status, page = send(browser, **more)
    assert status == 422
    assert said in page
    assert not Target.objects.exists()


def test_an_indicator_that_is_not_in_force_has_no_form(browser: Client, here: Land) -> None:
    assert browser.get("/figures/indicators/nothing/target/").status_code == 404
