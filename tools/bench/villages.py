"""A national run over every village, shared out among partitions or given to a database: docs/adr/0005.

What travels between the partitions are sums, never rows: in each round the pot left and the scores left go out, and
four sums come back (what the floors cost and the ceilings free, what they freeze of pot and scores). The remainders are
ranked by a threshold. All numbers are whole, so the partition of the country makes no difference to any fen.
"""

import importlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from tools.bench.allocation import case

from luoxiao.funds.apportion_many import Whole, apportion_many, divide, exact_sum

VILLAGES, PARTITIONS, POT = 600_000, 31, 6_800_000_000_000


@dataclass
class Partition:
    """One province's villages; it alone sees its rows."""

    scores: Whole
    lower: Whole
    upper: Whole

    def __post_init__(self) -> None:
        self.amounts = np.full(len(self.scores), -1, np.int64)
        self.remainder = np.full(len(self.scores), -1, np.int64)

    def scored(self) -> int:
        """The scores of those not frozen."""
        return exact_sum(self.scores[self.amounts < 0])

    def weigh(self, left: int, total: int) -> tuple[int, int]:
        """What lifting to floors costs and what ceilings set free, times the total of scores."""
        low, high, quotient, remainder = self._broken(left, total)
        open_ = np.flatnonzero(self.amounts < 0)
        cost = (exact_sum(self.lower[open_[low]]) - exact_sum(quotient[low])) * total - exact_sum(remainder[low])
        free = (exact_sum(quotient[high]) - exact_sum(self.upper[open_[high]])) * total + exact_sum(remainder[high])
        return cost, free

    def freeze(self, left: int, total: int, floors: bool, ceilings: bool) -> int:
        """Freeze one side or both; gives what they take of the pot."""
        low, high, _quotient, _remainder = self._broken(left, total)
        open_, taken = np.flatnonzero(self.amounts < 0), 0
        for wanted, mask, bound in ((floors, low, self.lower), (ceilings, high, self.upper)):
            if wanted:
                where = open_[mask]
                self.amounts[where] = bound[where]
                taken += exact_sum(bound[where])
        return taken

    def _broken(self, left: int, total: int) -> tuple[Any, Any, Whole, Whole]:
        open_ = self.amounts < 0
        quotient, remainder = divide(left, self.scores[open_], total)
        upper = self.upper[open_]
        high = (quotient > upper) | ((quotient == upper) & (remainder > 0))
        return quotient < self.lower[open_], high, quotient, remainder

    def settle(self, left: int, total: int) -> int:
        """Whole units for those not frozen; gives their sum and keeps the remainders."""
        open_ = self.amounts < 0
        self.amounts[open_], self.remainder[open_] = divide(left, self.scores[open_], total)
        return exact_sum(self.amounts[open_])

    def above(self, threshold: int) -> int:
        """How many remainders exceed the threshold."""
        return int((self.remainder > threshold).sum())

    def round_up(self, threshold: int, equal: int) -> int:
        """One unit more above the threshold, and for the first so many at it; gives how many those were."""
        at = np.flatnonzero(self.remainder == threshold)[:equal]
        self.amounts[self.remainder > threshold] += 1
        self.amounts[at] += 1
        return len(at)


def share_out(parts: Sequence[Partition], pot: int) -> None:
    """Split the pot over all partitions, in the order of codes."""
    left, total = pot, sum(part.scored() for part in parts)
    while any(sums := [sum(side) for side in zip(*(part.weigh(left, total) for part in parts), strict=True)]):
        cost, free = sums
        left -= sum([part.freeze(left, total, cost >= free, free >= cost) for part in parts])
        total = sum(part.scored() for part in parts)
    over = left - sum(part.settle(left, total) for part in parts)
    low, high = 0, total  # the smallest threshold that no more than `over` remainders exceed
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if sum(part.above(middle) for part in parts) <= over else (middle + 1, high)
    over -= sum(part.above(low) for part in parts)
    for part in parts:
        over -= part.round_up(low, over)


