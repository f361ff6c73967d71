"""The text of a .docx as a reader of the printed page has it: paragraph by paragraph, tables cell by cell.

Read by its own hand, because the usual reader gives neither automatic numbers nor inserted text, and gives hidden text.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, XMLPullParser

from luoxiao.core.office import wordml
from luoxiao.core.office.extracted import ExtractedText, Remark, Remarks
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.numbering import Numbering
from luoxiao.core.office.package import Package
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.styles import Style, Styles, hidden

_PIECE = 1 << 20  # bytes; in small pieces a long token would be read over and over
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK = f"{_COMPATIBILITY}Fallback"  # the same once more for older readers
_PICTURES = ("}blip", "}imagedata")
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_INSERTED = {"ins", "moveTo"}
_DELETED = {"del", "moveFrom"}
# Properties, instructions of fields, readings above ruby text; what is drawn comes as paragraphs of its own.
_NOT_TEXT = {"pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "rubyPr", "rt", "drawing", "pict", "object"}
_NOT_TEXT |= {f"{_COMPATIBILITY}AlternateContent"}
_PLAIN = Element("pPr")


def read(content: bytes, limits: Limits) -> ExtractedText:
    """Text and remarks of a .docx. Raises Refused."""
    package = Package(content)
    styles = Styles(package.related("styles"))
    reader = _Reader(styles, Numbering(package.related("numbering"), styles.lists), limits)
    reader.read(package.bytes_of_main())
    for kind in ("footnotes", "endnotes"):
        reader.read_notes(package.related(kind))
    return reader.result()


class _Reader:
    """Reads a document in one pass and lets go of each paragraph once it is read."""

    def __init__(self, styles: Styles, numbering: Numbering, limits: Limits) -> None:
        self._styles = styles
        self._numbering = numbering
        self._remarks = Remarks()
        self._lines: list[str] = []
        self._limit = limits.characters
        self._length = 0
        self._unended = ""  # text of paragraphs whose end was deleted: they run on into the next
        self._boxes = 0  # text boxes that are open
        self._fallbacks = 0

    def read(self, document: bytes) -> None:
        """Read the body. Raises Refused when this is no Word document or a longer one than any plan."""
        parser: Any = XMLPullParser(("start", "end"))
        is_first = True
        for start in range(0, len(document), _PIECE):
            parser.feed(document[start : start + _PIECE])
            for event, element in parser.read_events():
                name = wordml.name(element)
                if is_first and name != "document":
                    raise Refused(Code.NO_DOCUMENT)
                is_first = False
                self._open(name) if event == "start" else self._close(name, element)

    def read_notes(self, root: Element | None) -> None:
        """Remark the footnotes or endnotes; the rules between them and the text are marked by a type."""
        for note in [] if root is None else root:
            if not wordml.attribute(note, "type"):
                self._remarks.add(Remark.FOOTNOTES, "".join(self._pieces(note, False)))

    def result(self) -> ExtractedText:
        """Everything read so far."""
        self._remarks.add_all(Remark.NUMBERING, self._numbering.written)
        self._remarks.add_all(Remark.UNKNOWN_NUMBERING, self._numbering.unknown)
        unended = [self._unended] if self._unended else []
        return ExtractedText("\n".join([*self._lines, *unended]), self._remarks.notes())

    def _open(self, name: str) -> None:
        self._boxes += name == "txbxContent"
        self._fallbacks += name == _FALLBACK

    def _close(self, name: str, element: Element) -> None:
        self._boxes -= name == "txbxContent"
        self._fallbacks -= name == _FALLBACK
        if self._fallbacks:
            return
        if name == "p":
            self._paragraph(element)
            element.clear()
        elif name == "tbl":
            element.clear()
        elif name in ("altChunk", "object"):
            self._remarks.add(Remark.EMBEDDED)
        elif name.endswith(_PICTURES):
            self._remarks.add(Remark.PICTURES)

    def _paragraph(self, paragraph: Element) -> None:
        found = wordml.child(paragraph, "pPr")
        properties = _PLAIN if found is None else found
        style = self._styles[wordml.value(properties, "pStyle") or self._styles.default]
        text = "".join(self._pieces(paragraph, style.is_hidden or False))
        number = self._number(properties, style)
        self._put(number + text if text else number.rstrip(), properties, style)

    def _put(self, line: str, properties: Element, style: Style) -> None:
        self._length += len(line) + 1
        if self._length > self._limit:
            raise Refused(Code.TOO_LONG, limit=self._limit)
        if style.is_contents:
            self._remarks.add(Remark.CONTENTS, line)
        elif self._boxes:
            self._remarks.add(Remark.TEXT_BOXES, line)
        elif len(properties) and _is_unended(properties):
            self._unended += line
        else:
            self._lines.append(self._unended + line)
            self._unended = ""

    def _number(self, properties: Element, style: Style) -> str:
        """The automatic number. Where only the style names a list, the list may name the level by the style."""
        list_id = wordml.value(properties, "numPr", "numId")
        level = wordml.value(properties, "numPr", "ilvl")
        if not list_id and style.list_id:
            list_id = style.list_id
            level = level or style.level or str(self._numbering.level_of_style(list_id, style.names_list))
        return self._numbering.next(list_id, wordml.number(level, 0)) if list_id else ""

    def _pieces(self, element: Element, is_hidden: bool) -> Iterator[str]:
        for child in element:
            name = wordml.name(child)
            if name == "r":
                yield self._run(child, is_hidden)
            elif name in _INSERTED:
                inserted = "".join(self._pieces(child, is_hidden))
                self._remarks.add(Remark.INSERTED, inserted)
                yield inserted
            elif name in _DELETED:
                self._remarks.add(Remark.DELETED, "".join(child.itertext()))
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name in ("t", _MATH_TEXT):
                yield _printed(child)
            elif name == "sym":
                self._remarks.add(Remark.SYMBOLS)
                yield "□"
            elif name not in _NOT_TEXT:
                yield from self._pieces(child, is_hidden)

    def _run(self, run: Element, is_hidden: bool) -> str:
        text = "".join(self._pieces(run, is_hidden))
        properties = wordml.child(run, "rPr")
        if properties is not None and text:
            own = hidden(properties)
            styled = self._styles[wordml.value(properties, "rStyle")].is_hidden
            is_hidden = own if own is not None else is_hidden if styled is None else styled
        if is_hidden and text:
            self._remarks.add(Remark.HIDDEN, text)
            return ""
        return text


def _is_unended(properties: Element) -> bool:
    """Whether the end of the paragraph is deleted, so that the next one continues it."""
    return any(wordml.child(properties, "rPr", gone) is not None for gone in _DELETED)


def _printed(element: Element) -> str:
    """White space at the ends of a `t` counts only where it says so, and a line end inside is a space."""
    text = element.text or ""
    if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
