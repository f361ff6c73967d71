"""The filters of the board, in the address so that a list can be sent. Only what is named here reaches the query."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from luoxiao.organisations.models import Unit
from luoxiao.plan.models import Measure
from luoxiao.supervision.lights import Light
from luoxiao.supervision.models import Cooperation, LightRule, TaskQuerySet
from luoxiao.supervision.wording import LIGHTS

MISSING = ("due", "steps", "news", "lead")


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
    q: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """From an address. A value that is none of the allowed ones counts as not given."""
        given = cls(**{field.name: query.get(field.name, "").strip()[:60] for field in fields(cls)})
        return replace(
            given,
            light=given.light if given.light in list(Light) else "",
            missing=given.missing if given.missing in MISSING else "",
            unit=given.unit if given.unit.isdecimal() else "",
            kind=given.kind if given.kind in Measure.Kind.values else "",
            plan=given.plan if given.plan.isdecimal() else "",
        )

    @property
    def query(self) -> str:
        """The address's query, without what is empty."""
        return urlencode({field.name: value for field in fields(self) if (value := getattr(self, field.name))})

    def but(self, **changed: str) -> str:
        """The query with some filters changed."""
        return replace(self, **changed).query

    def narrow(self, tasks: TaskQuerySet, *, at: datetime, rule: LightRule) -> TaskQuerySet:
        """The tasks that pass every filter."""
        if self.light:
            tasks = tasks.with_light(Light(self.light), today=at.date(), soon_days=rule.soon_days)
        if self.missing:
            tasks = tasks.filter(lacking(self.missing, at=at, rule=rule))
        if self.unit:
            helped = Cooperation.objects.filter(unit_id=int(self.unit)).values("task_id")
            tasks = tasks.filter(Q(lead_id=int(self.unit)) | Q(pk__in=helped))
        if self.q:
            wanted = (
                Q(title__icontains=self.q) | Q(lead__name__icontains=self.q) | Q(lead__short_name__icontains=self.q)
            )
            tasks = tasks.filter(wanted | Q(clause_path__startswith=plain_path(self.q)))
        narrowed = {"kind": self.kind, "version_of_plan_id": self.plan, "clause_path__startswith": self.part}
        return tasks.filter(**{name: value for name, value in narrowed.items() if value})

    def chips(self) -> Iterator[Chip]:
        """The filters in force in words, each with the address that drops it."""
        words = {
            "light": lambda: str(LIGHTS[self.light]),
            "missing": lambda: missing_words()[self.missing],
            "unit": lambda: str(Unit.objects.filter(pk=self.unit).first() or self.unit),
            "kind": lambda: str(Measure.Kind(self.kind).label),
            "part": lambda: self.part,
            "plan": lambda: _("方案 %(number)s") % {"number": self.plan},
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
            "steps": Q(steps_filed=0),
            "news": Q(latest_news_at__lt=silent) | Q(latest_news_at__isnull=True, opened_at__lt=silent),
            "lead": Q(lead__isnull=True),
        }[what]
    )


def missing_words() -> dict[str, str]:
    return {
        "due": _("原文没有时限"),
        "steps": _("没有落实措施"),
        "news": _("久无进展"),
        "lead": _("没有牵头单位"),
    }


def plain_path(text: str) -> str:
    """四（一）3 as the tree writes it: 四/(一)/3."""
    text = text.replace("（", "/(").replace("）", ")/").replace("(", "(")
    return text.strip("/").replace("//", "/")
