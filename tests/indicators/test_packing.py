"""A row packs and unpacks to the same cells, whatever they are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.indicators import packing
from luoxiao.indicators.packing import CODES, HIGHEST, LOWEST, MARKS, Mark, TooFine, TooLarge

ABSENT = CODES[Mark.ABSENT]
AMOUNTS = st.integers(-HIGHEST, HIGHEST) | st.sampled_from(sorted(MARKS))
CELLS = st.dictionaries(st.integers(0, 300), AMOUNTS, max_size=40)


@given(st.lists(CELLS, max_size=5))
def test_what_was_put_last_stands_and_all_else_is_absent(writes):
    packed, plain = b"", {}
    for cells in writes:
        packed = packing.put_amounts(packed, cells)
        plain |= cells
    row = packing.amounts(packed)
    assert {place: packing.at(row, place) for place in range(310)} == {n: plain.get(n, ABSENT) for n in range(310)}


@given(CELLS, st.sets(st.integers(0, 300)) | st.none())
def test_cells_are_those_that_are_not_absent(cells, places):
    packed = packing.put_amounts(b"", cells)
    by = packing.put_origins(b"", dict.fromkeys(cells, 7))
    wanted = {
        place: amount for place, amount in cells.items() if amount != ABSENT and (places is None or place in places)
    }
    assert packing.cells(packed, by, places) == [(place, wanted[place], 7) for place in sorted(wanted)]


@given(CELLS)
def test_a_row_to_be_written_to_keeps_what_it_held(cells):
    packed = packing.put_amounts(b"", cells), packing.put_origins(b"", dict.fromkeys(cells, 3))
    row, by = packing.grown(*packed, 400)
    assert packing.cells(*packing.packed(row, by)) == packing.cells(*packed)


@given(st.integers(-HIGHEST, HIGHEST), st.integers(0, 4))
def test_a_number_comes_back_exactly(amount, scale):
    value = packing.value_of(amount, scale)
    assert value is not None
    assert packing.amount_of(value, scale) == amount
    assert value * 10**scale == amount


@pytest.mark.parametrize("mark", list(Mark))
def test_a_mark_is_no_number_and_zero_is_one(mark):
    assert packing.value_of(CODES[mark], 2) is None
    assert CODES[mark] < LOWEST < -HIGHEST
    assert packing.value_of(0, 2) == 0


def test_the_codes_of_marks_are_those_of_every_database_there_is():
    assert {mark: code + 2**63 for mark, code in CODES.items()} == {
        Mark.ABSENT: 0,
        Mark.NOT_KNOWN: 1,
        Mark.NOT_APPLICABLE: 2,
        Mark.PRINTED: 3,
    }


@pytest.mark.parametrize(("said", "scale"), [("1.5", 0), ("0.001", 2), ("-12.345", 2)])
def test_more_decimal_places_than_are_kept_are_refused_and_not_rounded(said, scale):
    with pytest.raises(TooFine):
        packing.amount_of(Decimal(said), scale)


def test_an_amount_no_figure_can_have_is_refused():
    assert packing.amount_of(Decimal(HIGHEST), 0) == HIGHEST
    for value in (Decimal(HIGHEST + 1), Decimal(-HIGHEST - 1)):
        with pytest.raises(TooLarge):
            packing.amount_of(value, 0)


def test_trailing_zeros_are_no_finer_places():
    assert packing.amount_of(Decimal("1.500"), 1) == 15
    assert packing.amount_of(Decimal("1E+3"), 0) == 1000
