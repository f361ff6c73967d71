"""Lead rules that the text itself states: 列在首位的为牵头单位, 第一个逗号前为牵头单位, 带*的为牵头单位."""

import re
from dataclasses import dataclass
from typing import Literal

Rule = Literal["first", "comma", "semicolon", "star"]

_LEADS = r"(?:牵头|主办|主责|总负责|第一责任)"
_ORDER = r"(?:首位|第一位|第一个|首个|第1位|第1个|排名第一|排第一|列第一|位列第一|首列|排在前|排首|列首|最前|第一单位|第一责任)"
_STATED = re.compile(
    rf"[^。;()\n]{{0,30}}(?P<order>{_ORDER})[^。;()\n]{{0,20}}{_LEADS}|"
    rf"{_LEADS}[^。;()\n]{{0,10}}(?P<back>(?:列|排)[^。;()\n]{{0,4}}(?:首位|第一|前))|"
    rf"[^。;()\n]{{0,12}}(?P<star>\*|星号)[^。;()\n]{{0,10}}{_LEADS}"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A rule and where it stands."""

    start: int
    end: int
    rule: Rule


def stated(s: str) -> list[Stated]:
    """The rules in the order of the text."""
    return [Stated(found.start(), found.end(), _rule(found[0])) for found in _STATED.finditer(s)]


def _rule(words: str) -> Rule:
    if "逗号" in words:
        return "comma"
    if "分号" in words:
        return "semicolon"
    return "star" if "*" in words or "星号" in words else "first"


def at(rules: list[Stated], end: int) -> Rule | None:
    """The rule for a group that ends here: the last one stated before, or the only ones there are, stated after all."""
    before = [rule for rule in rules if rule.start < end]
    return before[-1].rule if before else None
