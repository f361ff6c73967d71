"""Looks through the XML parts of a .docx or .xlsx: sound, without a DTD, neither deep nor long nor endless."""

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from luoxiao.core.office.refused import Code, Refused, shown

DEPTH = 100  # nested tables and text boxes of real documents stay below 60
ATTRIBUTE = 1 << 20  # Word keeps drawings in attributes of some hundred thousand characters
NODES = 400_000  # elements and attributes of all parts; a plan of 50,000 characters has some 70,000
NAMES = 2_000  # different names in one part; all of Word's and Excel's schemas together have fewer in use

_LOCAL_TEMPLATE = re.compile(r"(file:///)?[A-Za-z]:[\\/]|[^\\/:]+$")


Watchers = Mapping[str, Callable[[list[str]], None]]


class Audit:
    """Checks part after part and counts the nodes of all of them. Attributes are lists: name, value, name, value."""

    def __init__(self) -> None:
        self._nodes = 0
        self._part = ""

    def check(self, part: str, content: bytes) -> None:
        """Raise Refused unless the part is sound. Read in one piece: in pieces a long token is read over and over."""
        self._part = part
        names: dict[str, str] = {}
        parser = expat.ParserCreate(namespace_separator="}", intern=names)  # as strict as the readers
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self._doctype
        self._listen(parser, names, self._watchers(part, parser), can_be_long=len(content) > ATTRIBUTE)
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: encodings that expat lacks
            raise Refused(Code.XML_BROKEN, part=shown(part)) from error

    def _watchers(self, part: str, parser: expat.XMLParserType) -> Watchers:
        """Who else wants to see elements of a part, by their tags."""
        return {}

    def _doctype(self, *declaration: object) -> None:
        raise self._refused(Code.XML_DTD)

    def _listen(
        self, parser: expat.XMLParserType, names: dict[str, str], watchers: Watchers, *, can_be_long: bool
    ) -> None:
        """Count and bound every element; as closures, for a workbook has thousands of them."""
        depth, watcher, most = 0, watchers.get, NODES

        def start(tag: str, attributes: list[str]) -> None:
            nonlocal depth
            depth += 1
            self._nodes = nodes = self._nodes + 1 + len(attributes) // 2
            if depth > DEPTH or nodes > most or len(names) > NAMES:
                raise self._too_much(depth)
            if can_be_long and any(len(value) > ATTRIBUTE for value in attributes):
                raise self._refused(Code.XML_LONG_ATTRIBUTE, limit=ATTRIBUTE)
            if "TargetMode" in names and "External" in attributes:
                self._check_target(dict(zip(attributes[::2], attributes[1::2], strict=True)))
            if watch := watcher(tag):
                watch(attributes)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def _too_much(self, depth: int) -> Refused:
        if depth > DEPTH:
            return self._refused(Code.XML_TOO_DEEP, limit=DEPTH)
        if self._nodes > NODES:
            return self._refused(Code.XML_TOO_MANY_NODES, limit=NODES)
        return self._refused(Code.XML_TOO_MANY_NAMES, limit=NAMES)

    def _refused(self, code: Code, **params: str | int) -> Refused:
        return Refused(code, part=shown(self._part), **params)

    def _check_target(self, attributes: dict[str, str]) -> None:
        """Nothing outside may be part of the file. A link to click on is text; a template on a local disk is a name."""
        if attributes.get("TargetMode") != "External":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")
        if kind == "hyperlink" or (kind == "attachedTemplate" and _LOCAL_TEMPLATE.match(target)):
            return
        raise self._refused(Code.EXTERNAL_LINK, target=shown(target))
