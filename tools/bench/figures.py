"""Figures of a whole country: ours beside one row for each value, the same numbers and questions in one run.

python -m tools.bench.figures --counties 3000 --indicators 200 --quarters 40 --postgres "host=/run/postgresql"
"""

import argparse
import functools
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools.bench.country import Country, Size, country
from tools.bench.rows import DuckDB, Rows, SQLite

QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "gap table of an area, a quarter": lambda store: store.gap(3, 2),
    "gap tables of all areas": lambda store: store.gaps(3),
    "series of an area": lambda store: store.area_series(5, 2),
    "series of a county": lambda store: store.series(5, 100),
    "county, a quarter": lambda store: store.profile(100, 3),
    "county, ever": lambda store: store.life(100),
    "all counties, one indicator": lambda store: store.ranking(5, 3),
    "counties below the mean, a quarter": lambda store: store.below(3),
    "highest of each, over all": lambda store: store.highest(),
}
Took = dict[str, float]  # milliseconds


def main() -> None:
    """Read the size from the command line and measure in a temporary installation."""
    parser = argparse.ArgumentParser()
    for name, size in (("counties", 3000), ("indicators", 200), ("quarters", 40)):
        parser.add_argument(f"--{name}", type=int, default=size)
    parser.add_argument("--postgres", default="", help="address of a database for the plain tables")
    parser.add_argument("--only", default="", help="of the plain stores those with this in their names")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoxiao.settings")
        os.environ["LUOXIAO_HOME"] = home
        import django

        django.setup()
        from luoxiao import installation

        installation.prepare()
        measure(Size(given.counties, given.indicators, given.quarters), given.postgres, Path(home), given.only)


def measure(size: Size, postgres: str, home: Path, only: str = "") -> None:
    """Print what each store takes for each question, and how many times as long as ours."""
    made = country(size)
    print(f"{size.cells:,} figures: {size.counties} counties × {size.indicators} indicators × {size.quarters} quarters")
    ours = _ours(made)
    for rows in _others(made, postgres, home):
        if only not in rows.name:
            continue
        began = time.perf_counter()
        rows.load()
        _print(rows.name, time.perf_counter() - began - rows.preparing, _ask(rows), ours)
        rows.close()


def _others(made: Country, postgres: str, home: Path) -> Iterator[Rows]:
    yield SQLite(made, home)
    if find_spec("duckdb"):
        yield DuckDB(made, home)
    if postgres:
        from tools.bench.rows_postgres import Dhis2, Postgres

        yield Postgres(made, postgres)
        yield Dhis2(made, postgres)


def _ours(made: Country) -> tuple[float, Took]:
    from django.db import connection
    from tools.bench.packed import Packed

    packed = Packed(made)
    began = time.perf_counter()
    packed.load()
    load = time.perf_counter() - began
    packed.check()
    took = _ask(packed)
    _print(f"ours, packed sheets on {connection.vendor}", load, took, (load, took))
    return load, took


def _ask(store: Any) -> Took:
    return {question: _times(functools.partial(do, store)) for question, do in QUESTIONS.items()}


def _times(do: Callable[[], Any]) -> float:
    """The median time of a call in milliseconds, after one that is not counted; fewer calls of a slow one."""
    began = time.perf_counter()
    do()
    calls = 3 if time.perf_counter() - began > 0.5 else 15
    took = []
    for _ in range(calls):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return 1000 * statistics.median(took)


def _print(name: str, load: float, took: Took, ours: tuple[float, Took]) -> None:
    print(f"\n{name}: loaded in {load:.1f} s (× {load / ours[0]:.1f})", flush=True)
    for question, milliseconds in took.items():
        print(f"  {question:<34} {milliseconds:10.2f} ms   × {milliseconds / ours[1][question]:.0f}", flush=True)


if __name__ == "__main__":
    main()
