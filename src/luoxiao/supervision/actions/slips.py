"""督办单: the dated rule, a slip prepared on an item, issued as a paper, and answered by the lead (clause 三(三))."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.periods import BEIJING
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import LONGEST, led, locked
from luoxiao.supervision.models import ClosureRequest, LightRule, ProgressReport, Slip, SlipRule, Task
from luoxiao.supervision.slipping import Given, Standing, Verdict, judge, verdicts

MOST_DAYS = 90


class SlipRulePast(Refusal):
    code = "slip-rule-past"
    sentence = _("督办单规则从 %(day)s 起执行，早于今天，没有保存。改为今天或以后。")


class SlipRuleTaken(Refusal):
    code = "slip-rule-taken"
    sentence = _("%(day)s 已有一条督办单规则（%(basis)s），没有保存。换一个起始日。")


class AnswerDays(Refusal):
    code = "answer-days"
    sentence = _("回复天数填了 %(days)s，没有保存。填 1 至 %(most)s 之间的整数。")


class NotNow(Refusal):
    """The rule's own reason, which the room's wording says in full on the page."""

    code = "slip-not-now"
    sentence = _("按现行规则，现在不能对“%(task)s”发%(colour)s督办单，没有拟制。本页列明各种颜色能否发、为什么。")


class NotIssued(Refusal):
    code = "slip-not-issued"
    sentence = _("第 %(number)s 张督办单还没有签发，不用回复。")


class AnsweredBefore(Refusal):
    code = "slip-answered"
    sentence = _("第 %(number)s 张督办单已由%(who)s回复，没有再次保存。需要补充的，报送进展。")


@transaction.atomic
def set_slip_rule(
    *, preset: str, answer_days: int, in_force_from: date, basis: str, by: User, at: datetime
) -> SlipRule:
    """From a day on, which colours slips have and how many days they leave to answer. Never changes the past.

    `preset` is one of SlipRule.Preset. Raises AnswerDays, SlipRulePast, SlipRuleTaken, Unsaid, TooLong.
    """
    role = by.acting(Permission.SET_LIGHTS)
    if not 1 <= answer_days <= MOST_DAYS:
        raise AnswerDays(days=answer_days, most=MOST_DAYS)
    if in_force_from < at.astimezone(BEIJING).date():
        raise SlipRulePast(day=in_force_from)
    _refuse_taken(in_force_from)
    rule = SlipRule(preset=SlipRule.Preset(preset), answer_days=answer_days, in_force_from=in_force_from, set_by=by)
    rule.basis = said(_("依据"), basis, limit=200)
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError:  # somebody set a rule for the same day in this very moment
        _refuse_taken(in_force_from)
        raise
    after = {"preset": preset, "answer_days": answer_days, "from": in_force_from.isoformat()}
    trail.record("slip-rule.set", by=by, at=at, role=role, subject=rule, after=after, reason=rule.basis)
    return rule


def _refuse_taken(day: date) -> None:
    if taken := SlipRule.objects.filter(in_force_from=day).first():
        raise SlipRuleTaken(day=day, basis=taken.basis)


def slips_possible(task: Task, *, today: date) -> list[Verdict]:
    """For each colour of the rule in force, whether it may be issued on this item today, and why."""
    return verdicts(SlipRule.objects.on(today).preset, standing_of(task, today=today))


def standing_of(task: Task, *, today: date) -> Standing:
    """What the rule asks of the item as it stands: its dates, its former slips, what was last sent back."""
    given = task.slips.issued().order_by("number").values_list("colour", "answer_by")
    return Standing(
        today=today,
        due=task.due,
        next_due=task.next_due,
        soon_days=LightRule.objects.on(today).soon_days,
        sent_back=_sent_back(task),
        urgent=task.is_urgent,
        given=tuple(Given(colour, day) for colour, day in given),
        still=_still(task),
    )


def _still(task: Task) -> str:
    """Why nothing is asked of it at present, or empty."""
    if task.state in (Task.State.CLOSED, Task.State.WITHDRAWN):
        return "closed"
    if task.state == Task.State.PAUSED:
        return "paused"
    if task.of_room_above:
        return "elsewhere"
    if task.lead_id is None:
        return "no-lead"
    return "draft" if task.slips.in_preparation().exists() else ""


def _sent_back(task: Task) -> bool:
    """Whether its latest report or its latest request to close was sent back."""
    report = task.reports.order_by("-id").values_list("state", flat=True).first()
    closure = task.closure_requests.order_by("-id").values_list("state", flat=True).first()
    return report == ProgressReport.State.RETURNED or closure == ClosureRequest.State.SENT_BACK


@transaction.atomic
def prepare_slip(task: Task, *, colour: str, reason: str, seen: int, by: User, at: datetime) -> Slip:
    """Prepare a slip of this colour; it runs once its paper is issued. The caller makes the paper and attaches it.

    Raises NotNow where the rule in force does not allow the colour, TaskClosed, Stale, Unsaid, TooLong.
    """
    role = by.acting(Permission.OPEN_ITEM)
    task, today = locked(task), at.astimezone(BEIJING).date()
    rule, colour = SlipRule.objects.on(today), Slip.Colour(colour).value
    if not judge(rule.preset, colour, standing_of(task, today=today)).allowed:
        raise NotNow(task=task.title, colour=Slip.Colour(colour).label)
    reason = said(_("督办事由"), reason, limit=300)
    claim(task, seen)
    slip = Slip.objects.create(
        task=task,
        number=(task.slips.aggregate(last=Max("number"))["last"] or 0) + 1,
        colour=colour,
        reason=reason,
        answer_by=today + timedelta(days=rule.answer_days),
        prepared_by=by,
        prepared_at=at,
    )
    after = {"number": slip.number, "colour": colour, "version": task.version}
    trail.record("task.prepare-slip", by=by, at=at, role=role, subject=task, after=after, reason=reason)
    return slip


@transaction.atomic
def attach_slip_paper(slip: Slip, paper: Paper, *, by: User, at: datetime) -> None:
    """The paper that will issue the slip; in the transaction that prepares both."""
    role = by.acting(Permission.OPEN_ITEM)
    slip.paper = paper
    slip.save(update_fields=["paper"])
    after = {"number": slip.number, "paper": paper.title}
    trail.record("task.draft-slip", by=by, at=at, role=role, subject=slip.task, after=after)


@transaction.atomic
def slip_issued(slip: Slip, paper: Paper, *, by: User, at: datetime) -> None:
    """Its time to answer runs from the day of issue. In the transaction that issues the paper."""
    role = by.acting(Permission.ISSUE_PAPER)
    slip.answer_by = answer_day(at)
    slip.save(update_fields=["answer_by"])
    after = {"number": slip.number, "colour": slip.colour, "answer_by": str(slip.answer_by), "paper": paper.doc_number}
    trail.record("task.issue-slip", by=by, at=at, role=role, subject=slip.task, after=after)


def answer_day(at: datetime) -> date:
    """The last day to answer a slip that is issued at this moment."""
    day = at.astimezone(BEIJING).date()
    return day + timedelta(days=SlipRule.objects.on(day).answer_days)


@transaction.atomic
def answer_slip(slip: Slip, *, text: str, by: User, at: datetime) -> Slip:
    """The lead says what it has done and will do. Raises NotAllowed, NotIssued, AnsweredBefore, TaskClosed, Unsaid."""
    task, role = led(slip.task, by, Permission.REPORT_PROGRESS)
    found = Slip.objects.select_for_update(of=("self",)).select_related("paper", "answered_by").get(pk=slip.pk)
    if found.paper is None or found.paper.state != Paper.State.ISSUED:
        raise NotIssued(number=found.number)
    if found.answered_by:
        raise AnsweredBefore(number=found.number, who=found.answered_by.full_name)
    found.answer, found.answered_by, found.answered_at = said(_("回复"), text, limit=LONGEST), by, at
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    after = {"number": found.number, "answer": found.answer}
    trail.record("task.answer-slip", by=by, at=at, role=role, subject=task, after=after)
    return found
