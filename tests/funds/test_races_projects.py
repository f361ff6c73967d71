"""Several people, one project, at the same moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races import Arena, arena
from tests.returns.test_races import kinds

pytestmark = pytest.mark.races
DO = "tests.funds.racing_projects:"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Arena]:
    with arena(tmp_path) as made:
        yield made


def test_a_project_approved_by_two_is_approved_once(field: Arena) -> None:
    project, seen = field.run(DO + "stage", "review")
    answers = field.race([(DO + "take", name, "approve", project, seen) for name in ("bureau", "office")])
    assert kinds(answers) == ["", "!NotAtThisStage"], answers
    assert field.run(DO + "standing", project) == ["approved", 1, 4]


def test_one_approval_and_one_sending_back_decide_once(field: Arena) -> None:
    project, seen = field.run(DO + "stage", "review")
    answers = field.race(
        [(DO + "take", *who, project, seen) for who in (("bureau", "approve"), ("office", "send-back"))]
    )
    assert kinds(answers) == ["", "!NotAtThisStage"], answers
    state, taken, tasks = field.run(DO + "standing", project)
    assert (taken, tasks) == (1, 4 if state == "approved" else 0)


def test_an_application_changed_while_it_is_made_is_never_one_that_was_not_seen(field: Arena) -> None:
    project, seen = field.run(DO + "stage", "")
    applied, changed = field.race(
        [(DO + "take", "clerk-a", "apply", project, seen), (DO + "change", "second-a", project, seen)]
    )
    if applied == "applied":
        assert str(changed).startswith("!NotAtThisStage"), changed
    else:
        assert str(applied).startswith("!Stale"), applied
        assert changed == seen + 1


def test_two_applications_of_a_county_have_two_numbers(field: Arena) -> None:
    field.run(DO + "stage", "")
    answers = field.race([(DO + "apply_anew", name) for name in ("clerk-a", "second-a")])
    assert sorted(answers) == ["360730-2012-002", "360730-2012-003"]
