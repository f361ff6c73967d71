"""The two long forms: what was typed is kept through every refusal, and a stale edit shows what changed."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import current_steps
from luoxiao.supervision.models import ProgressReport, Task
from tests.conftest import make_unit, make_user, signed_in
from tests.plan.sample import propose
from tests.supervision.conftest import STEPS
from tests.supervision.test_actions import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(clerk: User) -> Client:
    return signed_in(clerk)


def rows(*lines: tuple[str, str, str, str], **more: Any) -> dict[str, Any]:
    """What the steps form sends."""
    title, owner, due, expected = ([line[n] for line in lines] for n in range(4))
    return {"title": title, "owner": owner, "due": due, "expected": expected, "seen": 1, "key": "k"} | more


GOOD = (("摸底", "张处长", "2012-11-10", "底数清"), ("", "", "", ""), ("报方案", "李处长", "2012-11-30", "方案报部"))


def send(browser: Client, task: Task, form: str, data: dict[str, Any]) -> HttpResponse:
    return browser.post(f"/tasks/{task.pk}/{form}/", data)  # type: ignore[return-value]


def shown(response: HttpResponse) -> str:
    return response.content.decode()


def test_steps_are_filed_and_said_on_the_page_of_the_task(browser: Client, task: Task) -> None:
    response = send(browser, task, "steps", rows(*GOOD))
    assert (response.status_code, response["Location"]) == (302, f"/tasks/{task.pk}/")
    page = browser.get(f"/tasks/{task.pk}/").content.decode()
    assert "落实措施已报送。" in page
    assert [step.title for step in current_steps(task)] == ["摸底", "报方案"]
    assert "落实措施已报送。" not in browser.get(f"/tasks/{task.pk}/").content.decode()


def test_a_second_click_files_once(browser: Client, task: Task) -> None:
    for _ in range(2):
        assert send(browser, task, "steps", rows(*GOOD)).status_code == 302
    assert task.filings.count() == 1


def test_every_fault_of_every_row_is_named_and_linked(browser: Client, task: Task) -> None:
    response = send(browser, task, "steps", rows(("摸底", "", "年底", "底数清"), ("", "李处长", "", "")))
    assert response.status_code == 422
    for field, said in (
        ("owner-1", "第 1 行没有填“责任人”。"),
        ("due-1", "第 1 行时限“年底”不是日期。"),
        ("title-2", "第 2 行没有填“措施”。"),
        ("due-2", "第 2 行没有填“时限”。"),
        ("expected-2", "第 2 行没有填“预期结果”。"),
    ):
        assert f'<a href="#{field}">{said}' in shown(response)
        assert f'id="{field}"' in shown(response)
    assert 'value="李处长"' in shown(response)
    assert not TrailEvent.objects.filter(action="task.file-steps").exists()


def test_more_rows_are_given_without_losing_those_filled(browser: Client, task: Task) -> None:
    page = shown(send(browser, task, "steps", rows(*GOOD, more="1")))
    assert page.count('name="title"') == 6
    assert 'value="报方案"' in page
    assert not task.filings.exists()


def test_too_many_rows_are_refused_and_none_is_lost(browser: Client, task: Task) -> None:
    response = send(browser, task, "steps", rows(*((f"第{n}项", "甲", "2012-11-30", "乙") for n in range(41))))
    assert response.status_code == 422
    assert "填了 41 项措施，最多 40 项" in shown(response)
    assert 'value="第40项"' in shown(response)


def test_a_refused_filing_keeps_what_was_typed_and_leaves_a_line(browser: Client, task: Task) -> None:
    response = send(browser, task, "steps", rows(("摸底", "张处长", "2013-01-01", "底数清")))
    assert response.status_code == 422
    assert "晚于任务时限" in shown(response)
    assert 'value="2013-01-01"' in shown(response)
    line = TrailEvent.objects.get(result="refused")
    assert (line.action, line.after["code"]) == ("refused.task-steps", "step-too-late")


def test_the_second_of_two_editors_sees_what_changed_and_may_send_again(
    browser: Client, task: Task, bureau: Unit, at: datetime
) -> None:
    colleague = make_user("colleague", "bureau", unit=bureau)
    actions.file_steps(task, steps=STEPS, seen=1, by=colleague, at=at)
    response = send(browser, task, "steps", rows(("另一项", "王处长", "2012-11-20", "完成")))
    page = shown(response)
    assert response.status_code == 409
    for said in ("已由colleague于", "打开本页之后的改动", "现在的措施", "报方案", 'value="另一项"'):
        assert said in page
    seen, key = (re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("seen", "key"))  # type: ignore[index]
    again = rows(("另一项", "王处长", "2012-11-20", "完成"), seen=seen, key=key)
    assert send(browser, task, "steps", again).status_code == 302
    assert [step.title for step in current_steps(task)] == ["另一项"]


def test_only_changes_after_the_form_was_opened_are_shown(
    browser: Client, filed: Task, bureau: Unit, at: datetime
) -> None:
    colleague = make_user("colleague", "bureau", unit=bureau)
    actions.file_steps(filed, steps=STEPS, seen=2, by=colleague, at=at)
    page = shown(send(browser, filed, "steps", rows(*GOOD, seen=2)))
    assert page.count("<li><time>") == 1


@pytest.mark.parametrize("seen", ["", "x", "0", "99", "9" * 30, "-1"])
def test_a_mangled_version_is_a_stale_one(browser: Client, filed: Task, seen: str) -> None:
    assert send(browser, filed, "steps", rows(*GOOD, seen=seen)).status_code == 409


def test_a_finished_step_stays_marked_when_the_form_comes_back(
    browser: Client, filed: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    sent = actions.report_progress(filed, draft=draft(filed, 0), seen=2, by=clerk, at=at)
    actions.accept_report(sent, by=reviewer, at=at)
    page = shown(send(browser, filed, "steps", rows(("摸底", "", "2012-10-10", "底数清"), seen=3)))
    assert "已于 10月15日 完成" in page
    assert "readonly" in page


def test_what_a_bureau_typed_is_not_lost_when_the_office_moves_the_task(
    browser: Client, task: Task, reviewer: User, at: datetime
) -> None:
    third = make_unit("third", "第三司")
    actions.assign_lead(task, lead=third, reason="分工", by=reviewer, at=at)
    response = send(browser, task, "steps", rows(*GOOD))
    assert response.status_code == 409
    assert "已改由第三司牵头，本次填写没有报送" in shown(response)
    assert 'value="报方案"' in shown(response)
    assert browser.get(f"/tasks/{task.pk}/steps/").status_code == 404
    assert send(browser, task, "steps", rows(*GOOD, seen=2)).status_code == 404
    other = signed_in(make_user("other", "bureau", unit=make_unit("fourth", "第四司")))
    assert send(other, task, "steps", rows(*GOOD)).status_code == 404


def test_who_helps_sees_the_task_and_files_nothing(filed: Task, stranger: User) -> None:
    assert signed_in(stranger).get(f"/tasks/{filed.pk}/steps/").status_code == 403
    assert send(signed_in(stranger), filed, "steps", rows(*GOOD, seen=2)).status_code == 403


def report(**more: Any) -> dict[str, Any]:
    """What the report form sends."""
    return {"period": "2012Q3", "text": "已摸清底数", "confidence": "sure", "seen": 2, "key": "k"} | more


def text_file(name: str = "说明.txt", content: str = "演练说明") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def test_a_report_is_sent_with_its_evidence(browser: Client, filed: Task) -> None:
    done = current_steps(filed)[0].pk
    response = send(
        browser, filed, "report", report(steps_done=[done], evidence=[text_file(), text_file("二.txt", "二")])
    )
    assert response.status_code == 302
    sent = ProgressReport.objects.get()
    assert (sent.text, sent.period, sent.steps_done.get().pk) == ("已摸清底数", "2012Q3", done)
    assert [one.title for one in sent.evidence.all()] == ["说明.txt", "二.txt"]


def test_a_second_click_reports_once_even_with_files(browser: Client, filed: Task) -> None:
    for _ in range(2):
        assert send(browser, filed, "report", report(evidence=[text_file()])).status_code == 302
    assert ProgressReport.objects.count() == 1


def test_the_same_key_with_another_content_is_told(browser: Client, filed: Task) -> None:
    send(browser, filed, "report", report())
    response = send(browser, filed, "report", report(text="另一段"))
    assert response.status_code == 422
    assert "本页内容此前已办理过一次" in shown(response)


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"period": ""}, "f-period", "没有选报告期"),
        ({"period": "0000Q1"}, "f-period", "没有选报告期"),
        ({"period": "2013Q1"}, "f-period", "没有选报告期"),
        ({"text": " "}, "f-text", "“进展”没有填写"),
        ({"confidence": ""}, "f-confidence", "没有选把握程度"),
        ({"confidence": "certain"}, "f-confidence", "没有选把握程度"),
    ],
    ids=lambda case: str(case)[:20],
)
def test_what_is_missing_is_named_and_everything_else_kept(
    browser: Client, filed: Task, more: dict[str, Any], field: str, said: str
) -> None:
    step = current_steps(filed)[0].pk
    response = send(browser, filed, "report", report(difficulties="缺车", steps_done=[step], **more))
    assert response.status_code == 422
    assert f'<a href="#{field}">{said}' in shown(response)
    assert f'id="{field}"' in shown(response)
    assert "缺车</textarea>" in shown(response)
    assert f'value="{step}" checked' in shown(response)
    assert not ProgressReport.objects.exists()


def test_files_that_were_chosen_cannot_be_kept_and_the_page_says_so(browser: Client, filed: Task) -> None:
    page = shown(send(browser, filed, "report", report(text="", evidence=[text_file("清单.txt")])))
    assert "选过的附件浏览器不能保留，须重新选择：清单.txt" in page


def test_low_confidence_needs_its_sentence(browser: Client, filed: Task) -> None:
    response = send(browser, filed, "report", report(confidence="unlikely"))
    assert response.status_code == 422
    assert "选了“难以完成”，没有写明原因" in shown(response)
    assert 'value="unlikely" checked' in shown(response)


def test_a_file_of_the_wrong_kind_refuses_the_whole_report(browser: Client, filed: Task) -> None:
    response = send(browser, filed, "report", report(evidence=[SimpleUploadedFile("a.exe", b"MZ")]))
    assert response.status_code == 422
    assert "附件“a.exe”" in shown(response)
    assert not ProgressReport.objects.exists()


def test_files_too_large_or_too_many_are_refused_before_they_are_read(browser: Client, filed: Task) -> None:
    large = SimpleUploadedFile("大.txt", b"x" * ((10 << 20) + 1))
    response = send(browser, filed, "report", report(evidence=[large]))
    assert "附件“大.txt”有 10.0 MB，超过 10 MB" in shown(response)
    many = [text_file(f"{n}.txt", str(n)) for n in range(11)]
    assert "附件超过 10 个" in shown(send(browser, filed, "report", report(evidence=many)))
    assert not TrailEvent.objects.filter(result="refused").exists()


def test_a_stale_report_keeps_its_ticks_where_steps_were_filed_again(
    browser: Client, filed: Task, bureau: Unit, at: datetime
) -> None:
    before = current_steps(filed)[0].pk
    colleague = make_user("colleague", "bureau", unit=bureau)
    actions.file_steps(filed, steps=STEPS, seen=2, by=colleague, at=at)
    response = send(browser, filed, "report", report(steps_done=[before], text="第一段\n第二段"))
    after = current_steps(filed)[0].pk
    assert response.status_code == 409
    assert before != after
    assert f'value="{after}" checked' in shown(response)
    assert "第一段\n第二段</textarea>" in shown(response)
    assert "打开本页之后的改动" in shown(response)


def test_a_report_before_any_steps_is_told_the_way(browser: Client, task: Task) -> None:
    assert "还没有报落实措施" in browser.get(f"/tasks/{task.pk}/report/").content.decode()
    assert send(browser, task, "report", report(seen=1)).status_code == 422


def test_the_forms_ask_a_fixed_number_of_queries(
    browser: Client, filed: Task, django_assert_max_num_queries: Any
) -> None:
    for form in ("steps", "report"):
        with django_assert_max_num_queries(12):
            assert browser.get(f"/tasks/{filed.pk}/{form}/").status_code == 200


def test_a_report_typed_while_the_office_moved_the_task_is_not_lost(
    browser: Client, filed: Task, reviewer: User, at: datetime
) -> None:
    actions.assign_lead(filed, lead=make_unit("third", "第三司"), reason="分工", by=reviewer, at=at)
    response = send(browser, filed, "report", report(text="第一段\n第二段", evidence=[text_file("清单.txt")]))
    assert response.status_code == 409
    for said in ("已改由第三司牵头，本次填写没有报送", "第一段\n第二段</textarea>", "须重新选择：清单.txt"):
        assert said in shown(response)
    assert not ProgressReport.objects.exists()


# which sentences a step serves

SPOKEN = "演练方案\n一、任务\n1.建设储备库,配齐物资。制定办法。(救灾司)\n2.统一标准。(社会救助司)\n"


@pytest.fixture
def spoken(preparer: User, reviewer: User, bureau: Unit, other_bureau: Unit, at: datetime) -> Task:
    """A task of the clerk's bureau, of two sentences."""
    actions.adopt(propose(preparer, at, SPOKEN), by=reviewer, at=at)
    return Task.objects.select_related("version_of_plan__plan").get(clause_path="一/1")


