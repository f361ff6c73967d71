"""The accounts of a fund and their codes. Money only flows down: source → pot → tranche → province → county → project.

What a province holds is kept by county, because it was allotted to counties: nothing can be transferred to a county
that was not allotted to it. The last account of the chain is what has been paid.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoxiao.funds.models import Account, Fund, Project, Round
from luoxiao.organisations.models import Region

Kind = Account.Kind
DEPTH = (Kind.SOURCE, Kind.POT, Kind.TRANCHE, Kind.PROVINCE, Kind.COUNTY, Kind.PROJECT, Kind.PAID)
NAMES = {
    Kind.SOURCE: "来源",
    Kind.POT: "本年",
    Kind.TRANCHE: "批次",
    Kind.PROVINCE: "省级",
    Kind.COUNTY: "县级",
    Kind.PROJECT: "项目",
    Kind.PAID: "支付",
}
NAMED = ("round", "region__parent__parent", "project")  # what `words` and codes read


@dataclass(frozen=True)
class Place:
    """Where money may lie: the facts that make one account of a fund, before the account is there."""

    kind: Kind
    year: int
    round: Round | None = None
    region: Region | None = None
    project: Project | None = None

    @property
    def code(self) -> str:
        """2012/省级/360000/360730: readable, once in its fund, and the same in whatever language somebody works."""
        return "/".join((str(self.year), NAMES[self.kind], *self._own))

    @property
    def _own(self) -> tuple[str, ...]:
        if self.kind == Kind.TRANCHE and self.round:
            return (str(self.round.number),)
        if self.kind in (Kind.PROVINCE, Kind.COUNTY) and self.region:
            above = (province(self.region).code_2012,) if self.kind == Kind.PROVINCE else ()
            return (*above, self.region.code_2012)
        return (self.project.number,) if self.project else ()


def province(region: Region) -> Region:
    """The province a county lies in; a province is its own."""
    return province(region.parent) if region.parent else region


def source(year: int) -> Place:
    """Where the money of a budget year comes from: the one account that is always below zero."""
    return Place(Kind.SOURCE, year)


def pot(year: int) -> Place:
    """What has come in and is not yet allotted."""
    return Place(Kind.POT, year)


def tranche(round_: Round) -> Place:
    """What passes through a round of splitting; empty after its voucher."""
    return Place(Kind.TRANCHE, round_.year, round=round_)


def held(year: int, county: Region) -> Place:
    """What the province holds for a county: allotted, not yet transferred."""
    return Place(Kind.PROVINCE, year, region=county)


def county(year: int, region: Region) -> Place:
    """What has been transferred to a county and lies with it."""
    return Place(Kind.COUNTY, year, region=region)


def project(year: int, found: Project) -> Place:
    """What a county has set aside for a project."""
    return Place(Kind.PROJECT, year, region=found.county, project=found)


def paid(year: int, found: Project) -> Place:
    """What has been paid for a project: the end of the chain."""
    return Place(Kind.PAID, year, region=found.county, project=found)


def opened(fund: Fund, places: Iterable[Place]) -> dict[Place, Account]:
    """The account of each place, opened where it is missing: three queries at most, under the fund's lock."""
    wanted = {place.code: place for place in places}
    rows = Account.objects.filter(fund=fund, code__in=wanted)
    found = {account.code: account for account in rows.order_by("code")}
    missing = [_account(fund, code, place) for code, place in wanted.items() if code not in found]
    if missing:
        Account.objects.bulk_create(missing)
        found = {account.code: account for account in rows.all().order_by("code")}
    return {place: found[code] for code, place in wanted.items()}


def _account(fund: Fund, code: str, place: Place) -> Account:
    return Account(
        fund=fund,
        kind=place.kind,
        year=place.year,
        round=place.round,
        region=place.region,
        project=place.project,
        code=code,
    )


def words(account: Account) -> str:
    """What an account is called in sentences: 2012年宁都县（县级）, 2012年本年资金, 2012年第二批分配（批次）."""
    if account.round:
        return _("%(round)s（%(kind)s）") % {"round": account.round, "kind": account.get_kind_display()}
    if not account.region:
        return _("%(year)s年%(kind)s") % {"year": account.year, "kind": account.get_kind_display()}
    return _("%(year)s年%(what)s（%(kind)s）") % {
        "year": account.year,
        "what": account.project or account.region,
        "kind": account.get_kind_display(),
    }
