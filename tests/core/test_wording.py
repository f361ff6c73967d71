"""Dates and quarters in the words of an office, or of an English reader."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from luoxiao.core.periods import Quarter
from luoxiao.core.wording import day_and_hour, month_day, quarter

DAY = date(2012, 9, 28)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ["9月28日", "2013年3月1日", "—"]),
        ("en", ["28 Sep", "1 Mar 2013", "—"]),
    ],
)
def test_a_day_names_its_year_where_it_is_another(language: str, said: list[str]) -> None:
    with translation.override(language):
        assert [month_day(DAY), month_day(date(2013, 3, 1)), month_day(None)] == said


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "2012年第三季度"), ("en", "Q3 2012")])
def test_a_quarter_is_named_from_its_code_too(language: str, said: str) -> None:
    with translation.override(language):
        assert quarter(Quarter(2012, 3)) == quarter("2012Q3") == said


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "10月16日 00:30"), ("en", "16 Oct 00:30")])
def test_an_hour_is_said_in_beijing(language: str, said: str) -> None:
    with translation.override(language):
        assert day_and_hour(datetime(2012, 10, 15, 16, 30, tzinfo=UTC)) == said
