"""Drafts side by side: winners and losers, provinces and area, with and without the coefficient."""

import re
from datetime import datetime
from fractions import Fraction

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoxiao.funds.models import Fund, Round
from luoxiao.funds.terms import Adjustment
from luoxiao.organisations.models import Unit, User
from tests.conftest import make_unit, make_user, signed_in
from tests.funds.scene import NINGDU, adopted, make_round, make_run, make_scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(fund: Fund, preparer: User, at: datetime) -> Round:
    """With three drafts: no coefficient, 1.15, 1.30."""
    made = make_round(fund, preparer, at)
    first = make_run(made, preparer, at, scheme=make_scheme(listed=Fraction(1)), name="不设系数")
    second = make_run(made, preparer, at, based_on=first)
    make_run(made, preparer, at, scheme=make_scheme(listed=Fraction(13, 10)), based_on=second)
    return made


def shown(user: User, round: Round, query: str = "") -> str:
    answer = signed_in(user).get(reverse("run-compare", args=(round.pk,)) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows(page: str, caption: str) -> list[list[str]]:
    """The cells of the table of this caption."""
    table = re.search(rf'<caption class="vh">{caption}</caption>.*?</table>', page, re.DOTALL)
    assert table
    found = re.findall(r"<tr>(<th scope=\"row\".*?)</tr>", table[0], re.DOTALL)
    return [[cell.strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in found]


def test_the_newest_stands_beside_what_it_came_from(round: Round, preparer: User) -> None:
    page = shown(preparer, round)
    assert "第 3 稿比第 2 稿：23 县增加、1 县减少、0 县不变" in page
    assert re.findall(r'<option value="(\d)" selected>', page) == ["2", "3"]


def test_winners_stand_first_and_losers_last_and_they_net_to_zero(round: Round, preparer: User) -> None:
    counties = rows(shown(preparer, round, "?a=1&b=2"), "各县增减")
    changes = [float(row[3].replace(",", "").replace("\u2212", "-")) for row in counties]
    assert len(counties) == 24
    assert changes == sorted(changes, reverse=True)
    assert counties[-1][0] == "章贡区"
    assert abs(sum(changes)) < 0.3  # printed to 0.01 万元


def test_three_drafts_stand_side_by_side(round: Round, preparer: User) -> None:
    counties = rows(shown(preparer, round, "?a=1&b=2&c=3"), "各县增减")
    assert {len(row) for row in counties} == {7}


def test_provinces_and_area_add_up_to_the_pot(round: Round, preparer: User) -> None:
    page = shown(preparer, round)
    assert sorted(row[0] for row in rows(page, "片区内外")) == ["23 个片区县", "章贡区（非片区县）"]
    shares = [float(row[2]) for row in rows(page, "片区内外")]
    assert sum(shares) == pytest.approx(100, abs=0.02)


def test_parameters_that_differ_are_marked(round: Round, preparer: User) -> None:
    page = shown(preparer, round, "?a=1&b=2")
    assert re.search(r"连片特困系数，23 个片区县<span class=\"tag\">不同</span>", page)
    assert "60岁及以上人口权重</th>" in page


def test_the_curve_has_its_table_and_marks_the_draft_s_own_coefficient(round: Round, preparer: User) -> None:
    page = shown(preparer, round, "?a=1&b=2")
    assert "本稿 1.15：" in page
    table = re.search(r'aria-label="份额随系数变化">.*?</table>', page, re.DOTALL)
    assert table
    shares = [float(said) for said in re.findall(r'<td class="num">(\d+\.\d+)</td></tr>', table[0])]
    assert len(shares) == 11
    assert shares == sorted(shares)
    assert '1.15 <span class="tag">本稿</span>' in table[0]


def test_an_adjustment_that_only_this_split_can_bear_does_not_stop_the_trial(
    round: Round, preparer: User, at: datetime
) -> None:
    run = make_run(round, preparer, at)
    all_of_it = run.lines.get(region__code_2012=NINGDU).total_fen
    given = (Adjustment(NINGDU, -all_of_it, "已另行安排"), Adjustment("360702", all_of_it, "缺口"))
    make_run(round, preparer, at, scheme=make_scheme(adjustments=given), based_on=run)
    assert "有无系数，各县增减" in shown(preparer, round)


def test_a_single_draft_is_shown_with_what_its_coefficient_does(fund: Fund, preparer: User, at: datetime) -> None:
    made = make_round(fund, preparer, at)
    assert "本批还没有测算稿" in shown(preparer, made)
    make_run(made, preparer, at)
    page = shown(preparer, made)
    assert "本批只有一稿" in page
    assert "连片特困系数 1.15 使23 个片区县的份额由" in page


def test_numbers_that_are_no_draft_are_passed_over(round: Round, preparer: User) -> None:
    assert re.findall(r'<option value="(\d)" selected>', shown(preparer, round, "?a=99&b=x&c=-1")) == ["2", "3"]


def test_a_county_compares_nothing_but_what_was_adopted(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    county = make_user("county", "county", unit=make_unit("ningdu-clerk", "宁都县局", Unit.Kind.COUNTY))
    assert "本批还没有测算稿" in shown(county, round)
    adopted(round, preparer, reviewer, at)
    assert re.findall(r'<option value="(\d)" selected>', shown(county, round)) == ["4"]


def test_the_queries_do_not_grow_with_drafts(
    round: Round, preparer: User, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("run-compare", args=(round.pk,))
    browser = signed_in(preparer)
    browser.get(address)
    with django_assert_max_num_queries(10) as few:
        browser.get(address)
    make_run(round, preparer, at)
    with django_assert_max_num_queries(len(few.captured_queries)):
        browser.get(address)
