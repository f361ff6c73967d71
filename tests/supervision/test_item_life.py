"""The whole life of an item: reported and closed without steps; given more time, another unit, rest."""

from datetime import date, datetime

import pytest

from luoxiao.core import trail
from luoxiao.core.refusals import Stale, Unsaid
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions.closure import ReportStillWaiting
from luoxiao.supervision.actions.common import AlreadyLeads, ClosingNow, DuePast, NotReceived, PausedNow, UnitEnded
from luoxiao.supervision.actions.deciding import AskedBefore, DecidedBefore, DecideOwn
from luoxiao.supervision.actions.extending import NoDue, NotLater
from luoxiao.supervision.actions.pausing import LookAgainPast, NotPaused, NotRunning
from luoxiao.supervision.actions.steps import StepsOfPlanOnly
from luoxiao.supervision.lights import Light
from luoxiao.supervision.models import Extension, Pause, Referral, Task
from luoxiao.supervision.wording import reason
from tests.conftest import make_user
from tests.supervision.conftest import STEPS
from tests.supervision.items import give, register_note
from tests.supervision.test_actions import draft
from tests.supervision.test_models import refused

pytestmark = pytest.mark.django_db
DUE, LATER = date(2012, 11, 30), date(2012, 12, 20)


@pytest.fixture
def item(bureau: Unit, clerk: User, reviewer: User, at: datetime) -> Task:
    """Of a leader's note, led by the clerk's bureau, running."""
    return give(register_note(reviewer, at), bureau, clerk, reviewer, at)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def on_trail(task: Task) -> str:
    return trail.history(task)[0].action


def ask_more_time(task: Task, by: User, at: datetime, due: date = LATER) -> Extension:
    return actions.ask_extension(task, due=due, reason="连日大雪", seen=task.version, by=by, at=at)


def refer(task: Task, to: Unit | None, by: User, at: datetime) -> Referral:
    return actions.ask_referral(task, to=to, reason="不属本司职责", seen=task.version, by=by, at=at)


# reporting and closing


def test_an_item_is_reported_and_closed_without_steps(item: Task, clerk: User, reviewer: User, at: datetime) -> None:
    sent = actions.report_progress(item, draft=draft(item), seen=item.version, by=clerk, at=at)
    with pytest.raises(ReportStillWaiting):
        actions.ask_closure(item, statement="已调运", seen=fresh(item).version, by=clerk, at=at)
    actions.accept_report(sent, by=reviewer, at=at)
    asked = actions.ask_closure(item, statement="已调运", seen=fresh(item).version, by=clerk, at=at)
    actions.close(asked, by=reviewer, at=at)
    assert (fresh(item).state, fresh(item).next_due) == ("closed", None)


def test_an_item_files_no_steps(item: Task, clerk: User, at: datetime) -> None:
    with pytest.raises(StepsOfPlanOnly):
        actions.file_steps(item, steps=STEPS, seen=item.version, by=clerk, at=at)


def test_nothing_is_reported_or_closed_before_it_is_received(
    bureau: Unit, clerk: User, reviewer: User, at: datetime
) -> None:
    given = actions.assign(register_note(reviewer, at), lead=bureau, due=DUE, seen=1, by=reviewer, at=at)
    with pytest.raises(NotReceived):
        actions.report_progress(given, draft=draft(given), seen=2, by=clerk, at=at)
    with pytest.raises(NotReceived):
        actions.ask_closure(given, statement="已办", seen=2, by=clerk, at=at)


def test_a_new_lead_named_by_the_office_receives_it_anew(
    item: Task, other_bureau: Unit, reviewer: User, at: datetime
) -> None:
    actions.assign_lead(item, lead=other_bureau, reason="职能调整", by=reviewer, at=at)
    now = fresh(item)
    assert (now.lead, now.state, now.received_by) == (other_bureau, "assigned", None)


def test_a_lead_that_ended_is_not_named(item: Task, other_bureau: Unit, reviewer: User, at: datetime) -> None:
    Unit.objects.filter(pk=other_bureau.pk).update(valid_to=date(2012, 9, 30))
    other_bureau.refresh_from_db()
    with pytest.raises(UnitEnded):
        actions.assign_lead(item, lead=other_bureau, reason="职能调整", by=reviewer, at=at)


def test_nobody_is_named_lead_of_what_is_only_registered(bureau: Unit, reviewer: User, at: datetime) -> None:
    with pytest.raises(NotReceived):
        actions.assign_lead(register_note(reviewer, at), lead=bureau, reason="分工", by=reviewer, at=at)


# more time


