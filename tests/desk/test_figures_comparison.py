"""The grid of indicators and counties: filters in the address, marks kept apart, the same rows in the file."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from luoxiao.indicators.figures import Mark
from luoxiao.organisations.models import User
from tests.conftest import signed_in
from tests.desk.figures_scene import fill
from tests.indicators.scene import Land, land, make_indicator

pytestmark = pytest.mark.django_db
HERE = "/figures/comparison/"


@pytest.fixture
def here(at: Any) -> Land:
    return land(at)


@pytest.fixture
def browser(clerk: User) -> Client:
    return signed_in(clerk)


def page(browser: Client, query: str = "") -> str:
    response = browser.get(HERE + query)
    assert response.status_code == 200
    return response.content.decode()


def cells(shown: str, county: str) -> list[str]:
    """What stands in the row of a county."""
    row = re.search(rf">{county}(?:</a>)?</th>(.*?)</tr>", shown)
    assert row, shown
    return re.findall(r'role="gridcell"[^>]*>([^<]*)</td>', row[1])


def test_without_figures_the_page_says_so(browser: Client, here: Land) -> None:
    assert "没有符合条件的数。" in page(browser)


def test_each_indicator_shows_its_newest_period_unless_one_is_chosen(browser: Client, here: Land) -> None:
    fill(here)
    assert cells(page(browser), "甲县") == ["300,000", "1,790.0"]
    assert cells(page(browser, "?period=2011"), "甲县") == ["1,400.0"]


def test_gaps_and_ranks_can_be_shown_instead(browser: Client, here: Land) -> None:
    fill(here)
    assert cells(page(browser, "?show=gap"), "乙县") == ["+92.0"]
    assert cells(page(browser, "?show=gap"), "片区") == ["−209.7"]
    assert cells(page(browser, "?show=rank"), "丙县") == ["3 / 3"]
    assert cells(page(browser, "?show=else"), "乙县") == ["200,000", "2,160.0"]


def test_area_and_nation_stand_below(browser: Client, here: Land) -> None:
    fill(here)
    shown = page(browser)
    assert cells(shown, "片区") == ["600,000", "1,858.3"]
    assert cells(shown, "全国") == ["—", "2,068.0"]


def test_a_target_field_narrows_the_columns_and_a_prefecture_the_rows(browser: Client, here: Land, at: Any) -> None:
    here.indicators["beds"] = make_indicator("beds", at, target_field="facilities")
    here.put(("beds", "990121", "2012", "5"), ("plain", "990122", "2012", "7"))
    assert cells(page(browser, "?field=facilities"), "甲县") == ["5"]
    assert "某省" in page(browser)
    assert cells(page(browser, "?city=990000"), "甲县")
    assert cells(page(browser, "?city=110000"), "甲县")


def test_marks_are_copied_as_words_and_nothing_as_nothing(browser: Client, here: Land) -> None:
    here.put(("plain", "990121", "2012", Mark.NOT_KNOWN), ("plain", "990123", "2012", "1234"))
    shown = page(browser)
    assert [cells(shown, name)[0] for name in ("甲县", "乙县", "丙县")] == ["不详", "—", "1,234"]
    assert re.findall(r'data-value="([^"]*)"', shown)[:3] == ["不详", "", "1234"]


def test_the_file_honours_the_filters(browser: Client, here: Land) -> None:
    fill(here)
    content = browser.get(HERE + "csv/?period=2011&show=gap").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert rows[0] == ["县（市、区）", "standard（元/人·年，2011年）"]
    assert rows[1:4] == [["甲县", "-318.0"], ["乙县", "-118.0"], ["丙县", "-618.0"]]
    assert browser.get(HERE + "xlsx/").content.startswith(b"PK")
    assert browser.get(HERE + "exe/").status_code == 404


def test_rehearsal_figures_never_stand_among_real_ones(browser: Client, here: Land) -> None:
    fill(here, rehearsal=True)
    assert "没有符合条件的数。" in page(browser)
    assert cells(page(browser, "?rehearsal=1"), "甲县") == ["300,000", "1,790.0"]
    named = browser.get(HERE + "csv/?rehearsal=1")["Content-Disposition"]
    assert "%E6%BC%94%E7%BB%83" in named  # 演练


def test_the_grid_asks_as_much_for_many_indicators_as_for_few(
    browser: Client, here: Land, at: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    here.put(("plain", "990121", "2012", "5"), ("plain", "000000", "2012", "5"), ("plain", "990121", "2011", "5"))
    with django_assert_max_num_queries(18) as few:
        page(browser)
    fill(here)
    for n in range(20):
        here.indicators[f"more{n}"] = make_indicator(f"more{n}", at)
        here.put((f"more{n}", "990122", f"20{n % 10:02}", "5"), (f"more{n}", "000000", "2012", "5"))
    with django_assert_num_queries(len(few)):
        page(browser)
