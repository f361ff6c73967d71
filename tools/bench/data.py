"""Invented data of the size that the issue names: 40 plans, 2,000 tasks, 50,000 trail lines."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import cycle
from threading import Event, Thread
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from luoxiao.core import trail
from luoxiao.core.models import TrailEvent
from luoxiao.organisations.models import Unit, User
from luoxiao.plan.models import Clause, Measure, Plan, PlanVersion
from luoxiao.supervision.models import Cooperation, Task

PLANS, TASKS_A_PLAN, LINES = 40, 50, 50_000
CHANGES_A_SECOND = 5
START = datetime(2012, 1, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def fill() -> None:
    """Fill the database of this process. The seed is fixed, so that two runs measure the same rows."""
    chance = random.Random(2012)  # noqa: S311 - invented data
    importer, adopter = User.objects.get(username="jingban"), User.objects.get(username="fuhe")
    bureaus = list(Unit.objects.filter(kind=Unit.Kind.BUREAU))
    for number in range(PLANS - 1):
        _plan(number, importer, adopter, bureaus, chance)
    _lines(importer)


def _plan(number: int, importer: User, adopter: User, bureaus: list[Unit], chance: random.Random) -> None:
    plan = Plan.objects.create(title=f"演练方案{number + 1}")
    version = PlanVersion.objects.create(
        plan=plan,
        number=1,
        title=plan.title,
        state=PlanVersion.State.ADOPTED,
        text="演练",
        sha256=f"{number + 1:064d}",
        parser="bench",
        imported_by=importer,
        imported_at=START,
        adopted_by=adopter,
        adopted_at=START,
    )
    clauses = Clause.objects.bulk_create(_clause(version, order) for order in range(TASKS_A_PLAN))
    measures = Measure.objects.bulk_create(_measure(clause) for clause in clauses)
    tasks = Task.objects.bulk_create(_task(measure, chance.choice(bureaus), chance) for measure in measures)
    Cooperation.objects.bulk_create(
        Cooperation(task=task, unit=unit, order=order)
        for task in tasks
        for order, unit in enumerate(chance.sample(bureaus, 2))
        if unit != task.lead
    )


def _clause(version: PlanVersion, order: int) -> Clause:
    return Clause(
        version=version,
        order=order,
        path=f"四/(一)/{order + 1}",
        level=3,
        kind=Clause.Kind.ITEM,
        number=f"{order + 1}.",
        heading=f"演练举措{order + 1}",
        char_start=0,
        own_end=0,
        char_end=0,
    )


def _measure(clause: Clause) -> Measure:
    return Measure(
        version=clause.version,
        clause=clause,
        kind=Measure.Kind.MEASURE,
        order=clause.order,
        title=clause.heading,
        char_start=clause.char_start,
        char_end=clause.char_end,
    )


def _task(measure: Measure, lead: Unit, chance: random.Random) -> Task:
    due = date(2012, 7, 1) + timedelta(days=chance.randrange(400))
    return Task(
        version_of_plan=measure.version,
        measure=measure,
        kind=measure.kind,
        clause_path=measure.clause.path,
        title=measure.title,
        lead=lead,
        state=Task.State.RUNNING,
        next_due=due,
        steps_filed=4,
        steps_done=chance.randrange(4),
        latest_news="演练进展",
        latest_news_at=START,
        opened_at=START,
    )


def _lines(actor: User) -> None:
    TrailEvent.objects.bulk_create(
        (
            TrailEvent(
                at=START + timedelta(minutes=n),
                recorded_at=START,
                actor_id=actor.pk,
                actor="演练",
                action="task.report",
            )
            for n in range(LINES)
        ),
        batch_size=2000,
    )


@contextmanager
def work_going_on() -> Iterator[None]:
    """News of the tasks on the first page come in all the while, each with its line, as when the whole office works."""
    ended = Event()
    worker = Thread(target=_report, args=(ended,))
    worker.start()
    try:
        yield
    finally:
        ended.set()
        worker.join()


def _report(ended: Event) -> None:
    job, first = trail.Job("演练"), list(Task.objects.exclude(next_due=None).order_by("next_due", "pk")[:50])
    for number, task in enumerate(cycle(first)):
        if ended.wait(1 / CHANGES_A_SECOND):
            break
        with transaction.atomic():
            Task.objects.filter(pk=task.pk).update(latest_news=f"演练进展{number}")
            trail.record("task.report", by=job, at=START, subject=task)
    connection.close()
