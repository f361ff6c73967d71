"""测算稿: saved, submitted, reviewed or returned, adopted; whoever prepared a run neither reviews nor adopts it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from luoxiao import __version__
from luoxiao.core import trail
from luoxiao.core.money import wan
from luoxiao.core.refusals import Refusal, Stale, added, said
from luoxiao.core.versions import claim
from luoxiao.core.wording import day_and_hour
from luoxiao.documents.models import Paper
from luoxiao.funds import factors, schemes
from luoxiao.funds.actions.common import SHORT, acting_on, locked, refuse_settled
from luoxiao.funds.allocation import Allocation, allocate
from luoxiao.funds.models import Round, Run, RunLine
from luoxiao.funds.terms import Fault, Faults, Region, Scheme
from luoxiao.funds.wording import faults as words
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

State = Run.State
NAME = 60  # characters
TOLD = 5  # faults that a refusal tells in full
SAVING, SUBMITTING, REVIEWING = _("保存测算稿"), _("提交复核"), _("复核")
RETURNING, ADOPTING, ISSUING = _("退回"), _("定案"), _("登记下达文件")


class Faulty(Refusal):
    """The scheme cannot be reckoned with; `faults` has everything that is wrong."""

    code = "allocation-faulty"
    sentence = _("测算没有通过，没有保存。%(said)s")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        more = _("另有 %(count)s 处。") % {"count": len(faults) - TOLD} if len(faults) > TOLD else ""
        super().__init__(said="".join([*map(words.said, faults[:TOLD]), str(more)]))


class PotDiffers(Refusal):
    code = "pot-differs"
    sentence = _("方案的可分配金额是 %(scheme)s 万元，本批是 %(round)s 万元，没有保存。按本批金额测算。")


class NotInPlan(Refusal):
    code = "not-in-plan"
    sentence = _("%(region)s不在“%(area)s”规划的县中，没有保存。去掉这个县。")


class OtherState(Refusal):
    code = "run-other-state"
    sentence = _("第%(number)s稿现在“%(state)s”，%(what)s没有办理。最近由%(who)s于%(when)s办理。刷新页面查看现状。")


class OwnRun(Refusal):
    code = "own-run"
    sentence = _("第%(number)s稿由%(who)s测算，不能由本人%(what)s。请没有参与测算的另一人办理。")


class NotPreparer(Refusal):
    code = "not-preparer"
    sentence = _("第%(number)s稿由%(who)s测算，没有提交。请测算人提交，或以这一稿为基础另存一稿。")


class PaperTaken(Refusal):
    code = "run-has-paper"
    sentence = _("这批分配已由《%(title)s》下达，没有再登记。")


@transaction.atomic
def save_run(
    *,
    round: Round,
    scheme: Scheme,
    regions: Sequence[Region],
    sources: dict[str, Any],
    name: str,
    based_on: Run | None,
    seen: int,
    by: User,
    at: datetime,
) -> Run:
    """Keep a new draft of a round's split, computed anew; `seen` is the version of the round that the editor saw.

    Raises NotAllowed, RoundSettled, PotDiffers, NotInPlan, Faulty with everything that is wrong, TooLong, and Stale
    where somebody saved another draft meanwhile.
    """
    round = locked(round)
    role = acting_on(round.fund, by, Permission.PREPARE_ALLOCATION)
    refuse_settled(round, SAVING)
    name = added(_("名称"), name, limit=NAME)
    if scheme.pot_fen != round.pot_fen:
        raise PotDiffers(scheme=wan(scheme.pot_fen), round=wan(round.pot_fen))
    numbers = _numbers(round, regions)
    found = _computed(scheme, regions)
    _claim(round, seen)
    run = _kept(round, found, regions, sources, name, based_on, by, at)
    RunLine.objects.bulk_create(_lines(run, found, numbers))
    after = {
        "round": str(round),
        "total_fen": run.total_fen,
        "digest": run.digest,
        "rehearsal": round.fund.is_rehearsal,
    }
    trail.record("run.save", by=by, at=at, role=role, subject=run, after=after)
    return run


def _numbers(round: Round, regions: Sequence[Region]) -> dict[str, int]:
    """By code the number of the row of each county of the plan. Raises NotInPlan for a region that is none of them."""
    known = {county.code_2012: county.pk for county in factors.counties(round.fund)}
    if unknown := next((region for region in regions if region.code not in known), None):
        raise NotInPlan(region=unknown.name or unknown.code, area=round.fund.area)
    return known


def _computed(scheme: Scheme, regions: Sequence[Region]) -> Allocation:
    try:
        return allocate(scheme, regions)
    except Faults as faults:
        raise Faulty(faults.faults) from faults


def _claim(round: Round, seen: int) -> None:
    """Take the round's next version. Raises Stale that names who saved the newest draft."""
    if round.version != seen:
        last = round.runs.select_related("prepared_by").order_by("-number").first()
        who, when = (last.prepared_by.full_name, day_and_hour(last.prepared_at)) if last else ("—", "—")
        raise Stale(what=round, who=who, when=when)
    claim(round, seen)


