"""The map: every county gets the shade its legend says, and what is missing is counted."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from luoxiao.desk.boundaries import outline
from luoxiao.desk.figure_map import REACHED, County, Map, paint

CODES = [shape.code for shape in outline().counties]


def painted(*shorts: str | None, average: bool = True, less: bool = False, decimals: int = 0) -> Map:
    counties = [
        County(code, "某县", "", "", "", None if short is None else Decimal(short))
        for code, short in zip(CODES, shorts, strict=False)
    ]
    return paint(counties, average=average, less=less, decimals=decimals)


def test_the_legend_says_round_bounds_and_counts_its_counties() -> None:
    drawn = painted("608", "588", "468", "208", "32", "-92", "0", None)
    assert [(band.words, band.count) for band in drawn.legend] == [
        ("低 600 以上", 1),
        ("低 400～600", 2),
        ("低 200～400", 1),
        ("低 200 以内", 1),
        ("达到或超过", 2),
        ("没有数据", 1),
    ]


def test_only_those_that_have_reached_the_average_are_hatched() -> None:
    drawn = painted("608", "-92", "0", None)
    assert [county.is_hatched for county in drawn.counties] == [False, True, True, False]
    assert [band.is_hatched for band in drawn.legend] == [False, False, False, False, True, False]
    assert dict(drawn.fills)[CODES[1]] == REACHED


def test_where_less_is_good_the_words_turn_round() -> None:
    words = [band.words for band in painted("608", "-1", less=True).legend]
    assert words == ["高 600 以上", "高 400～600", "高 200～400", "高 200 以内", "达到或低于"]


def test_without_an_average_the_figures_themselves_are_shaded() -> None:
    drawn = painted("900", "100", "0", average=False)
    assert [(band.words, band.count) for band in drawn.legend] == [
        ("750 以上", 1),
        ("500～750", 0),
        ("250～500", 0),
        ("0～250", 2),
    ]


def test_shades_of_figures_begin_near_the_smallest() -> None:
    words = [(band.words, band.count) for band in painted("43.7", "31", "24", average=False, decimals=1).legend]
    assert words == [("35 以上", 1), ("30～35", 1), ("25～30", 0), ("20～25", 1)]


def test_figures_that_are_all_the_same_have_one_shade() -> None:
    drawn = painted("5", "5", average=False)
    assert len({county.fill for county in drawn.counties}) == 1
    assert [band.count for band in drawn.legend] == [0, 0, 0, 2]
    assert not any(county.is_hatched for county in drawn.counties)


def test_a_map_without_any_figure_is_white_and_says_so() -> None:
    drawn = painted(None, None)
    assert {county.fill for county in drawn.counties} == {"#FFFFFF"}
    assert drawn.legend[-1].count == 2


@given(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9)), min_size=1, max_size=24), st.booleans())
def test_every_county_is_counted_once(shorts: list[int | None], average: bool) -> None:
    drawn = painted(*(None if short is None else str(short) for short in shorts), average=average)
    assert sum(band.count for band in drawn.legend) == len(shorts)
    assert len(drawn.counties) == len(shorts)
