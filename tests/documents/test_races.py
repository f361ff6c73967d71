"""Several people, one series of numbers or one draft, at the same moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races import Arena, arena

pytestmark = pytest.mark.races
DO = "tests.documents.racing:"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Arena]:
    with arena(tmp_path) as made:
        made.run(DO + "make_people", 4)
        yield made


def kinds(answers: list[object]) -> list[str]:
    """What each met: the name of its exception, or nothing."""
    return sorted(str(answer).partition(":")[0] if str(answer).startswith("!") else "" for answer in answers)


def test_four_papers_issued_at_once_have_four_numbers(field: Arena) -> None:
    papers = field.run(DO + "make_drafts", 4)
    answers = field.race([(DO + "issue", n, paper) for n, paper in enumerate(papers)])
    assert sorted(answers) == [1, 2, 3, 4]
    assert field.run(DO + "counts") == [4, 8, 4]


def test_one_number_typed_by_four_is_given_once(field: Arena) -> None:
    papers = field.run(DO + "make_drafts", 4)
    answers = field.race([(DO + "issue", n, paper, 236) for n, paper in enumerate(papers)])
    assert kinds(answers) == ["", *["!NumberTaken"] * 3], answers
    assert field.run(DO + "counts") == [1, 2, 236]


def test_one_draft_issued_by_three_and_withdrawn_by_one_is_decided_once(field: Arena) -> None:
    (paper,) = field.run(DO + "make_drafts", 1)
    answers = field.race([*((DO + "issue", n, paper) for n in range(3)), (DO + "withdraw", 3, paper)])
    met = kinds(answers)
    assert met.count("") == 1, answers
    assert set(met) <= {"", "!IssuedAlready", "!NotADraft"}, answers


def test_one_quarter_prepared_by_four_has_one_draft(field: Arena) -> None:
    answers = field.race([(DO + "prepare", n) for n in range(4)])
    assert kinds(answers) == ["", *["!DraftExists"] * 3], answers
