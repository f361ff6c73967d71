"""The named queries behind the figures of a circular: what is so of a plan's measures in a quarter, on a day.

Everything is counted from the same few rows (`facts_of`), so figures agree with one another and cost no query each.
Only accepted progress counts. A figure says its name, unit and source in Chinese, whatever language its reader uses:
it stands in an official paper. Asked again for the same frame it answers from the present rows, which is how a page
shows what has changed since a paper was issued.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from luoxiao.core.periods import Quarter
from luoxiao.documents.actions import FigureValue
from luoxiao.plan.models import Measure, PlanVersion, cite
from luoxiao.supervision.lights import Light, Verdict, judge
from luoxiao.supervision.models import LightRule, ProgressReport, Task

LOW = (Task.Confidence.DOUBTFUL, Task.Confidence.UNLIKELY)
LONGEST_TITLE = 150  # characters of a plan's title that a source or a paper's title names
_PARENT = "measure__clause__parent__"


@dataclass(frozen=True)
class Frame:
    """What a figure is asked about: the measures of a plan, a quarter of reports, and the day lights are judged on."""

    plan: int
    period: Quarter
    on: date


@dataclass(frozen=True)
class Said:
    """An accepted report of the quarter."""

    text: str
    difficulties: str


@dataclass(frozen=True)
class Line:
    """A measure as it stands: its clause and heading, who leads it, its light, its steps, what was reported."""

    clause: str
    part: str
    title: str
    lead: str
    verdict: Verdict
    steps_filed: int
    steps_done: int
    unsure: bool
    owes: bool
    waits: bool
    said: tuple[Said, ...]

    @property
    def missing(self) -> bool:
        """A report of the quarter is owed, and none was accepted or waits."""
        return self.owes and not self.said and not self.waits


@dataclass(frozen=True)
class Facts:
    """All that the figures of one frame rest on. `duty` is the clause that asks for a circular each quarter."""

    frame: Frame
    plan_title: str = ""
    area: str = ""
    duty: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def clauses(self) -> str:
        """Where the measures stand in the plan, such as 四（一）1至四（五）3."""
        cites = list(dict.fromkeys(line.clause for line in self.lines))
        return "至".join(dict.fromkeys((cites[0], cites[-1]))) if cites else "无举措"

    def with_light(self, *lights: Light) -> list[Line]:
        return [line for line in self.lines if line.verdict.light in lights]

    def leads(self, lines: Iterable[Line] | None = None) -> list[str]:
        """Lead units in the order of the plan, each once."""
        return list(dict.fromkeys(line.lead for line in (self.lines if lines is None else lines) if line.lead))


@dataclass
class _Plans:
    """What is known of the plans asked about, by plan: the version in force, the area, the duty, and their rows."""

    titles: dict[int, tuple[str, str]] = field(default_factory=dict)
    duties: dict[int, str] = field(default_factory=dict)
    tasks: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    reports: dict[tuple[int, str], list[dict[str, Any]]] = field(default_factory=dict)


def facts_of(frames: Collection[Frame]) -> dict[Frame, Facts]:
    """The facts of each frame; five queries however many frames there are."""
    rows, rules = _read(frames), list(LightRule.objects.order_by("-in_force_from"))
    return {frame: _facts(frame, rows, _soon_days(rules, frame.on)) for frame in frames}


def _soon_days(rules: list[LightRule], day: date) -> int:
    """LightRule.objects.on for a list already at hand, newest first."""
    return next((rule for rule in rules if rule.in_force_from <= day), LightRule()).soon_days


def _read(frames: Collection[Frame]) -> _Plans:
    plans, periods = {frame.plan for frame in frames}, {str(frame.period) for frame in frames}
    rows = _Plans()
    versions = PlanVersion.objects.in_force().filter(plan__in=plans).order_by("plan_id")
    for plan, title, area in versions.values_list("plan_id", "title", "plan__area__short_name"):
        rows.titles[plan] = (title, area or "")
    duties = Measure.objects.filter(kind=Measure.Kind.DUTY, rhythm="quarterly", version__in=versions.values("pk"))
    for plan, path in duties.order_by("-order").values_list("version__plan_id", "clause__path"):
        rows.duties[plan] = cite(path)
    tasks = Task.objects.in_force().filter(version_of_plan__plan__in=plans, kind=Measure.Kind.MEASURE)
    for task in tasks.order_by("measure__order", "id").values(*_TASK):
        rows.tasks.setdefault(task["version_of_plan__plan_id"], []).append(task)
    reports = ProgressReport.objects.filter(task__in=tasks.values("pk"), period__in=periods)
    known = reports.exclude(state=ProgressReport.State.RETURNED)
    for report in known.order_by("id").values("task_id", "period", "state", "text", "difficulties"):
        rows.reports.setdefault((report["task_id"], report["period"]), []).append(dict(report))
    return rows


_TASK = (
    *("id", "version_of_plan__plan_id", "clause_path", "title", "lead__short_name", "state", "next_due", "closed_at"),
    *("steps_filed", "steps_done", "confidence", f"{_PARENT}heading"),
)


def _facts(frame: Frame, rows: _Plans, soon_days: int) -> Facts:
    title, area = rows.titles.get(frame.plan, ("", ""))
    tasks = rows.tasks.get(frame.plan, [])
    lines = tuple(
        _line(frame, task, rows.reports.get((task["id"], str(frame.period)), []), soon_days) for task in tasks
    )
    return Facts(frame, title, area, rows.duties.get(frame.plan, ""), lines)


def _line(frame: Frame, task: dict[str, Any], reports: list[dict[str, Any]], soon_days: int) -> Line:
    closed = task["state"] == Task.State.CLOSED
    accepted = [report for report in reports if report["state"] == ProgressReport.State.ACCEPTED]
    before = closed and localtime(task["closed_at"]).date() < frame.period.first_day
    return Line(
        clause=cite(task["clause_path"]),
        part=task[f"{_PARENT}heading"] or "",
        title=task["title"],
        lead=task["lead__short_name"] or "",
        verdict=judge(
            closed=closed,
            has_steps=task["steps_filed"] > 0,
            next_due=task["next_due"],
            today=frame.on,
            soon_days=soon_days,
            paused=task["state"] == Task.State.PAUSED,
        ),
        steps_filed=task["steps_filed"],
        steps_done=task["steps_done"],
        unsure=not closed and task["confidence"] in LOW,
        owes=bool(task["lead__short_name"]) and not before,
        waits=any(report["state"] == ProgressReport.State.SENT for report in reports),
        said=tuple(Said(report["text"], report["difficulties"]) for report in accepted),
    )


@dataclass(frozen=True)
class Query:
    """A named query: its name, the name writers put between braces, label, unit, source and how it answers.

    In the words of a source, %(plan)s, %(clauses)s and %(period)s are the frame's.
    """

    name: str
    key: str
    label: str
    unit: str
    source: str
    answer: Callable[[Facts], int | str]

    def value(self, facts: Facts) -> str:
        """As printed: thousands are parted (design guide, rule 7)."""
        found = self.answer(facts)
        return f"{found:,}" if isinstance(found, int) else found

    def figure(self, facts: Facts) -> FigureValue:
        words = {"plan": facts.plan_title[:LONGEST_TITLE], "clauses": facts.clauses, "period": facts.frame.period.words}
        return FigureValue(self.key, self.label, self.value(facts), self.unit, self.name, self.source % words)


def figures(facts: Facts) -> dict[str, FigureValue]:
    """Every figure of these facts, by the name between braces."""
    return {query.key: query.figure(facts) for query in QUERIES}


_MEASURES = "方案%(clauses)s各项举措的任务"
_REPORTS = "上列任务%(period)s经复核采用的进展"


def _lit(*lights: Light) -> Callable[[Facts], int]:
    return lambda facts: len(facts.with_light(*lights))


def _named(light: Light) -> Callable[[Facts], str]:
    """Measures of a light with clause, lead and days, as prose."""

    def say(facts: Facts) -> str:
        lines = facts.with_light(light)
        said = (f"{one.clause}“{one.title}”（{one.lead or '未定牵头单位'}，{_days(one.verdict)}）" for one in lines)
        return "、".join(said) or "无"

    return say


def _days(verdict: Verdict) -> str:
    """逾期5天, 剩3天, 今日到期."""
    days = verdict.params["days"]
    return f"逾期{days}天" if verdict.light is Light.LATE else f"剩{days}天" if days else "今日到期"


def _due(facts: Facts) -> list[Line]:
    return [line for line in facts.lines if line.owes]


def _bureaus_missing(facts: Facts) -> list[str]:
    return facts.leads(line for line in facts.lines if line.missing)


def _day_words(facts: Facts) -> str:
    day = facts.frame.on
    return f"{day.year}年{day.month}月{day.day}日"


QUERIES: tuple[Query, ...] = (
    Query("period", "报告期", "报告期", "", "通报的季度", lambda facts: facts.frame.period.words),
    Query("as-of", "截至日期", "数据截至", "", "取数的日期，判断临期、逾期以此日为准", _day_words),
    Query(
        "measures-all",
        "举措总数",
        "支持举措",
        "项",
        "《%(plan)s》%(clauses)s，一项一任务",
        lambda facts: len(facts.lines),
    ),
    Query("measures-done", "已办结数", "已办结的举措", "项", _MEASURES + "，已销号的", _lit(Light.DONE)),
    Query("measures-ok", "按期数", "按期推进的举措", "项", _MEASURES + "，已报措施且最近时限未临近的", _lit(Light.OK)),
    Query("measures-soon", "临期数", "临期的举措", "项", _MEASURES + "，最近时限已临近的", _lit(Light.SOON)),
    Query("measures-late", "逾期数", "逾期的举措", "项", _MEASURES + "，最近时限已过的", _lit(Light.LATE)),
    Query("measures-idle", "未启动数", "未启动的举措", "项", _MEASURES + "，未报措施的", _lit(Light.IDLE)),
    Query("measures-late-named", "逾期举措", "逾期举措名单", "", _MEASURES + "，最近时限已过的", _named(Light.LATE)),
    Query("measures-soon-named", "临期举措", "临期举措名单", "", _MEASURES + "，最近时限已临近的", _named(Light.SOON)),
    Query(
        *("steps-filed", "落实措施数", "已报的落实措施", "条", _MEASURES + "，各牵头单位最近一次所报措施"),
        lambda facts: sum(line.steps_filed for line in facts.lines),
    ),
    Query(
        *("steps-done", "已完成措施数", "已完成的落实措施", "条", _MEASURES + "，所报措施中经复核完成的"),
        lambda facts: sum(line.steps_done for line in facts.lines),
    ),
    Query(
        "reports-due",
        "应报进展数",
        "应报进展的举措",
        "项",
        _MEASURES + "，本季未办结且有牵头单位的",
        lambda f: len(_due(f)),
    ),
    Query(
        *("reports-accepted", "已采用进展数", "进展已采用的举措", "项", _REPORTS),
        lambda facts: sum(bool(line.said) for line in _due(facts)),
    ),
    Query(
        *("reports-waiting", "待复核进展数", "进展待复核的举措", "项", "上列任务%(period)s已报送、尚未复核的进展"),
        lambda facts: sum(line.waits and not line.said for line in _due(facts)),
    ),
    Query(
        *("reports-missing", "未报进展数", "未报进展的举措", "项", "上列任务中没有%(period)s进展的"),
        lambda facts: sum(line.missing for line in facts.lines),
    ),
    Query(
        "bureaus-leading", "牵头单位数", "牵头单位", "个", _MEASURES + "的牵头单位", lambda facts: len(facts.leads())
    ),
    Query(
        *(
            "bureaus-missing",
            "未报齐单位数",
            "进展未报齐的牵头单位",
            "个",
            "上列任务中没有%(period)s进展的，按牵头单位计",
        ),
        lambda facts: len(_bureaus_missing(facts)),
    ),
    Query(
        *("bureaus-missing-named", "未报齐单位", "进展未报齐的牵头单位名单", ""),
        *("上列任务中没有%(period)s进展的，按牵头单位列", lambda facts: "、".join(_bureaus_missing(facts)) or "无"),
    ),
    Query(
        *("difficulties", "反映困难数", "反映困难的举措", "项", _REPORTS + "，写有困难的"),
        lambda facts: sum(any(said.difficulties for said in line.said) for line in facts.lines),
    ),
    Query(
        *("confidence-low", "把握不大数", "牵头单位把握不大的举措", "项"),
        *(_MEASURES + "，最近采用的进展把握不大或难以完成的", lambda facts: sum(line.unsure for line in facts.lines)),
    ),
)
