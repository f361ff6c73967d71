"""The short forms on the page of a task: whatever happened meanwhile is shown, and what was typed is given back."""

import re
from datetime import datetime
from typing import Any

import pytest

from luoxiao.core import trail
from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import Unit, User
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.models import ClosureRequest, Task
from tests.conftest import make_unit, make_user, signed_in
from tests.plan.sample import propose
from tests.supervision.conftest import STEPS
from tests.supervision.test_actions import draft

pytestmark = pytest.mark.django_db


def opened(user: User, task: Task) -> dict[str, str]:
    """What the forms on the page of the task hold when this person opens it."""
    page = signed_in(user).get(f"/tasks/{task.pk}/").content.decode()
    return dict(re.findall(r'name="(seen|line|asked)" value="([^"]*)"', page))


def post(user: User, task: Task, form: str, **data: str) -> Any:
    return signed_in(user).post(f"/tasks/{task.pk}/{form}/", {"key": "k"} | data)


def shown(response: Any) -> str:
    return str(response.content.decode())


def given_back(response: Any) -> list[str]:
    return re.findall(r"readonly>(.*?)</textarea>", shown(response), re.S)


def changes(response: Any) -> list[str]:
    """What the page lists as done meanwhile."""
    section = re.search(r'aria-labelledby="h-meanwhile".*?</section>', shown(response), re.S)
    return re.findall(r"<span>(.*?)</span>", section[0]) if section else []


@pytest.fixture
def finished(filed: Task, clerk: User, reviewer: User, at: datetime) -> Task:
    """Every step done and accepted: it may be closed."""
    report = actions.report_progress(filed, draft=draft(filed, 0, 1), seen=2, by=clerk, at=at)
    actions.accept_report(report, by=reviewer, at=at)
    return Task.objects.get(pk=filed.pk)


def move(task: Task, reviewer: User, at: datetime, code: str = "third") -> None:
    lead = Unit.objects.filter(code=code).first() or make_unit(code, "第三司")
    actions.assign_lead(task, lead=lead, reason="分工", by=reviewer, at=at)


@pytest.mark.parametrize(("form", "field"), [("closure", "statement"), ("cooperation", "text")])
def test_what_the_former_lead_typed_is_given_back(
    finished: Task, clerk: User, reviewer: User, at: datetime, form: str, field: str
) -> None:
    page = opened(clerk, finished)
    move(finished, reviewer, at)
    before = trail.history(finished).count()
    response = post(clerk, finished, form, **page | {field: "第一段\n<b>第二段"})
    assert response.status_code == 409
    assert "已改由第三司牵头，本次填写没有报送" in shown(response)
    assert given_back(response) == ["第一段\n&lt;b&gt;第二段"]
    assert trail.history(finished).count() == before
    assert not ClosureRequest.objects.exists()


def test_it_is_given_back_though_a_colleague_changed_the_task_before_it_moved(
    finished: Task, clerk: User, bureau: Unit, reviewer: User, at: datetime
) -> None:
    page = opened(clerk, finished)
    colleague = make_user("colleague", "bureau", unit=bureau)
    actions.file_steps(finished, steps=STEPS, seen=finished.version, by=colleague, at=at)
    move(finished, reviewer, at)
    assert given_back(post(clerk, finished, "closure", **page | {"statement": "已建成"})) == ["已建成"]
    assert post(clerk, finished, "steps", seen=page["seen"], title="甲").status_code == 409


def test_it_is_given_back_when_a_new_version_of_the_plan_names_another_lead(
    preparer: User, reviewer: User, clerk: User, bureau: Unit, other_bureau: Unit, at: datetime
) -> None:
    text = "演练方案\n一、任务(列在首位的司局为牵头单位)\n1.建设储备库,配齐物资。(救灾司、社会救助司)\n"
    actions.adopt(propose(preparer, at, text), by=reviewer, at=at)
    task = Task.objects.get(clause_path="一/1")
    page = opened(clerk, task)
    plan = PlanVersion.objects.get().plan
    actions.adopt(
        propose(preparer, at, text.replace("(救灾司、社会救助司)", "(社会救助司)"), of=plan), by=reviewer, at=at
    )
    response = post(clerk, task, "cooperation", **page | {"text": "提供名册"})
    assert response.status_code == 409
    assert "已改由社会救助司牵头" in shown(response)
    assert given_back(response) == ["提供名册"]


def test_who_never_led_learns_nothing(finished: Task, reviewer: User, at: datetime) -> None:
    outsider = make_user("outsider", "bureau", unit=make_unit("fourth", "第四司"))
    move(finished, reviewer, at)
    for seen in ("", "0", "1", "2", "99", "x"):
        for form in ("closure", "cooperation"):
            assert post(outsider, finished, form, seen=seen, line="1", statement="甲").status_code == 404


