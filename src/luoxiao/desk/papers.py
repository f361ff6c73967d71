"""公文: the list, one paper as it is or will be printed, its files, and which figures have changed since."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luoxiao.core import clock, files, trail
from luoxiao.core.models import TrailEvent
from luoxiao.desk.acting import new_key
from luoxiao.desk.downloads import download
from luoxiao.desk.locks import page, person
from luoxiao.desk.paper_preview import as_issued, changed, live
from luoxiao.desk.paper_sources import SOURCES, compared_by, source_of
from luoxiao.desk.reading import number
from luoxiao.documents import gongwen
from luoxiao.documents.actions import DOCX, faults_of, suggested
from luoxiao.documents.composing import Preview, preview, seen_as, used
from luoxiao.documents.kinds import kind_of
from luoxiao.documents.models import Distribution, Figure, NumberSeries, Paper, PaperEditor
from luoxiao.documents.wording import fault_words
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

PAGE, CHANGES, HISTORY = 30, 20, 50
TEXT = "text/plain; charset=utf-8"
LONG = ("body", "issued_text", "annexes")  # columns that lists do not read


@dataclass(frozen=True)
class FigureRow:
    """A figure as the page lists it; `now` is what its query gives today where that differs."""

    label: str
    key: str
    value: str
    unit: str
    source: str
    now: str = ""


@dataclass(frozen=True)
class May:
    """What this person may do with this paper, and why not where the button rests."""

    edit: bool
    issue: bool
    withdraw: bool
    make_pdf: bool
    why_not: str
    check: bool = False
    why_no_check: str = ""
    distribute: bool = False
    archive: bool = False


@dataclass(frozen=True)
class Sheet:
    """Everything the page of a paper shows."""

    paper: Paper
    preview: Preview
    figures: list[FigureRow]
    editors: list[str]
    may: May
    key: str
    shown: str
    next_number: int
    history: list[TrailEvent]
    must_check: bool = False
    faults: list[str] = field(default_factory=list)
    distribution: list[Distribution] = field(default_factory=list)
    recipients: str = ""
    problem: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        return sum(bool(row.now) for row in self.figures)

    @property
    def reason(self) -> str:
        """Why it was withdrawn."""
        return next((event.reason for event in self.history if event.action == "paper.withdraw"), "")

    @property
    def sent_back(self) -> str:
        """Why it was sent back, until somebody edits or checks it."""
        deeds = ("paper.send-back", "paper.edit", "paper.check")
        last = next((event for event in self.history if event.action in deeds and event.result == "done"), None)
        return last.reason if last and last.action == "paper.send-back" else ""


@page(Permission.SEE_PAPERS)
def papers(request: HttpRequest) -> HttpResponseBase:
    """The newest first, thirty at a time, below the id named in the address."""
    user = person(request)
    found = Paper.objects.visible_to(user).select_related("prepared_by", "issued_by").order_by("-id")
    if before := number(request.GET.get("before", "")):
        found = found.filter(pk__lt=before)
    if (state := request.GET.get("state", "")) in Paper.State.values:
        found = found.filter(state=state)
    if (kind := request.GET.get("kind", "")) in Paper.Kind.values:
        found = found.filter(kind=kind)
    shown = list(found.defer(*LONG)[: PAGE + 1])
    context = {
        "papers": shown[:PAGE],
        "older": shown[PAGE - 1].pk if len(shown) > PAGE else None,
        "state": state,
        "kind": kind,
        "kinds": Paper.Kind.choices,
        "states": Paper.State.choices if drafts(user) else [],
        "may_compare": bool(compared_by(user)),
    }
    return render(request, "desk/papers.html", context)


@page(Permission.SEE_PAPERS)
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One paper: a draft with the figures of this moment, an issued one as it was issued."""
    return render(request, "desk/paper.html", {"sheet": sheet(seen(person(request), pk), person(request))})


def seen(user: User, pk: int) -> Paper:
    """The paper, if this person may see it."""
    people = ("prepared_by", "checked_by", "issued_by", "archived_by")
    found = Paper.objects.visible_to(user).select_related(*people, "docx", "pdf").prefetch_related("distribution")
    return get_object_or_404(found, pk=pk)


def drafts(user: User) -> bool:
    return user.may(Permission.DRAFT_PAPER) or user.may(Permission.ISSUE_PAPER)


def sheet(paper: Paper, user: User, problem: str = "", kept: Mapping[str, str] | None = None) -> Sheet:
    """What the page shows, with a refusal beside what had been filled in."""
    editors = PaperEditor.objects.filter(paper=paper).select_related("user").order_by("user__username")
    writers = [paper.prepared_by, *(row.user for row in editors if row.user_id != paper.prepared_by_id)]
    page_of, rows, shown = _issued(paper, user) if paper.issued_at else _draft(paper)
    return Sheet(
        paper=paper,
        preview=page_of,
        figures=rows,
        editors=[writer.full_name for writer in writers],
        may=_may(paper, user, writers),
        key=new_key(),
        shown=json.dumps(shown, ensure_ascii=False),
        next_number=_next_number(paper),
        history=list(trail.history(paper)[:HISTORY]) if drafts(user) else [],
        must_check=kind_of(paper.kind).check,
        faults=[fault_words(fault) for fault in faults_of(paper)] if paper.state == Paper.State.DRAFT else [],
        distribution=list(paper.distribution.order_by("id")) if drafts(user) else [],
        recipients=_recipients(paper),
        problem=problem,
        kept=kept or {},
    )


