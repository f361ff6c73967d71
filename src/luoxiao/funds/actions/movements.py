"""The ways money takes, each one voucher: received, allotted, transferred, set aside for a project, paid, rewarded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as words
from django.utils.translation import gettext_lazy as _

from luoxiao.core.money import wan
from luoxiao.core.refusals import Refusal
from luoxiao.funds import accounts
from luoxiao.funds.accounts import Place
from luoxiao.funds.actions.common import refuse_year
from luoxiao.funds.actions.keeping import keeping, locked, refuse_other_world
from luoxiao.funds.actions.vouchers import Move, NothingMoves, post
from luoxiao.funds.models import Fund, Project, Run, RunLine, Voucher, Waiver, kind_words
from luoxiao.organisations.models import Region, User

Kind = Voucher.Kind
State = Project.State
BEFORE_APPROVAL = (State.DRAFT, State.APPLIED, State.REVIEWED, State.RETURNED, State.WITHDRAWN)


@dataclass(frozen=True)
class Share:
    """So many fen for one county."""

    region: Region
    fen: int


class NotAdopted(Refusal):
    code = "run-not-adopted"
    sentence = _("“%(run)s”现在“%(state)s”，没有定案，不能下达。定案后再办理。")


class AllottedAlready(Refusal):
    code = "allotted-already"
    sentence = _("“%(run)s”已记为第 %(number)s 号凭证，没有重复下达。有误的，先冲正该凭证。")


class OutsidePurpose(Refusal):
    code = "outside-purpose"
    sentence = _(
        "“%(project)s”属于%(kind)s，不在“%(fund)s”的规定用途之内，没有记账。"
        "规定用途：%(eligible)s。确需使用的，先申请“用于规定用途以外”的例外。"
    )


class NotApproved(Refusal):
    code = "project-not-approved"
    sentence = _("“%(project)s”现在“%(state)s”，没有立项，不能安排资金。立项后再办理。")


class NotAccepted(Refusal):
    code = "project-not-accepted"
    sentence = _(
        "“%(project)s”现在“%(state)s”，没有验收，%(amount)s 万元奖补没有记账。以奖代补以验收结果为据，验收后再办理。"
    )


@transaction.atomic
def receive(
    *, fund: Fund, year: int, fen: int, day: date, document: str, purpose: str = "", by: User, at: datetime
) -> Voucher:
    """Money of a budget year has come in: source → pot. Raises as `post`."""
    keeping(fund, by)
    way = accounts.source(year), accounts.pot(year)
    return _along(
        Kind.RECEIPT, fund, [(*way, fen)], day=day, document=document, purpose=purpose or fund.purpose, by=by, at=at
    )


@transaction.atomic
def allot_run(run: Run, *, day: date, document: str, by: User, at: datetime) -> Voucher:
    """What an adopted split gives to every county, in one voucher: pot → tranche → province, held there by county.

    What was announced early has been allotted before and is left out. Once per run, unless it was reversed. Raises
    NotAdopted, AllottedAlready, and as `post` (Overdrawn where the pot does not hold the tranche).
    """
    fund = run.round.fund
    keeping(fund, by)
    locked(fund)
    run = Run.objects.select_related("round__fund").get(pk=run.pk)
    _refuse_allotting(run)
    shares = _tranche(run)
    year, through = run.round.year, accounts.tranche(run.round)
    flows = [(accounts.pot(year), through, sum(share.fen for share in shares))] if shares else []
    flows += [(through, accounts.held(year, share.region), share.fen) for share in shares]
    return _along(Kind.ALLOT, fund, flows, day=day, document=document, purpose=run.round.title, run=run, by=by, at=at)


def _refuse_allotting(run: Run) -> None:
    if run.state != Run.State.ADOPTED:
        raise NotAdopted(run=run, state=run.get_state_display())
    if entered := run.vouchers.filter(kind=Kind.ALLOT, reversal=None).order_by("number").first():
        raise AllottedAlready(run=run, number=entered.number)


def _tranche(run: Run) -> list[Share]:
    lines = RunLine.objects.filter(run=run).select_related("region__parent__parent").order_by("region__code_2012")
    return [Share(line.region, line.total_fen - line.early_fen) for line in lines if line.total_fen > line.early_fen]


@transaction.atomic
def transfer(
    *,
    fund: Fund,
    year: int,
    shares: Sequence[Share],
    day: date,
    document: str,
    purpose: str = "",
    run: Run | None = None,
    by: User,
    at: datetime,
) -> Voucher:
    """Provinces pass on to counties what was allotted to them: province → county, many counties in one voucher.

    Raises as `post`: Overdrawn for a county that would get more than was allotted to it.
    """
    keeping(fund, by)
    flows = [(accounts.held(year, share.region), accounts.county(year, share.region), share.fen) for share in shares]
    purpose = purpose or fund.purpose
    return _along(Kind.TRANSFER, fund, flows, day=day, document=document, purpose=purpose, run=run, by=by, at=at)


@transaction.atomic
def commit_to_project(
    project: Project,
    *,
    fund: Fund,
    year: int,
    fen: int,
    day: date,
    document: str,
    purpose: str = "",
    by: User,
    at: datetime,
) -> Voucher:
    """A county sets money aside for an approved project: county → project.

    Raises NotApproved, OutsidePurpose, WorldsMixed, and as `post`.
    """
    project = _eligible(project, fund, by)
    way = accounts.county(year, project.county), accounts.project(year, project)
    return _along(
        Kind.COMMIT, fund, [(*way, fen)], day=day, document=document, purpose=purpose or project.name, by=by, at=at
    )


@transaction.atomic
def pay(
    project: Project,
    *,
    fund: Fund,
    year: int,
    fen: int,
    day: date,
    document: str,
    purpose: str = "",
    by: User,
    at: datetime,
) -> Voucher:
    """Money set aside for a project is paid: project → paid. Raises as `commit_to_project`."""
    project = _eligible(project, fund, by)
    way = accounts.project(year, project), accounts.paid(year, project)
    return _along(
        Kind.PAY, fund, [(*way, fen)], day=day, document=document, purpose=purpose or project.name, by=by, at=at
    )


@transaction.atomic
def reward(
    project: Project,
    *,
    fund: Fund,
    year: int,
    fen: int,
    day: date,
    document: str,
    purpose: str = "",
    by: User,
    at: datetime,
) -> Voucher:
    """以奖代补: a county's money is paid for a result that has been accepted: county → project → paid.

    Raises NotAccepted, and as `commit_to_project`.
    """
    project = _eligible(project, fund, by)
    if project.state != State.ACCEPTED:
        raise NotAccepted(project=project, state=project.get_state_display(), amount=wan(fen))
    own = accounts.project(year, project)
    flows = [(accounts.county(year, project.county), own, fen), (own, accounts.paid(year, project), fen)]
    return _along(Kind.REWARD, fund, flows, day=day, document=document, purpose=purpose or project.name, by=by, at=at)


def _eligible(project: Project, fund: Fund, by: User) -> Project:
    """The project as it stands now, if this fund's money may go to it; its books are locked."""
    keeping(fund, by)
    fund = locked(fund)
    rows = Project.objects.select_for_update(no_key=True, of=("self",)).select_related("county__parent__parent")
    project = rows.get(pk=project.pk)
    refuse_other_world(fund, project)
    if project.state in BEFORE_APPROVAL:
        raise NotApproved(project=project, state=project.get_state_display())
    refuse_outside(fund, project)
    return project


