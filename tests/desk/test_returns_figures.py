"""Figures as an officer reads them, and the small line of the last periods."""

from decimal import Decimal

import pytest

from luoxiao.desk.returns_figures import change, grouped, shown, typed
from luoxiao.desk.returns_spark import BASE, TOP, spark
from luoxiao.returns.form import Entry, Mark

D = Decimal


@pytest.mark.parametrize(
    ("value", "scale", "said"),
    [
        ("12790", 0, "12,790"),
        ("320.5", 2, "320.50"),
        ("3.505", 2, "3.505"),
        ("-3", 0, "−3"),
        ("0", 0, "0"),
    ],
)
def test_a_figure_has_thousands_a_real_minus_and_never_loses_digits(value: str, scale: int, said: str) -> None:
    assert shown(D(value), scale) == said


def test_no_figure_is_a_dash_and_zero_is_zero() -> None:
    assert (shown(None, 0), shown(D(0), 1)) == ("—", "0.0")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (Entry(value=D("1700")), "1,700"),
        (Entry(mark=Mark.NOT_KNOWN), "不掌握"),
        (Entry(mark=Mark.NOT_APPLICABLE), "不适用"),
        (Entry(typed="约三百"), "约三百"),
        (Entry(value=D(12000), typed="1.2万"), "12,000"),
        (Entry(), ""),
    ],
)
def test_an_input_holds_the_number_the_mark_or_what_was_typed(entry: Entry, said: str) -> None:
    assert typed(entry, 0) == said


@pytest.mark.parametrize(
    ("last", "this", "unit", "said"),
    [
        ("46210", "462100", "人", "+900.0%"),
        ("4102.6", "3980.1", "万元", "−3.0%"),
        ("305", "305", "元", "0.0%"),
        ("88", "104", "%", "+16 点"),
        ("88", "88", "%", "0 点"),
        ("0", "5", "人", "—"),
        ("0", "0", "人", "0.0%"),
        ("-10", "-5", "人", "+50.0%"),
        (None, "5", "人", "—"),
        ("5", None, "人", "—"),
    ],
)
def test_the_change_is_signed_and_of_percentages_in_points(
    last: str | None, this: str | None, unit: str, said: str
) -> None:
    assert change(D(last) if last else None, D(this) if this else None, unit) == said


def test_a_control_total_is_grouped() -> None:
    assert grouped("-1234567.5") == "−1,234,567.5"


def test_the_small_line_ends_where_the_present_value_begins() -> None:
    drawn = spark([("2012Q1", D(10)), ("2012Q2", D(20))], D(100), ("20", "100"))
    assert drawn.line == f"8,{BASE} 122,71"
    assert (drawn.last_x, drawn.last_y) == (122, 71)
    assert (drawn.this_x, drawn.this_y) == (236, TOP)
    assert (drawn.square_x, drawn.square_y, drawn.label_x) == (231, 11, 226)
    assert drawn.first_period == "2012Q1"


def test_a_line_of_one_value_lies_in_the_middle() -> None:
    drawn = spark([("2012Q2", D(5))], D(5), ("5", "5"))
    assert drawn.last_y == drawn.this_y == (TOP + BASE) // 2
