"""Which part of a plan one page shows. However long the plan, a page holds a bounded number of clauses and characters.

Shown is the highest part around the chosen clause that fits; a clause without children stands among its neighbours.
The tree beside it holds that part whole and, of everything above, the neighbours only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from luoxiao.plan.models import Clause, PlanVersion

CHARACTERS, CLAUSES, NEIGHBOURS, LEVELS = 20_000, 200, 40, 4


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
    root = _root(version, lineage)
    above = lineage[: root.level] if root in lineage else lineage
    windows = [_window(version, clause) for clause in above[-LEVELS:]]
    if root.own_end == root.char_end:
        return Scope(lineage, windows, _within_budget(windows[-1].clauses, root))
    under = version.clauses.filter(order__gte=root.order, char_start__lt=root.char_end).order_by("order")
    return Scope(lineage, windows, list(under[:CLAUSES]))


def _lineage(version: PlanVersion, path: str) -> list[Clause]:
    if not path:
        return list(version.clauses.order_by("order")[:1])
    parts = path[:200].split("/")
    paths = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    found = list(version.clauses.filter(path__in=paths).order_by("level"))
    if not found or found[-1].path != path:
        raise Http404
    return found


def _root(version: PlanVersion, lineage: Sequence[Clause]) -> Clause:
    """The highest clause above the chosen one that fits on a page with all its children; else the chosen one alone."""
    fitting = [clause for clause in lineage if clause.char_end - clause.char_start <= CHARACTERS]
    under = {
        f"under_{n}": Count("pk", filter=Q(order__gte=clause.order, char_start__lt=clause.char_end))
        for n, clause in enumerate(fitting)
    }
    counted = version.clauses.aggregate(**under) if under else {}
    return next((clause for n, clause in enumerate(fitting) if counted[f"under_{n}"] <= CLAUSES), lineage[-1])


def _window(version: PlanVersion, clause: Clause) -> Window:
    """The neighbours of a clause in groups that do not shift when another of the group is chosen."""
    siblings = version.clauses.filter(parent=clause.parent_id).order_by("order")
    start = siblings.filter(order__lt=clause.order).count() // NEIGHBOURS * NEIGHBOURS
    first = max(start - 1, 0)
    found = list(siblings[first : start + NEIGHBOURS + 1])
    shown = found[start - first :]
    return Window(
        clauses=shown[:NEIGHBOURS],
        earlier=found[0] if start else None,
        later=shown[NEIGHBOURS] if len(shown) > NEIGHBOURS else None,
    )


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
