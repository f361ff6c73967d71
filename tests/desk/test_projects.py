"""The pages of projects: what each person sees, what a mistake is answered with, what is wrong with the money."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponseBase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoxiao.core.models import TrailEvent
from luoxiao.funds import actions
from luoxiao.funds.actions import FundingDraft
from luoxiao.funds.models import Project, Risk
from luoxiao.funds.stages import Step
from tests.conftest import signed_in
from tests.funds.project_scene import Scene, make_project, make_scene, person, take

pytestmark = pytest.mark.django_db
APPROVES = 'name="do" value="review"'
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def get(who: str, route: str, /, *args: object, query: str = "") -> HttpResponseBase:
    return signed_in(person(who)).get(reverse(route, args=args) + query)


def post(who: str, route: str, /, *args: object, **sent: object) -> HttpResponseBase:
    return signed_in(person(who)).post(reverse(route, args=args), sent)


def text(response: HttpResponseBase) -> str:
    return str(response.content.decode())  # type: ignore[attr-defined]


def test_the_clerk_the_reviewer_and_the_stranger_each_see_their_own(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.APPLY)
    clerk, reviewer = get("clerk-a", "project", project.pk), get("city", "project", project.pk)
    assert (APPROVES in text(clerk), APPROVES in text(reviewer)) == (False, True)
    assert get("clerk-b", "project", project.pk).status_code == 404
    assert "甲县中心敬老院" not in text(get("clerk-b", "projects"))
    assert "甲县中心敬老院" in text(get("city", "projects"))


@pytest.mark.parametrize("route", ["project-move", "project-money", "project-risk", "project-file-new", "project-edit"])
def test_a_stranger_is_told_that_there_is_no_such_project(route: str, scene: Scene, at: datetime) -> None:
    project = make_project(at)
    assert post("clerk-b", route, project.pk, do="withdraw", remark="乱").status_code == 404
    assert Project.objects.get(pk=project.pk).state == "draft"


@pytest.mark.parametrize(
    ("who", "route", "sent"),
    [
        ("leader", "project-move", {"do": "review"}),
        ("leader", "project-risk", {"grade": "high", "text": "有"}),
        ("leader", "project-money", {"do": "plan"}),
        ("city", "project-edit", {}),
        ("city", "project-file-new", {}),
        ("clerk-a", "project-move", {"do": "review"}),
    ],
)
def test_what_may_be_seen_but_not_done_is_forbidden(
    who: str, route: str, sent: dict[str, str], scene: Scene, at: datetime
) -> None:
    project = make_project(at, upto=Step.APPLY)
    assert post(who, route, project.pk, **sent).status_code == 403


def test_a_project_is_applied_for_from_the_first_page_on(scene: Scene) -> None:
    sent = {"name": "甲县福利院", "kind": "childrens-home", "clause": "四/(二)/3", "content": "新建", "place": "甲镇"}
    dates = {f"due-{stage}": f"2013-0{n}-01" for n, stage in enumerate(STAGES, 1)}
    more = {"beds": "60", "longitude": "115.8", "latitude": "25.9", "rehearsal": "1"}
    assert post("clerk-a", "project-new", **sent, **dates, **more).status_code == 302
    project = Project.objects.get()
    assert (project.beds, project.is_rehearsal, project.milestones.count()) == (60, True, 6)
    plan = {"do": "plan", "seen": 1, "source": ["county", "own"], "year": ["2013", ""], "planned": ["1,200.5", ""]}
    assert post("clerk-a", "project-money", project.pk, **plan).status_code == 302
    assert project.funding.get().planned_fen == 1_200_500_000
    assert post("clerk-a", "project-move", project.pk, do="apply", seen=2).status_code == 302
    assert Project.objects.get().state == "applied"
    assert "甲县福利院" in text(get("city", "projects", query="?rehearsal=1"))
    assert "甲县福利院" not in text(get("city", "projects"))


STAGES = ("reviewed", "approved", "funded", "started", "completed", "accepted")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"beds": "很多"}, "床位“很多”不是整数"),
        ({"longitude": "东经"}, "“东经”不是度数"),
        ({"longitude": "1e999999"}, "不是度数"),
        ({"longitude": "25.9", "latitude": "115.8"}, "是否填反"),
        ({"due-started": "明年"}, "“明年”不是日期"),
        ({"kind": "palace"}, "不是项目类型"),
        ({"name": ""}, "“项目名称”没有填写"),
    ],
)
def test_a_mistake_in_the_form_is_named_and_nothing_is_lost(wrong: dict[str, str], said: str, scene: Scene) -> None:
    sent = {"name": "甲县福利院", "kind": "childrens-home", "clause": "四/(二)/3", "content": "新建", "place": "甲镇"}
    response = post("clerk-a", "project-new", **sent | wrong)
    assert response.status_code == 422
    assert said in text(response)
    assert "甲镇" in text(response)
    assert not Project.objects.exists()


def test_the_form_of_a_change_holds_what_stands(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    shown = text(get("clerk-a", "project-edit", project.pk))
    assert 'value="甲县中心敬老院"' in shown
    assert 'value="2012-11-01"' in shown
    sent = {"name": "改名", "kind": "shelter", "clause": "四/(二)/3", "content": "新建", "place": "甲镇", "seen": 2}
    assert post("clerk-a", "project-edit", project.pk, **sent).status_code == 302
    assert post("clerk-a", "project-edit", project.pk, **sent).status_code == 409
    assert Project.objects.get().name == "改名"


def test_a_step_is_taken_from_the_page_and_a_refusal_keeps_what_was_typed(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.REVIEW)
    for typed, said in (("两百万", "不是金额"), ("0", "没有填写或不大于零"), ("200.0000001", "不是金额")):
        again = post("bureau", "project-move", project.pk, do="approve", amount=typed, remark="同意", seen=4)
        assert again.status_code == 422
        assert said in text(again)
        assert "同意" in text(again)
    gone = post("bureau", "project-move", project.pk, do="approve", amount="200", remark="同意", seen=4)
    assert gone.status_code == 302
    assert Project.objects.get().approved_fen == 200_000_000
    late = post("office", "project-move", project.pk, do="approve", amount="200", seen=4)
    assert "bureau" in text(late)
    assert TrailEvent.objects.filter(action="refused.project-move").exists()


def test_an_unknown_step_is_no_page(scene: Scene, at: datetime) -> None:
    assert post("clerk-a", "project-move", make_project(at).pk, do="fly").status_code == 404


def test_a_photograph_is_kept_shown_and_handed_out_as_it_came(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    file = SimpleUploadedFile("工地.png", PNG)
    assert post("clerk-a", "project-file-new", project.pk, kind="photo", caption="基础", file=file).status_code == 302
    kept = project.files.get()
    address = reverse("project-file", args=(project.pk, kept.pk))
    assert f'src="{address}"' in text(get("city", "project", project.pk))
    given = get("city", "project-file", project.pk, kept.pk)
    assert (given["Content-Type"], given.content) == ("image/png", PNG)  # type: ignore[attr-defined]
    assert given["X-Content-Type-Options"] == "nosniff"
    assert get("clerk-b", "project-file", project.pk, kept.pk).status_code == 404


def test_a_file_of_another_project_is_not_found_under_this_one(scene: Scene, at: datetime) -> None:
    project, other = make_project(at), make_project(at)
    said: dict[str, Any] = {"kind": "photo", "name": "a.png", "content": PNG, "caption": "甲"}
    kept = actions.add_file(other, **said, by=person("clerk-a"), at=at)
    assert get("clerk-a", "project-file", project.pk, kept.pk).status_code == 404


@pytest.mark.parametrize(("name", "said"), [("", "没有选择文件"), ("a.gif", "后缀不是照片"), ("a.jpg", "与内容不符")])
def test_a_bad_file_is_refused_at_its_field(name: str, said: str, scene: Scene, at: datetime) -> None:
    sent = {"file": SimpleUploadedFile(name, PNG)} if name else {}
    response = post("clerk-a", "project-file-new", make_project(at).pk, kind="photo", caption="甲", **sent)
    assert response.status_code == 422
    assert said in text(response)


def test_a_risk_is_raised_and_closed_from_the_page(scene: Scene, at: datetime) -> None:
    project = make_project(at)
    assert post("clerk-a", "project-risk", project.pk, grade="high", text="征地未完成").status_code == 302
    assert 'class="alert t-soon"' in text(get("city", "projects"))
    risk = Risk.objects.get()
    assert post("clerk-a", "project-risk", project.pk, risk=risk.pk, measure="").status_code == 422
    assert post("clerk-a", "project-risk", project.pk, risk=risk.pk, measure="已交地").status_code == 302
    assert "已销去" in text(get("city", "project", project.pk))


def test_overspending_and_a_stage_without_money_are_said(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.START)
    row = project.funding.get(source="county")
    rows = [FundingDraft("county", 2013, 50_000_000)]
    sent = {f"spent-{row.pk}": "60", "do": "spent", "seen": Project.objects.get().version}
    assert post("clerk-a", "project-money", project.pk, **sent).status_code == 302
    shown = text(get("clerk-a", "project", project.pk))
    assert "2013年县级资金支出 60.00 万元，超过安排 50.00 万元，超 10.00 万元" in shown
    version = Project.objects.get().version
    actions.plan_money(project, rows=rows, seen=version, by=person("office"), at=at)
    shown = text(get("clerk-a", "project", project.pk))
    assert "到 2013 年底共安排 50.00 万元，还少 150.00 万元" in shown
    listed = get("clerk-a", "projects", query="?problem=over")
    assert "甲县中心敬老院" in text(listed)
    assert "甲县中心敬老院" not in text(get("clerk-a", "projects", query="?problem=risk"))


def test_money_of_a_fund_is_not_reported_by_hand(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.START)
    row = project.funding.get(source="lottery")
    sent = {f"spent-{row.pk}": "1", "do": "spent", "seen": project.version}
    answer = post("clerk-a", "project-money", project.pk, **sent)
    assert answer.status_code == 422
    assert "台账" in text(answer)


@pytest.mark.parametrize("planned", ["一百", "1.23456789", "99999999999999999999"])
def test_an_amount_that_is_none_is_named(planned: str, scene: Scene, at: datetime) -> None:
    sent = {"do": "plan", "seen": 2, "source": ["county"], "year": ["2013"], "planned": [planned]}
    answer = post("clerk-a", "project-money", make_project(at).pk, **sent)
    assert answer.status_code == 422
    assert planned in text(answer)


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?county=360730", True),
        ("?county=360731", False),
        ("?kind=old-peoples-home", True),
        ("?kind=shelter", False),
        ("?state=draft", True),
        ("?state=applied", False),
        ("?kind=nonsense&state=%3Cscript%3E&county=abc", True),
        ("?after=1", False),
        ("?after=-1", True),
    ],
)
def test_the_list_is_narrowed_by_the_address(query: str, there: bool, scene: Scene, at: datetime) -> None:
    project = make_project(at)
    query = query.replace("after=1", f"after={project.pk}")
    shown = get("city", "projects", query=query)
    assert (reverse("project", args=(project.pk,)) in text(shown)) is there


def test_a_long_list_goes_on_by_key(scene: Scene, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoxiao.desk.projects.PAGE", 2)
    made = [make_project(at, name=f"第{n}院") for n in range(3)]
    first = text(get("city", "projects"))
    assert f"after={made[1].pk}" in first
    rest = text(get("city", "projects", query=f"?after={made[1].pk}"))
    assert ("第0院" in rest, "第1院" in rest) == (True, False)


def test_a_place_on_the_ground_is_a_mark_on_the_map(scene: Scene, at: datetime) -> None:
    make_project(at, longitude=Decimal("115.834500"), latitude=Decimal("25.968300"))
    assert text(get("city", "projects")).count("<circle") == 1


@pytest.mark.parametrize(("route", "most"), [("projects", 18), ("project", 25)])
def test_queries_do_not_grow_with_the_rows(route: str, most: int, scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.COMPLETE)
    browser, address = signed_in(person("office")), reverse(route, args=(project.pk,) if route == "project" else ())
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for n in range(4):
        other = make_project(at, upto=Step.APPROVE, name=f"第{n}院")
        actions.raise_risk(project, grade="low", text=f"第{n}项", measure="", by=person("clerk-a"), at=at)
        said: dict[str, Any] = {"kind": "photo", "name": "a.png", "content": PNG + bytes([n]), "caption": f"第{n}张"}
        actions.add_file(project, **said, by=person("clerk-a"), at=at)
        actions.raise_risk(other, grade="high", text="有", measure="", by=person("clerk-a"), at=at)
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) == len(few) <= most


def test_a_task_of_a_stage_leads_to_the_project(scene: Scene, at: datetime) -> None:
    project = make_project(at, upto=Step.COMPLETE)
    owed = project.milestones.select_related("task").get(state="accepted")
    assert owed.task
    there = get("province", "task", owed.task.pk)
    assert reverse("project-of-stage", args=(owed.pk,)) in text(there)
    assert get("province", "project-of-stage", owed.pk)["Location"] == reverse("project", args=(project.pk,))
    assert get("clerk-b", "project-of-stage", owed.pk).status_code == 404
    take(project, Step.MEND, at)
    sent_back = project.stages.order_by("-id").first()
    assert sent_back
    assert get("clerk-a", "project-of-step", sent_back.pk)["Location"] == reverse("project", args=(project.pk,))


def test_a_late_stage_stands_out(scene: Scene, at: datetime) -> None:
    days = {stage: date(2012, 10, 1) for stage in STAGES}
    make_project(at, upto=Step.APPLY, due=days)
    assert "逾期" in text(get("city", "projects", query="?problem=late"))
    make_project(at, name="未申报的院", due=days)
    assert "未申报的院" not in text(get("city", "projects", query="?problem=late"))


def test_a_rehearsal_project_says_so(at: datetime) -> None:
    make_scene(rehearsal=True)
    project = make_project(at, rehearsal=True)
    assert "演练：项目、金额均为虚构" in text(get("city", "project", project.pk))
