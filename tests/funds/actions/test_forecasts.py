"""Forecasts are said before a quarter ends, and what came otherwise is explained after it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core.refusals import Unsaid
from luoxiao.funds import actions, balances
from luoxiao.funds.actions.forecasts import ForecastWrong, NoQuarter, QuarterAhead, QuarterOver
from luoxiao.funds.models import Forecast, VarianceNote
from luoxiao.organisations.models import NotAllowed, Region
from tests.funds import books as scenes
from tests.funds.books import WAN, Books, person

AFTER, DURING = date(2013, 1, 1), date(2012, 12, 31)


def say(
    at: datetime, fen: int = 20 * WAN, *, period: str = "2012Q4", region: Region | None = None, by: str = "clerk"
) -> Forecast:
    return actions.say_forecast(fund=scenes.the_fund(), region=region, period=period, fen=fen, by=person(by), at=at)


def explain(
    at: datetime, *, period: str = "2012Q4", region: Region | None = None, text: str = "工期顺延", by: str = "clerk"
) -> VarianceNote:
    return actions.explain_variance(
        fund=scenes.the_fund(), region=region, period=period, text=text, by=person(by), at=at
    )


def spend(at: datetime, fen: int = 20 * WAN) -> None:
    """County A pays this much for a project."""
    scenes.allotted(at)
    scenes.transferred(at)
    project = scenes.make_project(at)
    scenes.committed(project, at)
    scenes.paid(project, at, fen)


def test_the_newest_word_counts_and_the_earlier_one_stays(books: Books, at: datetime) -> None:
    say(at, WAN)
    say(at, 2 * WAN)
    (line,) = balances.variances(books.fund, DURING)
    assert (line.forecast and line.forecast.fen, Forecast.objects.count()) == (2 * WAN, 2)


def test_a_quarter_that_is_over_is_not_forecast(books: Books, at: datetime) -> None:
    with pytest.raises(QuarterOver, match="2012年第三季度已于9月30日结束"):
        say(at, period="2012Q3")
    assert say(at, period="2012Q4").period == "2012Q4"


def test_a_quarter_that_has_not_begun_has_nothing_to_explain(books: Books, at: datetime) -> None:
    with pytest.raises(QuarterAhead, match="2013年第一季度从2013年1月1日开始"):
        explain(at, period="2013Q1")


@pytest.mark.parametrize("period", ["2012", "2012Q5", "", "去年"])
def test_a_period_that_is_no_quarter_is_refused(books: Books, at: datetime, period: str) -> None:
    with pytest.raises(NoQuarter):
        say(at, period=period)
    with pytest.raises(NoQuarter):
        explain(at, period=period)


def test_a_forecast_is_no_debt_and_fits_the_books(books: Books, at: datetime) -> None:
    for fen in (-1, 10**19):
        with pytest.raises(ForecastWrong):
            say(at, fen)


def test_what_was_paid_as_forecast_needs_no_word(books: Books, at: datetime) -> None:
    say(at, region=books.county)
    spend(at)
    (line,) = balances.variances(books.fund, AFTER)
    assert (line.region, line.fen, line.unexplained) == (books.county, 0, False)


def test_a_variance_stands_out_until_it_is_explained(books: Books, at: datetime) -> None:
    say(at, 25 * WAN, region=books.county)
    spend(at)
    (running,) = balances.variances(books.fund, DURING)
    (over,) = balances.variances(books.fund, AFTER)
    assert (running.fen, running.unexplained, over.unexplained) == (-5 * WAN, False, True)
    explain(at, region=books.county)
    (told,) = balances.variances(books.fund, AFTER)
    assert (told.note and told.note.text, told.unexplained) == ("工期顺延", False)


def test_a_payment_that_nobody_forecast_stands_out(books: Books, at: datetime) -> None:
    spend(at)
    (line,) = balances.variances(books.fund, AFTER)
    assert (line.region, line.forecast, line.actual, line.unexplained) == (books.county, None, 20 * WAN, True)


def test_a_forecast_of_the_whole_fund_covers_its_counties(books: Books, at: datetime) -> None:
    say(at, 20 * WAN)
    spend(at)
    (line,) = balances.variances(books.fund, AFTER)
    assert (line.region, line.actual, line.unexplained) == (None, 20 * WAN, False)


def test_a_payment_taken_back_counts_in_the_quarter_in_which_it_is_taken_back(books: Books, at: datetime) -> None:
    spend(at)
    paid = books.fund.vouchers.get(kind="pay")
    actions.reverse(paid, reason="退款", by=person("clerk"), at=at + timedelta(days=90))
    assert balances.paid_by_quarter(books.fund) == {
        (books.county.pk, "2012Q4"): 20 * WAN,
        (books.county.pk, "2013Q1"): -20 * WAN,
    }


def test_an_explanation_says_something(books: Books, at: datetime) -> None:
    with pytest.raises(Unsaid):
        explain(at, text=" ")


@pytest.mark.parametrize("name", ["stranger", "county", "leader"])
def test_only_who_keeps_the_books_says_and_explains(books: Books, at: datetime, name: str) -> None:
    with pytest.raises(NotAllowed):
        say(at, by=name)
    with pytest.raises(NotAllowed):
        explain(at, by=name)


def test_the_database_keeps_forecasts_and_notes_sound(books: Books, at: datetime) -> None:
    said = {"fund": books.fund, "period": "2012Q4", "by": person("clerk"), "at": at}
    breaches = {
        "forecast_not_negative": lambda: Forecast.objects.create(fen=-1, **said),
        "variance_note_says_something": lambda: VarianceNote.objects.create(text="", **said),
    }
    for name, breach in breaches.items():
        with pytest.raises(IntegrityError, match=f"{name}|CHECK"), transaction.atomic():
            breach()
