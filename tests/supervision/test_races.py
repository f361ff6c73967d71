"""Two people of the office, one item, at the same moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races import Arena, arena

pytestmark = pytest.mark.races
DO = "tests.supervision.racing_items:"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Arena]:
    with arena(tmp_path) as made:
        yield made


def kinds(answers: list[object]) -> list[str]:
    """What each met: the name of its exception, or nothing."""
    return sorted(str(answer).partition(":")[0] if str(answer).startswith("!") else "" for answer in answers)


def test_an_item_closed_and_sent_back_at_once_is_one_of_them(field: Arena) -> None:
    task, _extension, asked = field.run(DO + "stage")
    answers = field.race([(DO + "close", "first", asked), (DO + "send_back", "second", asked)])
    assert kinds(answers) == ["", "!ClosureDecided"], answers
    state, request, _extended, closed, back, *_more = field.run(DO + "standing", task)
    assert (state, request, closed, back) in [("closed", "closed", 1, 0), ("running", "sent-back", 0, 1)]


def test_more_time_granted_and_refused_at_once_is_one_of_them(field: Arena) -> None:
    task, extension, _asked = field.run(DO + "stage")
    answers = field.race([(DO + "extend", "first", extension, True), (DO + "extend", "second", extension, False)])
    assert kinds(answers) == ["", "!DecidedBefore"], answers
    _state, _request, extended, _closed, _back, granted, refused = field.run(DO + "standing", task)
    assert (extended, granted, refused) in [("granted", 1, 0), ("refused", 0, 1)]
