"""The page of one figure: its origin, its cell in the return, what it replaced, what a second source says."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from luoxiao.indicators import actions
from luoxiao.indicators.actions import OriginDraft
from luoxiao.indicators.models import Origin
from luoxiao.organisations.models import User
from tests.conftest import signed_in
from tests.indicators.scene import BY, PUBLISHED, Land, land

pytestmark = pytest.mark.django_db
HERE = "/figures/indicators/plain/990121/2012/"


@pytest.fixture
def here(at: Any) -> Land:
    return land(at)


@pytest.fixture
def browser(clerk: User) -> Client:
    return signed_in(clerk)


def page(browser: Client, address: str = HERE) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_cell_without_a_figure_is_not_there(browser: Client, here: Land) -> None:
    here.put(("plain", "990121", "2012", "5"))
    for address in (
        HERE.replace("2012", "2011"),
        HERE.replace("2012", "soon"),
        HERE.replace("990121", "990122"),
        HERE.replace("990121", "1"),
        HERE.replace("plain", "never"),
        HERE + "?rehearsal=1",
    ):
        assert browser.get(address).status_code == 404


def test_the_origin_is_told_with_the_cell_of_the_return(browser: Client, here: Land) -> None:
    origin = replace(PUBLISHED, kind=Origin.Kind.RETURN, source="LX-01 2012年 甲县", cells={"plain": "E7"})
    here.put(("plain", "990121", "2012", "1234"), origin=origin)
    shown = page(browser)
    for said in ("1,234", "LX-01 2012年 甲县", "报表", "E7", "高", "2012-10-15 10:00"):
        assert said in shown
    assert "没有改过。" in shown


def test_what_was_replaced_stays_with_when_and_by_what(browser: Client, here: Land) -> None:
    for value, source in (("5", "甲公报"), ("6", "乙公报"), ("7", "丙公报")):
        here.put(("plain", "990121", "2012", value), origin=replace(PUBLISHED, source=source))
    shown = page(browser)
    assert shown.index("<b>6</b> → 7") < shown.index("<b>5</b> → 6")
    assert shown.index("乙公报") < shown.index("甲公报")


def test_a_second_source_stands_beside_with_the_difference_and_the_reason(browser: Client, here: Land, at: Any) -> None:
    here.put(("plain", "990121", "2012", "642653"))
    draft = OriginDraft(Origin.Kind.PUBLISHED, "演练区公报", Origin.Confidence.MEDIUM)
    figure = here.figure("plain", "990121", "2012", "509482")
    actions.contest(figure, reason="范围不同", origin=draft, rehearsal=False, by=BY, at=at)
    shown = page(browser)
    for said in ("642,653", "509,482", "与现行数差 −133,171", "范围不同", "演练区公报", "中"):
        assert said in shown


def test_a_place_goes_by_its_code_of_either_year_and_a_span_of_years_has_an_address(
    browser: Client, here: Land
) -> None:
    here.put(("plain", "990121", "2012/2014", "5"))
    assert "2012—2014年" in page(browser, "/figures/indicators/plain/990104/2012_2014/")


def test_the_nations_figure_has_a_page_too(browser: Client, here: Land) -> None:
    here.put(("plain", "000000", "2012", "5"))
    assert "全国" in page(browser, HERE.replace("990121", "000000"))


def test_a_long_history_asks_no_more(
    browser: Client, here: Land, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    for value in ("1", "2"):
        here.put(("plain", "990121", "2012", value))
    with django_assert_max_num_queries(16) as few:
        page(browser)
    for value in range(3, 20):
        here.put(("plain", "990121", "2012", str(value)))
    with django_assert_num_queries(len(few)):
        page(browser)


def test_a_return_that_one_may_not_see_is_named_and_not_linked(browser: Client, here: Land) -> None:
    origin = replace(PUBLISHED, kind=Origin.Kind.RETURN, source="LX-01 2012年 甲县", return_id=99)
    here.put(("plain", "990121", "2012", "5"), origin=origin)
    shown = page(browser)
    assert "LX-01 2012年 甲县" in shown
    assert "/returns/99/" not in shown
