"""A county on one sheet: every figure with nation, gap, rank and source, indexes with what they lack, both disputed."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from luoxiao.indicators import actions
from luoxiao.indicators.actions import OriginDraft
from luoxiao.indicators.models import CompositeWeight, Indicator, Origin
from luoxiao.organisations.models import User
from tests.conftest import signed_in
from tests.desk.figures_scene import fill
from tests.indicators.scene import BY, Land, land, make_indicator

pytestmark = pytest.mark.django_db
HERE = "/figures/places/990121/"


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


def weigh(land: Land, **percents: int) -> None:
    for code, percent in percents.items():
        Indicator.objects.filter(code=code).update(target_field="protection")
        CompositeWeight.objects.create(
            indicator=land.indicators[code], percent=percent, in_force_from=date(2012, 1, 1), basis="演练会议纪要"
        )


def test_only_counties_of_the_area_have_a_sheet(browser: Client, here: Land) -> None:
    for code in ("990124", "990000", "000000", "LXS", "nowhere"):
        assert browser.get(f"/figures/places/{code}/").status_code == 404
        assert browser.get(f"/figures/places/{code}/csv/").status_code == 404


def test_without_figures_the_sheet_says_what_will_stand_here(browser: Client, here: Land) -> None:
    assert "还没有这个县的数。" in page(browser)


def test_a_renamed_county_goes_by_both_codes_and_shows_them(browser: Client, here: Land) -> None:
    shown = page(browser, "/figures/places/990104/")
    assert "<h1>甲县 </h1>" in shown
    assert "甲区 990104" in shown


def test_a_figure_stands_with_nation_gap_rank_and_source(browser: Client, here: Land) -> None:
    fill(here)
    shown = page(browser)
    for said in ("1,790.0", "+390.0", "2,068.0", "−278.0", "2 / 3", "演练公报", "高"):
        assert said in shown
    assert "2 项有数，1 项可与全国平均比较，达到 0 项" in shown


def test_the_other_sources_figure_stands_beneath(browser: Client, here: Land, at: Any) -> None:
    fill(here)
    draft = OriginDraft(Origin.Kind.PUBLISHED, "演练区公报", Origin.Confidence.MEDIUM)
    figure = here.figure("standard", "990121", "2012", "1650")
    actions.contest(figure, reason="口径不同", origin=draft, rehearsal=False, by=BY, at=at)
    assert "另一数：1,650.0（演练区公报）。口径不同" in page(browser)
    assert "口径不同" not in page(browser, HERE.replace("990121", "990122"))


def test_a_county_behind_the_others_is_compared_in_its_own_newest_period(browser: Client, here: Land) -> None:
    here.put(
        *(("people", code, "2010", "1000") for code in ("990121", "990122", "990123")),
        ("standard", "990122", "2012Q3", "2200"),
        ("standard", "990123", "2012Q3", "1500"),
        ("standard", "000000", "2012Q3", "2100"),
        ("standard", "990121", "2012Q2", "1800"),
        ("standard", "990122", "2012Q2", "2150"),
        ("standard", "000000", "2012Q2", "2050"),
        ("standard", "990121", "2012Q1", "1770"),
    )
    shown = page(browser)
    for said in ("2012年第二季度", "1,800.0", "+30.0", "2,050.0", "−250.0", "2 / 2"):
        assert said in shown
    assert "2012年第三季度" not in shown
    assert "2012年第三季度" in page(browser, HERE.replace("990121", "990122"))
    rows = list(csv.DictReader(io.StringIO(browser.get(HERE + "csv/").content.decode("utf-8-sig"), newline="")))
    assert [(row["期次"], row["数值"]) for row in rows] == [("2010年", "1000"), ("2012年第二季度", "1800.0")]


def test_a_period_that_has_not_begun_is_not_a_countys_newest(browser: Client, here: Land) -> None:
    here.put(("plain", "990121", "2011", "5"), ("plain", "990121", "2015", "7"))
    shown = page(browser)
    assert "2011年" in shown
    assert "2015年" not in shown


def test_an_index_names_every_part_that_it_lacks(browser: Client, here: Land) -> None:
    fill(here)
    weigh(here, standard=85, plain=15)
    shown = page(browser)
    assert "86.6" in shown
    assert "缺权重 15% 的指标" in shown
    assert "plain：本地数：没有数。" in shown
    assert "权重依据：演练会议纪要。" in shown


def test_an_index_that_lacks_too_much_is_none(browser: Client, here: Land) -> None:
    fill(here)
    weigh(here, standard=50, plain=50)
    assert "不出指数" in page(browser)


def test_the_newest_weights_of_a_field_count(browser: Client, here: Land) -> None:
    fill(here)
    weigh(here, standard=60, plain=40)
    CompositeWeight.objects.create(
        indicator=here.indicators["standard"], percent=100, in_force_from=date(2012, 6, 1), basis="新纪要"
    )
    CompositeWeight.objects.create(
        indicator=here.indicators["plain"], percent=100, in_force_from=date(2013, 6, 1), basis="明年的纪要"
    )
    shown = page(browser)
    assert "权重依据：新纪要。" in shown
    assert "plain：" not in shown


def test_the_sheet_as_a_file_has_a_line_for_each_figure(browser: Client, here: Land) -> None:
    fill(here)
    rows = list(csv.DictReader(io.StringIO(browser.get(HERE + "csv/").content.decode("utf-8-sig"), newline="")))
    assert [(row["指标"], row["数值"], row["差距"]) for row in rows] == [
        ("people", "300000", "—"),
        ("standard", "1790.0", "−278.0"),
    ]
    assert browser.get(HERE + "xlsx/").content.startswith(b"PK")
    assert browser.get(HERE + "pdf/").status_code == 404


def test_the_sheet_asks_as_much_for_many_figures_as_for_few(
    browser: Client, here: Land, at: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    here.put(("plain", "990121", "2012", "5"), ("plain", "000000", "2012", "5"), ("plain", "990121", "2011", "5"))
    with django_assert_max_num_queries(20) as few:
        page(browser)
    fill(here)
    for n in range(20):
        here.indicators[f"more{n}"] = make_indicator(f"more{n}", at)
        here.put((f"more{n}", "990121", f"20{n % 10:02}", "5"), (f"more{n}", "000000", "2012", "5"))
    with django_assert_num_queries(len(few)):
        page(browser)
