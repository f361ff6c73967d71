"""Who does it: groups in every form, names without labels, and who leads."""

import pytest

from luoxiao.plan.parse import Unreadable, groups, parse
from tests.plan.parse.reading import units

GROUPS = {
    # brackets
    "(民政局)": "民政局",
    "（民政局、财政局）": "民政局、财政局",
    "〔民政局牵头，财政局配合〕": "民政局*、财政局+",
    "[民政局负责]": "民政局",
    "【责任单位：民政局、财政局】": "民政局、财政局",
    "（民政局、财政局按职责分工负责）": "民政局、财政局",
    "（民政局、财政局等国务院相关部门及各地区按职责分工负责）": "民政局、财政局、国务院相关部门、各地区",
    "（民政局会同财政局、教育局负责）": "民政局*、财政局+、教育局+",
    "（民政局牵头，会同财政局落实）": "民政局*、财政局+",
    "（*民政局、财政局）": "民政局*、财政局",
    "（民政局、财政局*）": "民政局、财政局*",
    "（民政局（牵头）、财政局（配合））": "民政局*、财政局+",
    "（牵头单位：民政局；配合单位：财政局；完成时限：2020年底）": "民政局*、财政局+",
    "（牵头部门：民政局，责任部门：财政局）": "民政局*、财政局",
    "（责任领导：张三；责任单位：民政局；责任人：李四）": "民政局",
    "（民政局主办，财政局协办）": "民政局*、财政局+",
    "（财政局参与，民政局牵头）": "财政局+、民政局*",
    "（民政局牵头，2020年底前完成）": "民政局*",
    "（民政局牵头，财政局配合，持续推进）": "民政局*、财政局+",
    "（民政局为牵头单位，财政局为配合单位）": "民政局*、财政局+",
    "（县发展改革局（粮食局）、财政局负责）": "县发展改革局（粮食局）、财政局",
    "（各县（市、区）人民政府，市直有关部门和单位）": "各县（市、区）人民政府、市直有关部门和单位",
    "（省水利厅和国网省电力公司参与）": "省水利厅+、国网省电力公司+",
    "（市教育局和市财政局负责）": "市教育局、市财政局",
    "（工业和信息化部、文化和旅游部负责）": "工业和信息化部、文化和旅游部",
    "（各级党委和政府负责）": "各级党委和政府",
    "（各部门及单位负责）": "各部门及单位",
    "（民政局负责。财政局、教育局以及卫生局配合。）": "民政局、财政局+、教育局+、卫生局+",
    "（甲镇、乙镇、丙开发区管委会负责落实）": "甲镇、乙镇、丙开发区管委会",
    "（民政局推进办负责）": "民政局推进办",
    "（市委组织部）": "市委组织部",
    # lines and sentences of their own
    "\n责任单位：民政局、财政局": "民政局、财政局",
    "\n责任单位　民政局": "",
    "\n牵头单位：民政局\n配合单位：财政局\n完成时限：2020年底": "民政局*、财政局+",
    "\n牵头单位：民政局；责任单位：财政局；完成时限：长期": "民政局*、财政局",
    "\n\n牵头单位：民政局\n\n责任单位：各街道，财政局": "民政局*、各街道、财政局",
    "责任单位：民政局。": "民政局",
    "由民政局牵头，财政局配合。": "民政局*、财政局+",
    "关于这个问题，由民政局会同财政局、教育局等部门研究提出落实意见。": "民政局*、财政局+、教育局+",
    "（省民政厅、财政厅等省有关部门和各市人民政府负责）": "省民政厅、财政厅、省有关部门、各市人民政府",
    "（市民政局，某开发区管委会（以下统称各区）负责）": "市民政局、某开发区管委会",
    "（民政局，各市、县人民政府）": "民政局、各市、县人民政府",
    "（民政局、各市、县人民政府负责）": "民政局、各市、县人民政府",
    "〔民政局牵头，各县、区人民政府（管委会）负责。以下均需落实〕": "民政局*、各县、区人民政府（管委会）",
    "\n【责任单位】民政局、财政局": "民政局、财政局",
    "【牵头单位】民政局　【配合单位】财政局、教育局": "民政局*、财政局+、教育局+",
    "\n【责任单位】：民政局": "民政局",
    "\n责任单位（牵头）：民政局\n责任单位（配合）：财政局": "民政局*、财政局+",
    "\n牵头单位（首位）：民政局、财政局": "民政局*、财政局",
    "\n责任单位（首位为牵头单位）：民政局、财政局": "民政局*、财政局",
    "责任单位：民政局（牵头单位）、财政局（配合单位）": "民政局*、财政局+",
    "（民政局、财政局负责。以下各项均需各县落实，不再逐一列出）": "民政局、财政局",
    "（民政局，以下任务由各县（市、区）人民政府负责，不再列出）": "民政局",
    "（民政局牵头，后续各项工作均需各县政府负责）": "民政局*",
    "（民政局负责。上述任务涉及各县的，由各县政府落实）": "民政局",
    # no groups
    "（以下简称领导小组）": "",
    "（见附件）": "",
    "（含市直单位）": "",
    "财政局负责落实资金，教育局负责培训。": "",
    "由民政局牵头，会同财政局制定维修办法，对困难县给予支持。": "",
    "报领导小组办公室（综合处）。以后再议。": "",
    "各省（自治区、直辖市）负总责。": "",
    "（等部门）": "",
}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_names_its_units(group: str) -> None:
    expected = GROUPS[group]
    assert units(f"1.办好这件事。{group}\n2.办好另一件事，不能拖延。\n") == ([f"1: {expected}"] if expected else [])


