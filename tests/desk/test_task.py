"""The page of a task: what everybody sees of it, what each may do, and what comes of it."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Attachment
from luoxiao.supervision.models import ClosureRequest, Evidence, ProgressReport, Task
from tests.conftest import make_unit, make_user, signed_in
from tests.supervision.test_actions import draft

pytestmark = pytest.mark.django_db


def page(user: User, task: Task) -> str:
    return signed_in(user).get(f"/tasks/{task.pk}/").content.decode()


@pytest.fixture
def sent(filed: Task, clerk: User, at: datetime) -> ProgressReport:
    """A report with a file, waiting for review."""
    paper = Attachment("验收单.txt", "演练验收单".encode())
    return actions.report_progress(filed, draft=draft(filed, 0, evidence=(paper,)), seen=2, by=clerk, at=at)


@pytest.fixture
def asked(filed: Task, clerk: User, reviewer: User, at: datetime) -> ClosureRequest:
    """A request to close, everything finished."""
    report = actions.report_progress(filed, draft=draft(filed, 0, 1), seen=2, by=clerk, at=at)
    actions.accept_report(report, by=reviewer, at=at)
    return actions.ask_closure(filed, statement="已建成", seen=3, by=clerk, at=at)


def test_the_page_shows_light_reason_turn_quotation_and_history(filed: Task, clerk: User) -> None:
    shown = page(clerk, filed)
    for said in ("逾期", "已过 5 天", "现由牵头单位办理", "四1", "摸底", "张处长", "立项", "报落实措施"):
        assert said in shown
    assert '<p class="song quoted" lang="zh-Hans">演</p>' in shown


def test_the_bureaus_confidence_stands_beside_the_light_with_its_reason(
    filed: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    doubtful = draft(filed, confidence="doubtful", confidence_reason="名册未到")
    report = actions.report_progress(filed, draft=doubtful, seen=2, by=clerk, at=at)
    assert "把握程度：把握不大（名册未到）" in page(reviewer, filed)
    actions.accept_report(report, by=reviewer, at=at)
    strip = re.search(r'class="card strip4".*?</section>', page(reviewer, filed), re.DOTALL)
    assert strip
    assert "逾期" in strip[0]
    assert "把握不大" in strip[0]
    assert "名册未到" in strip[0]


@pytest.mark.parametrize("route", ["", "steps/", "report/", "cooperation/", "closure/"])
def test_another_bureaus_task_is_not_there(sent: ProgressReport, route: str) -> None:
    outsider = signed_in(make_user("outsider", "bureau", unit=make_unit("third", "第三司")))
    assert outsider.get(f"/tasks/{sent.task_id}/{route}").status_code == 404
    if route:
        assert outsider.post(f"/tasks/{sent.task_id}/{route}").status_code == 404


def test_evidence_is_saved_as_it_came_by_those_who_see_its_task(
    sent: ProgressReport, clerk: User, reviewer: User
) -> None:
    address = f"/evidence/{sent.evidence.get().pk}/"
    for user in (clerk, reviewer):
        response = signed_in(user).get(address)
        assert response.content == "演练验收单".encode()
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    outsider = signed_in(make_user("outsider", "bureau", unit=make_unit("third", "第三司")))
    assert outsider.get(address).status_code == 404
    assert outsider.get(f"/evidence/{Evidence.objects.get().pk + 1}/").status_code == 404


def post(user: User, address: str, **data: str) -> Any:
    return signed_in(user).post(address, {"key": "k"} | data)


def test_looking_at_the_address_of_a_form_does_nothing(sent: ProgressReport, reviewer: User) -> None:
    before = TrailEvent.objects.count()
    response = signed_in(reviewer).get(f"/tasks/{sent.task_id}/reports/{sent.pk}/")
    assert (response.status_code, response["Location"]) == (302, f"/tasks/{sent.task_id}/")
    assert TrailEvent.objects.count() == before


def test_the_office_accepts_and_the_page_says_so(sent: ProgressReport, reviewer: User) -> None:
    browser = signed_in(reviewer)
    assert "采用进展" in browser.get(f"/tasks/{sent.task_id}/").content.decode()
    browser.post(f"/tasks/{sent.task_id}/reports/{sent.pk}/", {"decision": "accept", "key": "k"})
    shown = browser.get(f"/tasks/{sent.task_id}/").content.decode()
    assert "进展已采用。" in shown
    assert 'value="accept"' not in shown


def test_sending_back_without_a_reason_is_refused_in_place(sent: ProgressReport, reviewer: User) -> None:
    response = post(reviewer, f"/tasks/{sent.task_id}/reports/{sent.pk}/", decision="return", reason=" ")
    assert response.status_code == 422
    assert "“退回原因”没有填写" in response.content.decode()
    assert ProgressReport.objects.get().state == "sent"


def test_a_report_that_was_decided_meanwhile_is_told_and_the_words_kept(
    sent: ProgressReport, reviewer: User, preparer: User, at: datetime
) -> None:
    actions.accept_report(sent, by=preparer, at=at)
    address = f"/tasks/{sent.task_id}/reports/{sent.pk}/"
    response = post(reviewer, address, decision="return", reason="缺佐证", of=f"r{sent.pk}")
    assert response.status_code == 422
    assert "已由preparer于此前复核（已采用）" in response.content.decode()


@pytest.mark.parametrize("decision", ["", "accept ", "x"])
def test_an_unknown_decision_decides_nothing(
    sent: ProgressReport, reviewer: User, clerk: User, at: datetime, decision: str
) -> None:
    wanted = ClosureRequest.objects.create(task=sent.task, statement="已完成", asked_by=clerk, asked_at=at)
    addresses = (f"/tasks/{sent.task_id}/reports/{sent.pk}/", f"/tasks/{sent.task_id}/closure/{wanted.pk}/")
    for address in addresses:
        assert post(reviewer, address, decision=decision, reason="缺佐证").status_code == 404
    assert (ProgressReport.objects.get().state, ClosureRequest.objects.get().state) == ("sent", "asked")


def test_a_report_under_another_task_is_not_there(sent: ProgressReport, reviewer: User) -> None:
    other = Task.objects.get(title="统一标准")
    assert post(reviewer, f"/tasks/{other.pk}/reports/{sent.pk}/", decision="accept").status_code == 404
    assert ProgressReport.objects.get().state == "sent"


def test_who_reported_sees_no_button_to_accept(filed: Task, bureau: Unit, reviewer: User, at: datetime) -> None:
    both = make_user("both", "bureau", "office", unit=bureau)
    report = actions.report_progress(filed, draft=draft(filed), seen=2, by=both, at=at)
    assert 'value="accept"' not in page(both, filed)
    assert 'value="accept"' in page(reviewer, filed)
    response = post(both, f"/tasks/{filed.pk}/reports/{report.pk}/", decision="accept")
    assert response.status_code == 422
    assert "不能由本人复核" in response.content.decode()


def test_cooperation_is_asked_for_and_confirmed(task: Task, clerk: User, helper: User) -> None:
    assert post(clerk, f"/tasks/{task.pk}/cooperation/", text="提供名册").status_code == 302
    part = task.cooperations.get()
    assert "请配合：提供名册" in page(helper, task)
    assert post(clerk, f"/tasks/{task.pk}/cooperation/{part.pk}/", answer="代答").status_code == 403
    assert post(helper, f"/tasks/{task.pk}/cooperation/{part.pk}/", answer="月底前提供").status_code == 302
    assert "月底前提供" in page(clerk, task)
    assert "确认配合</button>" not in page(helper, task)


def test_closure_is_not_offered_before_its_time_and_the_page_says_why(filed: Task, clerk: User, reviewer: User) -> None:
    shown = page(clerk, filed)
    assert "现在不能申请办结：还有 2 项措施没有完成并经复核。" in shown
    assert "申请办结</button>" not in shown
    assert "现在不能申请办结" not in page(reviewer, filed)


def test_a_request_to_close_is_made_and_decided(asked: ClosureRequest, clerk: User, reviewer: User) -> None:
    address = f"/tasks/{asked.task_id}/closure/{asked.pk}/"
    assert "已建成" in page(reviewer, asked.task)
    assert post(clerk, address, decision="close").status_code == 403
    assert post(reviewer, address, decision="close").status_code == 302
    shown = page(clerk, asked.task)
    assert "已销号，不再办理。" in shown
    for button in ("报送进展</a>", "改报落实措施", "申请办结</button>"):
        assert button not in shown


def test_a_closure_sent_back_shows_its_reason(asked: ClosureRequest, clerk: User, reviewer: User) -> None:
    post(reviewer, f"/tasks/{asked.task_id}/closure/{asked.pk}/", decision="send-back", reason="验收单未附")
    assert "退回原因：验收单未附" in page(clerk, asked.task)


def test_a_stale_request_to_close_keeps_its_statement(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    report = actions.report_progress(filed, draft=draft(filed, 0, 1), seen=2, by=clerk, at=at)
    actions.accept_report(report, by=reviewer, at=at)
    response = post(clerk, f"/tasks/{filed.pk}/closure/", statement="三个库都已建成", seen="2")
    assert response.status_code == 409
    assert "三个库都已建成</textarea>" in response.content.decode()
    assert f'name="seen" value="{Task.objects.get(pk=filed.pk).version}"' in response.content.decode()


def test_the_office_names_a_lead_and_must_say_why(task: Task, reviewer: User, bureau: Unit) -> None:
    duty = Task.objects.get(title="季度通报")
    refused = post(reviewer, f"/tasks/{duty.pk}/lead/", lead=str(bureau.pk), reason="")
    assert refused.status_code == 422
    assert f'<option value="{bureau.pk}" selected>' in refused.content.decode()
    assert post(reviewer, f"/tasks/{duty.pk}/lead/", lead=str(bureau.pk), reason="分工").status_code == 302
    assert Task.objects.get(pk=duty.pk).lead == bureau
    assert post(reviewer, f"/tasks/{duty.pk}/lead/", lead="x", reason="分工").status_code == 404


def test_a_second_click_acts_once_and_says_the_same(task: Task, clerk: User) -> None:
    browser = signed_in(clerk)
    for _ in range(2):
        response = browser.post(f"/tasks/{task.pk}/cooperation/", {"text": "提供名册", "key": "same"})
        assert response.status_code == 302
    assert TrailEvent.objects.filter(action="task.ask-cooperation").count() == 1


def test_a_page_kept_by_the_browser_still_holds_a_working_form(task: Task, clerk: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clerk, backend="luoxiao.organisations.sign_in.Backend")
    kept = browser.get(f"/tasks/{task.pk}/")
    again = browser.get(f"/tasks/{task.pk}/", headers={"If-None-Match": kept["ETag"]})
    assert again.status_code == 304
    fields = dict(re.findall(r'name="(csrfmiddlewaretoken|key)" value="([^"]+)"', kept.content.decode()))
    assert browser.post(f"/tasks/{task.pk}/cooperation/", {"text": "提供名册"} | fields).status_code == 302


def test_the_rights_on_one_task_are_explained_rule_by_rule(filed: Task, helper: User, clerk: User) -> None:
    shown = signed_in(helper).get(f"/rights/?task={filed.pk}").content.decode()
    assert "能查看，因为本单位配合。" in shown
    assert "由牵头单位救灾司办理，本人单位是社会救助司。" in shown
    shown = signed_in(clerk).get(f"/rights/?task={filed.pk}").content.decode()
    assert "角色“业务司局”有此权限，任务现在也到了这一步。" in shown
    assert "还有 2 项措施没有完成并经复核。" in shown
    outsider = signed_in(make_user("outsider", "bureau", unit=make_unit("third", "第三司")))
    assert outsider.get(f"/rights/?task={filed.pk}").status_code == 404


def test_the_page_asks_as_much_after_a_long_life_as_at_the_beginning(
    filed: Task, clerk: User, reviewer: User, at: datetime, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(reviewer)
    for n in range(12):
        papers = (Attachment("说明.txt", f"演练{n}".encode()),)
        report = actions.report_progress(filed, draft=draft(filed, 0, evidence=papers), seen=n + 2, by=clerk, at=at)
        actions.return_report(report, reason="缺佐证", by=reviewer, at=at)
        if n == 0:
            with django_assert_max_num_queries(25) as few:
                browser.get(f"/tasks/{filed.pk}/")
    with django_assert_max_num_queries(25) as more:
        browser.get(f"/tasks/{filed.pk}/")
    assert len(more) == len(few)
