"""The pages of papers: one drafts, another issues, bureaus read; nothing typed is lost and nothing acts twice."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoxiao.core import clock
from luoxiao.core.models import TrailEvent
from luoxiao.core.periods import Quarter
from luoxiao.documents import gongwen
from luoxiao.documents.composing import Words
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import ProgressDraft
from luoxiao.supervision.models import Task
from tests.conftest import make_user, signed_in

pytestmark = pytest.mark.django_db
FIELDS = tuple(Words.__dataclass_fields__)


@pytest.fixture(autouse=True)
def _no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds of work that other tests do; here the server has none unless a test says so."""
    monkeypatch.setattr(gongwen, "write_pdf", lambda _data, **_more: None)


@pytest.fixture
def reported(filed: Task, clerk: User, reviewer: User, at: datetime) -> Task:
    """With accepted progress of the third quarter."""
    draft = ProgressDraft(period=Quarter(2012, 3), text="已摸清底数", confidence="sure", difficulties="缺经费")
    made = actions.report_progress(filed, draft=draft, seen=filed.version, by=clerk, at=at)
    actions.accept_report(made, by=reviewer, at=at)
    return Task.objects.get(pk=filed.pk)


@pytest.fixture
def draft(reported: Task, preparer: User) -> Paper:
    """As the preparer's form makes it."""
    answer = generate(preparer, reported)
    assert answer.status_code == 302
    return Paper.objects.get()


@pytest.fixture
def issued(draft: Paper, reviewer: User) -> Paper:
    assert issue(reviewer, draft).status_code == 302
    return fresh(draft)


