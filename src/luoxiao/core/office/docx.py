"""The text of a .docx as a reader of the printed page has it: paragraph by paragraph, tables cell by cell.

Read by its own hand, because the usual reader gives neither automatic numbers nor inserted text, and gives hidden text.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, XMLPullParser

from luoxiao.core.office import wordml
from luoxiao.core.office.extracted import ExtractedText, Remark, Remarks
from luoxiao.core.office.numbering import Numbering
from luoxiao.core.office.package import Package
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.styles import Styles, hidden

_PIECE = 1 << 20
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PICTURES = ("}blip", "}imagedata")
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_INSERTED = {"ins", "moveTo"}
_DELETED = {"del", "moveFrom"}
# Properties, instructions of fields, readings above ruby text; what is drawn comes as paragraphs of its own.
_NOT_TEXT = {"pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "rubyPr", "rt", "drawing", "pict", "object"}
_NOT_TEXT |= {f"{_COMPATIBILITY}AlternateContent"}


def read(content: bytes) -> ExtractedText:
    """Text and remarks of a .docx. Raises Refused."""
    package = Package(content)
    styles = Styles(package.related("styles"))
    reader = _Reader(styles, Numbering(package.related("numbering")))
    reader.read(package.bytes_of_main())
    for kind in ("footnotes", "endnotes"):
        reader.read_notes(package.related(kind))
    return reader.result()


class _Reader:
    """Reads a document in one pass and lets go of each paragraph once it is read."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._remarks = Remarks()
        self._lines: list[str] = []
        self._unended = ""  # text of paragraphs whose end was deleted: they run on into the next
        self._boxes = 0  # text boxes that are open
        self._fallbacks = 0  # repetitions for older readers that are open

    def read(self, document: bytes) -> None:
        """Read the body. Raises Refused when this is no Word document."""
        parser: Any = XMLPullParser(("start", "end"))
        is_first = True
        for start in range(0, len(document), _PIECE):
            parser.feed(document[start : start + _PIECE])
            for event, element in parser.read_events():
                if is_first and wordml.name(element) != "document":
                    raise Refused(Code.NO_DOCUMENT)
                is_first = False
                self._open(element) if event == "start" else self._close(element)

    def read_notes(self, root: Element | None) -> None:
        """Remark the footnotes or endnotes; the rules between them and the text are marked by a type."""
        for note in [] if root is None else root:
            if not wordml.attribute(note, "type"):
                self._remarks.add(Remark.FOOTNOTES, "".join(self._pieces(note, False)))

    def result(self) -> ExtractedText:
        """Everything read so far."""
        for _ in range(self._numbering.written):
            self._remarks.add(Remark.NUMBERING)
        for number_format in self._numbering.unknown:
            self._remarks.add(Remark.UNKNOWN_NUMBERING, number_format)
        unended = [self._unended] if self._unended else []
        return ExtractedText("\n".join([*self._lines, *unended]), self._remarks.notes())

    def _open(self, element: Element) -> None:
        name = wordml.name(element)
        self._boxes += name == "txbxContent"
        self._fallbacks += name == f"{_COMPATIBILITY}Fallback"

    def _close(self, element: Element) -> None:
        name = wordml.name(element)
        self._boxes -= name == "txbxContent"
        self._fallbacks -= name == f"{_COMPATIBILITY}Fallback"
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
        properties = Element("pPr") if found is None else found
        style = wordml.value(properties, "pStyle") or self._styles.default
        text = "".join(self._pieces(paragraph, self._styles.is_hidden(style)))
        number = self._number(properties, style)
        line = number + text if text else number.rstrip()
        if self._styles.is_contents(style):
            self._remarks.add(Remark.CONTENTS, line)
        elif self._boxes:
            self._remarks.add(Remark.TEXT_BOXES, line)
        elif any(wordml.child(properties, "rPr", gone) is not None for gone in _DELETED):
            self._unended += line
        else:
            self._lines.append(self._unended + line)
            self._unended = ""

    def _number(self, properties: Element, style: str) -> str:
        """The automatic number. Where only the style names a list, the list may name the level by the style."""
        lists = self._styles.lists
        list_id = wordml.value(properties, "numPr", "numId")
        level = wordml.value(properties, "numPr", "ilvl")
        if not list_id:
            list_id, style_level, named_by = self._styles.numbered_by(style)
            by_style = self._numbering.level_of_style(list_id, named_by, style_lists=lists)
            level = level or style_level or str(by_style)
        return self._numbering.next(list_id, wordml.number(level, 0), style_lists=lists)

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
        properties = wordml.child(run, "rPr")
        own = hidden(properties)
        styled = properties is not None and self._styles.is_hidden(wordml.value(properties, "rStyle"))
        text = "".join(self._pieces(run, is_hidden))
        if text and (is_hidden or styled if own is None else own):
            self._remarks.add(Remark.HIDDEN, text)
            return ""
        return text


def _printed(element: Element) -> str:
    """White space at the ends of a `t` counts only where it says so, and a line end inside is a space."""
    text = element.text or ""
    if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
