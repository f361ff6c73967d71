"""测算稿: kept whole, decided by people who did not prepare it, settled once."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from luoxiao import __version__
from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import Stale, Unsaid
from luoxiao.documents.models import Paper
from luoxiao.funds import actions, schemes
from luoxiao.funds.actions.common import RoundSettled
from luoxiao.funds.actions.runs import Faulty, NotInPlan, NotPreparer, OtherState, OwnRun, PaperTaken, PotDiffers
from luoxiao.funds.allocation import allocate
from luoxiao.funds.models import Fund, Round, Run, RunLine
from luoxiao.funds.terms import Adjustment, Bounds, Region, Wrong
from luoxiao.organisations.models import NotAllowed, Unit, User
from tests.conftest import make_user
from tests.funds.scene import NINGDU, POT, adopted, make_regions, make_round, make_run, make_scheme, reviewed


@pytest.fixture
def round(fund: Fund, preparer: User, at: datetime) -> Round:
    return make_round(fund, preparer, at)


@pytest.fixture
def stranger(fund: Fund) -> User:
    """Of a bureau that does not keep the fund."""
    other = Unit.objects.filter(kind=Unit.Kind.BUREAU).exclude(pk=fund.manager_id).order_by("code")[0]
    return make_user("stranger", "bureau", unit=other)


def test_a_draft_keeps_scheme_values_result_version_and_digest(round: Round, preparer: User, at: datetime) -> None:
    run, scheme, regions = make_run(round, preparer, at), make_scheme(), make_regions(round.fund)
    run.refresh_from_db()
    assert schemes.from_json(run.scheme) == scheme
    assert schemes.regions_from_json(run.factor_table) == regions
    assert (run.number, run.total_fen, run.software, run.preparers) == (1, POT, __version__, [preparer.pk])
    assert run.digest == schemes.digest(scheme, regions)
    assert TrailEvent.objects.get(action="run.save").after["digest"] == run.digest


def test_the_lines_of_a_draft_are_the_engines_to_the_fen(round: Round, preparer: User, at: datetime) -> None:
    changes = (Adjustment(NINGDU, 5000, "新建福利院"), Adjustment("360702", -5000, "已有设施"))
    scheme = make_scheme(bounds=Bounds(floor_fen=70_000_000), adjustments=changes)
    run = make_run(round, preparer, at, scheme=scheme)
    kept = {line.region.code_2012: line for line in run.lines.select_related("region")}
    for line in allocate(scheme, make_regions(round.fund)).lines:
        own = kept.pop(line.code)
        assert (own.regular_fen, own.adjustment_fen, own.total_fen, own.rule) == (
            line.regular_fen,
            line.adjustment_fen,
            line.total_fen,
            line.rule,
        )
    assert not kept
    assert run.lines.filter(rule="floor").exists()


def test_each_draft_has_the_next_number_and_all_who_prepared_it(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    first = make_run(round, preparer, at)
    second = make_run(round, reviewer, at, based_on=first, scheme=make_scheme(listed=Fraction(6, 5)))
    assert (second.number, second.based_on) == (2, first)
    assert second.preparers == sorted([preparer.pk, reviewer.pk])


def test_a_scheme_that_cannot_be_reckoned_with_keeps_nothing(round: Round, preparer: User, at: datetime) -> None:
    regions = make_regions(round.fund)
    regions[3] = replace(regions[3], values=regions[3].values | {"aged_60": None})
    with pytest.raises(Faulty) as refused:
        make_run(round, preparer, at, regions=regions)
    assert [fault.code for fault in refused.value.faults] == [Wrong.FACTOR_MISSING]
    assert refused.value.faults[0].params["region_name"] == regions[3].name
    assert not Run.objects.exists()
    assert Round.objects.get().version == 1


def test_a_scheme_for_another_pot_is_refused(round: Round, preparer: User, at: datetime) -> None:
    with pytest.raises(PotDiffers, match=r"2,260\.00"):
        make_run(round, preparer, at, scheme=make_scheme(pot_fen=POT + 1))


def test_a_county_outside_the_plan_gets_nothing(round: Round, preparer: User, at: datetime) -> None:
    outside = Region("360102", "东湖区", "other", {"aged_60": Fraction(1), "rural_people": Fraction(1)})
    with pytest.raises(NotInPlan, match="东湖区"):
        make_run(round, preparer, at, regions=[*make_regions(round.fund), outside])


def test_of_two_who_save_over_each_other_the_slower_is_told_who_was_first(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    make_run(round, preparer, at)
    with pytest.raises(Stale, match="preparer"):
        make_run(round, reviewer, at, seen=1)
    assert round.runs.count() == 1


def test_a_run_goes_from_draft_through_review_to_adopted(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    run = adopted(round, preparer, reviewer, at)
    assert (run.state, run.adopted_by, run.reviewed_by) == (Run.State.ADOPTED, reviewer, reviewer)
    assert Round.objects.get(pk=round.pk).state == Round.State.ADOPTED
    told = TrailEvent.objects.filter(subject_type="funds.run").order_by("id").values_list("action", flat=True)
    assert list(told) == ["run.save", "run.submit", "run.review", "run.adopt"]


def test_whoever_prepared_or_built_upon_it_neither_reviews_returns_nor_adopts(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    first = make_run(round, preparer, at)
    run = actions.submit_run(make_run(round, reviewer, at, based_on=first), by=reviewer, at=at)
    for own in (preparer, reviewer):
        with pytest.raises(OwnRun, match=own.full_name):
            actions.review_run(run, by=own, at=at)
        with pytest.raises(OwnRun):
            actions.return_run(run, reason="核对", by=own, at=at)
    third = make_user("third", "office")
    run = actions.review_run(run, by=third, at=at)
    with pytest.raises(OwnRun, match="定案"):
        actions.adopt_run(run, seen=run.round.version, by=preparer, at=at)
    assert Run.objects.get(pk=run.pk).state == Run.State.REVIEWED


def test_only_a_preparer_submits(round: Round, preparer: User, reviewer: User, at: datetime) -> None:
    run = make_run(round, preparer, at)
    with pytest.raises(NotPreparer, match="preparer"):
        actions.submit_run(run, by=reviewer, at=at)


def test_a_bureau_prepares_its_own_fund_and_decides_nothing(
    round: Round, fund: Fund, reviewer: User, at: datetime
) -> None:
    keeper = make_user("keeper", "bureau", unit=fund.manager)
    run = actions.submit_run(make_run(round, keeper, at), by=keeper, at=at)
    colleague = make_user("colleague", "bureau", unit=fund.manager)
    for decide in (actions.review_run, actions.adopt_run):
        more = {"seen": 2} if decide is actions.adopt_run else {}
        with pytest.raises(NotAllowed):
            decide(run, by=colleague, at=at, **more)  # type: ignore[operator]
    assert actions.review_run(run, by=reviewer, at=at).state == Run.State.REVIEWED


def test_another_bureau_does_not_split_the_fund(round: Round, stranger: User, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        make_run(round, stranger, at)


def test_a_returned_run_says_why_and_is_mended_by_another_draft(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    run = reviewed(round, preparer, reviewer, at)
    with pytest.raises(Unsaid):
        actions.return_run(run, reason="", by=reviewer, at=at)
    run = actions.return_run(run, reason="系数依据不足", by=reviewer, at=at)
    assert (run.state, run.review_reason) == (Run.State.RETURNED, "系数依据不足")
    with pytest.raises(OtherState, match="已退回"):
        actions.submit_run(run, by=preparer, at=at)
    assert make_run(round, preparer, at, based_on=run).state == Run.State.DRAFT


def test_no_step_is_left_out(round: Round, preparer: User, reviewer: User, at: datetime) -> None:
    run = make_run(round, preparer, at)
    with pytest.raises(OtherState, match="第1稿现在“测算稿”，复核没有办理"):
        actions.review_run(run, by=reviewer, at=at)
    run = actions.submit_run(run, by=preparer, at=at)
    with pytest.raises(OtherState, match="待复核"):
        actions.adopt_run(run, seen=run.round.version, by=reviewer, at=at)


def test_an_adopter_who_has_not_seen_the_newest_draft_is_told(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    run = reviewed(round, preparer, reviewer, at)
    make_run(round, preparer, at, based_on=run)
    with pytest.raises(Stale, match="preparer"):
        actions.adopt_run(run, seen=run.round.version, by=reviewer, at=at)


def test_a_settled_round_takes_nothing_more_and_says_who_settled_it(
    round: Round, preparer: User, reviewer: User, at: datetime
) -> None:
    other = reviewed(round, preparer, reviewer, at)
    adopted(round, preparer, reviewer, at)
    with pytest.raises(RoundSettled, match="reviewer"):
        actions.adopt_run(other, seen=9, by=reviewer, at=at)
    with pytest.raises(RoundSettled, match="按第2稿定案"):
        make_run(round, preparer, at)


def test_an_adopted_run_is_frozen_by_the_database(round: Round, preparer: User, reviewer: User, at: datetime) -> None:
    run = adopted(round, preparer, reviewer, at)
    for change in ({"state": "draft"}, {"total_fen": 1}, {"review_reason": "改"}, {"digest": "0"}):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            Run.objects.filter(pk=run.pk).update(**change)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        RunLine.objects.filter(run=run).update(total_fen=0)


def test_its_notice_is_noted_once(round: Round, preparer: User, reviewer: User, at: datetime) -> None:
    run = adopted(round, preparer, reviewer, at)
    paper = Paper.objects.create(kind="notice", title="下达通知", prepared_by=preparer, prepared_at=at)
    assert actions.attach_paper(run, paper, by=reviewer, at=at).paper == paper
    with pytest.raises(PaperTaken, match="下达通知"):
        actions.attach_paper(run, paper, by=reviewer, at=at)


def test_a_draft_has_no_notice(round: Round, preparer: User, reviewer: User, at: datetime) -> None:
    paper = Paper.objects.create(kind="notice", title="下达通知", prepared_by=preparer, prepared_at=at)
    with pytest.raises(OtherState):
        actions.attach_paper(make_run(round, preparer, at), paper, by=reviewer, at=at)


def test_drafts_are_seen_by_those_who_work_on_the_fund_and_adopted_runs_by_all(
    round: Round, fund: Fund, preparer: User, reviewer: User, stranger: User, at: datetime
) -> None:
    draft = make_run(round, preparer, at)
    settled = adopted(round, preparer, reviewer, at)
    keeper, county = make_user("keeper", "bureau", unit=fund.manager), make_user("county", "county")
    for who in (reviewer, keeper):
        assert set(Run.objects.visible_to(who)) == {draft, settled}
    for who in (stranger, county):
        assert list(Run.objects.visible_to(who)) == [settled]
        assert RunLine.objects.visible_to(who).count() == 24
    assert not Run.objects.visible_to(make_user("audit", "audit-administrator")).exists()


def wrong(constraint: str, run: Run, by: User, at: datetime) -> None:
    """Writes past the actions what this constraint forbids."""
    if constraint == "run_number_once":
        run.pk = None
        run.save(force_insert=True)
    elif constraint == "one_adopted_run_per_round":
        other = make_user("other", "office")
        Run.objects.filter(round=run.round).update(state="adopted", adopted_by=other, adopted_at=at)
    elif constraint == "adopted_run_has_its_time":
        Run.objects.filter(pk=run.pk).update(state="adopted")
    elif constraint == "run_adopted_by_another":
        Run.objects.filter(pk=run.pk).update(adopted_by=by)
    elif constraint == "run_reviewed_by_another":
        Run.objects.filter(pk=run.pk).update(reviewed_by=by)
    else:
        line = run.lines.order_by("id")[0]
        line.pk = None
        if constraint != "region_once_per_run":
            line.region_id = line.region.parent_id or 0
            line.total_fen = -1 if constraint == "line_not_negative" else line.total_fen + 1
            line.regular_fen = -1 if constraint == "line_not_negative" else line.regular_fen
        line.save(force_insert=True)


@pytest.mark.parametrize(
    "constraint",
    [
        "run_number_once",
        "one_adopted_run_per_round",
        "adopted_run_has_its_time",
        "run_adopted_by_another",
        "run_reviewed_by_another",
        "region_once_per_run",
        "line_adds_up",
        "line_not_negative",
    ],
)
def test_the_database_keeps_runs_sound(round: Round, preparer: User, at: datetime, constraint: str) -> None:
    make_run(round, preparer, at)
    run = make_run(round, preparer, at)
    unique = constraint in ("run_number_once", "one_adopted_run_per_round", "region_once_per_run")
    with pytest.raises(IntegrityError, match="(?i)unique" if unique else constraint), transaction.atomic():
        wrong(constraint, run, preparer, at)
