"""What the pages of asks and liaison share: which ask a person sees, who another ministry is, what is said with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from luoxiao.core import clock
from luoxiao.desk.locks import person
from luoxiao.organisations.models import Unit, User
from luoxiao.supervision.asking import step_light
from luoxiao.supervision.models import Ask, Exchange, Letter, LightRule

Errors = list[tuple[str, str]]


@dataclass(frozen=True)
class Said:
    """How much was written and said about something, and when the last time was."""

    out: int = 0
    in_: int = 0
    exchanges: int = 0
    last: date | None = None

    def __add__(self, other: "Said") -> "Said":
        last = max((day for day in (self.last, other.last) if day), default=None)
        return Said(self.out + other.out, self.in_ + other.in_, self.exchanges + other.exchanges, last)


def find(request: HttpRequest, pk: int) -> Ask:
    """The ask, if this person may see it; otherwise it is not there."""
    seen = Ask.objects.visible_to(person(request)).select_related("ministry", "lead", "measure__clause", "made_by")
    return get_object_or_404(seen, pk=pk)


def other_ministries() -> QuerySet[Unit]:
    """Everybody of the first rank but the ministry whose bureaus work here."""
    kinds = (Unit.Kind.MINISTRY, Unit.Kind.OTHER)
    return Unit.objects.filter(kind__in=kinds).exclude(children__kind=Unit.Kind.BUREAU).order_by("id")


def current_ministries() -> QuerySet[Unit]:
    """Those of them that something can still be asked of today; ended ones stay in what was written to them."""
    today = clock.today()
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    return other_ministries().filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=today))


def said_by(field: str, pks: Collection[int], user: User, *, rehearsal: bool) -> Mapping[int, Said]:
    """What was written and said with these ministries (field `ministry`) or about these asks (`ask`); two queries."""
    found: dict[int, Said] = dict.fromkeys(pks, Said())
    among = {f"{field}__in": pks, "is_rehearsal": rehearsal}
    letters = Letter.objects.visible_to(user).filter(**among).order_by().values(f"{field}_id", "direction")
    for row in letters.annotate(count=Count("pk"), last=Max("day")):
        out, count = row["direction"] == Letter.Direction.OUT, row["count"]
        found[row[f"{field}_id"]] += Said(count if out else 0, 0 if out else count, 0, row["last"])
    exchanges = Exchange.objects.visible_to(user).filter(**among).order_by().values(f"{field}_id")
    for row in exchanges.annotate(count=Count("pk"), last=Max("day")):
        found[row[f"{field}_id"]] += Said(0, 0, row["count"], row["last"])
    return found


def light_of(ask: Ask, soon_days: int) -> str:
    """How the next step of an ask stands today."""
    return step_light(is_open=ask.is_pursued, due=ask.next_due, today=clock.today(), soon_days=soon_days)


def soon_days() -> int:
    return LightRule.objects.on(clock.today()).soon_days
