"""Results are rounded once, as offices round, and never claim what the exact number does not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.indicators.rounding import half_up, share


@pytest.mark.parametrize(
    ("exact", "places", "said"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(-1, 300), 1, "0.0"),
        (Fraction(5), 2, "5.00"),
        (Fraction(-12345, 100), 1, "-123.5"),
    ],
)
def test_half_goes_away_from_zero(exact: Fraction, places: int, said: str) -> None:
    assert str(half_up(exact, places)) == said


@given(st.fractions(-1000, 1000), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_half_a_unit(exact: Fraction, places: int) -> None:
    assert abs(Fraction(half_up(exact, places)) - exact) <= Fraction(1, 2 * 10**places)


@given(st.fractions(0, 2))
def test_only_one_is_printed_as_100(exact: Fraction) -> None:
    assert (share(exact) == 100) == (exact == 1)
