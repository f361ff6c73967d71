"""Several people, one round, at the same moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races import Arena, arena

pytestmark = pytest.mark.races
DO = "tests.funds.racing_runs:"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Arena]:
    with arena(tmp_path) as made:
        yield made


def kinds(answers: list[object]) -> list[str]:
    """What each met: the name of its exception, or nothing."""
    return sorted(str(answer).partition(":")[0] if str(answer).startswith("!") else "" for answer in answers)


def test_a_draft_adopted_by_two_at_once_is_adopted_once(field: Arena) -> None:
    round, run, _other, seen = field.run(DO + "stage")
    answers = field.race([(DO + "adopt", name, run, seen) for name in ("adopter", "convener")])
    assert kinds(answers) == ["", "!RoundSettled"], answers
    assert field.run(DO + "standing", round)[:3] == ["adopted", ["adopted", "reviewed"], 1]


def test_of_two_drafts_adopted_at_once_one_settles_the_round(field: Arena) -> None:
    round, run, other, seen = field.run(DO + "stage")
    answers = field.race([(DO + "adopt", "adopter", run, seen), (DO + "adopt", "convener", other, seen)])
    assert kinds(answers) == ["", "!RoundSettled"], answers
    state, runs, adoptions, _rounds = field.run(DO + "standing", round)
    assert (state, sorted(runs), adoptions) == ("adopted", ["adopted", "reviewed"], 1)


def test_a_draft_adopted_and_sent_back_at_once_is_one_of_them(field: Arena) -> None:
    round, run, _other, seen = field.run(DO + "stage")
    answers = field.race([(DO + "adopt", "adopter", run, seen), (DO + "send_back", "convener", run)])
    assert kinds(answers)[0] == "", answers
    assert kinds(answers)[1] in ("!RoundSettled", "!OtherState"), answers
    state, runs, adoptions, _rounds = field.run(DO + "standing", round)
    assert (state, runs[0], adoptions) in [("adopted", "adopted", 1), ("open", "returned", 0)]


def test_a_draft_saved_while_another_is_adopted_is_seen_or_not_kept(field: Arena) -> None:
    round, run, _other, seen = field.run(DO + "stage")
    answers = field.race([(DO + "adopt", "adopter", run, seen), (DO + "save", "first", round, seen)])
    assert kinds(answers) in (["", "!RoundSettled"], ["", "!Stale"]), answers
    state, runs, adoptions, _rounds = field.run(DO + "standing", round)
    assert (state, len(runs), adoptions) in [("adopted", 2, 1), ("open", 3, 0)]


def test_of_two_who_save_at_once_the_slower_is_told(field: Arena) -> None:
    round, _run, _other, seen = field.run(DO + "stage")
    answers = field.race([(DO + "save", name, round, seen) for name in ("first", "second")])
    assert kinds(answers) == ["", "!Stale"], answers
    assert field.run(DO + "standing", round)[1] == ["reviewed", "reviewed", "draft"]


def test_a_round_begun_by_two_is_begun_once(field: Arena) -> None:
    round, *_rest = field.run(DO + "stage")
    answers = field.race([(DO + "open_round", name, 3) for name in ("first", "second")])
    assert kinds(answers) == ["", "!RoundTaken"], answers
    assert field.run(DO + "standing", round)[3] == 2
