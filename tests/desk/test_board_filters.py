"""Filters stand in the address, narrow only by what is named, and say themselves in words."""

from datetime import date, datetime, timedelta

import pytest
from django.http import QueryDict

from luoxiao.desk.board_filters import Filters, path_of
from luoxiao.organisations.models import Unit
from luoxiao.plan.models import PlanVersion, cite
from luoxiao.supervision.models import LightRule, Task
from tests.conftest import make_unit

PATHS = ("四/(一)/3", "一", "四/(十二)", "四/1", "第三章/第十条/(二)", "二/(一)/1/(3)")


@pytest.mark.parametrize("path", PATHS)
def test_a_clause_is_found_as_officials_write_it_and_as_the_tree_does(path: str) -> None:
    assert path_of(cite(path)) == path
    assert path_of(path) == path
    assert path_of(f" {path}/ ") == path


@pytest.mark.parametrize("nothing", ["", "/", " . ", "、"])
def test_text_without_a_clause_names_none(nothing: str) -> None:
    assert path_of(nothing) == ""


def read(query: str) -> Filters:
    return Filters.read(QueryDict(query))


@pytest.mark.parametrize("query", ["light=red", "missing=all", "unit=²", "plan=x", "kind=thing", "unit=" + "9" * 19])
def test_a_value_that_is_none_of_the_allowed_counts_as_not_given(query: str) -> None:
    assert read(query) == Filters()


def test_the_address_comes_back_without_what_is_empty() -> None:
    filters = read("light=late&q=低保&unit=&x=1")
    assert read(filters.query) == filters
    assert filters.but(light="") == "q=%E4%BD%8E%E4%BF%9D"


pytestmark = pytest.mark.django_db


def found(query: str, at: datetime) -> set[str]:
    narrowed = read(query).narrow(Task.objects.in_force(), at=at, rule=LightRule())
    return set(narrowed.values_list("title", flat=True))


ALL = {"建储备库", "统一标准", "季度通报"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ALL),
        ("missing=due", {"统一标准", "季度通报"}),
        ("missing=steps", ALL),
        ("missing=lead", {"季度通报"}),
        ("missing=news", set()),
        ("kind=duty", {"季度通报"}),
        ("q=标准", {"统一标准"}),
        ("q=救灾", {"建储备库"}),
        ("q=四2", {"统一标准"}),
        ("q=%25", set()),
        ("q=/", set()),
        ("part=四", ALL),
        ("part=四1", {"建储备库"}),
        ("part=五", set()),
        ("light=idle", ALL),
        ("light=late", set()),
        ("kind=measure&missing=due", {"统一标准"}),
    ],
)
def test_each_filter_narrows_to_what_it_names(task: Task, query: str, titles: set[str], at: datetime) -> None:
    assert found(query, at) == titles


def test_a_clause_does_not_take_in_the_one_whose_number_begins_alike(task: Task, at: datetime) -> None:
    Task.objects.filter(title="统一标准").update(clause_path="四/10")
    assert found("part=四1", at) == {"建储备库"}


def test_a_unit_finds_what_it_leads_and_what_it_helps_with(task: Task, other_bureau: Unit, at: datetime) -> None:
    assert found(f"unit={other_bureau.pk}", at) == {"建储备库", "统一标准"}
    assert found(f"unit={make_unit('third', '第三司').pk}", at) == set()


def test_ninety_days_without_news_count_from_the_last_news_or_from_the_opening(task: Task, at: datetime) -> None:
    assert found("missing=news", at + timedelta(days=90)) == set()
    later = at + timedelta(days=90, seconds=1)
    assert found("missing=news", later) == ALL
    Task.objects.filter(pk=task.pk).update(latest_news="已摸底", latest_news_at=at + timedelta(days=1))
    assert found("missing=news", later) == ALL - {"建储备库"}


def test_what_is_closed_lacks_nothing(task: Task, at: datetime) -> None:
    Task.objects.filter(title="季度通报").update(state="closed", closed_at=at)
    assert found("missing=lead", at) == set()


def test_the_chips_say_each_filter_and_drop_only_it(task: Task, version: PlanVersion, bureau: Unit) -> None:
    filters = read(f"light=late&missing=news&unit={bureau.pk}&kind=duty&part=四(一)&plan={version.pk}&q=库")
    chips = list(filters.chips({version.pk: "演练方案"}))
    assert [chip.text for chip in chips] == ["逾期", "久无进展", "救灾司", "定期职责", "四（一）", "演练方案", "“库”"]
    assert "light" not in chips[0].without
    assert chips[0].without.count("=") == 6


def test_an_unknown_plan_or_unit_is_no_name(task: Task) -> None:
    assert [chip.text for chip in read("unit=999&plan=999").chips({})] == ["—", "—"]


def test_lights_follow_the_rule_given(filed: Task, at: datetime) -> None:
    Task.objects.filter(pk=filed.pk).update(next_due=date(2012, 11, 30))
    near = read("light=soon").narrow(Task.objects.all(), at=at, rule=LightRule(soon_days=60))
    assert near.get() == filed
    assert not read("light=soon").narrow(Task.objects.all(), at=at, rule=LightRule(soon_days=15)).exists()
