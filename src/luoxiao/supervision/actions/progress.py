"""Progress (clauses 三(三), 四): the bureau reports, the office accepts or returns; only accepted reports count."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from luoxiao.core import files, trail
from luoxiao.core.models import StoredFile
from luoxiao.core.office import kinds
from luoxiao.core.office.kinds import Kind
from luoxiao.core.office.refused import Refused
from luoxiao.core.office_wording import sentence as office_sentence
from luoxiao.core.periods import BEIJING, Quarter
from luoxiao.core.refusals import Refusal, added, said
from luoxiao.core.versions import claim
from luoxiao.core.wording import quarter
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission
from luoxiao.supervision.actions.common import (
    LONGEST,
    current_steps,
    led,
    locked,
    refresh_dates,
    refuse_unless_at_work,
    supervising,
)
from luoxiao.supervision.models import Evidence, ProgressReport, Step, Task

LARGEST = 10 << 20  # bytes, one evidence file
DOCUMENTS = frozenset({Kind.TXT, Kind.DOCX, Kind.PDF, Kind.DOC, Kind.XLSX})
PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
LOW = (Task.Confidence.DOUBTFUL, Task.Confidence.UNLIKELY)


@dataclass(frozen=True)
class Attachment:
    """An evidence file as it was received."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ProgressDraft:
    """What a report says. `steps_done` are ids of steps of the latest filing that it calls finished."""

    period: Quarter
    text: str
    confidence: str
    confidence_reason: str = ""
    difficulties: str = ""
    steps_done: tuple[int, ...] = ()
    evidence: tuple[Attachment, ...] = ()


class StepsFirst(Refusal):
    code = "steps-first"
    sentence = _("“%(task)s”还没有报落实措施，进展没有报送。先报措施，再报进展。")


class PeriodAhead(Refusal):
    code = "period-ahead"
    sentence = _("%(period)s尚未开始，没有报送。改报%(now)s或以前的进展。")


class ReportWaiting(Refusal):
    code = "report-waiting"
    sentence = _("%(period)s的进展已由%(who)s报送，正在复核，没有重复报送。复核后再补报。")


class ReasonForLowConfidence(Refusal):
    code = "confidence-reason"
    sentence = _("选了“%(confidence)s”，没有写明原因，没有报送。用一句话写明原因。")


class UnknownStep(Refusal):
    code = "unknown-step"
    sentence = _("勾选的措施已被新报的措施取代，没有报送。按现在的措施重新勾选。")


class EvidenceRefused(Refusal):
    code = "evidence-refused"
    sentence = _("附件“%(name)s”：%(problem)s 进展没有报送。")


class EvidenceTooLarge(Refusal):
    code = "evidence-too-large"
    sentence = _("附件“%(name)s”有 %(size)s MB，超过 10 MB，进展没有报送。压缩或拆分后再上传。")


class ReviewOwn(Refusal):
    code = "review-own"
    sentence = _("这份进展由%(who)s报送，不能由本人复核。请另一人办理。")


class ReportDecided(Refusal):
    code = "report-decided"
    sentence = _("这份进展已由%(who)s于此前复核（%(state)s），没有再次办理。")


@transaction.atomic
def report_progress(task: Task, *, draft: ProgressDraft, seen: int, by: User, at: datetime) -> ProgressReport:
    """Send a report to the office. Raises the refusals above, Stale, TaskClosed, ClosingNow, Unsaid, TooLong."""
    task, role = led(task, by, Permission.REPORT_PROGRESS)
    refuse_unless_at_work(task)
    claim(task, seen)
    finished = _finished(task, draft)
    _check(task, draft, at)
    report = ProgressReport.objects.create(
        task=task,
        period=str(draft.period),
        text=said(_("进展"), draft.text, limit=LONGEST),
        difficulties=added(_("困难和需要协调的事项"), draft.difficulties, limit=LONGEST),
        confidence=draft.confidence,
        confidence_reason=added(_("原因"), draft.confidence_reason, limit=300),
        sent_by=by,
        sent_at=at,
    )
    report.steps_done.set(finished)
    kept = [_keep(report, attachment, at) for attachment in draft.evidence]
    after = {
        "period": str(draft.period),
        "text": report.text,
        "steps_done": [step.title for step in finished],
        "confidence": report.confidence,
        "evidence": {file.name: file.sha256 for file in kept},
        "version": task.version,
    }
    trail.record("task.report", by=by, at=at, role=role, subject=task, after=after)
    return report


def _finished(task: Task, draft: ProgressDraft) -> list[Step]:
    """The steps the report calls finished; an item has none. Raises StepsFirst, UnknownStep."""
    steps = {step.pk: step for step in current_steps(task)}
    if not steps and task.of_plan:
        raise StepsFirst(task=task.title)
    if set(draft.steps_done) - steps.keys():
        raise UnknownStep
    return [steps[pk] for pk in dict.fromkeys(draft.steps_done)]


