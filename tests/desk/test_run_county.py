"""为什么是这个数: one county's amount, step by step."""

import re
from datetime import datetime

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoxiao.core.money import wan, yuan
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.funds.terms import Adjustment, Bounds
from luoxiao.organisations.models import Unit, User
from tests.conftest import make_unit, make_user, signed_in
from tests.funds.scene import NINGDU, adopted, make_round, make_run, make_scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(fund: Fund, preparer: User, at: datetime) -> Round:
    return make_round(fund, preparer, at)


@pytest.fixture
def run(round: Round, preparer: User, at: datetime) -> Run:
    given = (Adjustment(NINGDU, -5_000_000, "已另行安排"), Adjustment("360702", 5_000_000, "缺口"))
    sources = {"aged_60": {"name": "60岁及以上人口", "period": "2010-11-01", "source": "第六次全国人口普查"}}
    scheme = make_scheme(bounds=Bounds(floor_fen=80_000_000), adjustments=given, rounding_fen=10_000)
    return make_run(round, preparer, at, scheme=scheme, sources=sources)


def shown(user: User, run: Run, code: str = NINGDU) -> str:
    answer = signed_in(user).get(reverse("run-county", args=(run.pk, code)))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_amount_stands_above_its_steps_and_the_last_step_comes_to_it(run: Run, preparer: User) -> None:
    page = shown(preparer, run)
    total = run.lines.get(region__code_2012=NINGDU).total_fen
    assert "宁都县：为什么是这个数" in page
    assert f"<b>{wan(total)}</b>" in page
    results = re.findall(r'<td class="num s">(.*?)</td>', page)
    assert results[-1] == f"{yuan(total)} 元"
    numbers = [int(said) for said in re.findall(r'<td class="no">(\d+)</td>', page)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_each_kind_of_step_has_its_heading_and_the_values_their_source(run: Run, preparer: User) -> None:
    page = shown(preparer, run)
    for said in ("一、本县的因素", "二、得分和份额", "三、按公式分得", "四、公式之外和合计", "已另行安排"):
        assert said in page
    assert "数据来源：60岁及以上人口（2010年11月1日，第六次全国人口普查）" in page
    assert "各步已由系统逐一重算，前后衔接。" in page


def test_a_county_on_its_floor_is_told_so(run: Run, preparer: User) -> None:
    code = run.lines.filter(rule="floor").select_related("region").order_by("region__code_2012")[0].region.code_2012
    page = shown(preparer, run, code)
    assert "适用“保底”" in page
    assert "低于保底，按保底" in page


def test_another_county_is_one_click_away(run: Run, preparer: User) -> None:
    page = shown(preparer, run)
    assert page.count(f'href="/funds/runs/{run.pk}/counties/') == 24


def test_a_place_that_takes_no_part_has_no_page(run: Run, preparer: User) -> None:
    assert signed_in(preparer).get(reverse("run-county", args=(run.pk, "110101"))).status_code == 404


def test_a_county_is_told_of_an_adopted_split_and_of_no_draft(
    round: Round, run: Run, preparer: User, reviewer: User, at: datetime
) -> None:
    county = make_user("county", "county", unit=make_unit("ningdu-clerk", "宁都县局", Unit.Kind.COUNTY))
    assert signed_in(county).get(reverse("run-county", args=(run.pk, NINGDU))).status_code == 404
    assert "为什么是这个数" in shown(county, adopted(round, preparer, reviewer, at))


def test_it_takes_few_queries(run: Run, preparer: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    browser = signed_in(preparer)
    with django_assert_max_num_queries(8):
        browser.get(reverse("run-county", args=(run.pk, NINGDU)))
