"""From nodes and groups to clauses: whose units these are, which paragraphs are clauses, what is a heading."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from luoxiao.plan.parse import units
from luoxiao.plan.parse.groups import Group
from luoxiao.plan.parse.marks import Style
from luoxiao.plan.parse.model import Clause, Kind, Responsible
from luoxiao.plan.parse.text import Text
from luoxiao.plan.parse.tree import Node
from luoxiao.plan.parse.units import Named

LONGEST_HEADING, LONGEST_TITLE, FIRST = 100, 60, 20
_SENTENCE_END, _TITLE_END = re.compile(r"[。;\n]"), re.compile(r"[。:\n]")


Held = list[Group]


@dataclass(slots=True)
class Given:
    """A node with the units in its own text, each once, and the groups that name them."""

    node: Node
    groups: Held = field(default_factory=list)

    def names(self, s: str) -> list[Named]:
        """All units in the order of the text, each once."""
        found: dict[str, Named] = {}
        for group in self.groups:
            for name in group.names:
                found.setdefault(s[name.start : name.end], name)
        return list(found.values())


def give(s: str, nodes: list[Node], groups: Held) -> list[Given]:
    """Each group to the clause whose own text holds it; paragraphs that carry their own become clauses."""
    starts = [node.start for node in nodes]
    held: dict[int, Held] = defaultdict(list)
    for group in groups:
        held[bisect_right(starts, group.start) - 1].append(group)
    paragraphs = {place: _paragraphs(s, node, held[place]) for place, node in enumerate(nodes) if held[place]}
    split = {_key(nodes[place]) for place, found in paragraphs.items() if len(set(found)) > 1}
    given = _unplaced(s, nodes, held[-1])
    for place, node in enumerate(nodes):
        given += _given(s, node, held[place], paragraphs.get(place, []), split)
    return given


def _key(node: Node) -> Style | None:
    return node.mark.style if node.mark else None


def _unplaced(s: str, nodes: list[Node], groups: Held) -> list[Given]:
    """Paragraphs with units before the first number; a single one before numbers is part of the introduction."""
    head = Node(0, None, None, "", "")
    paragraphs = _paragraphs(s, head, groups)
    if not groups or (nodes and len(set(paragraphs)) < 2):
        return []
    end = nodes[0].start if nodes else len(s)
    return _as_paragraphs(None, end, groups, paragraphs)


def _paragraphs(s: str, node: Node, groups: Held) -> list[int]:
    """Where the paragraph of each group begins; one on a line of its own belongs to the paragraph before it."""
    return [_paragraph(s, node.start, group.start) for group in groups]


def _paragraph(s: str, floor: int, place: int) -> int:
    """The line of this place, or the last one before it that is more than labels: 完成时限:…"""
    begin, end = max(s.rfind("\n", 0, place) + 1, floor), place
    while begin > floor and (not s[begin:end].strip(" \n(") or units.is_label_line(s, begin, end)):
        begin, end = max(s.rfind("\n", 0, begin - 1) + 1, floor), begin - 1
    return begin


def _given(s: str, node: Node, groups: Held, paragraphs: list[int], split: set[Style | None]) -> list[Given]:
    """The clause, and the paragraphs under it that are clauses because several carry units of their own."""
    apart = len(set(paragraphs)) > 1 or (_key(node) in split and _stands_alone(s, node))
    if not groups or not apart or _key(node) == Style.ROW:
        return [Given(node, groups)]
    own = [group for group, begin in zip(groups, paragraphs, strict=True) if begin <= node.start]
    rest = groups[len(own) :]
    return [Given(node, own), *(_as_paragraphs(node, node.end, rest, paragraphs[len(own) :]) if rest else [])]


def _stands_alone(s: str, node: Node) -> bool:
    """Whether the heading has a line of its own."""
    stop = s.find("\n", node.body)
    return 0 < stop < node.end and not _SENTENCE_END.search(s[node.body : stop].rstrip("。"))


def _as_paragraphs(parent: Node | None, end: int, groups: Held, paragraphs: list[int]) -> list[Given]:
    made: list[Given] = []
    for group, begin in zip(groups, paragraphs, strict=True):
        if made and made[-1].node.start == begin:
            made[-1].groups.append(group)
        else:
            made.append(Given(Node(begin, None, parent, "", f"¶{len(made) + 1}"), [group]))
    for given, stop in zip(made, [*(given.node.start for given in made[1:]), end], strict=True):
        given.node.end = stop
    if parent:
        parent.children[:0] = [given.node for given in made]
        parent.end = made[0].node.start
    return made


def build(text: Text, given: Sequence[Given], end: int) -> list[Clause]:
    """Clauses in reading order, paths made unique; the last ones end at this offset of the original."""
    places = {id(one.node): place for place, one in enumerate(given)}
    starts = [text.at[one.node.start] for one in given] + [end]
    paths = _paths(given)
    ends = _tree_ends(given, starts, places)
    headings = _headings(text.s, given)
    return [
        Clause(
            char_start=starts[place],
            char_end=ends[place],
            own_end=starts[place + 1],
            path=paths[place],
            level=one.node.level,
            parent=places[id(one.node.parent)] if one.node.parent else None,
            kind=headings[place][0],
            number=text.words(one.node.start, one.node.body).strip(),
            heading=text.words(*headings[place][1]).strip(),
            responsible=tuple(_responsible(text, named) for named in one.names(text.s)),
        )
        for place, one in enumerate(given)
    ]


def _responsible(text: Text, named: Named) -> Responsible:
    start, end = text.span(named.start, named.end)
    return Responsible(start, end, text.words(named.start, named.end), named.role)


def _tree_ends(given: Sequence[Given], starts: list[int], places: dict[int, int]) -> list[int]:
    ends = [0] * len(given)
    for place in range(len(given) - 1, -1, -1):
        ends[place] = max(ends[place], starts[place + 1])
        parent = given[place].node.parent
        if parent:
            ends[places[id(parent)]] = max(ends[places[id(parent)]], ends[place])
    return ends


def _paths(given: Sequence[Given]) -> list[str]:
    """Parts joined by /; a path met before gets #2, #3 …"""
    made: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for one in given:
        above = made[id(one.node.parent)] + "/" if one.node.parent else ""
        path = above + one.node.part
        seen[path] += 1
        if seen[path] > 1:
            path = f"{path}#{seen[path]}"
            seen[path] += 1
        made[id(one.node)] = path
    return [made[id(one.node)] for one in given]


