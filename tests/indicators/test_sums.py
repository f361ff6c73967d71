"""Places put together: the same as adding them up one by one, to the last unit, also beyond the range of int64."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.indicators import sums
from luoxiao.indicators.packing import CODES, HIGHEST
from luoxiao.indicators.sums import Groups, Sum

NUMBERS = st.integers(-HIGHEST, HIGHEST)
ROWS = st.lists(NUMBERS | st.sampled_from(sorted(CODES.values())), max_size=30)
GROUPS = st.dictionaries(st.integers(100, 110), st.lists(st.integers(0, 40), unique=True, max_size=12), max_size=5)


def numbers(row):
    return {place: amount for place, amount in enumerate(row) if amount >= -HIGHEST}


def packed(row):
    return np.array(row, np.int64)


def found(pairs, places):
    """The plain reading: (numerator, denominator) of each place that counts."""
    return Sum(sum(up for up, _ in pairs), sum(down for _, down in pairs), len(pairs), len(places))


def each(groups, count):
    plain = {name: count(places) for name, places in groups.items() if places}
    return {name: one for name, one in plain.items() if one.counted}


@given(ROWS, GROUPS)
def test_a_total_is_the_sum_of_what_is_known(row, groups):
    known = numbers(row)

    def count(places):
        values = [known[place] for place in places if place in known]
        return Sum(sum(values), 1, len(values), len(places))

    assert sums.total(packed(row), Groups(groups)) == each(groups, count)


@given(ROWS, GROUPS)
def test_a_mean_counts_every_known_place_the_same(row, groups):
    known = numbers(row)
    plain = each(groups, lambda places: found([(known[p], 1) for p in places if p in known], places))
    assert sums.mean(packed(row), Groups(groups)) == plain


@given(ROWS, ROWS, GROUPS)
def test_a_weighted_mean_leaves_out_places_without_a_weight(row, weights, groups):
    known, weight = numbers(row), numbers(weights)

    def count(places):
        return found([(known[p] * weight[p], weight[p]) for p in places if p in known and p in weight], places)

    assert sums.weighted(packed(row), packed(weights), Groups(groups)) == each(groups, count)


@given(ROWS, ROWS, GROUPS)
def test_a_ratio_adds_both_parts_where_both_are_known(above, below, groups):
    up, down = numbers(above), numbers(below)
    plain = each(groups, lambda places: found([(up[p], down[p]) for p in places if p in up and p in down], places))
    assert sums.ratio(packed(above), packed(below), Groups(groups)) == plain


@given(NUMBERS, st.integers(-50, 50))
def test_a_result_is_rounded_half_away_from_zero(numerator, denominator):
    one = Sum(numerator, denominator, 3, 3)
    if not denominator:
        assert one.result is one.rounded is None
        return
    assert one.result == Fraction(numerator, denominator)
    assert abs(one.rounded - one.result) <= Fraction(1, 2)
    if abs(one.rounded - one.result) == Fraction(1, 2):
        assert abs(one.rounded) > abs(one.result)


def test_nothing_is_known_of_nothing():
    assert sums.total(packed([]), Groups({})) == {}
    assert sums.total(packed([]), Groups({100: [0, 1], 101: []})) == {}
    assert Sum(0, 1, 0, 3).result is None


SUMS = st.dictionaries(
    st.integers(1, 500), st.builds(Sum, *[st.integers(-(2**62), 2**62)] * 2, *[st.integers(0, 3000)] * 2), max_size=8
)


@given(st.lists(SUMS, max_size=5), st.sets(st.integers(1, 500)))
def test_kept_sums_come_back_for_the_places_asked(sheets, places):
    read = sums.unpack([sums.pack(sheet) for sheet in sheets], list(places))
    wanted = [[(place, sheet[place]) for place in sorted(sheet) if place in places] for sheet in sheets]
    assert read == wanted


@pytest.mark.parametrize("numerator", [2**63, -(2**63) - 1])
def test_a_sum_that_no_longer_fits_is_left_out_and_not_bent(numerator):
    (read,) = sums.unpack([sums.pack({1: Sum(numerator, 1, 2, 2), 2: Sum(5, 1, 1, 1)})], [1, 2])
    assert read == [(2, Sum(5, 1, 1, 1))]
