"""What the list of projects needs of every project: its money, its dates, its risks, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from luoxiao.desk.projects_shared import OWING
from luoxiao.funds.models import Milestone, Risk
from luoxiao.funds.models.projects import ProjectQuerySet
from luoxiao.funds.project_books import money_of
from luoxiao.funds.project_money import Planned, overspent, stages_without_money

PROBLEMS = ("over", "unfunded", "late", "risk")
COLUMNS = ("id", "number", "county_id", "state", "approved_fen", "longitude", "latitude", "name", "kind")
NAMES = ("pk", "number", "county", *COLUMNS[3:])  # what Light calls them


@dataclass(frozen=True)
class Light:
    """A project in short: what the map, the sums and the list need of it."""

    pk: int
    number: str
    county: int
    state: str
    approved_fen: int | None
    longitude: Decimal | None
    latitude: Decimal | None
    name: str
    kind: str
    rows: tuple[Planned, ...]
    due: Mapping[str, date]
    open_due: date | None  # the nearest date not met
    grave: bool  # a grave risk is open

    @cached_property
    def planned_fen(self) -> int:
        return sum(row.planned_fen for row in self.rows)

    @cached_property
    def spent_fen(self) -> int:
        return sum(row.spent_fen for row in self.rows)

    def problems(self, today: date) -> set[str]:
        """Of PROBLEMS those it has. A date is late only while somebody owes the next stage."""
        owed = self.state in OWING
        told = {
            "over": bool(overspent(self.rows, self.approved_fen)),
            "unfunded": bool(stages_without_money(self.due, self.rows, self.approved_fen, self.state)),
            "late": owed and self.open_due is not None and self.open_due < today,
            "risk": self.grave,
        }
        return {name for name, has in told.items() if has}


def lights(seen: ProjectQuerySet) -> list[Light]:
    """All of them, newest first. Five queries."""
    found = list(seen.order_by("-id").values_list(*COLUMNS))
    pks = [row[0] for row in found]
    money, (due, met), grave = money_of(pks), _dates(pks), _grave(pks)
    return [
        Light(
            **dict(zip(NAMES, row, strict=True)),
            rows=tuple(money.get(row[0], ())),
            due=due[row[0]],
            open_due=min((day for stage, day in due[row[0]].items() if stage not in met[row[0]]), default=None),
            grave=row[0] in grave,
        )
        for row in found
    ]


def _dates(pks: Collection[int]) -> tuple[dict[int, dict[str, date]], dict[int, set[str]]]:
    """By project the date of each stage, and the stages met."""
    due: dict[int, dict[str, date]] = defaultdict(dict)
    met: dict[int, set[str]] = defaultdict(set)
    rows = Milestone.objects.filter(project__in=pks).order_by("project_id", "order")
    for project, stage, day, done_on in rows.values_list("project_id", "state", "due", "done_on"):
        due[project][stage] = day
        if done_on:
            met[project].add(stage)
    return due, met


def _grave(pks: Collection[int]) -> set[int]:
    open_risks = Risk.objects.filter(project__in=pks, grade=Risk.Grade.HIGH, closed_at=None)
    return set(open_risks.order_by().values_list("project_id", flat=True))
