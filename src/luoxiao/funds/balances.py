"""What the books of a fund say: trial balance, how far its money has come, what each county and project has had.

Money only flows down the chain of accounts, so what has reached a stage is what lies there or below: no entry needs to
be read for it. Amounts are fen. Real and rehearsal funds are separate rows, so nothing here can mix them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from luoxiao.core.periods import Quarter
from luoxiao.funds import accounts
from luoxiao.funds.accounts import DEPTH
from luoxiao.funds.meter import Reached
from luoxiao.funds.models import Account, Entry, Forecast, Fund, VarianceNote, Voucher
from luoxiao.organisations.models import Region

Kind = Account.Kind
ARRIVED = (Kind.PAID, Kind.PROJECT, Kind.COUNTY, Kind.PROVINCE, Kind.TRANCHE, Kind.POT)  # from the end of the chain


def _reached(lying: dict[str, int]) -> Reached:
    """From what lies in each kind of account."""

    def upto(kind: Kind) -> int:
        return sum(lying.get(each, 0) for each in ARRIVED[: ARRIVED.index(kind) + 1])

    return Reached(upto(Kind.POT), upto(Kind.PROVINCE), upto(Kind.COUNTY), upto(Kind.PROJECT), upto(Kind.PAID))


def by_year(fund: Fund) -> dict[int, Reached]:
    """By budget year. One query."""
    return _grouped(Account.objects.filter(fund=fund), "year")


def by_project(fund: Fund | None, projects: Iterable[int]) -> dict[int, Reached]:
    """By Project.id, of one fund or of all (a project is either real or a rehearsal). One query."""
    rows = Account.objects.filter(project__in=list(projects))
    return _grouped(rows if fund is None else rows.filter(fund=fund), "project_id")


def by_kind_of_facility(fund: Fund) -> dict[str, Reached]:
    """By FacilityKind. One query."""
    return _grouped(Account.objects.filter(fund=fund, project__isnull=False), "project__kind")


def _grouped(rows: "QuerySet[Account]", column: str) -> dict[Any, Reached]:
    found: dict[Any, dict[str, int]] = {}
    for row in rows.order_by().values(column, "kind").annotate(lying=Sum("balance_fen")):
        found.setdefault(row[column], {})[row["kind"]] = row["lying"]
    return {key: _reached(lying) for key, lying in found.items()}


@dataclass(frozen=True)
class Line:
    """One account in the trial balance: what entries took in and gave out, and the balance kept with the account."""

    account: Account
    taken: int
    given: int

    @property
    def proven(self) -> int:
        """The balance that the entries make."""
        return self.taken - self.given

    @property
    def holds(self) -> bool:
        return self.proven == self.account.balance_fen


@dataclass(frozen=True)
class TrialBalance:
    """All accounts of a fund, each recomputed from its entries."""

    lines: list[Line]

    @property
    def taken(self) -> int:
        return sum(line.taken for line in self.lines)

    @property
    def given(self) -> int:
        return sum(line.given for line in self.lines)

    @property
    def difference(self) -> int:
        """The sum of all balances: 0 where every fen is somewhere."""
        return sum(line.account.balance_fen for line in self.lines)

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if not line.holds]

    @property
    def holds(self) -> bool:
        return not self.wrong and self.difference == 0 and self.taken == self.given


def trial_balance(fund: Fund) -> TrialBalance:
    """Every account against its entries. Three queries, whatever the number of accounts and entries."""
    own = Account.objects.filter(fund=fund).select_related("fund", *accounts.NAMED)
    ordered = sorted(own.order_by("code"), key=lambda found: (found.year, DEPTH.index(Kind(found.kind)), found.code))
    taken, given = _sums(fund, "taker_id"), _sums(fund, "giver_id")
    return TrialBalance([Line(found, taken[found.pk], given[found.pk]) for found in ordered])


def _sums(fund: Fund, side: str) -> Counter[int]:
    rows = Entry.objects.filter(voucher__fund=fund).order_by().values_list(side).annotate(fen=Sum("fen"))
    return Counter(dict(rows))


@dataclass(frozen=True)
class LedgerRow:
    """One entry as other books have it, for reconciliation by file. Reversals come with the amount below zero."""

    voucher: int
    kind: str
    day: date
    document: str
    region: str  # GB/T 2260 code of 2012 of the county it reached; empty above the counties
    region_name: str
    project: str  # number
    fen: int


def ledger_rows(
    fund: Fund, *, kinds: Iterable[str] = (Voucher.Kind.TRANSFER,), year: int | None = None
) -> list[LedgerRow]:
    """Entries of vouchers of these kinds with their reversals, in order of number; `year` is the budget year."""
    wanted = set(kinds)
    columns = ("voucher__reverses", "giver", "taker__region", "taker__project", "giver__region", "giver__project")
    rows = Entry.objects.filter(voucher__fund=fund).select_related("voucher", "taker", *columns)
    if year is not None:
        rows = rows.filter(taker__year=year)
    ordered = rows.order_by("voucher__number", "id")
    return [_row(entry) for entry in ordered if (entry.voucher.reverses or entry.voucher).kind in wanted]


def _row(entry: Entry) -> LedgerRow:
    voucher = entry.voucher
    reached = entry.giver if voucher.reverses else entry.taker
    return LedgerRow(
        voucher=voucher.number,
        kind=voucher.kind,
        day=voucher.day,
        document=voucher.document,
        region=reached.region.code_2012 if reached.region else "",
        region_name=reached.region.name_2012 if reached.region else "",
        project=reached.project.number if reached.project else "",
        fen=-entry.fen if voucher.reverses else entry.fen,
    )


def paid_by_quarter(fund: Fund) -> dict[tuple[int, str], int]:
    """By (Region.id of the county, quarter of the business day) what was paid, less what was reversed. Two queries.

    A reversal counts in the quarter in which it was made, as the books of that quarter were closed.
    """
    found: Counter[tuple[int, str]] = Counter()
    for side, sign in (("taker", 1), ("giver", -1)):
        rows = Entry.objects.filter(voucher__fund=fund, **{f"{side}__kind": Kind.PAID}).order_by()
        for region, day, fen in rows.values_list(f"{side}__region_id", "voucher__day").annotate(fen=Sum("fen")):
            found[region, str(Quarter.of(day))] += sign * fen
    return dict(found)


@dataclass(frozen=True)
class Variance:
    """Forecast and actual of one county, or of the whole fund, in one quarter."""

    region: Region | None
    period: str
    forecast: Forecast | None
    actual: int
    note: VarianceNote | None
    over: bool  # the quarter has ended

    @property
    def fen(self) -> int | None:
        """Actual less forecast; None where nothing was forecast."""
        return None if self.forecast is None else self.actual - self.forecast.fen

    @property
    def unexplained(self) -> bool:
        """The quarter has ended otherwise than was said, and nobody says why."""
        return self.over and self.note is None and self.fen != 0


Key = tuple[int | None, str]


def variances(fund: Fund, today: date) -> list[Variance]:
    """Every forecast with its actual, the newest quarter first, the whole fund before its counties. Five queries.

    A payment that neither a forecast of its county nor one of the whole fund covers has a line without a forecast.
    """
    said: dict[Key, Forecast] = {
        (row.region_id, row.period): row for row in fund.forecasts.order_by("id").select_related("by")
    }
    notes: dict[Key, VarianceNote] = {
        (row.region_id, row.period): row for row in fund.variance_notes.order_by("id").select_related("by")
    }
    actual = _actual(fund)
    uncovered = {(region, period) for region, period in actual if region and (None, period) not in said}
    keys = said.keys() | notes.keys() | uncovered
    regions = Region.objects.in_bulk([region for region, _period in keys if region])
    found = [
        Variance(
            region=regions[region] if region else None,
            period=period,
            forecast=said.get((region, period)),
            actual=actual[region, period],
            note=notes.get((region, period)),
            over=Quarter.parse(period).last_day < today,
        )
        for region, period in keys
    ]
    found.sort(key=lambda each: each.region.code_2012 if each.region else "")
    return sorted(found, key=lambda each: each.period, reverse=True)


def _actual(fund: Fund) -> Counter[Key]:
    """What was paid by county and quarter, and by quarter in all."""
    found: Counter[Key] = Counter()
    for (region, period), fen in paid_by_quarter(fund).items():
        found[region, period] += fen
        found[None, period] += fen
    return found
