"""比较优惠: two comparisons side by side, numbers with their sources, and 资料不足 where nothing is known."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from luoxiao.funds import actions
from luoxiao.funds.models import Fund, PublishedTerm
from luoxiao.organisations.models import NotAllowed, Unit, User
from tests.conftest import make_user, signed_in


@pytest.fixture
def keeper(fund: Fund) -> User:
    return make_user("keeper", "office", unit=Unit.objects.get(code="mca-planning-finance"))


@pytest.fixture
def reader(fund: Fund) -> User:
    return make_user("reader", "county", unit=Unit.objects.get(code="civil-affairs-360730"))


def published(group: str, value: int, by: User, at: datetime, *, rehearsal: bool = False) -> PublishedTerm:
    return actions.publish_term(
        programme="elderly",
        fund=None,
        group=group,
        year=2012,
        measure="ratio",
        value=value,
        source=f"{group}的通知",
        confidence="high",
        rehearsal=rehearsal,
        by=by,
        at=at,
    )


def text(user: User, **asked: str) -> str:
    response = signed_in(user).get(reverse("terms"), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_without_any_number_every_subject_says_so(reader: User) -> None:
    assert text(reader, rehearsal="0").count("资料不足") >= 4  # three programmes and the fund


def test_the_two_comparisons_differ_where_only_the_west_is_known(reader: User, keeper: User, at: datetime) -> None:
    published("area", 8000, keeper, at)
    published("west", 7000, keeper, at)
    page = text(reader, rehearsal="0")
    assert "80.00" in page
    assert "更优惠" in page
    assert "缺：中部" in page
    assert "west的通知" in page


def test_a_rehearsals_numbers_stand_apart(reader: User, keeper: User, at: datetime) -> None:
    published("area", 9900, keeper, at, rehearsal=True)
    assert "99.00" not in text(reader, rehearsal="0")
    assert "99.00" in text(reader, rehearsal="1")


def test_a_number_is_entered_with_its_source_once(keeper: User) -> None:
    filled = {"of": "elderly", "group": "west", "measure": "money", "year": "2012", "value": "1,234.56"}
    sent = filled | {"source": "某年鉴", "confidence": "medium", "key": "k"}
    browser = signed_in(keeper)
    assert [browser.post(reverse("term-new"), sent).status_code for _ in range(2)] == [302, 302]
    term = PublishedTerm.objects.get()
    assert (term.value, term.source, term.confidence) == (1_234_560_000, "某年鉴", "medium")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": "八成"}, "读不出数"),
        ({"value": "120"}, "超过 100%"),
        ({"source": " "}, "来源"),
        ({"of": "roads"}, "没有选"),
        ({"year": "12"}, "四位年份"),
        ({"measure": "people", "value": "0"}, "算不出人均"),
    ],
)
def test_what_cannot_be_entered_says_why_and_keeps_what_was_typed(
    keeper: User, changed: dict[str, str], said: str
) -> None:
    filled = {"of": "elderly", "group": "west", "measure": "ratio", "year": "2012", "value": "70", "source": "某年鉴"}
    response = signed_in(keeper).post(reverse("term-new"), filled | changed)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not PublishedTerm.objects.exists()


def test_a_county_enters_nothing(reader: User, at: datetime) -> None:
    assert signed_in(reader).get(reverse("term-new")).status_code == 403
    with pytest.raises(NotAllowed):
        published("area", 8000, reader, at)


def of_fund(by: User, at: datetime, *, rehearsal: bool = False) -> PublishedTerm:
    said: dict[str, Any] = {
        "programme": "",
        "fund": Fund.objects.get(),
        "group": "area",
        "year": 2012,
        "measure": "ratio",
    }
    return actions.publish_term(**said, value=1, source="年鉴", confidence="low", rehearsal=rehearsal, by=by, at=at)


def test_a_bureau_enters_no_terms_of_another_bureaus_fund(fund: Fund, at: datetime) -> None:
    other = make_user("other", "bureau", unit=Unit.objects.exclude(pk=fund.manager_id).filter(kind="bureau").first())
    with pytest.raises(NotAllowed):
        of_fund(other, at)
    assert f'value="fund-{fund.pk}"' not in signed_in(other).get(reverse("term-new")).content.decode()
    own = make_user("own", "bureau", unit=fund.manager)
    assert of_fund(own, at).fund == fund
    assert f'value="fund-{fund.pk}"' in signed_in(own).get(reverse("term-new")).content.decode()


def test_terms_of_a_fund_are_of_its_world(fund: Fund, keeper: User, at: datetime) -> None:
    assert of_fund(keeper, at, rehearsal=True).is_rehearsal is False
