"""From nodes and groups to clauses: whose units these are, which paragraphs are clauses, what is a heading."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from luoxiao.plan.parse.groups import Group
from luoxiao.plan.parse.marks import Style
from luoxiao.plan.parse.model import Clause, Kind, Responsible
from luoxiao.plan.parse.text import Text
from luoxiao.plan.parse.tree import Node
from luoxiao.plan.parse.units import Named

LONGEST_HEADING, FIRST = 60, 20
_SENTENCE_END = re.compile(r"[。;\n]")


@dataclass(slots=True)
class Given:
    """A node with the groups in its own text."""

    node: Node
    groups: list[tuple[Group, list[Named]]] = field(default_factory=list)


def give(s: str, nodes: list[Node], groups: list[tuple[Group, list[Named]]]) -> list[Given]:
    """Each group to the clause whose own text holds it; paragraphs that carry their own become clauses."""
    starts = [node.start for node in nodes]
    held: dict[int, list[tuple[Group, list[Named]]]] = defaultdict(list)
    for group in groups:
        held[bisect_right(starts, group[0].start) - 1].append(group)
    split = _split_styles(s, nodes, held)
    given: list[Given] = []
    if held[-1] and (len(_paragraphs(s, 0, held[-1])) > 1 or not nodes):
        given += _as_paragraphs(s, None, 0, held[-1])
    for place, node in enumerate(nodes):
        given += _given(s, node, held[place], split)
    return given


def _key(node: Node) -> Style | None:
    return node.mark.style if node.mark else None


def _split_styles(s: str, nodes: list[Node], held: dict[int, list[tuple[Group, list[Named]]]]) -> set[Style | None]:
    """Styles of headings under which several paragraphs carry their own units: then each such paragraph is a clause."""
    return {
        _key(node)
        for place, node in enumerate(nodes)
        if len(held[place]) > 1 and _stands_alone(s, node) and len(_paragraphs(s, node.body, held[place])) > 1
    }


def _stands_alone(s: str, node: Node) -> bool:
    """Whether the heading has a line of its own."""
    stop = s.find("\n", node.body)
    return 0 < stop < node.end and not _SENTENCE_END.search(s[node.body : stop].rstrip("。"))


def _paragraphs(s: str, start: int, groups: list[tuple[Group, list[Named]]]) -> list[int]:
    """Where the paragraphs begin that the groups close; a group on its own line closes the one before it."""
    found: list[int] = []
    for group, _names in groups:
        begin = s.rfind("\n", 0, group.start) + 1
        while begin > start and not s[begin : group.start].strip():
            begin = s.rfind("\n", 0, begin - 1) + 1
        if begin not in found:
            found.append(begin)
    return found


def _given(s: str, node: Node, groups: list[tuple[Group, list[Named]]], split: set[Style | None]) -> list[Given]:
    if _key(node) not in split or not groups or not _stands_alone(s, node):
        return [Given(node, groups)]
    title_end = s.find("\n", node.body)
    own = [group for group in groups if group[0].start < title_end]
    rest = groups[len(own) :]
    return [Given(node, own), *_as_paragraphs(s, node, title_end, rest)]


def _as_paragraphs(s: str, parent: Node | None, start: int, groups: list[tuple[Group, list[Named]]]) -> list[Given]:
    made: list[Given] = []
    for group in groups:
        begin = max(_paragraphs(s, start, [group])[0], start)
        if made and made[-1].node.start == begin:
            made[-1].groups.append(group)
            continue
        made.append(Given(Node(begin, None, parent, "", f"¶{len(made) + 1}"), [group]))
    ends = [given.node.start for given in made[1:]] + [parent.end if parent else groups[-1][0].end]
    for given, end in zip(made, ends, strict=True):
        given.node.end = end
    if parent and made:
        parent.children += [given.node for given in made]
        parent.end = made[0].node.start
    return made


def build(text: Text, given: Sequence[Given]) -> list[Clause]:
    """Clauses in reading order, paths made unique."""
    places = {id(one.node): place for place, one in enumerate(given)}
    starts = [text.at[one.node.start] for one in given] + [len(text.original)]
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
            responsible=tuple(_responsible(text, named) for _group, names in one.groups for named in names),
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


def _kind(s: str, one: Given, title: tuple[int, int] | None, votes: list[bool]) -> tuple[Kind, tuple[int, int]]:
    style = _key(one.node)
    start = one.node.body
    first = (start, min(start + FIRST, max(one.node.end, start)))
    if style == Style.RUNIN:
        return "runin", first
    if style is None or style == Style.ROW or title is None:
        return "item", title if title and style is not None else first
    sure = bool(one.node.children) or s[title[1] : title[1] + 1] == "\n"
    return ("heading", title) if sure or sum(votes) * 2 > len(votes) else ("item", first)


def _title(s: str, one: Given) -> tuple[int, int] | None:
    """The words up to the first full stop or line end, where more follows them than the units."""
    start, end = one.node.body, one.node.end
    found = re.compile(r"[。\n:]").search(s, start, min(end, start + LONGEST_HEADING + 40))
    stop = found.start() if found else end
    if not start < stop <= start + LONGEST_HEADING + 40:
        return None
    alone = found is None or found[0] == "\n" or bool(one.node.children)
    if alone or ("," not in s[start:stop] and stop - start <= LONGEST_HEADING and _goes_on(s, stop + 1, one)):
        return start, stop
    return None


def _goes_on(s: str, start: int, one: Given) -> bool:
    """Whether words follow that are not the units."""
    stop = one.groups[0][0].start if one.groups else one.node.end
    return bool(s[start:stop].strip(" \n。"))
