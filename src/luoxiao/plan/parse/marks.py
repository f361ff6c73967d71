"""Markers: everything in the text that looks like the number of a clause, in every style of numbering.

A marker is only a candidate here; `tree` decides which of them open a clause.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from luoxiao.plan.parse.model import Unreadable
from luoxiao.plan.parse.numerals import integer

MAX_MARKS = 100_000
_CN = "一二三四五六七八九十百"
_CIRCLES = (("①", "⑳"), ("⑴", "⒇"), ("㈠", "㈩"), ("❶", "❿"))


class Style(IntEnum):
    """Styles of numbering, from the highest to the lowest place they usually take."""

    ANNEX = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    COUNT = 5  # 一、
    COUNT_BRACKET = 6  # (一)
    NUMBER = 7  # 1.
    NUMBER_BRACKET = 8  # (1)
    HALF_BRACKET = 9  # 1)
    CIRCLE = 10  # ①
    LETTER = 11
    ROW = 12  # the number of a table row
    RUNIN = 13  # 一是


class Firmness(IntEnum):
    """What stands before a marker: nothing of note, a comma, the end of a sentence, the beginning of a line."""

    BARE = 0
    COMMA = 1
    STOP = 2
    LINE = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A candidate: s[start:end] is its number as printed; decimals like 1.2 have their depth."""

    start: int
    end: int
    style: Style
    value: int
    firmness: Firmness
    depth: int = 1

    @property
    def key(self) -> tuple[Style, int]:
        """Markers of one key number one list."""
        return self.style, self.depth


_FORMS = {
    "ANNEX": r"(?:附件|附表|附录)(?:\d{1,2}|[一二三四五六七八九十]{1,3})?"
    r"(?=[:.]? *(?:\n|$)|[ :](?=[^\n。]{2,60}\n(?:序|一、)))",
    "PART": rf"第[{_CN}]{{1,4}}(?:部分|[篇编])",
    "CHAPTER": rf"第(?:[{_CN}]{{1,4}}|\d{{1,3}})章",
    "SECTION": rf"第(?:[{_CN}]{{1,4}}|\d{{1,3}})节",
    "ARTICLE": rf"第(?:[{_CN}]{{1,5}}|\d{{1,3}})条(?!例)",
    "RUNIN": rf"[{_CN}]{{1,2}}(?:是(?!否)|要(?=[^,。、;点件]))",
    "COUNT": rf"[{_CN}]{{1,4}} ?[、.](?![{_CN}]{{1,3}}[、产])",
    "COUNT_BRACKET": rf"\([{_CN}]{{1,4}}\)[、.]?(?![、,。;)])",
    "DECIMAL": r"\d{1,2}(?:\.\d{1,2}){1,4}(?![\d.%])[、.]?(?= ?[\u4e00-\u9fff“《A-Z])"
    r"(?! ?[万亿年月倍元度米个人件家户亩公吨千平])",
    "NUMBER": r"\d{1,3} ?[.、](?!\d+(?:[.、]\d|[%万亿元个倍米度吨公千平]|[ ,]|\n|$)|\d{1,2}年)",
    "NUMBER_BRACKET": r"\(\d{1,3}\)[、.]?(?![、,。;)\n]|号|$)",
    "HALF_BRACKET": r"\d{1,2}\)[、.]?(?!\n|$)",
    "CIRCLE": "[①-⑳⑴-⒇㈠-㈩❶-❿][、.]?",
    "LETTER": r"[A-Z][.、](?=[\u4e00-\u9fff])",
}
_MARK = re.compile(
    rf"(?<![\d{_CN}.第百千万])(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()) + ")"
)
_FIGURES = re.compile(rf"\d+|[{_CN}]+")
_NUMBER_ALONE = re.compile(r"(?:(?<=\n)|^)(\d{1,2}) +(?=[\u4e00-\u9fff“《])(?![年月日个万亿%])")
_LIST = re.compile(
    r"(?:(?<=\n)|^)(?:附件:[^\n]*(?:\n *\d{1,2}[.、][^\n]{2,60}(?=\n|$))*"
    r"|[^\n]{1,60}(?:…+|\.{3,}|·{3,}) *\d{0,3}(?=\n|$))"
)
_STOPS = "。;:!?！？”)…"
_COMMAS, _REFERRED = ",、", ("项", "款", "条", "的")  # 第(二)项 and (三)的要求 speak of a clause
_SPACED = ("CHAPTER", "SECTION", "ARTICLE")  # the space that follows tells them from 按照第二条规定


