"""Responsibility groups: the stretches that say who does it, in brackets, on a line, in a sentence of their own."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from luoxiao.plan.parse import units
from luoxiao.plan.parse.model import Unreadable
from luoxiao.plan.parse.units import Named

SHORTEST, LONGEST = 2, 800  # characters between brackets
MAX_GROUPS = 50_000  # brackets, or lines, that may name units
ROLES = 20  # characters that a sentence of its own may spend on more than names
_LABEL = re.compile(units.LABEL)
_LABELLED = re.compile(rf"\s*(?:{units.LABEL}):")
_LINE = re.compile(
    rf"(?:(?<=\n)|(?<=[。);！, .、①-⑳-])|^) ?(?:(?:{units.LABEL})(?:\([^()\n]{{0,12}}\))?:|{units.TAG})"
    r"(?:(?!;[(\d①-⑳])[^\n。])*"
)
_SENTENCE = re.compile(r"(?:(?<=[。\n;,:])|^)由(?=[^。\n]{2,300}?(?:牵头|负责|配合|落实|会同))[^。\n;]*(?=。|\n|$)")
_SAID_LINE = re.compile(r"(?:(?<=\n)|^)(?=[^\n]{0,200}(?:牵头|负责|配合))[^\n。:]{4,300}(?=。?(?:\n|$))")
_COLUMN = re.compile(rf"(?:(?<=\n)|^) *(?:{units.LABEL}) *(?=\n)")
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
_LINE_OF_NAMES = re.compile(r"(?<=\n)[^\n。:;《]{3,300}(?=\n|$)")
_Found = TypeVar("_Found")
_STOPS = "。;!?！？”)\n"


@dataclass(frozen=True, slots=True)
class Group:
    """s[start:end] names these units."""

    start: int
    end: int
    names: list[Named]


def find(s: str, quiet: str, known: Collection[str]) -> list[Group]:
    """Groups in the order of the text, the outermost where one stands in another.

    Raises Unreadable for more brackets or lines of units than any paper has.
    """
    found = [*_brackets(s, quiet, known), *_lines(s), *_sentences(s, known)]
    found.sort(key=lambda group: (group.start, -group.end))
    outermost: list[Group] = []
    for group in found:
        if not outermost or group.start >= outermost[-1].end:
            outermost.append(group)
    return outermost


def is_unit(name: str, known: Collection[str]) -> bool:
    """Whether this looks like the name of a unit."""
    name = name.replace("、", "") if name.startswith("各") else name  # 各市、县人民政府
    return name in known or bool(_UNIT.fullmatch(name) and not _NO_UNIT.match(name) and not _LABEL.fullmatch(name))


def names_units_only(s: str, start: int, end: int, known: Collection[str]) -> bool:
    """Whether a cell holds nothing but names of units."""
    return s.find("。", start, end) < 0 and _all_units(s, units.read(s, start, end), known)


def _pairs(s: str) -> Iterator[tuple[int, int]]:
    """Outermost pairs of brackets within a line."""
    depth = start = 0
    for hit in re.finditer(r"[()\n]", s):
        sign, place = hit[0], hit.start()
        if sign == "\n" or place - start > LONGEST:
            depth = 0
        if sign == "(":
            start = place if depth == 0 else start
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            if depth == 0 and place - start > SHORTEST:
                yield start, place + 1


def _bounded(found: Iterator[_Found]) -> Iterator[_Found]:
    for count, one in enumerate(found):
        if count >= MAX_GROUPS:
            raise Unreadable("too-many-clauses", limit=MAX_GROUPS)
        yield one


def _brackets(s: str, quiet: str, known: Collection[str]) -> Iterator[Group]:
    """Brackets that have a label, say who does what, or close a sentence with nothing but names."""
    for start, end in _bounded(_pairs(quiet)):
        labelled = _LABELLED.match(s, start + 1, end - 1)
        if not labelled and _NO_UNIT.match(s, start + 1, end - 1):
            continue
        names = units.read(s, start + 1, end - 1)
        if names and (labelled or _says_who(s, start, end, names, known)):
            yield Group(start, end, names)


def _lines(s: str) -> Iterator[Group]:
    for hit in _bounded(_LINE.finditer(s)):
        names = units.read(s, hit.start(), hit.end())
        if names:
            yield Group(hit.start(), hit.end(), names)


def _sentences(s: str, known: Collection[str]) -> Iterator[Group]:
    """由A牵头,B配合。 and nothing else in the sentence; A牵头落实 and nothing else in the line."""
    for form in (_SENTENCE, _SAID_LINE):
        for hit in form.finditer(s):
            names = units.read(s, hit.start(), hit.end())
            said = sum(name.end - name.start + 1 for name in names)
            if hit.end() - hit.start() - said <= ROLES and _all_units(s, names, known):
                yield Group(hit.start(), hit.end(), names)


def _all_units(s: str, names: list[Named], known: Collection[str]) -> bool:
    return bool(names) and all(is_unit(s[name.start : name.end], known) for name in names)


def cells(s: str, known: Collection[str]) -> Iterator[Group]:
    """Lines of nothing but names below the head of a column for units, in a table without row numbers."""
    head = _COLUMN.search(s)
    if head is None:
        return
    label = s[head.start() : head.end()].strip()
    for hit in _LINE_OF_NAMES.finditer(s, head.end()):
        if names_units_only(s, hit.start(), hit.end(), known):
            yield Group(hit.start(), hit.end(), units.read(s, hit.start(), hit.end(), label))


def _says_who(s: str, start: int, end: int, names: list[Named], known: Collection[str]) -> bool:
    words = [s[name.start : name.end] for name in names]
    sure = sum(is_unit(word, known) for word in words)
    if sure and _SAYS.search(s, start + 1, end):
        return sure * 2 >= len(words) and all(len(word) <= 25 for word in words)
    return sure == len(words) and _stands_alone(s, start, end, len(words))


def _stands_alone(s: str, start: int, end: int, count: int) -> bool:
    """Whether a bare list closes a sentence or a paragraph, so that it says who does what stands before it."""
    before = s[start - 1 : start] if start else "\n"
    if before in _STOPS:
        return True
    ends = re.match(r" ?。?(?:\n|$)", s[end : end + 3]) is not None
    return ends and (count > 1 or not _UNIT_SIGN.match(before))
