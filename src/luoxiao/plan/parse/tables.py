"""Tables flattened to lines: a head with 序号, then for each row its number and its cells, each on a line of its own."""

import re
from dataclasses import dataclass

from luoxiao.plan.parse.marks import Firmness, Mark, Style

_HEAD = re.compile(r"(?:^|\n)序号(?=[\s\n])")
_ROW = re.compile(r"(?<=\n)(\d{1,3})(?=\n| (?=\D))")
_UNITS = re.compile(
    r"(?:责任|牵头|负责|配合|承办|主办|协办|实施|参与|主责|完成)[^\n]{0,8}(?:单位|部门|处室|科室|司局|主体|机构)|^(?:单位|部门)$"
)
_DUE = re.compile(r"时限|时间|期限|进度|节点")
HEAD_CELLS = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell s[start:end] with what its column says: units or due, the column's head as label."""

    start: int
    end: int
    column: str
    head: str


def rows(s: str) -> list[Mark]:
    """Row numbers as markers, counted from 1 after each head."""
    found: list[Mark] = []
    for head in _HEAD.finditer(s):
        expected = 1
        for hit in _ROW.finditer(s, head.end(), _end(s, head.end())):
            if int(hit[1]) == expected:
                found.append(Mark(hit.start(), hit.end(), Style.ROW, expected, Firmness.LINE))
                expected += 1
    return found


def _end(s: str, start: int) -> int:
    following = _HEAD.search(s, start)
    return following.start() if following else len(s)


def cells(s: str, marks: list[Mark]) -> list[Cell]:
    """The cells under heads that say units or time limits, of rows with as many cells as the head has columns."""
    found: list[Cell] = []
    for head in _HEAD.finditer(s):
        stop = _end(s, head.end())
        inside = [mark for mark in marks if head.end() <= mark.start < stop]
        if not inside:
            continue
        names = [name for name in s[head.end() : inside[0].start].split("\n") if name.strip()]
        ends = [mark.start for mark in inside[1:]] + [stop]
        for mark, end in zip(inside, ends, strict=True):
            found += _row(s, mark.end, end, names)
    return found


def _row(s: str, start: int, end: int, names: list[str]) -> list[Cell]:
    spans = _lines(s, start, end)
    if len(spans) < len(names) or len(names) > HEAD_CELLS:
        return []
    made = []
    for (a, b), name in zip(spans, names, strict=False):
        column = "units" if _UNITS.search(name) else "due" if _DUE.search(name) else ""
        made.append(Cell(a, b, column, name))
    return made


def _lines(s: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    while start < end:
        stop = s.find("\n", start, end)
        stop = end if stop < 0 else stop
        if s[start:stop].strip():
            found.append((start, stop))
        start = stop + 1
    return found
