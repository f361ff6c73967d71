"""Every code of the parser has its sentence."""

import re

import pytest

from luoxiao.plan import wording
from luoxiao.plan.models import Finding
from luoxiao.plan.parse.model import Unreadable
from luoxiao.plan.parse.summary import DOUBTS

VALUES: dict[str, str | int] = {
    "words": "到，",
    "title": "减灾规划",
    "printed": "国发〔2012〕1号",
    "known": "国发〔2012〕2号",
    "units": "民政局、财政局",
    "unit": "民政局",
    "mark": "（",
    "number": "3.",
    "before": 1,
    "value": 3,
}


@pytest.mark.parametrize("code", sorted(wording.FINDINGS))
def test_a_finding_says_what_is_doubtful_and_then_what_to_do(code: str) -> None:
    names = re.findall(r"%\((\w+)\)s", str(wording.FINDINGS[code][1]))
    said = wording.finding(Finding(code=code, params={name: VALUES[name] for name in names}))
    assert said.endswith("。")
    assert said.count("。") == 2
    assert "%" not in said
    assert not re.search("抱歉|请|！|错误|异常", said)
    assert 0 < len(wording.finding_mark(Finding(code=code))) <= 6


def test_every_doubt_of_the_parser_has_a_sentence() -> None:
    assert set(wording.FINDINGS) == set(DOUBTS)


@pytest.mark.parametrize("code", sorted(wording.UNREADABLE))
def test_a_refused_text_says_why_and_then_what_to_do(code: str) -> None:
    said = wording.unreadable(Unreadable(code, position=4, codepoint=0, length=11, limit=10))
    assert said.endswith("后再试。")
    assert "%" not in said


def test_positions_count_from_one_for_people() -> None:
    assert "第 5 个字符" in wording.unreadable(Unreadable("nul", position=4, codepoint=0))
