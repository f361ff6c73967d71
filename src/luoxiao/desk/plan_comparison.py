"""A new version beside the version in force: clause by clause, and what adopting it would do to the tasks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from luoxiao.plan import comparison
from luoxiao.plan.building import Tree
from luoxiao.plan.comparison import Change, Kind, Said
from luoxiao.plan.models import Clause, PlanVersion, cite

MOST_CHANGES = 60  # shown; the rest is counted


@dataclass(frozen=True)
class ChangeRow:
    """One difference, ready to be shown."""

    kind: Kind
    cite: str
    from_cite: str
    words: list[tuple[str, str]]


@dataclass(frozen=True)
class Comparison:
    """How the new text differs, and the effect on tasks."""

    old: PlanVersion
    counts: dict[str, int]
    rows: list[ChangeRow]
    more: int
    carried: int
    opened: int
    withdrawn: int

    @property
    def is_empty(self) -> bool:
        return not self.rows


def compared(old: PlanVersion, new: Tree) -> Comparison:
    """The version in force against one that may not be stored yet."""
    clauses = list(old.clauses.order_by("order"))
    changes = comparison.compare(_said(old.text, clauses), _said(new.version.text, new.clauses))
    before = [measure.promise(old.text) for measure in old.measures.select_related("clause").order_by("order")]
    after = [measure.promise(new.version.text) for measure in new.measures]
    carried = len(comparison.paired(before, after))
    return Comparison(
        old=old,
        counts=dict(Counter(str(change.kind) for change in changes)),
        rows=[_row(change) for change in changes[:MOST_CHANGES]],
        more=max(len(changes) - MOST_CHANGES, 0),
        carried=carried,
        opened=len(after) - carried,
        withdrawn=len(before) - carried,
    )


def tree_of(version: PlanVersion) -> Tree:
    """A stored version as the comparison reads it."""
    return Tree(
        version=version,
        clauses=list(version.clauses.order_by("order")),
        units=[],
        mentions=[],
        measures=list(version.measures.select_related("clause").order_by("order")),
        findings=[],
    )


def _said(text: str, clauses: Iterable[Clause]) -> list[Said]:
    return [Said(c.path, text[c.char_start + len(c.number) : c.own_end]) for c in clauses]


def _row(change: Change) -> ChangeRow:
    at = change.new or change.old
    moved_from = change.old if change.kind is Kind.MOVED else None
    return ChangeRow(
        kind=change.kind,
        cite=cite(at.path) if at else "",
        from_cite=cite(moved_from.path) if moved_from else "",
        words=_words(change.old, change.new),
    )


def _words(old: Said | None, new: Said | None) -> list[tuple[str, str]]:
    if old and new:
        return [("same", new.words)] if old.core == new.core else comparison.marked(old.words, new.words)
    if new:
        return [("added", new.words)]
    return [("removed", old.words)] if old else []