def test_the_form_offers_the_sentences_and_remembers_the_choice(browser: Client, spoken: Task) -> None:
    empty = shown(browser.get(f"/tasks/{spoken.pk}/steps/"))  # type: ignore[arg-type]
    assert empty.count('type="checkbox"') == 6
    assert "checked" not in empty
    sent = rows(*GOOD, **{"serves-1": ["制定办法。", "建设储备库,配齐物资。"], "serves-3": ["制定办法。"]})
    assert send(browser, spoken, "steps", sent).status_code == 302
    assert [step.serves for step in current_steps(spoken)] == [["建设储备库,配齐物资。", "制定办法。"], ["制定办法。"]]
    page = shown(browser.get(f"/tasks/{spoken.pk}/steps/"))  # type: ignore[arg-type]
    ticked = re.findall(r'name="(serves-\d)" value="([^"]+)" checked', page)
    assert ticked == [("serves-1", "建设储备库,配齐物资。"), ("serves-1", "制定办法。"), ("serves-2", "制定办法。")]


def test_the_page_of_the_task_says_what_each_step_serves(browser: Client, spoken: Task) -> None:
    send(browser, spoken, "steps", rows(*GOOD, **{"serves-3": ["制定办法。"]}))
    page = browser.get(f"/tasks/{spoken.pk}/").content.decode()
    assert re.findall(r'<span class="note serves">(.*?)</span>', page) == ["对应整条", "对应第 2 句"]


