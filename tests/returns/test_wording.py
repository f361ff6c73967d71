"""Faults in sentences: which line, what is wrong with its number, how to mend it; the same is said once."""

from datetime import datetime
from decimal import Decimal

import pytest

from luoxiao.core.models import TrailEvent
from luoxiao.core.reminding import kind_on
from luoxiao.returns import actions, specs, wording
from luoxiao.returns.checks import check
from luoxiao.returns.form import Check, Entry, Fault, Form, Known, Line, Severity
from luoxiao.returns.models import Call, Level, Return
from tests.returns import scene as scenes
from tests.returns.scene import Scene, fresh, person

LINES = tuple(
    Line(code, "组", code.lower(), name, "张", "", 0, Decimal(0), Decimal(9999), True)
    for code, name in (("A01", "床位"), ("A02", "集中供养"), ("A03", "护理员"))
)
RULE = Check("H1", "A01 >= A02", "床位 {A01} 张，少于集中供养 {A02} 人。", Severity.ERROR)
FORM = Form("YL-01", 1, "演练", "2012Q3", LINES, (RULE,))


def sentences(entries: dict[str, Entry], known: dict[str, Known] | None = None) -> list[wording.Told]:
    return wording.told(check(FORM, entries, known or {}), form=FORM, entries=entries, unit_name="甲县局")


def full(**values: Entry) -> dict[str, Entry]:
    return {code: Entry(Decimal(5)) for code in ("A01", "A02", "A03")} | values


@pytest.mark.parametrize(
    ("entry", "last", "said"),
    [
        (Entry(typed="三百多"), None, "床位填的是“三百多”，读不出数。填数字，单位张，如 1,234。"),
        (Entry(Decimal("5.5")), None, "床位填了 5.5，小数超过 0 位。四舍五入到 0 位。"),
        (Entry(Decimal(-1)), None, "床位填了 −1 张，小于下限 0。核对数字和单位后改正。"),
        (Entry(Decimal(12345)), None, "床位填了 12,345 张，大于上限 9,999。核对数字和单位后改正。"),
        (Entry(Decimal(1250)), 312, "床位 1,250，超过上期 312 的 3 倍。核对后改正；确属增长的，在“原因说明”写明。"),
        (Entry(Decimal(100)), 312, "床位 100，不到上期 312 的三分之一。核对后改正；确属减少的，在“原因说明”写明。"),
    ],
)
def test_a_fault_says_which_line_what_is_wrong_and_how_to_mend_it(entry: Entry, last: int | None, said: str) -> None:
    known = {"A01": Known(last=Decimal(last))} if last else {}
    assert [told.message for told in sentences(full(A01=entry, A02=Entry(Decimal(0))), known)] == [said]


def test_a_rule_speaks_in_the_offices_words_with_the_figures_in_them() -> None:
    (told,) = sentences(full(A01=Entry(Decimal(1700)), A02=Entry(Decimal(1846))))
    assert told.message == "床位 1,700 张，少于集中供养 1,846 人。（规则 H1：A01 >= A02）"
    assert (told.object, told.period, told.codes, told.fields) == ("甲县局", "2012Q3", ("A01",), ("床位",))


def test_blank_lines_are_told_together_with_their_cells() -> None:
    (told,) = sentences({"A02": Entry(Decimal(5)), "A01": Entry(cell="E5"), "A03": Entry(cell="E7")})
    assert (told.cells, told.fields) == (("E5", "E7"), ("床位", "护理员"))
    assert told.message.startswith("没有填。没有发生填 0")


def test_errors_come_before_warnings_each_in_the_order_of_the_form() -> None:
    entries = full(A01=Entry(Decimal(900)), A02=Entry(Decimal(-1)), A03=Entry(Decimal(-2)))
    told = sentences(entries, {"A01": Known(last=Decimal(100))})
    assert [(each.severity.value, each.codes) for each in told] == [
        ("error", ("A02",)),
        ("error", ("A03",)),
        ("warning", ("A01",)),
    ]


