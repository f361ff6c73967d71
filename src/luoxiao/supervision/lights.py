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


def judge(*, closed: bool, has_steps: bool, next_due: date | None, today: date, soon_days: int) -> Verdict:
    """The light of a task.

    `next_due` is the earliest date not yet met: of an unfinished step, or the task's own. A day is met until it ends.
    """
    if closed:
        return Verdict(Light.DONE, "closed")
    if next_due is not None and next_due < today:
        return Verdict(Light.LATE, "passed", {"days": (today - next_due).days, "date": next_due})
    if next_due is not None and (next_due - today).days <= soon_days:
        return Verdict(Light.SOON, "near", {"days": (next_due - today).days, "date": next_due})
    if not has_steps:
        return Verdict(Light.IDLE, "no-steps")
    if next_due is None:
        return Verdict(Light.OK, "no-date")
    return Verdict(Light.OK, "on-course", {"days": (next_due - today).days, "date": next_due})
