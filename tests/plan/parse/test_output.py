"""JSON and words."""

import json

from luoxiao.plan.parse import parse
from luoxiao.plan.parse.schema import to_json
from luoxiao.plan.parse.summary import DOUBTS, lines
from luoxiao.plan.wording import FINDINGS

TEXT = """某县养老工作方案
某发〔2020〕3号
按照《养老规划甲》（县发〔2019〕2号）和《养老规划甲》，制定本方案。
一、牵头任务
1.到2021年，补助１.５万元，每度电补0.55元，比例达到12.5%。（民政局牵头，财政局配合）
2.每季度通报进展。
"""


def test_a_plan_is_printed_in_the_agreed_form() -> None:
    assert to_json(parse(TEXT)) == {
        "title": "某县养老工作方案",
        "doc_number": "某发〔2020〕3号",
        "clauses": [
            {
                "path": "一",
                "level": 1,
                "kind": "heading",
                "number": "一、",
                "title_or_first_20_chars": "牵头任务",
                "char_start": TEXT.index("一、牵头"),
                "units": [],
                "lead": None,
                "cooperating": [],
            },
            {
                "path": "一/1",
                "level": 2,
                "kind": "item",
                "number": "1.",
                "title_or_first_20_chars": "到2021年，补助１.５万元，每度电补0",
                "char_start": TEXT.index("1.到"),
                "units": ["民政局", "财政局"],
                "lead": "民政局",
                "cooperating": ["财政局"],
            },
            {
                "path": "一/2",
                "level": 2,
                "kind": "item",
                "number": "2.",
                "title_or_first_20_chars": "每季度通报进展。",
                "char_start": TEXT.index("2.每季度"),
                "units": [],
                "lead": None,
                "cooperating": [],
            },
        ],
        "citations": [{"title": "养老规划甲", "number": "县发〔2019〕2号"}],
        "amounts": [
            {"text": "１.５万元", "value_yuan": 15000, "bound": "exact"},
            {"text": "0.55元", "value_yuan": 0.55, "bound": "exact"},
        ],
        "percentages": [{"text": "12.5%", "value": 12.5, "bound": "exact"}],
        "deadlines": [{"text": "到2021年", "not_after": "2021-12-31"}],
        "recurrences": [{"text": "每季度"}],
        "lead_tasks": ["一/1", "一/2"],
    }


def test_what_is_printed_is_json() -> None:
    assert json.loads(json.dumps(to_json(parse(TEXT)))) == to_json(parse(TEXT))


def test_in_words_a_plan_shows_its_tree_its_measures_and_its_doubts() -> None:
    assert lines(parse(TEXT, known_papers={"养老规划甲": "县发〔2019〕9号"})).splitlines() == [
        "某县养老工作方案",
        "某发〔2020〕3号",
        "条款 3 条，举措 1 项，引用文件 2 处，金额 2 处，时限 1 处，定期职责 1 项",
        "",
        "一、 牵头任务",
        "  1. 到2021年，补助１.５万元，每度电补0〔民政局（牵头）、财政局〕",
        "  2. 每季度通报进展。",
        "",
        "存疑 2 处：",
        "  文号与已知的不同（1 处）：条款之外“县发〔2019〕2号”，已知为县发〔2019〕9号",
        "  定期职责没有定日（1 处）：一/2“每季度通报进展”",
    ]


def test_in_words_what_is_missing_is_said() -> None:
    assert lines(parse("做甲事。（民政局）\n做乙事，2020年底前办好。（财政局）\n")).splitlines() == [
        "（没有读到标题）",
        "（没有读到发文字号）",
        "条款 2 条，举措 2 项，引用文件 0 处，金额 0 处，时限 1 处，定期职责 0 项",
        "",
        "¶ 做甲事。（民政局）〔民政局〕",
        "¶ 做乙事，2020年底前办好。（财政局）〔财政局〕",
        "",
        "存疑 1 处：",
        "  举措没有期限（1 处）：¶1",
    ]
    assert lines(parse("一、甲事\n二、乙事\n")).splitlines()[-1] == "没有存疑之处。"


def test_every_doubt_that_has_a_sentence_has_words_for_the_command() -> None:
    assert set(DOUBTS) == set(FINDINGS)
