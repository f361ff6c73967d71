"""核对: a file of amounts against the books of a fund, or a published split against itself. Nothing is written.

The file waits under its hash; the address of the result carries the hash and what was chosen, signed for this person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import office_wording, waiting
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.office.sheets import read_tables
from luoxiao.core.office.tables import Table
from luoxiao.core.refusals import Refusal
from luoxiao.desk.locks import form, page, person
from luoxiao.desk.noting import note_refusal
from luoxiao.desk.reading import number
from luoxiao.desk.uploads import NoTable, address, chosen_in, plain_name
from luoxiao.funds import balances, factors, published, reconciling, reporting
from luoxiao.funds.amount_tables import Faulty
from luoxiao.funds.models import Fund, Voucher, promised_years
from luoxiao.funds.published import Checked, Published
from luoxiao.funds.reconciling import Item, Pair, Places, Reconciled
from luoxiao.funds.wording import amounts
from luoxiao.organisations.roles import Permission

SALT = "luoxiao.reconcile"
SHOWN = 200  # faults on one page
BOOKS, ITSELF = "books", "itself"  # what a file is held against
KINDS = (Voucher.Kind.TRANSFER, Voucher.Kind.ALLOT, Voucher.Kind.PAY)


class NotRead(Refusal):
    """The file could not be read; the sentence is the reader's own."""

    code = "amounts-not-read"
    sentence = "%(why)s"


@dataclass(frozen=True)
class Chosen:
    """What a person chose, on its way to the result; year 0 is every year."""

    by: int
    fund: int
    file: str
    name: str
    against: str
    kind: str
    year: int


@dataclass(frozen=True)
class UploadForm:
    """What the first page shows."""

    fund: Fund
    kinds: list[tuple[str, str]]
    years: list[int]
    error: str
    chosen: Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """Keys that agree, or do not, in one way."""

    id: str
    title: str
    said: str
    status: str
    pairs: Sequence[Pair]


@dataclass(frozen=True)
class Result:
    """What came out: of the books, of the split itself, or why the file is not taken."""

    fund: Fund
    name: str
    sentence: str
    status: str
    about: Sequence[str] = ()
    faults: Sequence[tuple[str, str]] = ()
    groups: Sequence[Found] = ()
    matched: Sequence[Pair] = ()
    counts: Sequence[tuple[str, int]] = ()
    difference: int = 0
    split: Published | None = None
    checked: Checked | None = None
    rows: Sequence[tuple[str, str]] = field(default_factory=list)


@form(Permission.KEEP_LEDGER)
def upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Choose the file and what it is held against."""
    fund = _fund(request, pk)
    if request.method != "POST":
        return _ask(request, fund, "")
    try:
        return HttpResponseRedirect(_put_aside(request, fund))
    except Refusal as refusal:
        note_refusal(request, refusal)
        return _ask(request, fund, str(refusal))


def _fund(request: HttpRequest, pk: int) -> Fund:
    """The fund whose books this person keeps."""
    fund = get_object_or_404(Fund.objects.visible_to(person(request)).select_related("area"), pk=pk)
    if not fund.handled_by(person(request), Permission.KEEP_LEDGER):
        raise PermissionDenied
    return fund


def _ask(request: HttpRequest, fund: Fund, error: str) -> HttpResponseBase:
    kinds = [(kind.value, str(kind.label)) for kind in KINDS]
    shown = UploadForm(fund, kinds, list(promised_years(fund)), error, request.POST)
    return render(request, "desk/reconcile.html", {"form": shown}, status=422 if error else 200)


def _put_aside(request: HttpRequest, fund: Fund) -> str:
    """Keep the file for a day; the address of its result. Raises NoTable, NotRead."""
    file, limit = request.FILES.get("file"), Limits().file
    if not isinstance(file, UploadedFile):
        raise NoTable
    if (file.size or 0) > limit:
        raise NotRead(why=office_wording.sentence(Refused(Code.TOO_LARGE, size=file.size or 0, limit=limit)))
    against, kind = request.POST.get("against", ""), request.POST.get("kind", "")
    chosen = Chosen(
        by=person(request).pk,
        fund=fund.pk,
        file=waiting.keep(file.read()),
        name=plain_name(file.name or ""),
        against=ITSELF if against == ITSELF else BOOKS,
        kind=kind if kind in KINDS else KINDS[0].value,
        year=number(request.POST.get("year")) or 0,
    )
    return address(reverse("reconcile-result", args=(fund.pk,)), chosen, salt=SALT)


@page(Permission.KEEP_LEDGER, cached=False)
def result(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What agrees and what does not, to the fen."""
    chosen = chosen_in(request, Chosen, salt=SALT)
    fund = _fund(request, pk)
    try:
        table = _table(chosen)
        shown = _itself(fund, chosen, table) if chosen.against == ITSELF else _books(fund, chosen, table)
    except Faulty as faulty:
        said = _("%(count)s 处错误，改正后才能核对") % {"count": len(faulty.faults)}
        faults = [("", amounts.said(fault)) for fault in faulty.faults[:SHOWN]]
        shown = Result(fund, chosen.name, said, "late", faults=faults)
    except Refusal as refusal:
        shown = Result(fund, chosen.name, _("没有读取"), "late", faults=[("", str(refusal))])
    context = {"result": shown, "exact": amounts.exact, "difference": amounts.difference}
    return render(request, "desk/reconcile_result.html", context, status=422 if shown.faults else 200)


