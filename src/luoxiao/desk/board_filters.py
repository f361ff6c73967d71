"""The filters of the board, in the address so that a list can be sent. Only what is named here reaches the query."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoxiao.desk.reading import narrowed, number
from luoxiao.organisations.models import Unit
from luoxiao.plan.models import Measure, cite
from luoxiao.supervision.lights import Light
from luoxiao.supervision.models import Cooperation, LightRule, Slip, Task, TaskQuerySet, light_condition
from luoxiao.supervision.wording import LIGHTS

MISSING = ("due", "steps", "news", "lead")
ORIGINS = {value: label for value, label in Task.Origin.choices if value != Task.Origin.PLAN}
UNANSWERED = "unanswered"
SLIPS = {
    Slip.Colour.BLUE.value: gettext_lazy("蓝色督办单"),
    Slip.Colour.YELLOW.value: gettext_lazy("黄色督办单"),
    Slip.Colour.ORANGE.value: gettext_lazy("橙色督办单"),
    Slip.Colour.RED.value: gettext_lazy("红色督办单"),
    UNANSWERED: gettext_lazy("督办单未回复"),
}
KINDS = dict(Measure.Kind.choices) | ORIGINS  # a task of a plan is of a kind, another is known by where it comes from


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    text: str
    without: str


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty fields narrow nothing."""

    light: str = ""
    missing: str = ""
    unit: str = ""
    kind: str = ""
    part: str = ""
    plan: str = ""
    slip: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """From an address. A value that is none of the allowed ones counts as not given."""
        given = cls(**{field.name: query.get(field.name, "").strip()[:60] for field in fields(cls)})
        return replace(
            given,
            light=given.light if given.light in list(Light) else "",
            missing=given.missing if given.missing in MISSING else "",
            unit=given.unit if number(given.unit) else "",
            kind=given.kind if given.kind in KINDS else "",
            plan=given.plan if number(given.plan) else "",
            slip=given.slip if given.slip in SLIPS else "",
        )

    @property
    def query(self) -> str:
        """The address's query, without what is empty."""
        return narrowed(self).removeprefix("?")

    def but(self, **changed: str) -> str:
        """The query with some filters changed."""
        return replace(self, **changed).query

    def narrow(self, tasks: TaskQuerySet, *, at: datetime, rule: LightRule) -> TaskQuerySet:
        """The tasks that pass every filter."""
        if self.unit:
            helped = Cooperation.objects.filter(unit_id=int(self.unit)).values("task_id")
            tasks = tasks.filter(Q(lead_id=int(self.unit)) | Q(pk__in=helped))
        if self.q:
            names = Q(lead__name__icontains=self.q) | Q(lead__short_name__icontains=self.q)
            tasks = tasks.filter(Q(title__icontains=self.q) | names | under(self.q))
        if self.part:
            tasks = tasks.filter(under(self.part))
        if self.kind:
            tasks = tasks.filter(origin=self.kind) if self.kind in ORIGINS else tasks.filter(kind=self.kind)
        if self.plan:
            tasks = tasks.filter(version_of_plan__in=[int(self.plan)])
        if self.slip:
            tasks = tasks.filter(pk__in=_with_slip(self.slip))
        return tasks.filter(self.pressed(at=at, rule=rule))

    def pressed(self, *, at: datetime, rule: LightRule, but: str = "") -> Q:
        """What the pressed tiles ask for, without the row of tiles named by `but` (light, missing)."""
        asked = Q()
        if self.light and but != "light":
            asked &= light_condition(Light(self.light), today=at.date(), soon_days=rule.soon_days)
        if self.missing and but != "missing":
            asked &= lacking(self.missing, at=at, rule=rule)
        return asked

    def chips(self, plans: Mapping[int, str]) -> Iterator[Chip]:
        """The filters in force in words, each with the address that drops it; `plans` are titles by id."""
        words: dict[str, Callable[[], str]] = {
            "light": lambda: str(LIGHTS[self.light]),
            "missing": lambda: missing_words()[self.missing],
            "unit": lambda: str(Unit.objects.filter(pk=int(self.unit)).first() or "—"),
            "kind": lambda: str(KINDS[self.kind]),
            "part": lambda: cite(path_of(self.part)),
            "plan": lambda: plans.get(int(self.plan), "—"),
            "slip": lambda: str(SLIPS[self.slip]),
            "q": lambda: f"“{self.q}”",
        }
        for name, say in words.items():
            if getattr(self, name):
                yield Chip(say(), self.but(**{name: ""}))


def lacking(what: str, *, at: datetime, rule: LightRule) -> Q:
    """Open tasks that lack something: a deadline, steps, news for so many days, a lead."""
    silent = at - timedelta(days=rule.silent_days)
    return (
        ~Q(state="closed")
        & {
            "due": Q(due__isnull=True),
            "steps": Q(steps_filed=0, origin=Task.Origin.PLAN),
            "news": Q(latest_news_at__lt=silent) | Q(latest_news_at__isnull=True, opened_at__lt=silent),
            "lead": Q(lead__isnull=True),
        }[what]
    )


def _with_slip(colour: str) -> QuerySet[Slip, Any]:
    """Ids of tasks to which a slip of this colour was issued; for `unanswered`, one that was not answered."""
    issued = Slip.objects.issued()
    found = issued.filter(answered_by=None) if colour == UNANSWERED else issued.filter(colour=colour)
    return found.values("task_id")


def missing_words() -> dict[str, str]:
    return {
        "due": _("没有时限"),
        "steps": _("没有落实措施"),
        "news": _("久无进展"),
        "lead": _("没有牵头单位"),
    }


def under(text: str) -> Q:
    """The tasks of a clause and of all under it; of text that names no clause, none."""
    path = path_of(text)
    return Q(clause_path=path) | Q(clause_path__startswith=path + "/") if path else Q(pk__in=[])


def path_of(text: str) -> str:
    """四（一）3, however its brackets are typed, as the tree writes it: 四/(一)/3. Undoes plan.models.cite."""
    plain = text.replace("（", "(").replace("）", ")")
    return "/".join(_STEP.findall(plain))


_STEP = re.compile(r"第[^章节条款编]+[章节条款编]|\([^()]*\)|[0-9]+|[一二三四五六七八九十百]+|[^/\s.、]+")
