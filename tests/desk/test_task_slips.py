"""The page of an item's slips: what may be issued and why, through check and issue to the lead's answer."""

import re
from typing import Any

import pytest

from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.supervision.models import Slip, SlipRule, Task
from tests.conftest import make_unit, make_user, signed_in
from tests.desk.paper_pages import _no_libreoffice, issue, read

__all__ = ["_no_libreoffice"]
pytestmark = pytest.mark.django_db


def prepare(by: User, task: Task, **more: str) -> Any:
    task.refresh_from_db()
    sent = {"key": "k", "seen": str(task.version), "colour": "red", "reason": "措施{逾期}"}
    return signed_in(by).post(f"/tasks/{task.pk}/slips/new/", sent | more)


def check(by: User, paper: Paper) -> Any:
    return signed_in(by).post(f"/papers/{paper.pk}/check/", {"key": "c", "seen": str(paper.version)})


def test_a_slip_is_prepared_checked_issued_and_answered(
    filed: Task, preparer: User, reviewer: User, clerk: User
) -> None:
    place = f"/tasks/{filed.pk}/slips/"
    page = read(preparer, place)
    assert "最近一个时限 10月10日 已过 5 天。" in page
    assert "拟督办单" in page
    answer = prepare(preparer, filed)
    paper = Paper.objects.get(kind=Paper.Kind.SLIP)
    assert answer["Location"] == f"/papers/{paper.pk}/"
    assert "办理时限：{办理时限}" in paper.body
    assert "2012年12月31日" in read(preparer, f"/papers/{paper.pk}/")
    assert "还没有发过督办单" in read(clerk, place)
    assert check(reviewer, paper).status_code == 302
    assert issue(reviewer, Paper.objects.get(pk=paper.pk)).status_code == 302
    slip = Slip.objects.get()
    assert slip.paper == Paper.objects.get(state="issued")
    page = read(clerk, place)
    assert "回复督办单" in page
    assert "红色督办单的回复时限 10月20日 未到。" in page
    assert signed_in(clerk).post(f"{place}{slip.pk}/answer/", {"key": "a", "text": ""}).status_code == 422
    assert signed_in(clerk).post(f"{place}{slip.pk}/answer/", {"key": "a", "text": "已补"}).status_code == 302
    assert "已补" in read(reviewer, place)


def test_who_only_reads_gets_no_form(filed: Task, clerk: User) -> None:
    assert "拟督办单" not in read(clerk, f"/tasks/{filed.pk}/slips/")
    assert prepare(clerk, filed).status_code == 403


def test_a_colour_out_of_turn_is_refused_and_what_was_typed_stays(filed: Task, reviewer: User) -> None:
    answer = prepare(reviewer, filed, colour="blue")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "现在不能对“建储备库”发蓝色督办单" in page
    assert "措施{逾期}</textarea>" in page
    assert prepare(reviewer, filed, colour="violet").status_code == 422


def test_an_item_that_changed_meanwhile_is_a_conflict(filed: Task, reviewer: User) -> None:
    assert prepare(reviewer, filed, seen="1").status_code == 409


def test_the_page_asks_as_much_for_many_slips_as_for_few(
    filed: Task, reviewer: User, at: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 20):
        Slip.objects.create(
            task=filed,
            number=number,
            colour="red",
            reason="演练",
            answer_by=at.date(),
            prepared_by=reviewer,
            prepared_at=at,
        )
    browser = signed_in(reviewer)
    with django_assert_max_num_queries(16):
        browser.get(f"/tasks/{filed.pk}/slips/")


def test_the_rule_of_slips_is_set_on_its_page(reviewer: User) -> None:
    browser = signed_in(reviewer)
    sent = {"key": "k", "preset": "ladder", "answer_days": "3", "in_force_from": "2012-10-15", "basis": "演练办法"}
    assert "还没有设定过" in browser.get("/slip-rules/").content.decode()
    assert browser.post("/slip-rules/", sent | {"answer_days": "x"}).status_code == 422
    assert browser.post("/slip-rules/", sent | {"preset": "x"}).status_code == 422
    assert browser.post("/slip-rules/", sent).status_code == 302
    page = browser.get("/slip-rules/").content.decode()
    assert "蓝橙红单" in page
    assert re.search(r'name="answer_days" type="number" value="3"', page)
    assert SlipRule.objects.get().basis == "演练办法"


def test_another_bureau_does_not_find_the_slips(filed: Task) -> None:
    outsider = make_user("outsider", "bureau", unit=make_unit("third", "第三司"))
    assert signed_in(outsider).get(f"/tasks/{filed.pk}/slips/").status_code == 404
