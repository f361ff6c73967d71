"""导入数据: a file of figures is read, shown as what it would change, and written only when that is confirmed.

Between the two the file waits under its hash (core/waiting.py); the preview's address carries the hash and what was
chosen, signed for this person. Confirming reads the same bytes again, so nothing else can be written than was shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luoxiao.core import clock, office_wording, waiting
from luoxiao.core.office.limits import Limits
from luoxiao.core.office.refused import Code, Refused
from luoxiao.core.refusals import Refusal
from luoxiao.core.wording import period_words
from luoxiao.desk.acting import carry_out, new_key
from luoxiao.desk.figures_shared import figure_words, given_words, query
from luoxiao.desk.locks import form, person
from luoxiao.desk.noting import note_refusal
from luoxiao.desk.uploads import NoTable, address, chosen_in, plain_name
from luoxiao.indicators import actions
from luoxiao.indicators.actions import FaultyFile, FigureFile, LoadReport
from luoxiao.indicators.wording.loading import mistake
from luoxiao.organisations.roles import Permission

SALT = "luoxiao.figures-load"
SHOWN = 200  # changes, and lines of faults, on one page
Errors = list[tuple[str, str]]


class NotRead(Refusal):
    """The file could not be read; the sentence is the reader's own."""

    code = "figures-not-read"
    sentence = "%(why)s"


@dataclass(frozen=True)
class Chosen:
    """What a person chose, on its way from the preview to the confirmation."""

    by: int
    file: str
    name: str
    rehearsal: bool


@dataclass(frozen=True)
class LoadForm:
    """What the first page shows."""

    rehearsal: bool
    errors: Errors


@dataclass(frozen=True)
class Mistake:
    """One kind of mistake and the lines of the file that have it."""

    sentence: str
    places: str


@dataclass(frozen=True)
class Line:
    """A figure that would replace another."""

    place: str
    indicator: str
    period: str
    before: str
    after: str


@dataclass(frozen=True)
class Group:
    """The figures that would be replaced."""

    id: str
    title: str
    said: str
    lines: list[Line]


@dataclass(frozen=True)
class PreviewPage:
    """What the file would do."""

    name: str
    rehearsal: bool
    sentence: str
    counts: list[tuple[str, int]] = field(default_factory=list)
    problems: Errors = field(default_factory=list)
    errors: list[Mistake] = field(default_factory=list)
    errors_said: str = ""
    groups: list[Group] = field(default_factory=list)
    may_confirm: bool = False
    key: str = ""


@form(Permission.LOAD_FIGURES)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose the file; one that was put aside leads to its preview."""
    if request.method != "POST":
        return _ask(request, [])
    try:
        return HttpResponseRedirect(_put_aside(request))
    except Refusal as refusal:
        note_refusal(request, refusal)
        return _ask(request, [("f-file", str(refusal))])


def _ask(request: HttpRequest, errors: Errors) -> HttpResponseBase:
    sent = request.POST if request.method == "POST" else request.GET
    shown = LoadForm("rehearsal" in sent, errors)
    return render(request, "desk/figures_load.html", {"form": shown}, status=422 if errors else 200)


def _put_aside(request: HttpRequest) -> str:
    """Keep the file for a day; the address of its preview. Raises NoTable, NotRead."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise NoTable
    limit = Limits().file
    if (file.size or 0) > limit:
        raise NotRead(why=office_wording.sentence(Refused(Code.TOO_LARGE, size=file.size or 0, limit=limit)))
    name = plain_name(file.name or "")
    chosen = Chosen(person(request).pk, waiting.keep(file.read()), name, "rehearsal" in request.POST)
    return address(reverse("figures-load-preview"), chosen, salt=SALT)


@form(Permission.LOAD_FIGURES)
def preview(request: HttpRequest) -> HttpResponseBase:
    """Show what would change; on confirmation write exactly that."""
    chosen = chosen_in(request, Chosen, salt=SALT)
    if request.method == "POST":
        outcome = _confirmed(request, chosen)
        if not isinstance(outcome, Refusal):
            return outcome
        return _show(request, _page(request, chosen, [("", str(outcome))]), 422)
    shown = _page(request, chosen, [])
    return _show(request, shown, 422 if shown.problems else 200)


