"""The figures of a circular: lights counted, only accepted progress, who is missing; at the same cost for any plan."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoxiao.core.periods import Quarter
from luoxiao.documents.models import Figure
from luoxiao.organisations.models import Area, User
from luoxiao.plan.models import Measure, Plan, PlanVersion
from luoxiao.supervision import actions, circular
from luoxiao.supervision.actions import ProgressDraft
from luoxiao.supervision.figures import QUERIES, Facts, Frame, facts_of, figures
from luoxiao.supervision.models import LightRule, ProgressReport, Task
from tests.desk.conftest import many
from tests.supervision.conftest import make_measure

pytestmark = pytest.mark.django_db
__all__ = ["many"]
Q3 = Quarter(2012, 3)
TODAY = date(2012, 10, 15)


def facts(plan: int, on: date = TODAY, period: Quarter = Q3) -> Facts:
    frame = Frame(plan, period, on)
    return facts_of([frame])[frame]


def said(task: Task, *keys: str, **frame: Any) -> list[str]:
    """What stands in the places of these names."""
    now = figures(facts(task.version_of_plan.plan_id, **frame))
    return [now[key].value for key in keys]


def report(task: Task, by: User, at: datetime, **more: Any) -> ProgressReport:
    values: dict[str, Any] = {"period": Q3, "text": "已摸清底数", "confidence": "sure"}
    draft = ProgressDraft(**values | more)
    return actions.report_progress(task, draft=draft, seen=Task.objects.get(pk=task.pk).version, by=by, at=at)


def test_every_query_has_one_name_and_one_place() -> None:
    assert len({query.name for query in QUERIES}) == len({query.key for query in QUERIES}) == len(QUERIES)
    assert all(len(query.key) <= 40 and len(query.name) <= 60 for query in QUERIES)


def test_lights_are_counted_on_the_day_of_the_frame(filed: Task) -> None:
    lights = ("举措总数", "已办结数", "按期数", "临期数", "逾期数", "未启动数")
    assert said(filed, *lights) == ["2", "0", "0", "0", "1", "1"]
    assert said(filed, *lights, on=date(2012, 10, 10)) == ["2", "0", "0", "1", "0", "1"]
    assert said(filed, *lights, on=date(2012, 9, 1)) == ["2", "0", "1", "0", "0", "1"]


def test_a_duty_is_no_measure(filed: Task) -> None:
    assert Task.objects.count() == 3
    assert said(filed, "举措总数") == ["2"]


def test_late_measures_are_named_with_clause_lead_and_days(filed: Task) -> None:
    assert said(filed, "逾期举措", "临期举措") == ["四1“建储备库”（救灾司，逾期5天）", "无"]
    assert said(filed, "临期举措", on=date(2012, 10, 7)) == ["四1“建储备库”（救灾司，剩3天）"]
    assert said(filed, "临期举措", on=date(2012, 10, 10)) == ["四1“建储备库”（救灾司，今日到期）"]


def test_the_rule_of_the_day_says_what_is_near(filed: Task, reviewer: User) -> None:
    LightRule.objects.create(soon_days=60, in_force_from=date(2012, 9, 1), set_by=reviewer, basis="演练")
    LightRule.objects.create(soon_days=1, in_force_from=date(2012, 10, 1), set_by=reviewer, basis="演练")
    assert said(filed, "临期数", on=date(2012, 9, 1)) == ["1"]
    assert said(filed, "临期数", on=date(2012, 10, 5)) == ["0"]


REPORTS = ("应报进展数", "已采用进展数", "待复核进展数", "未报进展数", "未报齐单位数", "未报齐单位")


def test_only_accepted_progress_counts(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    assert said(filed, *REPORTS) == ["2", "0", "0", "2", "2", "救灾司、社会救助司"]
    sent = report(filed, clerk, at, difficulties="缺经费")
    assert said(filed, *REPORTS) == ["2", "0", "1", "1", "1", "社会救助司"]
    actions.return_report(sent, reason="缺佐证", by=reviewer, at=at)
    assert said(filed, *REPORTS, "反映困难数") == ["2", "0", "0", "2", "2", "救灾司、社会救助司", "0"]
    actions.accept_report(report(filed, clerk, at, difficulties="缺经费"), by=reviewer, at=at)
    assert said(filed, *REPORTS, "反映困难数") == ["2", "1", "0", "1", "1", "社会救助司", "1"]


def test_progress_of_another_quarter_does_not_count(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    actions.accept_report(report(filed, clerk, at, period=Quarter(2012, 2)), by=reviewer, at=at)
    assert said(filed, *REPORTS[:4]) == ["2", "0", "0", "2"]
    assert said(filed, *REPORTS[:4], period=Quarter(2012, 2)) == ["2", "1", "0", "1"]


def test_a_measure_without_a_lead_owes_no_report(filed: Task) -> None:
    Task.objects.filter(title="统一标准").update(lead=None)
    assert said(filed, *REPORTS, "牵头单位数") == ["1", "0", "0", "1", "1", "救灾司", "1"]


def test_steps_and_low_confidence_are_counted(filed: Task, clerk: User, reviewer: User, at: datetime) -> None:
    step = actions.current_steps(filed)[0]
    more = {"confidence": "doubtful", "confidence_reason": "缺经费", "steps_done": (step.pk,)}
    actions.accept_report(report(filed, clerk, at, **more), by=reviewer, at=at)
    assert said(filed, "落实措施数", "已完成措施数", "把握不大数") == ["2", "1", "1"]


@pytest.mark.parametrize(
    ("closed_at", "due"),
    [
        (datetime(2012, 9, 30, 15, 59, tzinfo=UTC), "1"),  # still September in Beijing
        (datetime(2012, 9, 30, 16, 0, tzinfo=UTC), "2"),  # the first minute of October there
    ],
)
def test_what_was_closed_before_the_quarter_in_beijing_owes_no_report(
    filed: Task, closed_at: datetime, due: str
) -> None:
    Task.objects.filter(pk=filed.pk).update(state="closed", closed_at=closed_at)
    assert said(filed, "已办结数", "应报进展数", period=Quarter(2012, 4)) == ["1", due]


def test_a_figure_names_its_source(filed: Task) -> None:
    figure = figures(facts(filed.version_of_plan.plan_id))["已采用进展数"]
    assert (figure.label, figure.unit, figure.query) == ("进展已采用的举措", "项", "reports-accepted")
    assert figure.source == "上列任务2012年第三季度经复核采用的进展"
    assert figures(facts(filed.version_of_plan.plan_id))["举措总数"].source.startswith("《演练方案》四1至四2")


def test_a_source_has_room_for_any_title(filed: Task) -> None:
    whole = Facts(Frame(filed.version_of_plan.plan_id, Q3, TODAY), plan_title="方" * 300)
    longest = Figure._meta.get_field("source").max_length
    assert longest is not None
    assert all(len(figure.source) <= longest for figure in figures(whole).values())
    assert len(circular.title(whole)) <= 200


def test_the_clause_that_asks_for_circulars_is_found(version: PlanVersion) -> None:
    assert facts(version.plan_id).duty == ""
    yearly = make_measure(version, 7, "年度通报", [], kind="duty")
    Measure.objects.bulk_create(
        Measure(
            version=version,
            clause=yearly.clause,
            kind="duty",
            order=9 + n,
            title="季报",
            rhythm=rhythm,
            char_start=0,
            char_end=1,
        )
        for n, rhythm in enumerate(("quarterly", "yearly"))
    )
    assert facts(version.plan_id).duty == "四7"


def test_the_area_of_the_plan_is_named(version: PlanVersion) -> None:
    area = Area.objects.create(
        number=14, name="演练", name_en="x", short_name="演练片区", is_one_of_11=True, source="test", confidence="high"
    )
    Plan.objects.filter(pk=version.plan_id).update(area=area)
    assert (facts(version.plan_id).area, facts(version.plan_id).plan_title) == ("演练片区", "演练方案")


def test_a_plan_that_is_not_there_has_nothing_to_say(db: None) -> None:
    now = figures(facts(0))
    assert {now[key].value for key in ("举措总数", "逾期数", "未报进展数")} == {"0"}
    assert (now["逾期举措"].value, now["未报齐单位"].value, facts(0).clauses) == ("无", "无", "无举措")


def test_plans_do_not_mix(filed: Task) -> None:
    other = Plan.objects.create(title="另一方案")
    frames = [Frame(filed.version_of_plan.plan_id, Q3, TODAY), Frame(other.pk, Q3, TODAY)]
    found = facts_of(frames)
    assert [len(found[frame].lines) for frame in frames] == [2, 0]


def test_thousands_are_parted(filed: Task, many: Callable[..., list[Task]]) -> None:
    many(1200)
    assert said(filed, "举措总数", "应报进展数") == ["1,202", "1,202"]
    assert figures(facts(filed.version_of_plan.plan_id))["举措总数"].value == "1,202"


def test_more_measures_and_frames_cost_no_more_queries(filed: Task, many: Callable[..., list[Task]]) -> None:
    plan = filed.version_of_plan.plan_id
    with CaptureQueriesContext(connection) as few:
        facts_of([Frame(plan, Q3, TODAY)])
    tasks = many(50)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(steps_filed=1)
    with CaptureQueriesContext(connection) as lots:
        facts_of([Frame(plan, Quarter(2012, n), date(2012, n, 1)) for n in (1, 2, 3, 4)])
    assert len(few) == len(lots) == 5
