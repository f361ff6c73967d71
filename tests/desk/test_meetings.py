"""The pages of meetings: planned, called, replied to, moved, held, decided, minuted as a paper."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from luoxiao.core import clock
from luoxiao.documents import actions as papers
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision import actions, minutes
from luoxiao.supervision.actions import DecisionDraft, ReplyDraft
from luoxiao.supervision.models import Decision, Invitation, Meeting, Problem, Task
from tests.conftest import make_user, signed_in
from tests.desk.paper_pages import issue
from tests.supervision.conference import call, held, invitation, make_body, plan
from tests.supervision.test_problems import county, problem

__all__ = ["county", "problem"]

pytestmark = pytest.mark.django_db


def post(user: User, meeting: Meeting, step: str, **body: Any) -> HttpResponse:
    sent = {"key": "k", "seen": Meeting.objects.get(pk=meeting.pk).version} | body
    return signed_in(user).post(f"/meetings/{meeting.pk}/{step}/", sent)


def page(user: User, address: str = "") -> str:
    response = signed_in(user).get(f"/meetings/{address}")
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def today(at: datetime) -> datetime:
    """What the doors call now: the meetings of these tests begin before it or after."""
    return clock.now()


@pytest.fixture
def after(reviewer: User, bureau: Unit, other_bureau: Unit, today: datetime) -> Meeting:
    """Held an hour ago, both bureaus came."""
    return held(reviewer, today - timedelta(days=11), bureau, other_bureau)


def test_a_meeting_is_planned_called_and_seen_by_who_is_invited(
    reviewer: User, clerk: User, stranger: User, bureau: Unit
) -> None:
    sent = {"body": make_body().pk, "title": "第一次会议", "place": "部机关", "chair": "李部长", "key": "k"}
    response = signed_in(reviewer).post("/meetings/new/", sent | {"begins_at": "2012-11-20T09:00"})
    made = Meeting.objects.get()
    assert response["Location"] == f"/meetings/{made.pk}/"
    assert post(reviewer, made, "invite", unit=[bureau.pk], **{f"person-{bureau.pk}": "司长"}).status_code == 302
    assert "第一次会议" not in page(clerk)
    assert post(reviewer, made, "move", do="call").status_code == 302
    assert "第一次会议" in page(clerk)
    assert "通报罗霄山片区规划落实情况和需求信息" in page(clerk, f"{made.pk}/")
    assert signed_in(stranger).get(f"/meetings/{made.pk}/").status_code == 404
    assert post(stranger, made, f"replies/{invitation(made, bureau).pk}", reply="coming").status_code == 404


def test_what_is_no_time_is_said_and_the_form_kept(reviewer: User) -> None:
    sent = {
        "body": make_body().pk,
        "title": "第一次会议",
        "begins_at": "明天",
        "place": "甲",
        "chair": "乙",
        "key": "k",
    }
    response = signed_in(reviewer).post("/meetings/new/", sent)
    assert response.status_code == 422
    assert "“明天”不是时间" in response.content.decode()
    assert 'value="第一次会议"' in response.content.decode()


def test_a_reply_given_on_an_old_page_is_refused_and_kept(
    reviewer: User, clerk: User, bureau: Unit, today: datetime
) -> None:
    called = call(reviewer, today, bureau)
    asked = invitation(called, bureau)
    moved = {"do": "postpone", "begins_at": "2012-12-20T09:00", "place": "二楼", "reason": "部长出差"}
    assert post(reviewer, called, "move", **moved).status_code == 302
    address = f"replies/{asked.pk}"
    typed = {"reply": "agent", "agent": "张处长", "for": asked.pk}
    refused = post(clerk, called, address, asked=asked.for_version, **typed)
    assert refused.status_code == 422
    assert "已改到 12月20日 09:00" in refused.content.decode()
    assert 'value="张处长"' in refused.content.decode()
    now = invitation(called, bureau)
    assert post(clerk, called, address, asked=now.for_version, key="b", **typed).status_code == 302
    assert Invitation.objects.get(pk=asked.pk).agent == "张处长"
    assert "已改期" in page(clerk, f"{called.pk}/")


def test_the_agenda_is_put_together_from_what_is_open(
    reviewer: User, problem: Problem, filed: Task, today: datetime
) -> None:
    planned = plan(reviewer, today)
    shown = page(reviewer, f"{planned.pk}/agenda/")
    assert problem.asked in shown
    assert filed.title in shown
    sent = {"do": "add", "problem": [problem.pk], "task": [filed.pk], "title": "其他"}
    assert post(reviewer, planned, "agenda", **sent).status_code == 302
    items = {item.title: item for item in planned.agenda.order_by("order")}
    assert list(items) == ["通报罗霄山片区规划落实情况和需求信息", problem.asked, filed.title, "其他"]
    order = {f"order-{items['其他'].pk}": "1", "drop": [items[filed.title].pk]}
    assert post(reviewer, planned, "agenda", key="b", **order).status_code == 302
    assert [item.title for item in planned.agenda.order_by("order")][-1] == problem.asked
    assert "提交会议" in signed_in(reviewer).get(f"/problems/{problem.pk}/").content.decode()


def test_a_problem_goes_on_the_agenda_from_its_own_page(reviewer: User, problem: Problem, today: datetime) -> None:
    planned = plan(reviewer, today)
    address = f"/problems/{problem.pk}/table/"
    assert signed_in(reviewer).post(address, {"key": "k", "meeting": planned.pk}).status_code == 302
    again = signed_in(reviewer).post(address, {"key": "b", "meeting": planned.pk})
    assert (again.status_code, "已列入会议议程，没有再次列入" in again.content.decode()) == (422, True)


def test_attendance_and_decisions_on_the_page(
    reviewer: User, preparer: User, clerk: User, bureau: Unit, after: Meeting
) -> None:
    assert post(reviewer, after, "hold", came=[invitation(after, bureau).pk]).status_code == 302
    assert "未到" in page(clerk, f"{after.pk}/")
    seen = Meeting.objects.get().version
    sent = {"text": "提高床位标准", "lead": bureau.pk, "due": "2012-12-31", "clause": "四（二）3", "seen": seen}
    assert post(reviewer, after, "decide", key="b", **sent).status_code == 302
    late = post(preparer, after, "decide", **sent | {"text": "另一条"})
    assert (late.status_code, "另一条</textarea>" in late.content.decode()) == (409, True)
    task = Task.objects.get(about_kind="decision")
    shown = page(clerk, f"{after.pk}/")
    assert f'href="/tasks/{task.pk}/"' in shown
    assert "四（二）3" in shown
    assert post(clerk, after, "decide", **sent).status_code == 403


def test_a_file_that_is_laid_before_a_meeting_is_there_for_who_sees_it(
    reviewer: User, clerk: User, bureau: Unit, today: datetime
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    called = call(reviewer, today, bureau)
    sent = {"title": "情况汇报", "file": SimpleUploadedFile("汇报.txt", "演练".encode())}
    assert post(reviewer, called, "files", **sent).status_code == 302
    file = called.files.get()
    assert signed_in(clerk).get(f"/meetings/{called.pk}/files/{file.pk}/").content.decode() == "演练"
    outsider = make_user("outsider", "county")
    assert signed_in(outsider).get(f"/meetings/{called.pk}/files/{file.pk}/").status_code == 404
    assert "没有选择文件" in post(reviewer, called, "files", key="b", title="空").content.decode()


def test_the_minutes_are_a_paper_with_live_figures_that_ends_the_meeting(
    reviewer: User, preparer: User, bureau: Unit, after: Meeting, today: datetime
) -> None:
    draft = DecisionDraft("提高床位标准", bureau, (today + timedelta(days=60)).date(), "四/(二)/3")
    actions.decide(after, draft=draft, seen=after.version, by=preparer, at=today)
    assert post(preparer, after, "write", minutes="会议听取了汇报").status_code == 302
    response = post(preparer, after, "minutes", key="b")
    paper = Paper.objects.get()
    assert response["Location"] == f"/papers/{paper.pk}/"
    for words in ("会议听取了汇报", "（一）提高床位标准。由救灾司牵头", "{参会单位数}", "{议定事项数}"):
        assert words in paper.body
    assert paper.attended == "召集人、救灾司、社会救助司"
    shown = signed_in(reviewer).get(f"/papers/{paper.pk}/").content.decode()
    assert "议定事项分工表" in shown
    papers.check(paper, seen=paper.version, by=reviewer, at=today)
    assert issue(reviewer, paper).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.paper) == (Meeting.State.MINUTED, paper)
    assert {figure.key: figure.value for figure in paper.figures.order_by("order")}["议定事项数"] == "1"
    late = post(reviewer, after, "decide", key="c", text="又一条")
    assert (late.status_code, "已印发纪要，没有办理" in late.content.decode()) == (422, True)


def test_who_stayed_away_without_a_word_is_not_called_excused(
    reviewer: User, bureau: Unit, other_bureau: Unit, today: datetime
) -> None:
    before = today - timedelta(days=11)
    called = call(reviewer, before, bureau, other_bureau)
    asked = invitation(called, bureau)
    actions.reply(asked, draft=ReplyDraft("declined"), seen=asked.for_version, by=reviewer, at=before)
    over = actions.hold(called, came=[], seen=called.version, by=reviewer, at=today)
    facts = minutes.facts_of([over.pk], today)[over.pk]
    assert (minutes.words(facts).attended, minutes.words(facts).excused) == ("召集人", "救灾司")


def test_minutes_are_not_drafted_before_the_meeting(reviewer: User, bureau: Unit, today: datetime) -> None:
    called = call(reviewer, today, bureau)
    assert post(reviewer, called, "minutes").status_code == 422
    assert not Paper.objects.exists()


def test_rules_are_drafted_by_one_and_put_in_force_by_another(reviewer: User, preparer: User, clerk: User) -> None:
    sent = {"body": make_body().pk, "text": "不定期召开", "in_force_from": "2012-11-01", "key": "k"}
    assert signed_in(reviewer).post("/meetings/rules/draft/", sent).status_code == 302
    rules = make_body().rules.get()
    own = signed_in(reviewer).post(f"/meetings/rules/{rules.pk}/adopt/", {"key": "k"})
    assert (own.status_code, "不能由本人启用" in own.content.decode()) == (422, True)
    assert signed_in(preparer).post(f"/meetings/rules/{rules.pk}/adopt/", {"key": "k"}).status_code == 302
    assert "不定期召开" in page(clerk, "rules/")


def test_the_page_asks_as_much_of_a_long_meeting_as_of_a_short_one(
    reviewer: User, bureau: Unit, after: Meeting, today: datetime
) -> None:
    def queries() -> int:
        browser = signed_in(reviewer)
        browser.get("/meetings/")
        with CaptureQueriesContext(connection) as found:
            browser.get(f"/meetings/{after.pk}/")
        return len(found)

    def decide() -> Decision:
        now = Meeting.objects.get(pk=after.pk)
        draft = DecisionDraft("一条", bureau, (today + timedelta(days=60)).date())
        return actions.decide(now, draft=draft, seen=now.version, by=reviewer, at=today)

    decide()
    before = queries()
    for _n in range(8):
        decide()
    assert queries() == before <= 25
