"""The head of the paper: its title and its number."""

import re
from dataclasses import dataclass

_ISSUED = r"[\u4e00-\u9fff]{1,10}\((?:19|20)\d{2}\)第?\d{1,5}号"
_NUMBER = re.compile(
    r"(?:(?:发文字号|(?:发文)?文 ?号|发文号):? ?)?\(?(?P<number>[\u4e00-\u9fff]{1,14}(?:\((?:19|20)\d{2}\)第?\d{1,5}号"
    r"|(?:公告|令)(?:\(?(?:19|20)\d{2}\)?年?)?第?\d{1,5}号))\)?(?: |$)"
)
_ENDING = re.compile(
    r"(?:意见|方案|通知|计划|规划|办法|纲要|决定|规定|细则|要点|清单|措施|条例|任务|分工|安排|政策|通报|报告|批复|函|安排表|分解表|举措|指南|建议|行动|公告|责任书|分解|事项|台账|纪要|路线图|(?:条|点))"
    r"(?:\((?:(?:19|20)\d{2}.{0,12}|试行|修订稿?|暂行|征求意见稿|草案|.{0,8}稿|摘要|节选|.{0,6}版)\))*$"
)
_NOT_TITLE = re.compile(r"[。;:]|^\(|^\d{4}年\d{1,2}月\d{1,2}日|^附件|^\d{1,2}[.、]|^索引号|^序 ?号|^发文|^成文|^主题")
_NUMBER_NEXT = re.compile(rf"\(?{_ISSUED}\)?")
_RUNS_ON = re.compile(
    r"[^。;:!?\n]{4,100}?(?:意见|方案|通知|计划|规划|办法|要点|措施|分工)(?:\((?:(?:19|20)\d{2}[-年\d]{0,8}|试行|暂行)\))?"
    rf"(?=\(?{_ISSUED}|各[^。:,]{{1,12}}[,、:(]|为(?![期主准重])|根据|按照)"
)
_ISSUING = re.compile(r"关于(?:印发|转发|下达|公布|批转)")
_LETTER = re.compile(
    r"(?:通知|函|公告|决定|通报|批复)(?:\([^()]{1,12}\))?$"
)  # how a paper that issues another one ends
_PLAIN_LINE = re.compile(r"(?!附件|序 ?号)[^。;:,!?()\n]{8,60}")
LINES, SHORTEST, LONGEST, SPAN = 60, 4, 120, 6


@dataclass(frozen=True, slots=True)
class Head:
    """Where title and number stand in s; the title may run over several lines."""

    title: tuple[tuple[int, int], ...]
    number: tuple[int, int] | None


def read(s: str, start: int, end: int) -> Head:
    """The head within s[start:end], where `end` is the beginning of the first clause."""
    lines = _lines(s, start, end)
    number = next((hit.span("number") for a, b in lines if (hit := _NUMBER.match(s, a, b))), None)
    return Head(_title(s, lines), number)


def _lines(s: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while start < end and len(found) < LINES:
        stop = s.find("\n", start, end)
        stop = end if stop < 0 else stop
        found += [(a, b) for a, b in _parts(s, start, stop) if s[a:b].strip()]
        start = stop + 1
    return found


def _parts(s: str, start: int, stop: int) -> list[tuple[int, int]]:
    """A line in its parts where the number or, in a copy without line breaks, more follows the title."""
    cut = _RUNS_ON.match(s, start, min(stop, start + LONGEST))
    if cut is None:
        return [(start, stop)]
    number = _NUMBER_NEXT.match(s, cut.end(), stop)
    middle = number.end() if number else cut.end()
    return [(start, cut.end()), (cut.end(), middle), (middle, stop)]


def _title(s: str, lines: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The first lines that together end like a title; without any such, a plain first line."""
    for first in range(len(lines)):
        length = _title_lines([s[slice(*line)].replace(" ", "") for line in lines[first : first + SPAN]])
        if length:
            return tuple(lines[first : first + length])
    return tuple(line for line in lines[:1] if _PLAIN_LINE.fullmatch(s[slice(*line)].strip()))


def _title_lines(lines: list[str]) -> int:
    """How many of these lines make a title; 关于印发… goes on to its 通知 where there is one."""
    joined, found = "", 0
    for length, words in enumerate(lines, start=1):
        joined += words
        if _NOT_TITLE.search(words) or _NUMBER.match(words) or len(joined) > LONGEST:
            break
        if len(joined) >= SHORTEST and _ENDING.search(joined):
            if not _ISSUING.search(joined) or _LETTER.search(joined):
                return length
            found = found or length
    return found
