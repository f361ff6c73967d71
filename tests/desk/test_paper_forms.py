"""The forms of a paper: nothing typed is lost, nothing acts twice, and another person issues."""

import json
from typing import Any

import pytest

from luoxiao.core.models import TrailEvent
from luoxiao.documents import gongwen
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.supervision.models import Task
from tests.conftest import signed_in
from tests.desk.paper_pages import _no_libreoffice, draft, edit, fresh, hidden, issue, issued, read, reported, text_of

__all__ = ["_no_libreoffice", "draft", "issued", "reported"]

pytestmark = pytest.mark.django_db


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
