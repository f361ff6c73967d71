"""The workbench of a split: what each person sees of a draft and may do with it."""

import re
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoxiao.funds import actions, bundled
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.funds.terms import Adjustment, Bounds
from luoxiao.organisations.models import Unit, User
from tests.conftest import make_unit, make_user, signed_in
from tests.funds.scene import NINGDU, adopted, make_regions, make_round, make_run, make_scheme, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(fund: Fund, preparer: User, at: datetime) -> Round:
    return make_round(fund, preparer, at)


@pytest.fixture
def run(round: Round, preparer: User, at: datetime) -> Run:
    return make_run(round, preparer, at)


@pytest.fixture
def stranger(fund: Fund) -> User:
    """Of a bureau that does not keep the fund."""
    other = Unit.objects.filter(kind=Unit.Kind.BUREAU).exclude(pk=fund.manager_id).order_by("code")[0]
    return make_user("stranger", "bureau", unit=other)


@pytest.fixture
def county(fund: Fund) -> User:
    return make_user("county", "county", unit=make_unit("ningdu-clerk", "宁都县局", Unit.Kind.COUNTY))


def shown(user: User, run: Run, query: str = "") -> str:
    response = signed_in(user).get(reverse("run", args=(run.pk,)) + query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_preparer_sees_parameters_balance_counties_and_checks(run: Run, preparer: User) -> None:
    page = shown(preparer, run)
    assert 'id="w-aged_60" name="w-aged_60"' in page
    assert re.search(r'name="c-area-listed"[^>]*value="1.15"', page)
    assert "章贡区（非片区县）" in page
    assert "23 个片区县" in page
    assert page.count('name="a-36') + page.count('name="a-43') == 24
    assert "2,260.00" in page
    assert "24 县因素数值齐全" in page
    assert "存为第 2 稿" in page
    assert f'action="/funds/runs/{run.pk}/submit/"' in page


def test_everything_that_is_shown_is_allowed_by_the_strict_policy(run: Run, preparer: User) -> None:
    page = shown(preparer, run)
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)


def test_rules_and_adjustments_stand_beside_the_county(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    given = (Adjustment(NINGDU, -5_000_000, "已到位"), Adjustment("360702", 5_000_000, "缺口"))
    scheme = make_scheme(bounds=Bounds(floor_fen=80_000_000, ceiling_fen=110_000_000), adjustments=given)
    page = shown(reviewer, make_run(round, preparer, at, scheme=scheme))
    for said in ("保底</span>", "封顶</span>", "系数 1.00</span>", "人工调整 2 处", "已到位", "缺口"):
        assert said in page


def test_a_bureau_that_does_not_keep_the_fund_sees_no_draft(run: Run, stranger: User) -> None:
    assert signed_in(stranger).get(reverse("run", args=(run.pk,))).status_code == 404


def test_a_county_sees_an_adopted_split_and_no_draft(
    round: Round, preparer: User, reviewer: User, county: User, at: datetime
) -> None:
    draft = make_run(round, preparer, at)
    assert signed_in(county).get(reverse("run", args=(draft.pk,))).status_code == 404
    page = shown(county, adopted(round, preparer, reviewer, at))
    assert 'id="split"' not in page
    assert "已定案" in page
    assert 'method="post" action="/funds' not in page


def test_who_prepared_it_decides_nothing_and_another_does(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    run = actions.submit_run(make_run(round, preparer, at), by=preparer, at=at)
    review, adopt = f"/funds/runs/{run.pk}/review/", f"/funds/runs/{run.pk}/adopt/"
    assert review not in shown(preparer, run)
    assert review in shown(reviewer, run)
    run = actions.review_run(run, by=reviewer, at=at)
    assert adopt not in shown(preparer, run)
    page = shown(reviewer, run)
    assert adopt in page
    assert "退回测算" in page


def test_a_run_that_was_handed_in_is_read_only_until_another_draft_is_begun(
    round: Round, preparer: User, at: datetime
) -> None:
    run = actions.submit_run(make_run(round, preparer, at), by=preparer, at=at)
    page = shown(preparer, run)
    assert 'id="split"' not in page
    assert f'href="/funds/runs/{run.pk}/?edit=1"' in page
    assert 'id="split"' in shown(preparer, run, "?edit=1")


def test_an_adopted_run_is_not_opened_for_change(round: Round, preparer: User, reviewer: User, at: datetime) -> None:
    run = adopted(round, preparer, reviewer, at)
    assert 'id="split"' not in shown(preparer, run, "?edit=1")


def test_a_returned_run_says_why(round: Round, preparer: User, reviewer: User, at: datetime) -> None:
    run = actions.submit_run(make_run(round, preparer, at), by=preparer, at=at)
    run = actions.return_run(run, reason="依据不足", by=reviewer, at=at)
    assert "已退回：依据不足" in shown(preparer, run)


def test_an_older_draft_points_at_the_newest(run: Run, preparer: User, at: datetime) -> None:
    newer = make_run(run.round, preparer, at, based_on=run)
    page = shown(preparer, run)
    assert f'<a href="/funds/runs/{newer.pk}/">第 2 稿</a>' in page
    assert "这是第" not in shown(preparer, newer)


def test_the_change_against_the_last_round_is_drawn(fund: Fund, preparer: User, reviewer: User, at: datetime) -> None:
    first = make_round(fund, preparer, at, number=1)
    before = adopted(first, preparer, reviewer, at, scheme=make_scheme(listed=Fraction(1)))
    second = make_round(fund, preparer, at, number=2, previous=first)
    last = {line.region.code_2012: line.total_fen for line in before.lines.select_related("region")}
    regions = [replace(region, last_fen=last[region.code]) for region in make_regions(fund)]
    page = shown(preparer, make_run(second, preparer, at, regions=regions))
    assert "与上一批比" in page
    assert page.count('class="bar"') == 24
    assert 'name="guarantee"' in page


def test_a_rehearsal_is_marked(fund: Fund, preparer: User, at: datetime) -> None:
    bundled.load(rehearsal=True)
    played = Fund.objects.get(is_rehearsal=True)
    run = make_run(make_round(played, preparer, at), preparer, at)
    assert '<span class="drill">演练</span>' in shown(preparer, run)


def test_the_queries_of_the_page_do_not_grow_with_drafts(
    run: Run, preparer: User, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(preparer)
    address = reverse("run", args=(run.pk,))
    browser.get(address)
    with django_assert_max_num_queries(12) as few:
        browser.get(address)
    for _number in range(4):
        make_run(run.round, preparer, at, based_on=run)
    with django_assert_max_num_queries(len(few.captured_queries)):
        browser.get(address)


def test_a_run_that_was_reviewed_can_still_be_sent_back(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    run = reviewed(round, preparer, reviewer, at)
    assert f'action="/funds/runs/{run.pk}/return/"' in shown(reviewer, run)


def test_an_adopted_split_points_a_county_at_no_draft_it_cannot_open(
    round: Round, preparer: User, reviewer: User, county: User, at: datetime
) -> None:
    run = reviewed(round, preparer, reviewer, at)
    later = make_run(Round.objects.get(pk=round.pk), preparer, at, based_on=run)
    seen = Round.objects.get(pk=round.pk).version
    run = actions.adopt_run(run, seen=seen, by=reviewer, at=at)
    assert reverse("run", args=(later.pk,)) in shown(reviewer, run)
    assert reverse("run", args=(later.pk,)) not in shown(county, run)
