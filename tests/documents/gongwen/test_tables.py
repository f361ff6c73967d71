"""Widths of columns."""

from hypothesis import given
from hypothesis import strategies as st

from luoxiao.documents.gongwen import Column, Table
from luoxiao.documents.gongwen.tables import widths


def test_columns_are_as_wide_as_their_shares() -> None:
    assert widths(Table((Column("甲", 1), Column("乙", 3)), ()), 8000) == [2000, 6000]


@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=12), st.integers(5000, 13000))
def test_widths_add_up_to_the_block(shares: list[float], whole: int) -> None:
    found = widths(Table(tuple(Column("甲", share) for share in shares), ()), whole)
    assert sum(found) == whole
    assert all(abs(size - whole * share / sum(shares)) <= 1 for size, share in zip(found, shares, strict=True))
