"""Several writers, one sheet, at the same moment: nothing is lost, and every sum rests on what was written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races import Arena, arena

pytestmark = pytest.mark.races
DO = "tests.indicators.racing:"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Arena]:
    with arena(tmp_path) as made:
        made.run(DO + "make_land")
        yield made


def test_four_counties_written_at_once_all_stand_in_one_sheet(field: Arena) -> None:
    answers = field.race([(DO + "put", "people", n, "2011", str(10**n)) for n in range(4)])
    assert all(isinstance(answer, int) for answer in answers), answers
    assert field.run(DO + "read", "people", "2011") == ["1", "10", "100", "1000", "111"]
    assert field.run(DO + "counts") == [1, 4, 0]


def test_one_cell_written_by_four_keeps_all_four(field: Arena) -> None:
    answers = field.race([(DO + "put", "people", 0, "2011", str(n + 1)) for n in range(4)])
    assert all(isinstance(answer, int) for answer in answers), answers
    assert field.run(DO + "counts") == [1, 4, 3]
    value, *_others, area = field.run(DO + "read", "people", "2011")
    assert value == area
    assert value in {"1", "2", "3", "4"}


def test_parts_written_at_once_make_the_derived_figure_and_the_weighted_area(field: Arena) -> None:
    contestants = [(DO + "put", code, n, "2011", "50") for code in ("people", "urban", "standard") for n in (0, 1)]
    answers = field.race(contestants)
    assert all(isinstance(answer, int) for answer in answers), answers
    assert field.run(DO + "read", "share_of", "2011")[:2] == ["100.0", "100.0"]
    assert field.run(DO + "read", "standard", "2011")[-1] == "50.0"


def test_writers_of_the_same_sheets_in_other_orders_do_not_wait_for_each_other_for_ever(field: Arena) -> None:
    codes = ["people", "urban", "standard", "plain"]
    answers = field.race([(DO + "put_many", codes[n:] + codes[:n], n, "2011", "7") for n in range(4)])
    assert all(isinstance(answer, int) for answer in answers), answers
    assert field.run(DO + "read", "plain", "2011") == ["7", "7", "7", "7", "7"]


def test_a_file_loaded_by_three_at_once_is_loaded_once(field: Arena) -> None:
    answers = field.race([(DO + "load", "5")] * 3)
    assert all(isinstance(answer, int) for answer in answers), answers
    assert field.run(DO + "read", "people", "2011") == ["5", "5", "5", "5", "15"]
    assert field.run(DO + "counts")[2] == 0