def fresh(paper: Paper) -> Paper:
    return Paper.objects.get(pk=paper.pk)


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def read(user: User, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200
    return text_of(answer)


def generate(user: User, task: Task, key: str = "k", **form: str) -> Any:
    said = {"key": key, "period": "2012Q3", "plan": str(task.version_of_plan.plan_id)} | form
    return signed_in(user).post("/papers/new/", said)


def hidden(page: str, name: str) -> str:
    """What the form of a page sends back unseen."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def issue(user: User, paper: Paper, key: str = "i", **form: str) -> Any:
    """Open the page and press the button."""
    client = signed_in(user)
    page = client.get(f"/papers/{paper.pk}/").content.decode()
    said = {name: hidden(page, name) for name in ("seen", "shown")}
    return client.post(f"/papers/{paper.pk}/issue/", {"key": key} | said | form)


def edit(user: User, paper: Paper, key: str = "e", **form: str) -> Any:
    said = {name: getattr(paper, name) for name in FIELDS} | {"seen": str(paper.version), "key": key}
    return signed_in(user).post(f"/papers/{paper.pk}/edit/", said | form)


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
    assert "已有草稿，由preparer" in text_of(answer)


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


# editing


def test_an_edit_is_saved_and_its_writer_cannot_issue(draft: Paper, reviewer: User) -> None:
    assert edit(reviewer, draft, title="改过的标题").status_code == 302
    assert fresh(draft).title == "改过的标题"
    assert "由另一人签发" in read(reviewer, f"/papers/{draft.pk}/")


def test_a_stale_edit_shows_what_changed_and_loses_nothing(draft: Paper, preparer: User, reviewer: User) -> None:
    edit(reviewer, draft, title="先保存的标题")
    answer = edit(preparer, draft, title="后保存的标题", body=draft.body + "\n本人加的一段。")
    page = text_of(answer)
    assert answer.status_code == 409
    assert "先保存的标题</del>" in page
    assert "后保存的标题</ins>" in page
    assert "本人加的一段。</textarea>" in page
    assert "reviewer" in page
    assert fresh(draft).title == "先保存的标题"
    again = edit(preparer, draft, key=hidden(page, "key"), seen=hidden(page, "seen"), title="后保存的标题")
    assert (again.status_code, fresh(draft).title) == (302, "后保存的标题")


def test_two_long_texts_without_a_common_line_are_compared_in_a_moment(
    draft: Paper, preparer: User, reviewer: User
) -> None:
    """Likening every line to every other would take minutes."""
    theirs, mine = ("\n".join(f"第{n}段，{who}所写的内容。" for n in range(3000)) for who in ("甲", "乙"))
    edit(reviewer, draft, body=theirs)
    page = text_of(edit(preparer, draft, body=mine))
    assert (page.count("甲所写的内容。</del>"), page.count("乙所写的内容。</ins>")) == (3000, 3000)


def test_an_unknown_figure_is_refused_beside_what_was_typed(draft: Paper, preparer: User) -> None:
    answer = edit(preparer, draft, body="共{举措总}项。")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "{举措总} 不是数据名" in page
    assert "共{举措总}项。</textarea>" in page
    assert 'aria-invalid="true"' in page
    assert fresh(draft).body == draft.body
    assert TrailEvent.objects.filter(action="refused.paper-edit", result="refused").count() == 1


def test_a_preview_saves_nothing(draft: Paper, preparer: User) -> None:
    answer = edit(preparer, draft, preview="1", body="一、共{举措总数}项。\n{无}")
    assert answer.status_code == 200
    assert '共<span class="gw-live">2</span>项' in text_of(answer)
    assert "{无} 不是数据名" in text_of(answer)
    assert (fresh(draft).body, fresh(draft).version) == (draft.body, 1)


def test_what_is_typed_never_becomes_markup(draft: Paper, preparer: User) -> None:
    edit(preparer, draft, title="<b>标题</b>", body="<script>1</script>{举措总数}")
    for at in ("", "edit/"):
        page = signed_in(preparer).get(f"/papers/{draft.pk}/{at}").content.decode()
        assert "<script>1" not in page
        assert "<b>标题" not in page


def test_a_double_click_saves_once(draft: Paper, preparer: User) -> None:
    answers = [edit(preparer, draft, title="改过") for _n in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert fresh(draft).version == 2


def test_an_issued_paper_is_not_edited(issued: Paper, preparer: User) -> None:
    client = signed_in(preparer)
    assert client.get(f"/papers/{issued.pk}/edit/").headers["Location"] == f"/papers/{issued.pk}/"
    answer = edit(preparer, issued, title="改动")
    assert answer.status_code == 422
    assert "已由reviewer签发，文号民办函〔2012〕1号" in text_of(answer)
    assert fresh(issued).title == issued.title


# withdrawing


def test_a_draft_is_withdrawn_with_its_reason(draft: Paper, reviewer: User) -> None:
    client, at = signed_in(reviewer), f"/papers/{draft.pk}/"
    refused = client.post(at + "withdraw/", {"key": "a", "seen": "1", "reason": " "})
    assert (refused.status_code, fresh(draft).state) == (422, "draft")
    assert client.post(at + "withdraw/", {"key": "b", "seen": "1", "reason": "改期"}).status_code == 302
    assert "撤回原因：改期" in read(reviewer, at)
    assert "已撤回" in read(reviewer, "/papers/?state=withdrawn")
    assert draft.title not in read(reviewer, "/papers/?state=draft")


# issuing


def test_a_double_click_issues_once(draft: Paper, reviewer: User) -> None:
    client = signed_in(reviewer)
    page = client.get(f"/papers/{draft.pk}/").content.decode()
    said = {"key": "i"} | {name: hidden(page, name) for name in ("seen", "shown")}
    answers = [client.post(f"/papers/{draft.pk}/issue/", said) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert fresh(draft).number == 1
    assert TrailEvent.objects.filter(action="paper.issue").count() == 1


@pytest.mark.parametrize("number", ["0", "100000", "-1", "二百", "1.5", "9" * 30])
def test_a_number_that_is_none_is_refused_and_kept(draft: Paper, reviewer: User, number: str) -> None:
    answer = issue(reviewer, draft, number=number)
    assert answer.status_code == 422
    assert f'value="{number}"' in text_of(answer)
    assert fresh(draft).state == "draft"


def test_a_typed_number_is_taken(draft: Paper, reviewer: User) -> None:
    issue(reviewer, draft, number=" 236 ")
    assert fresh(draft).doc_number == "民办函〔2012〕236号"


def test_figures_that_moved_are_shown_before_anything_is_issued(draft: Paper, reported: Task, reviewer: User) -> None:
    client = signed_in(reviewer)
    page = client.get(f"/papers/{draft.pk}/").content.decode()
    said = {name: hidden(page, name) for name in ("seen", "shown")}
    Task.objects.filter(pk=reported.pk).update(steps_done=2)
    answer = client.post(f"/papers/{draft.pk}/issue/", {"key": "i"} | said)
    assert answer.status_code == 422
    assert "已完成措施数 0 → 2" in text_of(answer)
    assert json.loads(hidden(answer.content.decode(), "shown"))["已完成措施数"] == "2"
    assert fresh(draft).state == "draft"


@pytest.mark.parametrize("shown", ["", "[]", "x", "[" * 5000, '{"举措总数": [1]}'])
def test_a_mangled_list_of_figures_issues_nothing(draft: Paper, reviewer: User, shown: str) -> None:
    assert issue(reviewer, draft, shown=shown).status_code == 422
    assert fresh(draft).state == "draft"


def test_an_issue_stands_where_no_pdf_can_be_made(issued: Paper, reviewer: User) -> None:
    assert issued.pdf is None
    page = read(reviewer, f"/papers/{issued.pk}/")
    assert "没有 PDF" in page
    assert "生成 PDF</button>" in page


def test_a_pdf_is_made_beside_the_file_and_kept(draft: Paper, reviewer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gongwen, "write_pdf", lambda _data, **_more: b"%PDF-1.7")
    issue(reviewer, draft)
    answer = signed_in(reviewer).get(f"/papers/{draft.pk}/pdf/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer) == b"%PDF-1.7"
    assert "生成 PDF</button>" not in read(reviewer, f"/papers/{draft.pk}/")


def test_the_pdf_may_be_tried_again(issued: Paper, reviewer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(reviewer)
    assert client.post(f"/papers/{issued.pk}/make-pdf/", {"key": "k"}).status_code == 302
    assert "没有安装 LibreOffice" in read_next(client, issued)
    monkeypatch.setattr(gongwen, "write_pdf", lambda _data, **_more: b"%PDF-1.7")
    assert client.post(f"/papers/{issued.pk}/make-pdf/", {"key": "k2"}).status_code == 302
    assert fresh(issued).pdf is not None


def read_next(client: Any, paper: Paper) -> str:
    return text_of(client.get(f"/papers/{paper.pk}/"))


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
    assert signed_in(stranger).get("/papers/changes/").status_code == 403


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
        Paper(**{name: getattr(paper, name) for name in (*FIELDS, "kind", "about", "prepared_at", "prepared_by")})
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
