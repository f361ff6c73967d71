"""账簿: where every fen of a fund lies, by province, county and project; its vouchers; the trial balance."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.desk.acting import new_key
from luoxiao.desk.fund_page import find_fund
from luoxiao.desk.history import Line as HistoryLine
from luoxiao.desk.history import history_of
from luoxiao.desk.locks import page, person
from luoxiao.desk.reading import number
from luoxiao.funds import accounts, balances
from luoxiao.funds.models import Account, Entry, Fund, Voucher
from luoxiao.organisations.models import Region, User
from luoxiao.organisations.roles import Permission

VOUCHERS, COUNTIES = 30, 60  # vouchers on a page; counties shown at once, beyond which one province is opened
Kind = Account.Kind
COLUMNS = (Kind.PROVINCE, Kind.COUNTY, Kind.PROJECT, Kind.PAID)


@dataclass(frozen=True)
class Lying:
    """What lies with one province, county or project, by stage; `level` is how deep it stands in the tree."""

    name: str
    level: int
    held: int = 0
    county: int = 0
    project: int = 0
    paid: int = 0
    address: str = ""

    @property
    def allotted(self) -> int:
        return self.held + self.county + self.project + self.paid


@dataclass(frozen=True)
class VoucherLine:
    """A voucher of the list: what it moved, and where it was undone."""

    voucher: Voucher
    fen: int
    entries: int
    reversed_by: Voucher | None


@dataclass(frozen=True)
class LedgerPage:
    """What the page shows of one budget year."""

    fund: Fund
    year: int
    years: list[int]
    above: list[tuple[str, int]]  # source, pot and tranches, with balances
    tree: list[Lying]
    folded: bool  # counties of one province only
    total: Lying
    vouchers: list[VoucherLine]
    older: int | None
    sees_all: bool
    keeps: bool
    negative: list[Account]


@page(Permission.SEE_FUNDS)
def ledger(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Of one year (`year`), with one province opened (`province`) where there are many; vouchers before `before`."""
    user = person(request)
    fund = find_fund(user, pk)
    own = Account.objects.visible_to(user).filter(fund=fund)
    years = sorted(set(own.order_by("year").values_list("year", flat=True)) | {clock.today().year}, reverse=True)
    year = number(request.GET.get("year")) or clock.today().year
    rows = list(own.filter(year=year).select_related("fund", *accounts.NAMED).order_by("code"))
    opened = request.GET.get("province", "")
    folded = len({row.region_id for row in rows}) > COUNTIES
    vouchers = _vouchers(user, fund, number(request.GET.get("before")))
    shown = LedgerPage(
        fund=fund,
        year=year,
        years=years,
        above=[(accounts.words(row), row.balance_fen) for row in _above(rows)],
        tree=_tree(rows, opened if folded else None),
        folded=folded,
        total=_lying(_("合计"), 0, rows),
        vouchers=vouchers[:VOUCHERS],
        older=vouchers[VOUCHERS - 1].voucher.number if len(vouchers) > VOUCHERS else None,
        sees_all=own.filter(kind=Kind.SOURCE).exists(),
        keeps=fund.handled_by(user, Permission.KEEP_LEDGER),
        negative=[row for row in rows if row.kind != Kind.SOURCE and row.balance_fen < 0],
    )
    return render(request, "desk/ledger.html", {"page": shown})


def _above(rows: Sequence[Account]) -> list[Account]:
    """Source, pot and tranches, in the order in which money passes them."""
    order = (Kind.SOURCE, Kind.POT, Kind.TRANCHE)
    return [row for kind in order for row in rows if row.kind == kind]


def _tree(rows: Iterable[Account], opened: str | None) -> list[Lying]:
    """Provinces, their counties and the counties' projects; `opened` names the one province whose counties show."""
    provinces: dict[str, tuple[Region, list[Account]]] = {}
    for row in rows:
        if row.region:
            above = accounts.province(row.region)
            provinces.setdefault(above.code_2012, (above, []))[1].append(row)
    tree: list[Lying] = []
    for code, (above, own) in sorted(provinces.items()):
        tree.append(_lying(above.name_2012, 0, own, address="" if opened is None else code))
        if opened in (None, code):
            tree += _counties(own)
    return tree


def _counties(rows: Iterable[Account]) -> list[Lying]:
    counties: dict[str, list[Account]] = {}
    for row in rows:
        counties.setdefault(row.region.code_2012 if row.region else "", []).append(row)
    found: list[Lying] = []
    for _code, own in sorted(counties.items()):
        found.append(_lying(str(own[0].region), 1, own))
        projects: dict[str, list[Account]] = {}
        for row in own:
            if row.project:
                projects.setdefault(row.project.number, []).append(row)
        found += [_lying(str(each[0].project), 2, each) for _number, each in sorted(projects.items())]
    return found


