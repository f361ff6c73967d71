"""What a careful clerk would doubt."""

import pytest

from luoxiao.plan.parse import parse
from luoxiao.plan.parse.model import Param
from tests.plan.parse.reading import codes

KNOWN = frozenset({"民政局", "财政局"})
DOUBTS: dict[str, list[tuple[str, str, dict[str, Param]]]] = {
    "1.到，保障制度更加完善。": [("year-lost", "到，", {"words": "到，"})],
    "1.实施《减灾规划（2011-）》。": [("year-lost", "2011-", {"words": "2011-"})],
    "1.12月底前完成。": [("year-missing", "12月底前", {"words": "12月底前"})],
    "1.2021年2月30日前完成。": [("date-impossible", "2021年2月30日前", {"words": "2021年2月30日前"})],
    "1.按照某发〔2012〕号办理。": [("number-lost", "〔2012〕号", {"words": "〔2012〕号"})],
    "1.参保率达到%。": [("number-lost", "达到%", {"words": "达到%"})],
    "1.甲事。\n3.乙事。": [("number-gap", "3.", {"number": "3.", "before": 1, "value": 3})],
    "1.甲事。\n1.乙事。\n2.丙事。": [],
    "一、甲事\n二、乙事\n二、丙事": [("number-twice", "二、", {"number": "二、", "before": 2, "value": 2})],
    "一、甲事\n（一）乙事。\n二、丙事\n（二）丁事。": [],
    "1.甲事，2020年底前办好。（民政局）\n2.乙事，每月办一次。（教育局、各乡镇）\n3.丙事，每年办。（教育局）": [
        ("unit-unknown", "教育局", {"unit": "教育局"})
    ],
    "1.甲事，2020年底前办好。（民政局、财政局牵头）": [
        ("leads-several", "民政局、财政局", {"units": "民政局、财政局"})
    ],
    "1.甲事。（民政局）": [("deadline-missing", "1.", {})],
    "1.甲事，每月办。（民政局）\n2.乙事，每月办。（民政局）\n3.丙事，每月办。": [("unit-missing", "3.", {})],
    "1.每季度通报进展。": [("duty-without-day", "每季度通报进展", {"words": "每季度通报进展"})],
    "1.每月20日前通报进展。": [],
    "1.每日报告情况。": [],
    "1.办好甲事（乙事。": [("mark-unclosed", "（", {"mark": "("})],
    "1.按照《减灾规划（2011—2015年）》（国办发〔2011〕55号）。": [],
    "1.按照《减灾规划》（国办发〔2011〕5号）。": [
        (
            "citation-number",
            "国办发〔2011〕5号",
            {"title": "减灾规划", "printed": "国办发〔2011〕5号", "known": "国办发〔2011〕55号"},
        )
    ],
    "1.按照《关于印发〈减灾规划〉的通知》（国办发〔2011〕第55号）。": [],
    "各地要认真办理。": [("clauses-none", "各地要认真办理。", {})],
}
PAPERS = {"减灾规划(2011-2015年)": "国办发〔2011〕55号"}


@pytest.mark.parametrize("text", DOUBTS)
def test_what_is_doubtful_is_found_where_it_stands(text: str) -> None:
    parsed = parse(text, known_units=KNOWN, known_papers=PAPERS)
    found = [(one.code, text[one.char_start : one.char_end], one.params) for one in parsed.findings]
    assert found == DOUBTS[text]


def test_without_a_register_no_unit_is_unknown() -> None:
    assert codes(parse("1.甲事，每月办。（教育局）")) == []


def test_a_finding_names_its_clause_and_one_in_the_preamble_none() -> None:
    parsed = parse("为办好事（今，提出意见。\n一、甲事\n1.到，完善制度。\n")
    assert [(one.code, one.clause) for one in parsed.findings] == [("mark-unclosed", None), ("year-lost", 1)]


def test_a_paragraph_clause_without_a_deadline_is_doubted_at_its_first_character() -> None:
    parsed = parse("（一）甲\n乙事。（民政局）\n丙事。（财政局）\n")
    assert [(one.char_start, one.char_end, one.clause) for one in parsed.findings] == [(5, 6, 1), (14, 15, 2)]


def test_a_deadline_under_a_clause_is_its_deadline() -> None:
    assert codes(parse("（一）甲事。（民政局）\n1.2020年底前办好。\n2.继续办好。\n")) == []