def _show(request: HttpRequest, shown: PreviewPage, status: int) -> HttpResponseBase:
    return render(request, "desk/figures_load_preview.html", {"page": shown}, status=status)


def _confirmed(request: HttpRequest, chosen: Chosen) -> HttpResponseBase | Refusal:
    """The file is read before the transaction that writes it: on SQLite nobody else could write meanwhile."""
    try:
        file = _read(chosen)
    except Refusal as refusal:
        note_refusal(request, refusal)
        return refusal
    by, at = person(request), clock.now()

    def act() -> str:
        actions.take_file(file, dry_run=False, by=by, at=at, rehearsal=chosen.rehearsal)
        return reverse("figures") + query(chosen.rehearsal)

    return carry_out(request, act, done=_("数据已导入。"))


def _read(chosen: Chosen) -> FigureFile:
    """Raises what read_file raises, and waiting.Gone."""
    return actions.read_file(waiting.read(chosen.file), chosen.name)


def _page(request: HttpRequest, chosen: Chosen, problems: Errors) -> PreviewPage:
    try:
        by, at = person(request), clock.now()
        report = actions.take_file(_read(chosen), dry_run=True, by=by, at=at, rehearsal=chosen.rehearsal)
    except FaultyFile as faulty:
        _note(request, faulty, problems)
        said = _("%(count)s 处错误，改正后才能导入") % {"count": len(faulty.faults)}
        return PreviewPage(
            chosen.name, chosen.rehearsal, said, problems=problems, errors=_mistakes(faulty), errors_said=said
        )
    except Refusal as refusal:
        _note(request, refusal, problems)
        said = _("没有读取")
        return PreviewPage(chosen.name, chosen.rehearsal, said, problems=problems or [("", str(refusal))])
    return PreviewPage(
        name=chosen.name,
        rehearsal=chosen.rehearsal,
        sentence=_sentence(report),
        counts=[
            (_("新增"), report.new),
            (_("改动"), len(report.changed)),
            (_("并列为另一来源"), report.contested),
            (_("与现有相同"), report.unchanged),
        ],
        problems=problems,
        groups=_groups(report),
        may_confirm=not report.does_nothing,
        key=new_key(),
    )


def _note(request: HttpRequest, refusal: Refusal, problems: Errors) -> None:
    """What the reading refused, once: a page that already says why nothing was written was noted with that."""
    if not problems:
        note_refusal(request, refusal)


def _sentence(report: LoadReport) -> str:
    if report.does_nothing:
        return _("%(rows)s 行都已在库中，没有要写的") % {"rows": report.rows}
    return _("%(rows)s 行都读懂了；还没有写入") % {"rows": report.rows}


def _mistakes(faulty: FaultyFile) -> list[Mistake]:
    """Sentences in the order of the file, each once, with the lines it holds for."""
    lines: dict[str, list[int]] = {}
    for each in faulty.faults:
        lines.setdefault(mistake(each), []).append(each.line)
    return [Mistake(sentence, _places(found)) for sentence, found in list(lines.items())[:SHOWN]]


def _places(lines: Sequence[int]) -> str:
    """第 2、5、9 行, and how many more."""
    shown = "、".join(str(line) for line in lines[:12])
    said = _("第 %(lines)s 行") % {"lines": shown}
    return said if len(lines) <= 12 else said + _("等 %(count)s 行") % {"count": len(lines)}


def _groups(report: LoadReport) -> list[Group]:
    if not report.changed:
        return []
    said = _("%(count)s 个，原数留在历史里") % {"count": len(report.changed)}
    if len(report.changed) > SHOWN:
        said += _("；列出前 %(count)s 个") % {"count": SHOWN}
    lines = [
        Line(
            place=change.cell.place.name,
            indicator=change.cell.indicator.name,
            period=period_words(change.cell.period),
            before=figure_words(change.before, change.cell.indicator),
            after=given_words(change.cell.value, change.cell.indicator),
        )
        for change in report.changed[:SHOWN]
    ]
    return [Group("changed", _("要改动的数"), said, lines)]
