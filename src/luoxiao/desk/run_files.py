"""A split as files: the workbook whose formulas reproduce it, and the plain table."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from luoxiao.core import csv_files
from luoxiao.core.office.kinds import XLSX_MEDIA_TYPE
from luoxiao.desk.downloads import download
from luoxiao.desk.locks import page
from luoxiao.desk.run_page import find, terms
from luoxiao.funds import exporting
from luoxiao.funds.allocation import allocate
from luoxiao.funds.exporting import About
from luoxiao.funds.factors import LISTED, OTHER
from luoxiao.funds.models import Run
from luoxiao.organisations.roles import Permission

CLASSES = {LISTED: "片区县", OTHER: "非片区县"}  # the file is Chinese, as formulas look classes up by these words


@page(Permission.SEE_FUNDS, cached=False)
def workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The workbook with live formulas."""
    run = find(request, pk)
    content = exporting.workbook(allocate(*terms(run)), _about(run))
    return _answer(run, content, "xlsx", XLSX_MEDIA_TYPE)


@page(Permission.SEE_FUNDS, cached=False)
def table(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The amounts as CSV, in yuan."""
    run = find(request, pk)
    content = csv_files.write(exporting.HEADER, exporting.rows(allocate(*terms(run)), _about(run)))
    return _answer(run, content, "csv", "text/csv; charset=utf-8")


def _answer(run: Run, content: bytes, ending: str, media_type: str) -> HttpResponse:
    mark = f"-{_('演练')}" if run.round.fund.is_rehearsal else ""
    return download(content, name=f"{run}-{run.get_state_display()}{mark}.{ending}", media_type=media_type)


def _about(run: Run) -> About:
    round = run.round
    said = [
        ("资金", round.fund.name),
        ("依据", round.basis),
        ("状态", f"{_STATES[run.state]}，第{run.number}稿"),
        ("测算人", f"{run.prepared_by.full_name}，{localtime(run.prepared_at):%Y-%m-%d %H:%M}"),
        ("定案人", run.adopted_by.full_name if run.adopted_by else ""),
        ("下达文件", f"{run.paper.doc_number}《{run.paper.title}》" if run.paper else ""),
        ("软件版本", run.software),
        ("校验值", run.digest),
    ]
    return About(
        title=f"{run}",
        said=tuple((label, words) for label, words in said if words),
        sources={code: _source(each) for code, each in run.sources.items()},
        classes=CLASSES,
        rehearsal=round.fund.is_rehearsal,
    )


_STATES: dict[str, str] = {
    Run.State.DRAFT: "测算稿",
    Run.State.SUBMITTED: "待复核",
    Run.State.REVIEWED: "待定案",
    Run.State.RETURNED: "已退回",
    Run.State.ADOPTED: "已定案",
}


def _source(said: dict[str, Any]) -> str:
    """Period and source of a factor, and whether it is a rehearsal's."""
    mark = "演练数据" if said.get("is_rehearsal") else ""
    return "，".join(filter(None, (str(said.get("period") or ""), str(said.get("source") or ""), mark)))
