"""What holds for every text: nothing lost, nothing random, nothing but Unreadable raised, no text that takes long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoxiao.plan.parse import ParsedPlan, Unreadable, parse
from luoxiao.plan.parse.schema import to_json
from luoxiao.plan.parse.summary import lines

BITS = [
    *(
        "一、",
        "二、",
        "（一）",
        "(二)",
        "1.",
        "2．",
        "（1）",
        "①",
        "一是",
        "二是",
        "第一条",
        "第二章",
        "附件",
        "附件1",
        "1.1",
        "3 ",
    ),
    *("民政局", "财政局牵头", "各地区", "和", "及", "等", "负责", "会同", "由", "配合", "*"),
    *("责任单位：", "牵头单位：", "完成时限：", "序号", "列首位的为牵头单位", "以下简称"),
    *(
        "（",
        "）",
        "〔",
        "】",
        "《",
        "》",
        "“",
        "”",
        "，",
        "、",
        "。",
        "；",
        "：",
        "\n",
        "\n\n",
        "\t",
        "|",
        " ",
        "\u3000",
        "**",
    ),
    *(
        "2020年",
        "12月",
        "31日",
        "底前",
        "到",
        "“十二五”期间",
        "每年",
        "每季度报告",
        "5%",
        "3",
        "万元",
        "不超过",
        "十",
        "百分之",
        "-",
    ),
]
PLANS = st.lists(st.sampled_from(BITS), max_size=60).map("".join)


def _parsed(text: str) -> ParsedPlan | None:
    try:
        return parse(text, known_units={"民政局"}, known_papers={"规划": "国发〔2012〕1号"})
    except Unreadable:
        return None


@given(st.one_of(st.text(max_size=200), PLANS))
def test_the_pieces_of_any_text_give_it_back(text: str) -> None:
    parsed = _parsed(text)
    assert parsed is None or "".join(parsed.pieces) == text


@given(PLANS)
def test_the_same_text_is_read_the_same_way(text: str) -> None:
    assert _parsed(text) == _parsed(text)


@given(PLANS)
def test_the_tree_of_any_text_is_sound(text: str) -> None:
    parsed = _parsed(text)
    if parsed is None:
        return
    for place, clause in enumerate(parsed.clauses):
        above = None if clause.parent is None else parsed.clauses[clause.parent]
        assert clause.level == (1 if above is None else above.level + 1)
        assert clause.parent is None or clause.parent < place
        assert clause.char_start <= clause.own_end <= clause.char_end <= parsed.closing_start
        assert above is None or above.char_start <= clause.char_start <= clause.char_end <= above.char_end
        assert len(clause.path) <= 200
        assert len(clause.number) <= 20
    assert len({clause.path for clause in parsed.clauses}) == len(parsed.clauses)
    starts = [clause.char_start for clause in parsed.clauses]
    assert starts == sorted(set(starts))


@given(PLANS)
def test_all_offsets_of_any_text_lie_within_it(text: str) -> None:
    parsed = _parsed(text)
    if parsed is None:
        return
    said = [*parsed.citations, *parsed.amounts, *parsed.percentages, *parsed.deadlines, *parsed.recurrences]
    said += [*parsed.verbs, *parsed.duties, *parsed.findings]
    said += [unit for clause in parsed.clauses for unit in clause.responsible]
    assert all(0 <= span.char_start < span.char_end <= len(text) for span in said)
    assert all(one.clause is None or one.clause < len(parsed.clauses) for one in (*parsed.findings, *parsed.duties))


@given(PLANS)
def test_any_text_that_is_read_is_printed(text: str) -> None:
    parsed = _parsed(text)
    assert parsed is None or (to_json(parsed) and lines(parsed))


LONG = {
    **{sign: sign * 300_000 for sign in "(《1*每等甲，;|"},
    **{
        bit: bit * 60_000
        for bit in ("（）", "《》", "一、", "（一）", "1.\n", "1.", "。一是", "到，", "12月", "万元", "一千万", "局和")
    },
    **{
        bit: bit * 40_000
        for bit in ("（2011-", "2020年", "责任单位：", "由市局", "首位为牵头", "1,000", "附件\n", "序号\n", "每年")
    },
    "as long as may be, of days": "8月5日（" * 200_000,
    "as long as may be, of numbers": "一、" * 500_000,
    "nested": "（" * 100_000 + "）" * 100_000,
    "titles": "《" * 100_000 + "》" * 100_000,
    "names": "（市财政局" + "、市财政局" * 50_000 + "）",
    "label": "责任单位：" + "市财政局、" * 50_000,
    "rows": "序号\n" + "".join(f"{n}\n甲\n" for n in range(1, 20_000)),
    "levels": "".join(["一、", "（一）", "1.", "（1）", "①"] * 10_000),
    "heading": "一、" + "甲" * 300_000,
    "glued": "一、甲（一）乙1.丙2.丁" * 20_000,
    "glued firsts": "一、甲1.乙" * 40_000,
    "spaces": "甲" + " " * 300_000 + "乙",
}


PASSES = 50  # plain passes over a million characters: two seconds where one takes 0.04
TRIES = 4  # a core that is shared with others may slow down in the midst of one


@pytest.mark.parametrize("name", LONG)
def test_no_text_takes_long(name: str) -> None:
    parsed = _parsed(LONG[name])
    assert parsed is None or "".join(parsed.pieces) == LONG[name]
    assert any(_takes(LONG[name]) < PASSES for _try in range(TRIES))


def _takes(text: str) -> float:
    """How long the parser takes, in plain passes: machines differ, and one machine at different times."""
    before, started = _plain_pass(), time.process_time()
    _parsed(text)
    taken = time.process_time() - started
    return taken / max(before, _plain_pass())


def _plain_pass() -> float:
    started, marks = time.process_time(), 0
    for character in "一、（甲）" * 200_000:
        marks += character == "、"
    return time.process_time() - started


def test_a_long_plan_takes_as_long_as_its_parts() -> None:
    part = "（一）办好养老服务。2020年底前，安排资金100万元。（民政局牵头，财政局配合）\n1.修路，每年5%。\n" * 100
    assert _seconds(part * 8) < 8 * _seconds(part) * 3


def _seconds(text: str) -> float:
    started = time.process_time()
    parse(text)
    return time.process_time() - started
