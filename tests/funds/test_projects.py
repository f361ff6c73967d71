"""A project from application to acceptance: whose each step is, and what keeps it from being taken."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import Stale, TooLong, Unsaid
from luoxiao.funds import actions, stages
from luoxiao.funds.actions import project_steps
from luoxiao.funds.actions import projects as refusals
from luoxiao.funds.models import Account, Milestone, Project
from luoxiao.funds.stages import MOVES, Step
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision.actions import open_tasks
from luoxiao.supervision.models import Task
from tests.conftest import make_user
from tests.funds.project_scene import APPROVED, BY, WAY, Scene, draft, make_project, make_scene, person, take
from tests.supervision.conftest import version

__all__ = ["version"]
pytestmark = pytest.mark.django_db

PEOPLE = ("clerk-a", "second-a", "clerk-b", "city", "other-city", "province", "bureau", "other-bureau", "office")


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def test_a_project_goes_its_whole_way_and_every_step_is_on_record(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.ACCEPT)
    assert (project.state, project.approved_fen) == ("accepted", APPROVED)
    by = (project.applied_by, project.reviewed_by, project.approved_by, project.accepted_by)
    assert [str(user) for user in by] == ["clerk-a", "city", "bureau", "province"]
    taken = project.stages.order_by("id").values_list("state", flat=True)
    assert list(taken) == ["draft", *stages.WAY]
    lines = TrailEvent.objects.filter(action="project.move").order_by("id")
    assert [line.after["state"] for line in lines] == list(stages.WAY)
    assert lines[0].role == "county"


def test_numbers_run_by_county_and_year(scene: Scene, at: datetime) -> None:
    made = [actions.draft_project(draft=draft(), rehearsal=False, by=person(who), at=at) for who in _TWO_AND_ONE]
    assert [project.number for project in made] == ["360730-2012-001", "360730-2012-002", "360731-2012-001"]


_TWO_AND_ONE = ("clerk-a", "second-a", "clerk-b")


@pytest.mark.parametrize("step", WAY)
def test_a_step_is_taken_by_those_whose_it_is_and_offered_to_no_other(step: Step, scene: Scene, at: datetime) -> None:
    before = None if step is Step.APPLY else WAY[WAY.index(step) - 1]
    project = make_project(at, upto=before)
    may = {name for name in PEOPLE if _takes(project, step, name, at)}
    assert may == ALLOWED[step]
    offered = {name for name in PEOPLE if step in actions.open_steps(project, person(name))}
    assert offered == may


COUNTY, JUDGES = {"clerk-a", "second-a"}, {"bureau", "office"}
ALLOWED = {
    Step.APPLY: COUNTY,
    Step.REVIEW: {"city", "province"},
    Step.APPROVE: JUDGES,
    Step.FUND: JUDGES,
    Step.START: COUNTY,
    Step.COMPLETE: COUNTY,
    Step.ACCEPT: JUDGES | {"province"},
}


def _takes(project: Project, step: Step, name: str, at: datetime) -> bool:
    try:
        with transaction.atomic():
            take(project, step, at, by=name)
            raise _Undone
    except _Undone:
        return True
    except NotAllowed:
        return False


class _Undone(Exception):
    """Undoes a step that was only tried."""


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.source}-{move.step}")
def test_every_arrow_of_the_table_is_a_step_that_can_be_taken(move: stages.Move, scene: Scene, at: datetime) -> None:
    project = _brought_to(move.source, at)
    by = "bureau" if (move.step, move.source) == (Step.SEND_BACK, "reviewed") else BY[move.step]
    assert take(project, move.step, at, by=by).state == move.target


def _brought_to(state: str, at: datetime) -> Project:
    if state == "draft":
        return make_project(at)
    if state == "returned":
        project = make_project(at, upto=Step.APPLY)
        return take(project, Step.SEND_BACK, at)
    return make_project(at, upto=WAY[stages.WAY.index(state)])


def test_a_step_out_of_turn_says_where_the_project_stands_and_who_brought_it_there(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.REVIEW)
    with pytest.raises(refusals.NotAtThisStage) as caught:
        take(project, Step.START, at)
    assert "已审核" in str(caught.value)
    assert "city" in str(caught.value)


def test_a_stranger_is_not_told_where_a_project_stands(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.REVIEW)
    for name, step in (("clerk-b", Step.START), ("other-city", Step.REVIEW), ("other-bureau", Step.FUND)):
        with pytest.raises(NotAllowed):
            take(project, step, at, by=name)


def test_who_prepared_it_judges_it_in_no_other_office(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.REVIEW)
    _also(person("clerk-a"), "office")
    with pytest.raises(project_steps.OwnProject, match="clerk-a"):
        take(project, Step.APPROVE, at, by="clerk-a")
    assert Step.APPROVE not in actions.open_steps(project, person("clerk-a"))


def _also(user: User, role: str) -> None:
    user.grants.create(role=role, granted_at=user.grants.get().granted_at, confirmed_at=user.grants.get().confirmed_at)


def test_who_changed_it_once_judges_it_never(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    actions.change_project(project, draft=draft(name="改名"), seen=2, by=person("second-a"), at=at)
    for step in WAY[:2]:
        take(project, step, at)
    _also(person("second-a"), "office")
    with pytest.raises(project_steps.OwnProject):
        take(project, Step.APPROVE, at, by="second-a")


def test_who_reviewed_it_does_not_approve_it(scene: Scene, at: datetime) -> None:
    _also(person("city"), "office")
    project = make_project(at, upto=Step.REVIEW)
    with pytest.raises(project_steps.ReviewedIt):
        take(project, Step.APPROVE, at, by="city")
    assert Step.APPROVE not in actions.open_steps(project, person("city"))


def test_who_sent_work_back_may_accept_it_later(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.COMPLETE)
    take(project, Step.MEND, at)
    take(project, Step.COMPLETE, at)
    assert take(project, Step.ACCEPT, at).accepted_by == person("province")


def test_an_application_opened_before_another_changed_it_is_stale(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    actions.change_project(project, draft=draft(), seen=2, by=person("second-a"), at=at)
    with pytest.raises(Stale):
        take(project, Step.APPLY, at, seen=2)
    with pytest.raises(Stale):
        actions.change_project(project, draft=draft(), seen=2, by=person("clerk-a"), at=at)


def test_what_was_handed_in_is_not_changed_any_more(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.APPLY)
    with pytest.raises(refusals.NotAtThisStage):
        actions.change_project(project, draft=draft(), seen=3, by=person("clerk-a"), at=at)
    with pytest.raises(NotAllowed):
        actions.change_project(project, draft=draft(), seen=3, by=person("clerk-b"), at=at)


def test_only_a_county_applies(scene: Scene, at: datetime) -> None:
    stray = make_user("stray", "county", unit=person("city").unit)
    with pytest.raises(refusals.NoCounty):
        actions.draft_project(draft=draft(), rehearsal=False, by=stray, at=at)
    with pytest.raises(NotAllowed):
        actions.draft_project(draft=draft(), rehearsal=False, by=person("city"), at=at)


@pytest.mark.parametrize(
    ("wrong", "refusal", "words"),
    [
        ({"name": " "}, Unsaid, "项目名称"),
        ({"name": "院" * 81}, TooLong, "81"),
        ({"place": ""}, Unsaid, "建设地点"),
        ({"kind": "palace"}, refusals.UnknownKind, "palace"),
        ({"beds": 10_001}, refusals.TooManyBeds, "10,001"),
        ({"longitude": Decimal("114.8")}, refusals.HalfAPlace, "只填了一个"),
        ({"longitude": Decimal("25.9"), "latitude": Decimal("115.0")}, refusals.OutsideTheArea, "25.9"),
        ({"due": {"started": date(2013, 3, 1), "completed": date(2013, 2, 1)}}, refusals.DatesRunBack, "竣工"),
    ],
)
def test_an_application_with_a_mistake_is_refused_with_the_value(
    wrong: dict[str, Any], refusal: type[Exception], words: str, scene: Scene, at: datetime
) -> None:
    with pytest.raises(refusal) as caught:
        actions.draft_project(draft=draft(**wrong), rehearsal=False, by=person("clerk-a"), at=at)
    assert words in str(caught.value)
    assert not Project.objects.exists()


def test_an_application_wants_its_dates_and_its_money(scene: Scene, at: datetime) -> None:
    project = actions.draft_project(draft=draft(due={}), rehearsal=False, by=person("clerk-a"), at=at)
    with pytest.raises(project_steps.DatesWanted, match="审核、立项"):
        take(project, Step.APPLY, at)
    actions.change_project(project, draft=draft(), seen=1, by=person("clerk-a"), at=at)
    with pytest.raises(project_steps.FundingWanted):
        take(project, Step.APPLY, at)


def test_approval_wants_an_amount_and_sending_back_a_reason(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.REVIEW)
    for amount in (None, 0, -1):
        with pytest.raises(project_steps.AmountWanted):
            take(project, Step.APPROVE, at, approved_fen=amount)
    with pytest.raises(Unsaid, match="退回原因"):
        take(project, Step.SEND_BACK, at, by="bureau", remark=" ")
    done = make_project(at, upto=Step.COMPLETE)
    for day in (None, date(2012, 10, 14)):
        with pytest.raises(project_steps.DateWanted):
            take(done, Step.MEND, at, due=day)


def test_each_stage_is_a_task_of_whoever_owes_it(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.APPROVE)
    rows = project.milestones.select_related("task__lead").order_by("order")
    owed = [(row.state, str(row.task and row.task.lead), row.task and row.task.state) for row in rows]
    assert owed == [
        ("reviewed", "甲市局", "closed"),
        ("approved", "福利司", "closed"),
        ("funded", "福利司", "running"),
        ("started", "甲县局", "running"),
        ("completed", "甲县局", "running"),
        ("accepted", "甲省厅", "running"),
    ]
    task = Task.objects.get(title="甲县中心敬老院：开工")
    assert (task.place, task.clause_path, task.due) == (scene.county, "四/(二)/3", date(2013, 2, 2))


def test_a_step_closes_its_task_with_what_was_said(scene: Scene, at: datetime) -> None:
    make_project(at, upto=Step.FUND)
    task = Task.objects.get(title="甲县中心敬老院：下达资金")
    assert (task.state, task.latest_news) == ("closed", "下达资金，演练意见")


def test_nothing_is_owed_of_an_application_that_went_back_until_it_is_made_anew(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.REVIEW)
    take(project, Step.SEND_BACK, at, by="bureau")
    assert not Task.objects.open().exists()
    assert not Milestone.objects.exclude(done_on=None).exists()
    take(project, Step.APPLY, at)
    assert sorted(Task.objects.open().values_list("title", flat=True)) == [
        "甲县中心敬老院：审核",
        "甲县中心敬老院：立项",
    ]
    take(project, Step.REVIEW, at)
    assert take(project, Step.APPROVE, at).state == "approved"


def test_a_withdrawn_project_owes_nothing_and_goes_no_further(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.APPROVE)
    take(project, Step.WITHDRAW, at)
    assert not Task.objects.open().exists()
    assert stages.moves_from("withdrawn") == []
    with pytest.raises(refusals.NotAtThisStage):
        take(project, Step.FUND, at)


def test_work_that_is_sent_back_is_owed_once_more(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.COMPLETE)
    take(project, Step.MEND, at)
    owed = project.milestones.select_related("task").get(state="completed")
    assert owed.task
    assert (owed.done_on, owed.due, owed.task.title) == (None, date(2013, 9, 1), "甲县中心敬老院：整改")
    take(project, Step.COMPLETE, at)
    owed = project.milestones.select_related("task").get(state="completed")
    assert owed.task
    assert (owed.done_on, owed.task.state) == (at.date(), "closed")


def test_the_bureau_that_leads_the_clause_decides_where_no_fund_pays(
    scene: Scene, version: PlanVersion, reviewer: User, at: datetime
) -> None:
    open_tasks(version, by=reviewer, at=at)
    project = make_project(at, clause_path="四/1")
    assert actions.bureau_of(project) == scene.bureau
    project.funding.exclude(fund=None).delete()
    assert str(actions.bureau_of(project)) == "救灾司"
    Project.objects.filter(pk=project.pk).update(clause_path="四/9")
    project.refresh_from_db()
    assert actions.bureau_of(project) is None


def test_a_date_without_anybody_to_owe_it_stands_without_a_task(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    project.funding.exclude(fund=None).delete()
    take(project, Step.APPLY, at)
    tasks = dict(project.milestones.order_by("order").values_list("state", "task"))
    assert tasks["reviewed"]
    assert tasks["approved"] is None
    take(project, Step.REVIEW, at)
    with pytest.raises(NotAllowed):
        take(project, Step.APPROVE, at)
    assert take(project, Step.APPROVE, at, by="office").state == "approved"


def test_a_rehearsal_is_one_in_its_tasks_too(at: datetime) -> None:
    make_scene(rehearsal=True)
    make_project(at, upto=Step.APPLY, rehearsal=True)
    assert set(Task.objects.order_by("id").values_list("is_rehearsal", flat=True)) == {True}


def test_another_countys_project_is_not_there(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    seen = {name for name in (*PEOPLE, "leader") if Project.objects.visible_to(person(name)).filter(pk=project.pk)}
    assert seen == {"clerk-a", "second-a", "city", "province", "bureau", "other-bureau", "office", "leader"}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("project_reviewed_by_another", {"reviewed_by": "clerk-a"}),
        ("project_approved_by_another", {"approved_by": "clerk-a"}),
        ("project_accepted_by_another", {"accepted_by": "clerk-a"}),
        ("approved_money_is_positive", {"approved_fen": 0}),
    ],
)
def test_the_database_keeps_what_must_always_hold(
    name: str, change: dict[str, Any], scene: Scene, at: datetime
) -> None:
    project = make_project(at, upto=Step.ACCEPT)
    values = {key: person(value) if isinstance(value, str) else value for key, value in change.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**values)


def test_a_stage_has_one_date_milestone_once_per_stage(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(project=project, state="started", order=9, due=date(2013, 1, 1))


def test_a_step_once_taken_stays_on_record(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        project.stages.update(remark="改")


def test_a_project_with_money_in_the_books_is_not_withdrawn(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.APPROVE)
    kept = Account.objects.create(
        fund=scene.fund, kind="project", year=2012, region=scene.county, project=project, code="a", balance_fen=100
    )
    with pytest.raises(project_steps.MoneyInBooks, match=r"账簿中还有资金 0\.000100 万元"):
        take(project, Step.WITHDRAW, at)
    Account.objects.filter(pk=kept.pk).update(balance_fen=0)
    assert take(project, Step.WITHDRAW, at).state == "withdrawn"
