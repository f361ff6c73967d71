"""What a project's money says (clause 四(二)3): overspending against its allotment, stages without money. Pure.

Amounts are fen. What a fund pays is followed in the ledger, what others pay is reported; both stand in `spent_fen`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from luoxiao.funds.stages import ahead

ISSUED = ("funded", "started", "completed")  # states in which money has been issued and is not all accounted for


@dataclass(frozen=True)
class Planned:
    """One source in one year: what it is to give, what the ledger has set aside of it, what was spent."""

    source: str
    year: int
    planned_fen: int
    spent_fen: int = 0
    committed_fen: int = 0
    followed: bool = False  # in the ledger

    @property
    def over_fen(self) -> int:
        """How much more was spent than planned; 0 where nothing."""
        return max(0, self.spent_fen - self.planned_fen)


@dataclass(frozen=True)
class Over:
    """Spent more than allotted: of one source in a year, or (`source` empty) of all that was approved."""

    allotted_fen: int
    spent_fen: int
    source: str = ""
    year: int = 0

    @property
    def over_fen(self) -> int:
        return self.spent_fen - self.allotted_fen


@dataclass(frozen=True)
class Unfunded:
    """A stage whose day comes before its money: what is planned to the end of that year, and what it takes.

    `needed_fen` None: it takes some money, and none is planned. `on_books` False: the project counts as funded, while
    the ledger has set nothing aside for it.
    """

    stage: str
    due: date | None
    planned_fen: int
    needed_fen: int | None
    on_books: bool = True

    @property
    def short_fen(self) -> int | None:
        return None if self.needed_fen is None else self.needed_fen - self.planned_fen


@dataclass(frozen=True)
class Year:
    """All sources of one year together."""

    year: int
    planned_fen: int
    spent_fen: int


def overspent(rows: Iterable[Planned], approved_fen: int | None) -> list[Over]:
    """Each source and year that spent more than planned, then the whole against what was approved."""
    kept = list(rows)
    found = [Over(row.planned_fen, row.spent_fen, row.source, row.year) for row in kept if row.over_fen]
    spent = sum(row.spent_fen for row in kept)
    if approved_fen is not None and spent > approved_fen:
        found.append(Over(approved_fen, spent))
    return found


def stages_without_money(
    due: Mapping[str, date], rows: Sequence[Planned], approved_fen: int | None, state: str
) -> list[Unfunded]:
    """Of the stages still to come: a start before any money, a completion before all of it; and money that was issued
    by word alone, with nothing of it in the ledger.

    What the sources plan up to the end of the year of the day counts; "all of it" is what was approved, before that
    what is planned over all years.
    """
    whole = approved_fen if approved_fen is not None else sum(row.planned_fen for row in rows)
    coming = [stage for stage in ahead(state) if stage in due]
    found = [_unfunded(stage, due[stage], rows, whole) for stage in coming if stage in ("started", "completed")]
    return [each for each in (_by_word_alone(due, rows, state), *found) if each]


def _by_word_alone(due: Mapping[str, date], rows: Sequence[Planned], state: str) -> Unfunded | None:
    followed = [row for row in rows if row.followed and row.planned_fen]
    if state not in ISSUED or not followed or any(row.committed_fen for row in followed):
        return None
    return Unfunded("funded", due.get("funded"), sum(row.planned_fen for row in followed), None, on_books=False)


def _unfunded(stage: str, day: date, rows: Sequence[Planned], whole: int) -> Unfunded | None:
    planned = sum(row.planned_fen for row in rows if row.year <= day.year)
    if not planned:
        return Unfunded(stage, day, 0, None)
    if stage == "completed" and planned < whole:
        return Unfunded(stage, day, planned, whole)
    return None


def by_year(rows: Iterable[Planned]) -> list[Year]:
    """The years in order, each with the sums of its sources."""
    kept = list(rows)
    years = sorted({row.year for row in kept})
    return [_year(year, [row for row in kept if row.year == year]) for year in years]


def _year(year: int, rows: Sequence[Planned]) -> Year:
    return Year(year, sum(row.planned_fen for row in rows), sum(row.spent_fen for row in rows))
