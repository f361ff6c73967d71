"""The first draft of a round, from real census factors."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoxiao.funds import actions, schemes
from luoxiao.funds.models import Fund, Round, Run
from luoxiao.funds.terms import Shape
from luoxiao.indicators import bundled as figures
from luoxiao.organisations.models import Unit, User
from tests.conftest import make_user, signed_in
from tests.funds.scene import NINGDU, POT, adopted, make_round, make_scheme

pytestmark = pytest.mark.django_db
CENSUS = "2010-11-01"
GOOD = {
    **{"w-aged_60": "40", "p-aged_60": CENSUS, "w-rural_people": "30", "p-rural_people": CENSUS},
    **{"w-registered_people": "30", "p-registered_people": CENSUS},
    **{"shape": "weighted", "c-listed": "1.15", "c-other": "1", "rounding": "10000", "seen": "1", "name": "初稿"},
}


@pytest.fixture
def round(fund: Fund, preparer: User, at: datetime) -> Round:
    """A round with the published figures at hand."""
    figures.load(at=at)
    return make_round(fund, preparer, at)


def post(user: User, round: Round, **more: str) -> Any:
    answer: Any = signed_in(user).post(reverse("run-first", args=(round.pk,)), GOOD | more)
    return answer


def shown(user: User, round: Round) -> str:
    answer = signed_in(user).get(reverse("run-first", args=(round.pk,)))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_three_census_factors_make_the_first_draft_of_24_counties(round: Round, preparer: User) -> None:
    answer = post(preparer, round)
    run = Run.objects.get()
    assert answer["Location"] == f"/funds/runs/{run.pk}/"
    scheme, regions = schemes.from_json(run.scheme), schemes.regions_from_json(run.factor_table)
    assert [(each.code, str(each.weight)) for each in scheme.factors] == [
        ("aged_60", "2/5"),
        ("registered_people", "3/10"),
        ("rural_people", "3/10"),
    ]
    assert len(regions) == 24
    assert {region.code: region.values["aged_60"] for region in regions}[NINGDU] == 84_945
    assert run.sources["aged_60"]["period"] == CENSUS
    assert (run.name, run.total_fen, run.lines.count()) == ("初稿", 2_260_000_000, 24)


def test_what_may_be_chosen_stands_with_its_periods_and_the_newest_the_year_could_know(
    round: Round, preparer: User
) -> None:
    page = shown(preparer, round)
    options = re.search(r'name="p-aged_60".*?</select>', page, re.DOTALL)
    assert options
    assert '<option value="2020-11-01">' in options[0]
    assert f'<option value="{CENSUS}" selected>' in options[0]
    assert "只列出 24 县都有数的指标" in page


def test_it_begins_from_the_round_before(fund: Fund, preparer: User, reviewer: User, at: datetime) -> None:
    figures.load(at=at)
    first = make_round(fund, preparer, at, number=1)
    adopted(first, preparer, reviewer, at)
    page = shown(preparer, make_round(fund, preparer, at, number=2, previous=first))
    assert re.search(r'name="w-aged_60"[^>]*value="60"', page)
    assert re.search(r'name="c-listed"[^>]*value="1.15"', page)
    assert "已照2012年第一批分配填好权重和系数" in page
    assert 'name="early"' in page


def test_the_round_before_may_have_been_an_early_notice(
    fund: Fund, preparer: User, reviewer: User, at: datetime
) -> None:
    figures.load(at=at)
    said: dict[str, Any] = {"fund": fund, "year": 2012, "number": 1, "basis": "提前下达通知", "previous": None}
    first = actions.open_round(pot_fen=POT // 100, by=preparer, at=at, **said)
    before = adopted(first, preparer, reviewer, at, scheme=make_scheme(pot_fen=POT // 100))
    second = make_round(fund, preparer, at, number=2, previous=first)
    answer = post(preparer, second, early="1")
    run = second.runs.get()
    assert answer["Location"] == f"/funds/runs/{run.pk}/"
    assert sum(schemes.from_json(run.scheme).early_fen.values()) == before.total_fen
    assert run.total_fen == POT


def test_fixed_lines_and_a_directed_pot_come_out_of_the_whole(round: Round, preparer: User) -> None:
    more = {"fixed-column": "people", "fixed-yuan": "1", "fixed-name": "按人头", "rounding": "1"}
    post(preparer, round, **more, **{"directed-wan": "100", "directed-class": "listed"})
    scheme = schemes.from_json(Run.objects.get().scheme)
    assert [(each.name, each.column, each.fen_each) for each in scheme.fixed] == [("按人头", "people", {"": 100})]
    assert [(each.pot_fen, each.classes) for each in scheme.directed] == [(100_000_000, ("listed",))]


def test_a_product_takes_no_weights(round: Round, preparer: User) -> None:
    post(preparer, round, shape="product")
    scheme = schemes.from_json(Run.objects.get().scheme)
    assert scheme.shape is Shape.PRODUCT
    assert {each.weight for each in scheme.factors} == {1}


WRONG = (
    ("w-aged_60", "四十", "60岁及以上人口的权重“四十”不是数"),
    ("w-aged_60", "50", "权重合计"),
    ("c-listed", "高", "片区系数“高”不是数"),
    ("c-listed", "0", "系数须大于 0"),
    ("directed-wan", "一百", "定向资金“一百”不是金额"),
    ("fixed-column", "nonsense", "定额项没有选人数指标"),
)


def test_what_is_wrong_is_said_and_nothing_kept(round: Round, preparer: User) -> None:
    for field, text, words in WRONG:
        answer = post(preparer, round, **{field: text})
        assert (field, answer.status_code) == (field, 422)
        assert words in answer.content.decode()
    assert not Run.objects.exists()


def test_no_factor_at_all_is_said(round: Round, preparer: User) -> None:
    answer = post(preparer, round, **{"w-aged_60": "", "w-rural_people": " ", "w-registered_people": ""})
    assert "没有选因素" in answer.content.decode()


def test_it_takes_a_fixed_number_of_queries(
    round: Round, preparer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(preparer)
    with django_assert_max_num_queries(20):
        browser.get(reverse("run-first", args=(round.pk,)))


def test_another_bureau_begins_nothing(round: Round) -> None:
    other = Unit.objects.filter(kind=Unit.Kind.BUREAU).exclude(pk=round.fund.manager_id).order_by("code")[0]
    stranger = make_user("stranger", "bureau", unit=other)
    assert post(stranger, round).status_code == 403
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    "more", [{"p-aged_60": "1999"}, {"fixed-column": "aged_60", "fixed-yuan": "1", "p-aged_60": "1999"}]
)
def test_a_period_that_is_not_offered_is_told_and_no_other_taken(
    round: Round, preparer: User, more: dict[str, str]
) -> None:
    answer = post(preparer, round, **more)
    assert answer.status_code == 422
    assert "1999" in answer.content.decode()
    assert not Run.objects.exists()
