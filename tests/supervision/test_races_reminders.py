"""Several clocks at one database: nobody is told twice, no letter goes twice."""

from pathlib import Path

import pytest

from tests.races import arena

pytestmark = pytest.mark.races
HERE = "tests.supervision.racing_reminders"


def test_three_clocks_at_once_tell_and_send_everything_once(tmp_path: Path) -> None:
    with arena(tmp_path) as field:
        field.run(f"{HERE}:make_people", 12)
        answers = field.race([(f"{HERE}:round_of_reminders",)] * 3)
        assert all(isinstance(answer, list) for answer in answers), answers
        field.run(f"{HERE}:round_of_reminders")
        assert field.run(f"{HERE}:outcome") == [240, 12, 12, 12]
        assert [sum(counts) for counts in zip(*answers, strict=True)][:2] == [240, 12]
