"""The tree beside the text: the shown part whole, of everything above it the neighbours."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from luoxiao.desk.plan_scope import Scope, Window
from luoxiao.plan.models import Clause
from luoxiao.supervision.wording import LIGHTS

TITLE = 28  # characters of a title in the tree


@dataclass(frozen=True)
class Node:
    """A line of the tree. `count` is the number of measures under it."""

    clause: Clause
    title: str
    count: int
    light: str
    light_words: str
    chosen: bool
    open: bool
    children: "list[Node]"
    earlier: Clause | None = None
    later: Clause | None = None


@dataclass(frozen=True)
class _Known:
    """What every line needs to know."""

    chosen: int | None
    lineage: frozenset[int]
    starts: Sequence[int]
    lights: Mapping[int, str]
    titles: Mapping[int, str]
    children: Mapping[int, list[Clause]]


def tree_nodes(
    scope: Scope, starts: Sequence[int], *, lights: Mapping[int, str], titles: Mapping[int, str]
) -> list[Node]:
    """The lines of the topmost level shown, with everything below them.

    `starts` are the offsets of all measures; `titles` what the measure of a clause is called.
    """
    children: dict[int, list[Clause]] = defaultdict(list)
    for clause in scope.clauses:
        if clause.parent_id is not None:
            children[clause.parent_id].append(clause)
    lineage = frozenset(clause.pk for clause in scope.lineage)
    known = _Known(scope.chosen.pk if scope.chosen else None, lineage, starts, lights, titles, children)
    return _level(scope.windows, known) if scope.windows else []


def _level(windows: Sequence[Window], known: _Known) -> list[Node]:
    """The neighbours of one level; the one on the way to the chosen clause opens into the next window."""
    window, below = windows[0], windows[1:]
    nodes = [_node(clause, known, below if clause.pk in known.lineage else ()) for clause in window.clauses]
    if nodes and (window.earlier or window.later):
        nodes[0] = _with(nodes[0], earlier=window.earlier)
        nodes[-1] = _with(nodes[-1], later=window.later)
    return nodes


def _with(node: Node, **more: Clause | None) -> Node:
    return Node(**{**vars(node), **more})


def _node(clause: Clause, known: _Known, below: Sequence[Window] = ()) -> Node:
    light = known.lights.get(clause.pk, "")
    under = _level(below, known) if below else [_node(child, known) for child in known.children.get(clause.pk, ())]
    return Node(
        clause=clause,
        title=_title(clause, known.titles.get(clause.pk) or clause.heading),
        count=bisect_left(known.starts, clause.char_end) - bisect_left(known.starts, clause.char_start),
        light=light,
        light_words=str(LIGHTS[light]) if light else "",
        chosen=clause.pk == known.chosen,
        open=clause.pk in known.lineage,
        children=under,
    )


def _title(clause: Clause, title: str) -> str:
    """Number as printed and title, in one line."""
    words = " ".join((clause.number + title).split())
    return words if len(words) <= TITLE else words[: TITLE - 1] + "…"
