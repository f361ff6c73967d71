"""The life of a task: opened, filed, reported, returned, accepted, closed; and who may do which of these."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from luoxiao.core import files, refusals, trail
from luoxiao.core.models import TrailEvent
from luoxiao.core.periods import Quarter
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Attachment, ProgressDraft, StepDraft, closure, common, lights, progress, steps
from luoxiao.supervision.actions.common import current_steps
from luoxiao.supervision.models import ClosureRequest, ProgressReport, Task
from tests.conftest import make_user
from tests.supervision.conftest import STEPS, make_measure, make_version

pytestmark = pytest.mark.django_db
Q3 = Quarter(2012, 3)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def draft(task: Task, *finished: int, **more: Any) -> ProgressDraft:
    done = tuple(current_steps(task)[n].pk for n in finished)
    return ProgressDraft(**{"period": Q3, "text": "已摸清底数", "confidence": "sure", "steps_done": done} | more)


def report(task: Task, by: User, at: datetime, *finished: int, **more: Any) -> ProgressReport:
    return actions.report_progress(task, draft=draft(task, *finished, **more), seen=fresh(task).version, by=by, at=at)


def test_adoption_opens_one_task_for_each_measure_and_duty(version: PlanVersion, reviewer: User, at: datetime) -> None:
    assert actions.open_tasks(version, by=reviewer, at=at) == 3
    assert actions.open_tasks(version, by=reviewer, at=at) == 0
    first = Task.objects.get(title="建储备库")
    assert (first.lead.name, first.due, first.state) == ("救灾司", date(2012, 12, 31), "open")  # type: ignore[union-attr]
    assert [row.unit.name for row in first.cooperations.all()] == ["社会救助司"]
    assert Task.objects.get(title="季度通报").lead is None


def test_a_new_version_carries_tasks_over_and_withdraws_those_that_are_gone(
    filed: Task, reviewer: User, preparer: User, bureau: Unit, at: datetime
) -> None:
    old = filed.version_of_plan
    PlanVersion.objects.filter(pk=old.pk).update(state=PlanVersion.State.SUPERSEDED)
    new = make_version(preparer, reviewer, at, number=2, plan=old.plan)
    make_measure(new, 1, "建储备库", [bureau])
    assert actions.open_tasks(new, by=reviewer, at=at) == 0
    assert fresh(filed).version_of_plan == new
    assert fresh(filed).steps_filed == 2
    assert set(Task.objects.filter(state="withdrawn").values_list("title", flat=True)) == {"统一标准", "季度通报"}


def test_filing_steps_sets_the_next_date(filed: Task) -> None:
    assert (filed.state, filed.steps_filed, filed.steps_done, filed.next_due) == ("running", 2, 0, date(2012, 10, 10))


def test_only_the_lead_bureau_files_and_reports(
    task: Task, stranger: User, reviewer: User, helper: User, at: datetime
) -> None:
    for user in (stranger, reviewer, helper):
        with pytest.raises(NotAllowed):
            actions.file_steps(task, steps=STEPS, seen=1, by=user, at=at)


def test_the_second_of_two_editors_is_told_and_loses_nothing(filed: Task, clerk: User, at: datetime) -> None:
    with pytest.raises(Stale, match="clerk"):
        actions.file_steps(filed, steps=STEPS, seen=1, by=clerk, at=at)
    assert fresh(filed).filings.count() == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ((), steps.NoSteps),
        ((StepDraft("甲", "乙", date(2013, 1, 1), "丙"),), steps.StepTooLate),
        ((StepDraft(" ", "乙", date(2012, 11, 1), "丙"),), refusals.Unsaid),
        ((StepDraft("甲", "", date(2012, 11, 1), "丙"),), refusals.Unsaid),
        ((StepDraft("甲" * 121, "乙", date(2012, 11, 1), "丙"),), refusals.TooLong),
        (
            (StepDraft("甲", "乙", date(2012, 11, 1), "丙"), StepDraft("甲 ", "丁", date(2012, 11, 2), "戊")),
            steps.SameStepTwice,
        ),
    ],
)
def test_steps_that_cannot_stand_are_refused_whole(
    task: Task, clerk: User, at: datetime, wrong: tuple[StepDraft, ...], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        actions.file_steps(task, steps=wrong, seen=1, by=clerk, at=at)
    assert fresh(task).version == 1
    assert not task.filings.exists()


def test_a_later_filing_keeps_what_is_finished(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    actions.accept_report(report(filed, clerk, at, 0), by=reviewer, at=at)
    with pytest.raises(steps.DoneStepDropped, match="摸底"):
        actions.file_steps(filed, steps=STEPS[1:], seen=fresh(filed).version, by=clerk, at=at)
    actions.file_steps(filed, steps=STEPS, seen=fresh(filed).version, by=clerk, at=at)
    assert (fresh(filed).steps_done, filed.filings.count()) == (1, 2)


def test_a_cooperating_bureau_confirms_its_own_part_once(
    task: Task, clerk: User, helper: User, reviewer: User, at: datetime
) -> None:
    assert actions.ask_cooperation(task, text="提供救助名册", by=clerk, at=at) == 1
    part = task.cooperations.get()
    with pytest.raises(NotAllowed):
        actions.confirm_cooperation(part, answer="好", by=clerk, at=at)
    actions.confirm_cooperation(part, answer="提供名册", by=helper, at=at)
    with pytest.raises(steps.AlreadyConfirmed, match="社会救助司"):
        actions.confirm_cooperation(part, answer="提供名册", by=helper, at=at)


def test_nobody_is_asked_where_nobody_cooperates(task: Task, stranger: User, at: datetime) -> None:
    alone = Task.objects.get(title="统一标准")
    with pytest.raises(steps.NobodyToAsk):
        actions.ask_cooperation(alone, text="请配合", by=stranger, at=at)


def test_an_accepted_report_becomes_the_tasks_news(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    sent = report(filed, clerk, at, 0, confidence="doubtful", confidence_reason="名册未到")
    assert fresh(filed).latest_news == ""
    actions.accept_report(sent, by=reviewer, at=at)
    now = fresh(filed)
    assert (now.latest_news, now.steps_done, now.next_due) == ("已摸清底数", 1, date(2012, 11, 30))
    assert (now.confidence, now.confidence_reason) == ("doubtful", "名册未到")


def test_a_returned_report_changes_nothing_and_may_be_sent_again(
    filed: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    sent = report(filed, clerk, at, 0)
    actions.return_report(sent, reason="缺少佐证", by=reviewer, at=at)
    assert (fresh(filed).steps_done, fresh(filed).latest_news) == (0, "")
    report(filed, clerk, at, 0)


def test_returning_needs_a_reason(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    with pytest.raises(refusals.Unsaid, match="退回原因"):
        actions.return_report(report(filed, clerk, at), reason=" ", by=reviewer, at=at)


def test_nobody_reviews_their_own_report_whatever_roles_they_hold(
    filed: Task, bureau: Unit, reviewer: User, at: datetime
) -> None:
    both = make_user("both", "bureau", "office", unit=bureau)
    sent = report(filed, both, at)
    for review in (actions.accept_report, lambda r, **k: actions.return_report(r, reason="不妥", **k)):
        with pytest.raises(progress.ReviewOwn, match="both"):
            review(sent, by=both, at=at)


def test_a_report_is_decided_once(filed: Task, clerk: User, reviewer: User, preparer: User, at: datetime) -> None:
    sent = report(filed, clerk, at)
    actions.accept_report(sent, by=reviewer, at=at)
    with pytest.raises(progress.ReportDecided, match="reviewer"):
        actions.return_report(sent, reason="不妥", by=preparer, at=at)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"period": Quarter(2013, 1)}, progress.PeriodAhead),
        ({"confidence": "unlikely"}, progress.ReasonForLowConfidence),
        ({"steps_done": (999999,)}, progress.UnknownStep),
        ({"text": "  "}, refusals.Unsaid),
        ({"text": "字" * 4001}, refusals.TooLong),
        ({"difficulties": "字" * 4001}, refusals.TooLong),
        ({"confidence": "doubtful", "confidence_reason": "字" * 301}, refusals.TooLong),
        ({"evidence": (Attachment("a.exe", b"MZ"),)}, progress.EvidenceRefused),
        ({"evidence": (Attachment("a.png", b"not a picture"),)}, progress.EvidenceRefused),
        ({"evidence": (Attachment("a.txt", b"x" * (progress.LARGEST + 1)),)}, progress.EvidenceTooLarge),
    ],
    ids=lambda case: str(case)[:30],
)
def test_a_report_that_cannot_stand_is_refused_whole(
    filed: Task, clerk: User, at: datetime, more: dict[str, Any], refusal: type[Refusal]
) -> None:
    before = fresh(filed).version
    with pytest.raises(refusal):
        report(filed, clerk, at, **more)
    assert fresh(filed).version == before
    assert not filed.reports.exists()


def test_a_second_report_of_a_period_waits_for_the_first(filed: Task, clerk: User, at: datetime) -> None:
    report(filed, clerk, at)
    with pytest.raises(progress.ReportWaiting, match="clerk"):
        report(filed, clerk, at)


def test_steps_come_before_progress(task: Task, clerk: User, at: datetime) -> None:
    with pytest.raises(progress.StepsFirst):
        report(task, clerk, at)


def test_evidence_is_kept_under_its_own_name_and_type(filed: Task, clerk: User, at: datetime) -> None:
    picture = Attachment("C:\\照片\\工地.png", b"\x89PNG\r\n\x1a\n....")
    kept = report(filed, clerk, at, evidence=(picture,)).evidence.get()
    assert (kept.title, kept.file.media_type) == ("工地.png", "image/png")
    assert files.read(kept.file) == picture.content


def test_a_finished_step_counts_from_the_day_in_beijing_on_which_it_was_reported(
    filed: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    actions.accept_report(report(filed, clerk, at.replace(hour=1), 0), by=reviewer, at=at)
    assert current_steps(filed)[0].done_on == at.date()


def test_a_step_filed_again_while_its_report_waits_is_finished_all_the_same(
    filed: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    sent = report(filed, clerk, at, 0)
    actions.file_steps(filed, steps=STEPS, seen=fresh(filed).version, by=clerk, at=at)
    actions.accept_report(sent, by=reviewer, at=at)
    assert (fresh(filed).steps_done, fresh(filed).next_due) == (1, date(2012, 11, 30))


def test_an_older_report_accepted_late_does_not_speak_for_the_task(
    filed: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    older = report(filed, clerk, at, 0, period=Quarter(2012, 2), text="二季度的进展")
    newer = report(filed, clerk, at + timedelta(hours=1), text="三季度的进展", confidence="likely")
    actions.accept_report(newer, by=reviewer, at=at)
    actions.accept_report(older, by=reviewer, at=at)
    now = fresh(filed)
    assert (now.latest_news, now.confidence, now.steps_done) == ("三季度的进展", "likely", 1)


def test_a_long_file_name_keeps_its_ending(filed: Task, clerk: User, at: datetime) -> None:
    kept = report(filed, clerk, at, evidence=(Attachment("长" * 200 + ".txt", "说明".encode()),)).evidence.get()
    assert (len(kept.title), kept.title[-4:]) == (120, ".txt")


def test_what_the_office_is_asked_to_close_stays_as_it_is(filed: Task, clerk: User, at: datetime) -> None:
    Task.objects.filter(pk=filed.pk).update(state="closing")
    with pytest.raises(common.ClosingNow, match="正由办公室销号"):
        actions.file_steps(filed, steps=STEPS, seen=filed.version, by=clerk, at=at)
    with pytest.raises(common.ClosingNow):
        report(filed, clerk, at)


@pytest.fixture
def finished(filed: Task, clerk: User, reviewer: User, at: datetime) -> Task:
    actions.accept_report(report(filed, clerk, at, 0, 1), by=reviewer, at=at)
    return fresh(filed)


def test_closing_needs_every_step_finished(filed: Task, clerk: User, at: datetime) -> None:
    with pytest.raises(closure.StepsUnfinished, match="还有 2 项措施没有完成（摸底）"):
        actions.ask_closure(filed, statement="已完成", seen=filed.version, by=clerk, at=at)


def test_closing_waits_for_reports_under_review(finished: Task, clerk: User, at: datetime) -> None:
    report(finished, clerk, at)
    with pytest.raises(closure.ReportStillWaiting):
        actions.ask_closure(finished, statement="已完成", seen=fresh(finished).version, by=clerk, at=at)


def ask(task: Task, by: User, at: datetime) -> ClosureRequest:
    return actions.ask_closure(task, statement="已完成", seen=fresh(task).version, by=by, at=at)


def test_the_office_closes_and_nothing_more_can_be_done(
    finished: Task, clerk: User, reviewer: User, at: datetime
) -> None:
    request = ask(finished, clerk, at)
    actions.close(request, by=reviewer, at=at)
    closed = fresh(finished)
    assert (closed.state, closed.closed_at) == ("closed", at)
    with pytest.raises(common.TaskClosed, match="已销号"):
        report(closed, clerk, at)
    with pytest.raises(closure.ClosureDecided, match="reviewer"):
        actions.close(request, by=make_user("third", "office"), at=at)


def test_what_is_sent_back_goes_on(finished: Task, clerk: User, reviewer: User, at: datetime) -> None:
    actions.send_back(ask(finished, clerk, at), reason="验收单未附", by=reviewer, at=at)
    assert fresh(finished).state == "running"
    ask(finished, clerk, at)


def test_closing_is_asked_once(finished: Task, clerk: User, at: datetime) -> None:
    ask(finished, clerk, at)
    with pytest.raises(closure.ClosureWaiting, match="clerk"):
        ask(finished, clerk, at)


def test_nobody_closes_what_they_asked_for(finished: Task, bureau: Unit, at: datetime) -> None:
    both = make_user("both", "bureau", "office", unit=bureau)
    with pytest.raises(closure.CloseOwn, match="both"):
        actions.close(ask(finished, both, at), by=both, at=at)


def test_a_task_that_was_never_begun_cannot_be_closed(task: Task, clerk: User, at: datetime) -> None:
    with pytest.raises(closure.NothingFiled):
        ask(task, clerk, at)


def test_the_office_names_a_lead_where_the_text_names_none(
    version: PlanVersion, bureau: Unit, reviewer: User, clerk: User, at: datetime
) -> None:
    actions.open_tasks(version, by=reviewer, at=at)
    duty = Task.objects.get(title="季度通报")
    with pytest.raises(NotAllowed):
        actions.assign_lead(duty, lead=bureau, reason="分工", by=clerk, at=at)
    actions.assign_lead(duty, lead=bureau, reason="办公室分工", by=reviewer, at=at)
    assert fresh(duty).lead == bureau


def test_every_step_of_a_whole_life_leaves_one_line(finished: Task, clerk: User, reviewer: User, at: datetime) -> None:
    actions.close(ask(finished, clerk, at), by=reviewer, at=at)
    assert [event.action for event in trail.history(finished)] == [
        "task.close",
        "task.ask-closure",
        "task.accept-report",
        "task.report",
        "task.file-steps",
        "task.open",
    ]
    assert set(trail.history(finished).values_list("role", flat=True)) == {"office", "bureau"}


def test_the_rule_of_the_lights_never_changes_the_past(reviewer: User, at: datetime) -> None:
    set_rule = {"soon_days": 7, "silent_days": 60, "basis": "办公室规定", "by": reviewer, "at": at}
    with pytest.raises(lights.RuleInThePast):
        actions.set_light_rule(in_force_from=at.date() - timedelta(days=1), **set_rule)
    actions.set_light_rule(in_force_from=at.date(), **set_rule)
    with pytest.raises(lights.RuleTaken, match="办公室规定"):
        actions.set_light_rule(in_force_from=at.date(), **set_rule)
    assert TrailEvent.objects.filter(action="lights.set").count() == 1
