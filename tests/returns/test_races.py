"""Several people, one return or one call, at the same moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races import Arena, arena

pytestmark = pytest.mark.races
DO = "tests.returns.racing:"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Arena]:
    with arena(tmp_path) as made:
        yield made


def stage(field: Arena, upto: str) -> tuple[int, int]:
    call, filed = field.run(DO + "stage", upto)
    return call, filed


def kinds(answers: list[object]) -> list[str]:
    """What each met: the name of its exception, or nothing."""
    return sorted(str(answer).partition(":")[0] if str(answer).startswith("!") else "" for answer in answers)


def test_two_who_sign_at_once_sign_once(field: Arena) -> None:
    _call, filed = stage(field, "certifying")
    answers = field.race([(DO + "certify", name, filed, 3) for name in ("certifier", "third")])
    assert kinds(answers) == ["", "!NotHere"], answers
    assert field.run(DO + "standing", filed)[:3] == ["reviewing", 1, 1]


def test_one_who_signs_and_one_who_declines_decide_once(field: Arena) -> None:
    _call, filed = stage(field, "certifying")
    answers = field.race([(DO + "certify", "certifier", filed, 3), (DO + "decline", "third", filed, 3)])
    assert kinds(answers) == ["", "!NotHere"], answers
    assert field.run(DO + "standing", filed)[2] == 1


def test_one_review_and_one_sending_back_decide_once(field: Arena) -> None:
    _call, filed = stage(field, "reviewing")
    answers = field.race([(DO + "approve", "city", filed, 4), (DO + "send_back", "city", filed, 4)])
    assert kinds(answers)[0] == "", answers
    assert kinds(answers)[1] in ("!NotHere", "!NotAllowed"), answers
    assert field.run(DO + "standing", filed)[2] == 2


def test_a_return_accepted_by_two_is_a_fact_once(field: Arena) -> None:
    _call, filed = stage(field, "approved")
    answers = field.race([(DO + "accept", name, filed, 6) for name in ("office1", "office2")])
    assert kinds(answers) == ["", "!NotHere"], answers
    assert field.run(DO + "standing", filed)[:3] == ["accepted", 1, 4]
    assert field.run(DO + "facts") == [1, 0]


def test_two_who_fill_different_lines_both_keep_theirs(field: Arena) -> None:
    _call, filed = stage(field, "")
    answers = field.race([(DO + "save", "filler", filed, 1, "A01", "7"), (DO + "save", "third", filed, 1, "A02", "8")])
    assert sorted(answers) == [2, 3], answers
    assert field.run(DO + "standing", filed)[3:] == ["7", "8"]


def test_of_two_who_fill_one_line_the_slower_is_told(field: Arena) -> None:
    _call, filed = stage(field, "")
    answers = field.race(
        [(DO + "save", name, filed, 1, "A01", value) for name, value in (("filler", "7"), ("third", "8"))]
    )
    assert kinds(answers) == ["", "!DraftMoved"], answers
    assert field.run(DO + "standing", filed)[3] in ("7", "8")


def test_a_return_sent_by_two_has_one_receipt(field: Arena) -> None:
    _call, filed = stage(field, "filled")
    answers = field.race([(DO + "send", name, filed, 2) for name in ("filler", "third")])
    assert kinds(answers) == ["", "!InOtherHands"], answers
    assert field.run(DO + "standing", filed)[:2] == ["certifying", 1]


def test_two_workbooks_at_once_are_handed_in_once(field: Arena) -> None:
    _call, filed = stage(field, "")
    answers = field.race([(DO + "upload", name, filed, 1, beds) for name, beds in (("filler", 1700), ("third", 1690))])
    assert kinds(answers) == ["", "!Stale"], answers
    assert field.run(DO + "standing", filed)[:2] == ["certifying", 1]


def test_a_signature_and_a_new_workbook_at_once_never_sign_what_was_not_seen(field: Arena) -> None:
    _call, filed = stage(field, "certifying")
    signed, uploaded = field.race([(DO + "certify", "certifier", filed, 3), (DO + "upload", "filler", filed, 3, 1690)])
    state, submissions, decisions, beds, _rest = field.run(DO + "standing", filed)
    if str(signed).startswith("!"):
        assert str(signed).startswith("!Stale"), signed
        assert (state, submissions, decisions, beds) == ("certifying", 2, 0, "1690")
    else:
        assert str(uploaded).startswith("!InOtherHands"), uploaded
        assert (state, submissions, decisions, beds) == ("reviewing", 1, 1, "1700")


def test_a_call_that_closes_while_somebody_sends_takes_all_or_nothing(field: Arena) -> None:
    call, filed = stage(field, "filled")
    sent, closed = field.race([(DO + "send", "filler", filed, 2), (DO + "close", "asker", call)])
    assert closed == "closed"
    state, submissions, *_rest = field.run(DO + "standing", filed)
    came = not str(sent).startswith("!")
    assert came or str(sent).startswith("!CallClosed"), sent
    assert (state, submissions) == (("certifying", 1) if came else ("filling", 0))


def test_a_call_that_closes_while_somebody_signs_takes_all_or_nothing(field: Arena) -> None:
    call, filed = stage(field, "certifying")
    signed, closed = field.race([(DO + "certify", "certifier", filed, 3), (DO + "close", "asker", call)])
    assert closed == "closed"
    came = not str(signed).startswith("!")
    assert came or str(signed).startswith("!CallClosed"), signed
    assert field.run(DO + "standing", filed)[0] == ("reviewing" if came else "certifying")


def test_two_calls_do_not_pass_one_cap_together(field: Arena) -> None:
    drafts = field.run(DO + "tight_drafts")
    answers = field.race([(DO + "open_call", "asker", call) for call in drafts])
    assert kinds(answers) == ["", "!ReasonWanted"], answers
    assert field.run(DO + "asked") == [2, 0]


def test_a_call_opened_by_two_opens_once(field: Arena) -> None:
    first, _second = field.run(DO + "tight_drafts")
    answers = field.race([(DO + "open_call", name, first) for name in ("asker", "office1")])
    assert kinds(answers)[0] == "", answers
    assert kinds(answers)[1] in ("!NotADraft", "!Stale"), answers
    assert field.run(DO + "asked") == [2, 0]


def test_two_clocks_remind_once(field: Arena) -> None:
    stage(field, "")
    answers = field.race([(DO + "remind", 30), (DO + "remind", 30)])
    assert sorted(answers) == [0, 2], answers
    assert field.run(DO + "reminded") == 2


def test_of_two_who_write_one_rule_version_or_cap_the_slower_is_told(field: Arena) -> None:
    call, _filed = stage(field, "")
    template = field.run(DO + "template_of", call)
    people = ("office1", "office2")
    assert kinds(field.race([(DO + "rule", name, template, "H1") for name in people])) == ["", "!RuleTaken"]
    assert kinds(field.race([(DO + "new_version", name, template) for name in people])) == ["", "!CodeTaken"]
    assert kinds(field.race([(DO + "set_burden", name) for name in people])) == ["", "!BurdenRuleTaken"]
