"""Several people, one text or one version, at the same moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races import Arena, arena

pytestmark = pytest.mark.races
DO = "tests.plan.racing:"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Arena]:
    with arena(tmp_path) as made:
        made.run(DO + "make_people", 4)
        yield made


def test_one_text_imported_by_four_is_one_version(field: Arena) -> None:
    answers = field.race([(DO + "propose", n) for n in range(4)])
    assert sorted(str(answer).partition(":")[0] for answer in answers) == ["!SameText"] * 3 + ["1"]
    assert field.run(DO + "counts")[:3] == [1, 1, 7]


def test_four_next_versions_have_four_numbers(field: Arena) -> None:
    field.run(DO + "import_version")
    assert sorted(field.race([(DO + "propose_next", n) for n in range(4)])) == [2, 3, 4, 5]


def test_a_version_adopted_by_three_and_withdrawn_by_one_is_decided_once(field: Arena) -> None:
    version = field.run(DO + "import_version")
    acts = [(DO + "adopt", n, version) for n in range(3)]
    answers = field.race([*acts, (DO + "withdraw", 3, version)])
    assert sum(not str(answer).startswith("!NotWaiting") for answer in answers) == 1, answers
    tasks = field.run(DO + "counts")[3]
    assert tasks == (3 if field.run(DO + "state", version) == "adopted" else 0)