def refuse_outside(fund: Fund, project: Project) -> None:
    """Purpose binding (四(二)2). Raises OutsidePurpose unless the kind is eligible or a second person gave leave."""
    if not fund.eligible_kinds or project.kind in fund.eligible_kinds:
        return
    leave = Waiver.objects.filter(fund=fund, project=project, kind=Waiver.Kind.PURPOSE, granted=True)
    if not leave.exists():
        kinds = words("、").join(kind_words(kind) for kind in fund.eligible_kinds)
        raise OutsidePurpose(project=project, kind=project.get_kind_display(), fund=fund, eligible=kinds)


def _along(
    kind: Kind,
    fund: Fund,
    flows: Sequence[tuple[Place, Place, int]],
    *,
    day: date,
    document: str,
    purpose: str,
    run: Run | None = None,
    by: User,
    at: datetime,
) -> Voucher:
    """One voucher over accounts that are opened where they are missing, for the clause the fund serves."""
    if not flows:
        raise NothingMoves
    places = [place for giver, taker, _fen in flows for place in (giver, taker)]
    for place in places:
        refuse_year(place.year)
    locked(fund)
    own = accounts.opened(fund, places)
    return post(
        fund=fund,
        kind=kind,
        day=day,
        moves=[Move(own[giver], own[taker], fen) for giver, taker, fen in flows],
        document=document,
        purpose=purpose,
        clause_path=fund.clause_path,
        run=run,
        by=by,
        at=at,
    )
