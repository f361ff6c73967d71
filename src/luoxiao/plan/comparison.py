"""Two versions of a plan, clause by clause. Pure: clauses in, differences out.

Words are compared without the number and without space, so that a new line break is no difference. A clause whose
words stand unchanged under another number has moved.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

LONGEST_DIFF = 1500  # characters; longer words are shown side by side without marks


class Kind(StrEnum):
    """What happened to a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Said:
    """A clause of one version: where it stands and what it says."""

    path: str
    words: str

    @property
    def core(self) -> str:
        return "".join(self.words.split())


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that differs. `old` is None where it was added, `new` where it was removed."""

    kind: Kind
    old: Said | None
    new: Said | None


def compare(old: Sequence[Said], new: Sequence[Said]) -> list[Change]:
    """The differences in the order of the new version; what was removed follows at the end, in the old order."""
    before = {said.path: said for said in old}
    same = {said.path for said in new if said.path in before and before[said.path].core == said.core}
    moved = _moved((s for s in old if s.path not in same), (s for s in new if s.path not in same))
    gone_elsewhere = {source.path for source in moved.values()}
    changes, taken = [], set(same) | gone_elsewhere
    for said in new:
        if said.path in same:
            continue
        if source := moved.get(said.path):
            changes.append(Change(Kind.MOVED, source, said))
        elif said.path in before and said.path not in gone_elsewhere:
            changes.append(Change(Kind.CHANGED, before[said.path], said))
            taken.add(said.path)
        else:
            changes.append(Change(Kind.ADDED, None, said))
    return changes + [Change(Kind.REMOVED, said, None) for said in old if said.path not in taken]


def _moved(old: Iterable[Said], new: Iterable[Said]) -> dict[str, Said]:
    """By new path, the old clause with the same words; several with the same words keep their order."""
    waiting: dict[str, list[Said]] = defaultdict(list)
    for said in old:
        waiting[said.core].append(said)
    return {said.path: waiting[said.core].pop(0) for said in new if said.core and waiting.get(said.core)}


@dataclass(frozen=True, slots=True)
class Promise:
    """A measure as two versions are matched by it: its clause, its kind, its words."""

    path: str
    kind: str
    words: str


Turn = tuple[tuple[str, str], int]


def paired(old: Sequence[Promise], new: Sequence[Promise]) -> dict[int, int]:
    """By index of a new measure, the index of the old one that it goes on from: whose task it takes over.

    First those whose words stand unchanged, wherever they have moved; then those of the same kind under the same
    clause. Several alike keep their order.
    """
    found: dict[int, int] = {}
    for key in (_by_words, _by_place):
        taken = set(found.values())
        waiting = {turn: index for turn, index in _turns(old, key) if index not in taken}
        found |= {i: waiting.pop(turn) for turn, i in _turns(new, key) if i not in found and turn in waiting}
    return found


def _by_words(said: Promise) -> tuple[str, str] | None:
    words = "".join(said.words.split())
    return (words, said.kind) if words else None


def _by_place(said: Promise) -> tuple[str, str]:
    return said.path, said.kind


def _turns(said: Sequence[Promise], key: Callable[[Promise], tuple[str, str] | None]) -> Iterator[tuple[Turn, int]]:
    """(key, which of several with that key) of each measure, and its index."""
    turns: Counter[tuple[str, str]] = Counter()
    for index, one in enumerate(said):
        if under := key(one):
            turns[under] += 1
            yield (under, turns[under]), index


def marked(old: str, new: str) -> list[tuple[str, str]]:
    """The change of wording in stretches: ("same" | "removed" | "added", words), in reading order."""
    if len(old) > LONGEST_DIFF or len(new) > LONGEST_DIFF:
        return [("removed", old), ("added", new)]
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", old[a:b]))
            continue
        found += [("removed", old[a:b])] if b > a else []
        found += [("added", new[c:d])] if d > c else []
    return found
