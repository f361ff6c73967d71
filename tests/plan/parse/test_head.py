"""Title, number, citations and the end of the paper."""

import pytest

from luoxiao.plan.parse import parse
from luoxiao.plan.parse.quiet import COVER, cover, titles

HEADS = {
    "某市养老工作方案\n某发〔2020〕3号\n各县：\n为办好事，制定本方案。\n一、甲\n": (
        "某市养老工作方案",
        "某发〔2020〕3号",
    ),
    "某市政府关于加快推进养老和\n托育产业发展的意见\n一、甲\n": ("某市政府关于加快推进养老和托育产业发展的意见", None),
    "某发[2020]3号\n\n各县：\n为办好事，提出意见。\n一、甲\n": (None, "某发[2020]3号"),
    "四、甲\n（一）乙。\n": (None, None),
    "某县关于养老的实施意见（某政〔2020〕3号）\n一、甲\n": ("某县关于养老的实施意见", "某政〔2020〕3号"),
    "某市关于养老的意见某发〔2020〕3号各县：为办好事，提出意见。一、甲（一）乙1.丙。2.丁。": (
        "某市关于养老的意见",
        "某发〔2020〕3号",
    ),
    "某市养老方案（2021—2023年）为办好事，制定本方案。\n一、甲\n": ("某市养老方案（2021—2023年）", None),
    "某省政府办公厅\n关于印发某省\n推进养老服务\n和托育服务\n三年行动方案的通知\n一、甲\n": (
        "某省政府办公厅关于印发某省推进养老服务和托育服务三年行动方案的通知",
        None,
    ),
    "任务\n责任单位\n一、甲\n": (None, None),
    "序号  任务  责任单位  时限\n1  修路  交通局  年底\n": (None, None),
    "某县行动计划（2021—2023年）\n一、甲\n": ("某县行动计划（2021—2023年）", None),
    "某县乡村建设十件大事\n一、甲\n": ("某县乡村建设十件大事", None),
    "某区关于印发2020年区政府\n工作报告目标任务责任分解\n方案的通 知\n一、甲\n": (
        "某区关于印发2020年区政府工作报告目标任务责任分解方案的通 知",
        None,
    ),
    "某省关于印发养老工作方案\n某发〔2017〕5号\n一、甲\n": ("某省关于印发养老工作方案", "某发〔2017〕5号"),
    "发文字号: 某办函〔2014〕31号 发布日期: 2014年3月10日\n某办关于分工的通知\n一、甲\n": (
        "某办关于分工的通知",
        "某办函〔2014〕31号",
    ),
    "附件2\n2024年某县实事分解表\n序号\n事项\n1\n修路\n2\n架桥\n": ("2024年某县实事分解表", None),
}
CITED = {
    "按照《救助办法（试行）》（国发〔2012〕1号）": [("救助办法（试行）", "国发〔2012〕1号", False)],
    "按照《救助办法》（国发【2012】1号，以下简称《办法》），落实《办法》": [
        ("救助办法", "国发【2012】1号", False),
        ("办法", None, True),
        ("办法", None, True),
    ],
    "按照《救助暂行办法》（国务院令第649号）": [("救助暂行办法", "国务院令第649号", False)],
    "按照国发〔2012〕1号《救助办法甲》": [("救助办法甲", "国发〔2012〕1号", False)],
    "按照《养老税收公告》（2021年第24号）": [("养老税收公告", "2021年第24号", False)],
    "为落实《政府工作报告》": [("政府工作报告", None, False)],
    "按照《关于印发《救助规划》的通知》": [("关于印发《救助规划》的通知", None, False)],
    "按照《关于印发〈救助规划〉的通知》": [("关于印发〈救助规划〉的通知", None, False)],
    "现将《某县救助细目》印发给你们": [("某县救助细目", None, True)],
    "《某县救助细目》已经县政府同意，现印发给你们": [("某县救助细目", None, True)],
    "《某市养老工作方案》的任务": [("某市养老工作方案", None, True)],
    "为落实《政府工作报告甲》的任务": [("政府工作报告甲", None, False)],
    "没有关上的《书名": [],
}
ENDS = {
    "1.甲。（民政局）\n各局要制定措施。\n": "各局要制定措施。\n",
    "1.甲。\n责任单位：民政局\n完成时限：长期\n": "",
    "1.甲。\n责任单位：民政局\n完成时限：长期\n请抓好落实。\n": "请抓好落实。\n",
    "1.甲。\n乙。\n某县人民政府\n2020年3月1日\n": "某县人民政府\n2020年3月1日\n",
    "1.甲。\n二〇二〇年三月一日\n抄送：县委。\n": "二〇二〇年三月一日\n抄送：县委。\n",
    "1.甲。\n附件：任务表\n": "附件：任务表\n",
    "1.甲。\n乙。\n": "",
}


@pytest.mark.parametrize("text", HEADS)
def test_a_head_has_a_title_and_a_number(text: str) -> None:
    parsed = parse(text)
    assert (parsed.title, parsed.doc_number) == HEADS[text]


@pytest.mark.parametrize("words", CITED)
def test_a_citation_has_the_number_printed_beside_it(words: str) -> None:
    parsed = parse(f"某市养老工作方案\n1.{words}，抓好落实。\n")
    assert [(cited.title, cited.number, cited.is_alias) for cited in parsed.citations] == CITED[words]


@pytest.mark.parametrize("text", ENDS)
def test_the_words_after_the_last_clause_are_in_none(text: str) -> None:
    parsed = parse(text)
    assert text[parsed.closing_start :] == ENDS[text]
    assert parsed.clauses[-1].char_end == parsed.closing_start


def test_words_after_the_end_belong_to_no_clause() -> None:
    parsed = parse("1.甲。（民政局）\n各局每季度通报进展。\n")
    assert [duty.clause for duty in parsed.duties] == [None]


def test_a_text_without_clauses_is_all_preamble() -> None:
    parsed = parse("各地要认真办理。")
    assert parsed.clauses == ()
    assert parsed.pieces == ("各地要认真办理。", "")


def test_titles_nest_and_what_they_hold_is_covered() -> None:
    text = "《甲《乙》丙》丁《戊\n己》"
    assert titles(text) == [(0, 7)]
    assert cover(text, titles(text)) == f"《{COVER * 5}》丁《戊\n己》"


def test_a_title_that_goes_on_too_long_begins_anew() -> None:
    text = "《" + "甲" * 200 + "《乙》"
    assert titles(text) == [(201, 204)]
