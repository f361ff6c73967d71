"""The list of indicators: area against nation, how old the figures are, and real and rehearsal kept apart."""

from typing import Any

import pytest
from django.test import Client

from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import User
from tests.conftest import signed_in
from tests.desk.figures_scene import fill
from tests.indicators.scene import Land, land, make_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at: Any) -> Land:
    return land(at)


@pytest.fixture
def browser(clerk: User) -> Client:
    return signed_in(clerk)


def page(browser: Client, address: str = "/figures/") -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_without_figures_the_page_says_what_it_is_for(browser: Client, here: Land) -> None:
    assert "还没有数。报表采用后，或导入已公布的数据后" in page(browser)
    assert "演练中还没有数。" in page(browser, "/figures/?rehearsal=1")


def test_without_places_the_page_is_still_there(browser: Client) -> None:
    assert "还没有数。" in page(browser)


def test_area_nation_and_gap_stand_side_by_side(browser: Client, here: Land) -> None:
    fill(here)
    shown = page(browser)
    for said in ("standard", "1,858.3", "2,068.0", "−209.7", "2012年", "2012-12-31", "600,000"):
        assert said in shown
    assert "2 项指标有数，其中 1 项可与全国平均比较，已达到 0 项" in shown


def test_the_year_of_reaching_the_average_is_said(browser: Client, here: Land) -> None:
    fill(here)
    assert "2014年</span>" in page(browser)


def test_rehearsal_figures_stand_on_a_page_of_their_own(browser: Client, here: Land) -> None:
    fill(here, rehearsal=True)
    assert "还没有数。" in page(browser)
    shown = page(browser, "/figures/?rehearsal=1")
    assert "1,858.3" in shown
    assert 'demo-tag">演练' in shown
    assert "/figures/indicators/standard/?rehearsal=1" in shown


def test_an_area_that_rests_on_fewer_counties_says_so(browser: Client, here: Land) -> None:
    here.put(("plain", "990121", "2012", "5"))
    assert "1/3 县有数" in page(browser)


def test_an_old_figure_says_its_age(browser: Client, here: Land) -> None:
    here.put(("plain", "990121", "2009", "5"))
    assert "已过 2 年" in page(browser)


def test_indicators_stand_by_target_field(browser: Client, here: Land, at: Any) -> None:
    here.indicators["beds"] = make_indicator("beds", at, target_field=Indicator.Field.FACILITIES)
    here.put(("beds", "990121", "2012", "5"), ("plain", "990121", "2012", "5"))
    shown = page(browser)
    assert shown.index("设施水平") < shown.index("beds") < shown.index("不属目标领域") < shown.index(">plain<")


def test_the_list_asks_as_much_for_many_figures_as_for_few(
    browser: Client, here: Land, at: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    here.put(("plain", "990121", "2012", "5"), ("plain", "000000", "2012", "5"))
    with django_assert_max_num_queries(14) as few:
        page(browser)
    fill(here)
    for n in range(20):
        here.indicators[f"more{n}"] = make_indicator(f"more{n}", at)
        here.put((f"more{n}", "990122", "2011", "5"), (f"more{n}", "000000", "2012", "5"))
    with django_assert_num_queries(len(few)):
        page(browser)
