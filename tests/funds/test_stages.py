"""The table of a project's way."""

from datetime import date

import pytest

from luoxiao.funds import stages
from luoxiao.funds.stages import MOVES, WAY, Party, Step, move_from


def test_the_straight_way_leads_from_draft_to_acceptance() -> None:
    steps = (Step.APPLY, Step.REVIEW, Step.APPROVE, Step.FUND, Step.START, Step.COMPLETE, Step.ACCEPT)
    state, seen = "draft", []
    for step in steps:
        move = move_from(state, step)
        assert move
        state = move.target
        seen.append(state)
    assert tuple(seen) == WAY


def test_a_step_leads_from_a_state_to_one_place_only() -> None:
    arrows = [(move.source, move.step) for move in MOVES]
    assert len(arrows) == len(set(arrows))


@pytest.mark.parametrize("state", ["accepted", "withdrawn"])
def test_nothing_leads_on_from_an_end(state: str) -> None:
    assert stages.moves_from(state) == []
    assert stages.ahead(state) == ()


@pytest.mark.parametrize("state", ["funded", "started", "completed", "accepted"])
def test_a_project_whose_money_was_issued_is_not_withdrawn(state: str) -> None:
    assert move_from(state, Step.WITHDRAW) is None


def test_money_and_judgement_are_never_the_countys() -> None:
    judged = {move.step for move in MOVES if move.party is not Party.COUNTY}
    assert judged == {Step.REVIEW, Step.APPROVE, Step.SEND_BACK, Step.FUND, Step.MEND, Step.ACCEPT}
    assert all(move.says for move in MOVES if move.step in (Step.SEND_BACK, Step.MEND, Step.ACCEPT, Step.WITHDRAW))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", stages.DATED),
        ("returned", stages.DATED),
        ("applied", stages.DATED),
        ("funded", ("started", "completed", "accepted")),
        ("completed", ("accepted",)),
    ],
)
def test_what_lies_ahead(state: str, expected: tuple[str, ...]) -> None:
    assert stages.ahead(state) == expected


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([("draft", 1), ("applied", 2), ("reviewed", 3)], {1, 2}),
        ([("draft", 1), ("applied", 1), ("returned", 3), ("draft", 2)], {1, 2}),
        ([("funded", 9), ("started", 1), ("completed", 2), ("started", 3), ("completed", 2)], {1, 2}),
        ([], set()),
    ],
)
def test_who_sent_work_back_did_not_prepare_it(taken: list[tuple[str, int]], expected: set[int]) -> None:
    assert stages.prepared_by(taken) == expected


def test_dates_that_run_back_are_named_with_the_stage_before() -> None:
    dates = {"reviewed": date(2012, 11, 1), "started": date(2012, 12, 1), "completed": date(2012, 11, 30)}
    assert stages.out_of_order(dates) == ("started", "completed")
    assert stages.out_of_order(dates | {"completed": date(2012, 12, 1)}) is None
    assert stages.undated(dates) == ["approved", "funded", "accepted"]
