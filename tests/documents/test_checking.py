"""报告 asks for nothing; 请示 asks one thing of one office; a title ends with its kind."""

import pytest

from luoxiao.documents.checking import addressees, asks, faults

BOSS = "国务院扶贫开发领导小组"


def codes(kind: str, body: str = "", *, title: str = "", to: str = BOSS) -> list[str]:
    names = {"report": "关于情况的报告", "request": "关于补助的请示", "letter": "关于补助的函"}
    return [fault.code for fault in faults(kind, title=title or names[kind], addressee=to, body=body)]


@pytest.mark.parametrize(
    "asked",
    [
        "请予批准",
        "请批示",
        "妥否，请批示",
        "当否，请审示",
        "恳请给予支持",
        "请求批准",
        "请财政部门于年底前办理，并请拨付资金",
        "建议中央予以增拨",
        "希望国务院批准",
    ],
)
def test_a_report_that_asks_is_found_with_its_line(asked: str) -> None:
    found = faults("report", title="关于情况的报告", addressee=BOSS, body=f"现将情况报告如下。\n情况很好。{asked}。")
    assert [(fault.code, fault.params["line"]) for fault in found] == [("report-asks", 2)]
    assert str(found[0].params["said"]) in asked


@pytest.mark.parametrize(
    "told",
    [
        "经请示国务院同意，方案已印发",
        "财政部已批准，资金已拨付到县",
        "各县申请的项目已经评审",
        "部领导作出批示",
        "县民政局反映的请示事项已答复",
    ],
)
def test_a_report_may_tell_of_what_was_asked_and_granted(told: str) -> None:
    assert codes("report", f"{told}。") == []


def test_every_request_in_a_report_is_named_once() -> None:
    body = "一、情况\n请予批准。请拨付。\n二、其他\n特此报告。"
    assert [(line, said) for line, said in asks(body)] == [(2, "请予批准"), (2, "请拨付")]
    assert codes("report", body) == ["report-asks", "report-asks"]


def test_a_request_of_one_thing_to_one_office_is_right() -> None:
    assert codes("request", "为做好救助，请批准提高标准。\n妥否，请批示。") == []


@pytest.mark.parametrize(
    ("to", "count"), [("财政部、国务院扶贫办", 2), ("财政部，扶贫办；发展改革委", 3), ("各省民政厅", 1)]
)
def test_a_request_goes_to_one_office(to: str, count: int) -> None:
    found = faults("request", title="关于补助的请示", addressee=to, body="妥否，请批示。")
    assert [(fault.code, fault.params["count"]) for fault in found] == [("several-addressees", count)]


def test_a_request_asks_for_something() -> None:
    assert codes("request", "现将情况说明如下。") == ["asks-nothing"]


def test_a_request_of_two_things_is_found_and_its_closing_formula_is_none() -> None:
    body = "一、标准\n请批准提高标准。\n二、人员\n请增加编制。\n以上请示妥否，请批示。"
    found = faults("request", title="关于补助的请示", addressee=BOSS, body=body)
    assert [(fault.code, fault.params) for fault in found] == [("several-matters", {"lines": "2、4"})]


@pytest.mark.parametrize(
    ("kind", "title"), [("report", "关于情况的请示报告"), ("request", "关于补助的报告"), ("letter", "关于补助的通知")]
)
def test_a_title_ends_with_its_kind(kind: str, title: str) -> None:
    assert "title" in codes(kind, "请批准。" if kind == "request" else "", title=title)


def test_other_kinds_may_ask_anybody() -> None:
    assert codes("letter", "请予支持。请拨付。", to="财政部、国务院扶贫办") == []


def test_offices_are_parted_at_their_marks() -> None:
    assert addressees("财政部、国务院扶贫办，发展改革委：") == ("财政部", "国务院扶贫办", "发展改革委")
    assert addressees("湖南省民政厅，24县（市、区）民政局") == ("湖南省民政厅", "24县（市、区）民政局")
    assert addressees("") == ()