def test_more_time_is_asked_granted_and_both_days_stay(item: Task, clerk: User, reviewer: User, at: datetime) -> None:
    asked = ask_more_time(item, clerk, at)
    assert fresh(item).due == DUE
    actions.decide_extension(asked, grant=True, reason="", by=reviewer, at=at)
    now, kept = fresh(item), item.extensions.get()
    assert (now.due, now.next_due, on_trail(now)) == (LATER, LATER, "task.extend")
    assert (kept.due_before, kept.due_asked, kept.state, kept.decided_by) == (DUE, LATER, "granted", reviewer)


def test_more_time_is_refused_with_a_reason(item: Task, clerk: User, reviewer: User, at: datetime) -> None:
    asked = ask_more_time(item, clerk, at)
    with pytest.raises(Unsaid):
        actions.decide_extension(asked, grant=False, reason=" ", by=reviewer, at=at)
    actions.decide_extension(asked, grant=False, reason="按期完成", by=reviewer, at=at)
    assert (fresh(item).due, on_trail(item)) == (DUE, "task.refuse-extension")
    assert ask_more_time(fresh(item), clerk, at).state == "asked"


def test_an_extension_is_later_than_the_day_it_replaces(item: Task, clerk: User, at: datetime) -> None:
    with pytest.raises(NotLater):
        ask_more_time(item, clerk, at, due=DUE)
    asked = ask_more_time(item, clerk, at)
    refused("extension_is_later", lambda: Extension.objects.filter(pk=asked.pk).update(due_asked=DUE))


def test_one_extension_waiting_at_a_time(item: Task, clerk: User, at: datetime) -> None:
    first = ask_more_time(item, clerk, at)
    with pytest.raises(AskedBefore):
        ask_more_time(fresh(item), clerk, at)
    first.pk = None
    refused("one_extension_waiting", first.save)


def test_what_is_past_or_without_a_day_is_not_extended(item: Task, clerk: User, at: datetime) -> None:
    Task.objects.filter(pk=item.pk).update(due=date(2012, 9, 1))
    with pytest.raises(DuePast):
        ask_more_time(item, clerk, at, due=date(2012, 10, 1))
    Task.objects.filter(pk=item.pk).update(due=None)
    with pytest.raises(NoDue):
        ask_more_time(item, clerk, at)


