"""The forms of a paper: generate a draft, edit it, issue it, withdraw it, make its PDF."""

import difflib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock, trail
from luoxiao.core.models import TrailEvent
from luoxiao.core.periods import Quarter
from luoxiao.core.refusals import Refusal, Stale
from luoxiao.core.wording import quarter
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.locks import form, person
from luoxiao.desk.paper_circular import PLAN, facts_of_one
from luoxiao.desk.paper_preview import live
from luoxiao.desk.paper_sources import source_of
from luoxiao.desk.papers import seen, sheet
from luoxiao.desk.reading import number
from luoxiao.documents import actions
from luoxiao.documents.actions import FigureValue, Words, words_of
from luoxiao.documents.composing import Preview, unknown_places
from luoxiao.documents.kinds import kind_of
from luoxiao.documents.models import Paper
from luoxiao.organisations.roles import Permission
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision import circular
from luoxiao.supervision.figures import Frame, figures

Errors = list[tuple[str, str]]
OFFERED = 6  # quarters
HEAD = {  # of the first circular
    "issuer_mark": "民政部办公厅文件",
    "series": "民办函",
    "addressee": "部援藏援疆扶贫工作领导小组各成员单位",
    "signature": "民政部办公厅",
    "copied_to": "国务院扶贫办",
}


@dataclass(frozen=True)
class NewForm:
    """What the form for a new circular shows."""

    periods: list[tuple[str, str]]
    plans: list[tuple[int, str]]
    key: str
    period: str
    plan: str
    errors: Errors = field(default_factory=list)


@form(Permission.DRAFT_PAPER)
def new(request: HttpRequest) -> HttpResponseBase:
    """生成季度通报: choose the quarter, and the plan where several are in force."""
    shown = _new_form(request)
    if request.method != "POST":
        return render(request, "desk/paper_new.html", {"form": shown})
    frame = _frame(shown)
    if frame is None:
        errors = [("f-period", _("没有选报告期或方案。各选一项。"))]
        return render(request, "desk/paper_new.html", {"form": replace(shown, errors=errors)}, status=422)
    outcome = carry_out(request, lambda: _prepare(request, frame), done=_("季度通报草稿已生成，由另一人签发。"))
    if not isinstance(outcome, Refusal):
        return outcome
    errors = [("f-period", str(outcome))]
    return render(request, "desk/paper_new.html", {"form": replace(shown, errors=errors, key=new_key())}, status=422)


def _new_form(request: HttpRequest) -> NewForm:
    """The quarter before this one is chosen until the reader chooses another."""
    offered = [Quarter.of(clock.today())]
    for _n in range(OFFERED - 1):
        offered.append(offered[-1].previous)
    in_force = PlanVersion.objects.visible_to(person(request)).in_force().order_by("plan_id")
    plans = list(in_force.values_list("plan_id", "title")[:200])
    return NewForm(
        periods=[(str(period), quarter(period)) for period in offered],
        plans=plans,
        key=request.POST.get("key", "") or new_key(),
        period=request.POST.get("period", "") or str(offered[1]),
        plan=request.POST.get("plan", "") or (str(plans[0][0]) if plans else ""),
    )


def _frame(shown: NewForm) -> Frame | None:
    """What was chosen, if it was among what was offered."""
    if shown.period not in dict(shown.periods) or shown.plan not in {str(pk) for pk, _title in shown.plans}:
        return None
    return Frame(int(shown.plan), Quarter.parse(shown.period), clock.today())


def _prepare(request: HttpRequest, frame: Frame) -> str:
    facts = facts_of_one(frame)
    kind = Paper.Kind.QUARTERLY_CIRCULAR
    made = actions.prepare(
        kind=kind,
        period=frame.period,
        about_kind=PLAN,
        about=frame.plan,
        words=Words(title=circular.title(facts), body=circular.prose(facts), **head(kind, HEAD)),
        known=figures(facts),
        rehearsal=clock.rehearsal_day() is not None,
        by=person(request),
        at=clock.now(),
    )
    return reverse("paper", args=(made.pk,))


def head(kind: str, first: Mapping[str, str]) -> dict[str, str]:
    """Head and foot of the latest paper of this kind, which the next one usually has too; before any, `first`."""
    papers = Paper.objects.filter(kind=kind).exclude(state=Paper.State.WITHDRAWN)
    latest = papers.order_by("-id").values(*first).first()
    return dict(latest or first)


@dataclass(frozen=True)
class EditForm:
    """What the editor shows; after a stale edit also what the other person changed."""

    paper: Paper
    words: Words
    seen: int
    key: str
    figures: list[FigureValue]
    preview: Preview
    layout: str = "document"
    upward: bool = False
    previewing: bool = False
    errors: Errors = field(default_factory=list)
    changed: list[TrailEvent] = field(default_factory=list)
    diff: list[tuple[str, str]] = field(default_factory=list)


