"""The money of a project (clause 四(二)3): what each source is to give in a year, what was spent beside the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.money import wan
from luoxiao.core.refusals import Refusal
from luoxiao.core.versions import claim
from luoxiao.funds import stages
from luoxiao.funds.actions.project_parties import bureau_of, stands_in
from luoxiao.funds.actions.projects import locked, not_here, own
from luoxiao.funds.models import Fund, Funding, Project
from luoxiao.funds.stages import Party
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission

MOST_ROWS = 40
SPENDING = ("approved", "funded", "started", "completed", "accepted")  # where money may be spent
DECIDING = SPENDING[:-1]  # where the bureau may change what is planned; before, it sends the application back


@dataclass(frozen=True)
class FundingDraft:
    """What one source is to give in one year, fen; `fund` where it is money of a fund that the ledger follows."""

    source: str
    year: int
    planned_fen: int
    fund: Fund | None = None


class UnknownSource(Refusal):
    code = "unknown-source"
    sentence = _("“%(source)s”不是资金来源，没有保存。从列出的来源中选一种。")


class YearOutside(Refusal):
    code = "funding-year-outside"
    sentence = _("资金年度 %(year)s 不在 2011—2030 年之间，没有保存。核对年度。")


class NegativeAmount(Refusal):
    code = "funding-negative"
    sentence = _("%(year)s年%(source)s %(amount)s 万元，小于零，没有保存。没有安排的填 0。")


class SameFundingTwice(Refusal):
    code = "funding-twice"
    sentence = _("%(year)s年%(source)s填了两次，没有保存。合并为一行。")


class TooManyRows(Refusal):
    code = "funding-too-many"
    sentence = _("资金填了 %(count)s 行，最多 %(limit)s 行，没有保存。合并同一年度、同一来源的行。")


class AnotherFund(Refusal):
    code = "funding-other-fund"
    sentence = _("“%(fund)s”与本项目一个是演练、一个是真实，没有保存。演练项目只用演练资金。")


class FundWanted(Refusal):
    code = "funding-without-fund"
    sentence = _("%(year)s年%(source)s没有写明是哪项资金，没有保存。彩票公益金由账簿记账，选定资金后再保存。")


class FollowedInLedger(Refusal):
    code = "funding-in-ledger"
    sentence = _("%(year)s年%(source)s的支出由台账记账，不在这里填报，没有保存。去掉这一行的支出。")


class SpentAlready(Refusal):
    code = "funding-spent-already"
    sentence = _("%(year)s年%(source)s已报支出 %(amount)s 万元，不能去掉，没有保存。保留这一行。")


@transaction.atomic
def plan_money(project: Project, *, rows: Sequence[FundingDraft], seen: int, by: User, at: datetime) -> None:
    """Put these rows in the place of what was planned; what was reported spent stays with its row.

    The county's own unit while it may change its application; afterwards the bureau that decides, until it is accepted.
    Raises NotAllowed, NotAtThisStage, Stale, and what `_check` raises, SpentAlready.
    """
    project, role = _planner(project, by)
    _check(project, rows)
    claim(project, seen)
    before = {_key(row): row for row in project.funding.order_by("id")}
    _refuse_dropping(before, {_key(row) for row in rows})
    project.funding.exclude(pk__in=[before[_key(row)].pk for row in rows if _key(row) in before]).delete()
    for row in rows:
        Funding.objects.update_or_create(
            project=project, source=row.source, fund=row.fund, year=row.year, defaults={"planned_fen": row.planned_fen}
        )
    trail.record(
        "project.money",
        by=by,
        at=at,
        role=role,
        subject=project,
        before={"planned": _words(before.values())},
        after={"planned": _words(rows)},
    )


Key = tuple[str, int | None, int]


def _key(row: Funding | FundingDraft) -> Key:
    return row.source, row.fund.pk if row.fund else None, row.year


def _planner(project: Project, by: User) -> tuple[Project, str]:
    found = locked(project)
    if found.state in stages.CHANGEABLE:
        return own(found, by)
    if not stands_in(found, by, Party.BUREAU, bureau_of(found)):
        raise NotAllowed(Permission.APPROVE_PROJECT)
    if found.state not in DECIDING:
        raise not_here(found, _("登记资金"))
    return found, by.acting(Permission.APPROVE_PROJECT)


def may_plan_money(project: Project, user: User) -> bool:
    """Whether `plan_money` is this person's now. Needs the project's county with its parent."""
    if project.state in stages.CHANGEABLE:
        return user.may(Permission.APPLY_PROJECT) and user.unit_id == project.unit_id
    return project.state in DECIDING and stands_in(project, user, Party.BUREAU, bureau_of(project))


def may_report_spent(project: Project, user: User) -> bool:
    """Whether `report_spent` is this person's now."""
    own_unit = user.may(Permission.APPLY_PROJECT) and user.unit_id == project.unit_id
    return own_unit and project.state in SPENDING


