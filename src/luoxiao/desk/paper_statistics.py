"""督办情况通报: a circular of how supervised items went, by unit, in a quarter or a year (clause 三(三))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from luoxiao.core import clock
from luoxiao.core.periods import Period
from luoxiao.desk.paper_circular import sees_all
from luoxiao.desk.paper_source import Source
from luoxiao.desk.task_statistics import cells, counted, lives_of, mean_words, unit_lines, until
from luoxiao.documents import actions
from luoxiao.documents.actions import AnnexTable, Figures, FigureValue
from luoxiao.documents.kinds import first_words
from luoxiao.documents.models import Paper
from luoxiao.organisations.models import User
from luoxiao.supervision.models import Task
from luoxiao.supervision.statistics import Count, total

STATISTICS_OF = "statistics"  # `about` is 1 for items of a rehearsal, else 0
SOURCE = "督办事项台账，{period}"
_COLUMNS = (
    *(("牵头单位", 3.4, "left"), ("事项", 1.4, "right"), ("按期办结", 1.6, "right"), ("逾期办结", 1.6, "right")),
    *(("逾期未办结", 1.8, "right"), ("办理中", 1.4, "right"), ("退回次数", 1.6, "right"), ("平均天数", 1.6, "right")),
)
BODY = (
    "现将{报告期}督办事项办理情况通报如下，数据截至{截至日期}。",
    "一、总体情况",
    "督办事项共{事项数}项，按期办结{按期办结数}项，逾期办结{逾期办结数}项，逾期未办结{逾期未办结数}项，"
    "办理中{办理中数}项。办结事项平均用时{平均办理天数}天。进展和办结申请被退回{退回数}次。",
    "二、存在的问题",
    "有逾期事项的单位：{逾期单位}。",
    "三、下一步工作",
    "（一）有逾期事项的单位写明原因和完成时间，报扶贫办公室。",
    "（二）进展被退回的单位按退回意见重新报送。",
)


@dataclass(frozen=True)
class Facts:
    """A period's statistics on a day: by unit, in the order of the page."""

    period: Period
    day: date
    lines: tuple[tuple[str, Count], ...]

    @property
    def total(self) -> Count:
        return total(count for _name, count in self.lines)


def facts_of(period: Period, *, rehearsal: bool, at: datetime) -> Facts:
    """Of all units. Four queries."""
    day = until(period, at)
    tasks = Task.objects.in_force().filter(is_rehearsal=rehearsal)
    lines = unit_lines(counted(tasks, lives_of(tasks), period, day))
    return Facts(period, day, tuple((line.name, line.count) for line in lines))


def _facts(papers: Sequence[Paper], at: datetime) -> dict[int, Facts]:
    """Papers of the same period and day rest on the same statistics."""
    asked = {paper.pk: (paper.period, paper.about == 1, paper.issued_at or at) for paper in papers}
    found = {each: facts_of(Period.parse(each[0]), rehearsal=each[1], at=each[2]) for each in set(asked.values())}
    return {pk: found[each] for pk, each in asked.items()}


def figures(facts: Facts) -> Figures:
    """By the name between braces."""
    count, day = facts.total, facts.day
    late = "、".join(name for name, each in facts.lines if each.late + each.still_late) or "无"
    said = (
        ("报告期", "报告期", facts.period.words, "", "statistics-period"),
        ("截至日期", "数据截至日期", f"{day.year}年{day.month}月{day.day}日", "", "statistics-day"),
        ("事项数", "督办事项", str(count.items), "项", "statistics-items"),
        ("按期办结数", "按期办结", str(count.in_time), "项", "statistics-in-time"),
        ("逾期办结数", "逾期办结", str(count.late), "项", "statistics-late"),
        ("逾期未办结数", "逾期未办结", str(count.still_late), "项", "statistics-still-late"),
        ("办理中数", "办理中", str(count.running), "项", "statistics-running"),
        ("退回数", "进展和办结申请被退回", str(count.sent_back), "次", "statistics-sent-back"),
        ("平均办理天数", "办结事项平均用时", mean_words(count), "天", "statistics-mean-days"),
        ("逾期单位", "有逾期事项的单位", late, "", "statistics-late-units"),
    )
    source = SOURCE.format(period=facts.period.words)
    return {key: FigureValue(key, label, value, unit, query, source) for key, label, value, unit, query in said}


def annexes(facts: Facts) -> list[AnnexTable]:
    rows = tuple((name, *map(str, cells(count)), mean_words(count)) for name, count in facts.lines)
    return [AnnexTable(f"{facts.period.words}督办事项办理情况表", _COLUMNS, rows)]


def prepare(period: Period, *, rehearsal: bool, by: User, at: datetime) -> Paper:
    """The draft of the circular. Raises DraftExists."""
    kind = Paper.Kind.CIRCULAR
    title = f"关于{period.words}督办事项办理情况的通报"
    return actions.prepare(
        kind=kind,
        period=period,
        about_kind=STATISTICS_OF,
        about=int(rehearsal),
        words=first_words(kind, title=title, body="\n".join(BODY)),
        known=figures(facts_of(period, rehearsal=rehearsal, at=at)),
        rehearsal=rehearsal or clock.rehearsal_day() is not None,
        by=by,
        at=at,
    )


STATISTICS: Source[Facts] = Source(facts=_facts, figures=figures, annexes=annexes, open_to=sees_all)