def test_a_fault_told_twice_is_said_once() -> None:
    fault = Fault("A01", Severity.ERROR, "not-a-number", {"typed": "x"})
    (told,) = wording.told([fault, fault], form=FORM, entries={}, unit_name="甲县局")
    assert told.codes == ("A01",)


@pytest.mark.parametrize("code", ["ten-thousand", "gone", "differs", "like-another", "required"])
def test_every_fault_has_its_sentence(code: str) -> None:
    params = {"value": "1", "last": "2", "known": "3", "source": "年鉴", "count": "3"}
    assert "床位" in wording.fault(Fault("A01", Severity.WARNING, code, params), FORM)


def test_a_figure_has_its_thousands_apart_and_a_real_minus() -> None:
    assert [wording.figure(text) for text in ("-1234567.5", "0", "")] == ["−1,234,567.5", "0", "—"]


def test_it_is_said_whose_turn_it_is_in_every_state(call: Call, filed: Return, at: datetime) -> None:
    said = []
    for step in (
        lambda: None,
        lambda: (scenes.fill(filed, at), scenes.send(filed, at)),
        lambda: actions.certify(filed, seen=fresh(filed).version, by=person("certifier"), at=at),
        lambda: actions.approve(filed, seen=fresh(filed).version, by=person("city"), at=at),
        lambda: actions.approve(filed, seen=fresh(filed).version, by=person("office1"), at=at),
        lambda: actions.accept(filed, seen=fresh(filed).version, by=person("office1"), at=at),
        lambda: actions.unlock(filed, reason="有误", seen=fresh(filed).version, by=person("office1"), at=at),
    ):
        step()
        said.append(wording.whose_turn(fresh(filed)))
    assert len(set(said)) == 7
    assert "市级" in said[2]
    assert "办公室" in said[3]


def test_a_closed_call_takes_no_first_return_any_more(call: Call, filed: Return, at: datetime) -> None:
    actions.close_call(call, seen=call.version, by=person("asker"), at=at)
    assert wording.whose_turn(fresh(filed)) == "已截止，没有报送，不再收取。"


def test_a_reminder_names_object_deadline_consequence_and_the_thing_to_do(filed: Return) -> None:
    due = filed.call.due
    before = wording.reminder(filed, kind_on(due, due=due, opened=filed.call.opens_on))
    assert before == "“三季度报表”10月31日截止，剩 1 天，逾期计入迟报名单。填好后送另一人审签。"
    assert "逾期 37 天" in wording.reminder(filed, "late-37")


def test_a_reminder_that_went_out_late_says_how_many_days_are_left(filed: Return) -> None:
    assert "剩 4 天" in wording.reminder(filed, "before-7", left=4)
    assert "逾期 7 天以上" in wording.reminder(filed, "late-7", left=-9)


def test_a_receipt_says_number_time_and_hash(filed: Return, at: datetime) -> None:
    made = scenes.certified(filed, at).submissions.get()
    said = wording.receipt(made)
    assert made.receipt in said
    assert made.sha256 in said
    assert "10月15日 10:00" in said


def test_levels_have_their_names() -> None:
    assert [wording.level_words(level) for level in Level.values] == ["县级", "市级", "省级", "司局", "办公室"]


def test_every_action_in_the_trail_has_its_words(filed: Return, scene: Scene, at: datetime) -> None:
    scenes.accepted(filed, at)
    actions.unlock(filed, reason="有误", seen=fresh(filed).version, by=person("office1"), at=at)
    actions.close_call(filed.call, seen=filed.call.version, by=person("asker"), at=at)
    own = TrailEvent.objects.exclude(action__startswith="figures.")
    assert {event.action for event in own} <= set(wording.TRAIL)


def test_every_severity_has_its_word(call: Call) -> None:
    assert [str(wording.SEVERITIES[severity]) for severity in Severity] == ["错误", "提示"]
    assert specs.form_of(call).checks == ()
