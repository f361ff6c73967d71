"""The clock reminds of what is owed, each step once, and says so in the trail."""

from datetime import date, datetime, time, timedelta

import pytest

from luoxiao.core import trail
from luoxiao.core.periods import BEIJING
from luoxiao.returns import actions
from luoxiao.returns.models import Call, Reminder, Return
from tests.returns import scene as scenes
from tests.returns.scene import Scene, person


def on(day: date) -> datetime:
    return datetime.combine(day, time(8), BEIJING)


def kinds() -> list[tuple[str, str]]:
    return [(r.filed.unit.short_name, r.kind) for r in Reminder.objects.select_related("filed__unit")]


def test_each_step_is_said_once_however_often_the_clock_runs(call: Call) -> None:
    day = on(call.due - timedelta(7))
    assert [actions.remind(at=day), actions.remind(at=day), actions.remind(at=day + timedelta(days=2))] == [2, 0, 0]
    assert sorted(kinds()) == [("乙县局", "before-7"), ("甲县局", "before-7")]
    line = trail.history(call)[0]
    assert (line.action, line.actor, line.actor_id) == ("call.remind", "定时任务", None)
    assert line.after == {"kind": "before-7", "units": ["甲县局", "乙县局"]}


def test_nobody_is_reminded_of_what_has_been_signed(call: Call, filed: Return, at: datetime) -> None:
    scenes.certified(filed, at)
    actions.remind(at=on(call.due + timedelta(1)))
    assert kinds() == [("乙县局", "late-1")]


def test_what_waits_for_a_signature_or_came_back_is_still_owed(call: Call, filed: Return, at: datetime) -> None:
    scenes.fill(filed, at)
    scenes.send(filed, at)
    actions.remind(at=on(call.due - timedelta(1)))
    assert ("甲县局", "before-1") in kinds()


def test_reminders_back_off_over_a_year(call: Call) -> None:
    for n in range(100):
        actions.remind(at=on(date(2012, 10, 15) + timedelta(n)))
    mine = [kind for unit, kind in kinds() if unit == "甲县局"]
    assert mine == ["before-7", "before-1", "late-1", "late-7", "late-37", "late-67"]


def test_closed_calls_and_drafts_are_left_in_peace(call: Call, scene: Scene, at: datetime) -> None:
    actions.draft_call(draft=scenes.draft(scene, title="草稿"), by=person("asker"), at=at)
    actions.close_call(call, seen=call.version, by=person("asker"), at=at)
    assert actions.remind(at=on(call.due + timedelta(1))) == 0


@pytest.mark.parametrize("units", [1, 2])
def test_the_clock_asks_the_database_no_oftener_for_more_units(
    scene: Scene, at: datetime, units: int, django_assert_num_queries: object
) -> None:
    call = scenes.make_call(scene, at, units=scene.counties[:units])
    with django_assert_num_queries(8):  # type: ignore[operator]
        assert actions.remind(at=on(call.due)) == units
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert actions.remind(at=on(call.due)) == 0


def test_a_person_finds_the_reminders_of_a_day_of_their_own_unit(call: Call) -> None:
    actions.remind(at=on(call.due))
    actions.remind(at=on(call.due + timedelta(1)))
    found = Reminder.objects.digest(person("filler"), call.due + timedelta(1))
    assert [(r.filed.unit.short_name, r.kind) for r in found] == [("甲县局", "late-1")]
    assert list(Reminder.objects.digest(person("audit"), call.due)) == []
    assert list(Reminder.objects.digest(person("city"), call.due)) == []
