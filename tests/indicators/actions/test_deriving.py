"""Derived figures follow what they are made of, and nothing else writes them."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoxiao.core.expressions import evaluate, parse
from luoxiao.indicators import figures
from luoxiao.indicators.actions import NewRow, put_rows
from luoxiao.indicators.actions.putting import DerivedFigure
from luoxiao.indicators.figures import Mark
from luoxiao.indicators.models import Sheet, Superseded
from tests.indicators.scene import BY, PUBLISHED, make_indicator

A, B = "990121", "990122"


@pytest.fixture
def there(here):
    """The land with derived indicators: a share, a growth over the period before, one derived from another."""
    formulas = {"share_of": "urban / people * 100", "growth": "people - last.people", "twice": "share_of × 2"}
    for code, formula in formulas.items():
        here.indicators[code] = make_indicator(code, here.at, formula=formula, scale=1, over_places="none")
    return here


def read(there, code, place=A, rehearsal=False):
    found = figures.series(there.indicators[code], there.places[place], rehearsal=rehearsal)
    return {period: figure.value for period, figure in found}


def test_a_derived_figure_appears_when_its_last_part_does_with_that_origin(there):
    there.put(("people", A, "2011", "300"))
    assert read(there, "share_of") == {}
    origin = there.put(("urban", A, "2011", "100"))
    assert read(there, "share_of") == {"2011": Decimal("33.3")}
    (cell,) = figures.series(there.indicators["share_of"], there.places[A], rehearsal=False)
    assert cell[1].origin_id == origin.pk


def test_what_is_derived_from_a_derived_figure_follows_too(there):
    there.put(("people", A, "2011", "300"), ("urban", A, "2011", "100"))
    assert read(there, "twice") == {"2011": Decimal("66.6")}
    there.put(("urban", A, "2011", "150"))
    assert (read(there, "share_of"), read(there, "twice")) == ({"2011": Decimal("50.0")}, {"2011": Decimal("100.0")})


def test_a_corrected_figure_moves_the_growth_of_its_own_and_of_the_next_period(there):
    there.put(*(("people", A, str(year), str(number)) for year, number in ((2010, 100), (2011, 130), (2012, 150))))
    assert read(there, "growth") == {"2011": 30, "2012": 20}
    there.put(("people", A, "2011", "140"))
    assert read(there, "growth") == {"2011": 40, "2012": 10}
    replaced = Superseded.objects.filter(indicator=there.indicators["growth"]).order_by("period")
    assert [(each.period, each.amount) for each in replaced] == [("2011", 300), ("2012", 200)]


def test_a_figure_that_can_no_longer_be_computed_goes_away_and_stays_in_the_history(there):
    there.put(("people", A, "2011", "300"), ("urban", A, "2011", "100"))
    there.put(("urban", A, "2011", Mark.NOT_KNOWN))
    assert read(there, "share_of") == {}
    assert [each.amount for each in figures.history(
        there.indicators["share_of"], there.places[A], "2011", rehearsal=False)] == [333]  # fmt: skip


def test_a_division_by_zero_is_no_figure(there):
    there.put(("people", A, "2011", "0"), ("urban", A, "2011", "0"))
    assert read(there, "share_of") == {}


def test_another_place_and_the_rehearsal_are_left_alone(there):
    there.put(("people", A, "2011", "300"), ("urban", B, "2011", "100"))
    there.put(("urban", A, "2011", "100"), rehearsal=True)
    assert [read(there, "share_of", place, rehearsal) for place in (A, B) for rehearsal in (False, True)] == [{}] * 4
    assert not Sheet.objects.filter(indicator=there.indicators["share_of"], is_rehearsal=False).exists()


def test_a_derived_figure_is_not_put_in_by_hand(there):
    with pytest.raises(DerivedFigure, match="urban / people"):
        there.put(("people", A, "2011", "1"), ("share_of", A, "2011", "5"))
    assert not Sheet.objects.exists()


def test_whole_rows_derive_as_single_figures_do(there):
    places = np.array([there.places[A].pk, there.places[B].pk])
    rows = [
        NewRow(there.indicators["people"], "2011", places, np.array([300, 500])),
        NewRow(there.indicators["urban"], "2011", places, np.array([100, 200])),
    ]
    put_rows(rows, origin=PUBLISHED, rehearsal=False, by=BY, at=there.at)
    assert (read(there, "twice"), read(there, "twice", B)) == ({"2011": Decimal("66.6")}, {"2011": Decimal("80.0")})


WRITES = st.lists(
    st.tuples(
        st.sampled_from(["people", "urban"]),
        st.sampled_from([A, B]),
        st.sampled_from(["2010", "2011", "2012"]),
        st.integers(0, 50) | st.sampled_from([Mark.NOT_KNOWN, Mark.NOT_APPLICABLE]),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(WRITES)
def test_in_whatever_order_figures_come_the_derived_are_those_of_the_last_ones(there, writes):
    from django.db import transaction

    with transaction.atomic():
        plain = {}
        for code, place, period, said in writes:
            there.put((code, place, period, Decimal(said) if isinstance(said, int) else said))
            plain[code, place, period] = Decimal(said) if isinstance(said, int) else None
        for place in (A, B):
            for code in ("share_of", "growth"):
                assert read(there, code, place) == expected(there.indicators[code], plain, place)
        transaction.set_rollback(True)


def expected(indicator, plain, place):
    """The plain reading: the formula over the last figures, for every period it can be computed for."""
    found = {}
    for period in ("2010", "2011", "2012", "2013"):
        values = {
            name: plain.get((name.removeprefix("last."), place, str(int(period) - name.startswith("last."))))
            for name in parse(indicator.formula).names
        }
        result = evaluate(parse(indicator.formula), values)
        if result is not None:
            found[period] = Decimal(int(abs(result) * 10 + Decimal("0.5"))).scaleb(-1).copy_sign(result)
    return found
