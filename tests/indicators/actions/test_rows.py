"""Whole rows of figures: the same as figure by figure, only many at once."""

from decimal import Decimal

import numpy as np
import pytest

from luoxiao.core.models import TrailEvent
from luoxiao.indicators import figures
from luoxiao.indicators.actions import NewRow, RowRefused, put_rows
from luoxiao.indicators.figures import Mark
from luoxiao.indicators.models import Origin, Printed, Sheet, Superseded
from luoxiao.indicators.packing import CODES
from tests.indicators.scene import BY, PUBLISHED

A, B, C, D = "990121", "990122", "990123", "990124"


def row(here, indicator, period, **amounts):
    """A row by code of place, written c990121=5."""
    places = [here.places[code.removeprefix("c")].pk for code in amounts]
    return NewRow(
        here.indicators[indicator], period, np.array(places, np.int64), np.array([*amounts.values()], np.int64)
    )


def put(here, *rows, rehearsal=False):
    return put_rows(rows, origin=PUBLISHED, rehearsal=rehearsal, by=BY, at=here.at)


def everything(rehearsal=False):
    return sorted(
        Sheet.objects.filter(is_rehearsal=rehearsal).values_list("indicator__code", "period", "amounts", "rollup")
    )


def test_rows_leave_what_the_same_figures_one_by_one_leave(here):
    put(here, row(here, "people", "2011", c990121=100, c990122=300), row(here, "standard", "2011", c990121=10005))
    by_rows = everything()
    here.put(("people", A, "2011", "100"), ("people", B, "2011", "300"), rehearsal=True)
    here.put(("standard", A, "2011", "1000.5"), rehearsal=True)
    assert by_rows == everything(rehearsal=True)
    assert figures.rollup(here.indicators["standard"], "2011", here.places["LXS"], rehearsal=False).value == Decimal(
        "1000.5"
    )


def test_the_same_row_again_changes_nothing_and_keeps_its_origin(here):
    first = put(here, row(here, "people", "2011", c990121=1, c990122=2))
    put(here, row(here, "people", "2011", c990121=1, c990122=2))
    found = figures.figures(here.indicators["people"], "2011", rehearsal=False)
    assert {figure.origin_id for figure in found.values()} == {first.pk}
    assert not Superseded.objects.exists()
    assert list(TrailEvent.objects.order_by("id").values_list("after", flat=True)) == [
        {"given": 2, "changed": 2},
        {"given": 2, "changed": 0},
    ]


def test_what_a_row_replaces_is_kept_and_what_it_leaves_out_stays(here):
    here.put(("people", A, "2011", "1"), ("people", B, "2011", "35-40"), ("people", C, "2011", "3"))
    second = put(here, row(here, "people", "2011", c990121=5, c990122=CODES[Mark.NOT_KNOWN], c990124=9))
    found = figures.figures(here.indicators["people"], "2011", rehearsal=False)
    assert {code: found[here.places[code].pk].value for code in (A, B, C, D)} == {A: 5, B: None, C: 3, D: 9}
    assert found[here.places[B].pk].mark is Mark.NOT_KNOWN
    kept = Superseded.objects.order_by("id")
    assert [(each.place.code, each.amount, each.printed, each.replaced_by_id) for each in kept] == [
        (A, 1, "", second.pk),
        (B, CODES[Mark.PRINTED], "35-40", second.pk),
    ]
    assert not Printed.objects.exists()


def test_what_rests_on_a_row_as_its_weight_is_counted_anew(here):
    put(here, row(here, "people", "2011", c990121=1, c990122=1))
    put(here, row(here, "standard", "2011", c990121=1000, c990122=2000))
    put(here, row(here, "people", "2011", c990121=3))
    assert figures.rollup(here.indicators["standard"], "2011", here.places["LXS"], rehearsal=False).value == 125


@pytest.mark.parametrize(
    ("period", "amounts", "why"),
    [
        ("2011年", {"c990121": 1}, "期别"),
        ("2011", {"c990121": 2**60}, "太大"),
        ("2011", {"c990121": CODES[Mark.PRINTED]}, "不是数"),
        ("2011", {"c990121": CODES[Mark.ABSENT]}, "不是数"),
    ],
)
def test_one_wrong_row_keeps_all_rows_out(here, period, amounts, why):
    with pytest.raises(RowRefused, match=why):
        put(here, row(here, "people", "2010", c990121=1), row(here, "people", period, **amounts))
    assert not Sheet.objects.exists()
    assert not Origin.objects.exists()


def test_a_place_twice_an_unknown_place_and_a_row_twice_are_refused(here):
    people, one = here.indicators["people"], here.places[A].pk
    for places, why in (([one, one], "两个数"), ([10**6], "不认得")):
        with pytest.raises(RowRefused, match=why):
            put(here, NewRow(people, "2011", np.array(places), np.ones(len(places), np.int64)))
    with pytest.raises(RowRefused, match="两次"):
        put(here, row(here, "people", "2011", c990121=1), row(here, "people", "2011", c990122=1))
    assert not Sheet.objects.exists()
