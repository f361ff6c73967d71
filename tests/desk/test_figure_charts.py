"""The strip of dots and the lines over time: nothing falls off the picture, nothing lies on anything else."""

from datetime import date
from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from luoxiao.desk.figure_charts import APART, TREND, Reading, Spot, strip, trend


def spots(*values: int) -> list[Spot]:
    return [Spot(f"县{place}", Decimal(value), "#B15C18") for place, value in enumerate(values)]


def readings(*values: tuple[int, int]) -> list[Reading]:
    return [Reading(date(year, 12, 31), str(year), Decimal(value)) for year, value in values]


def test_a_strip_of_nothing_is_none() -> None:
    assert strip([], zero=True, mean=None, decimals=0) is None


def test_the_extreme_dots_carry_their_names() -> None:
    drawn = strip(spots(-608, -300, 92), zero=True, mean=Decimal(-272), decimals=0)
    assert drawn is not None
    assert [dot.label for dot in drawn.dots] == ["县0", "", "县2"]
    assert [tick.words for tick in drawn.ticks] == ["−700", "−600", "−500", "−400", "−300", "−200", "−100", "+100"]
    assert drawn.zero is not None
    assert drawn.mean is not None
    assert drawn.mean < drawn.zero


def test_without_an_average_there_is_no_zero_line() -> None:
    drawn = strip(spots(100, 400), zero=False, mean=None, decimals=0)
    assert drawn is not None
    assert (drawn.zero, drawn.mean) == (None, None)
    assert drawn.ticks[0].words == "100"


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=24))
def test_no_dot_covers_another(values: list[int]) -> None:
    drawn = strip(spots(*values), zero=True, mean=None, decimals=0)
    assert drawn is not None
    assert len(drawn.dots) == len(values)
    for one, other in combinations(drawn.dots, 2):
        assert abs(one.x - other.x) >= APART - 0.11 or one.y != other.y
    assert all(0 < dot.x < 740 for dot in drawn.dots)


def test_a_trend_of_nothing_is_none() -> None:
    assert trend([], [], decimals=0) is None


def test_the_gap_is_shaded_where_both_are_known() -> None:
    drawn = trend(readings((2010, 1086), (2011, 1300), (2012, 1723)), readings((2011, 1700), (2012, 2068)), decimals=0)
    assert drawn is not None
    assert drawn.area is not None
    assert drawn.nation is not None
    assert len(drawn.area.points) == 3
    assert drawn.gap.count("L") == 3
    assert (drawn.area.words, drawn.nation.words) == ("1,723", "2,068")
    assert [tick.words for tick in drawn.across] == ["2010", "2011", "2012"]


def test_one_known_day_is_a_dot_and_no_line() -> None:
    drawn = trend(readings((2010, 5)), [], decimals=0)
    assert drawn is not None
    assert drawn.area is not None
    assert (drawn.area.path, len(drawn.area.points), drawn.nation, drawn.gap) == ("", 1, None, "")


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=12))
def test_lines_stay_inside_and_their_names_keep_apart(pairs: list[tuple[int, int]]) -> None:
    area = readings(*((2000 + n, one) for n, (one, _) in enumerate(pairs)))
    nation = readings(*((2000 + n, other) for n, (_, other) in enumerate(pairs)))
    drawn = trend(area, nation, decimals=0)
    assert drawn is not None
    assert drawn.area is not None
    assert drawn.nation is not None
    assert abs(drawn.area.label_y - drawn.nation.label_y) >= 32
    for x, y in (*drawn.area.points, *drawn.nation.points):
        assert TREND["left"] <= x <= TREND["right"]
        assert TREND["top"] <= y <= TREND["bottom"]


def test_a_name_stands_above_every_dot_near_it() -> None:
    drawn = strip(spots(0, 1, 2, 3, 4, 5, 6, 7, 400), zero=False, mean=None, decimals=0)
    assert drawn is not None
    first = drawn.dots[0]
    assert first.label_y < min(dot.y for dot in drawn.dots if abs(dot.x - first.x) <= 26)


def test_the_picture_grows_with_its_numbers() -> None:
    small = trend(readings((2010, 5), (2011, 6)), [], decimals=0)
    large = trend(readings((2010, 11_000_000), (2011, 1_400_000_000)), [], decimals=0)
    assert small is not None
    assert large is not None
    assert small.left == 0
    assert large.left < small.left
    assert large.right > small.right
