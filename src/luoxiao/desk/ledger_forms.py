"""记账和冲正 on the web: money received, allotted, passed on to counties, set aside, paid, rewarded; and undone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.core import clock
from luoxiao.core.money import WAN, wan
from luoxiao.core.refusals import Refusal
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.fund_page import find_fund
from luoxiao.desk.funds_amounts import Errors, amount, whole
from luoxiao.desk.ledger import find_voucher, show_voucher
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.funds import actions
from luoxiao.funds.actions import Share
from luoxiao.funds.models import Account, Fund, Project, Run, RunLine, Voucher
from luoxiao.organisations.models import NotAllowed, Region, User
from luoxiao.organisations.roles import Permission

TITLES: dict[str, str | Promise] = {
    "receipt": gettext_lazy("记资金到位"),
    "allot": gettext_lazy("按定案下达"),
    "transfer": gettext_lazy("记拨付到县"),
    "commit": gettext_lazy("安排到项目"),
    "pay": gettext_lazy("记支付"),
    "reward": gettext_lazy("记以奖代补"),
}
FOR_PROJECTS: dict[str, Callable[..., Voucher]] = {
    "commit": actions.commit_to_project,
    "pay": actions.pay,
    "reward": actions.reward,
}
CHOICES = 300  # projects offered


@dataclass(frozen=True)
class CountyRow:
    """A county of the transfer: what is held for it and what has been typed, in 万元."""

    region: Region
    held: int
    typed: str
    error: str = ""


@dataclass(frozen=True)
class VoucherForm:
    """The form of one kind of voucher. Only what that kind needs is filled: counties, projects or runs."""

    fund: Fund
    kind: str
    title: str
    titles: Mapping[str, str | Promise]
    year: int
    typed: Mapping[str, str]
    key: str
    pot: int
    rows: list[CountyRow] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    lost: Mapping[str, str] = field(default_factory=dict)  # amounts typed for counties that are no row of this year
    runs: list[Run] = field(default_factory=list)
    settled: list[Run] = field(default_factory=list)  # adopted runs that a transfer may take its amounts from
    errors: Errors = field(default_factory=list)


@form(Permission.KEEP_LEDGER)
def new(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """A new voucher of one kind; a transfer takes many counties at once, in one click from an adopted run."""
    if kind not in TITLES:
        raise Http404
    fund = fund_to_keep(person(request), pk)
    if request.method != "POST":
        return _show(request, fund, kind, _offered(request))
    typed = {name: request.POST.get(name, "").strip() for name in request.POST if name != "csrfmiddlewaretoken"}
    errors: Errors = []
    said = _common(typed, errors)
    do = _reader(kind)(request, fund, typed, said, errors)
    if errors or do is None:
        return _show(request, fund, kind, typed, errors)

    def act() -> str:
        return reverse("voucher", args=(do(by=person(request), at=clock.now()).pk,))

    outcome = carry_out(request, act, done=_("已记账。"))
    return _show(request, fund, kind, typed, [("", str(outcome))]) if isinstance(outcome, Refusal) else outcome


def fund_to_keep(user: User, pk: int) -> Fund:
    """The fund, whose books this person keeps. Raises NotAllowed for another bureau's."""
    fund = find_fund(user, pk)
    if not fund.handled_by(user, Permission.KEEP_LEDGER):
        raise NotAllowed(Permission.KEEP_LEDGER)
    return fund


def _offered(request: HttpRequest) -> dict[str, str]:
    """What a new form begins with: today, this year or the one asked for, and amounts out of a run."""
    year = number(request.GET.get("year")) or clock.today().year
    begun = {"year": str(year), "day": clock.today().isoformat(), "document": "", "purpose": "", "wan": ""}
    return begun | {name: request.GET.get(name, "") for name in ("run", "project", "fill")}


def _common(typed: Mapping[str, str], errors: Errors) -> dict[str, Any]:
    """Year, business day, document and purpose."""
    try:
        day = date.fromisoformat(typed.get("day", ""))
    except ValueError:
        day = clock.today()
        errors.append(("f-day", _("业务日期不是日期。按 2012-10-15 的样子填写。")))
    said = {"day": day, "document": typed.get("document", ""), "purpose": typed.get("purpose", "")}
    return said | {"year": whole(typed.get("year", ""), "year", _("预算年度"), errors)}


