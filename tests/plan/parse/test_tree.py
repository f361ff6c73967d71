"""The tree: levels from a stack of markers, on short texts of our own."""

import pytest

from luoxiao.plan.parse import Unreadable, marks, parse, tree
from tests.plan.parse.reading import paths

TREES = {
    "three usual levels": (
        "一、甲\n(一)乙。\n1.丙。\n2.丁。\n(二)戊。\n二、己\n",
        "一 一/(一) 一/(一)/1 一/(一)/2 一/(二) 二",
    ),
    "full width": ("一、甲\n（一）乙。\n１．丙。\n", "一 一/(一) 一/(一)/1"),
    "numbers straight under the first level": (
        "一、甲\n1、乙。\n(1)丙。\n①丁。\n二、戊\n",
        "一 一/1 一/1/(1) 一/1/(1)/① 二",
    ),
    "brackets count on under the next heading": (
        "一、甲\n(一)乙。\n(二)丙。\n二、丁\n(三)戊。\n",
        "一 一/(一) 一/(二) 二 二/(三)",
    ),
    "chapters and articles": (
        "第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n(一)丙；\n(二)丁。\n",
        "第一章 第一章/第一条 第二章 第二章/第二条 第二章/第二条/(一) 第二章/第二条/(二)",
    ),
    "parts": ("第一部分 甲\n一、乙\n第二部分 丙\n二、丁\n", "第一部分 第一部分/一 第二部分 第二部分/二"),
    "decimals from the middle": ("3.4 甲\n3.5 乙\n4.1 丙\n", "3.4 3.5 4.1"),
    "decimals": ("1 甲总\n1.1 乙\n1.1.1 丙\n2 丁务\n2.1 戊\n", "1 1/1.1 1/1.1/1.1.1 2 2/2.1"),
    "a fragment begins in the middle": ("(三)甲。\n1.乙。\n四、丙\n(一)丁。\n", "(三) (三)/1 四 四/(一)"),
    "run-in words": ("一、甲\n做好工作。一是乙；二是丙；三是丁。\n", "一 一/一是 一/二是 一/三是"),
    "run-in must": ("一、甲\n各地一要乙，二要丙。\n各级，一要丁，二要戊。\n", "一 一/一要 一/二要 一/一要#2 一/二要#2"),
    "run-in words without a mark before": ("一、甲\n务必做到一是乙，二是丙。\n", "一 一/一是 一/二是"),
    "run-in brackets": ("一、甲\n包括：（1）乙；（2）丙。\n二、丁\n", "一 一/(1) 一/(2) 二"),
    "run-in numbers after a colon": ("一、甲\n两项任务：1.乙；2.丙。\n", "一 一/1 一/2"),
    "one paragraph": (
        "导语。一、甲（一）乙。1.丙。2.丁。（二）戊。二、己（三）庚。",
        "一 一/(一) 一/(一)/1 一/(一)/2 一/(二) 二 二/(三)",
    ),
    "one paragraph whose titles have no stop": (
        "导语。一、强基础（一）保供水1.修渠。2.打井。（二）保供电3.架线。二、抓管护（一）建队伍1.招人。2.培训。",
        "一 一/(一) 一/(一)/1 一/(一)/2 一/(二) 一/(二)/3 二 二/(一) 二/(一)/1 二/(一)/2",
    ),
    "items glued without a stop": ("一、甲事1.修渠2.打井3.架线二、乙事1.招人2.培训", "一 一/1 一/2 一/3 二 二/1 二/2"),
    "an extract in one paragraph": ("如下：一、强基础（一）保供水1.修好水渠。", "一 一/(一) 一/(一)/1"),
    "an extract that leaves out numbers": ("一、甲事9.修渠。（水利局）12.打井。15.架线。", "一 一/9 一/12 一/15"),
    "articles in one paragraph": (
        "第一章 总则第一条 为修渠，制定本办法。第二条 依第三条办理。第二章 附则第三条 即日起行。",
        "第一章 第一章/第一条 第一章/第二条 第二章 第二章/第三条",
    ),
    "spaces where lines were": (
        "一、甲事    (1)修渠。    (2)打井。    二、乙事    (3)架线。",
        "一 一/(1) 一/(2) 二 二/(3)",
    ),
    "bold markdown": ("**一、甲**\n\n**（一）乙**\n\n丙。\n", "一 一/(一)"),
    "the usual order turned": ("1.甲\n（一）乙\n（二）丙\n2.丁\n（一）戊\n", "1 1/(一) 1/(二) 2 2/(一)"),
    "the usual order kept": ("1.甲\n（一）乙\n1.丙\n2.丁\n", "1 (一) (一)/1 (一)/2"),
    "letters": ("1.甲\nA.乙方\nB.丙方\n2.丁\n", "1 1/A 1/B 2"),
    "an annex after clauses": ("一、甲\n附件\n任务表\n一、乙\n", "一 附件 附件/一"),
    "several annexes": ("附件1\n甲表\n一、乙\n附件2\n丙表\n一、丁\n", "附件1 附件1/一 附件2 附件2/一"),
    "a path that comes twice": ("一、甲\n1.乙。\n1.丙。\n1.丁。\n", "一 一/1 一/1#2 一/1#3"),
}
NO_CLAUSES = {
    "a count of nouns": "一、二、三产业融合发展。\n",
    "a reference to a clause": "按照第（二）项和（三）的要求办理。\n",
    "words that hold a number": "统一是目标，专一是态度。\n",
    "run-in words in two paragraphs": "务必做到一是乙。\n另有丙。\n",
    "run-in words that are no count": "做到统一是前提，二是保障。\n",
    "a lonely run-in": "总之，一是基础。\n",
    "figures glued to words": "到2015年3.2亿元，增5.5%，达8.5级，共3.6公里，截至2015.12.31共2.5万人。",
    "numbers strung together": "包括5、6、7月和第1、2项，统一、专一、归一。",
    "figures": "增长1.5亿元，其中2.3亿元为补助。\n",
    "a table of contents": "目录\n第一章 甲…………1\n第二章 乙.......5\n",
    "figures in cells": "指标\n8.5\n(12)\n1.5\n3.7 年均\n9.12亿元\n5)\n",
    "the list of annexes": "附件：1.任务表\n2.进度表\n",
    "a name in a title": "印发《一、二级目录》的通知。\n",
    "nothing but words": "各地要认真组织实施。\n",
}


