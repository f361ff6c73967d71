"""What people are told: by the state of each thing, its unit, its date, and who is away."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from luoxiao.clock import due, jobs
from luoxiao.core import clock
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import Body, Unit, User
from luoxiao.returns.models import Return
from luoxiao.supervision import actions
from luoxiao.supervision.actions import AbsenceDraft
from luoxiao.supervision.models import ClosureRequest, Digest, Invitation, Meeting, Notice, Problem, Task
from tests.conftest import make_unit, make_user
from tests.returns import scene as scenes
from tests.supervision.conftest import task, version
from tests.supervision.items import give, register_note

__all__ = ["task", "version"]
pytestmark = pytest.mark.django_db


def told(day: date, kind: str) -> list[tuple[str, str, str]]:
    """(person, step, text) of everything of this kind, sorted."""
    names = dict(User.objects.order_by("pk").values_list("pk", "username"))
    return sorted((names[one.user], one.step, one.text) for one in due.found(day) if one.about_kind == kind)


# Tasks


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2012, 11, 30), ""),
        (date(2012, 12, 1), "before-30:2012-12-31"),
        (date(2012, 12, 24), "before-7:2012-12-31"),
        (date(2012, 12, 31), "before-1:2012-12-31"),
        (date(2013, 1, 1), "late-1:2012-12-31"),
        (date(2013, 2, 6), "late-37:2012-12-31"),
    ],
)
def test_the_lead_units_people_are_reminded_and_no_stranger(
    task: Task, clerk: User, stranger: User, day: date, step: str
) -> None:
    assert told(day, "task") == ([("clerk", step, "建储备库")] if step else [])


@pytest.mark.parametrize("state", [Task.State.PAUSED, Task.State.CLOSING, Task.State.WITHDRAWN])
def test_what_lies_with_nobody_of_the_lead_is_not_said_to_them(task: Task, clerk: User, state: str) -> None:
    Task.objects.filter(pk=task.pk).update(state=state)
    assert told(date(2013, 1, 1), "task") == []


def test_a_new_date_is_told_anew(task: Task, clerk: User) -> None:
    day = date(2012, 12, 24)
    before = {one.key for one in due.found(day) if one.about_kind == "task"}
    Task.objects.filter(pk=task.pk).update(next_due=date(2012, 12, 28))
    assert not before & {one.key for one in due.found(day) if one.about_kind == "task"}


def test_who_is_given_an_item_is_told_to_receive_it(
    reviewer: User, preparer: User, clerk: User, bureau: Unit, at: datetime
) -> None:
    item = register_note(reviewer, at)
    assert told(date(2012, 11, 25), "task") == [
        (name, "lostbefore-7:2012-11-30", "抓紧调运棉被") for name in ("preparer", "reviewer")
    ]
    actions.assign(item, lead=bureau, due=item.due, seen=item.version, by=reviewer, at=at)
    assert told(at.date(), "task") == [("clerk", "assigned:2012-10-15", "抓紧调运棉被")]


def test_an_item_that_runs_is_reminded_of_like_a_task(reviewer: User, clerk: User, bureau: Unit, at: datetime) -> None:
    give(register_note(reviewer, at), bureau, clerk, reviewer, at)
    assert told(date(2012, 12, 1), "task") == [("clerk", "late-1:2012-11-30", "抓紧调运棉被")]


def test_invented_things_say_so(task: Task, clerk: User) -> None:
    Task.objects.filter(pk=task.pk).update(is_rehearsal=True)
    assert told(date(2013, 1, 1), "task")[0][2] == "【演练】建储备库"


def test_the_office_is_told_of_a_request_to_close_that_waits(
    task: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    Task.objects.filter(pk=task.pk).update(state=Task.State.CLOSING)
    ClosureRequest.objects.create(task=task, statement="完成", asked_by=clerk, asked_at=at)
    assert ("reviewer", "closing-3:2012-10-15", "建储备库") in told(date(2012, 10, 18), "task")
    assert "clerk" not in [name for name, _step, _text in told(date(2012, 10, 18), "task")]


# Away


@pytest.fixture
def away(clerk: User, bureau: Unit, at: datetime) -> User:
    """The agent of the clerk, who is away from Christmas to the end of the year."""
    agent = make_user("agent", "bureau", unit=bureau)
    draft = AbsenceDraft(agent, date(2012, 12, 24), date(2012, 12, 30), "探亲")
    actions.go_away(draft, by=clerk, at=at)
    return agent


def test_during_an_absence_the_agent_alone_is_told(task: Task, clerk: User, away: User) -> None:
    assert [name for name, *_rest in told(date(2012, 12, 24), "task")] == ["agent"]
    assert [name for name, *_rest in told(date(2012, 12, 31), "task")] == ["agent", "clerk"]


def test_who_comes_back_early_is_told_again(task: Task, clerk: User, away: User, at: datetime) -> None:
    actions.come_back(clerk.absences.get(), by=clerk, at=at)
    assert [name for name, *_rest in told(date(2012, 12, 24), "task")] == ["agent", "clerk"]


def test_an_agent_without_the_right_is_not_told(task: Task, clerk: User, away: User) -> None:
    away.grants.update(revoked_at=clock.now())
    assert [name for name, *_rest in told(date(2012, 12, 24), "task")] == ["clerk"]


def test_an_agent_told_only_for_another_is_told_for_whom(clerk: User, away: User, at: datetime) -> None:
    made = _problem(clerk, at, state=Problem.State.ANSWERED, answer="已解决", answered_at=at)
    assert told(date(2012, 12, 24), "problem") == [("agent", "answered:2012-10-15", f"{made.asked}（代clerk）")]


def test_a_closed_account_is_not_told(task: Task, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert told(date(2013, 1, 1), "task") == []


# Other rooms


def _problem(raiser: User, at: datetime, **more: Any) -> Problem:
    given = {"number": "2012-0001", "kind": "money", "unit": raiser.unit, "text": "缺钱", "asked": "请安排资金"}
    return Problem.objects.create(**given | more, raised_by=raiser, raised_at=at)


def test_a_problem_without_answer_is_said_to_the_office_and_then_to_its_owner(
    clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    made = _problem(clerk, at)
    assert told(date(2012, 10, 17), "problem") == []
    assert told(date(2012, 10, 18), "problem") == [("reviewer", "waiting-3", "请安排资金")]
    Problem.objects.filter(pk=made.pk).update(state=Problem.State.TAKEN, owner=stranger.unit)
    assert told(date(2012, 10, 22), "problem") == [("stranger", "waiting-7", "请安排资金")]


def test_returns_owed_are_said_to_the_people_of_the_unit(at: datetime) -> None:
    call = scenes.make_call(scenes.make_scene(at), at)
    found = told(call.due + timedelta(1), "return")
    assert {step for _name, step, _text in found} == {f"late-1:{call.due}"}
    assert {"filler", "certifier", "neighbour"} <= {name for name, *_rest in found}
    assert all(name not in ("reviewer", "office") for name, *_rest in found)
    Return.objects.filter(unit=scenes.person("neighbour").unit).update(state=Return.State.REVIEWING)
    assert "neighbour" not in [name for name, *_rest in told(call.due + timedelta(1), "return")]


def test_an_invitation_without_reply_is_said_before_the_meeting(
    clerk: User, stranger: User, reviewer: User, bureau: Unit, other_bureau: Unit, at: datetime
) -> None:
    body = Body.objects.create(code="b", kind="conference", name="联系会议", clause_path="一/(一)", source="test")
    given = {"number": 1, "title": "第一次会议", "begins_at": at + timedelta(20), "place": "甲", "chair": "乙"}
    meeting = Meeting.objects.create(body=body, state=Meeting.State.CALLED, made_by=reviewer, made_at=at, **given)
    Invitation.objects.create(meeting=meeting, unit=bureau)
    Invitation.objects.create(meeting=meeting, unit=other_bureau, reply=Invitation.Reply.COMING)
    assert told(date(2012, 10, 28), "meeting") == [("clerk", "before-7:2012-11-04", "第一次会议")]
    assert told(date(2012, 11, 6), "meeting") == []


def test_papers_that_wait_are_said_to_others_than_who_wrote_them(
    preparer: User, reviewer: User, clerk: User, at: datetime
) -> None:
    given = {"kind": Paper.Kind.REPORT, "period": "2012", "title": "报告", "prepared_by": preparer, "prepared_at": at}
    paper = Paper.objects.create(**given)
    assert told(date(2012, 10, 18), "paper") == [("reviewer", "check-3:2012-10-15", "报告")]
    Paper.objects.filter(pk=paper.pk).update(checked_at=at + timedelta(1), checked_by=reviewer)
    assert told(date(2012, 10, 19), "paper") == [("reviewer", "sign-3:2012-10-16", "报告")]


# The round


def test_a_round_tells_writes_and_sends_and_the_next_does_nothing(
    task: Task, clerk: User, at: datetime, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.set_address("clerk@example.org", by=clerk, at=at)
    monkeypatch.setattr(jobs.clock, "now", lambda: at + timedelta(77))
    for _ in range(2):
        jobs.remind_all()
    assert (Notice.objects.count(), Digest.objects.count(), len(mailoutbox)) == (1, 1, 1)
    assert "任务“建储备库”将于 12月31日到期" in mailoutbox[0].body


def test_the_number_of_queries_does_not_grow_with_the_things(
    task: Task, clerk: User, reviewer: User, bureau: Unit, at: datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(9):
        list(due.found(date(2013, 1, 1)))
    make_user("another", "bureau", unit=make_unit("far", "远司"))
    for number in range(5):
        give(register_note(reviewer, at, title=f"事项{number}"), bureau, clerk, reviewer, at)
    with django_assert_num_queries(9):
        assert len([one for one in due.found(date(2013, 1, 1)) if one.about_kind == "task"]) == 6
