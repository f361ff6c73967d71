"""What runs by itself. Every job may run twice without harm."""

import signal
import threading
from collections.abc import Callable

from django.db import close_old_connections

from luoxiao.core import clock, trail
from luoxiao.returns.actions import remind

SECONDS = 10  # no trail line stays without its seal for longer


def tick() -> int:
    """Do what is due now: remind of returns that are owed, then seal; say how many trail lines were sealed."""
    remind(at=clock.now())
    sealed = 0
    while made := trail.seal():
        sealed += made
    return sealed


def run(report: Callable[[str], None]) -> None:
    """Tick until told to stop. A tick that fails is reported and tried again at the next."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        try:
            tick()
        except Exception as error:  # the clock outlives any one failure; the next tick tries again
            report(repr(error))
        close_old_connections()
        stop.wait(SECONDS)
