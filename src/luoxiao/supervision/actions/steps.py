"""落实措施: the lead bureau files its steps and asks the others to confirm theirs (plan text 四, last paragraph)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, said
from luoxiao.core.versions import claim
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.organisations.roles import Permission
from luoxiao.plan.reading import core
from luoxiao.plan.sentences import sentences_of
from luoxiao.supervision.actions.common import (
    current_steps,
    led,
    locked,
    refresh_dates,
    refuse_items,
    refuse_unless_at_work,
)
from luoxiao.supervision.models import Cooperation, Filing, Step, Task


@dataclass(frozen=True)
class StepDraft:
    """A step as it is filed: what, who, by when, with what result, for which sentences; none: for all of the task."""

    title: str
    owner: str
    due: date
    expected: str
    serves: tuple[str, ...] = ()


class StepsOfPlanOnly(Refusal):
    code = "steps-of-plan-only"
    sentence = _("“%(task)s”不是方案任务，不另报落实措施，没有报送。直接报送进展。")


class NoSteps(Refusal):
    code = "no-steps"
    sentence = _("落实措施一项也没有填，没有报送。至少填一项，写明责任人、时限和预期结果。")


class StepTooLate(Refusal):
    code = "step-too-late"
    sentence = _(
        "“%(step)s”的时限 %(step_due)s 晚于任务时限 %(task_due)s，没有报送。提前这一项的时限，或先报办公室延期。"
    )


class DoneStepDropped(Refusal):
    code = "done-step-dropped"
    sentence = _("“%(step)s”已于 %(day)s 完成，新报的措施里没有它，没有报送。保留这一项后再报。")


class SameStepTwice(Refusal):
    code = "same-step-twice"
    sentence = _("“%(step)s”填了两次，没有报送。合并为一项，或写明两项的不同。")


class NotASentence(Refusal):
    code = "not-a-sentence"
    sentence = _("“%(step)s”所对应的“%(words)s”不是本任务条款里的一句，没有报送。按现在的原文重新选。")


class NobodyToAsk(Refusal):
    code = "nobody-to-ask"
    sentence = _("“%(task)s”没有配合单位，无须确认。")


class AskedAnew(Refusal):
    code = "asked-anew"
    sentence = _("%(lead)s已把请%(unit)s配合的事项改为“%(text)s”，本次填写没有保存。按新的事项核对后再确认。")


class AlreadyConfirmed(Refusal):
    code = "already-confirmed"
    sentence = _("%(unit)s已于此前确认，没有重复办理。")


@transaction.atomic
def file_steps(task: Task, *, steps: Sequence[StepDraft], seen: int, by: User, at: datetime) -> Filing:
    """File concrete measures. A later filing replaces the open steps and keeps the finished ones; both stay on record.

    `seen` is the task's version that the form was opened at. Steps are known by their title. Raises Stale, ClosingNow,
    FinishedElsewhere, StepsOfPlanOnly, NoSteps, SameStepTwice, StepTooLate, DoneStepDropped, NotASentence, Unsaid,
    TooLong.
    """
    task, role = led(task, by, Permission.FILE_STEPS)
    refuse_items(task)
    if not task.of_plan:
        raise StepsOfPlanOnly(task=task.title)
    refuse_unless_at_work(task)
    claim(task, seen)
    if not steps:
        raise NoSteps
    before = current_steps(task)
    done = {step.title: step.done_on for step in before if step.done_on}
    _check(task, steps, done)
    quoted = _quoted(task, steps)
    filing = Filing.objects.create(task=task, number=task.filings.count() + 1, filed_by=by, filed_at=at)
    Step.objects.bulk_create(_step(filing, n, step, quoted[n - 1], done) for n, step in enumerate(steps, 1))
    task.state = Task.State.RUNNING if task.state == Task.State.OPEN else task.state
    _save_dates(task)
    trail.record(
        "task.file-steps",
        by=by,
        at=at,
        role=role,
        subject=task,
        before={"steps": [_words(step) for step in before]},
        after={"steps": [_words(step) for step in steps], "version": task.version},
    )
    return filing


def _check(task: Task, steps: Sequence[StepDraft], done: dict[str, date]) -> None:
    titles = [step.title.strip() for step in steps]
    if twice := next((title for n, title in enumerate(titles) if title in titles[:n]), ""):
        raise SameStepTwice(step=twice)
    for step in steps:
        if task.due and step.due > task.due:
            raise StepTooLate(step=step.title, step_due=step.due, task_due=task.due)
    for title in done.keys() - set(titles):
        raise DoneStepDropped(step=title, day=done[title])


def _quoted(task: Task, steps: Sequence[StepDraft]) -> list[list[str]]:
    """Of each step the sentences it serves, in the words and order of the plan. Raises NotASentence."""
    if not any(step.serves for step in steps):
        return [[] for _step in steps]
    known = {sentence.core: sentence.text for sentence in sentences_of(task.promise)}
    return [_known(step, known) for step in steps]


def _known(step: StepDraft, known: dict[str, str]) -> list[str]:
    wanted = {core(words): words for words in step.serves}
    if unknown := [words for key, words in wanted.items() if key not in known]:
        raise NotASentence(step=step.title, words=unknown[0][:40])
    return [text for key, text in known.items() if key in wanted]


def _step(filing: Filing, order: int, step: StepDraft, serves: list[str], done: dict[str, date]) -> Step:
    return Step(
        filing=filing,
        order=order,
        title=said(_("措施"), step.title, limit=120),
        owner=said(_("责任人"), step.owner, limit=80),
        due=step.due,
        expected=said(_("预期结果"), step.expected, limit=200),
        serves=serves,
        done_on=done.get(step.title.strip()),
    )


def _words(step: Step | StepDraft) -> str:
    quoted = "".join(f"“{words}”" for words in step.serves)
    return f"{step.title}｜{step.owner}｜{step.due}｜{step.expected}" + (f"｜{quoted}" if quoted else "")


def _save_dates(task: Task) -> None:
    refresh_dates(task)
    task.save(update_fields=["state", "steps_filed", "steps_done", "next_due"])


@transaction.atomic
def ask_cooperation(task: Task, *, text: str, by: User, at: datetime) -> int:
    """Ask every cooperating bureau that has not confirmed; how many were asked."""
    task, role = led(task, by, Permission.FILE_STEPS)
    text = said(_("请配合的事项"), text, limit=300)
    if not task.cooperations.exists():
        raise NobodyToAsk(task=task.title)
    asked = task.cooperations.filter(confirmed_at=None).update(asked_at=at, asked_for=text)
    trail.record("task.ask-cooperation", by=by, at=at, role=role, subject=task, after={"asked_for": text})
    return asked


@transaction.atomic
def confirm_cooperation(
    cooperation: Cooperation, *, answer: str, by: User, at: datetime, asked_for: str | None = None
) -> None:
    """A cooperating bureau takes its part. Only its own people may. Raises AlreadyConfirmed, AskedAnew.

    `asked_for` is what they had been asked when they began to answer; None where nobody was shown anything.
    """
    role = by.acting(Permission.CONFIRM_COOPERATION)
    task = locked(cooperation.task)
    cooperation = Cooperation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=cooperation.pk)
    if by.unit_id != cooperation.unit_id:
        raise NotAllowed(Permission.CONFIRM_COOPERATION)
    if cooperation.confirmed_at:
        raise AlreadyConfirmed(unit=cooperation.unit)
    if asked_for is not None and core(asked_for) != core(cooperation.asked_for):
        raise AskedAnew(lead=task.lead, unit=cooperation.unit, text=cooperation.asked_for)
    cooperation.answer = said(_("本单位的分工"), answer, limit=300)
    cooperation.confirmed_at, cooperation.confirmed_by = at, by
    cooperation.save(update_fields=["answer", "confirmed_at", "confirmed_by"])
    after = {"unit": str(cooperation.unit), "answer": cooperation.answer}
    trail.record("task.confirm-cooperation", by=by, at=at, role=role, subject=task, after=after)
