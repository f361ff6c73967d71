"""A fund with money in its pot, two counties of one province, and the people who keep books, decide and look on.

Made by plain functions so that the processes of the races can set the same scene. All amounts are invented (演练).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from luoxiao.funds import actions
from luoxiao.funds.actions import Share
from luoxiao.funds.models import Account, FacilityKind, Fund, Project, Round, Run, RunLine, Voucher
from luoxiao.organisations.models import Area, Region, Unit, User
from tests.conftest import make_unit, make_user

YEAR, DAY = 2012, date(2012, 10, 15)
WAN = 1_000_000  # fen


@dataclass(frozen=True)
class Books:
    """What stands in the scene; people also by their names."""

    fund: Fund
    county: Region
    neighbour: Region


def person(name: str) -> User:
    return User.objects.get(username=name)


def region(code: str, name: str, level: str, parent: Region | None = None) -> Region:
    return Region.objects.create(
        code_2012=code,
        code_now=code,
        name_2012=name,
        name_now=name,
        level=level,
        parent=parent,
        source="演练",
        confidence="high",
    )


def make_books(*, is_rehearsal: bool = False) -> Books:
    """The clerk keeps the books of the bureau's own fund, the offices those of every fund; the leader decides."""
    bureau, other = make_unit("welfare", "福利司"), make_unit("relief-b", "救灾司二处")
    above = region("360000", "甲省", "province")
    middle = region("360700", "甲市", "prefecture", above)
    county, neighbour = region("360730", "甲县", "county", middle), region("360731", "乙县", "county", middle)
    for name, role, unit in (
        ("clerk", "bureau", bureau),
        ("office", "office", None),
        ("office2", "office", None),
        ("leader", "convener", None),
        ("stranger", "bureau", other),
    ):
        make_user(name, role, unit=unit)
    for name, where in (("county", county), ("neighbour", neighbour)):
        unit = make_unit(f"unit-{name}", where.name_2012 + "民政局", Unit.Kind.COUNTY, region=where)
        make_user(name, "county", unit=unit)
    area = Area.objects.create(
        number=11, name="甲片区", name_en="A", short_name="甲片区", is_one_of_11=True, source="演练", confidence="high"
    )
    return Books(make_fund(area, bureau, is_rehearsal=is_rehearsal), county, neighbour)


def make_fund(area: Area, manager: Unit, *, is_rehearsal: bool = False) -> Fund:
    """1亿元以上 over 2011–2015, for two kinds of facility."""
    return Fund.objects.create(
        code="lottery",
        name="彩票公益金",
        area=area,
        clause_path="四/(二)/2",
        manager=manager,
        purpose="社会福利设施建设",
        eligible_kinds=[FacilityKind.OLD_PEOPLES_HOME, FacilityKind.CHILDRENS_HOME],
        promised_fen=10_000 * WAN,
        promised_from=2011,
        promised_to=2015,
        is_rehearsal=is_rehearsal,
    )


def county_of(code: str = "360730") -> Region:
    return Region.objects.select_related("parent__parent").get(code_2012=code)


def the_fund() -> Fund:
    return Fund.objects.get(code="lottery", is_rehearsal=False)


def make_project(
    at: datetime, *, state: str = Project.State.APPROVED, kind: str = FacilityKind.OLD_PEOPLES_HOME, **more: Any
) -> Project:
    """One of county A, past its approval."""
    county = more.pop("county", None) or county_of()
    return Project.objects.create(
        number=more.pop("number", f"{county.code_2012}-2012-001"),
        name=more.pop("name", "甲县中心敬老院"),
        kind=kind,
        county=county,
        unit=Unit.objects.get(region=county),
        clause_path="四/(二)/3",
        content="床位 100 张",
        place="甲镇",
        state=state,
        applied_by=person("county"),
        applied_at=at,
        **more,
    )


def receive(fen: int, at: datetime, *, by: str = "clerk", document: str = "演练〔2012〕1号") -> Voucher:
    return actions.receive(fund=the_fund(), year=YEAR, fen=fen, day=DAY, document=document, by=person(by), at=at)


def adopted_run(at: datetime, amounts: dict[str, int], *, early: int = 0, number: int = 1) -> Run:
    """A run of the first round, adopted, that gives these fen by county code; `early` fen of each were told before."""
    fund = the_fund()
    round_ = Round.objects.create(
        fund=fund,
        year=YEAR,
        number=number,
        pot_fen=sum(amounts.values()),
        basis="演练",
        state=Round.State.ADOPTED,
        opened_by=person("office"),
        opened_at=at,
    )
    run = Run.objects.create(
        round=round_,
        number=1,
        scheme={},
        factor_table=[],
        software="0",
        digest="0" * 64,
        total_fen=sum(amounts.values()),
        state=Run.State.ADOPTED,
        prepared_by=person("office"),
        prepared_at=at,
        adopted_by=person("leader"),
        adopted_at=at,
    )
    for code, fen in amounts.items():
        RunLine.objects.create(run=run, region=county_of(code), regular_fen=fen, total_fen=fen, early_fen=early)
    return run


def allotted(at: datetime, amounts: dict[str, int] | None = None) -> Run:
    """Money has come in and is allotted: 60 万元 to county A and 40 to county B, unless said otherwise."""
    amounts = amounts or {"360730": 60 * WAN, "360731": 40 * WAN}
    receive(sum(amounts.values()), at)
    run = adopted_run(at, amounts)
    actions.allot_run(run, day=DAY, document="演练〔2012〕2号", by=person("clerk"), at=at)
    return run


def transferred(at: datetime, fen: int = 50 * WAN, code: str = "360730", document: str = "演练〔2012〕3号") -> Voucher:
    """Passed on to a county."""
    shares = [Share(county_of(code), fen)]
    return actions.transfer(
        fund=the_fund(), year=YEAR, shares=shares, day=DAY, document=document, by=person("clerk"), at=at
    )


def committed(project: Project, at: datetime, fen: int = 30 * WAN) -> Voucher:
    """Set aside for a project."""
    return actions.commit_to_project(
        project, fund=the_fund(), year=YEAR, fen=fen, day=DAY, document="演练〔2012〕4号", by=person("clerk"), at=at
    )


def paid(project: Project, at: datetime, fen: int = 20 * WAN, **more: Any) -> Voucher:
    said: dict[str, Any] = {"fund": the_fund(), "year": YEAR, "fen": fen, "day": DAY, "document": "演练银行回单1号"}
    return actions.pay(project, **(said | more), by=person("clerk"), at=at)


def balance(kind: str, code: str = "") -> int:
    """What lies in the accounts of a kind, of one county or project number if given, fen."""
    rows = Account.objects.filter(kind=kind, code__endswith=code) if code else Account.objects.filter(kind=kind)
    return sum(rows.order_by("code").values_list("balance_fen", flat=True))
