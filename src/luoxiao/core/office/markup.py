"""Looks through the XML parts of a .docx or .xlsx: sound, without a DTD, neither deep nor long nor endless."""

import re
from collections.abc import Callable
from xml.parsers import expat

from luoxiao.core.office.refused import Code, Refused, shown

DEPTH = 100  # nested tables and text boxes of real documents stay below 60
ATTRIBUTE = 1 << 20  # Word keeps drawings in attributes of some hundred thousand characters
NODES = 400_000  # elements and attributes of all parts; a plan of 50,000 characters has some 70,000
NAMES = 2_000  # different names in one part; all of Word's and Excel's schemas together have fewer in use

_LOCAL_TEMPLATE = re.compile(r"(file:///)?[A-Za-z]:[\\/]|[^\\/:]+$")


Watcher = Callable[[list[str]], None]


class Watchers(dict[str, Watcher | None]):
    """Who else wants to see elements, by their names without their name spaces, which some readers do not look at."""

    def __missing__(self, tag: str) -> Watcher | None:
        self[tag] = found = self.get(tag.rpartition("}")[2])
        return found


def _parser(names: dict[str, str]) -> expat.XMLParserType:
    """As strict as the readers; `names` gathers the names of elements and attributes."""
    parser = expat.ParserCreate(namespace_separator="}", intern=names)
    parser.ordered_attributes = True
    return parser


class Audit:
    """Checks part after part and counts the nodes of all of them. Attributes are lists: name, value, name, value."""

    def __init__(self) -> None:
        self.nodes = 0  # of all parts so far
        self._part = ""

    def check(self, part: str, content: bytes) -> None:
        """Raise Refused unless the part is sound. Read in one piece: in pieces a long token is read over and over."""
        self._part = part
        names: dict[str, str] = {}
        parser = _parser(names)
        parser.StartDoctypeDeclHandler = self._doctype
        self._count(parser, self._watchers(part, parser))
        self._parse(parser, content)
        if len(names) > NAMES:
            raise self._refused(Code.XML_TOO_MANY_NAMES, limit=NAMES)
        if "TargetMode" in names or len(content) > ATTRIBUTE:
            parser = _parser({})
            parser.StartElementHandler = self._check_attributes
            self._parse(parser, content)

    def check_sound(self, part: str, content: bytes) -> None:
        """Raise Refused unless the part is well-formed and without a DTD; nothing in it is counted."""
        self._part = part
        parser = _parser({})
        parser.StartDoctypeDeclHandler = self._doctype
        self._parse(parser, content)

    def _parse(self, parser: expat.XMLParserType, content: bytes) -> None:
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: encodings that expat lacks
            raise self._refused(Code.XML_BROKEN) from error

    def _watchers(self, part: str, parser: expat.XMLParserType) -> Watchers:
        """Who else wants to see elements of a part, by their tags."""
        return Watchers()

    def _doctype(self, *declaration: object) -> None:
        raise self._refused(Code.XML_DTD)

    def _count(self, parser: expat.XMLParserType, watchers: Watchers) -> None:
        """Count and bound every element; as closures and with little in them, for a workbook has thousands."""
        depth, twice, watcher = 0, 2 * self.nodes, watchers.__getitem__  # twice the nodes: an attribute is two entries
        deepest, most = DEPTH, 2 * NODES

        def start(tag: str, attributes: list[str]) -> None:
            nonlocal depth, twice
            depth += 1
            twice += 2 + len(attributes)
            if depth > deepest:
                raise self._refused(Code.XML_TOO_DEEP, limit=DEPTH)
            if twice > most:
                raise self._refused(Code.XML_TOO_MANY_NODES, limit=NODES)
            if watch := watcher(tag):
                watch(attributes)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if not depth:
                self.nodes = twice // 2

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def add(self, part: str, nodes: int) -> None:
        """Count the nodes of a part that was found sound before."""
        self._part = part
        self.nodes += nodes
        if self.nodes > NODES:
            raise self._refused(Code.XML_TOO_MANY_NODES, limit=NODES)

    def _check_attributes(self, tag: str, attributes: list[str]) -> None:
        """The second reading, of a part that names a target or is long enough to hold too long an attribute."""
        if any(len(value) > ATTRIBUTE for value in attributes):
            raise self._refused(Code.XML_LONG_ATTRIBUTE, limit=ATTRIBUTE)
        self._check_target(dict(zip(attributes[::2], attributes[1::2], strict=True)))

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
