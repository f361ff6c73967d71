"""Tables flattened to lines: a head with 序号, then for each row its number and its cells, each on a line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from luoxiao.plan.parse.marks import Firmness, Mark, Style

_HEAD = re.compile(r"(?:(?<=\n)|^) *(?:序 ?号|编 ?号)(?=[ \n])")
_ROW = re.compile(r"(?<=\n) *(\d{1,3})(?=[.、]? *\n| +(?=\D))")
_UNITS = re.compile(
    r"(?:责任|牵头|负责|配合|承办|主办|协办|实施|参与|主责|完成|落实)[^\n]{0,8}(?:单位|部门|处室|科室|司局|主体|机构)|(?:单位|部门)$"
)
_DUE = re.compile(r"时限|时间|期限|进度|节点")
_DATE = re.compile(r"\d{1,2}月|20\d\d年|年底")
_APART = re.compile(r"(?<![^\n ])[^\n ](?: [^\n ])+(?![^\n ])")
_GAP, _BREAK = re.compile(" +"), re.compile("\n")
HEAD_CELLS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell s[start:end] that names units or sets a time limit, with the head of its column."""

    start: int
    end: int
    column: str
    head: str


Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, and the rows' numbers; s[start:end] is the whole."""

    columns: list[str]
    rows: list[Mark]
    end: int


def find(s: str) -> list[Table]:
    """Tables in the order of the text; rows count from 1 after each head."""
    heads = list(_HEAD.finditer(s))
    ends = [*(head.start() for head in heads[1:]), len(s)][: len(heads)]
    found = []
    for head, end in zip(heads, ends, strict=True):
        rows = _rows(s, head.end(), end)
        if rows:
            found.append(Table(_columns(s[head.end() : rows[0].start]), rows, end))
    return found


def _columns(words: str) -> list[str]:
    """The heads of the columns; letters printed apart belong to one head: 工 作 任 务."""
    return re.split(r"[\n ]+", _APART.sub(lambda hit: hit[0].replace(" ", ""), words).strip())


def _rows(s: str, start: int, end: int) -> list[Mark]:
    found: list[Mark] = []
    for hit in _ROW.finditer(s, start, end):
        if int(hit[1]) == len(found) + 1:
            found.append(Mark(hit.start(1), hit.end(), Style.ROW, int(hit[1]), Firmness.LINE))
    return found


def cells(s: str, table: Table, is_units: Callable[[int, int], bool]) -> Iterator[Cell]:
    """The cells that say who and by when. `is_units` tells of a stretch whether it names units and nothing else."""
    if len(table.columns) > HEAD_CELLS:
        return
    kinds = ["units" if _UNITS.search(name) else "due" if _DUE.search(name) else "" for name in table.columns]
    ends = [row.start for row in table.rows[1:]] + [table.end]
    rows = [_spans(s, row.end, end, len(kinds)) for row, end in zip(table.rows, ends, strict=True)]
    longest = max([len(kinds), *map(len, rows[:-1])])
    rows[-1] = rows[-1][:longest]  # what follows a table is in no cell of its last row
    for spans in rows:
        if len(spans) == len(kinds):
            placed = list(zip(spans, kinds, table.columns, strict=True))
        else:
            placed = list(_by_content(s, [span for span in spans if span[0] < span[1]], kinds, table.columns, is_units))
        yield from (Cell(a, b, kind, name) for (a, b), kind, name in placed if kind and a < b)


def _spans(s: str, start: int, end: int, columns: int) -> Spans:
    """The cells of a row, each on a line or all on one with spaces between; empty ones between others included."""
    while start < end and s[start] in " .、\n":
        start += 1
    line = s.find("\n", start, end)
    first = s[start : line if line >= 0 else end].rstrip(" ")
    spaced = len(_GAP.findall(first)) >= max(columns - 1, 1)
    if spaced and line >= 0:
        end = line
    while end > start and s[end - 1] in " \n":
        end -= 1
    found, last = [], start
    for hit in (_GAP if spaced else _BREAK).finditer(s, start, end):
        found.append((last, hit.start()))
        last = hit.end()
    return [*found, (last, end)]


def _by_content(
    s: str, spans: Spans, kinds: list[str], columns: list[str], is_units: Callable[[int, int], bool]
) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Where a row has more or fewer lines than the table has columns, the words themselves tell what they are."""
    wanted = [name for name, kind in zip(columns, kinds, strict=True) if kind == "units"]
    skipped = 0 if kinds[:1] == ["units"] else 1  # the task itself may look like a unit
    met = False
    for place, (a, b) in enumerate(spans):
        if place >= skipped and wanted and is_units(a, b):
            yield (a, b), "units", wanted[-1] if met and len(wanted) > 1 else wanted[0]
            met = True
        elif "due" in kinds and b - a <= 25 and _DATE.search(s, a, b):
            yield (a, b), "due", ""
