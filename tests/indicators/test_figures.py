"""Reading figures back: of a period, over time, for an area, with what is no number told apart."""

from decimal import Decimal

import pytest

from luoxiao.indicators import figures
from luoxiao.indicators.figures import Mark

A, B, C, D = "990121", "990122", "990123", "990124"


def values(here, found):
    """Values by code of place."""
    codes = {place.pk: code for code, place in here.places.items()}
    return {codes[pk]: figure.value for pk, figure in found.items()}


def test_figures_of_a_period_come_back_with_their_origin(here):
    origin = here.put(("standard", A, "2011", "1500.5"), ("standard", B, "2011", "0"))
    found = figures.figures(here.indicators["standard"], "2011", rehearsal=False)
    assert values(here, found) == {A: Decimal("1500.5"), B: Decimal("0.0")}
    assert {figure.origin_id for figure in found.values()} == {origin.pk}


def test_not_known_not_applicable_text_and_zero_are_four_things(here):
    here.put(
        ("people", A, "2011", Mark.NOT_KNOWN),
        ("people", B, "2011", Mark.NOT_APPLICABLE),
        ("people", C, "2011", "35-40"),
        ("people", D, "2011", "0"),
    )
    found = figures.figures(here.indicators["people"], "2011", rehearsal=False)
    shown = {code: found[here.places[code].pk] for code in (A, B, C, D)}
    assert [(f.value, f.mark, f.printed) for f in shown.values()] == [
        (None, Mark.NOT_KNOWN, ""),
        (None, Mark.NOT_APPLICABLE, ""),
        (None, Mark.PRINTED, "35-40"),
        (Decimal(0), None, ""),
    ]


def test_real_and_rehearsal_figures_never_mix(here):
    here.put(("people", A, "2011", "5"))
    here.put(("people", A, "2011", "7"), ("people", B, "2011", "9"), rehearsal=True)
    indicator = here.indicators["people"]
    assert values(here, figures.figures(indicator, "2011", rehearsal=False)) == {A: 5}
    assert values(here, figures.figures(indicator, "2011", rehearsal=True)) == {A: 7, B: 9}
    assert figures.rollup(indicator, "2011", here.places["LXS"], rehearsal=False).value == 5
    assert figures.history(indicator, here.places[A], "2011", rehearsal=True) == []


def test_a_series_is_in_the_order_of_time(here):
    here.put(*(("people", A, code, "1") for code in ("2012Q3", "2010", "2012Q1", "2011-12", "2010-11-01", "2009/2010")))
    found = figures.series(here.indicators["people"], here.places[A], rehearsal=False)
    assert [code for code, _figure in found] == ["2010-11-01", "2010", "2009/2010", "2011-12", "2012Q1", "2012Q3"]
    assert figures.series(here.indicators["people"], here.places[B], rehearsal=False) == []


def test_an_area_adds_up_by_the_rule_of_the_indicator(here):
    here.put(("people", A, "2011", "100"), ("people", B, "2011", "300"), ("people", C, "2011", "600"))
    here.put(("people", D, "2011", "9999"))  # outside the area
    here.put(("urban", A, "2011", "50"), ("urban", B, "2011", "60"), ("urban", C, "2011", "90"))
    here.put(("standard", A, "2011", "1000"), ("standard", B, "2011", "2000"), ("standard", C, "2011", "1500.5"))
    here.put(("share", A, "2011", "50"), ("share", B, "2011", "20"), ("share", C, "2011", "15"))
    here.put(("plain", A, "2011", "1"), ("plain", B, "2011", "1"), ("plain", C, "2011", "3"))
    here.put(("never", A, "2011", "1"))
    rolled = {
        code: figures.rollup(entry, "2011", here.places["LXS"], rehearsal=False)
        for code, entry in here.indicators.items()
    }
    assert {code: each.value for code, each in rolled.items()} == {
        "people": Decimal(1000),
        "urban": Decimal(200),
        "standard": Decimal("1600.3"),  # (100 × 1000 + 300 × 2000 + 600 × 1500.5) ÷ 1000
        "share": Decimal("20.0"),  # 200 ÷ 1000, not the mean of the shares
        "plain": Decimal(2),  # 5 ÷ 3, rounded half up
        "never": None,
    }
    assert all(each.counted == each.expected == 3 for code, each in rolled.items() if code != "never")


def test_an_area_says_on_how_many_counties_it_rests(here):
    here.put(("people", A, "2011", "100"), ("people", B, "2011", Mark.NOT_KNOWN))
    rolled = figures.rollup(here.indicators["people"], "2011", here.places["LXS"], rehearsal=False)
    assert (rolled.value, rolled.counted, rolled.expected) == (100, 1, 3)
    none = figures.rollup(here.indicators["people"], "2010", here.places["LXS"], rehearsal=False)
    assert (none.value, none.counted) == (None, 0)


def test_a_weighted_figure_uses_the_weights_that_stood_at_its_time(here):
    here.put(("people", A, "2010", "1"), ("people", B, "2010", "1"))
    here.put(("people", A, "2012", "3"), ("people", B, "2012", "1"))
    here.put(
        *(
            ("standard", place, code, value)
            for code in ("2009", "2011", "2013")
            for place, value in ((A, "100"), (B, "200"))
        )
    )
    series = figures.rolled_series(here.indicators["standard"], here.places["LXS"], rehearsal=False)
    assert [(code, rolled.value) for code, rolled in series.items()] == [
        ("2009", Decimal("150.0")),  # before any census: the oldest weights
        ("2011", Decimal("150.0")),
        ("2013", Decimal("125.0")),
    ]


def test_an_area_follows_a_corrected_weight(here):
    here.put(("people", A, "2011", "1"), ("people", B, "2011", "1"))
    here.put(("standard", A, "2011", "100"), ("standard", B, "2011", "200"))
    here.put(("people", A, "2011", "3"))
    assert figures.rollup(here.indicators["standard"], "2011", here.places["LXS"], rehearsal=False).value == 125


@pytest.mark.parametrize("periods", [2, 30])
def test_reading_asks_a_fixed_number_of_questions(here, periods, django_assert_num_queries):
    here.put(*(("people", place, str(1980 + n), "1") for n in range(periods) for place in (A, B)))
    indicator = here.indicators["people"]
    with django_assert_num_queries(1):
        figures.figures(indicator, "1980", rehearsal=False)
    with django_assert_num_queries(1):
        assert len(figures.series(indicator, here.places[A], rehearsal=False)) == periods
    with django_assert_num_queries(1):
        assert len(figures.rolled_series(indicator, here.places["LXS"], rehearsal=False)) == periods
