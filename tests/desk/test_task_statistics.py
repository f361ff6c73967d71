"""督办统计: each sees its own, real and rehearsal apart, the file and the circular say the same."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision.models import ProgressReport, Task
from tests.conftest import signed_in
from tests.desk.paper_pages import _no_libreoffice, issue, read

__all__ = ["_no_libreoffice"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(task: Task, clerk: User, reviewer: User, other_bureau: Unit, at: datetime) -> Task:
    """Closed late by the clerk's bureau after ten days; the other bureau's is late and was sent back once."""
    began = at - timedelta(days=10)
    Task.objects.filter(pk=task.pk).update(
        state="closed", opened_at=began, closed_at=at, due=at.date() - timedelta(days=3), next_due=None
    )
    other = Task.objects.get(title="统一标准")
    Task.objects.filter(pk=other.pk).update(next_due=date(2012, 10, 10), opened_at=began)
    ProgressReport.objects.create(
        task=other,
        period="2012Q3",
        text="演练",
        confidence="sure",
        state="returned",
        sent_by=clerk,
        sent_at=at,
        reviewed_by=reviewer,
        reviewed_at=at,
        review_reason="太粗",
    )
    return task


def lines(user: User, query: str = "") -> list[list[str]]:
    answer = signed_in(user).get(f"/tasks/statistics/export/{query}")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_each_unit_has_its_line(lived: Task, reviewer: User) -> None:
    assert lines(reviewer) == [
        ["社会救助司", "1", "0", "0", "1", "0", "1", "—"],
        ["救灾司", "1", "0", "1", "0", "0", "0", "10.0"],
        ["没有牵头单位", "1", "0", "0", "0", "1", "0", "—"],
    ]


def test_a_bureau_counts_what_it_sees(lived: Task, clerk: User) -> None:
    assert [line[0] for line in lines(clerk)] == ["救灾司"]


def test_another_period_counts_what_was_open_then(lived: Task, reviewer: User) -> None:
    assert lines(reviewer, "?period=2012Q3") == []
    assert lines(reviewer, "?period=2012") == lines(reviewer)


def test_rehearsals_are_counted_apart(lived: Task, reviewer: User) -> None:
    Task.objects.filter(title="季度通报").update(is_rehearsal=True)
    assert len(lines(reviewer)) == 2
    assert [line[0] for line in lines(reviewer, "?rehearsal=1")] == ["没有牵头单位"]


def test_the_page_says_the_sum_and_shows_bars_beside_the_numbers(lived: Task, reviewer: User) -> None:
    page = read(reviewer, "/tasks/statistics/")
    assert "3 项，按期办结 0 项，逾期办结 1 项，逾期未办结 1 项" in page
    assert "2012年第四季度督办统计" in page
    assert len(re.findall('<svg viewBox="0 0 160 10"', page)) == 3 + 4


@pytest.mark.parametrize("said", ["nonsense", "2012-10", "1899", "9999Q9", "²"])
def test_a_period_that_is_none_is_this_quarter(task: Task, reviewer: User, said: str) -> None:
    assert "2012年第四季度督办统计" in read(reviewer, f"/tasks/statistics/?period={said}")


def test_the_circular_says_the_same_and_keeps_it_once_issued(lived: Task, preparer: User, reviewer: User) -> None:
    browser = signed_in(preparer)
    answer = browser.post("/tasks/statistics/circular/?period=2012Q4", {"key": "k"})
    paper = Paper.objects.get()
    assert answer["Location"] == f"/papers/{paper.pk}/"
    assert "督办事项共3项，按期办结0项，逾期办结1项，逾期未办结1项" in re.sub(
        "<[^>]+>", "", read(preparer, answer["Location"])
    )
    again = browser.post("/tasks/statistics/circular/?period=2012Q4", {"key": "l"})
    assert again.status_code == 422
    assert "同一期已有草稿" in again.content.decode()
    checked = signed_in(reviewer).post(f"/papers/{paper.pk}/check/", {"key": "c", "seen": str(paper.version)})
    assert checked.status_code == 302
    assert issue(reviewer, Paper.objects.get(pk=paper.pk)).status_code == 302
    Task.objects.filter(title="季度通报").update(is_rehearsal=True)
    issued = Paper.objects.get(pk=paper.pk)
    assert "督办事项共3项" in issued.issued_text
    assert issued.annexes[0]["rows"][0][0] == "社会救助司"


def test_a_bureau_makes_no_circular(task: Task, clerk: User) -> None:
    assert signed_in(clerk).post("/tasks/statistics/circular/").status_code == 403


def test_the_page_asks_as_much_for_many_items_as_for_few(
    many: Any, reviewer: User, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(reviewer)
    many(60)
    with django_assert_max_num_queries(12):
        browser.get("/tasks/statistics/")