@form(Permission.DRAFT_PAPER)
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Edit head, prose and foot; figures stay live. `preview` shows the paper without saving it."""
    paper = seen(person(request), pk)
    if request.method != "POST":
        return _show(request, _edit_form(paper, words_of(paper), paper.version, new_key()))
    shown = _edit_form(
        paper, _typed(request, paper), number(request.POST.get("seen")) or 0, request.POST.get("key", "")
    )
    if "preview" in request.POST:
        return _show(request, replace(shown, previewing=True, errors=_unknown(shown)))

    def act() -> str:
        known = {figure.key for figure in shown.figures}
        actions.edit(paper, words=shown.words, known=known, seen=shown.seen, by=person(request), at=clock.now())
        return reverse("paper", args=(pk,))

    outcome = carry_out(request, act, done=_("修改已保存。"))
    if not isinstance(outcome, Refusal):
        return outcome
    return _show(request, _refused(shown, outcome), 409 if isinstance(outcome, Stale) else 422)


def _show(request: HttpRequest, shown: EditForm, status: int = 200) -> HttpResponseBase:
    if shown.paper.state != Paper.State.DRAFT and request.method != "POST":
        return HttpResponseRedirect(reverse("paper", args=(shown.paper.pk,)))
    return render(request, "desk/paper_edit.html", {"form": shown}, status=status)


def _edit_form(paper: Paper, words: Words, version: int, key: str) -> EditForm:
    now = live(paper, words=words)
    kind = kind_of(paper.kind)
    return EditForm(paper, words, version, key, list(now.figures.values()), now.preview, kind.form, kind.upward)


def _typed(request: HttpRequest, paper: Paper) -> Words:
    """What was filled in; a word that the form of this kind does not ask for stays."""
    return Words(**{name: request.POST.get(name, getattr(paper, name)) for name in Words.__dataclass_fields__})


def _unknown(shown: EditForm) -> Errors:
    unknown = unknown_places(shown.words.body, [figure.key for figure in shown.figures])
    return [("f-body", str(actions.UnknownFigures(names="、".join(unknown))))] if unknown else []


def _refused(shown: EditForm, refusal: Refusal) -> EditForm:
    """The form again with what was typed. After a stale edit: who changed what, and how it differs from one's own."""
    at = "f-body" if isinstance(refusal, actions.UnknownFigures) else ""
    again = replace(shown, errors=[(at, str(refusal))], key=new_key())
    if not isinstance(refusal, Stale):
        return again
    now = Paper.objects.get(pk=shown.paper.pk)
    changed = list(trail.history(now)[: max(now.version - shown.seen, 0)])
    return replace(again, seen=now.version, changed=changed, diff=_diff(words_of(now), shown.words))


def _diff(saved: Words, mine: Words) -> list[tuple[str, str]]:
    """Line by line: `-` stands in what is saved now and not in mine, `+` only in mine."""
    theirs, own = (_lines(words) for words in (saved, mine))
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, theirs, own, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [("-", line) for line in theirs[a:b]] + [("+", line) for line in own[c:d]]
    return found


def _lines(words: Words) -> list[str]:
    return [line.strip() for value in asdict(words).values() for line in value.splitlines() if line.strip()]


@form(Permission.ISSUE_PAPER)
def issue(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Issue the draft; then, outside the transaction, make the PDF where LibreOffice is present."""
    paper, typed = seen(person(request), pk), request.POST.get("number", "").strip()
    wanted = number(typed)
    if request.method == "POST" and typed and wanted is None:
        return _back(request, pk, actions.NumberOutOfRange(number=typed))

    def act() -> None:
        at = clock.now()
        now = live(paper, at=at)
        issued = actions.issue(
            paper,
            number=wanted,
            figures=now.figures,
            annexes=now.annexes,
            shown=_shown(request),
            seen=number(request.POST.get("seen")) or 0,
            by=person(request),
            at=at,
        )
        source_of(issued).issued(issued, person(request), at)

    answer = acted(request, pk, act, _("公文已签发，文字和数据不再改动。"))
    if answer.status_code == 302:
        _pdf_beside(request, pk)
    return answer


def _shown(request: HttpRequest) -> dict[str, str]:
    """The figures the issuer had before them, as the page sent them back; nothing where that is no such list."""
    try:
        said = json.loads(request.POST.get("shown", "{}"))
    except (ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in said.items()} if isinstance(said, dict) else {}


def _pdf_beside(request: HttpRequest, pk: int) -> None:
    """The PDF of an issued paper that has none; where that fails the issue stands and the page says why."""
    paper = seen(person(request), pk)
    if paper.state != Paper.State.ISSUED or paper.pdf_id is not None:
        return
    try:
        content = actions.pdf_of(paper)
        actions.attach_pdf(paper, content=content, by=person(request), at=clock.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))


@form(Permission.ISSUE_PAPER)
def make_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Try the PDF again."""
    paper = get_object_or_404(Paper.objects.visible_to(person(request)), pk=pk, state=Paper.State.ISSUED)
    if request.method == "POST":
        _pdf_beside(request, paper.pk)
    return HttpResponseRedirect(reverse("paper", args=(pk,)))


@form(Permission.DRAFT_PAPER)
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the draft up, with a reason."""
    paper, by, at = seen(person(request), pk), person(request), clock.now()
    why, version = request.POST.get("reason", ""), number(request.POST.get("seen")) or 0
    return acted(
        request, pk, lambda: actions.withdraw(paper, reason=why, seen=version, by=by, at=at), _("草稿已撤回。")
    )


def acted(request: HttpRequest, pk: int, do: Callable[[], Any], done: str) -> HttpResponseBase:
    """Act and show the paper; a refusal shows it again with what was filled in."""

    def act() -> str:
        do()
        return reverse("paper", args=(pk,))

    if request.method != "POST":
        return HttpResponseRedirect(reverse("paper", args=(pk,)))
    outcome = carry_out(request, act, done=done)
    return _back(request, pk, outcome) if isinstance(outcome, Refusal) else outcome


def _back(request: HttpRequest, pk: int, refusal: Refusal) -> HttpResponseBase:
    """The page as it stands now, with the refusal."""
    kept = {name: str(value) for name, value in request.POST.items()}
    shown = sheet(seen(person(request), pk), person(request), str(refusal), kept)
    return render(request, "desk/paper.html", {"sheet": shown}, status=409 if isinstance(refusal, Stale) else 422)