@pytest.mark.parametrize("name", TREES)
def test_markers_make_a_tree(name: str) -> None:
    text, expected = TREES[name]
    assert paths(text) == expected.split(" ")


NO_MORE = {
    "decimals": "1.到2015年增2.5亿元。2.修渠3.5公里，打井4.2眼。",
    "references": "一、按（一）的要求。二、参照（二）办理，见2.打井。",
    "months": "一、抓好5、6月工作。二、抓好7、8月工作。",
}


@pytest.mark.parametrize("name", NO_MORE)
def test_figures_and_references_in_a_clause_open_none_beneath_it(name: str) -> None:
    assert len(paths(NO_MORE[name])) == 2


@pytest.mark.parametrize("name", NO_CLAUSES)
def test_what_only_looks_like_a_number_opens_no_clause(name: str) -> None:
    assert paths(NO_CLAUSES[name]) == []


def test_a_number_within_a_paragraph_yields_to_the_same_number_on_a_line_of_its_own() -> None:
    assert paths("一、甲\n(一)乙。(二)另见。\n(二)丙。\n") == ["一", "一/(一)", "一/(二)"]


def test_an_annex_that_is_the_plan_itself_is_no_clause() -> None:
    assert paths("通知。\n附件\n某县工作方案\n一、甲\n二、乙\n") == ["一", "二"]


def test_a_heading_may_begin_with_a_word_for_clauses() -> None:
    assert paths("四、甲\n(一)项目支持。\n(二)条件保障。\n") == ["四", "四/(一)", "四/(二)"]


def test_a_clause_knows_where_its_own_words_and_its_children_end() -> None:
    first, second, third = parse("一、甲\n(一)乙。\n(二)丙。\n").clauses
    assert (first.char_start, first.own_end, first.char_end) == (0, 4, 16)
    assert (second.char_start, second.own_end, second.char_end) == (4, 10, 10)
    assert third.parent == 0
    assert [clause.level for clause in (first, second, third)] == [1, 2, 2]


def test_more_clauses_than_any_plan_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_CLAUSES", 3)
    with pytest.raises(Unreadable) as refused:
        parse("1.甲\n2.乙\n3.丙\n4.丁\n")
    assert (refused.value.code, refused.value.params) == ("too-many-clauses", {"limit": 3})


def test_more_markers_than_any_plan_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MAX_MARKS", 3)
    with pytest.raises(Unreadable) as refused:
        parse("按（一）和（二）、（三）、（四）办理。\n")
    assert (refused.value.code, refused.value.params) == ("too-many-clauses", {"limit": 3})


KINDS = {
    "一、甲事\n(一)乙事。要做好。\n": ["heading", "heading"],
    "一、甲事\n1.争取办好，并且办快。后续跟进。\n2.支持办学。继续跟进。\n3.推动就业，稳住岗位。\n": [
        "heading",
        "item",
        "item",
        "item",
    ],
    "一、甲事\n做好工作：一是乙；二是丙。\n": ["heading", "runin", "runin"],
    "1.办好试点。(民政局)\n": ["item"],
}


@pytest.mark.parametrize("text", KINDS)
def test_a_clause_is_a_heading_an_item_or_run_in(text: str) -> None:
    assert [clause.kind for clause in parse(text).clauses] == KINDS[text]


def test_a_heading_is_its_title_and_an_item_its_first_words() -> None:
    heading, item = parse("一、总体安排\n1." + "办好就业服务，" * 5 + "\n").clauses
    assert heading.heading == "总体安排"
    assert item.heading == ("办好就业服务，" * 5)[:20]


def test_what_follows_a_signature_is_another_paper() -> None:
    text = "通知\n一、甲\n某县人民政府\n2020年3月1日\n任务表\n序号 任务 责任单位\n1 修路 交通局\n2 架桥 水利局\n"
    assert paths(text) == ["一", "1", "2"]


def test_a_row_number_that_is_also_a_number_opens_one_clause() -> None:
    assert paths("1.1 甲\n序号 任务 单位\n1 修路 交通局\n2 架桥 水利局\n") == ["1.1", "1", "2"]


def test_a_list_within_a_cell_belongs_to_its_row() -> None:
    text = "序号\n任务\n责任单位\n1\n1.修路。\n2.架桥。\n交通局\n2\n修坝\n水利局\n"
    assert paths(text) == ["1", "1/1", "1/2", "2"]
