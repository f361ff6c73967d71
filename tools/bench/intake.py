"""3,000 workbooks of 100 rows × 12 columns are taken in: `python -m tools.bench.intake`

Ours: two children read, this process checks, one row for each return holds its lines with their cells. The plain way:
openpyxl, the same checks, one row for each figure by bulk_create. Both commit once for fifty workbooks and keep who,
when, from which file and cell; neither keeps the file itself. The workbooks lie on the disk. All figures are invented.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from luoxiao.core.office.tables import Book
from luoxiao.core.office.workers import Workers
from luoxiao.returns.checks import check
from luoxiao.returns.form import Entry, Form, Identity, Known, Line
from luoxiao.returns.workbook import joined, understand, write

BOOKS, LINES, PLAIN, TOGETHER = 3000, 100, 200, 50
AT = datetime(2012, 10, 15, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
PERIOD, DUE = "2012Q3", date(2012, 10, 31)


def form() -> Form:
    lines = tuple(
        Line(
            f"A{n:03}",
            f"第{n // 10}组",
            f"bench-{n}",
            f"演练指标{n}",
            "人",
            f"演练指标{n}的解释。",
            1,
            Decimal(0),
            None,
            True,
        )
        for n in range(LINES)
    )
    return Form("LX-90", 1, "演练报表", PERIOD, lines)


def known_of(number: int) -> dict[str, Known]:
    """What is on record for a respondent: all of it, so that the workbook is filled as it is handed out."""
    return {
        f"A{n:03}": Known(Decimal(1000 + number + n), Decimal(10100 + 7 * number + 13 * n).scaleb(-1), "演练来源")
        for n in range(LINES)
    }


def identity_of(number: int) -> Identity:
    return Identity("LX-90", 1, PERIOD, f"bench-{number}", f"演练{number}县民政局", is_rehearsal=True)


def main() -> None:
    """In a temporary installation that is thrown away."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "LUOXIAO_HOME": home,
            "LUOXIAO_TODAY": "2012-10-15",
            "DJANGO_SETTINGS_MODULE": "luoxiao.settings",
        }
        import django

        django.setup()
        from luoxiao import installation

        installation.prepare()
        asked = form()
        _compare_writing(asked)
        folder = Path(home) / "books"
        folder.mkdir()
        for number in range(BOOKS):
            (folder / f"{number}.xlsx").write_bytes(write(asked, identity_of(number), known_of(number), due=DUE))
        _compare_intake(asked, folder)


def _say(what: str, ours: str, plain: str) -> None:
    print(f"{what:<34} {ours:<34} {plain}", flush=True)


def _compare_writing(asked: Form) -> None:
    from tools.bench.plain_workbooks import written

    ours = _each(lambda number: write(asked, identity_of(number), known_of(number), due=DUE), 300)
    plain = _each(lambda number: written(asked, identity_of(number), known_of(number)), 20)
    _say("write a prefilled workbook", f"{ours:.2f} ms", f"openpyxl {plain:.1f} ms, ×{plain / ours:.0f}")


def _each(do: Callable[[int], object], count: int) -> float:
    """Milliseconds for one, after one that is not counted."""
    do(0)
    began = time.perf_counter()
    for number in range(count):
        do(number)
    return 1000 * (time.perf_counter() - began) / count


def _compare_intake(asked: Form, folder: Path) -> None:
    from tools.bench.plain_workbooks import taken_in
    from tools.bench.respondents import respondents, store_returns

    returns, store = respondents(BOOKS, asked), store_returns()
    halfway = 0
    with _Watch() as ours:
        for count, batch in enumerate(_batches(_ours(asked, _contents(folder, BOOKS), returns)), 1):
            store(batch)
            halfway = _memory() if count == BOOKS // TOGETHER // 4 else halfway
    memory = f"{halfway} MB after a quarter, {_memory()} MB at the end, child {_memory(resource.RUSAGE_CHILDREN)} MB"
    with _Watch() as plain:
        taken_in(asked, _contents(folder, PLAIN), known_of, TOGETHER)
    faster, lighter = plain.wall / PLAIN / (ours.wall / BOOKS), plain.processor / PLAIN / (ours.processor / BOOKS)
    _say(f"take in {BOOKS:,} workbooks", ours.words(BOOKS), f"openpyxl + bulk_create {plain.words(PLAIN)}")
    _say("of which the plain way takes", f"×{faster:.1f} time, ×{lighter:.1f} processor", "")
    _say("memory of it", memory, "")


class _Watch:
    """Seconds on the clock, and of processors with those of the children that have ended."""

    wall = processor = 0.0

    def __enter__(self) -> "_Watch":
        self._began = time.perf_counter(), sum(os.times()[:4])
        return self

    def __exit__(self, *error: object) -> None:
        self.wall, self.processor = time.perf_counter() - self._began[0], sum(os.times()[:4]) - self._began[1]

    def words(self, books: int) -> str:
        return f"{books / self.wall:.1f}/s, {1000 * self.processor / books:.1f} ms of processor each"


def _contents(folder: Path, count: int) -> Iterator[bytes]:
    return ((folder / f"{number}.xlsx").read_bytes() for number in range(count))


def _ours(
    asked: Form, contents: Iterator[bytes], returns: Mapping[str, int]
) -> Iterator[tuple[int, bytes, dict[str, Entry]]]:
    """Id of the return, hash of the file, entries, of each workbook that has no fault."""
    digests: list[bytes] = []

    def hashed() -> Iterator[bytes]:
        for content in contents:
            digests.append(sha256(content).digest())
            yield content

    with Workers(2) as children:
        for number, book in enumerate(children.read(hashed())):
            assert isinstance(book, Book), book
            known = known_of(number)
            found = understand(book, asked, identity_of(number), known)
            assert not joined(found, check(asked, found.entries, known))
            yield returns[found.identity.unit], digests[number], found.entries


def _batches(
    taken: Iterator[tuple[int, bytes, dict[str, Entry]]],
) -> Iterator[list[tuple[int, bytes, dict[str, Entry]]]]:
    while batch := list(islice(taken, TOGETHER)):
        yield batch


def _memory(whose: int = resource.RUSAGE_SELF) -> int:
    """The most that was held so far, in MB."""
    most = resource.getrusage(whose).ru_maxrss
    return most // (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    main()
