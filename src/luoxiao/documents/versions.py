"""The versions of a draft, read from the trail: what it said after each time somebody saved it."""

from dataclasses import dataclass, fields, replace
from datetime import datetime

from luoxiao.core import trail
from luoxiao.documents.composing import Words
from luoxiao.documents.models import Paper

SAVED = ("paper.prepare", "paper.edit")
_NAMES = tuple(field.name for field in fields(Words))


@dataclass(frozen=True)
class Version:
    """What a draft said from one moment on, and who wrote it."""

    number: int
    words: Words
    actor: str
    at: datetime


def versions_of(paper: Paper) -> list[Version]:
    """Every saved version, oldest first. Each line of the trail keeps what it changed; the rest stayed as it was."""
    events = trail.history(paper).filter(action__in=SAVED, result="done").order_by("id")
    made: list[Version] = []
    words = Words(title="", issuer_mark="", series="", addressee="", body="", signature="")
    for event in events:
        words = replace(words, **{name: event.after[name] for name in _NAMES if name in event.after})
        made.append(Version(int(event.after.get("version", 1)), words, event.actor, event.at))
    return made
