"""Drafts that two people fill, and what is handed in."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from luoxiao.core import trail
from luoxiao.core.refusals import Stale
from luoxiao.organisations.models import NotAllowed
from luoxiao.returns import actions
from luoxiao.returns.actions.common import CallClosed, InOtherHands, NotOpenYet, UnknownLine
from luoxiao.returns.form import Entry
from luoxiao.returns.models import Call, Return
from tests.returns import scene as scenes
from tests.returns.scene import LAST, Scene, fresh, person


def save(filed: Return, at: datetime, *, seen: int, by: str = "filler", **values: str) -> Return:
    return actions.save_draft(filed, entries=scenes.entries(**values), seen=seen, by=person(by), at=at)


def values(filed: Return) -> dict[str, str]:
    return {code: kept.get("value", "") for code, kept in fresh(filed).values.items()}


def test_a_saved_line_leaves_the_others_as_they_are(filed: Return, at: datetime) -> None:
    save(filed, at, seen=1, A01="1")
    saved = save(filed, at, seen=2, A02="2")
    assert values(filed) == {"A01": "1", "A02": "2"}
    assert (saved.version, saved.saved_at, fresh(filed).state) == (3, at, "filling")


def test_a_line_may_be_emptied_again(filed: Return, at: datetime) -> None:
    save(filed, at, seen=1, A01="1", A02="2")
    actions.save_draft(filed, entries={"A01": Entry()}, seen=2, by=person("filler"), at=at)
    assert values(filed) == {"A02": "2"}


def test_saving_what_stands_there_already_changes_nothing(filed: Return, at: datetime) -> None:
    save(filed, at, seen=1, A01="1")
    assert save(filed, at + timedelta(hours=1), seen=2, A01="1.0").version == 2
    assert fresh(filed).saved_at == at
    assert trail.history(filed).count() == 1


def test_what_cannot_be_read_is_kept_in_the_draft(filed: Return, at: datetime) -> None:
    entry = Entry(typed="三百多", reason="估计")
    actions.save_draft(filed, entries={"A01": entry}, seen=1, by=person("filler"), at=at)
    assert fresh(filed).values == {"A01": {"typed": "三百多", "reason": "估计"}}


def test_two_people_who_fill_different_lines_both_keep_theirs(filed: Return, at: datetime) -> None:
    save(filed, at, seen=1, A01="1")
    save(filed, at, seen=1, by="third", A02="2")
    assert values(filed) == {"A01": "1", "A02": "2"}


def test_the_second_of_two_who_change_one_line_is_told_and_nothing_is_written(filed: Return, at: datetime) -> None:
    save(filed, at, seen=1, A01="1")
    save(filed, at + timedelta(minutes=1), seen=2, by="third", A01="5")
    with pytest.raises(actions.DraftMoved, match=r"A01.*third") as refused:
        save(filed, at, seen=2, A01="7", A02="9")
    (moved,) = refused.value.moved
    assert (moved.line, moved.before.value, moved.now.value, moved.mine.value) == (
        "A01",
        Decimal(1),
        Decimal(5),
        Decimal(7),
    )
    assert values(filed) == {"A01": "5"}
    assert isinstance(refused.value, Stale)


def test_a_whole_page_that_did_not_touch_a_changed_line_does_not_put_it_back(filed: Return, at: datetime) -> None:
    save(filed, at, seen=1, A01="1", A02="2")
    save(filed, at, seen=2, by="third", A01="5")
    save(filed, at, seen=2, A01="1", A02="3")
    assert values(filed) == {"A01": "5", "A02": "3"}


def test_a_page_that_is_older_than_a_decision_does_not_put_back_what_was_changed_before_it(
    filed: Return, at: datetime
) -> None:
    scenes.fill(filed, at)
    opened_at = fresh(filed).version
    scenes.fill(filed, at, by="third", A01="1690")
    scenes.send(filed, at, by="third")
    actions.decline(filed, reason="核对床位", seen=fresh(filed).version, by=person("certifier"), at=at)
    save(filed, at, seen=opened_at, **scenes.GOOD | {"A02": "1490"})
    assert values(filed) == {"A01": "1690", "A02": "1490", "B01": "320.5"}
    with pytest.raises(actions.DraftMoved, match="A01"):
        save(filed, at, seen=opened_at, A01="1710")


def test_two_who_write_the_same_agree(filed: Return, at: datetime) -> None:
    save(filed, at, seen=1, A01="1")
    assert save(filed, at, seen=1, by="third", A01="1").version == 2


def test_a_line_that_the_form_does_not_have_is_refused(filed: Return, at: datetime) -> None:
    with pytest.raises(UnknownLine, match="Z99"):
        save(filed, at, seen=1, Z99="1")


@pytest.mark.parametrize("name", ["neighbour", "city", "province", "asker", "office1", "audit"])
def test_only_people_of_the_unit_fill_and_send(filed: Return, at: datetime, name: str) -> None:
    with pytest.raises(NotAllowed):
        save(filed, at, seen=1, by=name, A01="1")
    with pytest.raises(NotAllowed):
        actions.send_to_sign(filed, seen=1, by=person(name), at=at)
    assert fresh(filed).values == {}


def test_sending_gives_a_receipt(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at)
    made = actions.send_to_sign(filed, seen=2, by=person("filler"), at=at)
    assert made.receipt == f"YL-01-2012Q3-360730-{filed.call_id}-1"
    assert (made.number, made.way, made.lines, made.control_total, made.at) == (1, "form", 3, "3520.5", at)
    assert len(made.sha256) == 64
    assert (fresh(filed).state, fresh(filed).filled_by) == ("certifying", person("filler"))


def test_the_receipt_of_a_rehearsal_says_so(scene: Scene, at: datetime) -> None:
    call = scenes.make_call(scene, at, is_rehearsal=True)
    filed = scenes.certified(call.returns.get(unit=scene.county), at)
    assert filed.submissions.get().receipt.startswith("演练-YL-01")


def test_faults_keep_a_return_from_being_sent(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at, A01="-1", B01="0.123")
    with pytest.raises(actions.FaultsLeft, match="3 处错误、0 处提示") as refused:
        actions.send_to_sign(filed, seen=2, by=person("filler"), at=at)
    assert [(fault.line, fault.code) for fault in refused.value.faults] == [
        ("A01", "below"),
        ("A02", "required"),
        ("B01", "decimals"),
    ]
    assert filed.submissions.count() == 0
    assert fresh(filed).version == 2


def test_a_warning_lets_through_with_a_reason(filed: Return, at: datetime) -> None:
    scenes.put({"beds": "100"}, at, period=LAST)
    scenes.fill(filed, at)
    with pytest.raises(actions.FaultsLeft, match="0 处错误、1 处提示"):
        actions.send_to_sign(filed, seen=2, by=person("filler"), at=at)
    explained = replace(scenes.entries()["A01"], reason="新建三所敬老院")
    actions.save_draft(filed, entries={"A01": explained}, seen=2, by=person("filler"), at=at)
    assert scenes.send(filed, at).state == "certifying"


def test_a_return_that_changed_since_the_page_was_opened_is_not_sent(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at)
    save(filed, at, seen=2, by="third", A01="1699")
    with pytest.raises(Stale, match="third"):
        actions.send_to_sign(filed, seen=2, by=person("filler"), at=at)
    assert filed.submissions.count() == 0


def test_what_waits_to_be_signed_is_not_edited(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at)
    scenes.send(filed, at)
    with pytest.raises(InOtherHands, match=r"待审签.*审签人"):
        save(filed, at, seen=3, A01="1")


def test_what_is_under_review_is_not_edited_and_the_sentence_says_who_has_it(filed: Return, at: datetime) -> None:
    scenes.certified(filed, at)
    with pytest.raises(InOtherHands, match=r"待审核.*市级"):
        save(filed, at, seen=9, A01="1")


def test_the_same_again_is_refused_kindly(filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    actions.send_back(filed, reason="核对", cells={"A01": "偏大"}, seen=filed.version, by=person("city"), at=at)
    with pytest.raises(actions.SameAgain, match=r"第 1 次.*A01"):
        scenes.send(filed, at)
    explained = replace(scenes.entries()["A01"], reason="已核对，无误")
    actions.save_draft(filed, entries={"A01": explained}, seen=fresh(filed).version, by=person("filler"), at=at)
    assert scenes.send(filed, at).state == "certifying"
    assert [made.number for made in filed.submissions.all()] == [1, 2]


@pytest.mark.parametrize("way", ["declined", "unlocked"])
def test_the_same_may_come_again_after_a_mistaken_decline_or_unlock(filed: Return, at: datetime, way: str) -> None:
    if way == "declined":
        scenes.fill(filed, at)
        filed = scenes.send(filed, at)
        actions.decline(filed, reason="看错了行", seen=filed.version, by=person("certifier"), at=at)
    else:
        filed = scenes.accepted(filed, at)
        actions.unlock(filed, reason="开错了表", seen=filed.version, by=person("office1"), at=at)
    assert scenes.send(filed, at).state == "certifying"
    assert [made.number for made in filed.submissions.all()] == [1, 2]


def test_nothing_comes_in_before_the_call_opens(scene: Scene, at: datetime) -> None:
    opens_on = at.date() + timedelta(days=1)
    call = scenes.make_call(scene, at, opens_on=opens_on)
    filed = call.returns.get(unit=scene.county)
    with pytest.raises(NotOpenYet, match="10月16日"):
        save(filed, at, seen=1, A01="1")
    midnight = datetime(2012, 10, 16, tzinfo=at.tzinfo)
    assert save(filed, midnight, seen=1, A01="1").version == 2


def test_a_call_that_closed_takes_nothing_more_and_keeps_the_draft(call: Call, filed: Return, at: datetime) -> None:
    scenes.fill(filed, at)
    actions.close_call(call, seen=call.version, by=person("asker"), at=at)
    for do in (
        lambda: save(filed, at, seen=2, A01="1"),
        lambda: actions.send_to_sign(filed, seen=2, by=person("filler"), at=at),
    ):
        with pytest.raises(CallClosed, match="甲司另行布置"):
            do()
    assert values(filed)["A01"] == "1700"


def test_after_closing_a_return_that_had_come_may_be_corrected(call: Call, filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    actions.close_call(call, seen=call.version, by=person("asker"), at=at)
    actions.send_back(filed, reason="核对", cells={"A01": "偏大"}, seen=filed.version, by=person("city"), at=at)
    scenes.fill(filed, at, A01="1699")
    assert scenes.send(filed, at).state == "certifying"


def test_numbers_that_another_unit_has_sent_raise_a_doubt_without_naming_it(
    call: Call, filed: Return, scene: Scene, at: datetime
) -> None:
    scenes.certified(call.returns.get(unit=scene.neighbour), at, filler="neighbour", certifier="neighbour2")
    scenes.fill(filed, at)
    with pytest.raises(actions.FaultsLeft) as refused:
        scenes.send(filed, at)
    (fault,) = refused.value.faults
    assert (fault.line, fault.code, fault.params) == ("A01", "like-another", {"count": "3"})
