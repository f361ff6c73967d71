"""What happened to one thing, in words: who did what and why, newest first, as every page of a thing shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from luoxiao.core import trail
from luoxiao.core.models import TrailEvent
from luoxiao.desk.words import trail_words

LONGEST = 100  # lines on a page; all of them stand in the trail


@dataclass(frozen=True)
class Line:
    """One line of a thing's history."""

    pk: int
    at: datetime
    actor: str
    unit: str
    words: str
    reason: str


def _words(event: TrailEvent) -> str:
    return trail_words(event.action)


def history_of(subject: Model, *more: Model, words: Callable[[TrailEvent], str] = _words) -> list[Line]:
    """The newest lines about these things of one kind, in one query; `words` says what an event is called here."""
    found = trail.history(subject, *more)[:LONGEST]
    return [Line(event.pk, event.at, event.actor, event.unit, words(event), event.reason) for event in found]
