"""The numbers that a word processor counts itself: 一、（一）1. of automatic numbering are in no run of the text.

ECMA-376 part 1, 17.9: a paragraph names a list (`num`) and a level; the list follows a definition (`abstractNum`),
which lists share together with its counters.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from luoxiao.core.office import counting, wordml

LEVELS = 9
LABEL = 100  # characters; longer ones are no numbers
_PLACE = re.compile(r"%([1-9])")
_HAS_OWN_GAP = tuple("、。．，：；）〕】》")  # full-width marks end in white space of their own


@dataclass(frozen=True)
class Level:
    """How one level is counted and written. `text` holds %1 … %9, the counters of the levels above and its own."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None  # restarts after this level (1 the highest), 0 never, None after any above
    is_legal: bool = False  # all counters in decimals
    style: str = ""


@dataclass
class Definition:
    """Levels and, while the document is read, their counters."""

    levels: dict[int, Level]
    style_link: str = ""
    counters: dict[int, int] = field(default_factory=dict)


@dataclass
class List:
    """A use of a definition, with what it overrides there."""

    definition: str
    starts: dict[int, int]
    levels: dict[int, Level]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the paragraphs of one document in reading order."""

    def __init__(self, root: Element | None, style_lists: dict[str, str]) -> None:
        """`style_lists` names the list of each numbering style, for definitions that only point to a style."""
        parts = [] if root is None else list(root)
        self._definitions = {
            wordml.attribute(part, "abstractNumId"): _definition(part)
            for part in parts
            if wordml.name(part) == "abstractNum"
        }
        self._lists = {wordml.attribute(part, "numId"): _list(part) for part in parts if wordml.name(part) == "num"}
        self._style_lists = style_lists
        self.written: list[str] = []
        self.unknown: list[str] = []

    def next(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of this list at this level with what separates it from the text, or ""."""
        found = self._find(list_id)
        if found is None or not 0 <= level < LEVELS:
            return ""
        used, definition = found
        shape = _shape(used, definition, level)
        self._count(used, definition, level)
        label = self._label(used, definition, level)
        if label:
            self.written.append(label)
        return label + _gap(label, shape)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a paragraph style stands for in this list."""
        found = self._find(list_id)
        levels = found[1].levels if found else {}
        return next((number for number, level in levels.items() if level.style == style), 0)

    def _find(self, list_id: str) -> tuple[List, Definition] | None:
        used = self._lists.get(list_id)
        definition = self._definitions.get(used.definition) if used else None
        if definition and definition.style_link:
            linked = self._lists.get(self._style_lists.get(definition.style_link, ""))
            definition = self._definitions.get(linked.definition) if linked else None
        return (used, definition) if used and definition else None

    def _count(self, used: List, definition: Definition, level: int) -> None:
        counters = definition.counters
        start = _shape(used, definition, level).start
        if level in used.starts and level not in used.begun:
            counters[level] = used.starts[level]
        else:
            counters[level] = counters[level] + 1 if level in counters else used.starts.get(level, start)
        used.begun.add(level)
        for deeper in [each for each in counters if each > level]:
            restart = _shape(used, definition, deeper).restart
            if restart is None or level < restart:
                del counters[deeper]

    def _label(self, used: List, definition: Definition, level: int) -> str:
        shape = _shape(used, definition, level)
        if shape.format == "bullet":
            return shape.text if shape.text.isprintable() else "•"

        def counter(place: re.Match[str]) -> str:
            above = int(place[1]) - 1
            other = _shape(used, definition, above)
            number = definition.counters.get(above, used.starts.get(above, other.start))
            return self._written(number, "decimal" if shape.is_legal else other.format)

        return _PLACE.sub(counter, shape.text)

    def _written(self, number: int, number_format: str) -> str:
        label = counting.written(number, number_format)
        if label is None:
            self.unknown.append(number_format)
            return str(number)
        return label


def _shape(used: List, definition: Definition, level: int) -> Level:
    return used.levels.get(level) or definition.levels.get(level) or Level()


def _gap(label: str, shape: Level) -> str:
    if not label or shape.suffix == "nothing" or label.endswith(_HAS_OWN_GAP):
        return ""
    return " "


def _definition(element: Element) -> Definition:
    return Definition(_levels(element), wordml.value(element, "numStyleLink"))


def _list(element: Element) -> List:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element:
        if wordml.name(override) == "lvlOverride":
            level = wordml.number(wordml.attribute(override, "ilvl"), LEVELS)
            levels |= _levels(override)
            if start := wordml.value(override, "startOverride"):
                starts[level] = wordml.number(start, 1)
    return List(wordml.value(element, "abstractNumId"), starts, levels)


def _levels(element: Element) -> dict[int, Level]:
    return {
        wordml.number(wordml.attribute(level, "ilvl"), LEVELS): _level(level)
        for level in element
        if wordml.name(level) == "lvl"
    }


def _level(element: Element) -> Level:
    restart = wordml.value(element, "lvlRestart")
    return Level(
        start=wordml.number(wordml.value(element, "start"), 0),
        format=_format(element),
        text=wordml.value(element, "lvlText")[:LABEL],
        suffix=wordml.value(element, "suff", default="tab"),
        restart=wordml.number(restart, LEVELS) if restart else None,
        is_legal=wordml.is_on(element, "isLgl"),
        style=wordml.value(element, "pStyle"),
    )


def _format(element: Element) -> str:
    """Formats newer than Word 2007 stand in an mc:Choice, with a plain one beside it for older readers."""
    for each in element:
        if wordml.name(each) == "numFmt":
            return wordml.attribute(each, "val", "decimal")
        if each.tag.endswith("}AlternateContent") and len(each):
            return _format(each[0])
    return "decimal"
