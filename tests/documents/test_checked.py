"""Between draft and shelf: checked by a second person, issued, distributed, sent, archived."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from luoxiao.core.models import TrailEvent
from luoxiao.core.periods import Quarter
from luoxiao.core.refusals import Stale, Unsaid
from luoxiao.documents import actions
from luoxiao.documents.actions import checking, distributing, drafting, issuing
from luoxiao.documents.kinds import first_words
from luoxiao.documents.models import Distribution, NumberSeries, Paper
from luoxiao.organisations.models import NotAllowed, User
from tests.documents.drafts import issue

pytestmark = pytest.mark.django_db
Q3, Q4 = Quarter(2012, 3), Quarter(2012, 4)


def written(kind: str, by: User, at: datetime, **words: str) -> Paper:
    """A freehand paper of this kind."""
    said = {"title": "关于演练的函", "body": "请予支持。", "addressee": "演练单位"} | words
    return actions.prepare(
        kind=kind,
        period=Q3,
        about_kind="plain",
        about=None,
        words=replace(first_words(kind, title=said["title"], body=said["body"]), **said),
        known=(),
        rehearsal=True,
        by=by,
        at=at,
    )


@pytest.fixture
def letter(preparer: User, at: datetime) -> Paper:
    return written("letter", preparer, at)


@pytest.fixture
def checked(letter: Paper, reviewer: User, at: datetime) -> Paper:
    return actions.check(letter, seen=1, by=reviewer, at=at)


@pytest.fixture
def sent_out(checked: Paper, reviewer: User, at: datetime) -> Paper:
    """Issued."""
    return issue(checked, reviewer, at, seen=2, annexes=())


def fresh(paper: Paper) -> Paper:
    return Paper.objects.get(pk=paper.pk)


def last(action: str) -> TrailEvent:
    return TrailEvent.objects.filter(action=action).order_by("-id")[0]


# checking


def test_of_freehand_papers_there_may_be_several_drafts(letter: Paper, preparer: User, at: datetime) -> None:
    assert written("letter", preparer, at).pk != letter.pk


def test_a_second_person_checks_a_draft(letter: Paper, reviewer: User, at: datetime) -> None:
    assert fresh(letter).awaits_check
    actions.check(letter, seen=1, by=reviewer, at=at)
    now = fresh(letter)
    assert (now.checked_by, now.checked_at, now.version, now.awaits_check) == (reviewer, at, 2, False)
    assert last("paper.check").after == {"checked": True, "faults": [], "version": 2}


def test_nobody_checks_or_sends_back_what_they_wrote(
    letter: Paper, preparer: User, reviewer: User, at: datetime
) -> None:
    with pytest.raises(checking.CheckOwn):
        actions.check(letter, seen=1, by=preparer, at=at)
    words = actions.words_of(letter)
    actions.edit(letter, words=replace(words, title="关于演练的复函"), known=(), seen=1, by=reviewer, at=at)
    for act in (
        lambda: actions.check(letter, seen=2, by=reviewer, at=at),
        lambda: actions.send_back(letter, reason="重写", seen=2, by=reviewer, at=at),
    ):
        with pytest.raises(checking.CheckOwn):
            act()
    assert fresh(letter).checked_by is None


def test_bureaus_check_distribute_send_and_archive_nothing(sent_out: Paper, clerk: User, at: datetime) -> None:
    for act in (
        lambda: actions.check(sent_out, seen=1, by=clerk, at=at),
        lambda: actions.send_back(sent_out, reason="重写", seen=1, by=clerk, at=at),
        lambda: actions.distribute(sent_out, copies={"甲": 1}, by=clerk, at=at),
        lambda: actions.mark_sent(sent_out, by=clerk, at=at),
        lambda: actions.archive(sent_out, by=clerk, at=at),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_edit_takes_the_check_away(checked: Paper, preparer: User, at: datetime) -> None:
    words = replace(actions.words_of(checked), body="请予大力支持。")
    actions.edit(checked, words=words, known=(), seen=2, by=preparer, at=at)
    assert (fresh(checked).checked_by, fresh(checked).checked_at) == (None, None)


def test_what_changed_meanwhile_is_not_checked(letter: Paper, preparer: User, reviewer: User, at: datetime) -> None:
    actions.edit(letter, words=actions.words_of(letter), known=(), seen=1, by=preparer, at=at)
    with pytest.raises(Stale):
        actions.check(letter, seen=1, by=reviewer, at=at)


def test_a_draft_is_sent_back_with_a_reason(checked: Paper, reviewer: User, at: datetime) -> None:
    with pytest.raises(Unsaid):
        actions.send_back(checked, reason=" ", seen=2, by=reviewer, at=at)
    actions.send_back(checked, reason="写明联系人", seen=2, by=reviewer, at=at)
    assert (fresh(checked).checked_by, fresh(checked).version) == (None, 3)
    assert last("paper.send-back").reason == "写明联系人"


def test_a_report_that_asks_passes_only_with_a_reason(preparer: User, reviewer: User, at: datetime) -> None:
    report = written("report", preparer, at, title="关于演练的报告", body="情况如下。请予批准。")
    with pytest.raises(checking.NotOfItsKind) as refusal:
        actions.check(report, seen=1, by=reviewer, at=at)
    found = "这份公文有 1 处不合文种（报告不得夹带请示事项：第 1 段“请予批准”），没有通过核稿。"
    assert str(refusal.value).startswith(found)
    assert fresh(report).version == 1
    actions.check(report, seen=1, despite="引用县里来文", by=reviewer, at=at)
    assert (last("paper.check").after["faults"], last("paper.check").reason) == (["report-asks"], "引用县里来文")


def test_what_nobody_checked_is_not_issued(letter: Paper, reviewer: User, at: datetime) -> None:
    with pytest.raises(issuing.NotChecked) as refusal:
        issue(letter, reviewer, at, annexes=())
    assert str(refusal.value).startswith("这份函还没有核稿")
    assert (fresh(letter).state, NumberSeries.objects.count()) == ("draft", 0)


def test_an_issued_paper_is_neither_checked_nor_sent_back(sent_out: Paper, reviewer: User, at: datetime) -> None:
    for act in (actions.check, actions.send_back):
        more: dict[str, Any] = {"reason": "重写"} if act is actions.send_back else {}
        with pytest.raises(drafting.IssuedAlready):
            act(sent_out, seen=3, by=reviewer, at=at, **more)


# numbers and print


def test_a_bulletin_is_numbered_in_its_year_and_in_total(preparer: User, reviewer: User, at: datetime) -> None:
    NumberSeries.objects.create(series="扶贫简报", year=0, last=7)
    made = []
    for title in ("第一份", "第二份"):
        paper = written("bulletin", preparer, at, title=title, body="一、甲\n二、乙")
        actions.distribute(paper, copies={"甲": 20, "乙": 5}, by=preparer, at=at)
        made.append(issue(actions.check(paper, seen=1, by=reviewer, at=at), reviewer, at, seen=2, annexes=()))
    assert [(paper.number, paper.total) for paper in made] == [(1, 8), (2, 9)]
    text = fresh(made[1]).issued_text
    assert "第2期（总第9期）" in text
    assert "本期要目\n一、甲\n二、乙" in text
    assert text.endswith("共印25份\n")


def test_a_report_prints_who_signed_it(preparer: User, reviewer: User, at: datetime) -> None:
    report = written("report", preparer, at, title="关于演练的报告", body="情况如下。", note="联系人：甲")
    done = issue(actions.check(report, seen=1, by=reviewer, at=at), reviewer, at, seen=2, annexes=())
    assert f"民发〔2012〕1号　签发人：{reviewer.full_name}" in done.issued_text
    assert "（联系人：甲）" in done.issued_text


def test_minutes_say_who_was_there_and_go_to_nobody(preparer: User, reviewer: User, at: datetime) -> None:
    people = {"attended": "甲\n乙", "excused": "丙", "observed": ""}
    paper = written("minutes", preparer, at, title="演练会议纪要", addressee="", **people)
    done = issue(actions.check(paper, seen=1, by=reviewer, at=at), reviewer, at, seen=2, annexes=())
    assert "出席：甲　乙。\n请假：丙。" in done.issued_text
    assert "列席" not in done.issued_text


# distribution and archive


def test_the_list_begins_with_whom_the_paper_names(preparer: User, at: datetime) -> None:
    paper = written("letter", preparer, at, addressee="财政部", copied_to="国务院扶贫办，江西省民政厅")
    assert actions.suggested(paper) == {"财政部": 1, "国务院扶贫办": 1, "江西省民政厅": 1}


def test_the_list_may_change_until_it_is_sent(sent_out: Paper, preparer: User, at: datetime) -> None:
    actions.distribute(sent_out, copies={"甲": 2, "乙": 1}, by=preparer, at=at)
    actions.distribute(sent_out, copies={"甲": 3}, by=preparer, at=at)
    assert last("paper.distribute").before == {"distribution": {"甲": 2, "乙": 1}}
    assert actions.mark_sent(sent_out, by=preparer, at=at) == 1
    actions.distribute(sent_out, copies={"丙": 1}, by=preparer, at=at)
    listed = Distribution.objects.order_by("id").values_list("recipient", "copies", "sent_by")
    assert list(listed) == [("甲", 3, preparer.pk), ("丙", 1, None)]


@pytest.mark.parametrize(
    ("copies", "refusal"),
    [({"甲": 0}, distributing.BadCopies), ({"甲": 10_000}, distributing.BadCopies), ({" ": 1}, Unsaid)],
)
def test_a_list_that_cannot_be_is_refused(
    letter: Paper, preparer: User, at: datetime, copies: dict[str, int], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        actions.distribute(letter, copies=copies, by=preparer, at=at)
    assert not Distribution.objects.exists()


def test_a_list_too_long_is_refused(letter: Paper, preparer: User, at: datetime) -> None:
    with pytest.raises(distributing.TooMany):
        actions.distribute(letter, copies={f"单位{n}": 1 for n in range(501)}, by=preparer, at=at)


def test_a_draft_is_neither_sent_nor_archived(letter: Paper, preparer: User, at: datetime) -> None:
    for act in (actions.mark_sent, actions.archive):
        with pytest.raises(distributing.NotIssued):
            act(letter, by=preparer, at=at)


def test_nothing_is_sent_to_nobody(sent_out: Paper, preparer: User, at: datetime) -> None:
    with pytest.raises(distributing.NobodyToSendTo):
        actions.mark_sent(sent_out, by=preparer, at=at)


def test_a_bulletin_that_says_how_many_were_printed_keeps_its_list(
    preparer: User, reviewer: User, at: datetime
) -> None:
    paper = written("bulletin", preparer, at)
    actions.distribute(paper, copies={"甲": 20}, by=preparer, at=at)
    issue(actions.check(paper, seen=1, by=reviewer, at=at), reviewer, at, seen=2, annexes=())
    with pytest.raises(distributing.CopiesPrinted):
        actions.distribute(paper, copies={"甲": 21}, by=preparer, at=at)


def test_a_paper_is_archived_when_all_are_sent_and_then_stands_still(
    sent_out: Paper, preparer: User, at: datetime
) -> None:
    actions.distribute(sent_out, copies={"甲": 1}, by=preparer, at=at)
    with pytest.raises(distributing.NotSentYet):
        actions.archive(sent_out, by=preparer, at=at)
    actions.mark_sent(sent_out, by=preparer, at=at)
    actions.archive(sent_out, by=preparer, at=at)
    assert (fresh(sent_out).archived_by, fresh(sent_out).archived_at) == (preparer, at)
    for act in (
        lambda: actions.archive(sent_out, by=preparer, at=at),
        lambda: actions.distribute(sent_out, copies={"乙": 1}, by=preparer, at=at),
        lambda: actions.mark_sent(sent_out, by=preparer, at=at),
    ):
        with pytest.raises(distributing.Archived):
            act()
