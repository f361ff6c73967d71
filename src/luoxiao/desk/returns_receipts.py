"""回执: proof of what was handed in, to be kept and printed, and the workbook as it came."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from luoxiao.core import files
from luoxiao.core.wording import period_words
from luoxiao.desk.downloads import download
from luoxiao.desk.locks import page, person
from luoxiao.desk.returns_figures import grouped
from luoxiao.organisations.roles import Permission
from luoxiao.returns.models import Return, Submission
from luoxiao.returns.wording import whose_turn


@dataclass(frozen=True)
class Value:
    """What stands beside a label; a hash is set in fixed width."""

    text: str
    is_hash: bool = False


@dataclass(frozen=True)
class ReceiptPage:
    """What the page shows."""

    submission: Submission
    facts: list[tuple[str, Value]]
    next: str


@page(Permission.SEE_RETURNS)
def receipt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One receipt of a return that this person may see."""
    found = _submission(request, pk)
    shown = ReceiptPage(found, _facts(found), whose_turn(found.filed))
    return render(request, "desk/receipt.html", {"page": shown})


@page(Permission.SEE_RETURNS)
def text(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as a file, for whoever audits."""
    found = _submission(request, pk)
    lines = [f"{_('回执')} {found.receipt}", *(f"{label}：{value.text}" for label, value in _facts(found))]
    content = "\N{ZERO WIDTH NO-BREAK SPACE}" + "\r\n".join(lines) + "\r\n"
    return download(content.encode(), name=f"{found.receipt}.txt", media_type="text/plain; charset=utf-8")


@page(Permission.SEE_RETURNS, cached=False)
def workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The workbook as it was received, bit by bit."""
    found = _submission(request, pk)
    if found.file is None:
        raise Http404
    return download(files.read(found.file), name=found.file.name, media_type=found.file.media_type)


def _submission(request: HttpRequest, pk: int) -> Submission:
    seen = Return.objects.visible_to(person(request))
    rows = Submission.objects.filter(filed__in=seen).select_related("file", "by__unit")
    return get_object_or_404(rows.select_related("filed__call__template", "filed__unit__region", "file", "by"), pk=pk)


def _facts(found: Submission) -> list[tuple[str, Value]]:
    filed, call = found.filed, found.filed.call
    of_file = found.file is not None
    facts = [
        (_("填报单位"), Value(filed.unit.name)),
        (_("报表"), Value(f"{call.template.code} {call.title}")),
        (_("期次"), Value(period_words(call.period))),
        (_("第几次"), Value(str(found.number))),
        (_("报送人"), Value(found.by.full_name)),
        (_("收到时间"), Value(localtime(found.at).strftime("%Y-%m-%d %H:%M:%S"))),
        (_("方式"), Value(found.get_way_display())),
        (_("读取项数"), Value(str(found.lines))),
        (_("控制合计"), Value(grouped(found.control_total))),
        (_("文件 SHA-256") if of_file else _("内容 SHA-256"), Value(found.sha256, is_hash=True)),
    ]
    return [*facts, (_("性质"), Value(_("演练，不进入指标")))] if call.is_rehearsal else facts
