"""How a clause's own words are shown: pieces in order, numbered sentences among them, doubtful places marked.

Pure. Offsets count characters of the kept original, ends are exclusive, and the runs of all pieces together are the
words that were given, character for character.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

Offsets = tuple[int, int]

# A sentence ends with its mark and what closes behind it; a line ends one only where a new paragraph follows.
_END = re.compile(r"[。；;！!？?][”’」』)）〕\]】》]*\s*|\n(?=[ \t\u3000]*\n|[ \t\u3000]{2})\s*")
_WORD, _OPENING, _CLOSING = re.compile(r"\w"), re.compile(r"[(（〔\[【]"), re.compile(r"[)）〕\]】]")
_TITLE_END = re.compile(r"[。\n]")
_LABELS = re.compile(r"牵头|配合|负责|参与|责任|单位|部门|分别|会同|等|按职责分工|[^\w]")
LONGEST_LABEL = 8  # characters that may stand beside the units in a group of responsible units


class Role(StrEnum):
    """What a piece is: the number and title, a sentence, or the units that answer for it."""

    HEAD = "head"
    SENTENCE = "sentence"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are shown alike. `doubts` are the numbers of the doubtful places they stand in.

    `ends` are those of the doubts whose place ends here, so that each is remarked on once.
    """

    text: str
    doubts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the clause. Sentences are numbered from 1; other pieces have the number 0."""

    role: Role
    number: int
    char_start: int
    char_end: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def ends_line(self) -> bool:
        """Whether a new line begins behind it."""
        words = self.text
        return "\n" in words[len(words.rstrip()) :]


def pieces(
    text: str, own: Offsets, *, head: int, units: Sequence[Offsets] = (), doubts: Sequence[Offsets] = ()
) -> list[Piece]:
    """The clause text[own] in pieces; its first `head` characters are its number and title."""
    start, end = own
    body = min(start + head, end)
    spans = sentences(text, body, end)
    body = body if spans else end
    cut = [Piece(Role.HEAD, 0, start, body, _runs(text, (start, body), doubts))] if body > start else []
    number, bracket_open = 0, False
    for span in spans:
        is_group = bracket_open or _is_group(text, span, units)
        bracket_open = is_group and _left_open(text[span[0] : span[1]], bracket_open)
        number += not is_group
        role = Role.UNITS if is_group else Role.SENTENCE
        cut.append(Piece(role, 0 if is_group else number, *span, _runs(text, span, doubts)))
    return cut


def _left_open(words: str, was_open: bool) -> bool:
    """Whether the bracket of a group goes on behind these words, as where a rule of leading stands in it."""
    return was_open + len(_OPENING.findall(words)) > len(_CLOSING.findall(words))


def head(text: str, own: Offsets, *, number: str, title: str, is_heading: bool) -> int:
    """How many characters the number takes, with the title where the clause has one, and the space behind them."""
    start, end = own
    place = start + len(number)
    if is_heading:
        place = _after_title(text, place, end, title)
    while place < end and text[place].isspace():
        place += 1
    return place - start


def _after_title(text: str, start: int, end: int, title: str) -> int:
    """Behind the title and its full stop; titles broken over lines are compared without their spaces."""
    place, left = start, "".join(title.split())
    while left and place < end:
        if text[place] == left[0]:
            left = left[1:]
        elif not text[place].isspace():
            found = _TITLE_END.search(text, start, end)
            return found.end() if found else end
        place += 1
    return place + 1 if place < end and text[place] in "。.：:" else place


def sentences(text: str, start: int, end: int) -> list[Offsets]:
    """Where the sentences of text[start:end] begin and end: together everything, each with words in it.

    No sentences where there are no words, such as behind a title.
    """
    found: list[Offsets] = []
    at = start
    for match in _END.finditer(text, start, end):
        if _WORD.search(text, at, match.end()):
            found.append((at, match.end()))
            at = match.end()
    if _WORD.search(text, at, end):
        found.append((at, end))
    elif found:
        found[-1] = (found[-1][0], end)
    return found


def _is_group(text: str, span: Offsets, units: Sequence[Offsets]) -> bool:
    """Whether hardly anything but units, labels and brackets stands there."""
    within = [(a, b) for a, b in units if span[0] <= a and b <= span[1]]
    if not within:
        return False
    rest = "".join(text[a:b] for a, b in _between(span, within))
    return len(_LABELS.sub("", rest)) <= LONGEST_LABEL


def _between(span: Offsets, within: Iterable[Offsets]) -> Iterator[Offsets]:
    at = span[0]
    for a, b in sorted(within):
        yield at, a
        at = b
    yield at, span[1]


def _runs(text: str, span: Offsets, doubts: Sequence[Offsets]) -> tuple[Run, ...]:
    start, end = span
    here = {n: place for n, place in enumerate(map(_some, doubts)) if place[0] < end and place[1] > start}
    cuts = sorted({start, end, *(at for place in here.values() for at in place if start < at < end)})
    return tuple(
        Run(
            text[a:b],
            tuple(n for n, place in here.items() if place[0] <= a and b <= place[1]),
            tuple(n for n, place in here.items() if a < place[1] <= b),
        )
        for a, b in pairwise(cuts)
    )


def _some(place: Offsets) -> Offsets:
    """A doubt about something missing between two characters is marked at the first of them."""
    start, end = place
    return (start, end) if end > start else (max(start - 1, 0), max(start, 1))


def core(words: str) -> str:
    """What two quotations of a sentence are compared by: its words without space, as line breaks come and go."""
    return "".join(words.split())


def counted(pieces: Iterable[Piece], divided: Sequence[Offsets]) -> tuple[int, int]:
    """How many sentences there are, and how many of them begin within one of the `divided` stretches."""
    starts = [piece.char_start for piece in pieces if piece.role is Role.SENTENCE]
    return len(starts), sum(covering(start, divided) is not None for start in starts)


def covering(place: int, stretches: Sequence[Offsets]) -> int | None:
    """The number of the shortest stretch that holds this character."""
    holding = [(b - a, n) for n, (a, b) in enumerate(stretches) if a <= place < b]
    return min(holding)[1] if holding else None