def _lying(name: str, level: int, rows: Iterable[Account], address: str = "") -> Lying:
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.kind] += row.balance_fen
    held, county, project, paid = (sums[kind] for kind in COLUMNS)
    return Lying(name, level, held, county, project, paid, address)


def _vouchers(user: User, fund: Fund, before: int | None) -> list[VoucherLine]:
    """The newest, and one more than a page holds where there is one. Two queries."""
    rows = Voucher.objects.visible_to(user).filter(fund=fund).select_related("by", "reverses", "reversal")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows.order_by("-number")[: VOUCHERS + 1])
    moved = _moved(user, found)
    return [VoucherLine(row, *moved.get(row.pk, (0, 0)), getattr(row, "reversal", None)) for row in found]


def _moved(user: User, found: Sequence[Voucher]) -> dict[int, tuple[int, int]]:
    """By voucher what reached an account that did not pass it on, fen, and how many entries it has. One query."""
    taken: dict[int, Counter[int]] = {}
    entries: Counter[int] = Counter()
    rows = visible_entries(user, Q(voucher__in=[row.pk for row in found]))
    for voucher, giver, taker, fen in rows.values_list("voucher_id", "giver_id", "taker_id", "fen"):
        each = taken.setdefault(voucher, Counter())
        each[giver] -= fen
        each[taker] += fen
        entries[voucher] += 1
    return {pk: (sum(fen for fen in each.values() if fen > 0), entries[pk]) for pk, each in taken.items()}


def visible_entries(user: User, wanted: Q) -> "QuerySet[Entry]":
    """Entries that touch an account this person sees, in order."""
    own = Account.objects.visible_to(user)
    return Entry.objects.filter(wanted).filter(Q(giver__in=own) | Q(taker__in=own)).order_by("voucher_id", "id")


@dataclass(frozen=True)
class VoucherPage:
    """One voucher with its entries, and whether this person may undo it."""

    voucher: Voucher
    entries: list[tuple[str, str, int]]
    hidden: int  # entries of other regions
    fen: int
    reversal: Voucher | None
    may_reverse: bool
    history: list[HistoryLine]
    key: str
    typed: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)


@page(Permission.SEE_FUNDS)
def voucher(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One voucher."""
    return show_voucher(request, find_voucher(person(request), pk))


def find_voucher(user: User, pk: int) -> Voucher:
    """A voucher this person sees, or a 404."""
    rows = Voucher.objects.visible_to(user).select_related(
        "fund__manager", "by", "run__round", "reverses", "reversal__by"
    )
    return get_object_or_404(rows, pk=pk)


def show_voucher(
    request: HttpRequest, found: Voucher, typed: str = "", errors: list[tuple[str, str]] | None = None
) -> HttpResponseBase:
    """The page, also with what was filled in and why it was refused."""
    user = person(request)
    sides = [f"{side}__{name}" for side in ("giver", "taker") for name in ("fund", *accounts.NAMED)]
    entries = list(visible_entries(user, Q(voucher=found)).select_related(*sides))
    reversal = getattr(found, "reversal", None)
    may = found.fund.handled_by(user, Permission.KEEP_LEDGER)
    shown = VoucherPage(
        voucher=found,
        entries=[(accounts.words(entry.giver), accounts.words(entry.taker), entry.fen) for entry in entries],
        hidden=found.entries.count() - len(entries),
        fen=_moved(user, [found]).get(found.pk, (0, 0))[0],
        reversal=reversal,
        may_reverse=may and reversal is None and found.kind != Voucher.Kind.REVERSE,
        history=history_of(found),
        key=new_key(),
        typed=typed,
        errors=errors or [],
    )
    return render(request, "desk/voucher.html", {"page": shown}, status=422 if errors else 200)


@page(Permission.SEE_FUNDS)
def trial_balance(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every account against its entries; accounts that this person does not see are counted and not named."""
    user = person(request)
    fund = find_fund(user, pk)
    proof = balances.trial_balance(fund)
    own = set(Account.objects.visible_to(user).filter(fund=fund).order_by("pk").values_list("pk", flat=True))
    lines = [(accounts.words(line.account), line) for line in proof.lines if line.account.pk in own]
    shown = {"fund": fund, "proof": proof, "lines": lines, "hidden": len(proof.lines) - len(lines)}
    return render(request, "desk/trial_balance.html", shown)
