"""One million lines of the trail: verified where they lie, exported, and verified by the auditor's one file.

python -m tools.bench.trail [LINES]
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

LINES = 1_000_000
CHUNK = 20_000
SECONDS = 30  # what verifying a million may take
BEGAN = datetime(2012, 10, 15, 2, tzinfo=UTC)
VERIFIER = Path(__file__).parents[2] / "src/luoxiao/data/verify_trail.py"


def main(lines: int = LINES) -> int:
    """In an installation of its own, that is thrown away; 1 where verifying took longer than it may."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"LUOXIAO_HOME": home, "DJANGO_SETTINGS_MODULE": "luoxiao.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        _fill(lines)
        return _measure(lines, Path(home) / "trail.jsonl")


def _fill(lines: int) -> None:
    """Events as offices leave them, each with its seal."""
    from django.db import connection, transaction

    from luoxiao.core import trail

    rows = _sealed(lines)
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_insert("core_trailevent", trail.FIELDS), [_stored(event) for event, _ in chunk])
            cursor.executemany(
                _insert("core_trailseal", ("number", "event_id", "algorithm", "digest", "sealed_at")),
                [_stored(seal) for _, seal in chunk],
            )


def _insert(table: str, names: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608 - ours


def _stored(values: Sequence[Any]) -> list[Any]:
    """The values as the database keeps them."""
    import json

    from django.db import connection

    adapt = connection.ops.adapt_datetimefield_value
    kept = {dict: lambda value: json.dumps(value, ensure_ascii=False), datetime: adapt}
    return [kept[type(value)](value) if type(value) in kept else value for value in values]


def _sealed(lines: int) -> Iterator[tuple[list[Any], list[Any]]]:
    """(values of the event, values of its seal)."""
    from luoxiao.core import trail
    from luoxiao.core.chain import GENESIS, digest

    previous = GENESIS
    for number in range(1, lines + 1):
        event = _event(number)
        previous = digest(trail.ALGORITHM, previous, trail.texts(event))
        yield event, [number, number, trail.ALGORITHM, previous, BEGAN]


def _event(number: int) -> list[Any]:
    """The values of trail.FIELDS: a county's clerk reports, now and then with a reason."""
    at = BEGAN + timedelta(seconds=number)
    after = {"state": "certifying", "lines": number % 40, "note": "本期数按月报汇总，与上年同期可比"}
    return [
        *(number, at, at, number % 3000, f"填报人{number % 3000}", "county", "某县民政局", "return.sign"),
        *(
            "returns.return",
            number % 90_000,
            "农村低保对象季度报表 2012年第三季度 某县民政局",
            {"state": "draft"},
            after,
        ),
        *("数据已与财政核对" if number % 10 == 0 else "", "done", f"{number:012x}", "10.11.12.13"),
    ]


def _measure(lines: int, place: Path) -> int:
    from luoxiao.core import trail, trail_export

    verdict, here = _timed(trail.verify)
    assert verdict.sound
    assert verdict.checked == lines
    _said("verified in the database", here, lines)
    with place.open("w", encoding="utf-8", newline="\n") as out:
        _said("exported", _timed(lambda: trail_export.write(out))[1], lines)
    answer, alone = _timed(lambda: subprocess.run([sys.executable, "-I", "-S", VERIFIER, place], check=False))
    assert answer.returncode == 0
    _said("verified by the auditor's file", alone, lines)
    print(f"a tick of the sealer that finds nothing: {_timed(trail.seal)[1] * 1000:.0f} ms")
    return int(max(here, alone) > SECONDS * lines / LINES)


def _timed(do: Callable[[], Any]) -> tuple[Any, float]:
    """What it found, and the seconds of one core that it took: other work on the machine does not count."""
    began = _core_seconds()
    found = do()
    return found, _core_seconds() - began


def _core_seconds() -> float:
    """This process and the children it waited for."""
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system


def _said(what: str, seconds: float, lines: int) -> None:
    print(f"trail, {lines:,} lines {what}: {seconds:.1f} s of one core, {lines / seconds:,.0f} a second", flush=True)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
