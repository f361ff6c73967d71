"""Pages of tasks that come from elsewhere than a plan: the task, the board, the workbench, the page of rights."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoxiao.desk import task as task_page
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.models import Task
from tests.conftest import make_unit, make_user, signed_in
from tests.desk.test_tasks import tile, titles
from tests.supervision.items import make_county_unit, make_places, open_item
from tests.supervision.test_actions import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db: None) -> Unit:
    return make_county_unit(make_places()[2])


@pytest.fixture
def county_clerk(unit: Unit) -> User:
    return make_user("county-clerk", "county", unit=unit)


@pytest.fixture
def item(unit: Unit, reviewer: User, at: datetime) -> Task:
    return open_item(unit, reviewer, at)


def read(user: User, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_where_it_comes_from_which_clause_it_serves_and_where_it_is_finished(
    item: Task, county_clerk: User, reviewer: User
) -> None:
    for user in (county_clerk, reviewer):
        page = read(user, f"/tasks/{item.pk}/")
        for said in ("项目", "演练县", "服务于方案 四（二）3", "在项目中办结，办结后这项任务随之销号。", "12月1日"):
            assert said in page
        for foreign in ("原文", "落实措施", "申请办结", "指定牵头单位", "配合单位"):
            assert foreign not in page


def test_the_lead_reports_and_the_office_reviews(item: Task, county_clerk: User, reviewer: User) -> None:
    page = read(county_clerk, f"/tasks/{item.pk}/report/")
    assert "写入季度通报" not in page
    assert "本期完成的措施" not in page
    said = {"key": "k", "seen": "1", "period": "2012Q3", "text": "已平整场地", "confidence": "sure"}
    assert signed_in(county_clerk).post(f"/tasks/{item.pk}/report/", said).status_code == 302
    assert "复核进展 演练敬老院：开工" in read(reviewer, "/")
    report = item.reports.get()
    answer = signed_in(reviewer).post(f"/tasks/{item.pk}/reports/{report.pk}/", {"key": "k", "decision": "accept"})
    assert answer.status_code == 302
    assert "已平整场地" in read(county_clerk, "/tasks/")


def test_forms_of_tasks_of_a_plan_are_closed_to_it(
    item: Task, county_clerk: User, reviewer: User, bureau: Unit
) -> None:
    client = signed_in(county_clerk)
    assert client.get(f"/tasks/{item.pk}/steps/").status_code == 403
    assert client.post(f"/tasks/{item.pk}/steps/", {"key": "k"}).status_code == 403
    answer = client.post(f"/tasks/{item.pk}/closure/", {"key": "k", "statement": "完成", "seen": "1"})
    assert (answer.status_code, "随项目办结，没有办理" in answer.content.decode()) == (422, True)
    lead = {"key": "k", "lead": str(bureau.pk), "reason": "分工"}
    assert signed_in(reviewer).post(f"/tasks/{item.pk}/lead/", lead).status_code == 422


def test_another_countys_item_is_not_there(item: Task, clerk: User) -> None:
    neighbour = make_user("neighbour", "county", unit=make_unit("neighbour", "邻县民政局", Unit.Kind.COUNTY))
    for user in (clerk, neighbour):
        client = signed_in(user)
        assert [client.get(f"/tasks/{item.pk}/{more}").status_code for more in ("", "report/", "steps/")] == [404] * 3
        assert titles(read(user, "/tasks/")) == []


@pytest.mark.parametrize(("ended", "words"), [(False, "到项目中办理"), (True, "查看项目")])
def test_the_page_leads_to_where_it_is_finished(
    item: Task, county_clerk: User, reviewer: User, at: datetime, monkeypatch: Any, ended: bool, words: str
) -> None:
    monkeypatch.setitem(task_page.FINISHED_AT, "project-stage", "task")
    if ended:
        actions.close_item(item, by=reviewer, at=at, role="office", result="已开工")
    assert f'<a class="b" href="/tasks/7/">{words}</a>' in read(county_clerk, f"/tasks/{item.pk}/")


def test_an_ended_item_says_so(item: Task, unit: Unit, county_clerk: User, reviewer: User, at: datetime) -> None:
    actions.close_item(item, by=reviewer, at=at, role="office", result="已开工")
    assert "2012-10-15 10:00 随项目办结。" in read(county_clerk, f"/tasks/{item.pk}/")
    gone = open_item(unit, reviewer, at, about=8)
    actions.withdraw_item(gone, reason="停建", by=reviewer, at=at, role="office")
    page = read(county_clerk, f"/tasks/{gone.pk}/")
    assert "已随项目撤销。" in page
    assert "停建" in page


def test_a_report_that_nobody_can_review_any_more_is_nobodys_duty(
    item: Task, county_clerk: User, reviewer: User, at: datetime
) -> None:
    actions.report_progress(item, draft=draft(item), seen=1, by=county_clerk, at=at)
    actions.close_item(item, by=reviewer, at=at, role="office", result="已开工")
    assert "复核进展 演练敬老院" not in read(reviewer, "/")


def test_the_board_tells_items_from_measures(item: Task, task: Task, unit: Unit, reviewer: User, at: datetime) -> None:
    open_item(unit, reviewer, at, about=8, title="演练福利院：开工", due=None, is_rehearsal=True)
    page = read(reviewer, "/tasks/")
    assert '演练敬老院：开工</a> <span class="tag">项目</span></th>' in page
    assert '演练福利院：开工</a> <span class="tag">项目</span> <span class="muted">演练</span></th>' in page
    assert "建储备库</a></th>" in page
    assert (tile(page, "没有落实措施"), tile(page, "没有时限"), tile(page, "按期")) == (3, 3, 2)
    assert titles(read(reviewer, "/tasks/?kind=project")) == ["演练敬老院：开工", "演练福利院：开工"]
    assert titles(read(reviewer, "/tasks/?kind=measure")) == ["建储备库", "统一标准"]
    assert titles(read(reviewer, "/tasks/?part=四（二）")) == ["演练敬老院：开工", "演练福利院：开工"]
    assert '<span class="b s"' not in read(reviewer, "/tasks/?kind=plan")


def test_the_file_names_the_source_of_each_task(
    item: Task, task: Task, unit: Unit, reviewer: User, at: datetime
) -> None:
    open_item(unit, reviewer, at, about=8, title="演练福利院：开工", is_rehearsal=True)
    content = b"".join(signed_in(reviewer).get("/tasks/export/")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {row["举措"]: row["来源"] for row in rows} == {
        "建储备库": "方案",
        "统一标准": "方案",
        "季度通报": "方案",
        "演练敬老院：开工": "项目",
        "演练福利院：开工": "项目（演练）",
    }


def test_a_late_item_is_on_the_workbench_and_not_in_the_band(
    task: Task, unit: Unit, county_clerk: User, reviewer: User, at: datetime
) -> None:
    late = open_item(unit, reviewer, at, due=date(2012, 10, 1))
    page = read(reviewer, "/")
    assert f'/tasks/{late.pk}/">演练敬老院：开工</a> <span class="tag">项目</span>' in page
    assert page.count(f"/tasks/{late.pk}/") == 1
    assert "办理 演练敬老院：开工" in read(county_clerk, "/")


def test_the_page_of_rights_says_how_an_item_is_seen(item: Task, bureau: Unit, reviewer: User, at: datetime) -> None:
    assert item.place
    province = make_unit("drill-province", "演练省民政厅", Unit.Kind.PROVINCE, region=item.place.parent.parent)
    user = make_user("province", "province", unit=province)
    led = open_item(bureau, reviewer, at, about=8, place=item.place)
    page = read(user, f"/rights/?task={led.pk}")
    assert "由本地区以下的单位牵头，或在本地区办理。" in page
    assert "由牵头单位救灾司办理" in page


def test_pages_cost_no_more_for_many_items(
    item: Task, unit: Unit, county_clerk: User, reviewer: User, at: datetime
) -> None:
    def cost(user: User, address: str) -> int:
        client = signed_in(user)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    pages = [(user, address) for user in (county_clerk, reviewer) for address in ("/", "/tasks/", f"/tasks/{item.pk}/")]
    few = [cost(*page) for page in pages]
    for n in range(20):
        open_item(unit, reviewer, at, about=100 + n, due=date(2012, 10, 1))
    assert [cost(*page) for page in pages] == few