@dataclass(frozen=True, slots=True)
class _Title:
    """s[start:end] may be a title; `alone` where it has the line, or all words before the first child, for itself."""

    start: int
    end: int
    alone: bool


def _headings(s: str, given: Sequence[Given]) -> list[tuple[Kind, tuple[int, int]]]:
    """Kind and heading of each. Siblings are alike: most of them carry titles, or none does."""
    titles = [_title(s, one) for one in given]
    votes: dict[tuple[int, Style | None], list[bool]] = defaultdict(list)
    for one, title in zip(given, titles, strict=True):
        votes[(id(one.node.parent), _key(one.node))].append(title is not None)
    return [
        _kind(s, one, title, votes[(id(one.node.parent), _key(one.node))])
        for one, title in zip(given, titles, strict=True)
    ]


def _kind(s: str, one: Given, title: _Title | None, votes: list[bool]) -> tuple[Kind, tuple[int, int]]:
    start = _words_start(s, one)
    if _key(one.node) == Style.RUNIN:
        return "runin", _first_words(s, start, one.node.end)
    if title and (title.alone or sum(votes) * 2 > len(votes)):
        return "heading", (title.start, title.end)
    return "item", _first_words(s, start, one.node.end)


def _first_words(s: str, start: int, end: int) -> tuple[int, int]:
    stop = s.find("\n", start, min(start + FIRST, end))
    return start, stop if stop >= 0 else min(start + FIRST, end)


def _words_start(s: str, one: Given) -> int:
    """Where the words after the marker begin, a line break between them passed over."""
    start = one.node.body
    while start < one.node.end and s[start] in " \n":
        start += 1
    return start


def _title(s: str, one: Given) -> _Title | None:
    """The words up to the first full stop or line end, where more follows them than the units."""
    start, end = _words_start(s, one), one.node.end
    if _key(one.node) in (None, Style.ROW):
        return None
    found = _TITLE_END.search(s, start, min(end, start + LONGEST_HEADING))
    stop = found.start() if found else end
    if stop > start + LONGEST_HEADING or not s[start:stop].strip():
        return None
    goes_on = bool(one.node.children) or _goes_on(s, stop + 1, one)
    if (found is None or found[0] == "\n") and goes_on:
        return _Title(start, stop, alone=True)
    if goes_on and "," not in s[start:stop] and stop - start <= LONGEST_TITLE:
        return _Title(start, stop, alone=False)
    return None


def _goes_on(s: str, start: int, one: Given) -> bool:
    """Whether words follow that are not the units."""
    stop = one.groups[0].start if one.groups else one.node.end
    return bool(s[start:stop].strip(" \n。"))
