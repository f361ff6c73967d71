"""A notice about another thing than a plan goes the same way through the pages, with figures from its own source."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from luoxiao.core.periods import Period
from luoxiao.desk import paper_sources
from luoxiao.desk.paper_forms import HEAD, head
from luoxiao.desk.paper_source import Source
from luoxiao.documents import actions
from luoxiao.documents.composing import AnnexTable, FigureValue, Words
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from tests.conftest import make_user, signed_in
from tests.desk.paper_pages import _no_libreoffice, draft, edit, fresh, issue, issued, read, reported, text_of

__all__ = ["_no_libreoffice", "draft", "issued", "reported"]

pytestmark = pytest.mark.django_db
WORDS = Words(
    title="关于下达演练资金的通知",
    issuer_mark="演练厅文件",
    series="演练函",
    addressee="各演练市",
    body="现下达资金{总额}元，按下表执行。",
    signature="演练厅",
    copied_to="",
)
Facts = dict[str, str]


@pytest.fixture
def money(monkeypatch: pytest.MonkeyPatch) -> Facts:
    """What the notices of this test rest on; every reading is counted in `read`."""
    known: Facts = {"total": "1,000.00", "read": "0"}

    def facts(papers: Sequence[Paper], at: datetime) -> dict[int, Facts]:
        known["read"] = str(int(known["read"]) + 1)
        return {paper.pk: known for paper in papers}

    def figures(found: Facts) -> dict[str, FigureValue]:
        return {"总额": FigureValue("总额", "资金总额", found["total"], "元", "drill-total", "演练分配结果")}

    def annexes(found: Facts) -> list[AnnexTable]:
        return [AnnexTable("演练资金分配表", (("县", 1, "left"), ("元", 1, "right")), (("演练县", found["total"]),))]

    made = Source(facts, figures, annexes, open_to=lambda user: user.may(Permission.DRAFT_PAPER))
    monkeypatch.setitem(paper_sources.SOURCES, "drill", made)
    return known


def prepare(by: User, at: datetime, about: int = 5, **more: Any) -> Paper:
    of = {"kind": Paper.Kind.NOTICE, "period": Period.parse("2012"), "about_kind": "drill", "about": about}
    return actions.prepare(**(of | more), words=WORDS, known={"总额"}, rehearsal=True, by=by, at=at)


@pytest.fixture
def notice(money: Facts, preparer: User, at: datetime) -> Paper:
    return prepare(preparer, at)


def test_a_draft_notice_shows_its_own_figures_as_they_are_now(notice: Paper, money: Facts, preparer: User) -> None:
    page = read(preparer, f"/papers/{notice.pk}/")
    for said in ("通知", "2012年", '<span class="gw-live">1,000.00</span>', "演练资金分配表", "演练分配结果"):
        assert said in page
    money["total"] = "900.00"
    assert '<span class="gw-live">900.00</span>' in read(preparer, f"/papers/{notice.pk}/")
    assert "现下达资金900.00元" in b"".join(signed_in(preparer).get(f"/papers/{notice.pk}/txt/")).decode()


def test_its_editor_offers_its_figures_and_knows_no_others(notice: Paper, preparer: User) -> None:
    page = read(preparer, f"/papers/{notice.pk}/edit/")
    assert 'data-insert="{总额}"' in page
    assert "逾期数" not in page
    assert edit(preparer, notice, body="下达{总额}元。").status_code == 302
    answer = edit(preparer, fresh(notice), key="e2", body="逾期{逾期数}项。")
    assert (answer.status_code, "{逾期数} 不是数据名" in text_of(answer)) == (422, True)


def test_another_person_issues_it_and_its_figures_stay(
    notice: Paper, money: Facts, preparer: User, reviewer: User, stranger: User
) -> None:
    answer = signed_in(preparer).post(f"/papers/{notice.pk}/issue/", {"key": "k", "seen": "1", "shown": "{}"})
    assert "不能由本人签发" in text_of(answer)
    assert issue(reviewer, notice).status_code == 302
    money["total"] = "900.00"
    assert fresh(notice).doc_number == "演练函〔2012〕1号"
    for user in (reviewer, stranger):
        assert "现下达资金1,000.00元" in read(user, f"/papers/{notice.pk}/")
    assert "签发后有 1 个数据变化" in read(reviewer, f"/papers/{notice.pk}/")
    assert "签发后有" not in read(stranger, f"/papers/{notice.pk}/")


def test_a_figure_that_moved_while_the_page_was_open_stops_the_issue(
    notice: Paper, money: Facts, reviewer: User
) -> None:
    shown = json.dumps({"总额": "999.00"})
    answer = signed_in(reviewer).post(f"/papers/{notice.pk}/issue/", {"key": "k", "seen": "1", "shown": shown})
    assert answer.status_code == 422
    assert "总额 999.00 → 1,000.00" in text_of(answer)
    assert fresh(notice).state == "draft"


def test_a_draft_notice_is_given_up_with_a_reason(notice: Paper, reviewer: User) -> None:
    said = {"key": "k", "seen": "1", "reason": "资金未定"}
    assert signed_in(reviewer).post(f"/papers/{notice.pk}/withdraw/", said).status_code == 302
    assert "资金未定" in read(reviewer, f"/papers/{notice.pk}/")


def test_a_draft_notice_is_not_there_for_bureaus(notice: Paper, clerk: User, stranger: User) -> None:
    for user in (clerk, stranger):
        assert signed_in(user).get(f"/papers/{notice.pk}/").status_code == 404
        assert notice.title not in read(user, "/papers/")


def test_the_list_tells_circulars_from_notices(notice: Paper, draft: Paper, preparer: User) -> None:
    page = read(preparer, "/papers/")
    for kind, period in (("季度通报", "2012年第三季度"), ("通知", "2012年")):
        assert f'<td class="l nowrap">{kind}</td><td class="l nowrap">{period}</td>' in page


def test_changed_figures_of_both_kinds_are_compared_each_with_its_own_source_read_once(
    notice: Paper, issued: Paper, money: Facts, preparer: User, reviewer: User, at: datetime
) -> None:
    other = prepare(preparer, at, about=6)
    for n, paper in enumerate((notice, other)):
        assert issue(reviewer, paper, key=f"n{n}").status_code == 302
    money |= {"total": "900.00", "read": "0"}
    page = read(reviewer, "/papers/changes/")
    assert "核对 3 份已签发公文，2 个数据此后有变化" in page
    assert "<b>900.00元</b>" in page
    assert money["read"] == "1"


def test_who_may_compare_one_kind_is_shown_that_kind_only(
    notice: Paper, issued: Paper, money: Facts, reviewer: User
) -> None:
    assert issue(reviewer, notice, key="n").status_code == 302
    money["total"] = "900.00"
    leader = make_user("leader", "leading-group")
    assert "核对 1 份已签发公文，0 个数据此后有变化" in read(leader, "/papers/changes/")
    assert "签发后有" not in read(leader, f"/papers/{notice.pk}/")


def test_the_head_of_a_circular_is_not_taken_from_a_notice(notice: Paper, draft: Paper) -> None:
    assert head(Paper.Kind.QUARTERLY_CIRCULAR, {})["issuer_mark"] == HEAD["issuer_mark"]
    assert head(Paper.Kind.NOTICE, HEAD)["issuer_mark"] == "演练厅文件"
    Paper.objects.filter(pk=notice.pk).update(state=Paper.State.WITHDRAWN)
    assert head(Paper.Kind.NOTICE, HEAD) == HEAD
