"""The tree of clauses: a stack of marker styles decides the level.

A marker at the beginning of a line opens a clause. One inside a paragraph does so only where it goes on in a count or
begins one that goes on, and where no firmer marker claims the same number. One glued to words, as in a copy that has
lost its line breaks, does so under a title that opens a level, or as the next of a list within its paragraph. Where a
style was met beneath another one, it stays beneath it; where it was not, styles keep their usual order.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from luoxiao.plan.parse.marks import Firmness, Mark, Style
from luoxiao.plan.parse.model import Unreadable

FARTHEST = 60  # candidates of one style looked ahead
LONGEST_TITLE = 90
MAX_CLAUSES = 50_000
_CN = "〇零○一二三四五六七八九十"
SIGNED = re.compile(
    rf"\n *(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|[{_CN}]{{4}}年[{_CN}]{{1,2}}月[{_CN}]{{1,3}}日) *(?=\n|$)"
)
_IN_CELLS = frozenset((Style.NUMBER, Style.NUMBER_BRACKET, Style.HALF_BRACKET, Style.CIRCLE, Style.LETTER, Style.RUNIN))
_UNDER_TITLES = frozenset((Style.ARTICLE, Style.COUNT_BRACKET, Style.NUMBER))
GAP = 20  # numbers that an extract may leave out
_NO_COUNT = "统唯之专单归万划逐其任第同"  # 统一是, 唯一是
_REFERS = "第按照据和与及至到见"  # 按照(二), 见2.
_REJECTED_WEAK = "。;!?\n"


@dataclass(slots=True)
class Node:
    """A clause in the making; offsets in the prepared text. Unnumbered paragraphs have no mark."""

    start: int
    mark: Mark | None
    parent: "Node | None"
    words: str
    part: str
    end: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def level(self) -> int:
        """Depth in the tree."""
        return 1 if self.parent is None else self.parent.level + 1

    @property
    def tree_end(self) -> int:
        """Where the last of its descendants ends."""
        last = self
        while last.children:
            last = last.children[-1]
        return last.end

    @property
    def body(self) -> int:
        """Where the words after the marker begin."""
        return self.start if self.mark is None else self.mark.end


def grow(quiet: str, candidates: list[Mark]) -> list[Node]:
    """Nodes in reading order."""
    return _Grower(quiet, candidates).nodes()


class _Grower:
    """Reads the candidates once, from left to right."""

    def __init__(self, quiet: str, candidates: list[Mark]) -> None:
        self.quiet = quiet
        self.candidates = candidates
        self.lists: dict[tuple[Style, int], list[Mark]] = defaultdict(list)
        self.place: dict[int, int] = {}
        self.order: dict[int, int] = {}
        for order, mark in enumerate(candidates):
            self.order[mark.start] = order
            self.place[mark.start] = len(self.lists[mark.key])
            self.lists[mark.key].append(mark)
        self.last: dict[tuple[Style, int], int] = {}
        self.turned: set[tuple[tuple[Style, int], tuple[Style, int]]] = set()
        self.open: list[tuple[Mark, Node]] = []
        self.made: list[Node] = []

    def nodes(self) -> list[Node]:
        """All clauses, each with its end."""
        for mark in self.candidates:
            if self._opens(mark):
                self._add(mark)
            if len(self.made) > MAX_CLAUSES:
                raise Unreadable("too-many-clauses", limit=MAX_CLAUSES)
        ends = [*(node.start for node in self.made[1:]), len(self.quiet)][: len(self.made)]
        for node, end in zip(self.made, ends, strict=True):
            node.end = end
        return self.made

    def _opens(self, mark: Mark) -> bool:
        """Whether this candidate is the number of a clause."""
        if self.made and mark.start < self.made[-1].body:
            return False
        if mark.style == Style.ANNEX and not mark.value and not self.made:
            return not self._is_whole(mark)
        if mark.firmness == Firmness.LINE:
            return self._counts(mark) if mark.style == Style.RUNIN else mark.depth == 1 or self._counts_on(mark)
        if mark.firmness == Firmness.BARE:
            return self._opens_glued(mark) and not self._claimed_later(mark)
        if not (self._counts(mark) or self._opens_level(mark)) or self._claimed_later(mark):
            return False
        return mark.firmness == Firmness.STOP or mark.style >= Style.NUMBER_BRACKET

    def _opens_glued(self, mark: Mark) -> bool:
        """Whether a marker glued to the words before it opens a clause."""
        if mark.style == Style.RUNIN:
            return self._counts(mark) and self._begins_runin(mark)
        if mark.style == Style.COUNT:
            return self._holds_level(mark) and self.quiet[mark.start - 1] not in _NO_COUNT
        under_title = self._follows_title(mark) and (self._counts(mark) or self._begins_level(mark))
        return under_title or self._is_next(mark)

    def _opens_level(self, mark: Mark) -> bool:
        """Whether one that counts on nowhere, as in an extract, begins the list under a title, or is that title."""
        if mark.style == Style.COUNT:
            return self._holds_level(mark)
        return self._begins_level(mark) and (self._follows_title(mark) or self._skips(mark))

    def _begins_level(self, mark: Mark) -> bool:
        """Whether number and next character suit a list under a title: the first, or a later one of the text."""
        if mark.style == Style.NUMBER and mark.value > 1:
            later = 0 < mark.value - self.last.get(mark.key, 0) <= GAP
            return later and self._dotted(mark) and self.quiet[mark.start - 1] not in _REFERS
        if mark.style == Style.NUMBER:
            return self._dotted(mark)
        return mark.style == Style.COUNT_BRACKET and mark.value == 1

    def _dotted(self, mark: Mark) -> bool:
        """Whether it is printed 1. before a word; 5、6月 and 8.5级 are none."""
        return self.quiet[mark.end - 1] == "." and not self.quiet[mark.end : mark.end + 1].isdigit()

    def _skips(self, mark: Mark) -> bool:
        """Whether it leaves out numbers of an open list within one paragraph."""
        before = self._open_one(mark)
        return before is not None and before.value < mark.value and "\n" not in self.quiet[before.end : mark.start]

    def _is_next(self, mark: Mark) -> bool:
        """Whether it is the next of an open list within one paragraph: 1.修路2.架桥."""
        if mark.style not in (Style.COUNT_BRACKET, Style.NUMBER) or self.quiet[mark.start - 1] in _REFERS:
            return False
        before = self._open_one(mark)
        if before is None or mark.value != before.value + 1 or self.quiet[mark.end : mark.end + 1].isdigit():
            return False
        return "\n" not in self.quiet[before.end : mark.start]

    def _open_one(self, mark: Mark) -> Mark | None:
        """The open marker of the same list."""
        return next((above for above, _node in self.open if above.key == mark.key), None)

    def _holds_level(self, mark: Mark) -> bool:
        """Whether this 一、 is followed by a title and the first marker under it."""
        place = self.order[mark.start] + 1
        if mark.value <= self.last.get(mark.key, 0) or place == len(self.candidates):
            return False
        below = self.candidates[place]
        if below.style not in (Style.COUNT_BRACKET, Style.NUMBER) or not self._begins_level(below):
            return False
        return _is_title(self.quiet[mark.end : below.start])

    def _is_whole(self, annex: Mark) -> bool:
        """Whether the only annex is the plan itself, with parts of its own: 附件 is then a page's head, no clause."""
        following = next((mark for mark in self.candidates if mark.start > annex.start), None)
        single = len(self.lists[annex.key]) == 1
        return single and following is not None and following.style in (Style.PART, Style.CHAPTER, Style.COUNT)

    def _counts(self, mark: Mark) -> bool:
        """Whether it goes on in a count, or begins one that goes on."""
        if mark.value == 1:
            return self._next_is(mark, 2)
        return mark.value == self.last.get(mark.key, -1) + 1

    def _counts_on(self, mark: Mark) -> bool:
        """Whether a decimal is the next of its count, or begins one here or in the middle; 8.5 may be a mere figure."""
        return (
            0 <= mark.value - self.last.get(mark.key, 0) <= 2 or mark.value == 1 or self._next_is(mark, mark.value + 1)
        )

    def _next_is(self, mark: Mark, value: int) -> bool:
        ahead = self.lists[mark.key]
        place = self.place[mark.start] + 1
        for other in ahead[place : place + FARTHEST]:
            if other.value == value:
                return True
            if other.value == mark.value and other.firmness >= mark.firmness:
                return False
        return False

    def _claimed_later(self, mark: Mark) -> bool:
        """Whether a firmer marker of the same count has the same number: then this one is a reference to it."""
        place = self.place[mark.start] + 1
        for other in self.lists[mark.key][place : place + FARTHEST]:
            if other.value == mark.value + 1 or other.value < mark.value:
                return False
            if other.value == mark.value and other.firmness > mark.firmness:
                return True
        return False

    def _follows_title(self, mark: Mark) -> bool:
        """Whether all between the clause opened last and this marker is a title: 一、放出活力(五)清理…"""
        if not self.made or mark.style not in _UNDER_TITLES:
            return False
        last = self.made[-1].mark
        higher = last is not None and last.style < mark.style and mark.start - last.end <= LONGEST_TITLE
        return last is not None and higher and _is_title(self.quiet[last.end : mark.start])

    def _begins_runin(self, mark: Mark) -> bool:
        """Whether 一是 without a mark before it (要做到一是…,二是…) is followed by 二是 in its paragraph."""
        if mark.style != Style.RUNIN or mark.value != 1 or self.quiet[mark.start - 1] in _NO_COUNT:
            return False
        following = self.lists[mark.key][self.place[mark.start] + 1]  # there is one, or it would not begin a count
        return "\n" not in self.quiet[mark.start : following.start]

    def _add(self, mark: Mark) -> None:
        if self.made and SIGNED.search(self.quiet, self.made[-1].body, mark.start):
            self.open.clear()  # what follows a signature is another paper
        self._close_for(mark)
        parent = self.open[-1][1] if self.open else None
        words = self.quiet[mark.start : mark.end]
        node = Node(mark.start, mark, parent, words, _part(words))
        if parent:
            parent.children.append(node)
        self.open.append((mark, node))
        self.made.append(node)
        self.last[mark.key] = mark.value

    def _close_for(self, mark: Mark) -> None:
        """Close what cannot hold this marker."""
        keys = [above.key for above, _node in self.open]
        if mark.key in keys:
            del self.open[keys.index(mark.key) :]
            return
        while self.open and not self._holds(self.open[-1][0], mark):
            self.open.pop()

    def _holds(self, above: Mark, mark: Mark) -> bool:
        inside = mark.firmness < Firmness.LINE and "\n" not in self.quiet[above.end : mark.start]
        if inside and mark.value == 1 and above.style != Style.ANNEX:
            return True
        if above.style == Style.ROW:
            return mark.style in _IN_CELLS
        return above.key < mark.key or (above.key, mark.key) in self.turned or self._turns(above, mark)

    def _turns(self, above: Mark, mark: Mark) -> bool:
        """Whether this text turns the usual order: its highest numbers, which go on, hold a first (一)."""
        first = mark.value == 1 and mark.key not in self.last and above is self.open[0][0]
        if not first or Style.ANNEX in (above.style, mark.style) or not self._next_is(above, above.value + 1):
            return False
        self.turned.add((above.key, mark.key))
        return True


def _is_title(words: str) -> bool:
    """Whether these words are a title and no more."""
    return 0 < len(words) <= LONGEST_TITLE and not any(sign in _REJECTED_WEAK for sign in words)


def _part(words: str) -> str:
    """The marker as part of a path: without 、 and dots at its end."""
    return words.strip().rstrip("、.,: ")
