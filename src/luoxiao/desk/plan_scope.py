"""Which part of a plan one page shows. However long the plan, a page holds a bounded number of clauses and characters.

Shown is the highest part around the chosen clause that fits; a clause without children stands among its neighbours.
Where none fits, the chosen clause is followed by as many of those below it as fit.
The tree beside it holds that part whole and, of everything above, the neighbours only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from luoxiao.plan.models import Clause, PlanVersion

CHARACTERS, CLAUSES, NEIGHBOURS, LEVELS = 12_000, 120, 40, 3


@dataclass(frozen=True)
class Window:
    """Neighbours under one parent, with the first of the earlier and of the later ones that are not shown."""

    clauses: list[Clause]
    earlier: Clause | None = None
    later: Clause | None = None


@dataclass(frozen=True)
class Scope:
    """What the page shows: `lineage` from the top to the chosen clause, `windows` for each level of the tree above."""

    lineage: list[Clause]
    windows: list[Window]
    clauses: list[Clause] = field(default_factory=list)

    @property
    def chosen(self) -> Clause | None:
        return self.lineage[-1] if self.lineage else None

    @property
    def stretch(self) -> tuple[int, int]:
        """From where to where in the text the shown clauses reach."""
        starts, ends = [c.char_start for c in self.clauses], [c.own_end for c in self.clauses]
        return min(starts, default=0), max(ends, default=0)


def scope_of(version: PlanVersion, path: str) -> Scope:
    """The part around the clause of this path, the first one where the path is empty. An unknown path is a 404."""
    lineage = _lineage(version, path)
    if not lineage:
        return Scope([], [])
    sizes = _sizes(version, lineage)
    root = next((clause for clause in lineage if sizes[clause.pk].fits), lineage[-1])
    above = lineage[: lineage.index(root) + 1][-LEVELS:]
    windows = [_window(version, clause, sizes[clause.pk].before) for clause in above]
    if root.own_end == root.char_end:
        return Scope(lineage, windows, _within_budget(windows[-1].clauses, root))
    under = version.clauses.filter(order__gte=root.order, char_start__lt=root.char_end).order_by("order")
    return Scope(lineage, windows, _as_many_as_fit(under[:CLAUSES]))


def _lineage(version: PlanVersion, path: str) -> list[Clause]:
    if not path:
        return list(version.clauses.order_by("order")[:1])
    parts = path[:200].split("/")
    paths = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    found = list(version.clauses.filter(path__in=paths).order_by("level"))
    if not found or found[-1].path != path:
        raise Http404
    return found


@dataclass(frozen=True)
class _Size:
    """How many clauses a clause has with all below it, how many characters, and how many neighbours before it."""

    clauses: int
    characters: int
    before: int

    @property
    def fits(self) -> bool:
        return self.clauses <= CLAUSES and self.characters <= CHARACTERS


def _sizes(version: PlanVersion, lineage: Sequence[Clause]) -> dict[int, _Size]:
    asked = {f"under_{one.pk}": Q(order__gte=one.order, char_start__lt=one.char_end) for one in lineage}
    asked |= {f"before_{one.pk}": Q(parent=one.parent_id, order__lt=one.order) for one in lineage}
    counted = version.clauses.aggregate(**{name: Count("pk", filter=those) for name, those in asked.items()})
    return {
        one.pk: _Size(counted[f"under_{one.pk}"], one.char_end - one.char_start, counted[f"before_{one.pk}"])
        for one in lineage
    }


def _window(version: PlanVersion, clause: Clause, before: int) -> Window:
    """The neighbours of a clause in groups that do not shift when another of the group is chosen."""
    siblings = version.clauses.filter(parent=clause.parent_id).order_by("order")
    start = before // NEIGHBOURS * NEIGHBOURS
    first = max(start - 1, 0)
    found = list(siblings[first : start + NEIGHBOURS + 1])
    shown = found[start - first :]
    return Window(
        clauses=shown[:NEIGHBOURS],
        earlier=found[0] if start else None,
        later=shown[NEIGHBOURS] if len(shown) > NEIGHBOURS else None,
    )


def _as_many_as_fit(clauses: Iterable[Clause]) -> list[Clause]:
    """The first clause and those behind it until the page is full."""
    kept: list[Clause] = []
    left = CHARACTERS
    for clause in clauses:
        left -= clause.own_end - clause.char_start
        if kept and left < 0:
            break
        kept.append(clause)
    return kept


def _within_budget(neighbours: Iterable[Clause], chosen: Clause) -> list[Clause]:
    """The chosen clause and those around it, in reading order, until the page is full."""
    left = CHARACTERS - (chosen.own_end - chosen.char_start)
    kept = [chosen]
    for clause in sorted(neighbours, key=lambda clause: abs(clause.order - chosen.order)):
        left -= clause.own_end - clause.char_start
        if clause.pk != chosen.pk and left >= 0:
            kept.append(clause)
    return sorted(kept, key=lambda clause: clause.order)


def next_and_previous(version: PlanVersion, scope: Scope) -> tuple[Clause | None, Clause | None]:
    """The clauses in reading order before and behind what is shown."""
    if not scope.clauses:
        return None, None
    first, last = scope.clauses[0].order, scope.clauses[-1].order
    found: QuerySet[Clause] = version.clauses.filter(order__in=[first - 1, last + 1])
    by_order = {clause.order: clause for clause in found}
    return by_order.get(first - 1), by_order.get(last + 1)
