"""Workbooks come back: the wrong file, the faulty file, the same file, and the right one with its receipt."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from luoxiao.core import files
from luoxiao.core.models import StoredFile
from luoxiao.core.refusals import Stale
from luoxiao.indicators.models import Origin
from luoxiao.organisations.models import NotAllowed
from luoxiao.returns import actions, issuing
from luoxiao.returns.actions.common import CallClosed, InOtherHands
from luoxiao.returns.form import Mark
from luoxiao.returns.models import Call, Return, Submission
from tests.returns import scene as scenes
from tests.returns.scene import GOOD, LAST, PERIOD, Scene, fresh, person

HEADERS = 7  # the row with the headers
VALUE, STATE, REASON, FAULTS = "本期数", "情况", "原因说明", "校核结果"


def filled(content: bytes, **columns: Mapping[str, object]) -> bytes:
    """The workbook with these values, by header and line code, as a person would write them in."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["报表"]
    places = {cell.value: cell.column for cell in sheet[HEADERS]}
    rows = {sheet.cell(row, places["代码"]).value: row for row in range(HEADERS + 1, sheet.max_row + 1)}
    for header, values in columns.items():
        for code, value in values.items():
            sheet.cell(rows[code], places[header]).value = value  # type: ignore[assignment]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def good(filed: Return, **more: object) -> bytes:
    return filled(issuing.workbook_of(fresh(filed)), 本期数={code: float(value) for code, value in GOOD.items()} | more)


def take(filed: Return, content: bytes, at: datetime, *, by: str = "filler", seen: int | None = None) -> Submission:
    seen = seen or fresh(filed).version
    return actions.take_workbook(filed, content=content, name="报表.xlsx", seen=seen, by=person(by), at=at)


def examine(filed: Return, content: bytes, at: datetime, *, by: str = "filler") -> actions.Examined:
    return actions.examine_workbook(filed, content=content, name="报表.xlsx", by=person(by), at=at)


