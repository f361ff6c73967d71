"""What runs by itself may run twice without harm, and outlives any one failure."""

import signal
import threading
from datetime import datetime
from typing import Any

import pytest

from luoxiao.clock import jobs
from luoxiao.core import clock, trail
from luoxiao.core.models import TrailEvent, TrailSeal
from tests.conftest import make_user
from tests.returns import scene as scenes


def lines(count: int, at: datetime) -> None:
    by = make_user("clerk")
    for _ in range(count):
        trail.record("account.sign-in", by=by, at=at)


@pytest.mark.django_db
def test_a_tick_seals_everything_once(at: datetime) -> None:
    lines(3, at)
    assert [jobs.tick(), jobs.tick()] == [3, 0]
    assert trail.verify().sound
    assert TrailSeal.objects.count() == 3


@pytest.mark.django_db
def test_a_tick_reminds_of_what_is_owed_once_and_seals_the_line(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    call = scenes.make_call(scenes.make_scene(at), at)
    monkeypatch.setenv("LUOXIAO_TODAY", "2012-10-31")
    clock.rehearsal_day.cache_clear()
    before = TrailEvent.objects.count()
    assert [jobs.tick(), jobs.tick()] == [before + 1, 0]
    assert trail.history(call)[0].after == {"kind": "before-1", "units": ["甲县局", "乙县局"]}


@pytest.fixture
def stopped_after_two(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The clock with a tick that fails once and a stop after the second; what it reported."""
    reported: list[str] = []
    handlers: dict[int, Any] = {}
    ticks = iter([RuntimeError("disk full"), 0])

    def tick() -> int:
        outcome = next(ticks)
        if isinstance(outcome, Exception):
            raise outcome
        handlers[signal.SIGTERM]()
        return outcome

    monkeypatch.setattr(jobs, "tick", tick)
    monkeypatch.setattr(jobs, "remind_all", lambda: None)
    monkeypatch.setattr(jobs.signal, "signal", lambda name, do: handlers.__setitem__(name, do))
    monkeypatch.setattr(jobs, "SECONDS", 0)
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    return reported


def test_a_tick_that_fails_is_reported_and_the_clock_goes_on(stopped_after_two: list[str]) -> None:
    clock = threading.Thread(target=jobs.run, args=(stopped_after_two.append,))
    clock.start()
    clock.join(10)
    assert not clock.is_alive()
    assert stopped_after_two == ["RuntimeError('disk full')"]
