"""Several processes at one database: nothing lost, nothing doubled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races import Arena, arena

pytestmark = pytest.mark.races


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Arena]:
    with arena(tmp_path) as made:
        yield made


def test_sealers_and_writers_together_leave_one_sound_chain(field: Arena) -> None:
    writers = [("tests.core.racing:write_lines", 40)] * 4
    sealers = [("tests.core.racing:seal", 15)] * 2
    answers = field.race(writers + sealers)
    assert all(answer is None for answer in answers[:4]), answers
    sound, checked, written = field.run("tests.core.racing:verify")
    assert (sound, checked, written) == (True, 160, 160)


def test_every_claimed_version_is_counted_once(field: Arena) -> None:
    paper = field.run("tests.core.racing:make_paper")
    won = field.race([("tests.core.racing:claim", paper, 25)] * 4)
    assert sum(won) == field.run("tests.core.racing:version", paper) - 1


def test_one_key_sent_by_six_processes_acts_once(field: Arena) -> None:
    assert field.race([("tests.core.racing:act_once", "k")] * 6) == ["/done/"] * 6
    assert field.run("tests.core.racing:lines") == 1
