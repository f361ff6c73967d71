"""The two long forms of a task: its steps, and a report of progress. Forms turn text into values; they do not save."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.models import TrailEvent
from luoxiao.core.periods import Quarter
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.core.wording import quarter
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.desk.reading import number
from luoxiao.desk.task_changes import WITH, moved, seen, since_version
from luoxiao.organisations.models import NotAllowed
from luoxiao.organisations.roles import Permission
from luoxiao.plan.reading import core
from luoxiao.plan.sentences import Sentence, sentences_of
from luoxiao.supervision import actions
from luoxiao.supervision.actions import Attachment, ProgressDraft, StepDraft
from luoxiao.supervision.models import Step, Task
from luoxiao.supervision.serving import serving
from luoxiao.supervision.wording import sentence_number

BLANK_ROWS, MOST_ROWS, MOST_FILES = 3, 40, 10
MOST_SENTENCES = 60  # of a clause that a step may name; a longer one is served as a whole
Errors = list[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """A row of the steps form as it was typed."""

    title: str = ""
    owner: str = ""
    due: str = ""
    expected: str = ""
    done_on: date | None = None
    serves: tuple[str, ...] = ()

    def ticked(self, text: str) -> bool:
        """Whether this sentence is one that the step serves."""
        return core(text) in map(core, self.serves)

    @property
    def empty(self) -> bool:
        return not (self.title or self.owner or self.due or self.expected)


@dataclass(frozen=True)
class StepsForm:
    """What the steps form shows."""

    task: Task
    lines: list[Line]
    key: str
    seen: int
    sentences: list[Sentence]
    errors: Errors = field(default_factory=list)
    changed: list[TrailEvent] = field(default_factory=list)
    now: list[Step] = field(default_factory=list)

    def label(self, sentence: Sentence) -> str:
        return sentence_number(sentence, self.sentences)

    def lost(self, line: Line) -> tuple[str, ...]:
        """What a row served that the text says no more, as after a new version of the plan."""
        return serving(line.serves, [sentence.text for sentence in self.sentences]).lost


@form(Permission.FILE_STEPS)
def steps(request: HttpRequest, pk: int) -> HttpResponseBase:
    """File concrete measures: what, who, by when, with what result."""
    if gone := moved(request, pk):
        return _show_steps(request, replace(_steps_form(request, gone), errors=_told(gone), key=new_key()), 409)
    task = _led(request, pk)
    if not task.of_plan:
        raise NotAllowed(Permission.FILE_STEPS)
    typed = _steps_form(request, task)
    if request.method != "POST":
        return _show_steps(request, typed)
    if "more" in request.POST:
        return _show_steps(request, replace(typed, lines=typed.lines + [Line()] * BLANK_ROWS))
    drafts, errors = _drafts(typed.lines)
    if errors:
        return _show_steps(request, replace(typed, errors=errors), 422)

    def act() -> str:
        actions.file_steps(task, steps=drafts, seen=typed.seen, by=person(request), at=clock.now())
        return reverse("task", args=(task.pk,))

    outcome = carry_out(request, act, done=_("落实措施已报送。"))
    if not isinstance(outcome, Refusal):
        return outcome
    return _show_steps(request, _refused(typed, outcome), 409 if isinstance(outcome, Stale) else 422)


def _steps_form(request: HttpRequest, task: Task) -> StepsForm:
    """The form as it was sent; before that, with what was filed last."""
    sentences = sentences_of(task.promise)[:MOST_SENTENCES]
    if request.method == "POST":
        return StepsForm(task, _typed(request, task), request.POST.get("key", ""), seen(request), sentences)
    known = [
        Line(step.title, step.owner, step.due.isoformat(), step.expected, step.done_on, tuple(step.serves))
        for step in actions.current_steps(task)
    ]
    return StepsForm(task, known + [Line()] * BLANK_ROWS, new_key(), task.version, sentences)


def _refused(typed: StepsForm, refusal: Refusal) -> StepsForm:
    """The form again, with what was typed; after a stale edit also what the other person changed, and a way on."""
    shown = replace(typed, errors=[("", str(refusal))], key=new_key())
    if not isinstance(refusal, Stale):
        return shown
    now = Task.objects.select_related(*WITH).get(pk=typed.task.pk)
    sentences = sentences_of(now.promise)[:MOST_SENTENCES]
    changed, steps = since_version(now, typed.seen), actions.current_steps(now)
    return replace(shown, task=now, seen=now.version, sentences=sentences, changed=changed, now=steps)


def _show_steps(request: HttpRequest, shown: StepsForm, status: int = 200) -> HttpResponseBase:
    return render(request, "desk/steps.html", {"form": shown}, status=status)


def _led(request: HttpRequest, pk: int) -> Task:
    """The task, if this person's unit leads it: not seen is a 404, seen but not led is a 403."""
    task = get_object_or_404(Task.objects.visible_to(person(request)).select_related(*WITH), pk=pk)
    if task.lead_id is None or task.lead_id != person(request).unit_id:
        raise NotAllowed(Permission.FILE_STEPS)
    return task