SUMS = """
SELECT coalesce(sum(lower * {t} - {l} * score) FILTER (low), 0),
  coalesce(sum({l} * score - upper * {t}) FILTER (high), 0)
FROM (SELECT *, {l} * score < lower * {t} AS low, {l} * score > upper * {t} AS high FROM villages WHERE amount IS NULL)
"""
SHARES = """
CREATE TABLE shares AS WITH exact AS (
  SELECT code, ({l} * score) // {t} AS whole, ({l} * score) % {t} AS rest FROM villages WHERE amount IS NULL)
SELECT code, whole + CAST(row_number() OVER (ORDER BY rest DESC, code) <= {l} - sum(whole) OVER () AS INT) AS amount
FROM exact UNION ALL SELECT code, amount FROM villages WHERE amount IS NOT NULL
"""


def loaded(duckdb: Any, scores: Whole, lower: Whole, upper: Whole) -> Any:
    """A database with the villages in it, as it would be there already."""
    database = duckdb.connect()
    given = {"code": np.arange(len(scores)), "score": scores, "lower": lower, "upper": upper}
    database.register("given", given)
    wide = ", ".join(f"{name}::HUGEINT AS {name}" for name in given)
    database.execute(f"CREATE TABLE villages AS SELECT {wide}, NULL::HUGEINT AS amount FROM given")  # noqa: S608
    return database


def with_duckdb(database: Any, pot: int) -> list[int]:
    """The same in SQL: 128-bit whole numbers, one query for each round, one for the remainders."""
    while True:
        taken, total = database.execute(
            "SELECT coalesce(sum(amount), 0), sum(score) FILTER (amount IS NULL) FROM villages"
        ).fetchone()
        now = {"l": f"{pot - int(taken)}::HUGEINT", "t": f"{int(total)}::HUGEINT"}
        cost, free = database.execute(SUMS.format(**now)).fetchone()
        if not cost and not free:
            break
        for wins, bound, test in ((cost >= free, "lower", "<"), (free >= cost, "upper", ">")):
            if wins:
                broken = f"{now['l']} * score {test} {bound} * {now['t']}"
                database.execute(f"UPDATE villages SET amount = {bound} WHERE amount IS NULL AND {broken}")  # noqa: S608
    database.execute(SHARES.format(**now))
    return [int(amount) for (amount,) in database.execute("SELECT amount FROM shares ORDER BY code").fetchall()]


def measure() -> None:
    """All villages at once, in partitions, and on DuckDB where it is installed: the same fen, and how long."""
    scores, lower, upper = case(VILLAGES)
    began = time.perf_counter()
    once = apportion_many(POT, scores, lower, upper).amounts
    took = [time.perf_counter() - began]
    cuts = [np.array_split(each, PARTITIONS) for each in (scores, lower, upper)]
    parts = [Partition(*each) for each in zip(*cuts, strict=True)]
    began = time.perf_counter()
    share_out(parts, POT)
    took.append(time.perf_counter() - began)
    assert np.array_equal(once, np.concatenate([part.amounts for part in parts]))
    said = f"{1000 * took[0]:.0f} ms at once"
    shared = f"{PARTITIONS} partitions, only sums travel: {1000 * took[1]:.0f} ms, the same fen"
    print(f"{f'split, {VILLAGES:,} villages':<34} {said:<34} {shared}")
    try:
        duckdb = importlib.import_module("duckdb")
    except ImportError:
        print(f"{'':<34} {'':<34} DuckDB: not installed, not measured")
        return
    database = loaded(duckdb, scores, lower, upper)
    began = time.perf_counter()
    assert with_duckdb(database, POT) == once.tolist()
    print(f"{'':<34} {'':<34} DuckDB in SQL {1000 * (time.perf_counter() - began):.0f} ms, the same fen")


if __name__ == "__main__":
    measure()