def _check(task: Task, draft: ProgressDraft, at: datetime) -> None:
    now = Quarter.of(at.date())
    if draft.period > now:
        raise PeriodAhead(period=quarter(draft.period), now=quarter(now))
    waiting = task.reports.filter(state=ProgressReport.State.SENT, period=str(draft.period)).first()
    if waiting:
        raise ReportWaiting(period=quarter(draft.period), who=waiting.sent_by.full_name)
    if draft.confidence in LOW and not draft.confidence_reason.strip():
        raise ReasonForLowConfidence(confidence=Task.Confidence(draft.confidence).label)


def _keep(report: ProgressReport, attachment: Attachment, at: datetime) -> StoredFile:
    kept = keep_file(attachment, at)
    Evidence.objects.create(report=report, file=kept, title=kept.name)
    return kept


def keep_file(attachment: Attachment, at: datetime) -> StoredFile:
    """Store a received file under its own name. Raises EvidenceTooLarge, EvidenceRefused."""
    name = plain_name(attachment.name)
    refuse_large(name, len(attachment.content))
    return files.store(attachment.content, name=name, media_type=_media_type(name, attachment.content), at=at)


def plain_name(name: str) -> str:
    """A file's own name without its folders, whichever way they are written, at most 120 characters."""
    own = PurePath(name.replace("\\", "/")).name
    suffix = PurePath(own).suffix[:10]
    return own if len(own) <= 120 else own[: 120 - len(suffix)] + suffix


def refuse_large(name: str, size: int) -> None:
    """A door asks this before it reads a file of `size` bytes. Raises EvidenceTooLarge."""
    if size > LARGEST:
        raise EvidenceTooLarge(name=name, size=f"{size / (1 << 20):.1f}")


def _media_type(name: str, content: bytes) -> str:
    """By the content's first bytes, never by what the browser said. Raises EvidenceRefused."""
    extension = PurePath(name).suffix.lower()
    if extension in PICTURES and kinds.kind_of(content) is Kind.PICTURE:
        return PICTURES[extension]
    try:
        return f"application/x-office-{kinds.recognise(content, name, wanted=DOCUMENTS)}"
    except Refused as refused:
        raise EvidenceRefused(name=name, problem=office_sentence(refused)) from None


@transaction.atomic
def accept_report(report: ProgressReport, *, by: User, at: datetime) -> None:
    """Accept: its finished steps are finished from the day it was sent, its words and confidence are the task's."""
    report, task, role = _to_review(report, by)
    _decide(report, ProgressReport.State.ACCEPTED, "", by, at)
    _finish(task, report)
    _take_over(task, report)
    after = {"period": report.period, "steps_done": task.steps_done}
    trail.record("task.accept-report", by=by, at=at, role=role, subject=task, after=after)


def _finish(task: Task, report: ProgressReport) -> None:
    """Mark the steps the report calls finished; where they were filed again since, those of the same title."""
    named = list(report.steps_done.values_list("pk", "title"))
    again = {title for _pk, title in named}
    finished = {pk for pk, _title in named} | {step.pk for step in current_steps(task) if step.title in again}
    day = report.sent_at.astimezone(BEIJING).date()
    Step.objects.filter(pk__in=finished, done_on=None).update(done_on=day)


def _take_over(task: Task, report: ProgressReport) -> None:
    """The newest accepted report speaks for the task; one that was sent before it only adds finished steps."""
    if task.latest_news_at is None or task.latest_news_at <= report.sent_at:
        task.latest_news, task.latest_news_at = report.text[:200], report.sent_at
        task.confidence, task.confidence_reason = report.confidence, report.confidence_reason
    refresh_dates(task)
    task.save(
        update_fields=[
            *("latest_news", "latest_news_at", "confidence", "confidence_reason"),
            *("steps_filed", "steps_done", "next_due"),
        ]
    )


@transaction.atomic
def return_report(report: ProgressReport, *, reason: str, by: User, at: datetime) -> None:
    """Send back for correction, with a reason."""
    reason = said(_("退回原因"), reason, limit=300)
    report, task, role = _to_review(report, by)
    _decide(report, ProgressReport.State.RETURNED, reason, by, at)
    after = {"period": report.period}
    trail.record("task.return-report", by=by, at=at, role=role, subject=task, after=after, reason=reason)


def _to_review(report: ProgressReport, by: User) -> tuple[ProgressReport, Task, str]:
    """The report with its task locked. Raises ReviewOwn, ReportDecided, TaskClosed."""
    task = locked(report.task)
    role = supervising(task, by, Permission.REVIEW_PROGRESS)
    report = ProgressReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.sent_by_id == by.pk:
        raise ReviewOwn(who=by.full_name)
    if report.state != ProgressReport.State.SENT:
        decided_by = report.reviewed_by.full_name if report.reviewed_by else "—"
        raise ReportDecided(who=decided_by, state=report.get_state_display())
    return report, task, role


def _decide(report: ProgressReport, state: str, reason: str, by: User, at: datetime) -> None:
    report.state, report.reviewed_by, report.reviewed_at, report.review_reason = state, by, at, reason
    report.save(update_fields=["state", "reviewed_by", "reviewed_at", "review_reason"])
