"""The trail: every change leaves a line in its own transaction; a sealer links the lines; anybody can verify them.

Section 5 of the reliability study: the line is written with the change, so there is no change without a line; the
links are added by a sealer a few seconds later, because linking inside each change would make all changes queue.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from luoxiao.core import origin
from luoxiao.core.chain import GENESIS, digest
from luoxiao.core.models import TrailEvent, TrailSeal

ALGORITHM = "sha256"
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
FIELDS = (
    *("id", "at", "recorded_at", "actor_id", "actor", "role", "unit", "action"),
    *("subject_type", "subject_id", "subject", "before", "after", "reason", "result", "request_id", "address"),
)
AT_ONCE = 50  # more transactions than ever write at the same time


class Actor(Protocol):
    """Whoever acts: a user, or a job."""

    @property
    def pk(self) -> Any: ...

    @property
    def shown_name(self) -> str: ...

    @property
    def unit_name(self) -> str: ...


@dataclass(frozen=True)
class Job:
    """The actor of what the clock does by itself."""

    shown_name: str
    pk: None = None
    unit_name: str = ""


def record(
    action: str,
    *,
    by: Actor,
    at: datetime,
    role: str = "",
    subject: models.Model | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    result: str = TrailEvent.Result.DONE,
) -> TrailEvent:
    """Leave a line. Call it inside the transaction of the change it tells of.

    `action` is a code such as `task.close`, whose words stand in the room's wording.py; `before` and `after` hold
    what changed, as JSON values.
    """
    came = origin.current.get()
    return TrailEvent.objects.create(
        at=at,
        recorded_at=timezone.now(),
        actor_id=by.pk,
        actor=by.shown_name,
        role=role,
        unit=by.unit_name,
        action=action,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        subject=str(subject)[:300] if subject else "",
        before=before or {},
        after=after or {},
        reason=reason,
        result=result,
        request_id=came.request_id,
        address=came.address,
    )


def history(subject: models.Model, *more: models.Model) -> models.QuerySet[TrailEvent]:
    """All lines about one thing, or about several of one kind, newest first."""
    about = [each.pk for each in (subject, *more)]
    return TrailEvent.objects.filter(subject_type=subject._meta.label_lower, subject_id__in=about).order_by("-id")


def fields(event: TrailEvent) -> tuple[str, ...]:
    """The texts of one event that its seal covers, in fixed order."""
    return texts([getattr(event, name) for name in FIELDS])


def texts(values: Iterable[object]) -> tuple[str, ...]:
    """The values of FIELDS as their seal covers them: instants in UTC, JSON with its keys in order, None as nothing."""
    return tuple([value if type(value) is str else _text(value) for value in values])


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict):
        return _JSON.encode(value) if value else "{}"
    return str(value)


def seal(limit: int = 5000) -> int:
    """Link the events that have no seal yet, in order of id; say how many.

    Of two sealers that start from the same last link one finds its order number taken and leaves the work to the
    other. An event whose transaction commits late gets a later order number, never none: order numbers follow the
    sealing, ids the writing.
    """
    try:
        with transaction.atomic():
            return _extend(limit)
    except IntegrityError:
        return 0


def _extend(limit: int) -> int:
    last = head()
    number, previous = (last.number, last.digest) if last else (0, GENESIS)
    moment, made = timezone.now(), []
    for event in _waiting(limit):
        number += 1
        previous = digest(ALGORITHM, previous, fields(event))
        made.append(TrailSeal(number=number, event=event, algorithm=ALGORITHM, digest=previous, sealed_at=moment))
    TrailSeal.objects.bulk_create(made)
    return len(made)


def _waiting(limit: int) -> list[TrailEvent]:
    """The oldest events without a seal, at most so many.

    They stand near the end, so they are looked for from there, and no further than there are any: the sealer comes by
    every few seconds, and must not walk over the whole trail each time.
    """
    number = _unsealed()
    newest_first = TrailEvent.objects.filter(seal=None).order_by("-id").values_list("id", flat=True)[:number]
    oldest = sorted(newest_first)[:limit] if number else []
    return list(TrailEvent.objects.filter(id__in=oldest).order_by("id"))


@dataclass(frozen=True)
class Verdict:
    """What a verification found: how many links hold, where the first one breaks, and how many events wait."""

    checked: int
    broken_at: int | None
    unsealed: int
    head: str

    @property
    def sound(self) -> bool:
        return self.broken_at is None


def verify() -> Verdict:
    """Recompute every link from the first. `broken_at` is the order number of the first that does not hold."""
    checked, previous = 0, GENESIS
    for link in links():
        whole = link.number == checked + 1
        if not whole or digest(link.algorithm, previous, link.fields) != link.digest:
            return Verdict(checked, link.number, _unsealed(), previous)
        checked, previous = link.number, link.digest
    return Verdict(checked, None, _unsealed(), previous)


@dataclass(frozen=True, slots=True)
class Link:
    """One sealed event: its seal, and the texts that the seal covers."""

    number: int
    algorithm: str
    digest: str
    fields: tuple[str, ...]


def links() -> Iterator[Link]:
    """Every sealed event in the order of sealing, read as plain values: a million of them are verified at once."""
    seals = TrailSeal.objects.order_by("number")
    rows = seals.values_list("number", "algorithm", "digest", *(f"event__{name}" for name in FIELDS))
    for number, algorithm, digest_, *values in rows.iterator(2000):
        yield Link(number, algorithm, digest_, texts(values))


def head() -> TrailSeal | None:
    """The newest seal; its number and digest are printed as an anchor in every quarterly notice."""
    return TrailSeal.objects.order_by("-number").first()


def version() -> str:
    """A value that moves with every change, so a page that saw the same one is unchanged.

    It is made of the newest ids and not of the newest alone: of two transactions at once the one with the lower id may
    commit later (PostgreSQL), and its line then enters behind one that was already seen.
    """
    ids = list(TrailEvent.objects.order_by("-id").values_list("id", flat=True)[:AT_ONCE])
    return f"{ids[0]}-{sum(ids)}" if ids else ""


def _unsealed() -> int:
    """Every event has one seal at most, and every seal its event."""
    return TrailEvent.objects.count() - TrailSeal.objects.count()
