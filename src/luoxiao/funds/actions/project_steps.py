"""The steps of a project (clause 四(二)3), from application to acceptance, four eyes on each."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.funds import stages
from luoxiao.funds.actions import project_milestones as milestones
from luoxiao.funds.actions.project_parties import PERMISSIONS, bureau_of, preparers, stands_in
from luoxiao.funds.actions.projects import SHORT, State, locked, not_here, step_taken
from luoxiao.funds.actions.vouchers import exactly
from luoxiao.funds.models import Project
from luoxiao.funds.project_books import money_of
from luoxiao.funds.stages import Move, Party, Step
from luoxiao.funds.wording.projects import STAGES, STEPS, remark_label
from luoxiao.organisations.models import NotAllowed, Unit, User


class DatesWanted(Refusal):
    code = "dates-wanted"
    sentence = _("%(stages)s没有填时限，没有申报。各环节的时限填齐后再申报。")


class FundingWanted(Refusal):
    code = "funding-wanted"
    sentence = _("“%(project)s”没有填资金来源，没有申报。先在“资金”中写明来源、年度和金额。")


class AmountWanted(Refusal):
    code = "amount-wanted"
    sentence = _("立项金额没有填写或不大于零，没有办理。填写批准的总金额，再立项。")


class DateWanted(Refusal):
    code = "date-wanted"
    sentence = _("整改时限没有填写或早于今天，没有办理。填写今天或以后的日期。")


class OwnProject(Refusal):
    code = "own-project"
    sentence = _("“%(project)s”由%(who)s申报或实施，不能由本人%(what)s。请另一人办理。")


class ReviewedIt(Refusal):
    code = "project-reviewed-it"
    sentence = _("“%(project)s”由%(who)s审核，不能由本人批准立项。请另一人办理。")


class MoneyInBooks(Refusal):
    code = "project-money-in-books"
    sentence = _("“%(project)s”账簿中还有资金 %(amount)s 万元，没有撤销。先冲正安排到本项目的凭证。")


@transaction.atomic
def take_step(
    project: Project,
    step: Step,
    *,
    seen: int,
    by: User,
    at: datetime,
    remark: str = "",
    approved_fen: int | None = None,
    due: date | None = None,
) -> Project:
    """Take the project to its next state.

    `approved_fen` is wanted to approve: the total, fen. `due` is wanted to send work back: the day by which it is
    mended. Raises NotAllowed for whoever's step it is not, NotAtThisStage, OwnProject, ReviewedIt, Stale, Unsaid,
    TooLong, FundingWanted, DatesWanted, AmountWanted, MoneyInBooks, DateWanted.
    """
    if not any(by.may(PERMISSIONS[party]) for party in stages.parties(step)):
        raise NotAllowed(step)
    project = locked(project)
    move = stages.move_from(project.state, step)
    if move is None:
        _refuse_strangers(project, by, stages.parties(step))
        raise not_here(project, STEPS[step])
    bureau = bureau_of(project)
    role = _role(project, move.party, by, bureau)
    _refuse_involved(project, move, by)
    text = (said if move.says else added)(remark_label(step), remark, limit=SHORT)
    _check_step(project, step, at, approved_fen, due)
    claim(project, seen)
    _note(project, step, by, at, approved_fen)
    before, project.state = project.state, State(move.target)
    project.save(update_fields=["state", "applied_by", "applied_at", "reviewed_by", "approved_by", *_MORE])
    taken = step_taken(project, move.target, text, by, at)
    milestones.follow(project, step, taken, bureau=bureau, due=due, role=role)
    after: dict[str, Any] = {"step": step, "state": project.state, "approved_fen": project.approved_fen}
    trail.record(
        "project.move", by=by, at=at, role=role, subject=project, before={"state": before}, after=after, reason=text
    )
    return project


_MORE = ("accepted_by", "approved_fen")


def _refuse_strangers(project: Project, by: User, parties: frozenset[Party]) -> None:
    bureau = bureau_of(project)
    if not any(stands_in(project, by, party, bureau) for party in parties):
        raise NotAllowed(parties)


def _role(project: Project, party: Party, by: User, bureau: Unit | None) -> str:
    """The role the person acts in. Raises NotAllowed."""
    if not stands_in(project, by, party, bureau):
        raise NotAllowed(PERMISSIONS[party])
    return by.acting(PERMISSIONS[party])


def _refuse_involved(project: Project, move: Move, by: User) -> None:
    """Who prepared it never judges it, and who reviewed it does not approve it as well."""
    if move.party is Party.COUNTY:
        return
    if by.pk in preparers(project):
        raise OwnProject(project=project.name, who=by.full_name, what=STEPS[move.step])
    if move.step is Step.APPROVE and project.reviewed_by_id == by.pk:
        raise ReviewedIt(project=project.name, who=by.full_name)


def _check_step(project: Project, step: Step, at: datetime, approved_fen: int | None, due: date | None) -> None:
    if step is Step.APPLY:
        _refuse_unready(project)
    if step is Step.APPROVE and (approved_fen is None or approved_fen <= 0):
        raise AmountWanted
    if step is Step.WITHDRAW and (lying := sum(row.committed_fen for row in money_of([project.pk])[project.pk])):
        raise MoneyInBooks(project=project.name, amount=exactly(lying))
    if step is Step.MEND and (due is None or due < at.date()):
        raise DateWanted


def _refuse_unready(project: Project) -> None:
    if missing := stages.undated(project.milestones.order_by().values_list("state", flat=True)):
        raise DatesWanted(stages="、".join(str(STAGES[stage]) for stage in missing))
    if not project.funding.filter(planned_fen__gt=0).exists():
        raise FundingWanted(project=project.name)


def _note(project: Project, step: Step, by: User, at: datetime, approved_fen: int | None) -> None:
    """Who answers for it from this step on. The caller saves."""
    match step:
        case Step.APPLY:
            project.applied_by, project.applied_at, project.reviewed_by = by, at, None
        case Step.REVIEW:
            project.reviewed_by = by
        case Step.APPROVE:
            project.approved_by, project.approved_fen = by, approved_fen
        case Step.ACCEPT:
            project.accepted_by = by


def open_steps(project: Project, user: User) -> list[Step]:
    """The steps this person may take now, save for what a form may lack. A test holds it and `take_step` together.

    Needs the project's county with its parent. Two queries where anything is open.
    """
    moves = [move for move in stages.moves_from(project.state) if user.may(PERMISSIONS[move.party])]
    if not moves:
        return []
    bureau = bureau_of(project)
    mine = [move for move in moves if stands_in(project, user, move.party, bureau)]
    return [move.step for move in mine if not _is_involved(project, move, user)]


def _is_involved(project: Project, move: Move, user: User) -> bool:
    try:
        _refuse_involved(project, move, user)
    except (OwnProject, ReviewedIt):
        return True
    return False