def _kept(
    round: Round,
    found: Allocation,
    regions: Sequence[Region],
    sources: dict[str, Any],
    name: str,
    based_on: Run | None,
    by: User,
    at: datetime,
) -> Run:
    before = round.runs.aggregate(last=Max("number"))["last"] or 0
    return Run.objects.create(
        round=round,
        number=before + 1,
        name=name,
        based_on=based_on,
        scheme=schemes.to_json(found.scheme),
        factor_table=schemes.regions_to_json(regions),
        sources=sources,
        software=__version__,
        digest=schemes.digest(found.scheme, regions, found),
        total_fen=found.total_fen,
        preparers=sorted({by.pk, *(based_on.preparers if based_on else ())}),
        prepared_by=by,
        prepared_at=at,
    )


def _lines(run: Run, found: Allocation, numbers: dict[str, int]) -> list[RunLine]:
    return [
        RunLine(
            run=run,
            region_id=numbers[line.code],
            regular_fen=line.regular_fen,
            fixed_fen=sum(line.fixed_fen.values()),
            directed_fen=sum(line.directed_fen.values()),
            adjustment_fen=line.adjustment_fen,
            total_fen=line.total_fen,
            early_fen=line.early_fen,
            rule=line.rule,
        )
        for line in found.lines
    ]


@transaction.atomic
def submit_run(run: Run, *, by: User, at: datetime) -> Run:
    """Hand a draft to those who review it. Raises NotAllowed, RoundSettled, OtherState, NotPreparer."""
    role, run = _taken(run, by, Permission.PREPARE_ALLOCATION, SUBMITTING, State.DRAFT)
    if by.pk not in run.preparers:
        raise NotPreparer(number=run.number, who=run.prepared_by.full_name)
    run.state, run.submitted_at = State.SUBMITTED, at
    run.save(update_fields=["state", "submitted_at"])
    _told("run.submit", run, State.DRAFT, role=role, by=by, at=at)
    return run


@transaction.atomic
def review_run(run: Run, *, by: User, at: datetime) -> Run:
    """Find it right; it waits to be adopted. Raises NotAllowed, RoundSettled, OtherState, OwnRun."""
    role, run = _taken(run, by, Permission.REVIEW_ALLOCATION, REVIEWING, State.SUBMITTED)
    _refuse_own(run, by, REVIEWING)
    run.state, run.reviewed_by, run.reviewed_at = State.REVIEWED, by, at
    run.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    _told("run.review", run, State.SUBMITTED, role=role, by=by, at=at)
    return run


