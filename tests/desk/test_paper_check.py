"""A paper from its template to the shelf, through its pages."""

import re

import pytest

from luoxiao.desk.paper_check import listing
from luoxiao.documents.models import Distribution, Paper
from luoxiao.organisations.models import User
from luoxiao.supervision.models import Task
from tests.conftest import signed_in
from tests.desk.paper_pages import _no_libreoffice, edit, fresh, issue, read, reported, text_of

__all__ = ["_no_libreoffice", "reported"]

pytestmark = pytest.mark.django_db
REPORT = {"kind": "report", "period": "2012Q3", "title": "关于演练情况的报告", "key": "w"}


@pytest.fixture
def report(preparer: User) -> Paper:
    """Written by the preparer while no plan is in force."""
    answer = signed_in(preparer).post("/papers/write/", REPORT)
    assert answer.status_code == 302
    return Paper.objects.get(kind="report")


def post(user: User, paper: Paper, what: str, **form: str) -> int:
    said = {"seen": str(fresh(paper).version), "key": what} | form
    return signed_in(user).post(f"/papers/{paper.pk}/{what}/", said).status_code


def test_a_paper_opens_with_the_template_of_its_kind(report: Paper) -> None:
    assert (report.series, report.addressee, report.period) == ("民发", "国务院扶贫开发领导小组", "2012Q3")
    assert "{" not in report.body
    assert "方案确定的【缺】项支持举措中" in report.body


def test_with_a_plan_in_force_its_figures_are_live(reported: Task, preparer: User) -> None:
    signed_in(preparer).post("/papers/write/", REPORT | {"kind": "letter", "title": "函", "addressee": "演练单位"})
    letter = Paper.objects.get(kind="letter")
    assert "{举措总数}" in letter.body
    assert re.search(r'方案确定的<span class="gw-live">\d+</span>项', read(preparer, f"/papers/{letter.pk}/"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "slip"}, "没有选文种或报告期"),
        ({"period": "1999Q1"}, "没有选文种或报告期"),
        ({"title": ""}, "“标题”没有填写"),
        ({"kind": "letter"}, "“主送机关”没有填写"),
    ],
)
def test_a_form_that_says_too_little_is_refused(preparer: User, wrong: dict[str, str], said: str) -> None:
    answer = signed_in(preparer).post("/papers/write/", REPORT | wrong)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Paper.objects.exists()


def test_the_page_says_that_a_check_is_due_and_who_may_not(report: Paper, preparer: User, reviewer: User) -> None:
    assert "核稿通过（本人起草或修改过，由另一人核稿）" in read(preparer, f"/papers/{report.pk}/")
    page = read(reviewer, f"/papers/{report.pk}/")
    assert "待核稿" in page
    assert "签发（还没有核稿）" in page
    assert "待核稿" in read(reviewer, "/papers/?kind=report")
    assert "关于演练情况的报告" not in read(reviewer, "/papers/?kind=letter")


def test_faults_are_listed_and_stop_the_check(report: Paper, preparer: User, reviewer: User) -> None:
    edit(preparer, report, body="情况如下。请予批准。")
    assert "报告不得夹带请示事项：第 1 段“请予批准”。" in read(reviewer, f"/papers/{report.pk}/")
    assert post(reviewer, report, "check") == 422
    assert post(reviewer, report, "check", key="again", despite="引用来文") == 302
    assert fresh(report).checked_by == reviewer


def test_what_is_sent_back_says_why_until_it_is_edited(report: Paper, preparer: User, reviewer: User) -> None:
    assert post(reviewer, report, "send-back", back="补上数据") == 302
    quoted = '<p class="quote mb">核稿退回：补上数据</p>'
    assert quoted in read(preparer, f"/papers/{report.pk}/")
    edit(preparer, fresh(report), body="情况如下。")
    assert quoted not in read(preparer, f"/papers/{report.pk}/")


def test_a_word_that_the_form_does_not_ask_for_stays(report: Paper, preparer: User) -> None:
    Paper.objects.filter(pk=report.pk).update(attended="甲")
    said = {name: getattr(report, name) for name in ("title", "issuer_mark", "series", "addressee", "signature")}
    signed_in(preparer).post(f"/papers/{report.pk}/edit/", said | {"body": "改过。", "seen": "1", "key": "e"})
    assert (fresh(report).body, fresh(report).attended) == ("改过。", "甲")


def test_a_checked_paper_is_issued_sent_and_archived(report: Paper, preparer: User, reviewer: User) -> None:
    assert post(reviewer, report, "check") == 302
    assert issue(reviewer, fresh(report)).status_code == 302
    assert post(preparer, report, "distribute", recipients="甲单位 2\n乙单位\n") == 302
    assert post(preparer, report, "archive") == 422
    assert post(preparer, report, "send") == 302
    assert post(preparer, report, "archive", key="b") == 302
    assert list(Distribution.objects.order_by("id").values_list("recipient", "copies")) == [
        ("甲单位", 2),
        ("乙单位", 1),
    ]
    page = read(preparer, f"/papers/{report.pk}/")
    assert "已归档" in page
    assert "列出分发名单</summary>" not in page


def test_two_versions_are_compared_word_by_word(report: Paper, preparer: User, clerk: User) -> None:
    edit(preparer, report, title="关于演练进展的报告")
    page = read(preparer, f"/papers/{report.pk}/versions/")
    assert "<del>情况</del>" in page
    assert "<ins>进展</ins>" in page
    assert "两稿没有不同" in read(preparer, f"/papers/{report.pk}/versions/?from=1&to=1")
    assert signed_in(clerk).get(f"/papers/{report.pk}/versions/").status_code == 404


def test_a_line_names_a_recipient_and_its_copies() -> None:
    assert listing(["江西省民政厅 2", "财政部", " ", "演练 单位 3份"]) == {
        "江西省民政厅": 2,
        "财政部": 1,
        "演练 单位": 3,
    }