def test_only_the_lead_asks_and_only_the_office_decides(
    item: Task, clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    for user in (stranger, reviewer):
        with pytest.raises(NotAllowed):
            ask_more_time(item, user, at)
    asked = ask_more_time(item, clerk, at)
    for user in (clerk, stranger):
        with pytest.raises(NotAllowed):
            actions.decide_extension(asked, grant=True, reason="", by=user, at=at)


def test_who_asked_does_not_decide_and_nobody_decides_twice(
    item: Task, bureau: Unit, reviewer: User, at: datetime
) -> None:
    both = make_user("both", "bureau", "office", unit=bureau)
    asked = ask_more_time(item, both, at)
    with pytest.raises(DecideOwn):
        actions.decide_extension(asked, grant=True, reason="", by=both, at=at)
    refused("extension_decided_by_another", lambda: Extension.objects.filter(pk=asked.pk).update(decided_by=both))
    actions.decide_extension(asked, grant=True, reason="", by=reviewer, at=at)
    with pytest.raises(DecidedBefore):
        actions.decide_extension(asked, grant=False, reason="不妥", by=reviewer, at=at)


def test_a_plan_task_is_extended_too(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    asked = ask_more_time(filed, clerk, at, due=date(2013, 3, 31))
    actions.decide_extension(asked, grant=True, reason="", by=reviewer, at=at)
    assert fresh(filed).due == date(2013, 3, 31)


# another unit


def test_it_is_handed_over_when_the_office_agrees(
    item: Task, other_bureau: Unit, clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    asked = refer(item, other_bureau, clerk, at)
    actions.decide_referral(asked, grant=True, reason="", by=reviewer, at=at)
    now = fresh(item)
    assert (now.lead, now.state, on_trail(now)) == (other_bureau, "assigned", "task.refer")
    assert actions.receive(now, by=stranger, at=at).state == "running"


def test_it_is_sent_back_and_given_to_another(
    item: Task, other_bureau: Unit, clerk: User, reviewer: User, at: datetime
) -> None:
    actions.decide_referral(refer(item, None, clerk, at), grant=True, reason="", by=reviewer, at=at)
    now = fresh(item)
    assert (now.lead, now.state, now.assigned_at) == (None, "registered", None)
    assert actions.assign(now, lead=other_bureau, due=DUE, seen=now.version, by=reviewer, at=at).lead == other_bureau


def test_it_is_sent_back_before_it_is_received(bureau: Unit, clerk: User, reviewer: User, at: datetime) -> None:
    given = actions.assign(register_note(reviewer, at), lead=bureau, due=DUE, seen=1, by=reviewer, at=at)
    assert refer(given, None, clerk, at).from_unit == bureau


def test_a_refused_referral_leaves_it_where_it_is(
    item: Task, bureau: Unit, other_bureau: Unit, clerk: User, reviewer: User, at: datetime
) -> None:
    asked = refer(item, other_bureau, clerk, at)
    actions.decide_referral(asked, grant=False, reason="职责在救灾司", by=reviewer, at=at)
    assert (fresh(item).lead, fresh(item).state) == (bureau, "running")


def test_a_referral_goes_to_a_living_unit_other_than_the_lead(
    item: Task, bureau: Unit, other_bureau: Unit, clerk: User, reviewer: User, at: datetime
) -> None:
    with pytest.raises(AlreadyLeads):
        refer(item, bureau, clerk, at)
    asked = refer(item, other_bureau, clerk, at)
    with pytest.raises(AskedBefore):
        refer(fresh(item), None, clerk, at)
    Unit.objects.filter(pk=other_bureau.pk).update(valid_to=date(2012, 10, 14))
    with pytest.raises(UnitEnded):
        actions.decide_referral(asked, grant=True, reason="", by=reviewer, at=at)
    refused("referral_decided_by_another", lambda: Referral.objects.filter(pk=asked.pk).update(decided_by=clerk))
    asked.pk = None
    refused("one_referral_waiting", asked.save)


def test_a_plan_task_keeps_its_state_under_another_lead(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    helper = filed.cooperations.get().unit
    actions.decide_referral(refer(filed, helper, clerk, at), grant=True, reason="", by=reviewer, at=at)
    assert (fresh(filed).lead, fresh(filed).state, filed.cooperations.count()) == (helper, "running", 0)


# rest


def pause(task: Task, by: User, at: datetime, look_again: date = date(2013, 1, 10)) -> Pause:
    return actions.pause(task, look_again=look_again, reason="等待国务院批复", seen=task.version, by=by, at=at)


def test_days_of_rest_are_not_late(item: Task, reviewer: User, at: datetime) -> None:
    pause(item, reviewer, at)
    now = fresh(item)
    verdict = now.verdict(today=date(2012, 12, 31), soon_days=15)
    assert (now.state, verdict.light, reason(verdict)) == (
        *("paused", Light.OK),
        "已暂停，2013年1月10日复看，暂停期间不计逾期。",
    )
    assert now.verdict(today=date(2013, 1, 12), soon_days=15).light is Light.SOON


def test_it_runs_again_with_the_day_the_office_sets(item: Task, clerk: User, reviewer: User, at: datetime) -> None:
    made = pause(item, reviewer, at)
    with pytest.raises(PausedNow):
        actions.report_progress(item, draft=draft(item), seen=item.version + 1, by=clerk, at=at)
    now = fresh(item)
    actions.resume(now, due=LATER, seen=now.version, by=reviewer, at=at)
    made.refresh_from_db()
    assert (fresh(item).state, fresh(item).next_due, made.ended_by) == ("running", LATER, reviewer)
    with pytest.raises(NotPaused):
        actions.resume(fresh(item), due=None, seen=fresh(item).version, by=reviewer, at=at)


def test_a_report_accepted_during_rest_keeps_the_day_to_look_again(
    item: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    sent = actions.report_progress(item, draft=draft(item), seen=item.version, by=clerk, at=at)
    pause(fresh(item), reviewer, at)
    actions.accept_report(sent, by=reviewer, at=at)
    assert fresh(item).next_due == date(2013, 1, 10)


def test_only_the_office_lets_it_rest_and_only_what_runs(
    item: Task, clerk: User, stranger: User, reviewer: User, at: datetime
) -> None:
    for user in (clerk, stranger):
        with pytest.raises(NotAllowed):
            pause(item, user, at)
    with pytest.raises(LookAgainPast):
        pause(item, reviewer, at, look_again=at.date())
    made = pause(item, reviewer, at)
    with pytest.raises(NotRunning):
        pause(fresh(item), reviewer, at)
    made.pk = None
    refused("one_pause_running", made.save)


# two at once


def test_the_second_of_two_is_told_and_nothing_is_kept(item: Task, clerk: User, reviewer: User, at: datetime) -> None:
    actions.report_progress(item, draft=draft(item), seen=item.version, by=clerk, at=at)
    with pytest.raises(Stale):
        ask_more_time(item, clerk, at)
    with pytest.raises(Stale):
        refer(item, None, clerk, at)
    with pytest.raises(Stale):
        pause(item, reviewer, at)
    assert [kept.count() for kept in (item.extensions, item.referrals, item.pauses)] == [0, 0, 0]


def test_what_is_asked_to_be_closed_stays_as_it_is(item: Task, clerk: User, at: datetime) -> None:
    actions.ask_closure(item, statement="已调运", seen=item.version, by=clerk, at=at)
    with pytest.raises(ClosingNow):
        ask_more_time(fresh(item), clerk, at)