def test_a_numbered_label_gives_its_units_to_its_own_number() -> None:
    text = (
        "（一）甲\n1.目标：乙。\n2.责任单位：民政局。\n3.各级：（1）市级配合单位：财政局；（2）县级配合单位：教育局。\n"
    )
    assert units(text) == ["(一)/2: 民政局", "(一)/3/(1): 财政局+", "(一)/3/(2): 教育局+"]


def test_a_bare_list_closes_an_item_without_a_full_stop() -> None:
    assert units("1.修路（交通局）\n2.架桥（交通局、水利局）\n") == ["1: 交通局", "2: 交通局、水利局"]


def test_units_named_in_several_brackets_of_one_clause_are_listed_once() -> None:
    text = "1.做甲事。（民政局负责）做乙事。（财政局、民政局负责）\n"
    assert units(text) == ["1: 民政局、财政局"]


def test_each_of_several_paragraphs_with_units_is_a_clause() -> None:
    text = "一、甲\n（一）乙\n做丙事。（责任单位：民政局）\n做丁事。（责任单位：财政局）\n"
    text += "（二）戊\n做己事。（责任单位：教育局）\n"
    assert units(text) == ["一/(一)/¶1: 民政局", "一/(一)/¶2: 财政局", "一/(二)/¶1: 教育局"]


def test_one_paragraph_with_units_under_a_heading_belongs_to_the_heading() -> None:
    assert units("（一）乙\n做丙事。\n再做丁事。（民政局负责）\n（二）戊\n做己事。\n") == ["(一): 民政局"]


def test_a_second_paragraph_with_units_is_a_clause_beside_the_first() -> None:
    assert units("（一）乙。做丙事。（民政局负责）\n做丁事。（财政局负责）\n") == ["(一): 民政局", "(一)/¶1: 财政局"]


def test_paragraphs_without_any_number_are_clauses_where_they_carry_units() -> None:
    assert units("做丙事。（民政局负责）\n做丁事。（财政局负责）\n") == ["¶1: 民政局", "¶2: 财政局"]
    assert units("导语。（民政局负责）\n一、甲\n做丁事。（财政局负责）\n") == ["一: 财政局"]


def test_more_brackets_of_units_than_any_plan_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MAX_GROUPS", 2)
    with pytest.raises(Unreadable) as refused:
        parse("1.修路。（甲局）（乙局）（丙局）\n")
    assert (refused.value.code, refused.value.params) == ("too-many-clauses", {"limit": 2})


RULES = {
    "（列在首位的为牵头单位）": "甲局*、乙局",
    "，列第一位者为牵头单位，下同": "甲局*、乙局",
    "（排名第一的为牵头单位）": "甲局*、乙局",
    "（第一责任单位为牵头单位，下同）": "甲局*、乙局",
    "（首位为牵头单位）": "甲局*、乙局",
    "（带*的为牵头单位）": "甲局、乙局",
    "，牵头单位列第一位": "甲局*、乙局",
    "（列在首位的单位要认真负责）": "甲局、乙局",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_the_text_says_who_leads_from_where_it_stands(rule: str) -> None:
    text = f"一、早先\n做这事。（丙局、丁局）\n二、任务{rule}。\n（一）做那事。（甲局、乙局）\n"
    assert units(text) == ["一: 丙局、丁局", f"二/(一): {RULES[rule]}"]


def test_a_rule_may_stand_in_the_first_group_it_governs() -> None:
    text = "1.甲。（责任单位：甲局、乙局，丙局；第一个逗号前为牵头单位，下同）\n2.乙。（责任单位：丁局，戊局）\n"
    assert units(text) == ["1: 甲局*、乙局*、丙局", "2: 丁局*、戊局"]
    text = "1.甲。（甲局、乙局等负责。列第一位者为牵头单位，下同）\n2.乙。（丁局、戊局负责）\n"
    assert units(text) == ["1: 甲局*、乙局", "2: 丁局*、戊局"]


def test_a_rule_stated_after_all_groups_speaks_of_all_of_them() -> None:
    assert units("1.甲。（甲局、乙局）\n2.乙。（丁局、戊局）\n注：排在首位的为牵头单位。\n") == [
        "1: 甲局*、乙局",
        "2: 丁局*、戊局",
    ]


def test_a_rule_by_semicolons_names_all_before_the_first() -> None:
    text = "说明：第一个分号前为牵头单位。\n1.甲。（甲局、乙局；丙局）\n"
    assert units(text) == ["1: 甲局*、乙局*、丙局"]


def test_the_words_of_a_group_go_before_the_rule_and_a_rule_passes_by_who_cooperates() -> None:
    text = "列首位的为牵头单位。\n1.甲。（乙局配合，甲局牵头）\n2.乙。\n责任单位：丙局\n配合单位：丁局\n"
    assert units(text) == ["1: 乙局+、甲局*", "2: 丙局*、丁局+"]


def test_a_unit_knows_its_place_in_the_original() -> None:
    text = "1.做事。（ 民政局、\u3000财政局 ）\n"
    (clause,) = parse(text).clauses
    assert [text[unit.char_start : unit.char_end] for unit in clause.responsible] == ["民政局", "财政局"]


def test_names_known_to_the_office_need_no_ending_of_a_unit() -> None:
    text = "1.做事。（国务院扶贫开发小分队甲）\n"
    assert parse(text).clauses[0].units == ()
    assert parse(text, known_units={"国务院扶贫开发小分队甲"}).clauses[0].units == ("国务院扶贫开发小分队甲",)
