"""10,000 items with 200,000 steps: how long the board, its filters and the statistics take. All in a home thrown away.

Each page is measured as the first reader after a change meets it: what is kept around the board is dropped each time.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

ITEMS, STEPS, LIMIT_MS = 10_000, 20, 200
STATES = ("running", "running", "running", "assigned", "closing", "closed", "closed", "paused")
PAGES = {
    "board": "/tasks/",
    "board, page 150": "/tasks/?after=2012-10-20,5000",
    "late": "/tasks/?light=late",
    "no date": "/tasks/?missing=due",
    "no news": "/tasks/?missing=news",
    "no lead": "/tasks/?missing=lead",
    "of a meeting": "/tasks/?kind=meeting",
    "of a clause": "/tasks/?part=四（二）",
    "words": "/tasks/?q=第77",
    "of a unit": "/tasks/?unit={unit}",
    "red slip": "/tasks/?slip=red",
    "many at once": "/tasks/many/?light=late",
    "statistics, quarter": "/tasks/statistics/?period=2012Q4&rehearsal=1",
    "statistics, year": "/tasks/statistics/?period=2012&rehearsal=1",
    "statistics, file": "/tasks/statistics/export/?period=2012&rehearsal=1",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "LUOXIAO_HOME": home,
            "LUOXIAO_TODAY": "2012-10-15",
            "DJANGO_SETTINGS_MODULE": "luoxiao.settings",
        }
        import django

        django.setup()
        from luoxiao import installation
        from luoxiao.rehearsal import loading

        installation.prepare()
        loading.load()
        fill()
        measure()


def fill() -> None:
    """Items of every light, from meetings and notes, twenty steps each, reports sent back, slips issued to none."""
    from luoxiao.core.periods import BEIJING
    from luoxiao.organisations.models import Unit, User
    from luoxiao.supervision.models import Filing, ProgressReport, Step, Task

    at, units = datetime(2012, 6, 1, 9, tzinfo=BEIJING), list(Unit.objects.filter(kind="bureau").order_by("id"))
    by, other = User.objects.order_by("id")[:2]
    tasks = Task.objects.bulk_create((_item(n, units[n % len(units)], at) for n in range(ITEMS)), batch_size=2000)
    made = (Filing(task=task, number=1, filed_by=by, filed_at=at) for task in tasks)
    filings = Filing.objects.bulk_create(made, batch_size=5000)
    for place in range(0, ITEMS, 500):
        Step.objects.bulk_create(
            (
                Step(filing=filing, order=n, title=f"第{n}步", owner="演练", due=date(2012, 11, 1), expected="演练")
                for filing in filings[place : place + 500]
                for n in range(STEPS)
            ),
            batch_size=5000,
        )
    ProgressReport.objects.bulk_create(
        (
            ProgressReport(
                task=task,
                period="2012Q3",
                text="演练",
                confidence="sure",
                state="returned",
                sent_by=by,
                sent_at=at,
                reviewed_by=other,
                reviewed_at=datetime(2012, 10, 8, tzinfo=BEIJING),
                review_reason="演练",
            )
            for task in tasks[::5]
        ),
        batch_size=5000,
    )


def _item(n: int, lead: Any, at: datetime) -> Any:
    from luoxiao.supervision.models import Task

    state, due = STATES[n % len(STATES)], None if n % 11 == 0 else date(2012, 8, 1) + timedelta(days=n * 7 % 200)
    return Task(
        origin=("meeting", "leader", "inspection")[n % 3],
        about_kind="bench",
        about=n,
        clause_path=f"四/({'一二三'[n % 3]})/{n % 9}",
        title=f"演练第{n}项",
        lead=lead,
        state=state,
        due=due,
        next_due=None if state == "closed" else date(2012, 11, 15) if state == "paused" else due,
        steps_filed=STEPS,
        opened_at=at + timedelta(days=n % 90),
        closed_at=at + timedelta(days=90 + n % 45) if state == "closed" else None,
        is_rehearsal=True,
    )


def measure() -> None:
    """Prints each page's median and says whether it keeps within the limit."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from luoxiao.desk import tasks
    from luoxiao.organisations.models import Unit, User

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="jingban"), backend="luoxiao.organisations.sign_in.Backend")
    unit = Unit.objects.filter(kind="bureau").order_by("id")[0]
    for words, address in PAGES.items():
        place = address.format(unit=unit.pk)

        def ask(place: str = place) -> Any:
            tasks._around.cache_clear()
            return client.get(place)

        status = ask().status_code
        with CaptureQueriesContext(connection) as queries:
            ask()
            asked = len(queries)
        took = _median(ask)
        print(
            f"{words:<24} {took:7.0f} ms  {asked:3} queries  {status}  {'' if took <= LIMIT_MS else 'OVER'}", flush=True
        )


def _median(do: Callable[[], Any], times: int = 7) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return 1000 * statistics.median(took)


if __name__ == "__main__":
    main()
