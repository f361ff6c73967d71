"""What a file from outside gave: its text, and what a reader of the text would not see in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Remark(StrEnum):
    """What is remarked, with its parameters. `sample` is the first such piece, cut to 40 characters."""

    ENCODING = "encoding"  # encoding: as Python names it
    BYTE_ORDER_MARK = "byte-order-mark"
    LOST_CHARACTERS = "lost-characters"  # count, line: U+FFFD, lost before the file came here
    PRIVATE_CHARACTERS = "private-characters"  # count, line: shown differently by every font
    CONTROL_CHARACTERS = "control-characters"  # count, line
    INSERTED = "inserted"  # count, sample: tracked insertions, kept
    DELETED = "deleted"  # count, sample: tracked deletions, left out
    HIDDEN = "hidden"  # count, sample: hidden text, left out
    FOOTNOTES = "footnotes"  # count, sample: left out
    TEXT_BOXES = "text-boxes"  # count, sample: left out
    CONTENTS = "contents"  # count, sample: lines of a table of contents, left out
    NUMBERING = "numbering"  # count, sample: automatic numbers written into the text
    UNKNOWN_NUMBERING = "unknown-numbering"  # count, sample: formats written as 1, 2, 3 instead
    SYMBOLS = "symbols"  # count: signs of a symbol font, written as □
    PICTURES = "pictures"  # count: whatever is written in them is left out
    EMBEDDED = "embedded"  # count: documents inside the document, left out
    PAGE_NUMBERS = "page-numbers"  # count, sample: left out
    PAGES_WITHOUT_TEXT = "pages-without-text"  # count, sample: their numbers
    CONVERTED = "converted"  # found: name of a kind, read by LibreOffice


@dataclass(frozen=True)
class Note:
    """A remark on the text, for the person who checks it. The sentences are in core/office_wording.py."""

    code: Remark
    params: dict[str, str | int]


@dataclass(frozen=True)
class ExtractedText:
    """The text of a file. All offsets into the plan count its characters."""

    text: str
    notes: tuple[Note, ...] = ()


class Remarks:
    """Collects what is remarked while a document is read."""

    def __init__(self) -> None:
        self._found: dict[Remark, list[str]] = {}

    def add(self, remark: Remark, sample: str = "") -> None:
        """Count one more piece."""
        self._found.setdefault(remark, []).append(" ".join(sample.split())[:40])

    def add_all(self, remark: Remark, samples: Iterable[str]) -> None:
        """Count all of these."""
        for sample in samples:
            self.add(remark, sample)

    def notes(self) -> tuple[Note, ...]:
        """One note for each remark, in the order of their first pieces; the sample is the first that says anything."""
        return tuple(
            Note(remark, {"count": len(pieces), "sample": next(filter(None, pieces), "")})
            for remark, pieces in self._found.items()
        )
