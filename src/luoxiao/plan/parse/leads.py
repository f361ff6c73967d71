"""Lead rules that the text itself states: 列在首位的为牵头单位, 第一个逗号前为牵头单位, 带*的为牵头单位."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

Rule = Literal["first", "comma", "semicolon", "star"]

_LEADS = re.compile(r"牵头|主办|主责|总负责|主要(?:责任|负责)")
_PLACE = re.compile(
    r"首[位个列]|第[一1](?:[位个]|责任|单位|顺位)|排?名?列?第一|[排列](?:在|于)?(?:最?前|首)|最前|[带标加注有](?:有|注)?\*|\*号?[的者为]|星号"
)
_CUTS = "。;()\n"
NEAR = 30


@dataclass(frozen=True, slots=True)
class Stated:
    """A rule and where it stands."""

    start: int
    rule: Rule


def stated(s: str) -> list[Stated]:
    """The rules in the order of the text: a place in the list and the word for leading within one sentence."""
    found = []
    for hit in _PLACE.finditer(s):
        start, end = _sentence(s, hit.start(), hit.end())
        if _LEADS.search(s, start, end) or (s[start - 1 : start] == "(" and _LEADS.search(s, max(0, start - 7), start)):
            found.append(Stated(hit.start(), _rule(s[start:end])))
    return found


def _sentence(s: str, start: int, end: int) -> tuple[int, int]:
    """The surroundings of a place, up to the marks that cut sentences."""
    before = max((s.rfind(cut, max(0, start - NEAR), start) for cut in _CUTS), default=-1)
    ends = [place for cut in _CUTS if (place := s.find(cut, end, end + NEAR)) >= 0]
    return max(before + 1, start - NEAR, 0), min(ends, default=end + NEAR)


def _rule(words: str) -> Rule:
    if "逗号" in words:
        return "comma"
    if "分号" in words:
        return "semicolon"
    return "star" if "*" in words or "星号" in words else "first"


def at(rules: list[Stated], end: int, last: int) -> Rule | None:
    """The rule for a group that ends here: the last one stated before it ends.

    A first rule stated after the `last` group ends speaks of all of them.
    """
    if rules and rules[0].start >= last:
        return rules[0].rule
    place = bisect_left([rule.start for rule in rules], end)
    return rules[place - 1].rule if place else None
