"""Several people, one meeting or one series of numbers, at the same moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races import Arena, arena

pytestmark = pytest.mark.races
DO = "tests.supervision.racing_meetings:"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Arena]:
    with arena(tmp_path) as made:
        yield made


def test_of_three_who_decide_at_once_one_point_stands_and_problems_are_numbered_once(field: Arena) -> None:
    meeting = field.run(DO + "make_meeting", 3)
    seen = field.run(DO + "version", meeting)
    answers = field.race([(DO + "decide", n, meeting, seen) for n in range(3)])
    met = sorted(str(answer).partition(":")[0] for answer in answers)
    assert met == ["!Stale", "!Stale", "1"], answers
    numbers = field.race([(DO + "raise_problem", n) for n in range(3)])
    assert sorted(numbers) == ["2012-0001", "2012-0002", "2012-0003"]
    assert field.run(DO + "counts") == [1, 1, 3]
