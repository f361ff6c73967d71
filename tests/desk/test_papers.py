"""The pages of papers: who sees which, how a draft is generated, its files, and the figures that changed since."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoxiao.core import clock
from luoxiao.documents import gongwen
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision.models import Task
from tests.conftest import make_user, signed_in
from tests.desk.paper_pages import (
    FIELDS,
    _no_libreoffice,
    draft,
    edit,
    fresh,
    generate,
    issue,
    issued,
    read,
    reported,
    text_of,
)

__all__ = ["_no_libreoffice", "draft", "issued", "reported"]

pytestmark = pytest.mark.django_db


# three people


def test_the_preparer_drafts_and_cannot_issue(draft: Paper, preparer: User) -> None:
    page = read(preparer, f"/papers/{draft.pk}/")
    assert "由另一人签发" in page
    assert f"/papers/{draft.pk}/issue/" not in page
    answer = signed_in(preparer).post(f"/papers/{draft.pk}/issue/", {"key": "k", "seen": "1", "shown": "{}"})
    assert answer.status_code == 422
    assert "不能由本人签发" in text_of(answer)
    assert fresh(draft).state == "draft"


def test_the_reviewer_issues_under_the_next_number(draft: Paper, reviewer: User) -> None:
    assert "民办函 第 1 号" in read(reviewer, f"/papers/{draft.pk}/")
    answer = issue(reviewer, draft)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/papers/{draft.pk}/")
    assert fresh(draft).doc_number == "民办函〔2012〕1号"
    page = read(reviewer, f"/papers/{draft.pk}/")
    assert "民办函〔2012〕1号" in page
    assert "签发公文</button>" not in page


def test_a_draft_is_not_there_for_bureaus(draft: Paper, clerk: User, stranger: User) -> None:
    for user in (clerk, stranger):
        client, at = signed_in(user), f"/papers/{draft.pk}/"
        assert [client.get(at + more).status_code for more in ("", "docx/", "txt/", "pdf/")] == [404] * 4
        assert draft.title not in read(user, "/papers/")
        assert [client.post(at + more, {"key": "k"}).status_code for more in ("edit/", "issue/", "withdraw/")] == [
            403
        ] * 3
        assert client.get("/papers/new/").status_code == 403


def test_bureaus_read_what_is_issued_and_do_nothing_with_it(issued: Paper, clerk: User, stranger: User) -> None:
    for user in (clerk, stranger):
        assert issued.title in read(user, "/papers/")
        page = read(user, f"/papers/{issued.pk}/")
        assert issued.doc_number in page
        assert "已摸清底数" in page
        assert not re.search(r'action="/papers/', page)
        assert "变更记录" not in page
        assert signed_in(user).post(f"/papers/{issued.pk}/make-pdf/", {"key": "k"}).status_code == 403


def test_who_may_see_no_papers_is_turned_away(issued: Paper, bureau: Unit) -> None:
    client = signed_in(make_user("auditor", "audit-administrator", unit=bureau))
    seen = {client.get(at).status_code for at in ("/papers/", f"/papers/{issued.pk}/", f"/papers/{issued.pk}/txt/")}
    assert seen == {403}


# generating


def test_the_quarter_before_this_one_is_offered_first(reported: Task, preparer: User) -> None:
    page = read(preparer, "/papers/new/")
    assert '<option value="2012Q3" selected>2012年第三季度</option>' in page
    assert page.count("<option") == 6


def test_without_a_plan_in_force_there_is_nothing_to_generate(preparer: User) -> None:
    assert "还没有启用的方案" in read(preparer, "/papers/new/")


def test_the_draft_says_what_was_accepted(draft: Paper, preparer: User) -> None:
    page = read(preparer, f"/papers/{draft.pk}/")
    assert "已摸清底数" in page
    assert '<span class="gw-live">2012年第三季度</span>' in page
    assert "\ue000" not in page
    assert "\ue001" not in page


def test_a_form_sent_twice_makes_one_draft(reported: Task, preparer: User) -> None:
    first, second = (generate(preparer, reported) for _n in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert Paper.objects.count() == 1


def test_a_second_draft_of_the_quarter_is_refused(draft: Paper, reported: Task, reviewer: User) -> None:
    answer = generate(reviewer, reported)
    assert answer.status_code == 422
    assert f"已有草稿《{draft.title}》，由preparer" in text_of(answer)


@pytest.mark.parametrize(
    "form",
    [{"period": "2001Q1"}, {"period": "x"}, {"plan": "999"}, {"plan": "x"}, {"plan": "０"}, {"period": "2012Q9"}],
)
def test_what_was_not_offered_is_not_made(reported: Task, preparer: User, form: dict[str, str]) -> None:
    assert generate(preparer, reported, **form).status_code == 422
    assert not Paper.objects.exists()


def test_the_next_circular_keeps_head_and_foot(draft: Paper, reported: Task, preparer: User) -> None:
    edit(preparer, draft, series="演练函", copied_to="演练单位")
    assert generate(preparer, reported, key="k2", period="2012Q2").status_code == 302
    later = Paper.objects.get(period="2012Q2")
    assert (later.series, later.copied_to) == ("演练函", "演练单位")


# files


def test_a_drafts_files_say_draft(draft: Paper, preparer: User) -> None:
    client = signed_in(preparer)
    word = client.get(f"/papers/{draft.pk}/docx/")
    assert "草稿" in "".join(gongwen.read(b"".join(word)).headers)
    assert "已摸清底数" in b"".join(client.get(f"/papers/{draft.pk}/txt/")).decode()
    assert [client.get(f"/papers/{draft.pk}/{kind}/").status_code for kind in ("pdf", "exe")] == [404, 404]


def test_issued_files_are_the_stored_ones(issued: Paper, stranger: User) -> None:
    client = signed_in(stranger)
    word = client.get(f"/papers/{issued.pk}/docx/")
    data = b"".join(word)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert issued.doc_number in gongwen.read(data).lines
    assert "attachment" in word.headers["Content-Disposition"]
    plain = b"".join(client.get(f"/papers/{issued.pk}/txt/")).decode()
    assert plain == issued.issued_text
    assert client.get(f"/papers/{issued.pk}/exe/").status_code == 404


# figures that changed since


def test_changed_figures_stand_beside_the_printed_ones(
    issued: Paper, reported: Task, reviewer: User, stranger: User
) -> None:
    assert "一致" in read(reviewer, "/papers/changes/")
    Task.objects.filter(pk=reported.pk).update(steps_done=2)
    page = read(reviewer, "/papers/changes/")
    assert "核对 1 份已签发公文，1 个数据此后有变化" in page
    assert issued.doc_number in page
    assert "<b>2条</b>" in page
    assert "签发后有 1 个数据变化" in read(reviewer, f"/papers/{issued.pk}/")
    assert "签发后有" not in read(stranger, f"/papers/{issued.pk}/")
    assert issued.doc_number not in read(stranger, "/papers/changes/")  # only notices about money are compared there


def test_later_days_change_no_printed_figure(issued: Paper, reviewer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOXIAO_TODAY", "2013-10-15")
    clock.rehearsal_day.cache_clear()
    assert "一致" in read(reviewer, "/papers/changes/")


# cost and mangled addresses


@pytest.mark.parametrize("query", ["?before=x", "?before=999999999999999999", "?state=x", "?state=draft&before=1"])
def test_a_mangled_address_is_harmless(issued: Paper, reviewer: User, query: str) -> None:
    read(reviewer, f"/papers/{query}")
    read(reviewer, f"/papers/changes/{query}")


def more_papers(paper: Paper, count: int) -> None:
    """Drafts of other quarters."""
    rows = [
        Paper(
            **{
                name: getattr(paper, name)
                for name in (*FIELDS, "kind", "about_kind", "about", "prepared_at", "prepared_by")
            }
        )
        for _n in range(count)
    ]
    for n, row in enumerate(rows):
        row.period = f"{1900 + n}Q1"
    Paper.objects.bulk_create(rows)


def cost(user: User, address: str) -> int:
    client = signed_in(user)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_long_list_costs_no_more_and_turns_its_page(draft: Paper, reviewer: User) -> None:
    few = cost(reviewer, "/papers/")
    more_papers(draft, 60)
    assert cost(reviewer, "/papers/") == few
    page = read(reviewer, "/papers/")
    older = re.findall(r"before=(\d+)", page)
    assert page.count('<th scope="row">') == 30
    assert read(reviewer, f"/papers/?before={older[0]}").count('<th scope="row">') == 30


def test_a_large_plan_costs_no_more(
    draft: Paper, reviewer: User, preparer: User, many: Callable[..., list[Task]]
) -> None:
    pages = [(reviewer, f"/papers/{draft.pk}/"), (preparer, f"/papers/{draft.pk}/edit/")]
    few = [cost(user, at) for user, at in pages]
    many(200)
    assert [cost(user, at) for user, at in pages] == few


def test_comparing_many_papers_costs_no_more(issued: Paper, reported: Task, preparer: User, reviewer: User) -> None:
    few = cost(reviewer, "/papers/changes/")
    for period in ("2012Q2", "2012Q1"):
        generate(preparer, reported, key=period, period=period)
        assert issue(reviewer, Paper.objects.get(period=period)).status_code == 302
    assert cost(reviewer, "/papers/changes/") == few
