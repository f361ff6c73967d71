"""Slips: the dated rule, one prepared at a time, running from issue, answered once by the lead."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core import files
from luoxiao.core.models import TrailEvent
from luoxiao.core.refusals import Stale, Unsaid
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions.slips import (
    AnswerDays,
    AnsweredBefore,
    NotIssued,
    NotNow,
    SlipRulePast,
    SlipRuleTaken,
)
from luoxiao.supervision.models import Slip, SlipRule, Task

pytestmark = pytest.mark.django_db
TODAY = date(2012, 10, 15)


def rule(by: User, at: datetime, preset: str = "ladder", day: date = TODAY, days: int = 3) -> SlipRule:
    return actions.set_slip_rule(
        preset=preset, answer_days=days, in_force_from=day, basis="演练：督办办法", by=by, at=at
    )


def prepare(task: Task, by: User, at: datetime, colour: str = "red", reason: str = "措施逾期") -> Slip:
    task.refresh_from_db()
    return actions.prepare_slip(task, colour=colour, reason=reason, seen=task.version, by=by, at=at)


def issue(slip: Slip, by: User, at: datetime) -> Slip:
    """As the desk does: a paper that is issued by another person, told to the slip."""
    paper = Paper.objects.create(
        kind=Paper.Kind.SLIP,
        period="2012Q4",
        about_kind="slip",
        about=slip.pk,
        title="演练督办单",
        prepared_by=slip.prepared_by,
        prepared_at=at,
    )
    actions.attach_slip_paper(slip, paper, by=slip.prepared_by, at=at)
    Paper.objects.filter(pk=paper.pk).update(
        docx=files.store("演练".encode(), name="演练", media_type="text/plain", at=at),
        state="issued",
        issued_by=by,
        issued_at=at,
        year=2012,
        number=paper.pk,
        issued_text="演练",
        trail_head="0",
    )
    actions.slip_issued(slip, Paper.objects.get(pk=paper.pk), by=by, at=at)
    return Slip.objects.get(pk=slip.pk)


def test_before_any_rule_only_a_late_item_gets_a_red_slip(filed: Task, reviewer: User, at: datetime) -> None:
    assert [(each.colour, each.allowed) for each in actions.slips_possible(filed, today=TODAY)] == [("red", True)]
    assert not actions.slips_possible(filed, today=date(2012, 10, 10))[0].allowed
    slip = prepare(filed, reviewer, at)
    assert (slip.number, slip.answer_by) == (1, TODAY + timedelta(days=5))


def test_a_colour_that_the_rule_does_not_allow_is_refused(filed: Task, reviewer: User, at: datetime) -> None:
    with pytest.raises(NotNow, match="蓝色"):
        prepare(filed, reviewer, at, colour="blue")
    assert not Slip.objects.exists()


def test_the_ladder_is_climbed_rung_by_rung(filed: Task, preparer: User, reviewer: User, at: datetime) -> None:
    rule(reviewer, at)
    for rung, colour in enumerate(("blue", "orange", "red")):
        now = at + timedelta(days=4 * rung)
        for later in ("blue", "orange", "red")[rung + 1 :]:
            with pytest.raises(NotNow):
                prepare(filed, preparer, now, colour=later)
        issued = issue(prepare(filed, preparer, now, colour=colour), reviewer, now)
        assert issued.answer_by == now.date() + timedelta(days=3)
        assert {each.reason for each in actions.slips_possible(filed, today=issued.answer_by)} == {"running"}
    assert list(filed.slips.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_a_slip_that_is_being_prepared_keeps_another_away(filed: Task, reviewer: User, at: datetime) -> None:
    prepare(filed, reviewer, at)
    with pytest.raises(NotNow):
        prepare(filed, reviewer, at)


def test_only_the_office_prepares_and_says_why(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        prepare(filed, clerk, at)
    with pytest.raises(Unsaid):
        prepare(filed, reviewer, at, reason=" ")
    with pytest.raises(Stale):
        actions.prepare_slip(filed, colour="red", reason="逾期", seen=filed.version - 1, by=reviewer, at=at)


def test_the_time_to_answer_runs_from_issue_and_the_lead_answers_once(
    filed: Task, preparer: User, reviewer: User, clerk: User, stranger: User, at: datetime
) -> None:
    slip = prepare(filed, preparer, at)
    with pytest.raises(NotIssued):
        actions.answer_slip(slip, text="已整改", by=clerk, at=at)
    later = at + timedelta(days=2)
    slip = issue(slip, reviewer, later)
    assert slip.answer_by == later.date() + timedelta(days=5)
    with pytest.raises(NotAllowed):
        actions.answer_slip(slip, text="已整改", by=stranger, at=later)
    answered = actions.answer_slip(slip, text=" 已整改 ", by=clerk, at=later)
    assert (answered.answer, answered.answered_by) == ("已整改", clerk)
    with pytest.raises(AnsweredBefore, match="clerk"):
        actions.answer_slip(slip, text="又整改", by=clerk, at=later)
    lines = TrailEvent.objects.filter(action__contains="slip").order_by("id").values_list("action", flat=True)
    assert list(lines) == ["task.prepare-slip", "task.draft-slip", "task.issue-slip", "task.answer-slip"]


def test_a_report_that_was_sent_back_earns_a_yellow_slip(filed: Task, reviewer: User, at: datetime) -> None:
    rule(reviewer, at, preset="closeness")
    assert {each.colour: each.reason for each in actions.slips_possible(filed, today=TODAY)} == {
        "blue": "too-mild",
        "yellow": "behind",
        "red": "not-overdue",
    }


def test_a_rule_never_changes_the_past_or_a_day_that_has_one(reviewer: User, clerk: User, at: datetime) -> None:
    with pytest.raises(SlipRulePast):
        rule(reviewer, at, day=TODAY - timedelta(days=1))
    with pytest.raises(AnswerDays):
        rule(reviewer, at, days=0)
    with pytest.raises(NotAllowed):
        rule(clerk, at)
    rule(reviewer, at, day=TODAY + timedelta(days=1))
    with pytest.raises(SlipRuleTaken, match="督办办法"):
        rule(reviewer, at, day=TODAY + timedelta(days=1))
    assert SlipRule.objects.on(TODAY).preset == "lights"
    assert SlipRule.objects.on(TODAY + timedelta(days=1)).preset == "ladder"


def test_an_item_has_each_slip_number_once(filed: Task, reviewer: User, at: datetime) -> None:
    slip = prepare(filed, reviewer, at)
    slip.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():  # slip_number_once
        slip.save(force_insert=True)