def _check(project: Project, rows: Sequence[FundingDraft]) -> None:
    """Raises TooManyRows, UnknownSource, YearOutside, NegativeAmount, FundWanted, AnotherFund, SameFundingTwice."""
    if len(rows) > MOST_ROWS:
        raise TooManyRows(count=len(rows), limit=MOST_ROWS)
    for number, row in enumerate(rows):
        _check_row(project, row)
        if _key(row) in [_key(other) for other in rows[:number]]:
            raise SameFundingTwice(year=row.year, source=_source(row))


def _check_row(project: Project, row: FundingDraft) -> None:
    if row.source not in Funding.Source.values:
        raise UnknownSource(source=row.source[:20])
    if not 2011 <= row.year <= 2030:
        raise YearOutside(year=row.year)
    if row.planned_fen < 0:
        raise NegativeAmount(year=row.year, source=_source(row), amount=wan(row.planned_fen))
    if row.source == Funding.Source.LOTTERY and row.fund is None:
        raise FundWanted(year=row.year, source=_source(row))
    if row.fund and row.fund.is_rehearsal != project.is_rehearsal:
        raise AnotherFund(fund=row.fund.name)


def _source(row: Funding | FundingDraft) -> object:
    return Funding.Source(row.source).label


def _refuse_dropping(before: Mapping[Key, Funding], kept: set[Key]) -> None:
    for key, row in before.items():
        if row.spent_fen and key not in kept:
            raise SpentAlready(year=row.year, source=_source(row), amount=wan(row.spent_fen))


def _words(rows: Iterable[Funding | FundingDraft]) -> list[str]:
    return [f"{row.year} {row.source} {row.planned_fen}" for row in rows]


@transaction.atomic
def report_spent(project: Project, *, spent: Mapping[int, int], seen: int, by: User, at: datetime) -> None:
    """What was spent so far of sources outside the ledger: by id of the row, fen; other rows stay.

    The county's own unit, from approval on. Raises NotAllowed, NotAtThisStage, FollowedInLedger, NegativeAmount, Stale.
    """
    project, role = own(project, by)
    if project.state not in SPENDING:
        raise not_here(project, _("报支出"))
    rows = list(project.funding.filter(pk__in=spent).order_by("id"))
    for row in rows:
        _check_spent(row, spent[row.pk])
    claim(project, seen)
    before = {str(row.pk): row.spent_fen for row in rows}
    for row in rows:
        row.spent_fen = spent[row.pk]
        row.save(update_fields=["spent_fen"])
    after = {"spent": {str(row.pk): row.spent_fen for row in rows}}
    trail.record("project.money", by=by, at=at, role=role, subject=project, before={"spent": before}, after=after)


def _check_spent(row: Funding, fen: int) -> None:
    if row.fund_id and fen:
        raise FollowedInLedger(year=row.year, source=_source(row))
    if fen < 0:
        raise NegativeAmount(year=row.year, source=_source(row), amount=wan(fen))
