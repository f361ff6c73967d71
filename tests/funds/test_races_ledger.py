"""Several people, one fund's books, at the same moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races import Arena, arena

pytestmark = pytest.mark.races
DO = "tests.funds.racing_ledger:"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Arena]:
    with arena(tmp_path) as made:
        yield made


def kinds(answers: list[object]) -> list[str]:
    """What each met: the name of its exception, or nothing."""
    return sorted(str(answer).partition(":")[0] if str(answer).startswith("!") else "" for answer in answers)


def test_a_split_allotted_by_two_is_allotted_once(field: Arena) -> None:
    run = field.run(DO + "stage")
    answers = field.race([(DO + "allot", name, run) for name in ("clerk", "office")])
    assert kinds(answers) == ["", "!AllottedAlready"], answers
    assert field.run(DO + "standing")[1] == [1, 2]


def test_two_transfers_do_not_spend_one_allotment_together(field: Arena) -> None:
    field.run(DO + "allotted_stage")
    answers = field.race([(DO + "transfer", name, "360730", 40, name) for name in ("clerk", "office")])
    assert kinds(answers) == ["", "!Overdrawn"], answers
    proves, numbers, lying = field.run(DO + "standing")
    assert (proves, numbers, lying["county"], lying["province"]) == (True, [1, 2, 3], 40, 60)


def test_vouchers_of_four_people_have_numbers_without_gaps(field: Arena) -> None:
    field.run(DO + "stage")
    people = ("clerk", "office", "office2", "clerk")
    answers = field.race([(DO + "receive", name, f"文{turn}") for turn, name in enumerate(people)])
    assert sorted(answers) == [2, 3, 4, 5], answers
    proves, numbers, lying = field.run(DO + "standing")
    assert (proves, numbers, lying["pot"]) == (True, [1, 2, 3, 4, 5], 104)


def test_one_bank_receipt_entered_by_two_is_entered_once(field: Arena) -> None:
    field.run(DO + "stage")
    answers = field.race([(DO + "receive", name, "回单7号") for name in ("clerk", "office")])
    assert kinds(answers) == ["", "!EnteredAlready"], answers
    assert field.run(DO + "standing")[2]["pot"] == 101


def test_a_voucher_reversed_by_two_is_reversed_once(field: Arena) -> None:
    voucher = field.run(DO + "allotted_stage")
    answers = field.race([(DO + "reverse", name, voucher) for name in ("clerk", "office")])
    assert kinds(answers) == ["", "!AlreadyReversed"], answers
    proves, numbers, lying = field.run(DO + "standing")
    assert (proves, numbers, lying["pot"]) == (True, [1, 2, 3], 100)


def test_a_transfer_and_a_reversal_of_its_allotment_never_both_happen(field: Arena) -> None:
    voucher = field.run(DO + "allotted_stage")
    answers = field.race([(DO + "reverse", "clerk", voucher), (DO + "transfer", "office", "360730", 10, "文")])
    assert kinds(answers) == ["", "!Overdrawn"], answers
    assert field.run(DO + "standing")[0] is True


def test_an_exception_decided_by_two_is_decided_once(field: Arena) -> None:
    field.run(DO + "stage")
    waiver = field.run(DO + "ask")
    answers = field.race([(DO + "decide", "leader", waiver, True), (DO + "decide", "office", waiver, False)])
    assert kinds(answers) == ["", "!WaiverDecided"], answers
