"""The money, files and risks of a project: whose they are to keep, and what is refused."""

import io
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core import files
from luoxiao.core.refusals import Stale, TooLong, Unsaid
from luoxiao.funds import actions
from luoxiao.funds.actions import FundingDraft, project_files, project_funding, project_risks
from luoxiao.funds.actions.projects import NotAtThisStage
from luoxiao.funds.models import Account, Fund, Funding, Project, ProjectFile, Risk
from luoxiao.funds.project_books import money_of
from luoxiao.funds.project_money import Planned
from luoxiao.funds.stages import Step
from luoxiao.organisations.models import NotAllowed
from tests.funds.project_scene import Scene, make_project, make_scene, person, take
from tests.funds.test_pictures import PNG

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def plan(project: Project, who: str, at: datetime, *rows: FundingDraft, seen: int | None = None) -> None:
    version = Project.objects.values_list("version", flat=True).get(pk=project.pk)
    actions.plan_money(project, rows=rows, seen=version if seen is None else seen, by=person(who), at=at)


ROW = FundingDraft("county", 2013, 100)


def test_the_county_plans_its_money_until_it_applies_and_the_bureau_afterwards(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    plan(project, "second-a", at, ROW)
    for who in ("clerk-b", "city", "bureau", "leader"):
        with pytest.raises(NotAllowed):
            plan(project, who, at, ROW)
    with pytest.raises(NotAtThisStage):  # who rewrote its money would then approve it
        plan(make_project(at, upto=Step.REVIEW), "office", at, ROW)
    project = make_project(at, upto=Step.APPROVE)
    with pytest.raises(NotAllowed):
        plan(project, "clerk-a", at, ROW)
    plan(project, "office", at, ROW)
    assert project.funding.get().planned_fen == 100


def test_money_of_an_application_under_review_stands(scene: Scene, at: datetime) -> None:
    with pytest.raises(NotAtThisStage):
        plan(make_project(at, upto=Step.APPLY), "office", at, ROW)


def test_who_may_plan_or_report_is_told_beforehand_as_the_actions_do(scene: Scene, at: datetime) -> None:
    names = ("clerk-a", "clerk-b", "city", "bureau", "other-bureau", "office", "leader")
    draft, applied = make_project(at), make_project(at, upto=Step.APPLY)
    started, done = make_project(at, upto=Step.START), make_project(at, upto=Step.ACCEPT)
    may = [{name for name in names if actions.may_plan_money(each, person(name))} for each in (draft, applied, started)]
    assert may == [{"clerk-a"}, set(), {"bureau", "office"}]
    assert not any(actions.may_plan_money(done, person(name)) for name in names)
    may = [{name for name in names if actions.may_report_spent(each, person(name))} for each in (draft, started, done)]
    assert may == [set(), {"clerk-a"}, {"clerk-a"}]


def test_rows_that_are_left_out_are_gone_and_the_others_stay(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    kept = project.funding.get(source="county")
    plan(project, "clerk-a", at, FundingDraft("county", 2013, 7), FundingDraft("own", 2014, 8))
    rows = project.funding.order_by("year").values_list("source", "year", "planned_fen")
    assert list(rows) == [("county", 2013, 7), ("own", 2014, 8)]
    assert project.funding.get(source="county").pk == kept.pk


@pytest.mark.parametrize(
    ("rows", "refusal", "words"),
    [
        ([FundingDraft("heaven", 2013, 1)], project_funding.UnknownSource, "heaven"),
        ([FundingDraft("county", 1913, 1)], project_funding.YearOutside, "1913"),
        ([FundingDraft("lottery", 2012, 1)], project_funding.FundWanted, "2012"),
        ([FundingDraft("county", 2013, -1_000_000)], project_funding.NegativeAmount, "−1.00"),
        ([ROW, ROW], project_funding.SameFundingTwice, "2013年县级资金填了两次"),
        ([FundingDraft("own", 2011 + n % 20, n) for n in range(41)], project_funding.TooManyRows, "41"),
    ],
)
def test_a_row_with_a_mistake_is_refused_whole(
    rows: list[FundingDraft], refusal: type[Exception], words: str, scene: Scene, at: datetime
) -> None:
    project = make_project(at)
    with pytest.raises(refusal) as caught:
        plan(project, "clerk-a", at, *rows)
    assert words in str(caught.value)
    assert project.funding.count() == 2


def test_real_and_rehearsal_money_never_meet_in_a_project(scene: Scene, at: datetime) -> None:
    fund = Fund.objects.get()
    Fund.objects.filter(pk=fund.pk).update(is_rehearsal=True)
    fund.refresh_from_db()
    project = actions.draft_project(draft=_draft(), rehearsal=False, by=person("clerk-a"), at=at)
    with pytest.raises(project_funding.AnotherFund, match="演练资金"):
        plan(project, "clerk-a", at, FundingDraft("lottery", 2012, 1, fund))


def _draft() -> actions.ProjectDraft:
    return actions.ProjectDraft("甲院", "shelter", "四/(二)/3", "新建", "甲镇")


def test_an_old_page_plans_nothing(scene: Scene, at: datetime) -> None:
    with pytest.raises(Stale):
        plan(make_project(at), "clerk-a", at, ROW, seen=1)


def report(project: Project, who: str, at: datetime, source: str, fen: int) -> None:
    version = Project.objects.values_list("version", flat=True).get(pk=project.pk)
    spent = {project.funding.get(source=source).pk: fen}
    actions.report_spent(project, spent=spent, seen=version, by=person(who), at=at)


def test_spending_is_reported_by_the_county_from_approval_on(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.REVIEW)
    with pytest.raises(NotAtThisStage):
        report(project, "clerk-a", at, "county", 7)
    take(project, Step.APPROVE, at)
    report(project, "clerk-a", at, "county", 7)
    assert project.funding.get(source="county").spent_fen == 7
    with pytest.raises(NotAllowed):
        report(project, "clerk-b", at, "county", 8)
    with pytest.raises(project_funding.NegativeAmount):
        report(project, "clerk-a", at, "county", -1)
    with pytest.raises(project_funding.FollowedInLedger):
        report(project, "clerk-a", at, "lottery", 1)


def test_a_row_that_was_spent_of_is_not_dropped(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.APPROVE)
    report(project, "clerk-a", at, "county", 7_000_000)
    with pytest.raises(project_funding.SpentAlready, match=r"7\.00"):
        plan(project, "office", at, FundingDraft("own", 2013, 1))


def test_spending_of_another_project_is_not_touched(scene: Scene, at: datetime) -> None:
    project, other = make_project(at, upto=Step.APPROVE), make_project(at, upto=Step.APPROVE)
    spent = {other.funding.get(source="county").pk: 7}
    actions.report_spent(project, spent=spent, seen=project.version, by=person("clerk-a"), at=at)
    assert not Funding.objects.exclude(spent_fen=0).exists()


def test_money_of_a_fund_is_what_the_ledger_says(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.FUND)
    for kind, year, fen in (("project", 2012, 40), ("paid", 2012, 60), ("paid", 2013, 5)):
        values = {"kind": kind, "year": year, "code": f"{year}/{kind}", "balance_fen": fen}
        Account.objects.create(fund=scene.fund, project=project, region=scene.county, **values)
    assert money_of([project.pk])[project.pk] == [
        Planned("lottery", 2012, 150_000_000, 60, 100, followed=True),
        Planned("county", 2013, 50_000_000),
        Planned("lottery", 2013, 0, 5, 5, followed=True),
    ]


def keep(project: Project, at: datetime, **more: Any) -> ProjectFile:
    said: dict[str, Any] = {"kind": "photo", "name": "工地.png", "content": PNG, "caption": "基础完工"} | more
    by = person(said.pop("by", "clerk-a"))
    return actions.add_file(project, **said, by=by, at=at)


def workbook(*names: str) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w") as container:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *names):
            container.writestr(name, "<a/>")
    return made.getvalue()


MACROS = workbook("xl/vbaProject.bin")


def test_a_photograph_and_a_paper_are_kept_as_they_came(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    photo, paper = keep(project, at), keep(project, at, kind="paper", name="批复.pdf", content=PDF, caption="批复")
    assert (files.read(photo.file), files.read(paper.file)) == (PNG, PDF)
    assert (photo.file.media_type, paper.file.media_type) == ("image/png", "application/octet-stream")
    assert keep(project, at, kind="paper", name="概算.xlsx", content=workbook()).file.name == "概算.xlsx"


@pytest.mark.parametrize(
    ("wrong", "refusal", "words"),
    [
        ({"name": "a.jpg"}, project_files.NotAPhotograph, "与内容不符"),
        ({"content": b"GIF89a", "name": "a.png"}, project_files.NotAPhotograph, "内容不是照片"),
        ({"content": PNG + b"0" * (10 << 20)}, project_files.FileTooLarge, "10.0 MB"),
        ({"kind": "paper"}, project_files.PaperRefused, "工地.png"),
        ({"kind": "paper", "name": "a.pdf"}, project_files.PaperRefused, "a.pdf"),
        ({"kind": "paper", "name": "a.exe", "content": b"MZ"}, project_files.PaperRefused, ".exe"),
        (
            {"kind": "paper", "name": "a.xlsx", "content": workbook("xl/vbaProject.bin")},
            project_files.PaperRefused,
            "宏",
        ),
        ({"kind": "video"}, project_files.UnknownFileKind, "没有选"),
        ({"caption": " "}, Unsaid, "说明"),
        ({"caption": "字" * 121}, TooLong, "121"),
    ],
)
def test_a_bad_file_is_refused_and_not_kept(
    wrong: dict[str, Any], refusal: type[Exception], words: str, scene: Scene, at: datetime
) -> None:
    with pytest.raises(refusal) as caught:
        keep(make_project(at), at, **wrong)
    assert words in str(caught.value)
    assert not ProjectFile.objects.exists()


def test_files_are_the_own_units_to_add(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    for who in ("clerk-b", "city", "office"):
        with pytest.raises(NotAllowed):
            keep(project, at, by=who)
    take(project, Step.WITHDRAW, at)
    with pytest.raises(NotAtThisStage):
        keep(project, at)


def test_there_is_an_end_to_the_files(scene: Scene, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_files, "MOST_FILES", 1)
    project = make_project(at)
    keep(project, at)
    with pytest.raises(project_files.TooManyFiles):
        keep(project, at)


def test_a_kept_file_stays(scene: Scene, at: datetime) -> None:
    keep(make_project(at), at)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        ProjectFile.objects.update(caption="改")


def raised(project: Project, at: datetime, who: str = "clerk-a", **more: Any) -> Risk:
    said: dict[str, Any] = {"grade": "high", "text": "征地未完成", "measure": ""} | more
    return actions.raise_risk(project, **said, by=person(who), at=at)


def test_a_risk_is_raised_by_whoever_has_a_hand_in_the_project(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.APPLY)
    names = ("clerk-a", "clerk-b", "city", "other-city", "province", "bureau", "other-bureau", "office", "leader")
    may = {name for name in names if actions.has_a_hand(project, person(name))}
    assert may == {"clerk-a", "city", "province", "bureau", "office"}
    for name in sorted(may):
        raised(project, at, name)
    for name in sorted(set(names) - may):
        with pytest.raises(NotAllowed):
            raised(project, at, name)


def test_a_risk_is_closed_once_with_what_was_done(scene: Scene, at: datetime) -> None:
    risk = raised(make_project(at), at)
    with pytest.raises(Unsaid):
        actions.close_risk(risk, measure=" ", by=person("city"), at=at)
    closed = actions.close_risk(risk, measure="已交地", by=person("city"), at=at)
    assert (closed.closed_by, closed.measure) == (person("city"), "已交地")
    with pytest.raises(project_risks.RiskClosed, match="city"):
        actions.close_risk(risk, measure="再交", by=person("clerk-a"), at=at)
    with pytest.raises(NotAllowed):
        actions.close_risk(risk, measure="再交", by=person("clerk-b"), at=at)


def test_a_risk_wants_a_grade_and_a_living_project(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    with pytest.raises(project_risks.UnknownGrade):
        raised(project, at, grade="")
    take(project, Step.WITHDRAW, at)
    with pytest.raises(NotAtThisStage):
        raised(project, at)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("funding_not_negative", {"planned_fen": -1}),
        ("fund_money_spent_in_ledger", {"source": "lottery", "spent_fen": 1}),
        ("funding_once_a_year", {"source": "lottery", "year": 2012}),
        ("other_funding_once_a_year", {"source": "county"}),
    ],
)
def test_the_database_keeps_the_money_straight(name: str, values: dict[str, Any], scene: Scene, at: datetime) -> None:
    project = make_project(at)
    fund = scene.fund if values.get("source") == "lottery" else None
    row = {"source": "own", "year": 2013, "planned_fen": 1, "fund": fund} | values
    told = "UNIQUE|duplicate key" if name.endswith("once_a_year") else name
    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        Funding.objects.create(project=project, **row)


def test_a_closed_risk_says_by_whom(scene: Scene, at: datetime) -> None:
    risk = raised(make_project(at), at)
    with pytest.raises(IntegrityError, match="closed_risk_says_by_whom"), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(closed_at=at)


def test_dates_that_a_task_was_opened_for_are_not_dropped(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.APPLY)
    take(project, Step.SEND_BACK, at)
    version = Project.objects.get(pk=project.pk).version
    due = {"started": date(2013, 2, 1)}
    draft = actions.ProjectDraft("甲院", "shelter", "四/(二)/3", "新建", "甲镇", due=due)
    actions.change_project(project, draft=draft, seen=version, by=person("clerk-a"), at=at)
    kept = project.milestones.order_by("order").values_list("state", flat=True)
    assert list(kept) == ["reviewed", "approved", "started"]
