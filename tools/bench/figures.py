"""Figures of a whole country: ours beside one row for each value, the same numbers and questions in one run.

python -m tools.bench.figures --counties 3000 --indicators 200 --quarters 40 --postgres "host=/run/postgresql"
"""

import argparse
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

QUESTIONS = ("gap table, a quarter", "series of an area", "series of a county", "county, a quarter", "county, ever")
MORE = ("ranking of counties", "highest of each, ever")
ALL = (*QUESTIONS, *MORE)
Took = dict[str, float]  # milliseconds


def main() -> None:
    """Read the size from the command line and measure in a temporary installation."""
    parser = argparse.ArgumentParser()
    for name, size in (("counties", 3000), ("indicators", 200), ("quarters", 40)):
        parser.add_argument(f"--{name}", type=int, default=size)
    parser.add_argument("--postgres", default="", help="address of a database for the plain tables")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoxiao.settings")
        os.environ["LUOXIAO_HOME"] = home
        import django

        django.setup()
        from luoxiao import installation

        installation.prepare()
        measure(Size(given.counties, given.indicators, given.quarters), given.postgres, Path(home))


def measure(size: Size, postgres: str, home: Path) -> None:
    """Print what each store takes for each question, and how many times as long as ours."""
    made = country(size)
    print(f"{size.cells:,} figures: {size.counties} counties × {size.indicators} indicators × {size.quarters} quarters")
    ours = _ours(made)
    for rows in _others(made, postgres, home):
        began = time.perf_counter()
        rows.load()
        _print(rows.name, time.perf_counter() - began - rows.preparing, _ask_rows(rows), ours)
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
    from tools.bench.packed import Packed

    packed = Packed(made)
    began = time.perf_counter()
    packed.load()
    load = time.perf_counter() - began
    packed.check()
    took = {
        question: _times(do)
        for question, do in zip(
            ALL,
            (
                lambda: packed.gap(3),
                lambda: packed.area_series(5, 2),
                lambda: packed.series(5, 100),
                lambda: packed.profile(100, 3),
                lambda: packed.life(100),
                lambda: packed.ranking(5, 3),
                packed.highest,
            ),
            strict=True,
        )
    }
    _print("ours, packed sheets", load, took, (load, took))
    return load, took


def _ask_rows(rows: Rows) -> Took:
    asked: tuple[Callable[[], Any], ...] = (
        lambda: rows.gap(3),
        lambda: rows.area_series(5, 2),
        lambda: rows.series(5, 100),
        lambda: rows.profile(100, 3),
        lambda: rows.life(100),
        lambda: rows.ranking(5, 3),
        rows.highest,
    )
    return {question: _times(do) for question, do in zip(ALL, asked, strict=True)}


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
        print(f"  {question:<24} {milliseconds:10.2f} ms   × {milliseconds / ours[1][question]:.0f}", flush=True)


if __name__ == "__main__":
    main()