def test_a_choice_is_kept_through_a_refusal(browser: Client, spoken: Task) -> None:
    wrong = (("摸底", "", "2012-11-10", "底数清"),)
    response = send(browser, spoken, "steps", rows(*wrong, **{"serves-1": ["制定办法。"]}))
    assert response.status_code == 422
    assert 'name="serves-1" value="制定办法。" checked' in shown(response)


@pytest.mark.parametrize("words", ["统一标准。", "<b>", "9" * 500])
def test_what_is_no_sentence_of_the_clause_is_refused_with_what_was_typed(
    browser: Client, spoken: Task, words: str
) -> None:
    response = send(browser, spoken, "steps", rows(*GOOD, **{"serves-1": [words]}))
    assert response.status_code == 422
    assert "不是本任务条款里的一句，没有报送" in shown(response)
    assert "已不在现行原文，重新选" in shown(response)
    assert "<b>”" not in shown(response)
    assert 'value="报方案"' in shown(response)
    assert not spoken.filings.exists()


def test_who_ticks_while_the_text_changes_sees_the_new_sentences(
    browser: Client, spoken: Task, preparer: User, reviewer: User, at: datetime
) -> None:
    sent = rows(*GOOD, **{"serves-1": ["制定办法。"], "serves-3": ["建设储备库,配齐物资。"]})
    following = propose(preparer, at, SPOKEN.replace("制定", "修订"), of=spoken.version_of_plan.plan)
    actions.adopt(following, by=reviewer, at=at)
    response = send(browser, spoken, "steps", sent)
    assert response.status_code == 409
    assert "原对应的“制定办法。”已不在现行原文" in shown(response)
    assert 'name="serves-3" value="建设储备库,配齐物资。" checked' in shown(response)
    assert 'name="serves-1" value="修订办法。">' in shown(response)


def test_a_task_of_one_sentence_offers_no_choice(browser: Client, task: Task) -> None:
    assert "checkbox" not in shown(browser.get(f"/tasks/{task.pk}/steps/"))  # type: ignore[arg-type]