def _told(task: Task) -> Errors:
    return [("", str(actions.LeadMoved(task=task.title, lead=task.lead)))]


def _typed(request: HttpRequest, task: Task) -> list[Line]:
    """The rows as they were typed; a finished step is known by its title."""
    done = {step.title: step.done_on for step in actions.current_steps(task)}
    columns = [request.POST.getlist(name) for name in ("title", "owner", "due", "expected")]
    rows = [[value.strip() for value in row] for row in zip(*columns, strict=False)]
    serves = [tuple(request.POST.getlist(f"serves-{n}")) for n in range(1, len(rows) + 1)]
    return [
        Line(title, owner, due, expected, done.get(title), quoted)
        for (title, owner, due, expected), quoted in zip(rows, serves, strict=True)
    ]


def _drafts(lines: list[Line]) -> tuple[list[StepDraft], Errors]:
    """Filled rows as steps, or every fault with its field; empty rows are passed over."""
    filled = [(row, line) for row, line in enumerate(lines, 1) if not line.empty]
    errors = [fault for row, line in filled for fault in _faults(row, line)]
    if len(filled) > MOST_ROWS:
        said = _("填了 %(count)s 项措施，最多 %(most)s 项。合并相近的几项。")
        errors.append(("", said % {"count": len(filled), "most": MOST_ROWS}))
    if errors:
        return [], errors
    return [_draft_of(line) for _n, line in filled], []


def _draft_of(line: Line) -> StepDraft:
    return StepDraft(line.title, line.owner, date.fromisoformat(line.due), line.expected, line.serves)


def _faults(row: int, line: Line) -> Iterator[tuple[str, str]]:
    """What is missing or unreadable in a row: the id of the field and a sentence."""
    fields = (("title", _("措施"), line.title), ("owner", _("责任人"), line.owner), ("due", _("时限"), line.due))
    for name, label, value in (*fields, ("expected", _("预期结果"), line.expected)):
        if not value:
            said = _("第 %(row)s 行没有填“%(field)s”。补填后再报送。")
            yield f"{name}-{row}", said % {"row": row, "field": label}
    try:
        date.fromisoformat(line.due or "2012-11-30")
    except ValueError:
        said = _("第 %(row)s 行时限“%(due)s”不是日期。按 2012-11-30 的样子填写。")
        yield f"due-{row}", said % {"row": row, "due": line.due}


