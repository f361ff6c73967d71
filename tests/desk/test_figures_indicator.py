"""The page of one indicator: the fact first, pictures with their tables, prospects with their reckoning, its files."""

import csv
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from luoxiao.indicators import actions
from luoxiao.indicators.actions import OriginDraft
from luoxiao.indicators.figures import Mark
from luoxiao.indicators.models import Indicator, Origin, Target
from luoxiao.organisations.models import User
from tests.conftest import signed_in
from tests.desk.figures_scene import fill
from tests.indicators.scene import BY, Land, land, make_indicator

pytestmark = pytest.mark.django_db
HERE = "/figures/indicators/standard/"


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


def test_an_unknown_indicator_and_a_draft_are_not_there(browser: Client, here: Land, at: Any) -> None:
    Indicator.objects.create(code="draft", name="草案", made_at=at)
    for code in ("nothing", "draft"):
        assert browser.get(f"/figures/indicators/{code}/").status_code == 404
        assert browser.get(f"/figures/indicators/{code}/files/csv/").status_code == 404


def test_without_figures_the_page_says_what_will_stand_here(browser: Client, here: Land) -> None:
    assert "还没有这项指标的数。报表采用后" in page(browser)
    assert "演练中还没有这项指标的数。" in page(browser, HERE + "?rehearsal=1")


def test_one_sentence_says_the_fact_before_any_picture(browser: Client, here: Land) -> None:
    fill(here)
    shown = page(browser)
    said = (
        "2012年，3 县中 3 县有数，片区standard 1,858.3 元/人·年，低于全国平均 209.7；"
        "达到全国平均的 1 县，差距最大的是丙县（−608.0）。"
    )
    assert said in shown
    assert shown.index(said) < shown.index('<svg class="map"')


def test_the_period_is_switched_in_the_address(browser: Client, here: Land) -> None:
    fill(here)
    shown = page(browser, HERE + "?period=2010")
    assert "2010年，3 县中 3 县有数" in shown
    assert 'href="/figures/indicators/standard/?period=2010" aria-current="true"' in shown
    assert "2012年，3 县中 3 县有数" in page(browser, HERE + "?period=1066")


def test_the_table_twin_holds_rank_change_and_source(browser: Client, here: Land) -> None:
    fill(here)
    shown = page(browser)
    row = re.search(r"<tr><th scope=\"row\"><a href=\"/figures/places/990122/\">.*?</tr>", shown)
    assert row
    for said in ("2,160.0", "+92.0", "1 / 3", "演练公报", "高"):
        assert said in row[0]


def test_not_known_not_applicable_and_zero_are_three_things(browser: Client, here: Land) -> None:
    here.put(
        ("plain", "990121", "2012", Mark.NOT_KNOWN),
        ("plain", "990122", "2012", Mark.NOT_APPLICABLE),
        ("plain", "990123", "2012", "0"),
    )
    shown = page(browser, "/figures/indicators/plain/")
    assert re.findall(r"/2012/\">([^<]+)</a>", shown) == ["0", "不详", "不适用"]


def test_what_a_source_printed_instead_of_a_number_is_shown_as_printed(browser: Client, here: Land) -> None:
    here.put(("plain", "990121", "2012", "35-40"), ("plain", "990122", "2012", "7"))
    assert "35-40" in page(browser, "/figures/indicators/plain/")


def test_a_total_is_not_held_against_the_nations_total(browser: Client, here: Land) -> None:
    here.put(("people", "990121", "2010", "300000"), ("people", "000000", "2010", "1339724852"))
    shown = page(browser, "/figures/indicators/people/")
    assert "这项指标是各地相加的总数，不与全国平均比较。" in shown
    assert "低于全国平均" not in shown


def test_what_is_neither_good_nor_bad_is_not_compared(browser: Client, here: Land, at: Any) -> None:
    here.indicators["size"] = make_indicator("size", at, good="neither", over_places="mean")
    here.put(("size", "990121", "2010", "3"), ("size", "990122", "2010", "4"), ("size", "000000", "2010", "3"))
    shown = page(browser, "/figures/indicators/size/")
    assert "这项指标不论高低，不与全国平均比较。" in shown
    assert "最高乙县 4，最低甲县 3" in shown


def test_prospects_show_their_formula_inputs_and_sources(browser: Client, here: Land) -> None:
    fill(here)
    shown = page(browser)
    for said in ("照此 2014年达到全国平均", "怎么算的", "ln(N ÷ P)", "由各县数算出", "演练公报", "2015年", "2020年"):
        assert said in shown


def test_too_few_years_are_said_aloud(browser: Client, here: Land) -> None:
    here.put(("standard", "990121", "2012", "5"), ("standard", "000000", "2012", "9"))
    assert "数太少，不能推算" in page(browser)


def test_targets_stand_with_their_basis(browser: Client, here: Land, at: Any) -> None:
    fill(here)
    Target.objects.create(indicator=here.indicators["standard"], year=2015, basis="演练依据", set_at=at)
    assert "到 2015 年底，各县达到 当年全国平均" in page(browser)
    assert "演练依据" in page(browser)


def test_a_second_sources_figure_stands_beside_with_its_reason(browser: Client, here: Land, at: Any) -> None:
    fill(here)
    draft = OriginDraft(Origin.Kind.PUBLISHED, "另一公报", Origin.Confidence.MEDIUM)
    figure = here.figure("standard", "990121", "2012", "1650")
    actions.contest(figure, reason="口径不含补贴", origin=draft, rehearsal=False, by=BY, at=at)
    shown = page(browser)
    for said in ("1,650.0", "另一公报", "口径不含补贴", 'class="tag">两个数'):
        assert said in shown


def test_pictures_carry_words_for_those_who_do_not_see_them(browser: Client, here: Land) -> None:
    fill(here)
    shown = page(browser)
    assert 'aria-label="各县standard与全国平均的差距分布图；完整数据见“看表格”。"' in shown
    assert "2009年至2012年，片区由 916.7 到 1,858.3，全国由 1,200.0 到 2,068.0" in shown


def test_the_file_holds_the_figures_and_reads_back_as_it_was(browser: Client, here: Land, reviewer: User) -> None:
    fill(here)
    response = browser.get(HERE + "files/csv/?period=2011")
    assert response["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert [(row["区划代码"], Decimal(row["数值"])) for row in rows] == [
        ("990121", Decimal(1400)),
        ("990122", Decimal(1600)),
        ("990123", Decimal(1100)),
        ("000000", Decimal(1718)),
    ]
    report = actions.load_file(response.content, "x.csv", dry_run=True, by=reviewer, at=here.at)
    assert (report.new, report.changed, report.unchanged) == (0, [], 4)


def test_the_workbook_reads_back_too(browser: Client, here: Land, reviewer: User) -> None:
    fill(here)
    response = browser.get(HERE + "files/xlsx/")
    report = actions.load_file(response.content, "x.xlsx", dry_run=True, by=reviewer, at=here.at)
    assert (report.new, report.changed, report.unchanged) == (0, [], 4)


def test_there_is_no_other_kind_of_file(browser: Client, here: Land) -> None:
    fill(here)
    assert browser.get(HERE + "files/pdf/").status_code == 404


def test_the_page_asks_as_much_for_many_figures_as_for_few(
    browser: Client, here: Land, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    here.put(("standard", "990121", "2009", "900"), ("standard", "000000", "2009", "1200"))
    with django_assert_max_num_queries(20) as few:
        page(browser)
    fill(here)
    with django_assert_num_queries(len(few)):
        page(browser)
