"""督办单 as a paper: what it says of its item, live until it is issued (clause 三(三))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from luoxiao.core.periods import BEIJING
from luoxiao.desk.paper_circular import sees_all
from luoxiao.desk.paper_source import Source
from luoxiao.documents.actions import Figures, FigureValue, Words
from luoxiao.documents.kinds import first_words
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.supervision import actions
from luoxiao.supervision.models import Slip, Task

SLIP_OF = "slip"  # what such a paper is about
SOURCE = "督办事项台账"
_BRACES = str.maketrans("{}", "（）")


@dataclass(frozen=True)
class Facts:
    """The slip and its item on the day the paper was issued, or for a draft now."""

    slip: Slip
    day: date
    answer_by: date


def facts_of(slip: Slip, at: datetime) -> Facts:
    """A draft's time to answer would run from now on."""
    issued = slip.paper.issued_at if slip.paper else None
    answer_by = slip.answer_by if issued else actions.answer_day(at)
    return Facts(slip, (issued or at).astimezone(BEIJING).date(), answer_by)


def _facts(papers: Sequence[Paper], at: datetime) -> dict[int, Facts]:
    about = {paper.about for paper in papers}
    found = Slip.objects.filter(pk__in=about).select_related("task__lead", "paper").order_by("pk")
    slips = {slip.pk: slip for slip in found}
    return {paper.pk: facts_of(slips[paper.about], at) for paper in papers if paper.about in slips}


def figures(facts: Facts) -> Figures:
    """By the name between braces."""
    task = facts.slip.task
    said = (
        ("办理时限", "办理时限", _day(task.due), "", "slip-due"),
        ("最近时限", "最近一个未完成的时限", _day(task.next_due), "", "slip-next-due"),
        ("逾期天数", "最近一个时限已过的天数", str(_late(task, facts.day)), "天", "slip-late"),
        ("措施情况", "已完成和已报的落实措施", _steps(task), "", "slip-steps"),
        ("最近进展", "最近采用的进展", task.latest_news.translate(_BRACES) or "没有经复核采用的进展", "", "slip-news"),
        ("回复时限", "回复督办单的最后一日", _day(facts.answer_by), "", "slip-answer-by"),
    )
    return {key: FigureValue(key, label, value, unit, query, SOURCE) for key, label, value, unit, query in said}


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "未定"


def _late(task: Task, day: date) -> int:
    return max((day - task.next_due).days, 0) if task.next_due else 0


def _steps(task: Task) -> str:
    return f"已报{task.steps_filed}条，完成{task.steps_done}条" if task.steps_filed else "没有落实措施"


def words(slip: Slip) -> Words:
    """The first prose: rows of the slip's table, then what is asked."""
    task = slip.task
    lines = (
        f"督办事项：{task.title.translate(_BRACES)}",
        f"方案条款：{task.cite or '—'}",
        f"督办等次：{slip.get_colour_display()}，第{slip.number}张",
        f"承办单位：{task.lead.name if task.lead else '—'}",
        "办理时限：{办理时限}",
        "办理情况：{措施情况}；{最近进展}",
        f"督办事由：{slip.reason.translate(_BRACES)}",
        "回复时限：{回复时限}",
        "承办单位于{回复时限}前在系统中回复，写明原因、措施和完成时间。",
    )
    title = f"关于“{task.title[:80]}”的{slip.get_colour_display()}督办单"
    return first_words(
        Paper.Kind.SLIP, title=title, body="\n".join(lines), addressee=task.lead.name if task.lead else "—"
    )


def _issued(paper: Paper, by: User, at: datetime) -> None:
    """From its issue on the slip runs."""
    assert paper.about is not None, "such a paper is about a slip"
    slip = Slip.objects.select_related("task").get(pk=paper.about)
    actions.slip_issued(slip, paper, by=by, at=at)


SLIP: Source[Facts] = Source(facts=_facts, figures=figures, annexes=lambda _facts: [], open_to=sees_all, issued=_issued)