Do = Callable[..., Voucher]
Reader = Callable[[HttpRequest, Fund, Mapping[str, str], dict[str, Any], Errors], Do | None]


def _reader(kind: str) -> Reader:
    readers: dict[str, Reader] = {"receipt": _receipt, "allot": _allot, "transfer": _transfer}
    return readers.get(kind, _for_project)


def _receipt(
    request: HttpRequest, fund: Fund, typed: Mapping[str, str], said: dict[str, Any], errors: Errors
) -> Do | None:
    fen = amount(typed.get("wan", ""), "wan", _("金额（万元）"), errors, unit=WAN)
    return lambda **who: actions.receive(fund=fund, fen=fen, **said, **who)


def _allot(
    request: HttpRequest, fund: Fund, typed: Mapping[str, str], said: dict[str, Any], errors: Errors
) -> Do | None:
    run = Run.objects.visible_to(person(request)).filter(round__fund=fund, pk=number(typed.get("run")) or 0).first()
    if run is None:
        errors.append(("f-run", _("没有选定下达哪一批。选定后再记账。")))
        return None
    return lambda **who: actions.allot_run(run, day=said["day"], document=said["document"], **who)


def _transfer(
    request: HttpRequest, fund: Fund, typed: Mapping[str, str], said: dict[str, Any], errors: Errors
) -> Do | None:
    rows = _counties(fund, said["year"])
    _refuse_unheld(typed, rows, said["year"], errors)
    shares = []
    for region, _held in rows:
        text = typed.get(f"c-{region.code_2012}", "")
        if text and (fen := amount(text, f"c-{region.code_2012}", region.name_2012, errors, unit=WAN)):
            shares.append(Share(region, fen))
    run = Run.objects.filter(round__fund=fund, state=Run.State.ADOPTED, pk=number(typed.get("run")) or 0).first()
    return lambda **who: actions.transfer(fund=fund, shares=shares, run=run, **said, **who)


def _refuse_unheld(typed: Mapping[str, str], rows: Iterable[tuple[Region, int]], year: int, errors: Errors) -> None:
    """An amount for a county that has nothing in this budget year is told; it is not left out by silence."""
    if lost := _lost(typed, [region for region, _held in rows]):
        told = {"year": year, "counties": "、".join(sorted(name[2:] for name in lost)[:10])}
        errors.append(("f-year", _("%(year)s年没有下达到 %(counties)s 的资金，没有记账。改正预算年度。") % told))


def _lost(typed: Mapping[str, str], rows: Iterable[Region]) -> dict[str, str]:
    known = {f"c-{region.code_2012}" for region in rows}
    return {name: text for name, text in typed.items() if name.startswith("c-") and text and name not in known}


def _for_project(
    request: HttpRequest, fund: Fund, typed: Mapping[str, str], said: dict[str, Any], errors: Errors
) -> Do | None:
    fen = amount(typed.get("wan", ""), "wan", _("金额（万元）"), errors, unit=WAN)
    seen = Project.objects.visible_to(person(request))
    project = seen.filter(is_rehearsal=fund.is_rehearsal, pk=number(typed.get("project")) or 0).first()
    if project is None:
        errors.append(("f-project", _("没有选定项目。选定后再记账。")))
        return None
    kind = request.resolver_match.kwargs["kind"] if request.resolver_match else ""
    return lambda **who: FOR_PROJECTS[kind](project, fund=fund, fen=fen, **said, **who)


def _counties(fund: Fund, year: int) -> list[tuple[Region, int]]:
    """The counties money was allotted to in a budget year, with what is still held for them. One query."""
    held = Account.objects.filter(fund=fund, year=year, kind=Account.Kind.PROVINCE).select_related(
        "region__parent__parent"
    )
    return [(row.region, row.balance_fen) for row in held.order_by("region__code_2012") if row.region]


