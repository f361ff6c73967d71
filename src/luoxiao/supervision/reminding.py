"""What a person is told once, who is told in the place of one who is away, and the order of a day's letter. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Told:
    """One thing for one person (`user`, an id): what it is about, at which step, the name of the thing, and its date.

    The same person is told the same thing at the same step once. A step that may come again for another date names
    that date: before-7:2012-10-31. What lies lost, with nobody leading it, is lostbefore-7 and lostlate-7.
    """

    user: int
    about_kind: str
    about: int
    step: str
    text: str
    due: date | None = None

    @property
    def key(self) -> tuple[str, int, str]:
        return self.about_kind, self.about, self.step


def dated(kind: str, day: date) -> str:
    """The step of this kind for one date; at most 24 characters."""
    return f"{kind}:{day.isoformat()}"


def kind_and_number(step: str) -> tuple[str, int]:
    """before-7:2012-10-31 → before, 7; answered:2012-10-31 → answered, 0."""
    kind, _dash, number = step.partition(":")[0].partition("-")
    return kind, int(number or 0)


def stands_in(person: int, away: Mapping[int, int]) -> int:
    """Who is told for this person: their agent, the agent's agent if that one is away too; themselves if all are."""
    seen = [person]
    while (agent := away.get(seen[-1])) is not None:
        if agent in seen:
            return person
        seen.append(agent)
    return seen[-1]


def reached(people: Iterable[int], away: Mapping[int, int], fit: Callable[[int], bool]) -> dict[int, int]:
    """Who is told, each with the person they stand in for (themselves if nobody).

    An agent who may not do the thing is not told of it; then the person who is away finds it when they return.
    """
    found: dict[int, int] = {}
    for person in people:
        agent = stands_in(person, away)
        told = agent if fit(agent) else person
        if found.get(told) != told:
            found[told] = person
    return found


def urgency(step: str, due: date | None) -> tuple[int, date]:
    """Sorts a letter: what is late first, then what is near, then the rest; the earlier date first."""
    kind = kind_and_number(step)[0]
    return 0 if kind.endswith("late") else 1 if kind.endswith("before") else 2, due or date.max
