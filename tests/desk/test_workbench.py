"""The workbench: one sentence of fact, the band, what waits for whom, what is late."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from luoxiao.desk import workbench_area
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Unit, User
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.models import Task
from tests.conftest import make_unit, make_user, signed_in
from tests.supervision.conftest import make_version
from tests.supervision.test_actions import draft

pytestmark = pytest.mark.django_db


def page(user: User, address: str = "/") -> str:
    return signed_in(user).get(address).content.decode()


def duties(user: User) -> list[str]:
    """What the page says this person is to do, in order."""
    listed = re.search(r'<ol class="todo">(.*?)</ol>', page(user), re.DOTALL)
    assert listed
    return re.findall(r'<a href="[^"]+">(.+?)</a>', listed[1])


def test_the_office_reads_the_whole_plan_in_one_sentence(filed: Task, reviewer: User) -> None:
    shown = page(reviewer)
    assert '方案确定的 <b>2</b> 项支持举措，现有 <b class="t-late">1</b>' in shown
    assert len(re.findall(r'<a class="mz ', shown)) == 2
    assert 'class="mz late"' in shown


def test_a_bureau_is_told_that_the_sentence_is_about_its_own(filed: Task, clerk: User) -> None:
    shown = page(clerk)
    assert "本单位牵头或配合的 <b>1</b> 项支持举措" in shown
    assert "统一标准" not in shown


def test_who_has_no_tasks_begins_at_their_own_first_page() -> None:
    for role, address in (
        ("system-administrator", "/accounts/"),
        ("security-administrator", "/grants/"),
        ("audit-administrator", "/trail/"),
        ("social-organisation", "/plans/"),
    ):
        assert signed_in(make_user(role, role)).get("/")["Location"] == address
    assert signed_in(make_user("newcomer")).get("/")["Location"] == "/rights/"


def test_a_person_who_sees_no_tasks_sees_an_empty_workbench(task: Task) -> None:
    for user in (make_user("unitless", "bureau"), make_user("third", "bureau", unit=make_unit("third", "第三司"))):
        shown = page(user)
        assert "没有待办。" in shown
        assert "没有牵头或配合的举措" in shown


def test_before_any_plan_is_in_force_the_page_says_what_to_do(reviewer: User, clerk: User) -> None:
    assert "导入方案" in page(reviewer)
    assert "还没有启用的方案" in page(clerk)


def test_the_lead_bureau_owes_steps_then_dates(task: Task, clerk: User, at: datetime) -> None:
    assert duties(clerk) == ["报落实措施 建储备库"]
    actions.file_steps(task, steps=[actions.StepDraft("摸底", "张", date(2012, 10, 10), "清")], seen=1, by=clerk, at=at)
    assert duties(clerk) == ["办理 建储备库"]


def test_a_report_waits_for_the_office_and_comes_back_to_the_bureau(
    filed: Task, clerk: User, reviewer: User, preparer: User, at: datetime
) -> None:
    sent = actions.report_progress(filed, draft=draft(filed, 0, 1), seen=2, by=clerk, at=at - timedelta(days=3))
    assert duties(reviewer) == duties(preparer) == ["复核进展 建储备库"]
    assert "3 天前" in page(reviewer)
    actions.return_report(sent, reason="缺佐证", by=reviewer, at=at)
    assert duties(reviewer) == []
    assert duties(clerk)[0] == "修改进展 建储备库"
    actions.report_progress(filed, draft=draft(filed, 0, 1), seen=3, by=clerk, at=at)
    assert "修改进展 建储备库" not in duties(clerk)


def test_a_later_report_sent_back_is_owed_though_an_earlier_one_was_accepted(
    filed: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    first = actions.report_progress(filed, draft=draft(filed), seen=2, by=clerk, at=at)
    actions.accept_report(first, by=reviewer, at=at)
    second = actions.report_progress(filed, draft=draft(filed), seen=3, by=clerk, at=at)
    actions.return_report(second, reason="缺佐证", by=reviewer, at=at)
    assert duties(clerk)[0] == "修改进展 建储备库"


def test_days_are_counted_in_beijing(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    actions.report_progress(filed, draft=draft(filed), seen=2, by=clerk, at=at.replace(hour=1))
    waiting = re.search(r'<ol class="todo">(.*?)</ol>', page(reviewer), re.DOTALL)
    assert waiting
    assert "今日" in waiting[1]


def test_nobody_is_asked_to_decide_their_own(filed: Task, bureau: Unit, at: datetime) -> None:
    both = make_user("both", "bureau", "office", unit=bureau)
    actions.report_progress(filed, draft=draft(filed), seen=2, by=both, at=at)
    assert "复核进展 建储备库" not in duties(both)


def test_a_request_to_close_waits_for_the_office_and_not_for_the_bureau(
    filed: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    sent = actions.report_progress(filed, draft=draft(filed, 0, 1), seen=2, by=clerk, at=at)
    actions.accept_report(sent, by=reviewer, at=at)
    actions.ask_closure(filed, statement="已建成", seen=3, by=clerk, at=at)
    assert duties(reviewer) == ["销号 建储备库"]
    assert duties(clerk) == []


def test_a_cooperating_bureau_is_asked_until_it_answers_or_the_task_ends(
    task: Task, clerk: User, helper: User, at: datetime
) -> None:
    actions.ask_cooperation(task, text="提供名册", by=clerk, at=at)
    assert "确认配合 建储备库" in duties(helper)
    Task.objects.filter(pk=task.pk).update(state="withdrawn")
    assert "确认配合 建储备库" not in duties(helper)


def test_the_convener_is_shown_what_waits_for_adoption_and_signature(
    preparer: User, reviewer: User, at: datetime
) -> None:
    waiting = make_version(preparer, reviewer, at)
    PlanVersion.objects.filter(pk=waiting.pk).update(state="proposed", adopted_by=None, adopted_at=None)
    Paper.objects.create(
        kind="quarterly-circular", period="2012Q3", title="三季度通报", prepared_by=preparer, prepared_at=at
    )
    convener = make_user("convener", "convener")
    assert duties(convener) == duties(reviewer) == ["演练方案", "三季度通报"]
    assert duties(preparer) == []


def test_a_long_list_says_that_it_is_cut(many: Callable[..., list[Task]], clerk: User) -> None:
    many(30)
    assert len(duties(clerk)) == 8
    assert "前 8 项" in page(clerk)


def test_the_late_and_near_come_nearest_date_first(many: Callable[..., list[Task]], reviewer: User) -> None:
    made = many(4, due=lambda n: date(2012, 10, 20) - timedelta(days=3 * n))
    shown = re.findall(r'<th scope="row"><a href="[^"]+">(.+?)</a>', page(reviewer))
    assert shown == [task.title for task in reversed(made)]


def test_the_plan_can_be_chosen_and_a_mangled_choice_shows_the_first(task: Task, reviewer: User) -> None:
    for address in (f"/?plan={task.version_of_plan_id}", "/?plan=999", "/?plan=x"):
        assert len(re.findall(r'<a class="mz ', page(reviewer, address))) == 2


def test_the_page_asks_as_much_for_many_rows_as_for_few(
    filed: Task, many: Callable[..., list[Task]], reviewer: User, clerk: User, django_assert_max_num_queries: Any
) -> None:
    browsers = [signed_in(user) for user in (reviewer, clerk)]
    counts = []
    for _ in range(2):
        workbench_area._area.cache_clear()  # each round begins with nothing kept
        with django_assert_max_num_queries(50) as asked:
            for browser in browsers:
                browser.get("/")
        counts.append(len(asked))
        many(60, due=lambda n: date(2012, 10, 1) + timedelta(days=n))
    assert counts[0] == counts[1]
    assert max(counts) / 2 <= 25
