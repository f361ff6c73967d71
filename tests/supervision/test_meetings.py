"""Meetings from planning to decided points: invitations, replies, a move, attendance, and what comes of it all."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core import trail
from luoxiao.core.refusals import Stale, Unsaid
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.supervision import actions, following
from luoxiao.supervision.actions import (
    AdoptOwnRules,
    BeginsInThePast,
    DecisionDraft,
    InvitedAlready,
    Invitee,
    MeetingMoved,
    NobodyInvited,
    NoDate,
    NotAtThisPoint,
    NotYetHeld,
    Point,
    ReplyDraft,
    RulesDrafted,
    StandingStays,
    TabledElsewhere,
)
from luoxiao.supervision.models import (
    AgendaItem,
    Decision,
    Invitation,
    Meeting,
    Notice,
    Postponement,
    Problem,
    Task,
)
from tests.supervision.conference import call, held, invitation, make_body, plan
from tests.supervision.test_problems import county, problem

__all__ = ["county", "problem"]

pytestmark = pytest.mark.django_db
COMING = ReplyDraft(Invitation.Reply.COMING)


def later(at: datetime, days: int = 10) -> datetime:
    return at + timedelta(days=days)


# Planning and calling


def test_meetings_of_a_body_are_numbered_and_open_with_the_standing_item(reviewer: User, at: datetime) -> None:
    first, second = plan(reviewer, at), plan(reviewer, at)
    assert [first.number, second.number] == [1, 2]
    assert [item.kind for item in first.agenda.order_by("order")] == [AgendaItem.Kind.STANDING]


def test_a_number_of_a_body_is_given_once(reviewer: User, at: datetime) -> None:
    """meeting_number_once"""
    again = plan(reviewer, at)
    again.pk, again._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_a_bureau_plans_no_meeting(clerk: User, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        plan(clerk, at)


def test_a_meeting_does_not_begin_in_the_past(reviewer: User, at: datetime) -> None:
    with pytest.raises(BeginsInThePast):
        plan(reviewer, at, begins_at=at)


def test_nobody_is_called_to_a_meeting_without_invitations(reviewer: User, at: datetime) -> None:
    planned = plan(reviewer, at)
    with pytest.raises(NobodyInvited):
        actions.call_meeting(planned, seen=planned.version, by=reviewer, at=at)


def test_the_call_is_seen_and_told_by_who_is_invited_alone(
    bureau: Unit, clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    planned = plan(reviewer, at)
    planned = actions.invite(planned, invitees=[Invitee(bureau)], seen=1, by=reviewer, at=at)
    assert not Meeting.objects.visible_to(clerk).exists()
    actions.call_meeting(planned, seen=2, by=reviewer, at=at)
    seen = [Meeting.objects.visible_to(user).exists() for user in (clerk, stranger, reviewer)]
    assert seen == [True, False, True]
    assert [(told.user, told.step) for told in Notice.objects.all()] == [(clerk, "called")]


def test_who_was_called_is_not_quietly_left_out(bureau: Unit, other_bureau: Unit, reviewer: User, at: datetime) -> None:
    called = call(reviewer, at, bureau)
    with pytest.raises(InvitedAlready):
        actions.invite(called, invitees=[Invitee(other_bureau)], seen=called.version, by=reviewer, at=at)
    both = [Invitee(bureau), Invitee(other_bureau, "副司长")]
    actions.invite(called, invitees=both, seen=called.version, by=reviewer, at=at)
    assert called.invitations.count() == 2


def test_a_unit_is_invited_once(bureau: Unit, reviewer: User, at: datetime) -> None:
    """invited_once"""
    called = call(reviewer, at, bureau)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(meeting=called, unit=bureau)


# Replies


def test_a_unit_replies_for_itself_and_a_stranger_does_not(
    bureau: Unit, clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    called = call(reviewer, at, bureau)
    asked = invitation(called, bureau)
    with pytest.raises(NotAllowed):
        actions.reply(asked, draft=COMING, seen=asked.for_version, by=stranger, at=at)
    actions.reply(asked, draft=ReplyDraft("agent", "张处长", "司长出差"), seen=asked.for_version, by=clerk, at=at)
    asked.refresh_from_db()
    assert (asked.reply, asked.agent, asked.reply_note) == ("agent", "张处长", "司长出差")


def test_the_office_enters_the_reply_of_a_unit_without_an_account(bureau: Unit, reviewer: User, at: datetime) -> None:
    asked = invitation(call(reviewer, at, bureau), bureau)
    assert actions.reply(asked, draft=COMING, seen=asked.for_version, by=reviewer, at=at).reply == "coming"


def test_an_agent_has_a_name(bureau: Unit, clerk: User, reviewer: User, at: datetime) -> None:
    """agent_is_named"""
    asked = invitation(call(reviewer, at, bureau), bureau)
    with pytest.raises(Unsaid):
        actions.reply(asked, draft=ReplyDraft("agent", " "), seen=asked.for_version, by=clerk, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=asked.pk).update(reply="agent")


# Moved after invitations


def test_a_move_asks_everybody_anew_and_tells_them_all(
    bureau: Unit, other_bureau: Unit, clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    called = call(reviewer, at, bureau, other_bureau)
    asked = invitation(called, bureau)
    actions.reply(asked, draft=COMING, seen=asked.for_version, by=clerk, at=at)
    moved = actions.postpone(
        called, begins_at=later(at, 20), place="二楼", reason="部长出差", seen=called.version, by=reviewer, at=at
    )
    assert set(moved.invitations.order_by("id").values_list("reply", flat=True)) == {"none"}
    told = Notice.objects.filter(step__startswith="moved").order_by("user_id")
    assert {notice.user for notice in told} == {clerk, stranger}
    assert "部长出差" in told[0].text
    assert trail.history(moved)[0].before["replies"] == {"救灾司": "参会"}
    assert [(p.from_at, p.to_at) for p in Postponement.objects.all()] == [(later(at), later(at, 20))]


def test_a_reply_to_the_former_time_is_refused(bureau: Unit, clerk: User, reviewer: User, at: datetime) -> None:
    called = call(reviewer, at, bureau)
    before = invitation(called, bureau)
    actions.postpone(
        called, begins_at=later(at, 20), place="二楼", reason="出差", seen=called.version, by=reviewer, at=at
    )
    with pytest.raises(MeetingMoved):
        actions.reply(before, draft=COMING, seen=before.for_version, by=clerk, at=at)
    now = invitation(called, bureau)
    assert actions.reply(now, draft=COMING, seen=now.for_version, by=clerk, at=at).reply == "coming"


def test_a_cancelled_meeting_gives_its_problems_back_and_tells_all(
    bureau: Unit, clerk: User, reviewer: User, problem: Problem, at: datetime
) -> None:
    called = call(reviewer, at, bureau)
    actions.table_problem(problem, meeting=called, by=reviewer, at=at)
    called.refresh_from_db()
    actions.cancel_meeting(called, reason="合并召开", seen=called.version, by=reviewer, at=at)
    problem.refresh_from_db()
    assert problem.state == Problem.State.RAISED
    assert Notice.objects.filter(user=clerk, step="cancelled").exists()
    with pytest.raises(NotAtThisPoint):
        actions.hold(called, came=[], seen=called.version + 1, by=reviewer, at=later(at))


# Agenda


def test_a_problem_on_the_agenda_waits_for_the_meeting(reviewer: User, problem: Problem, at: datetime) -> None:
    planned = plan(reviewer, at)
    item = actions.table_problem(problem, meeting=planned, by=reviewer, at=at)
    problem.refresh_from_db()
    assert (item.kind, item.order, problem.state) == (AgendaItem.Kind.PROBLEM, 2, Problem.State.TABLED)
    with pytest.raises(TabledElsewhere):
        actions.table_problem(problem, meeting=plan(reviewer, at), by=reviewer, at=at)


def test_the_agenda_is_arranged_and_the_standing_point_stays(
    reviewer: User, problem: Problem, task: Task, at: datetime
) -> None:
    planned = plan(reviewer, at)
    points = [Point(problem=problem), Point(task=task), Point(title="其他事项")]
    actions.add_points(planned, points=points, seen=1, by=reviewer, at=at)
    standing, tabled, of_task, own = planned.agenda.order_by("order").values_list("pk", flat=True)
    with pytest.raises(StandingStays):
        actions.arrange_agenda(planned, order=[tabled], seen=2, by=reviewer, at=at)
    actions.arrange_agenda(planned, order=[standing, own, of_task], seen=2, by=reviewer, at=at)
    assert list(planned.agenda.order_by("order").values_list("pk", "order")) == [(standing, 1), (own, 2), (of_task, 3)]
    problem.refresh_from_db()
    assert problem.state == Problem.State.RAISED


def test_an_order_is_on_an_agenda_once(reviewer: User, at: datetime) -> None:
    """agenda_order_once"""
    planned = plan(reviewer, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(meeting=planned, order=1, kind="other", title="又")


# Held and decided


def test_nobody_has_come_before_it_begins(bureau: Unit, reviewer: User, at: datetime) -> None:
    called = call(reviewer, at, bureau)
    with pytest.raises(NotYetHeld):
        actions.hold(called, came=[], seen=called.version, by=reviewer, at=at)


def test_who_came_and_who_did_not_is_kept(bureau: Unit, other_bureau: Unit, reviewer: User, at: datetime) -> None:
    called = call(reviewer, at, bureau, other_bureau)
    came = [invitation(called, bureau).pk]
    actions.hold(called, came=came, seen=called.version, by=reviewer, at=later(at))
    assert [invitation(called, unit).attended for unit in (bureau, other_bureau)] == [True, False]


def test_each_decided_point_becomes_an_item_of_its_lead(
    bureau: Unit, reviewer: User, problem: Problem, at: datetime
) -> None:
    planned = plan(reviewer, at)
    item = actions.table_problem(problem, meeting=planned, by=reviewer, at=at)
    planned.refresh_from_db()
    planned = actions.invite(planned, invitees=[Invitee(bureau)], seen=planned.version, by=reviewer, at=at)
    planned = actions.call_meeting(planned, seen=planned.version, by=reviewer, at=at)
    planned = actions.hold(planned, came=[], seen=planned.version, by=reviewer, at=later(at))
    point = DecisionDraft("提高标准", bureau, date(2012, 12, 31), "四/(二)/3", item)
    decision = actions.decide(planned, draft=point, seen=planned.version, by=reviewer, at=later(at))
    task = actions.items_about("decision", [decision.pk])[decision.pk]
    assert (task.origin, task.lead, task.due, task.place) == ("meeting", bureau, date(2012, 12, 31), problem.place)
    assert task.state == Task.State.ASSIGNED


def test_a_point_for_information_opens_no_item(bureau: Unit, reviewer: User, at: datetime) -> None:
    meeting = held(reviewer, at, bureau)
    with pytest.raises(NoDate):
        actions.decide(
            meeting, draft=DecisionDraft("提高标准", bureau), seen=meeting.version, by=reviewer, at=later(at)
        )
    actions.decide(meeting, draft=DecisionDraft("会议原则同意"), seen=meeting.version, by=reviewer, at=later(at))
    assert (Decision.objects.count(), Task.objects.count()) == (1, 0)


def test_of_two_who_decide_at_once_the_second_is_told(
    bureau: Unit, reviewer: User, preparer: User, at: datetime
) -> None:
    meeting = held(reviewer, at, bureau)
    seen = meeting.version
    actions.decide(meeting, draft=DecisionDraft("先定的"), seen=seen, by=reviewer, at=later(at))
    with pytest.raises(Stale) as told:
        actions.decide(meeting, draft=DecisionDraft("后定的"), seen=seen, by=preparer, at=later(at))
    assert "reviewer" in str(told.value)
    actions.decide(meeting, draft=DecisionDraft("后定的"), seen=seen + 1, by=preparer, at=later(at))
    assert list(meeting.decisions.order_by("order").values_list("order", "text")) == [(1, "先定的"), (2, "后定的")]


def test_an_order_of_decisions_is_given_once(bureau: Unit, reviewer: User, at: datetime) -> None:
    """decision_order_once"""
    meeting = held(reviewer, at, bureau)
    actions.decide(meeting, draft=DecisionDraft("一"), seen=meeting.version, by=reviewer, at=later(at))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(meeting=meeting, order=1, text="又", by=reviewer, at=at)


def test_nothing_is_decided_before_the_meeting(bureau: Unit, reviewer: User, at: datetime) -> None:
    called = call(reviewer, at, bureau)
    with pytest.raises(NotAtThisPoint):
        actions.decide(called, draft=DecisionDraft("提前定"), seen=called.version, by=reviewer, at=at)


def test_the_next_meeting_opens_with_what_became_of_each_point(bureau: Unit, reviewer: User, at: datetime) -> None:
    meeting = held(reviewer, at, bureau)
    for text, lead in (("甲", bureau), ("乙", bureau), ("丙", None)):
        point = DecisionDraft(text, lead, date(2012, 12, 31) if lead else None)
        meeting.refresh_from_db()
        actions.decide(meeting, draft=point, seen=meeting.version, by=reviewer, at=later(at))
    done = Task.objects.get(title="甲")
    Task.objects.filter(pk=done.pk).update(state=Task.State.CLOSED, closed_at=at)
    second = plan(reviewer, later(at), begins_at=later(at, 30))
    assert [item.kind for item in second.agenda.order_by("order")] == ["follow-up", "standing"]
    found = following.follow_up(second)
    assert [(each.decision.text, each.is_done) for each in found] == [("甲", True), ("乙", False), ("丙", True)]
    held_second = Meeting.objects.filter(pk=second.pk)
    held_second.update(state=Meeting.State.HELD)
    third = plan(reviewer, later(at), begins_at=later(at, 60))
    assert [each.decision.text for each in following.follow_up(third)] == ["乙"]


# Rules


def test_rules_are_put_in_force_by_another_and_move_no_more(reviewer: User, preparer: User, at: datetime) -> None:
    """rules_number_once, rules_adopted_by_another"""
    body, day = make_body(), date(2012, 11, 1)
    first = actions.draft_rules(body, text="不定期召开", in_force_from=day, by=reviewer, at=at)
    with pytest.raises(RulesDrafted):
        actions.draft_rules(body, text="又一版", in_force_from=day, by=preparer, at=at)
    with pytest.raises(AdoptOwnRules):
        actions.adopt_rules(first, by=reviewer, at=at)
    actions.adopt_rules(first, by=preparer, at=at)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        type(first).objects.filter(pk=first.pk).update(text="改")
    second = actions.draft_rules(body, text="每年至少一次", in_force_from=day, by=reviewer, at=at)
    assert second.number == 2