def _table(chosen: Chosen) -> Table:
    """The first sheet. Raises waiting.Gone, NotRead."""
    try:
        return read_tables(waiting.read(chosen.file), chosen.name)[0]
    except Refused as refused:
        raise NotRead(why=office_wording.sentence(refused)) from refused


def _itself(fund: Fund, chosen: Chosen, table: Table) -> Result:
    split = published.read(table)
    found = published.check(split)
    return Result(
        fund=fund,
        name=chosen.name,
        sentence=reporting.verdict(found),
        status="done" if found.holds else "late",
        about=split.said,
        split=split,
        checked=found,
        rows=[(amounts.whole_said(whole), _broken(found, whole.column)) for whole in found.wholes],
    )


def _broken(found: Checked, column: str) -> str:
    broken = [each for each in found.broken if each.whole.column == column]
    said = (f"{each.line.name} {amounts.difference(each.difference)}" for each in broken)
    return "；".join(said) or _("每行都成立")


def _books(fund: Fund, chosen: Chosen, table: Table) -> Result:
    there = reconciling.read(table, _places(fund))
    found = reconciling.reconcile(there, _ledger(fund, chosen))
    return Result(
        fund=fund,
        name=chosen.name,
        sentence=_sentence(found),
        status="done" if found.holds else "late",
        about=[_about(chosen)],
        groups=[group for group in _groups(found) if group.pairs],
        matched=found.matched,
        counts=[
            (_("一致"), len(found.matched)),
            (_("金额不同"), len(found.differing)),
            (_("台账没有"), len(found.only_there)),
            (_("文件没有"), len(found.only_here)),
        ],
        difference=found.difference,
    )


def _places(fund: Fund) -> Places:
    """The counties of the fund's area by their codes of 2012, and the codes they were given since."""
    counties = list(factors.counties(fund))
    names = {each.code_2012: tuple(dict.fromkeys((each.name_2012, each.name_now))) for each in counties}
    return Places(names, {each.code_now: each.code_2012 for each in counties if each.code_now not in names})


def _ledger(fund: Fund, chosen: Chosen) -> list[Item]:
    """Entries that reached a county, one item for each."""
    rows = balances.ledger_rows(fund, kinds=(chosen.kind,), year=chosen.year or None)
    return [
        Item(row.region, row.region_name, row.document, row.fen, _("第%(number)s号凭证") % {"number": row.voucher})
        for row in rows
        if row.region
    ]


def _about(chosen: Chosen) -> str:
    kind = Voucher.Kind(chosen.kind).label
    if chosen.year:
        return _("与台账%(year)s年资金的“%(kind)s”核对") % {"year": chosen.year, "kind": kind}
    return _("与台账各年资金的“%(kind)s”核对") % {"kind": kind}


def _sentence(found: Reconciled) -> str:
    if found.holds:
        return _("%(count)s 项全部一致，差额 0.00 万元。") % {"count": len(found.pairs)}
    wrong = len(found.pairs) - len(found.matched)
    return _("%(count)s 项中 %(wrong)s 项不一致，文件比台账 %(difference)s 万元。") % {
        "count": len(found.pairs),
        "wrong": wrong,
        "difference": amounts.difference(found.difference),
    }


def _groups(found: Reconciled) -> list[Found]:
    return [
        Found("differing", _("金额不同"), _("两边都有，金额不同"), "late", found.differing),
        Found("only-there", _("台账没有"), _("文件中有，台账没有记"), "soon", found.only_there),
        Found("only-here", _("文件没有"), _("台账已记，文件中没有"), "soon", found.only_here),
    ]
