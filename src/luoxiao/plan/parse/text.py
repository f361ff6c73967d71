"""From the characters as they came to the characters the grammar reads.

Two steps, both of which keep the way back to the original: every character is mapped to one of normal width (length
unchanged), then marks of layout are dropped and lines joined that a hard break had cut (an offset is kept for each
character that stays). The grammar reads the result, where one line is one paragraph or one cell of a table.
"""

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from luoxiao.plan.parse.model import Unreadable

MAX_CHARS, MAX_LINES = 1_000_000, 100_000
NARROWEST = 36  # columns
_REFUSED = re.compile("[\x00\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ud800-\udfff]")
_CODES = {"\x00": "nul"}


def _widths() -> dict[int, str]:
    """One character to one character: full width to half width, the many brackets and dashes to one of each."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    same = {
        "(": "〔[{【〖［｛﹝",
        ")": "〕]}】〗］｝﹞",
        "“": "「『〝",
        "”": "」』〞",
        "-": "—–－―−‐‑‒～∼〜~",
        " ": "\u3000\xa0\u200b\u200c\u200d\ufeff\u2060" + "".join(map(chr, range(0x2000, 0x200B))),
        "\n": "\x0b\x0c\x85\u2028\u2029",
        ":": "︰∶﹕",
        "*": "＊﹡✱",
        "|": "│┃｜",
        "。": "｡",
        "、": "､",
        "%": "﹪",
    }
    for plain, forms in same.items():
        table.update({ord(form): plain for form in forms})
    return table


_WIDTHS = _widths()
_CJK = "\u4e00-\u9fff"
CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# A full stop typed as a point: between Chinese and the end of a line or more Chinese, but not in "一.".
_POINT = re.compile(rf"(?<=[{_CJK})”])(?<![一二三四五六七八九十])\.(?=\s|[{_CJK}]|$)")
_LEADING = re.compile(r"(?:[ \t]|\*\*|#(?=[# ])|>(?= )|[-*+](?= )|\\(?=[\d(]))*")
_NOISE = re.compile(
    r"(?=[*_\\ \t])(?:\*\*|__(?=\S)|(?<=\S)__|\\(?=[.()*_])"
    r"|(?<=[^\x00-\x7f])(?! {2,}(?:\d{1,3}[.、](?!\d)|\(\d{1,3}\))) +(?=[\x21-\x7e])|(?<=[\x21-\x7e]) +(?=[^\x00-\x7f])"
    r"|(?<=[、。,;:！？)”]) +|(?<! ) +(?=[、。,;:)”])|(?<=[\d一二三四五六七八九十][、.)]|[条章节]\s)\t)"
)
_ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})* (?![年月日%万亿元个])")
_PAGE = re.compile(r"\s*(?:-+ *\d{1,4} *-+|第 ?\d{1,4} ?页.{0,12})\s*")  # a page's foot
_OPEN_LINE = re.compile(r"[、,(“《]$")
_LABEL_ALONE = re.compile(r"[^,、。]{0,3}(?:责任|牵头|配合|负责|协办|主办|参与|完成)[^,、。:]{0,6}:")
_CLOSING_LINE = re.compile(r"[,。、;)”》]")
_TERMINAL = "。;:！？!?)”."
_STARTS_ANEW = re.compile(
    r"[一二三四五六七八九十]{1,4}[、.]|\([一二三四五六七八九十]{1,4}\)|第[一二三四五六七八九十百]{1,5}[章节条]"
    r"|附件"
)
_STARTS_LABEL = re.compile(r"[^,。]{0,10}(?:单位|部门|时限):|\((?:责任|牵头)")
_STARTS_ITEM = re.compile(r"\d{1,3}[.、)](?!\d)|\(\d{1,3}\)|[①-⑳⑴-⒇]")


def refuse_hostile(text: str) -> None:
    """Raise Unreadable for a text too long, with NULs, marks that turn the reading direction, or broken characters."""
    if len(text) > MAX_CHARS:
        raise Unreadable("too-long", length=len(text), limit=MAX_CHARS)
    found = _REFUSED.search(text)
    if found:
        character = found[0]
        kind = "broken-character" if "\ud800" <= character <= "\udfff" else "direction-mark"
        raise Unreadable(_CODES.get(character, kind), position=found.start(), codepoint=ord(character))


@dataclass(frozen=True, slots=True)
class Text:
    """What the grammar reads (`s`), where each of its characters stands in the original (`at`), and the original."""

    s: str
    at: "array[int]"
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of s[start:end]; an empty stretch stays empty."""
        return self.at[start], self.at[end - 1] + 1 if end > start else self.at[start]

    def words(self, start: int, end: int) -> str:
        """The original characters of s[start:end], without the layout between them."""
        first, last = self.span(start, end)
        if last - first == end - start:
            return self.original[first:last]
        return "".join([self.original[offset] for offset in self.at[start:end]])

    def index(self, offset: int) -> int:
        """The place in `s` of an offset in the original, or of the next character that was kept."""
        return bisect_left(self.at, offset)


