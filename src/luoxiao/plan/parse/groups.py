"""Responsibility groups: the stretches that say who does it, in brackets, on a line, in a sentence of their own."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from luoxiao.plan.parse import units

LONGEST = 800
_LABELLED = re.compile(rf"\s*(?:{units.LABEL}):")
_LINE = re.compile(rf"(?:(?<=\n)|(?<=[。);！])|^) ?(?:{units.LABEL})(?:\([^()\n]{{0,12}}\))?:[^\n。]*")
_SENTENCE = re.compile(r"(?:(?<=[。\n;])|^)由(?=[^。\n]{2,300}?(?:牵头|负责|配合|落实))[^。\n;]*(?=。|\n|$)")
_SAYS = re.compile(
    r"(?:牵头|主办|负责|配合|协办|参与|参加|落实|实施|承办|组织)(?:[,;、)。]|$|负责|落实|实施|推进|完成|组织)"
    r"|按?职责分工|会同|为(?:牵头|责任)"
)
_SUFFIX = (
    "部|委|办|局|厅|司|署|院|行|会|处|科|室|队|站|所|社|校|团|组|场|街|馆|台|联|县|区|市|州|省|镇|乡|村"
    "|中心|集团|政府|大学|机关|部门|单位|企业|机构|各地|街道|基地|海关|科协|残联|妇联|政协|人大|文联|侨联|作协|关工委"
    "|专班|兵团|军区|医院|高校|各级河长|移动|电信|联通|铁塔|邮政|保险|平台|园区|农信|武警|消防|办公厅|公安|检察"
)
_UNIT = re.compile(rf"(?:[\u4e00-\u9fffA-Za-z0-9“”·\-*+]|\([^()]*\))*(?:{_SUFFIX})(?:\([^()]*\))?\*?")
_NO_UNIT = re.compile(r"以下|下称|简称|统称|包括|不?含|即|如|指|[详参]?见|附件|原|除|其中|例如|注|截至|比如|或|共|约")
_UNIT_SIGN = re.compile(r"[局厅委办部室院署司处组会]")
_STOPS = "。;!?！？”)\n"


@dataclass(frozen=True, slots=True)
class Group:
    """s[start:end] names units; brackets included in it, but not in inner; `label` is the head of a table's column."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    label: str = ""


def find(s: str, quiet: str, known: Collection[str]) -> list[Group]:
    """Groups in the order of the text."""
    brackets = [group for group in _brackets(quiet) if _is_group(s, group, known)]
    found = sorted([*brackets, *_lines(s), *_sentences(s, known)], key=lambda group: (group.start, -group.end))
    outermost: list[Group] = []
    for group in found:
        if not outermost or group.start >= outermost[-1].end:
            outermost.append(group)
    return outermost


def is_unit(name: str, known: Collection[str]) -> bool:
    """Whether this looks like the name of a unit."""
    return name in known or (_UNIT.fullmatch(name) is not None and _NO_UNIT.match(name) is None)


def names_units_only(s: str, start: int, end: int, known: Collection[str]) -> bool:
    """Whether a cell holds nothing but names of units."""
    names = [] if s.find("。", start, end) >= 0 else units.read(s, start, end)
    return bool(names) and all(is_unit(s[name.start : name.end], known) for name in names)


def _brackets(s: str) -> list[Group]:
    """Outermost pairs of brackets within a line."""
    found, depth, start = [], 0, 0
    for hit in re.finditer(r"[()\n]", s):
        sign, place = hit[0], hit.start()
        if sign == "\n" or place - start > LONGEST:
            depth = 0
        if sign == "(":
            start = place if depth == 0 else start
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            if depth == 0:
                found.append(Group(start, place + 1, start + 1, place))
    return found


def _lines(s: str) -> Iterator[Group]:
    for hit in _LINE.finditer(s):
        yield Group(hit.start(), hit.end(), hit.start(), hit.end())


def _sentences(s: str, known: Collection[str]) -> Iterator[Group]:
    """由A牵头,B配合。 and nothing else in the sentence."""
    for hit in _SENTENCE.finditer(s):
        names = units.read(s, hit.start(), hit.end())
        said = sum(name.end - name.start for name in names)
        whole = names and all(is_unit(s[name.start : name.end], known) for name in names)
        if whole and hit.end() - names[-1].end <= 12 and said * 3 >= (hit.end() - hit.start()) * 2 - 20:
            yield Group(hit.start(), hit.end(), hit.start(), hit.end())


def _is_group(s: str, group: Group, known: Collection[str]) -> bool:
    if _LABELLED.match(s, group.inner_start, group.inner_end):
        return True
    if _NO_UNIT.match(s, group.inner_start, group.inner_end):
        return False
    names = [s[name.start : name.end] for name in units.read(s, group.inner_start, group.inner_end)]
    sure = [name for name in names if is_unit(name, known)]
    if sure and _SAYS.search(s, group.inner_start, group.inner_end):
        return len(sure) * 2 >= len(names) and all(len(name) <= 25 for name in names)
    return bool(names) and len(sure) == len(names) and _stands_alone(s, group, len(names))


def _stands_alone(s: str, group: Group, count: int) -> bool:
    """Whether a bare list closes a sentence or a paragraph, so that it says who does what stands before it."""
    before = s[group.start - 1 : group.start] if group.start else "\n"
    if before in _STOPS:
        return True
    ends = re.match(r" ?。?(?:\n|$)", s[group.end : group.end + 3]) is not None
    return ends and (count > 1 or not _UNIT_SIGN.match(before))
