"""The desk's tests begin at the same small adopted plan as those of supervision."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection, models

from luoxiao.organisations.models import Unit
from luoxiao.plan.models import Clause, Measure, PlanVersion
from luoxiao.supervision.models import Task
from tests.funds.conftest import fund
from tests.supervision.conftest import filed, helper, task, version

__all__ = ["filed", "fund", "helper", "task", "version"]


@pytest.fixture
def many(version: PlanVersion, bureau: Unit, at: datetime) -> Callable[..., list[Task]]:
    """Makes so many tasks of the clerk's bureau at once, all with the same date or `due(n)`."""

    def make(count: int, *, due: Callable[[int], date | None] = lambda _n: None, **more: Any) -> list[Task]:
        first = Clause.objects.count() + 10
        places = {"level": 2, "kind": "item", "char_start": 0, "own_end": 1, "char_end": 1}
        clauses = Clause.objects.bulk_create(
            Clause(version=version, order=n, path=f"五/{n}", number=f"{n}.", heading="演练", **places)
            for n in range(first, first + count)
        )
        measures = Measure.objects.bulk_create(
            Measure(
                version=version,
                clause=clause,
                kind="measure",
                order=clause.order,
                title=f"演练第{clause.order}项",
                char_start=0,
                char_end=1,
            )
            for clause in clauses
        )
        tasks = Task.objects.bulk_create(
            Task(
                **{"lead": bureau, "opened_at": at, "next_due": due(n), "due": due(n)} | more,
                version_of_plan=version,
                measure=measure,
                kind="measure",
                clause_path=measure.clause.path,
                title=measure.title,
            )
            for n, measure in enumerate(measures)
        )
        _count_rows(Clause, Measure, Task)
        return tasks

    return make


def _count_rows(*kinds: type[models.Model]) -> None:
    """PostgreSQL plans by counts that its autovacuum keeps; a test's rows come and go before it ever looks."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(kind._meta.db_table for kind in kinds)}")