def test_the_answer_of_a_bureau_that_leads_by_now_is_given_back(
    task: Task, helper: User, reviewer: User, other_bureau: Unit, at: datetime
) -> None:
    part, page = task.cooperations.get(), opened(helper, task)
    move(task, reviewer, at, other_bureau.code)
    response = post(helper, task, f"cooperation/{part.pk}", **page | {"answer": "月底前提供名册"})
    assert response.status_code == 409
    assert "已改由社会救助司牵头，不再是配合单位" in shown(response)
    assert given_back(response) == ["月底前提供名册"]
    assert changes(response) == ["reviewer　指定牵头单位：分工"]


def test_an_answer_to_what_is_no_longer_asked_is_not_taken(task: Task, clerk: User, helper: User, at: datetime) -> None:
    actions.ask_cooperation(task, text="提供名册", by=clerk, at=at)
    part, page = task.cooperations.get(), opened(helper, task)
    actions.ask_cooperation(task, text="派两人参加", by=clerk, at=at)
    response = post(helper, task, f"cooperation/{part.pk}", **page | {"answer": "月底前提供"})
    assert response.status_code == 409
    assert "已把请社会救助司配合的事项改为“派两人参加”" in shown(response)
    assert "月底前提供</textarea>" in shown(response)
    assert given_back(response) == []
    assert changes(response) == ["clerk（救灾司）　请配合单位确认"]
    again = opened(helper, task) | {"answer": "派两人"}
    assert post(helper, task, f"cooperation/{part.pk}", **again).status_code == 302


def test_the_answer_of_the_slower_of_two_colleagues_is_given_back(
    task: Task, helper: User, other_bureau: Unit, at: datetime
) -> None:
    part, page = task.cooperations.get(), opened(helper, task)
    colleague = make_user("colleague", "bureau", unit=other_bureau)
    actions.confirm_cooperation(part, answer="派一人", by=colleague, at=at)
    response = post(helper, task, f"cooperation/{part.pk}", **page | {"answer": "派两人"})
    assert (response.status_code, given_back(response)) == (422, ["派两人"])
    assert "已于此前确认" in shown(response)
    assert changes(response) == ["colleague（社会救助司）　确认配合"]


def test_a_statement_is_given_back_when_the_task_may_not_be_closed_any_more(
    finished: Task, clerk: User, bureau: Unit, at: datetime
) -> None:
    page = opened(clerk, finished)
    colleague = make_user("colleague", "bureau", unit=bureau)
    more = [*STEPS, actions.StepDraft("再建一处", "甲", STEPS[1].due, "乙")]
    actions.file_steps(finished, steps=more, seen=finished.version, by=colleague, at=at)
    response = post(clerk, finished, "closure", **page | {"statement": "三个库都已建成"})
    assert (response.status_code, given_back(response)) == (409, ["三个库都已建成"])
    assert changes(response) == ["colleague（救灾司）　报落实措施"]


def test_a_stale_statement_stays_in_its_form_beside_what_changed(
    finished: Task, clerk: User, bureau: Unit, at: datetime
) -> None:
    page = opened(clerk, finished)
    colleague = make_user("colleague", "bureau", unit=bureau)
    actions.file_steps(finished, steps=STEPS, seen=finished.version, by=colleague, at=at)
    response = post(clerk, finished, "closure", **page | {"statement": "三个库都已建成"})
    assert (response.status_code, given_back(response)) == (409, [])
    assert "三个库都已建成</textarea>" in shown(response)
    assert changes(response) == ["colleague（救灾司）　报落实措施"]
    again = dict(re.findall(r'name="(seen|line)" value="([^"]*)"', shown(response)))
    assert post(clerk, finished, "closure", **again | {"statement": "三个库都已建成", "key": "l"}).status_code == 302


def test_a_reason_is_given_back_when_another_decided_meanwhile(
    filed: Task, clerk: User, reviewer: User, preparer: User, at: datetime
) -> None:
    report = actions.report_progress(filed, draft=draft(filed, 0), seen=2, by=clerk, at=at)
    page = opened(reviewer, filed)
    actions.accept_report(report, by=preparer, at=at)
    sent = page | {"decision": "return", "reason": "缺佐证", "of": f"r{report.pk}"}
    response = post(reviewer, filed, f"reports/{report.pk}", **sent)
    assert (response.status_code, given_back(response)) == (422, ["缺佐证"])
    assert changes(response) == ["preparer　采用进展"]


def test_a_mistake_of_ones_own_lists_no_changes(task: Task, clerk: User) -> None:
    response = post(clerk, task, "cooperation", **opened(clerk, task) | {"text": " "})
    assert response.status_code == 422
    assert "h-meanwhile" not in shown(response)


@pytest.mark.parametrize("line", ["", "x", "0", "-1", "9" * 40])
def test_a_mangled_line_lists_no_changes(task: Task, clerk: User, line: str) -> None:
    response = post(clerk, task, "cooperation", text="", line=line)
    assert (response.status_code, changes(response)) == (422, [])
    assert TrailEvent.objects.filter(result="refused").count() == 1
