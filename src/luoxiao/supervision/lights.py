"""The light of a task and its reason. Pure: dates and counts in, a code and its parameters out.

The status vocabulary (done, ok, soon, late, idle) is the design guide's; how near counts as near is a dated setting
(LightRule), because places differ (rules of supervision, part 4). TaskQuerySet.with_light says the same in SQL, and a
test holds the two together.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Light(StrEnum):
    """Worst first, as lists show them."""

    LATE = "late"
    SOON = "soon"
    OK = "ok"
    IDLE = "idle"
    DONE = "done"


@dataclass(frozen=True)
class Verdict:
    """A light, the code of its reason, and what the reason's sentence needs (days, date)."""

    light: Light
    reason: str
    params: dict[str, object] = field(default_factory=dict)


def judge(
    *,
    closed: bool,
    has_steps: bool,
    next_due: date | None,
    today: date,
    soon_days: int,
    paused: bool = False,
    waits: str = "",
) -> Verdict:
    """The light of a task.

    `next_due` is the earliest date not yet met: of an unfinished step, or the task's own; of one that rests, the day to
    look again. A day is met until it ends. `waits` says what an item waits for before its work begins: to be given to
    a unit (registered) or to be received (assigned); it is late all the same when its date has passed.
    """
    if closed:
        return Verdict(Light.DONE, "closed")
    if paused:
        return _resting(next_due, today)
    if next_due is not None and next_due < today:
        return Verdict(Light.LATE, "passed", {"days": (today - next_due).days, "date": next_due})
    if next_due is not None and (next_due - today).days <= soon_days:
        return Verdict(Light.SOON, "near", {"days": (next_due - today).days, "date": next_due})
    if waits:
        return Verdict(Light.IDLE, waits)
    if not has_steps:
        return Verdict(Light.IDLE, "no-steps")
    if next_due is None:
        return Verdict(Light.OK, "no-date")
    return Verdict(Light.OK, "on-course", {"days": (next_due - today).days, "date": next_due})


def _resting(look_again: date | None, today: date) -> Verdict:
    """Days of rest are not late; from the day to look again on it asks for a look."""
    if look_again is not None and look_again <= today:
        return Verdict(Light.SOON, "look-again", {"days": (today - look_again).days, "date": look_again})
    return Verdict(Light.OK, "paused", {"date": look_again})
