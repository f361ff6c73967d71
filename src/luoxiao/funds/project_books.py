"""The money of projects as rows: what their sources are to give, with what the ledger says of it. Fen."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Sum

from luoxiao.funds.models import Account, Funding
from luoxiao.funds.project_money import Planned

Kind = Account.Kind


@dataclass(frozen=True)
class _Books:
    """What the ledger holds of one fund and year for a project."""

    committed_fen: int = 0
    paid_fen: int = 0


def money_of(projects: Collection[int]) -> dict[int, list[Planned]]:
    """By Project.id its sources by year. Two queries.

    What was paid of a fund's year without being planned stands there with a plan of 0.
    """
    books = _books(projects)
    found: dict[int, list[Planned]] = defaultdict(list)
    rows = Funding.objects.filter(project__in=projects).order_by("project_id", "year", "source", "id")
    columns = ("project_id", "fund_id", "year", "source", "planned_fen", "spent_fen")
    for project, fund, year, source, planned, reported in rows.values_list(*columns):
        own = books.pop((project, fund, year), _Books()) if fund else _Books()
        spent = own.paid_fen if fund else reported
        found[project].append(Planned(source, year, planned, spent, own.committed_fen, followed=bool(fund)))
    for (project, _fund, year), own in sorted(books.items()):
        unplanned = Planned(Funding.Source.LOTTERY, year, 0, own.paid_fen, own.committed_fen, followed=True)
        found[project].append(unplanned)
    return found


def _books(projects: Collection[int]) -> dict[tuple[int, int, int], _Books]:
    """By project, fund and budget year; accounts that hold nothing are left out."""
    rows = Account.objects.filter(project__in=projects, kind__in=(Kind.PROJECT, Kind.PAID)).exclude(balance_fen=0)
    lying: dict[tuple[int, int, int], dict[str, int]] = defaultdict(dict)
    grouped = rows.order_by().values_list("project_id", "fund_id", "year", "kind").annotate(Sum("balance_fen"))
    for project, fund, year, kind, fen in grouped:
        lying[project or 0, fund, year][kind] = fen
    return {key: _Books(sum(kinds.values()), kinds.get(Kind.PAID, 0)) for key, kinds in lying.items()}