def candidates(quiet: str) -> list[Mark]:
    """Everything that may be a marker, in the order of the text; tables' row numbers are found by `tables`.

    Raises Unreadable for more markers than any paper has.
    """
    found = []
    for hit in _MARK.finditer(quiet):
        if mark := _mark(quiet, hit):
            found.append(mark)
        if len(found) > MAX_MARKS:
            raise Unreadable("too-many-clauses", limit=MAX_MARKS)
    if any(mark.depth > 1 and mark.style == Style.NUMBER for mark in found):
        found += [_mark_alone(hit) for hit in _NUMBER_ALONE.finditer(quiet)]
        found.sort(key=lambda mark: mark.start)
    return list(_without_lists(quiet, found))


def _mark_alone(hit: "re.Match[str]") -> Mark:
    return Mark(hit.start(), hit.end(1), Style.NUMBER, int(hit[1]), Firmness.LINE)


def _without_lists(quiet: str, found: list[Mark]) -> Iterator[Mark]:
    """附件:1.… 2.… names papers, and a line of a table of contents names a page: neither opens a clause."""
    lists = [hit.span() for hit in _LIST.finditer(quiet)]
    starts = [start for start, _end in lists]
    for mark in found:
        place = bisect_right(starts, mark.start) - 1
        if place < 0 or mark.start >= lists[place][1]:
            yield mark


def _mark(quiet: str, found: "re.Match[str]") -> Mark | None:
    form = found.lastgroup or ""
    firmness = _firmness(quiet, found.start())
    following = quiet[found.end() : found.end() + 1]
    spaced = form in _SPACED and following == " "
    if firmness < (Firmness.BARE if spaced else _ASKED.get(form, Firmness.COMMA)):
        return None
    if firmness < Firmness.STOP and following in _REFERRED:
        return None
    digits = _FIGURES.findall(found[0])
    if form == "DECIMAL":
        return Mark(found.start(), found.end(), Style.NUMBER, int(digits[-1]), firmness, len(digits))
    value = integer(digits[0]) if digits else _circled(found[0])
    depth = 1 + "是要".find(found[0][-1]) if form == "RUNIN" else 1
    return Mark(found.start(), found.end(), Style[form], value, firmness, depth)


_ASKED = {
    "ANNEX": Firmness.LINE,
    "PART": Firmness.LINE,
    "CHAPTER": Firmness.LINE,
    "SECTION": Firmness.LINE,
    "ARTICLE": Firmness.STOP,
    "COUNT": Firmness.BARE,
    "COUNT_BRACKET": Firmness.BARE,
    "DECIMAL": Firmness.LINE,
    "NUMBER": Firmness.BARE,
    "RUNIN": Firmness.BARE,
    "LETTER": Firmness.LINE,
}


def _firmness(quiet: str, place: int) -> Firmness:
    before = quiet[place - 1 : place].strip(" ")
    if before in ("", "\n"):
        return Firmness.LINE if place == 0 or before or quiet[place - 2 : place - 1] in _STOPS + "\n" else Firmness.STOP
    if before in _STOPS:
        return Firmness.STOP
    return Firmness.COMMA if before in _COMMAS else Firmness.BARE


def _circled(sign: str) -> int:
    """The value of ① and its like; 0 where the style has no numbers (附件)."""
    for first, last in _CIRCLES:
        if first <= sign[0] <= last:
            return ord(sign[0]) - ord(first) + 1
    return ord(sign[0]) - ord("A") + 1 if sign[0].isascii() else 0
