"""The light says what the dates say, and SQL says the same."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest

from luoxiao.organisations.models import Unit, User
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision.lights import Light, judge
from luoxiao.supervision.models import LightRule, Task
from luoxiao.supervision.wording import LIGHTS, reason, when
from tests.supervision.conftest import make_measure
from tests.supervision.items import open_item

TODAY = date(2012, 10, 15)


@pytest.mark.parametrize(
    ("closed", "has_steps", "next_due", "light", "code"),
    [
        (True, True, date(2012, 1, 1), Light.DONE, "closed"),
        (False, True, date(2012, 10, 14), Light.LATE, "passed"),
        (False, False, date(2012, 10, 14), Light.LATE, "passed"),
        (False, True, date(2012, 10, 15), Light.SOON, "near"),
        (False, True, date(2012, 10, 30), Light.SOON, "near"),
        (False, True, date(2012, 10, 31), Light.OK, "on-course"),
        (False, False, date(2012, 10, 31), Light.IDLE, "no-steps"),
        (False, False, None, Light.IDLE, "no-steps"),
        (False, True, None, Light.OK, "no-date"),
    ],
)
def test_a_light_follows_from_state_steps_and_dates(
    closed: bool, has_steps: bool, next_due: date | None, light: Light, code: str
) -> None:
    verdict = judge(closed=closed, has_steps=has_steps, next_due=next_due, today=TODAY, soon_days=15)
    assert (verdict.light, verdict.reason) == (light, code)


def test_a_reason_names_the_date_and_the_days() -> None:
    late = judge(closed=False, has_steps=True, next_due=date(2012, 9, 30), today=TODAY, soon_days=15)
    assert reason(late) == "最近一个时限 9月30日 已过 15 天。"
    assert when(late) == "逾期 15 天"
    today = judge(closed=False, has_steps=True, next_due=TODAY, today=TODAY, soon_days=15)
    assert when(today) == "今日"


def test_every_light_has_its_word() -> None:
    assert set(LIGHTS) == set(Light)


@pytest.mark.django_db
def test_sql_and_the_rule_agree_on_every_case(version: PlanVersion, bureau: Unit, reviewer: User, at: datetime) -> None:
    days = [None, *(TODAY + timedelta(days=n) for n in (-400, -1, 0, 1, 14, 15, 16, 400))]
    cases = product([Task.State.OPEN, Task.State.RUNNING, Task.State.CLOSING, Task.State.CLOSED], days, [0, 2])
    for n, (state, next_due, steps) in enumerate(cases, 10):
        measure = make_measure(version, n, f"第{n}项", [])
        Task.objects.create(
            version_of_plan=version,
            measure=measure,
            kind=measure.kind,
            clause_path=measure.clause.path,
            title=measure.title,
            state=state,
            next_due=next_due,
            steps_filed=steps,
            opened_at=at,
            closed_at=at if state == Task.State.CLOSED else None,
        )
        if steps == 0 and state == Task.State.RUNNING:
            for more, stands in enumerate(("running", "registered", "assigned", "paused")):
                item = open_item(bureau, reviewer, at, about=4 * n + more)
                Task.objects.filter(pk=item.pk).update(next_due=next_due, state=stands)
    for soon_days in (0, 1, 15):
        for light in Light:
            by_sql = set(Task.objects.with_light(light, today=TODAY, soon_days=soon_days).values_list("pk", flat=True))
            by_rule = {
                task.pk for task in Task.objects.all() if task.verdict(today=TODAY, soon_days=soon_days).light is light
            }
            assert by_sql == by_rule


@pytest.mark.parametrize(
    ("waits", "next_due", "light", "code"),
    [
        ("registered", None, Light.IDLE, "registered"),
        ("assigned", date(2012, 12, 1), Light.IDLE, "assigned"),
        ("assigned", date(2012, 10, 30), Light.SOON, "near"),
        ("assigned", date(2012, 10, 14), Light.LATE, "passed"),
    ],
)
def test_an_item_that_waits_to_begin_is_late_when_its_day_has_passed(
    waits: str, next_due: date | None, light: Light, code: str
) -> None:
    verdict = judge(closed=False, has_steps=True, next_due=next_due, today=TODAY, soon_days=15, waits=waits)
    assert (verdict.light, verdict.reason) == (light, code)
    assert reason(verdict)


@pytest.mark.parametrize(
    ("look_again", "light", "said"),
    [
        (date(2012, 10, 16), Light.OK, ""),
        (date(2012, 10, 15), Light.SOON, "待复看"),
        (date(2012, 9, 1), Light.SOON, "待复看"),
    ],
)
def test_an_item_that_rests_is_never_late(look_again: date, light: Light, said: str) -> None:
    verdict = judge(closed=False, has_steps=True, next_due=look_again, today=TODAY, soon_days=15, paused=True)
    assert (verdict.light, when(verdict)) == (light, said)
    assert "复看" in reason(verdict)


@pytest.mark.django_db
def test_an_item_at_work_is_never_idle(bureau: Unit, reviewer: User, at: datetime) -> None:
    verdict = open_item(bureau, reviewer, at, due=None).verdict(today=TODAY, soon_days=15)
    assert (verdict.light, reason(verdict)) == (Light.OK, "没有未到的时限。")


@pytest.mark.django_db
def test_the_rule_in_force_is_the_newest_that_has_begun(reviewer: User) -> None:
    assert LightRule.objects.on(TODAY).soon_days == 15
    LightRule.objects.create(soon_days=7, in_force_from=date(2012, 10, 1), basis="办公室规定")
    LightRule.objects.create(soon_days=3, in_force_from=date(2012, 11, 1), basis="办公室规定")
    assert LightRule.objects.on(TODAY).soon_days == 7
