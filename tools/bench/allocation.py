"""Splitting a pot: ours beside `apportionment` and beside floats, the same numbers in one run.

python -m tools.bench.allocation        everything; `make bench` calls it too
python -m tools.bench.allocation --million     one million regions alone, with the memory they took
"""

import functools
import importlib
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luoxiao.funds.allocation import Bounds, Coefficient, Factor, Region, Scheme, Shape, allocate
from luoxiao.funds.apportion import apportion
from luoxiao.funds.apportion_many import apportion_many
from luoxiao.funds.explaining import check, explain

POT = 6_800_000_000_000  # fen: 680 亿元, a national programme of those years
LARGE = 90_000_000_000_000_000  # fen: where a double no longer tells one fen from the next
Whole = NDArray[np.int64]
Real = NDArray[np.float64]


def main() -> None:
    """Everything, the million in a process of its own so that its memory can be told."""
    if "--million" in sys.argv:
        _million()
        return
    _thousands()
    _whole_runs()
    _wrong_fen()
    alone = [sys.executable, "-m", "tools.bench.allocation", "--million"]
    print(subprocess.run(alone, check=True, text=True, capture_output=True).stdout, end="", flush=True)
    villages = importlib.import_module("tools.bench.villages")
    villages.measure()


def _say(what: str, ours: str, plain: str = "") -> None:
    print(f"{what:<34} {ours:<34} {plain}", flush=True)


def _ms(do: Callable[[], Any], n: int = 15) -> float:
    do()
    took = []
    for _ in range(n):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return 1000 * statistics.median(took)


def case(n: int, pot: int = POT) -> tuple[Whole, Whole, Whole]:
    """Scores like people times a coefficient, floors at a fifth of the mean and ceilings at three halves of it."""
    scores = (np.random.default_rng(2012).lognormal(11, 0.8, n) * 23).astype(np.int64) + 1
    return scores, np.full(n, pot // n // 5), np.full(n, pot // n * 3 // 2)


def _thousands() -> None:
    scores, lower, upper = case(3000)
    ours = _ms(lambda: apportion_many(POT, scores, lower, upper))
    lists = [each.tolist() for each in (scores, lower, upper)]
    assert apportion_many(POT, scores, lower, upper).plain() == apportion(POT, *lists)
    _say("split, 3,000 with floors, ceilings", f"{ours:.1f} ms (at most 6)", _apportionment(lists[0], ours))
    _say("the same in whole numbers of Python", f"{_ms(lambda: apportion(POT, *lists), 5):.1f} ms")


def _apportionment(scores: list[int], ours: float) -> str:
    """The package in its exact mode, without bounds, which it does not know."""
    try:
        methods = importlib.import_module("apportionment.methods")
    except ImportError:
        return "apportionment: not installed, not measured"
    named = {"parties": [str(i) for i in range(len(scores))], "verbose": False}
    exact = functools.partial(methods.largest_remainder, scores, POT, fractions=True, **named)
    took = _ms(exact, 3)
    return f"apportionment, no bounds {took:.0f} ms (×{took / ours:.0f}, at least 10)"


def counties(n: int) -> tuple[Scheme, list[Region]]:
    """A scheme of three factors with the coefficient of the area, floor and ceiling."""
    random = np.random.default_rng(2012)
    values = random.integers(1_000, 90_000, (n, 3)).tolist()
    regions = []
    for i, row in enumerate(values):
        klass, known = "listed" if i % 5 else "other", dict(zip("abc", map(Fraction, row), strict=True))
        regions.append(Region(f"{100_000 + i}", f"演练{i}", klass, known))
    factors = tuple(Factor(code, code, "人", Fraction(weight, 10)) for code, weight in (("a", 4), ("b", 4), ("c", 2)))
    area = Coefficient("area", "连片特困系数", {"listed": Fraction(23, 20), "other": Fraction(1)})
    pot = n * 94_000_000
    bounds = Bounds(floor_fen=40_000_000, ceiling_fen=170_000_000)
    return Scheme("演练", pot, Shape.WEIGHTED, factors, (area,), bounds=bounds), regions


def _whole_runs() -> None:
    """From values to lines, as the page asks for them."""
    for n, limit in ((24, 20), (2900, 2000)):
        scheme, regions = counties(n)
        found = allocate(scheme, regions)
        took = _ms(functools.partial(allocate, scheme, regions), 5)
        code = regions[n // 2].code
        assert check(explain(found, code)) == []
        _say(f"whole run, {n:,} counties, 3 factors", f"{took:.1f} ms (at most {limit})", "off by 0 fen")
        _say("  explanation of one county", f"{_ms(functools.partial(explain, found, code)):.2f} ms (at most 5)")


def _wrong_fen() -> None:
    """What floats are off by: the sum after rounding each, and the rows that largest remainder gets wrong."""
    for pot in (POT, LARGE):
        scores = case(3000, pot)[0]
        exact = apportion_many(pot, scores).amounts
        rounded = int(np.round(scores * (pot / scores.sum())).astype(np.int64).sum()) - pot
        rows = int((floats(pot, scores) != exact).sum())
        said = f"each rounded: sum off by {rounded:+} fen; largest remainder: {rows:,} of 3,000 rows off"
        _say(f"  float64, {pot:.1e} fen", "ours off by 0 fen", said)


def floats(pot: int, scores: Whole, lower: Whole | None = None, upper: Whole | None = None) -> Whole:
    """The plain way in float64: clamp and redistribute, then largest remainder, ties by position."""
    low, high = (np.zeros(len(scores)) if lower is None else lower), (np.inf if upper is None else upper)
    exact: Real = scores * (pot / scores.sum())
    open_ = np.ones(len(scores), np.bool_)
    while True:
        clamped = np.clip(exact, low, high)
        broken = (clamped != exact) & open_
        if not broken.any():
            break
        over = clamped[broken].sum() - exact[broken].sum()
        side = broken & ((clamped > exact) if over > 0 else (clamped < exact))
        exact[side], open_ = clamped[side], open_ & ~side
        exact[open_] = scores[open_] * ((pot - exact[~open_].sum()) / scores[open_].sum())
    whole = np.floor(exact)
    left = int(pot - whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[: max(left, 0)]] += 1
    return whole.astype(np.int64)


def _million() -> None:
    n = 1_000_000
    scores, lower, upper = case(n)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = [_ms(lambda: apportion_many(POT, scores), 3), _ms(lambda: apportion_many(POT, scores, lower, upper), 3)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    plain = [_ms(lambda: floats(POT, scores), 3), _ms(lambda: floats(POT, scores, lower, upper), 3)]
    assert int(apportion_many(POT, scores, lower, upper).amounts.sum()) == POT
    for what, own, theirs in zip(("no bounds", "floors, ceilings"), ours, plain, strict=True):
        ratio = f"float64 {theirs:.0f} ms; ours ×{own / theirs:.1f} (at most 5)"
        _say(f"split, 1,000,000, {what}", f"{own:.0f} ms (at most 1,000)", ratio)
    _say("  memory", f"{peak} MB (at most 600)", f"{before // 1024} MB of it the numbers and numpy")


if __name__ == "__main__":
    main()
