"""Two versions of a draft, word by word. Texts in, differences out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# A figure with its unit sign, a name in Latin letters and a place between braces stay whole; Chinese goes by character.
_TOKENS = re.compile(r"\{[^{}\n]*\}|[0-9][0-9,.]*[%％]?|[A-Za-z]+|\s|.")
_ISLAND = 1  # so few equal characters between two changes are marked as changed too, for the eye
_ALIKE = 0.4  # lines less alike than this are shown as one gone and one new


@dataclass(frozen=True)
class Piece:
    """A stretch of words: `=` stands in both versions, `-` only in the former, `+` only in the latter."""

    sign: str
    words: str


Line = tuple[Piece, ...]
Code = tuple[str, int, int, int, int]  # what difflib says of a stretch


def compared(former: str, latter: str) -> list[Line]:
    """Every line of the two texts in order, each as its pieces; lines that are alike are compared word by word."""
    before, after = former.split("\n") if former else [], latter.split("\n") if latter else []
    made: list[Line] = []
    for sign, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if sign == "equal":
            made += [(Piece("=", line),) for line in before[a:b]]
        else:
            made += _block(before[a:b], after[c:d])
    return made


def _block(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Lines that changed: paired one by one as long as both have any and they are alike."""
    made: list[Line] = []
    for number in range(max(len(before), len(after))):
        old = before[number] if number < len(before) else ""
        new = after[number] if number < len(after) else ""
        words = _TOKENS.findall(old), _TOKENS.findall(new)
        matcher = SequenceMatcher(None, *words, autojunk=False)
        if old and new and matcher.ratio() >= _ALIKE:
            made.append(tuple(_joined(_pieces(matcher.get_opcodes(), *words))))
        else:
            made += [(Piece(sign, line),) for sign, line in (("-", old), ("+", new)) if line]
    return made


def _pieces(codes: Sequence[Code], before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    """(equal words, gone words, new words), one of the first or both of the others filled."""
    for place, (sign, a, b, c, d) in enumerate(codes):
        old, new = "".join(before[a:b]), "".join(after[c:d])
        island = sign == "equal" and 0 < place < len(codes) - 1 and b - a <= _ISLAND
        yield (old, "", "") if sign == "equal" and not island else ("", old, new)


def _joined(pieces: Iterator[tuple[str, str, str]]) -> Iterator[Piece]:
    """Neighbouring changes as one: first all that is gone, then all that is new."""
    gone = new = ""
    for same, minus, plus in pieces:
        gone, new = gone + minus, new + plus
        if same:
            yield from _said(gone, new)
            gone = new = ""
            yield Piece("=", same)
    yield from _said(gone, new)


def _said(gone: str, new: str) -> Iterator[Piece]:
    yield from (Piece(sign, words) for sign, words in (("-", gone), ("+", new)) if words)
