"""What runs by itself. Every job may run twice without harm."""

import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from luoxiao.clock import due
from luoxiao.core import anchoring, clock, trail
from luoxiao.core.periods import BEIJING
from luoxiao.core.refusals import Refusal
from luoxiao.returns.actions import remind
from luoxiao.supervision.actions import send_waiting, tell, write_digests

SECONDS = 10  # no trail line stays without its seal for longer
ROUND_SECONDS = 600  # between two rounds of reminders
ANCHOR_SECONDS = 60  # between two anchors of the trail


def remind_all() -> None:
    """A round of reminders: tell people what they were not told, write the letters of the day, send those that wait."""
    at = clock.now()
    tell(due.found(at.astimezone(BEIJING).date()), at=at)
    write_digests(at=at)
    send_waiting(at=at)


def tick() -> int:
    """Do what is due now: remind of returns that are owed, then seal; say how many trail lines were sealed."""
    remind(at=clock.now())
    sealed = 0
    while made := trail.seal():
        sealed += made
    return sealed


def anchor() -> None:
    """Append the trail's head to the file elsewhere, where the installation has one (LUOXIAO_TRAIL_ANCHOR)."""
    if settings.TRAIL_ANCHOR:
        apart = timedelta(seconds=ANCHOR_SECONDS)
        anchoring.append(Path(settings.TRAIL_ANCHOR), at=timezone.now(), apart=apart)


def run(report: Callable[[str], None]) -> None:
    """Tick until told to stop. A tick that fails is reported and tried again at the next."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    next_round = next_anchor = 0.0
    while not stop.is_set():
        _try(tick, report)
        if time.monotonic() >= next_anchor:
            _try(anchor, report)
            next_anchor = time.monotonic() + ANCHOR_SECONDS
        if time.monotonic() >= next_round:
            _try(remind_all, report)
            next_round = time.monotonic() + ROUND_SECONDS
        close_old_connections()
        stop.wait(SECONDS)


def _try(job: Callable[[], object], report: Callable[[str], None]) -> None:
    """The clock outlives any one failure; the next time tries again."""
    try:
        job()
    except Exception as error:
        report(str(error) if isinstance(error, Refusal) else repr(error))