@transaction.atomic
def return_run(run: Run, *, reason: str, by: User, at: datetime) -> Run:
    """Back to those who prepared it, submitted or reviewed; they save another draft.

    Raises NotAllowed, RoundSettled, OtherState, OwnRun, Unsaid, TooLong.
    """
    role, run = _taken(run, by, Permission.REVIEW_ALLOCATION, RETURNING, State.SUBMITTED, State.REVIEWED)
    _refuse_own(run, by, RETURNING)
    before, run.review_reason = run.state, said(_("退回原因"), reason, limit=SHORT)
    run.state, run.reviewed_by, run.reviewed_at = State.RETURNED, by, at
    run.save(update_fields=["state", "reviewed_by", "reviewed_at", "review_reason"])
    _told("run.return", run, before, role=role, by=by, at=at, reason=run.review_reason)
    return run


@transaction.atomic
def adopt_run(run: Run, *, seen: int, by: User, at: datetime) -> Run:
    """Settle the round by a reviewed run; `seen` is the version of the round that the adopter saw.

    From then on nothing of it changes. Raises NotAllowed, RoundSettled that names who was first, OtherState, OwnRun,
    and Stale where another draft came in meanwhile.
    """
    role, run = _taken(run, by, Permission.ADOPT_ALLOCATION, ADOPTING, State.REVIEWED)
    _refuse_own(run, by, ADOPTING)
    _claim(run.round, seen)
    run.state, run.adopted_by, run.adopted_at = State.ADOPTED, by, at
    run.save(update_fields=["state", "adopted_by", "adopted_at"])
    run.round.state = Round.State.ADOPTED
    run.round.save(update_fields=["state"])
    _told("run.adopt", run, State.REVIEWED, role=role, by=by, at=at)
    return run


@transaction.atomic
def attach_paper(run: Run, paper: Paper, *, by: User, at: datetime) -> Run:
    """Note which issued paper told the counties of an adopted run. Raises NotAllowed, OtherState, PaperTaken."""
    role, run = by.acting(Permission.ISSUE_PAPER), _fresh(run)
    _refuse_elsewhere(run, ISSUING, State.ADOPTED)
    if run.paper is not None:
        raise PaperTaken(title=run.paper.title)
    run.paper = paper
    run.save(update_fields=["paper"])
    after = {"paper": paper.pk, "title": paper.title, "digest": run.digest}
    trail.record("run.paper", by=by, at=at, role=role, subject=run, after=after)
    return run


def _taken(run: Run, by: User, permission: Permission, what: object, *states: str) -> tuple[str, Run]:
    """The role in which this person acts, and the run as it stands now in an open round, in one of these states."""
    run = _fresh(run)
    role = acting_on(run.round.fund, by, permission)
    refuse_settled(run.round, what)
    _refuse_elsewhere(run, what, *states)
    return role, run


def _fresh(run: Run) -> Run:
    """The run as it stands now, its round locked first."""
    round = locked(run.round)
    found = Run.objects.select_related("prepared_by", "reviewed_by", "adopted_by", "paper").get(pk=run.pk)
    found.round = round
    return found


def _refuse_elsewhere(run: Run, what: object, *states: str) -> None:
    if run.state not in states:
        who, when = _last_act(run)
        raise OtherState(number=run.number, state=run.get_state_display(), what=what, who=who, when=when)


def _last_act(run: Run) -> tuple[str, str]:
    """Who acted on it last and when."""
    for who, at in ((run.adopted_by, run.adopted_at), (run.reviewed_by, run.reviewed_at)):
        if who and at:
            return who.full_name, day_and_hour(at)
    return run.prepared_by.full_name, day_and_hour(run.submitted_at or run.prepared_at)


def _refuse_own(run: Run, by: User, what: object) -> None:
    if by.pk in run.preparers:
        raise OwnRun(number=run.number, who=by.full_name, what=what)


def _told(action: str, run: Run, before: str, *, role: str, by: User, at: datetime, reason: str = "") -> None:
    after = {"state": run.state, "digest": run.digest}
    trail.record(action, by=by, at=at, role=role, subject=run, before={"state": before}, after=after, reason=reason)