def normal(text: str) -> str:
    """The same text in normal width; same length, so that offsets hold."""
    shadow = text.translate(_WIDTHS).replace("\r\n", " \n").replace("\r", "\n")
    return _POINT.sub("。", CONTROLS.sub(" ", shadow))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its margins; `indent` is the width of the blank before its words."""

    start: int
    words: str
    indent: int
    after_blank: bool

    @property
    def width(self) -> int:
        """Columns: two for a Chinese character, one for a Latin one."""
        return self.indent + (len(self.words) + len(self.words.encode())) // 2

    @property
    def indented(self) -> bool:
        """Whether it begins with a blank."""
        return self.indent > 0


def _indent(margin: str) -> int:
    """Columns of the blank at the beginning of a line: two for each full-width space."""
    blank = margin[: len(margin) - len(margin.lstrip())]
    return len(blank) + blank.count("\u3000")


def _lines(text: str, shadow: str) -> list[_Line]:
    lines: list[_Line] = []
    start, blank = 0, False
    for raw in shadow.split("\n"):
        found = _LEADING.match(raw)
        margin = found.end() if found else 0
        words = raw[margin:].rstrip()
        if words.strip("*-_= |:") and not _PAGE.fullmatch(raw):
            lines.append(_Line(start + margin, words, _indent(text[start : start + margin]), blank))
        blank = not raw.strip()
        start += len(raw) + 1
    return lines


def _wrap_width(lines: list[_Line]) -> int | None:
    """The width at which lines were cut, where most full lines have the same width; None where they were not."""
    if len(lines) < 4 or sum(len(line.words) for line in lines) < len(lines) * NARROWEST / 4:
        return None  # lines that short on average were never cut at one width
    widths = sorted(line.width for line in lines)
    widest = widths[int(len(widths) * 0.97)]
    full = [line for line in lines if widest - 5 <= line.width <= widest + 4]
    cut = [line for line in full if line.words[-1] not in _TERMINAL]
    return (
        widest
        if NARROWEST <= widest <= 160 and len(full) * 10 >= len(lines) * 3 and len(cut) * 5 >= len(full) * 2
        else None
    )


def _continues(line: _Line, next_line: _Line, wrap: int | None) -> bool:
    """Whether the paragraph of this line goes on in the next one."""
    if next_line.words[0].isdigit() and _next_row(line.words, next_line.words):
        return False
    if _STARTS_ANEW.match(next_line.words) or "|" in line.words or "\t" in line.words:
        return False
    if _STARTS_LABEL.match(next_line.words) and not _cuts_label(line, next_line, wrap):
        return False
    last = line.words[-1]
    if _OPEN_LINE.search(line.words) or _LABEL_ALONE.fullmatch(line.words) or _CLOSING_LINE.match(next_line.words):
        return True
    if _closes(line.words, next_line.words) and not _STARTS_ITEM.match(next_line.words):
        return True
    if wrap is None or line.width < wrap - 5 or next_line.after_blank:
        return False
    if last in _TERMINAL and (next_line.indented or _STARTS_ITEM.match(next_line.words)):
        return False
    return not (next_line.indented and not line.indented and last in _TERMINAL)


def _cuts_label(line: _Line, next_line: _Line, wrap: int | None) -> bool:
    """Whether a label begins the next line only because a line was cut before or within its bracket: (责|任单位:…)."""
    full = wrap is not None and line.width >= wrap - 5 and not next_line.after_blank
    return (full and (next_line.words[0] == "(" or _is_open(line.words, "()"))) or _closes(line.words, next_line.words)


def _next_row(words: str, next_words: str) -> bool:
    """Whether these are two rows of a table: 序号 …, 1 …, 2 …"""
    following = _ROW_NUMBER.match(next_words)
    if not following or not following[0].strip().isdigit():
        return False
    this = _ROW_NUMBER.match(words)
    before = int(this[0]) if this and this[0].strip().isdigit() else 0
    return int(following[0]) == before + 1 and (before > 0 or words.startswith("序"))


def _closes(words: str, next_words: str) -> bool:
    """Whether the line ends inside a bracket or a title that the next one closes."""
    return any(marks[1] in next_words and _is_open(words, marks) for marks in ("()", "《》"))


def _is_open(words: str, marks: str) -> bool:
    """Whether a mark is opened and not closed; one may be nested in another, and 1) closes none."""
    return words.rfind(marks[0]) > words.rfind(marks[1]) or words.count(marks[0]) > words.count(marks[1])


def _pieces(line: _Line, in_table: bool) -> list[tuple[int, int]]:
    """The stretches of a line that stay, as offsets within it. Below the head of a table spaces part the cells."""
    kept, start = [], 0
    row = _ROW_NUMBER.match(line.words)
    if row and (in_table or line.words.count(" ", row.end()) > 1):
        return [(0, len(line.words))]
    guard = row.end() if row else 0
    for noise in _NOISE.finditer(line.words, guard):
        if noise.start() > start:
            kept.append((start, noise.start()))
        start = noise.end()
    kept.append((start, len(line.words)))
    return kept


def read(text: str) -> Text:
    """Prepare a text for the grammar. Raises Unreadable (see `refuse_hostile`)."""
    refuse_hostile(text)
    shadow = normal(text)
    if shadow.count("\n") > MAX_LINES:
        raise Unreadable("too-many-lines", limit=MAX_LINES)
    lines = _lines(text, shadow)
    wrap = _wrap_width(lines)
    pieces: list[str] = []
    at = array("l")
    in_table = False
    for number, line in enumerate(lines):
        in_table = in_table or line.words.startswith(("序号 ", "序 号 ", "编号 "))
        for start, end in _pieces(line, in_table):
            pieces.append(line.words[start:end])
            at.extend(range(line.start + start, line.start + end))
        goes_on = number + 1 < len(lines) and _continues(line, lines[number + 1], wrap)
        if not goes_on:
            pieces.append("\n")
            at.append(line.start + len(line.words))
    at.append(len(text))
    return Text(_cells("".join(pieces)), at, text)


def _cells(s: str) -> str:
    """Cells of a table become lines of their own: a flattened table and a drawn one read alike."""
    return s.replace("|", "\n").replace("\t", "\n")


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the sentences in text[start:end]: cut after 。；！？ with the quotes and brackets that close them."""
    cuts = [start, *(found.end() for found in _SENTENCE.finditer(text, start, end)), end]
    spans = [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]
    return spans


_SENTENCE = re.compile(
    r"[。；;！!？?\n][”’」』）)〕\]】]*(?:\s*[（(〔\[【][^（(〔\[【）)〕\]】\n]{1,400}[）)〕\]】](?=\s|$))?"
)
