"""How figures are printed."""

from decimal import Decimal

import pytest

from luoxiao.desk.figure_words import amount, places_of, plain, signed, steps


@pytest.mark.parametrize(
    ("value", "scale", "said"),
    [
        ("1234567.5", 0, "1,234,568"),
        ("1234.5", 2, "1,234.50"),
        ("-608", 0, "−608"),
        ("-0.4", 0, "0"),
        ("0", 1, "0.0"),
        ("2.5", 0, "3"),
    ],
)
def test_an_amount_has_commas_its_decimal_places_and_the_minus_of_print(value: str, scale: int, said: str) -> None:
    assert amount(Decimal(value), scale) == said


@pytest.mark.parametrize(
    ("value", "said"), [("92", "+92"), ("-608", "−608"), ("0", "0"), ("0.2", "0"), ("1723", "+1,723")]
)
def test_a_difference_says_its_direction(value: str, said: str) -> None:
    assert signed(Decimal(value)) == said


def test_what_is_not_there_is_a_dash_on_the_page_and_nothing_in_a_file() -> None:
    assert (amount(None), signed(None), plain(None)) == ("—", "—", "")


def test_a_file_gets_plain_digits() -> None:
    assert [plain(Decimal(said)) for said in ("-1234.50", "1E+3", "0")] == ["-1234.50", "1000", "0"]


@pytest.mark.parametrize(
    ("length", "wanted", "step"),
    [("608", 4, "200"), ("600", 4, "200"), ("400", 4, "100"), ("0.7", 4, "0.2"), ("9", 4, "2.5")],
)
def test_steps_are_round_and_cover_the_length(length: str, wanted: int, step: str) -> None:
    found = steps(Decimal(length), wanted)
    assert found == Decimal(step)
    assert found * wanted >= Decimal(length)


def test_finer_steps_leave_no_class_empty_for_nothing() -> None:
    assert [steps(Decimal(said), 4, finer=True) for said in ("1123276", "608", "12")] == [300_000, 200, 3]


@pytest.mark.parametrize(
    ("values", "scale", "places"),
    [
        (("-468.0", "92.0"), 1, 0),
        (("-468.5", "92.0"), 1, 1),
        (("1723.5", "2"), 1, 0),
        (("95.2077", "40"), 4, 1),
        (("3.2625", "1"), 4, 2),
        ((), 4, 0),
    ],
)
def test_pictures_print_as_few_places_as_say_something(values: tuple[str, ...], scale: int, places: int) -> None:
    assert places_of(map(Decimal, values), scale) == places