def _recipients(paper: Paper) -> str:
    """The list as it is edited, a line each; before there is one, whom the paper names."""
    unsent = [(line.recipient, line.copies) for line in paper.distribution.all() if line.sent_at is None]
    listed = unsent if paper.distribution.all() else suggested(paper).items()
    return "\n".join(f"{name} {copies}" for name, copies in listed)


def _draft(paper: Paper) -> tuple[Preview, list[FigureRow], dict[str, str]]:
    now = live(paper)
    rows = [FigureRow(f.label, f.key, f.value, f.unit, f.source) for f in used(paper.body, now.figures)]
    return now.preview, rows, seen_as(paper.body, now.figures, now.annexes)


def _issued(paper: Paper, user: User) -> tuple[Preview, list[FigureRow], dict[str, str]]:
    frozen = list(paper.figures.order_by("order"))
    source = source_of(paper)
    now = source.values([paper], clock.now())[paper.pk] if source.open_to(user) else {}
    rows = [FigureRow(f.label, f.key, f.value, f.unit, f.source, changed(f, now)) for f in frozen]
    return preview(as_issued(paper, frozen)), rows, {}


def _may(paper: Paper, user: User, writers: Sequence[User]) -> May:
    draft = paper.state == Paper.State.DRAFT
    wrote = user.pk in {writer.pk for writer in writers}
    issuer = draft and user.may(Permission.ISSUE_PAPER)
    checker = draft and user.may(Permission.CHECK_PAPER)
    unchecked = paper.awaits_check
    keeps = user.may(Permission.DRAFT_PAPER) and paper.archived_at is None
    return May(
        edit=draft and user.may(Permission.DRAFT_PAPER),
        issue=issuer and not wrote and not unchecked,
        withdraw=draft and user.may(Permission.DRAFT_PAPER),
        make_pdf=paper.state == Paper.State.ISSUED and paper.pdf_id is None and user.may(Permission.ISSUE_PAPER),
        why_not=_why_not(wrote, unchecked) if issuer else "",
        check=checker and not wrote and paper.checked_by_id is None,
        why_no_check=_("本人起草或修改过，由另一人核稿") if checker and wrote else "",
        distribute=keeps and paper.state != Paper.State.WITHDRAWN,
        archive=keeps and paper.state == Paper.State.ISSUED,
    )


def _why_not(wrote: bool, unchecked: bool) -> str:
    if wrote:
        return _("本人起草或修改过，由另一人签发")
    return _("还没有核稿") if unchecked else ""


def _next_number(paper: Paper) -> int:
    year = clock.today().year
    row = NumberSeries.objects.filter(series=paper.series, year=year).first()
    return row.last + 1 if row else 1


@page(Permission.SEE_PAPERS, cached=False)
def file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The issued files as they were stored; of a draft, one made this moment with 草稿 on every page."""
    found = seen(person(request), pk)
    name = f"{found.doc_number} {found.title}".strip()
    if found.state != Paper.State.ISSUED:
        return _draft_file(found, _("草稿") + f" {name}", kind)
    if kind == "txt":
        return download(found.issued_text.encode(), name=f"{name}.txt", media_type=TEXT)
    kept = found.docx if kind == "docx" else found.pdf
    if kept is None:
        raise Http404
    return download(files.read(kept), name=f"{name}.{kind}", media_type=kept.media_type)


def _draft_file(paper: Paper, name: str, kind: str) -> HttpResponseBase:
    printed = live(paper).printed
    if kind == "txt":
        return download(gongwen.plain_text(printed).encode(), name=f"{name}.txt", media_type=TEXT)
    if kind == "docx":
        return download(gongwen.write_docx(printed), name=f"{name}.docx", media_type=DOCX)
    raise Http404


@dataclass(frozen=True)
class Changed:
    """A figure of an issued paper that its query now answers differently."""

    paper: Paper
    figure: Figure
    now: str


@page(Permission.SEE_PAPERS)
def changes(request: HttpRequest) -> HttpResponseBase:
    """Figures of issued papers that the data have since changed: the value then and the value now."""
    kinds = compared_by(person(request))
    if not kinds:
        raise PermissionDenied
    issued = Paper.objects.visible_to(person(request)).filter(state=Paper.State.ISSUED)
    found = issued.filter(about_kind__in=kinds).prefetch_related("figures")
    if before := number(request.GET.get("before", "")):
        found = found.filter(pk__lt=before)
    shown = list(found.defer(*LONG).order_by("-id")[: CHANGES + 1])
    compared = shown[:CHANGES]
    context = {
        "compared": compared,
        "changes": _changes(compared),
        "older": compared[-1].pk if len(shown) > CHANGES else None,
        "today": clock.today(),
    }
    return render(request, "desk/paper_changes.html", context)


def _changes(compared: Sequence[Paper]) -> list[Changed]:
    """All papers about one kind of thing are compared with one reading of the data."""
    answers: dict[int, dict[str, str]] = {}
    for kind in {paper.about_kind for paper in compared}:
        answers |= SOURCES[kind].values([paper for paper in compared if paper.about_kind == kind], clock.now())
    return [
        Changed(paper, figure, now)
        for paper in compared
        for figure in paper.figures.all()
        if (now := changed(figure, answers[paper.pk]))
    ]
