"""A bounded load on a server of our own on the loopback address: C connections for some seconds, then it stops."""

import http.client
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass

Ask = Callable[[http.client.HTTPConnection], int]


@dataclass(frozen=True)
class Result:
    """Requests per second and the time within which half and 99 % were answered, in milliseconds."""

    per_second: float
    p50: float
    p99: float
    wrong: int


def press(port: int, ask: Ask, *, connections: int = 32, seconds: float = 5.0) -> Result:
    """Let `connections` processes ask one after the other until the time is up."""
    context = multiprocessing.get_context("fork")
    with context.Pool(connections) as pool:
        started = time.perf_counter()
        parts = pool.starmap(_one, [(port, ask, seconds)] * connections)
        took = time.perf_counter() - started
    times = sorted(t for part, _ in parts for t in part)
    wrong = sum(bad for _, bad in parts)
    if not times:
        return Result(0, 0, 0, wrong)
    return Result(len(times) / took, _at(times, 0.5), _at(times, 0.99), wrong)


def _one(port: int, ask: Ask, seconds: float) -> tuple[list[float], int]:
    times, wrong, end = [], 0, time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        if ask(connection) in (200, 302, 304):
            times.append(time.perf_counter() - began)
        else:
            wrong += 1
        connection.close()
    return times, wrong


def _at(times: list[float], share: float) -> float:
    return 1000 * times[min(len(times) - 1, int(len(times) * share))]