def said(content: bytes) -> list[str]:
    """The sentences of the sheet that says what is wrong."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))[FAULTS]
    return [str(row[2]) for row in sheet.iter_rows(min_row=4, values_only=True) if row[2]]


def test_a_good_workbook_is_kept_gets_its_receipt_and_waits_to_be_signed(filed: Return, at: datetime) -> None:
    content = good(filed)
    made = take(filed, content, at)
    assert (made.number, made.way, made.lines, made.control_total) == (1, "workbook", 3, "3520.5")
    assert made.file is not None
    assert (files.read(made.file), made.file.sha256) == (content, made.sha256)
    found = fresh(filed)
    assert (found.state, found.filled_by, found.values["A01"]["value"]) == ("certifying", person("filler"), "1700")


def test_figures_of_a_workbook_lead_back_to_their_cells(filed: Return, at: datetime) -> None:
    take(filed, good(filed), at)
    actions.certify(filed, seen=fresh(filed).version, by=person("certifier"), at=at)
    for name in ("city", "office1"):
        actions.approve(filed, seen=fresh(filed).version, by=person(name), at=at)
    actions.accept(filed, seen=fresh(filed).version, by=person("office2"), at=at)
    origin = Origin.objects.get()
    assert origin.cells == {"beds": "I8", "residents": "I9", "spent": "I10"}
    assert origin.file == filed.submissions.get().file


def test_a_faulty_workbook_comes_back_annotated_and_leaves_nothing(filed: Return, at: datetime) -> None:
    content = filled(good(filed), 本期数={"A01": -1, "A02": None, "B01": 0.123, "B02": "多数"})
    before = fresh(filed)
    with pytest.raises(actions.FaultyWorkbook, match="4 处错误、0 处提示") as refused:
        take(filed, content, at)
    annotated = refused.value.examined.annotated
    assert annotated is not None
    assert [line.partition("：")[0] for line in said(annotated)] == ["错误"] * 4
    assert (filed.submissions.count(), StoredFile.objects.count()) == (0, 0)
    assert (fresh(filed).version, fresh(filed).values) == (before.version, before.values)


def test_the_annotated_workbook_is_mended_and_taken(filed: Return, at: datetime) -> None:
    scenes.put({"beds": "100"}, at, period=LAST)
    annotated = examine(filed, filled(good(filed), 本期数={"A02": -5}), at).annotated
    assert annotated is not None
    mended = filled(annotated, 本期数={"A02": 1500}, 原因说明={"A01": "新建三所敬老院"})
    assert take(filed, mended, at).number == 1
    assert fresh(filed).values["A01"] == {"value": "1700", "reason": "新建三所敬老院", "cell": "I8"}


def test_a_warning_in_a_workbook_wants_its_reason(filed: Return, at: datetime) -> None:
    scenes.put({"beds": "100"}, at, period=LAST)
    with pytest.raises(actions.FaultyWorkbook, match="0 处错误、1 处提示"):
        take(filed, good(filed), at)


def test_what_was_typed_by_hand_is_understood_and_echoed(filed: Return, at: datetime) -> None:
    content = filled(good(filed), 本期数={"A01": "１，７００", "B01": "3,205,000元", "A02": " 1500 "})
    examined = examine(filed, content, at)
    assert examined.entries["A01"].value == Decimal(1700)
    assert examined.entries["B01"].value == Decimal("320.5")
    assert {"A01", "B01"} <= set(examined.echoes)
    assert examined.blocking == ()


def test_not_known_and_no_change_are_chosen_from_the_list(filed: Return, at: datetime) -> None:
    scenes.put({"beds": "1600"}, at, period=LAST)
    content = filled(issuing.workbook_of(fresh(filed)), 情况={"A01": "无变化", "A02": "不掌握"}, 本期数={"B01": 320.5})
    entries = examine(filed, content, at).entries
    assert (entries["A01"].value, entries["A02"].mark) == (Decimal(1600), Mark.NOT_KNOWN)


def test_known_figures_are_filled_in_and_count_as_reported(scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1700", "residents": "1500"}, at, period=PERIOD)
    filed = scenes.make_call(scene, at).returns.get(unit=scene.county)
    content = filled(issuing.workbook_of(fresh(filed)), 本期数={"B01": 320.5})
    assert take(filed, content, at).control_total == "3520.5"


def test_the_workbook_of_another_unit_period_or_form_gets_a_precise_answer(
    call: Call, filed: Return, scene: Scene, at: datetime
) -> None:
    other = issuing.workbook_of(fresh(call.returns.get(unit=scene.neighbour)))
    with pytest.raises(actions.WorkbookRefused, match="乙县局") as refused:
        take(filed, other, at)
    assert "甲县局" in str(refused.value)
    rehearsal = scenes.make_call(scene, at, is_rehearsal=True).returns.get(unit=scene.county)
    with pytest.raises(actions.WorkbookRefused, match="演练"):
        take(filed, issuing.workbook_of(fresh(rehearsal)), at)
    next_period = scenes.make_call(scene, at, period="2012Q4").returns.get(unit=scene.county)
    with pytest.raises(actions.WorkbookRefused, match="第四季度"):
        take(filed, issuing.workbook_of(fresh(next_period)), at)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"a,b\n1,2\n", b"%PDF-1.4"])
def test_what_is_no_workbook_is_refused_with_a_sentence(filed: Return, at: datetime, content: bytes) -> None:
    with pytest.raises(actions.WorkbookRefused, match="没有收取"):
        take(filed, content, at)
    assert fresh(filed).state == "filling"


def test_a_file_larger_than_any_workbook_is_not_even_read(filed: Return, at: datetime) -> None:
    with pytest.raises(actions.WorkbookTooLarge, match=r"10\.0 MB"):
        take(filed, b"x" * ((10 << 20) + 1), at)


def test_the_same_workbook_again_is_refused_kindly_and_another_shows_what_changed(filed: Return, at: datetime) -> None:
    content = good(filed)
    take(filed, content, at)
    with pytest.raises(actions.SameAgain, match="第 1 次"):
        take(filed, content, at)
    second = examine(filed, filled(content, 本期数={"A01": 1690}), at)
    ((line, before, after),) = [(c.line, c.before.value, c.after.value) for c in second.since_last]
    assert (line, before, after) == ("A01", Decimal(1700), Decimal(1690))
    made = actions.take_examined(filed, examined=second, seen=fresh(filed).version, by=person("filler"), at=at)
    assert (made.number, fresh(filed).state) == (2, "certifying")


def test_the_same_workbook_may_come_again_after_a_mistaken_decline(filed: Return, at: datetime) -> None:
    content = good(filed)
    take(filed, content, at)
    actions.decline(filed, reason="看错了行", seen=fresh(filed).version, by=person("certifier"), at=at)
    assert (take(filed, content, at).number, fresh(filed).state) == (2, "certifying")


def test_the_same_workbook_does_not_answer_what_was_sent_back(filed: Return, at: datetime) -> None:
    content = good(filed)
    take(filed, content, at)
    actions.certify(filed, seen=fresh(filed).version, by=person("certifier"), at=at)
    cells = {"A01": "偏大"}
    actions.send_back(filed, reason="核对", cells=cells, seen=fresh(filed).version, by=person("city"), at=at)
    with pytest.raises(actions.SameAgain, match="A01"):
        take(filed, content, at)
    assert take(filed, filled(content, 原因说明={"A01": "已核对，无误"}), at).number == 2


def test_a_workbook_over_a_draft_that_changed_meanwhile_is_refused_and_loses_nothing(
    filed: Return, at: datetime
) -> None:
    content = good(filed)
    scenes.fill(filed, at, by="third", A01="9")
    with pytest.raises(Stale, match="third"):
        take(filed, content, at, seen=1)
    assert fresh(filed).values == {"A01": {"value": "9"}}
    shown = examine(filed, content, at).since_draft
    assert ("A01", Decimal(9), Decimal(1700)) in [(c.line, c.before.value, c.after.value) for c in shown]


def test_an_upload_during_review_is_refused_before_and_after_looking(filed: Return, at: datetime) -> None:
    content = good(filed)
    examined = examine(filed, content, at)
    scenes.certified(filed, at)
    with pytest.raises(InOtherHands, match="市级"):
        take(filed, content, at)
    with pytest.raises(InOtherHands, match="市级"):
        actions.take_examined(filed, examined=examined, seen=fresh(filed).version, by=person("filler"), at=at)
    assert fresh(filed).submissions.count() == 1


def test_an_upload_while_the_call_closes_is_refused_whole(call: Call, filed: Return, at: datetime) -> None:
    examined = examine(filed, good(filed), at)
    actions.close_call(call, seen=call.version, by=person("asker"), at=at)
    with pytest.raises(CallClosed):
        actions.take_examined(filed, examined=examined, seen=1, by=person("filler"), at=at)
    assert (filed.submissions.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["neighbour", "city", "province", "asker", "office1", "audit"])
def test_only_people_of_the_unit_hand_in_its_workbook(filed: Return, at: datetime, name: str) -> None:
    content = good(filed)
    with pytest.raises(NotAllowed):
        examine(filed, content, at, by=name)
    examined = examine(filed, content, at)
    with pytest.raises(NotAllowed):
        actions.take_examined(filed, examined=examined, seen=1, by=person(name), at=at)


def test_the_workbook_of_what_was_sent_back_holds_the_figures_and_the_remarks(filed: Return, at: datetime) -> None:
    filed = scenes.certified(filed, at)
    cells = {"A01": "与年报不符", "B01": "含基建"}
    actions.send_back(filed, reason="核对", cells=cells, seen=filed.version, by=person("city"), at=at)
    given = issuing.workbook_of(fresh(filed))
    assert said(given) == ["提示：与年报不符", "提示：含基建"]
    examined = examine(filed, filled(given, 本期数={"A01": 1690}), at)
    assert [change.line for change in examined.since_last] == ["A01"]
    assert examined.entries["B01"].value == Decimal("320.5")


def test_a_half_filled_draft_can_be_carried_on_in_a_workbook(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at, A01="1700")
    entry = replace(scenes.entries()["A02"], reason="新增")
    actions.save_draft(filed, entries={"A02": entry}, seen=2, by=person("filler"), at=at)
    content = filled(issuing.workbook_of(fresh(filed)), 本期数={"B01": 320.5})
    entries = examine(filed, content, at).entries
    assert (entries["A01"].value, entries["A02"].reason) == (Decimal(1700), "新增")


def test_what_is_handed_in_on_the_web_after_a_workbook_stands_in_no_cell(filed: Return, at: datetime) -> None:
    assert take(filed, good(filed), at).values["A01"]["cell"]
    actions.decline(filed, reason="核对人数", seen=fresh(filed).version, by=person("certifier"), at=at)
    scenes.fill(filed, at, A02="1499")
    scenes.send(filed, at)
    second = filed.submissions.get(number=2)
    assert second.file is None
    assert [line for line, kept in second.values.items() if "cell" in kept] == []
