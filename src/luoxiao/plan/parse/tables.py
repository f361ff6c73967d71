"""Tables flattened to lines: a head, then for each row its number and its cells, each on a line.

The head begins with 序号, or is a run of short lines that name a column for the task and one for the units. Rows may
stand under rubrics (一 加快建设), and cards (序号：1 and a line for each cell) are rows without a head.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from luoxiao.plan.parse.marks import Firmness, Mark, Style
from luoxiao.plan.parse.numerals import integer

_HEAD = re.compile(r"(?:(?<=\n)|^) *(?:序 ?号|编 ?号)(?=[ \n])")
_NAMES = re.compile(r"(?:(?:(?<=\n)|^) *[^\n\d。,:;]{1,12}\n){2,12}(?= *(?:[^\n]{2,40}\n *){0,2}1[.、]? *\n)")
_TASK = re.compile(r"(?:任务|事项|内容|要求|措施|项目|目标|工作|要点|举措)$", re.MULTILINE)
_CARD = re.compile(r"(?:(?<=\n)|^) *(?:序 ?号|编 ?号): *(?P<number>\d{1,3}) *(?=\n)")
_RUBRIC = re.compile(r"(?<=\n) *([一二三四五六七八九十]{1,3})(?=[.、]? *\n| +\S|、)")
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
    """The names of the columns, the numbers of rubrics and rows; s[start:end] is the whole.

    `plain` where the column of the numbers has no name or no place of its own, so that only words tell what a cell is;
    `spaced` where spaces part the cells.
    """

    columns: list[str]
    rubrics: list[Mark]
    rows: list[Mark]
    end: int
    plain: bool
    spaced: bool


def find(s: str) -> list[Table]:
    """Tables in the order of the text; rows count from 1 after each head and each rubric."""
    heads = sorted([*_HEAD.finditer(s), *_named(s)], key=lambda head: head.start())
    ends = [*(head.start() for head in heads[1:]), len(s)][: len(heads)]
    return [table for head, end in zip(heads, ends, strict=True) if (table := _table(s, head, end))]


def cards(s: str) -> list[Mark]:
    """The numbers of cards, counted from 1."""
    found: list[Mark] = []
    for hit in _CARD.finditer(s):
        if int(hit["number"]) == len(found) + 1:
            found.append(_mark(hit.span("number"), Style.ROW, len(found) + 1))
    return found


def _named(s: str) -> Iterator["re.Match[str]"]:
    """Heads without 序号: the lines name a task and the units, and a row 1 follows."""
    for hit in _NAMES.finditer(s) if "\n1" in s else ():
        lines = [line.strip() for line in hit[0].strip().split("\n")]
        if any(_UNITS.fullmatch(line) for line in lines) and _TASK.search(hit[0]) and not _HEAD.match(lines[0] + "\n"):
            yield hit


def _mark(span: tuple[int, int], style: Style, value: int) -> Mark:
    return Mark(*span, style, value, Firmness.LINE)


def _table(s: str, head: "re.Match[str]", end: int) -> Table | None:
    rubrics = _rubrics(s, head.end(), end)
    rows = _rows(s, head.end(), end, [rubric.start for rubric in rubrics])
    if not rows:
        return None
    named = not _HEAD.match(head[0] + "\n")
    first = min(mark.start for mark in [*rows[:1], *rubrics[:1]])
    words = head[0] if named else s[head.end() : first]
    spaced = not named and s[head.end() : head.end() + 1] == " " and len(_GAP.findall(words.strip())) > 0
    return Table(_columns(words), rubrics, rows, end, named, spaced)


def _columns(words: str) -> list[str]:
    """The heads of the columns; letters printed apart belong to one head: 工 作 任 务."""
    return re.split(r"[\n ]+", _APART.sub(lambda hit: hit[0].replace(" ", ""), words).strip())


def _rubrics(s: str, start: int, end: int) -> list[Mark]:
    found: list[Mark] = []
    for hit in _RUBRIC.finditer(s, start, end):
        if integer(hit[1]) == len(found) + 1:
            found.append(_mark((hit.start(1), hit.end()), Style.COUNT, len(found) + 1))
    return found


def _rows(s: str, start: int, end: int, rubrics: list[int]) -> list[Mark]:
    """Numbers that count from 1; they may begin anew after a rubric."""
    found: list[Mark] = []
    for hit in _ROW.finditer(s, start, end):
        last = found[-1] if found else None
        anew = last is not None and bisect_left(rubrics, last.start) < bisect_left(rubrics, hit.start())
        if int(hit[1]) == (last.value + 1 if last else 1) or (anew and int(hit[1]) == 1):
            found.append(_mark((hit.start(1), hit.end()), Style.ROW, int(hit[1])))
    return found


def cells(s: str, table: Table, is_units: Callable[[int, int], bool]) -> Iterator[Cell]:
    """The cells that say who and by when. `is_units` tells of a stretch whether it names units and nothing else."""
    if len(table.columns) > HEAD_CELLS:
        return
    kinds = ["units" if _UNITS.search(name) else "due" if _DUE.search(name) else "" for name in table.columns]
    stops = sorted([*(mark.start for mark in [*table.rows, *table.rubrics]), table.end])
    ends = [stops[bisect_right(stops, row.start)] for row in table.rows]
    rows = [_spans(s, row.end, end, len(kinds), table.spaced) for row, end in zip(table.rows, ends, strict=True)]
    longest = max([len(kinds), *map(len, rows[:-1])])
    rows[-1] = rows[-1][:longest]  # what follows a table is in no cell of its last row
    for spans in rows:
        if len(spans) == len(kinds) and not table.plain:
            placed = list(zip(spans, kinds, table.columns, strict=True))
        else:
            placed = list(_by_content(s, [span for span in spans if span[0] < span[1]], kinds, table.columns, is_units))
        yield from (Cell(a, b, kind, name) for (a, b), kind, name in placed if kind and a < b)


def _spans(s: str, start: int, end: int, columns: int, in_spaces: bool) -> Spans:
    """The cells of a row, each on a line or all on one with spaces between; empty ones between others included."""
    while start < end and s[start] in " .、\n":
        start += 1
    line = s.find("\n", start, end)
    first = s[start : line if line >= 0 else end].rstrip(" ")
    spaced = len(_GAP.findall(first)) >= (1 if in_spaces else max(columns - 1, 1))
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
