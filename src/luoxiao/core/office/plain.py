"""Plain text: its encoding, and what no text may hold."""

import codecs
import re
import unicodedata

from luoxiao.core.office.extracted import ExtractedText, Note, Remark
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Marks that turn the direction of writing: what is printed is then not what is read (Unicode, UAX 9).
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DOUBTFUL = (
    (Remark.LOST_CHARACTERS, re.compile("\ufffd")),
    (Remark.PRIVATE_CHARACTERS, re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")),
    (Remark.CONTROL_CHARACTERS, re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f]")),
)


def read(content: bytes) -> ExtractedText:
    """Decode strictly; line ends stay as they are. Raises Refused for an encoding that is none of those in use."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            notes = (Note(Remark.ENCODING, {"encoding": encoding}), Note(Remark.BYTE_ORDER_MARK, {}))
            return ExtractedText(_decoded(content, encoding), notes)
    encoding = "utf-8" if _is_utf_8(content) else "gb18030"
    return ExtractedText(_decoded(content, encoding), (Note(Remark.ENCODING, {"encoding": encoding}),))


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(Code.UNKNOWN_ENCODING, encoding=encoding, line=line) from error


def checked(extracted: ExtractedText, limits: Limits) -> ExtractedText:
    """The same text with remarks on doubtful characters. Raises Refused for what no plan holds."""
    text = extracted.text
    if len(text) > limits.characters:
        raise Refused(Code.TOO_LONG, limit=limits.characters)
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000\u00a0"):
        raise Refused(Code.NO_TEXT)
    if (place := text.find("\0")) >= 0:
        raise Refused(Code.NUL, line=_line(text, place))
    if found := _DIRECTION.search(text):
        mark = f"U+{ord(found[0]):04X} {unicodedata.name(found[0])}"
        raise Refused(Code.DIRECTION_MARK, line=_line(text, found.start()), mark=mark)
    return ExtractedText(text, (*extracted.notes, *_doubts(text)))


def _doubts(text: str) -> list[Note]:
    notes = []
    for remark, pattern in _DOUBTFUL:
        if places := [found.start() for found in pattern.finditer(text)]:
            notes.append(Note(remark, {"count": len(places), "line": _line(text, places[0])}))
    return notes


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