@dataclass(frozen=True)
class ReportForm:
    """What the report form shows."""

    task: Task
    steps: list[Step]
    periods: list[tuple[str, str]]
    key: str
    seen: int
    typed: dict[str, str] = field(default_factory=dict)
    ticked: list[int] = field(default_factory=list)
    errors: Errors = field(default_factory=list)
    changed: list[TrailEvent] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@form(Permission.REPORT_PROGRESS)
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Report progress of a quarter: text, finished steps, difficulties, confidence, evidence."""
    if gone := moved(request, pk):
        kept = replace(_report_form(request, gone), errors=_told(gone), key=new_key())
        return render(request, "desk/report.html", {"form": kept}, status=409)
    task = _led(request, pk)
    shown = _report_form(request, task)
    if request.method != "POST":
        return render(request, "desk/report.html", {"form": shown})
    draft, errors = _draft(request, shown)
    if draft is None:
        return render(request, "desk/report.html", {"form": replace(shown, errors=errors)}, status=422)

    def act() -> str:
        actions.report_progress(task, draft=draft, seen=shown.seen, by=person(request), at=clock.now())
        return reverse("task", args=(task.pk,))

    outcome = carry_out(request, act, done=_("进展已报送，待办公室复核。"))
    if not isinstance(outcome, Refusal):
        return outcome
    return _report_refused(request, shown, outcome)


def _report_refused(request: HttpRequest, shown: ReportForm, refusal: Refusal) -> HttpResponseBase:
    shown = replace(shown, errors=[("", str(refusal))], key=new_key())
    if isinstance(refusal, Stale):
        now = Task.objects.get(pk=shown.task.pk)
        steps = actions.current_steps(now)
        ticked = _ticked_again(now, shown.ticked, steps)
        shown = replace(shown, seen=now.version, changed=since_version(now, shown.seen), steps=steps, ticked=ticked)
    status = 409 if isinstance(refusal, Stale) else 422
    return render(request, "desk/report.html", {"form": shown}, status=status)


def _ticked_again(task: Task, ticked: list[int], steps: list[Step]) -> list[int]:
    """What was ticked, among steps that may have been filed again meanwhile under the same titles."""
    titles = set(Step.objects.filter(filing__task=task, pk__in=ticked).values_list("title", flat=True))
    return [step.pk for step in steps if step.title in titles]


def _report_form(request: HttpRequest, task: Task) -> ReportForm:
    now = Quarter.of(clock.today())
    offered = [now.previous, now, now.previous.previous]
    posted = request.method == "POST"
    ticked = (number(pk) for pk in request.POST.getlist("steps_done"))
    return ReportForm(
        task=task,
        steps=actions.current_steps(task),
        periods=[(str(period), quarter(period)) for period in offered],
        key=request.POST.get("key", "") if posted else new_key(),
        seen=seen(request) if posted else task.version,
        typed=request.POST.dict(),
        ticked=[pk for pk in ticked if pk is not None],
        lost=[file.name or "" for file in _received(request)],
    )


def _draft(request: HttpRequest, shown: ReportForm) -> tuple[ProgressDraft | None, Errors]:
    """The report as values, or every fault with its field."""
    errors = [*_faults_of_report(shown), *_faults_of_files(request)]
    if errors:
        return None, errors
    draft = ProgressDraft(
        period=Quarter.parse(shown.typed["period"]),
        text=shown.typed["text"],
        confidence=shown.typed["confidence"],
        confidence_reason=shown.typed.get("confidence_reason", ""),
        difficulties=shown.typed.get("difficulties", ""),
        steps_done=tuple(shown.ticked),
        evidence=tuple(Attachment(file.name or "", file.read()) for file in _received(request)),
    )
    return draft, []


def _faults_of_report(shown: ReportForm) -> Iterator[tuple[str, str]]:
    if shown.typed.get("period") not in dict(shown.periods):
        yield "f-period", _("没有选报告期。选一个季度。")
    if not shown.typed.get("text", "").strip():
        yield "f-text", _("“进展”没有填写。写明本季做了什么、结果如何。")
    if shown.typed.get("confidence") not in Task.Confidence.values:
        yield "f-confidence", _("没有选把握程度。四项中选一项。")


def _faults_of_files(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Before any file is read: too many, or too large."""
    received = _received(request)
    if len(received) > MOST_FILES:
        yield "f-evidence", _("附件超过 %(most)s 个。合并后再上传。") % {"most": MOST_FILES}
    for file in received:
        try:
            actions.refuse_large(file.name or "", file.size or 0)
        except Refusal as refusal:
            yield "f-evidence", str(refusal)


def _received(request: HttpRequest) -> list[UploadedFile]:
    return [file for file in request.FILES.getlist("evidence") if isinstance(file, UploadedFile)]
