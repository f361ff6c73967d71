"""Responsibility groups: the stretches of the text that say who does it, in brackets, as a line, as a cell of a table."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from luoxiao.plan.parse import units

LONGEST = 800
_LABELLED = re.compile(rf"\s*(?:{units.LABEL}):")
_LINE = re.compile(rf"(?:(?<=\n)|(?<=[。)])|^)(?:{units.LABEL}):[^\n]*")
_SAYS = re.compile(
    r"(?:牵头|主办|负责|配合|协办|参与|参加|落实|实施|承办)(?:[,;、)。]|$|负责|落实|实施|推进|完成|组织)|分工负责|会同"
)
_SUFFIX = (
    "部|委|办|局|厅|司|署|院|行|会|处|科|室|队|站|所|中心|公司|集团|政府|组|社|校|大学|学院|机关|部门|单位|地区|党委|工委|管委会|街道|镇|乡"
    "|法院|检察院|团|联|协|办公室|园区|开发区|新区|县|区|市|州|省|基地|银行|馆|台|报社|企业|机构|各地|高校|总工会|妇联|兵团|军区|村|学校|医院|供销社|县市区"
)
_UNIT = re.compile(rf"(?:[\u4e00-\u9fffA-Za-z0-9“”·\-*]|\([^()]*\))*(?:{_SUFFIX})(?:\([^()]*\))?\*?")
_STOPS = "。;!?！？”)"


@dataclass(frozen=True, slots=True)
class Group:
    """s[start:end] names units; brackets and label included."""

    start: int
    end: int
    inner_start: int
    inner_end: int


def find(s: str, quiet: str, known: Collection[str]) -> list[Group]:
    """Groups in the order of the text."""
    brackets = [group for group in _brackets(quiet) if _is_group(s, group, known)]
    lines = [line for line in _lines(s) if not any(b.start <= line.start < b.end for b in brackets)]
    return sorted([*brackets, *lines], key=lambda group: group.start)


def _brackets(s: str) -> list[Group]:
    """Outermost pairs of brackets within a line."""
    found, depth, start = [], 0, 0
    for hit in re.finditer(r"[()\n]", s):
        sign, place = hit[0], hit.start()
        if sign == "\n":
            depth = 0
        elif sign == "(":
            start = place if depth == 0 or place - start > LONGEST else start
            depth = depth + 1 if place > start else 1
        elif depth:
            depth -= 1
            if depth == 0 and place - start <= LONGEST:
                found.append(Group(start, place + 1, start + 1, place))
    return found


def _lines(s: str) -> list[Group]:
    return [Group(found.start(), found.end(), found.start(), found.end()) for found in _LINE.finditer(s)]


def _is_group(s: str, group: Group, known: Collection[str]) -> bool:
    inner = s[group.inner_start : group.inner_end]
    if _LABELLED.match(inner):
        return True
    names = [s[name.start : name.end] for name in units.read(s, group.inner_start, group.inner_end)]
    if not names or not all(name in known or _UNIT.fullmatch(name) for name in names):
        return False
    return _SAYS.search(inner) is not None or _stands_alone(s, group, len(names))


def _stands_alone(s: str, group: Group, count: int) -> bool:
    """Whether a bare list closes a sentence or a paragraph, so that it says who does what stands before it."""
    before = s[group.start - 1 : group.start]
    if before == "" or before in _STOPS or before == "\n":
        return True
    after = s[group.end : group.end + 2].strip(" ")
    ends = after == "" or after[0] == "\n" or after in ("。", "。\n")
    return ends and (count > 1 or not _UNIT.fullmatch(before))
