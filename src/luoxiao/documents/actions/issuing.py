"""Issuing: another person draws the number, and words, figures and file are frozen together in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from luoxiao.core import files, trail
from luoxiao.core.models import StoredFile
from luoxiao.core.refusals import Refusal
from luoxiao.core.versions import claim
from luoxiao.core.wording import day_and_hour
from luoxiao.documents import gongwen
from luoxiao.documents.actions.drafting import UnknownFigures, locked_draft, words_of
from luoxiao.documents.composing import (
    AnnexTable,
    Figures,
    FigureValue,
    anchor_words,
    composed,
    seen_as,
    sources,
    unknown_places,
    used,
)
from luoxiao.documents.kinds import kind_of, printed_as
from luoxiao.documents.models import Figure, NumberSeries, Paper
from luoxiao.organisations.models import User
from luoxiao.organisations.roles import Permission

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
ALL_YEARS = 0  # the year of the row that counts a series through all years
LARGEST_NUMBER = 99_999
PDF_SECONDS = 25  # less than a server waits for an answer


class IssueOwn(Refusal):
    code = "issue-own"
    sentence = _("这份公文由%(who)s起草或修改过，不能由本人签发。请没有动过稿的另一人签发。")


class NotChecked(Refusal):
    code = "not-checked"
    sentence = _("这份%(kind)s还没有核稿，没有签发。请没有动过稿的另一人核稿后再签发。")


class NumberTaken(Refusal):
    code = "number-taken"
    sentence = _("%(number)s已用于《%(title)s》（%(when)s签发），没有签发。核对发文登记簿，或留空取下一号 %(next)s。")


class NumberOutOfRange(Refusal):
    code = "number-out-of-range"
    sentence = _("序号“%(number)s”不在 1 至 99999 之间，没有签发。只填序号，不带年份和“号”，或留空取下一号。")


class FiguresMoved(Refusal):
    code = "figures-moved"
    sentence = _("打开本页之后数据有变化（%(changes)s），没有签发。核对现在的数据后再签发一次。")


class FileDiffers(Refusal):
    code = "file-differs"
    sentence = _("生成的文件读回后有 %(count)s 处与文稿不同（%(first)s），没有签发，文稿未变。把这条告诉系统管理员。")


class NoLibreOffice(Refusal):
    code = "no-libreoffice"
    sentence = _("服务器没有安装 LibreOffice，没有生成 PDF。公文已签发，Word 文件可以下载。")


class PdfNotMade(Refusal):
    code = "pdf-not-made"
    sentence = _("LibreOffice 没有转出 PDF（%(problem)s）。公文已签发，Word 文件可以下载；稍后可再生成一次。")


@transaction.atomic
def issue(
    paper: Paper,
    *,
    number: int | None,
    figures: Figures,
    annexes: Sequence[AnnexTable],
    shown: Mapping[str, str],
    seen: int,
    by: User,
    at: datetime,
) -> Paper:
    """Issue a draft under this number, or the next of its series where it is None.

    `figures` and `annexes` are what the queries give now; `shown` is what the issuer had before them (`seen_as`), and
    `seen` the version they read. Raises IssueOwn, NotChecked, Stale, FiguresMoved, NumberTaken, NumberOutOfRange,
    UnknownFigures, FileDiffers; then nothing is drawn, stored or changed.
    """
    role = by.acting(Permission.ISSUE_PAPER)
    paper = locked_draft(paper)
    if by.pk == paper.prepared_by_id or paper.editors.filter(user=by).exists():
        raise IssueOwn(who=by.full_name)
    if kind_of(paper.kind).check and paper.checked_by_id is None:
        raise NotChecked(kind=paper.get_kind_display())
    claim(paper, seen)
    _check_figures(paper, figures, annexes, shown)
    frozen = used(paper.body, figures)
    paper.issued_by, paper.issued_at, paper.state = by, at, Paper.State.ISSUED
    paper.year = localtime(at).year
    paper.number = _draw(paper.series, paper.year, number)
    paper.total = _draw(paper.series, ALL_YEARS, None) if paper.kind == Paper.Kind.BULLETIN else None
    _freeze(paper, frozen, annexes, at)
    after = {
        "number": paper.doc_number,
        "sha256": paper.docx.sha256 if paper.docx else "",
        "figures": {figure.key: figure.value for figure in frozen},
        "trail_head": paper.trail_head,
        "version": paper.version,
    }
    trail.record("paper.issue", by=by, at=at, role=role, subject=paper, after=after)
    return paper


def _check_figures(paper: Paper, figures: Figures, annexes: Sequence[AnnexTable], shown: Mapping[str, str]) -> None:
    if unknown := unknown_places(paper.body, figures):
        raise UnknownFigures(names="、".join(unknown))
    now = seen_as(paper.body, figures, annexes)
    moved = [key for key, value in now.items() if shown.get(key) != value]
    if moved:
        raise FiguresMoved(changes="；".join(_change(key, shown.get(key, "—"), now[key]) for key in moved))


def _change(key: str, before: str, now: str) -> str:
    return f"{key} {before} → {now}" if key else str(_("附件表格"))


def _draw(series: str, year: int, wanted: int | None) -> int:
    """The wanted number, or the next. The row of the series is locked, so that two never draw the same."""
    NumberSeries.objects.get_or_create(series=series, year=year)
    row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    number = row.last + 1 if wanted is None else wanted
    if not 1 <= number <= LARGEST_NUMBER:
        raise NumberOutOfRange(number=number)
    issued = Paper.objects.filter(series=series, year=year, state=Paper.State.ISSUED)
    if taken := issued.filter(number=number).first():
        when = day_and_hour(taken.issued_at) if taken.issued_at else "—"
        raise NumberTaken(number=taken.doc_number, title=taken.title, when=when, next=row.last + 1)
    row.last = max(row.last, number)
    row.save(update_fields=["last"])
    return number


def _freeze(paper: Paper, figures: Sequence[FigureValue], annexes: Sequence[AnnexTable], at: datetime) -> None:
    """Put the paper together, write and verify its file, and keep everything it says."""
    head = trail.head()
    anchor = anchor_words(head.number if head else None, head.digest if head else "")
    told = bool(figures) or kind_of(paper.kind).anchored
    whole = [*annexes, *([sources(figures, taken_at=localtime(at), anchor=anchor)] if told else [])]
    by_key = {figure.key: figure for figure in figures}
    dated, mark = localtime(at).date(), paper.is_rehearsal
    content = composed(
        words_of(paper),
        by_key,
        whole,
        number=paper.printed_number,
        dated=dated,
        rehearsal=mark,
        copies=sum(paper.distribution.values_list("copies", flat=True)),
        **printed_as(paper.kind, paper.issued_by.full_name if paper.issued_by else ""),
    )
    paper.docx = _file(content, f"{paper.doc_number} {paper.title}.docx", at)
    paper.issued_text, paper.annexes = gongwen.plain_text(content), [annex.as_json() for annex in whole]
    paper.trail_head = head.digest if head else ""
    paper.save(
        update_fields=[
            *("state", "year", "number", "total", "issued_by", "issued_at"),
            *("issued_text", "annexes", "trail_head", "docx"),
        ]
    )
    Figure.objects.bulk_create(_figure(paper, order, figure, at) for order, figure in enumerate(figures, 1))


def _file(content: gongwen.Paper, name: str, at: datetime) -> StoredFile:
    """The .docx, stored only after every word and figure was read back from it. Raises FileDiffers."""
    data = gongwen.write_docx(content)
    if faults := gongwen.verify(content, data):
        raise FileDiffers(count=len(faults), first=f"{faults[0].code} {dict(faults[0].params)}")
    return files.store(data, name=name[:255], media_type=DOCX, at=at)


def _figure(paper: Paper, order: int, figure: FigureValue, at: datetime) -> Figure:
    return Figure(
        paper=paper,
        order=order,
        key=figure.key,
        label=figure.label,
        value=figure.value,
        unit=figure.unit,
        query=figure.query,
        source=figure.source,
        taken_at=at,
    )


def pdf_of(paper: Paper) -> bytes:
    """The issued .docx as PDF: seconds of work, outside every transaction. Raises NoLibreOffice, PdfNotMade."""
    assert paper.docx is not None, "only issued papers have a file"
    try:
        made = gongwen.write_pdf(files.read(paper.docx), timeout=PDF_SECONDS)
    except gongwen.PdfFailed as error:
        raise PdfNotMade(problem=error) from error
    if made is None:
        raise NoLibreOffice
    return made


@transaction.atomic
def attach_pdf(paper: Paper, *, content: bytes, by: User, at: datetime) -> None:
    """Keep the PDF beside the issued file. The first one stays; a second changes nothing."""
    role = by.acting(Permission.ISSUE_PAPER)
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    assert paper.state == Paper.State.ISSUED, "only issued papers have files"
    if paper.pdf_id is not None:
        return
    name = f"{paper.doc_number} {paper.title}.pdf"[:255]
    paper.pdf = files.store(content, name=name, media_type=PDF, at=at)
    paper.save(update_fields=["pdf"])
    trail.record("paper.pdf", by=by, at=at, role=role, subject=paper, after={"sha256": paper.pdf.sha256})
