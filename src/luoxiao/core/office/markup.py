"""Looks through the XML parts of a .docx or .xlsx: sound, without a DTD, neither deep nor long nor endless."""

import re
from xml.parsers import expat

from luoxiao.core.office.refused import Code, Refused, shown

DEPTH = 100  # nested tables and text boxes of real documents stay below 60
ATTRIBUTE = 1 << 20  # Word keeps drawings in attributes of some hundred thousand characters
NODES = 400_000  # elements and attributes of all parts; a plan of 50,000 characters has some 70,000
NAMES = 2_000  # different names in one part; all of Word's and Excel's schemas together have fewer in use

_LOCAL_TEMPLATE = re.compile(r"(file:///)?[A-Za-z]:[\\/]|[^\\/:]+$")


class Audit:
    """Checks part after part and counts the nodes of all of them."""

    def __init__(self) -> None:
        self._nodes = 0
        self._depth = 0
        self._part = ""

    def check(self, part: str, content: bytes) -> None:
        """Raise Refused unless the part is sound. Read in one piece: in pieces a long token is read over and over."""
        self._part = part
        self._depth = 0
        self._names: dict[str, str] = {}
        parser = expat.ParserCreate(namespace_separator="}", intern=self._names)  # as strict as the readers
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: encodings that expat lacks
            raise Refused(Code.XML_BROKEN, part=shown(part)) from error

    def _doctype(self, *declaration: object) -> None:
        raise Refused(Code.XML_DTD, part=shown(self._part))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._nodes += 1 + len(attributes)
        if self._depth > DEPTH:
            raise Refused(Code.XML_TOO_DEEP, part=shown(self._part), limit=DEPTH)
        if self._nodes > NODES:
            raise Refused(Code.XML_TOO_MANY_NODES, part=shown(self._part), limit=NODES)
        if len(self._names) > NAMES:
            raise Refused(Code.XML_TOO_MANY_NAMES, part=shown(self._part), limit=NAMES)
        if any(len(value) > ATTRIBUTE for value in attributes.values()):
            raise Refused(Code.XML_LONG_ATTRIBUTE, part=shown(self._part), limit=ATTRIBUTE)
        if attributes.get("TargetMode") == "External":
            self._check_target(attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1

    def _check_target(self, attributes: dict[str, str]) -> None:
        """Nothing outside may be part of the file. A link to click on is text; a template on a local disk is a name."""
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")
        if kind == "hyperlink" or (kind == "attachedTemplate" and _LOCAL_TEMPLATE.match(target)):
            return
        raise Refused(Code.EXTERNAL_LINK, part=shown(self._part), target=shown(target))
