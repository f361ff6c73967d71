"""From the characters as they came to those the grammar reads, and back."""

import pytest

from luoxiao.plan.parse import Unreadable, parse
from luoxiao.plan.parse import text as prepared
from luoxiao.plan.parse.text import normal, read, sentences

WRAPPED = """为了进一步做好农村养老服务的各项工作，不断提高服务的能力和水平，更
好地满足农村老年人多层次的服务需求，结合本地工作的实际，制定本方案。
一、总体要求
（一）坚持政府主导和社会参与相结合，充分发挥各方面积极性，形成共建共
治共享的工作格局，不断完善服务网络，持续提升老年人的获得感与幸福感。
（二）坚持保障基本和适度普惠相结合，重点保障经济困难的失能老年人，逐
步扩大服务的范围，稳妥提高服务的标准，确保服务可持续。（民政局、财
政局）
"""
JOINED = {
    "1.甲事。（民政局、\n财政局）\n": ["1.甲事。(民政局、财政局)"],
    "按照《养老服务\n规划》办理\n": ["按照《养老服务规划》办理"],
    "责任单位：\n民政局\n": ["责任单位:民政局"],
    "甲事\n。乙事\n": ["甲事。乙事"],
    "**一、甲**\n__乙__事\n": ["一、甲", "乙事"],
    "# 一、甲\n- 乙事\n> 丙事\n": ["一、甲", "乙事", "丙事"],
    "1\\.甲\n": ["1.甲"],
    "补助 100 万元、 30 万元\n": ["补助100万元、30万元"],
    "| 甲 | 乙 |\n|---|---|\n": ["甲", "乙"],
    "一.总则.本办法.\n": ["一.总则。本办法。"],
    "甲\n— 3 —\n乙\n第 4 页\n": ["甲", "乙"],
    "甲\r\n乙\r丙\u2028丁": ["甲", "乙", "丙", "丁"],
    "1 甲  乙局  年底\n2 丙  丁局  年底\n": ["1 甲  乙局  年底", "2 丙  丁局  年底"],
}


@pytest.mark.parametrize("text", JOINED)
def test_layout_is_taken_away(text: str) -> None:
    assert [line.strip() for line in read(text).s.split("\n") if line] == JOINED[text]


def test_lines_cut_at_one_width_are_joined() -> None:
    assert [len(line) for line in read(WRAPPED).s.splitlines()] == [67, 6, 68, 70]
    assert parse(WRAPPED).clauses[-1].units == ("民政局", "财政局")


def test_a_full_line_cut_before_or_within_the_bracket_of_a_label_is_joined() -> None:
    for cut in ("\n（责任单位：", "（责\n任单位："):
        text = WRAPPED.replace("（民政局、财\n政局）", f"{cut}民政局、财政局）")
        text = text.replace(
            "确保服务可持续。", "确保服务可持续并让老人们满意。" if cut[0] == "\n" else "确保服务可持续并让老人满意。"
        )
        assert [line[:3] for line in read(text).s.splitlines()] == ["为了进", "一、总", "(一)", "(二)"]


def test_the_indent_of_a_paragraph_counts_in_the_width_of_its_first_line() -> None:
    text = WRAPPED.replace("为了进一步做好", "\u3000\u3000为逐步做好")
    assert len(read(text).s.splitlines()) == 4


def test_a_label_within_an_open_bracket_does_not_begin_anew() -> None:
    assert read("1.甲事。（牵头单位：民政局；\n配合单位：财政局）\n").s.count("\n") == 1


def test_an_item_begins_anew_among_lines_cut_at_one_width() -> None:
    text = WRAPPED.replace("（一）坚持", "1.坚持").replace("（二）坚持", "2.坚持").replace("分享", "")
    assert [line[:3] for line in read(text).s.splitlines()] == ["为了进", "一、总", "1.坚", "2.坚"]


def test_every_character_knows_its_place_in_the_original() -> None:
    text = "**一、 甲**\n\u3000\u3000（一）乙　丙１００ 万元\n"
    made = read(text)
    assert len(made.at) == len(made.s) + 1
    for place, sign in enumerate(made.s):
        assert normal(text)[made.at[place]] == sign
        assert made.index(made.at[place]) == place


def test_words_come_back_as_printed_without_the_layout_between_them() -> None:
    made = read("补助１００ 万元\n")
    start = made.s.index("1")
    assert made.words(start, start + 5) == "１００万元"
    assert made.words(0, 2) == "补助"
    assert made.span(2, 2) == (2, 2)


REFUSED = {
    "nul": "一、甲\x00\n",
    "direction-mark": "一、甲\u202e\n",
    "broken-character": "一、甲\ud800\n",
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_no_official_text_holds_is_refused(code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(REFUSED[code])
    assert refused.value.code == code
    assert refused.value.params["position"] == 3


def test_an_empty_text_is_refused() -> None:
    for text in ("", " \n\u3000\t", "\n* * *\n----\n"):
        with pytest.raises(Unreadable) as refused:
            parse(text)
        assert refused.value.code == "empty"


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        parse("甲" * (prepared.MAX_CHARS + 1))
    assert (refused.value.code, refused.value.params["limit"]) == ("too-long", prepared.MAX_CHARS)
    with pytest.raises(Unreadable) as refused:
        parse("甲\n" * (prepared.MAX_LINES + 1))
    assert refused.value.code == "too-many-lines"


def test_sentences_end_with_what_closes_them() -> None:
    text = "甲事；乙事。”（民政局）\n丙事！"
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == ["甲事；", "乙事。”（民政局）", "丙事！"]