def _show(
    request: HttpRequest, fund: Fund, kind: str, typed: Mapping[str, str], errors: Errors | None = None
) -> HttpResponseBase:
    year = number(typed.get("year")) or clock.today().year
    settled = _settled(fund, year) if kind == "transfer" else []
    rows = _rows(fund, year, typed, dict(errors or [])) if kind == "transfer" else []
    shown = VoucherForm(
        fund=fund,
        kind=kind,
        title=str(TITLES[kind]),
        titles=TITLES,
        year=year,
        typed={name: typed.get(name, "") for name in ("year", "day", "document", "purpose", "wan", "run", "project")},
        key=new_key(),
        pot=_pot(fund, year),
        rows=rows,
        lost=_lost(typed, [row.region for row in rows]),
        projects=_projects(person(request), fund) if kind in FOR_PROJECTS else [],
        runs=_waiting(fund) if kind == "allot" else [],
        settled=settled,
        errors=errors or [],
    )
    return render(request, "desk/voucher_new.html", {"page": shown}, status=422 if errors else 200)


def _pot(fund: Fund, year: int) -> int:
    found = Account.objects.filter(fund=fund, year=year, kind=Account.Kind.POT).first()
    return found.balance_fen if found else 0


def _rows(fund: Fund, year: int, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[CountyRow]:
    """Each county with what was typed, or with what is held for it (`fill`) or what a run gives it (`run`)."""
    counties = _counties(fund, year)
    given = _given(fund, typed, counties)
    return [
        CountyRow(region, held, typed.get(f"c-{code}", given.get(code, "")), errors.get(f"f-c-{code}", ""))
        for region, held in counties
        for code in [region.code_2012]
    ]


def _given(fund: Fund, typed: Mapping[str, str], counties: list[tuple[Region, int]]) -> dict[str, str]:
    if typed.get("fill") == "held":
        return {region.code_2012: wan(held, 6 if held % 10_000 else 2) for region, held in counties if held > 0}
    lines = RunLine.objects.filter(
        run__round__fund=fund, run__state=Run.State.ADOPTED, run_id=number(typed.get("run")) or 0
    )
    amounts = lines.order_by("region__code_2012").values_list("region__code_2012", "total_fen", "early_fen")
    return {code: wan(total - early, 6 if (total - early) % 10_000 else 2) for code, total, early in amounts}


def _projects(user: User, fund: Fund) -> list[Project]:
    """Projects past their approval, of the same world."""
    approved = [
        Project.State.APPROVED,
        Project.State.FUNDED,
        Project.State.STARTED,
        Project.State.COMPLETED,
        Project.State.ACCEPTED,
    ]
    rows = Project.objects.visible_to(user).filter(is_rehearsal=fund.is_rehearsal, state__in=approved)
    return list(rows.select_related("county").order_by("county__code_2012", "number")[:CHOICES])


def _waiting(fund: Fund) -> list[Run]:
    """Adopted runs that are not in the books."""
    entered = Voucher.objects.filter(run=OuterRef("pk"), kind=Voucher.Kind.ALLOT, reversal=None)
    rows = Run.objects.filter(~Exists(entered), round__fund=fund, state=Run.State.ADOPTED)
    return list(rows.select_related("round").order_by("-id"))


def _settled(fund: Fund, year: int) -> list[Run]:
    """Adopted runs of a budget year that are in the books."""
    entered = Voucher.objects.filter(run=OuterRef("pk"), kind=Voucher.Kind.ALLOT, reversal=None)
    rows = Run.objects.filter(Exists(entered), round__fund=fund, round__year=year, state=Run.State.ADOPTED)
    return list(rows.select_related("round").order_by("-id"))


@form(Permission.KEEP_LEDGER)
def reverse_voucher(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Undo a voucher by an opposite one, with the reason."""
    user = person(request)
    found = find_voucher(user, pk)
    if request.method != "POST":
        return redirect("voucher", pk)
    reason = request.POST.get("reason", "")

    def act() -> str:
        return reverse("voucher", args=(actions.reverse(found, reason=reason, by=user, at=clock.now()).pk,))

    outcome = carry_out(request, act, done=_("已冲正。"))
    return (
        show_voucher(request, found, reason, [("f-reason", str(outcome))]) if isinstance(outcome, Refusal) else outcome
    )
