"""What stands in the lines of a form goes into JSON and comes back the same."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.returns import entries
from luoxiao.returns.form import Entry, Mark

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)
ENTRIES = st.builds(
    Entry,
    value=st.none() | NUMBERS,
    mark=st.none() | st.sampled_from(list(Mark)),
    reason=st.text("因为 x", max_size=5),
    typed=st.text("1２万", max_size=5),
    cell=st.sampled_from(["", "E7"]),
)


@given(st.dictionaries(st.sampled_from(["A01", "A02", "B01"]), ENTRIES))
def test_what_is_kept_comes_back_the_same(given_: dict[str, Entry]) -> None:
    back = entries.entries_of(entries.values_of(given_))
    assert all(entries.same(entry, back.get(code, Entry())) for code, entry in given_.items())
    assert entries.fingerprint(back) == entries.fingerprint(given_)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1234.50", "1234.5"), ("1E+3", "1000"), ("0.00", "0"), ("-0", "0"), ("-0.5", "-0.5"), ("100", "100")],
)
def test_a_number_is_written_without_what_says_nothing(value: str, text: str) -> None:
    assert entries.number(Decimal(value)) == text


def test_blank_lines_are_not_kept() -> None:
    assert entries.values_of({"A01": Entry(), "A02": Entry(reason="停业")}) == {"A02": {"reason": "停业"}}


def test_zero_not_known_and_blank_are_three_things() -> None:
    zero, unknown, blank = Entry(Decimal(0)), Entry(mark=Mark.NOT_KNOWN), Entry()
    assert not entries.same(zero, unknown)
    assert not entries.same(unknown, blank)
    assert not entries.same(zero, blank)


def test_where_a_number_was_written_does_not_make_it_another() -> None:
    assert entries.same(Entry(Decimal("1.50"), cell="E7", typed="１.5"), Entry(Decimal("1.5")))
    assert not entries.same(Entry(Decimal(1)), Entry(Decimal(1), reason="新建"))
    assert not entries.same(Entry(typed="三百多"), Entry(typed="四百多"))


def test_changes_come_in_the_order_of_the_form() -> None:
    before, after = {"A": Entry(Decimal(1)), "B": Entry(Decimal(2))}, {"A": Entry(Decimal(1)), "C": Entry(Decimal(3))}
    assert entries.changed(before, after, ["C", "B", "A"]) == ("C", "B")


def test_the_control_total_is_exact() -> None:
    some = {"A": Entry(Decimal("0.1")), "B": Entry(Decimal("0.2")), "C": Entry(mark=Mark.NOT_KNOWN)}
    assert entries.control_total(some) == "0.3"
    assert entries.control_total({}) == "0"


def test_a_line_that_is_edited_stands_in_no_cell_any_more() -> None:
    assert entries.without_cells({"A": Entry(Decimal(1), cell="E7")}) == {"A": Entry(Decimal(1))}
