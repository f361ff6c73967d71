"""Which colour of slip (督办单) an item may be given now, and why. Pure: dates and earlier slips in, verdicts out.

Places differ (rules of supervision, part 4), so there are three presets, set from a day on (SlipRule):
lights     only lights while there is time; a red slip when the item is late (Yichang, 2015)
closeness  blue near the limit, yellow behind by a step or sent back for poor quality, red past the limit (Suqian, 2025)
ladder     blue first, then orange, then red: each needs the one before to have run out (Sanming, 2017); an urgent item
           may begin at any of them
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

COLOURS: Mapping[str, tuple[str, ...]] = {
    "lights": ("red",),
    "closeness": ("blue", "yellow", "red"),
    "ladder": ("blue", "orange", "red"),
}  # of each preset, the mildest first


@dataclass(frozen=True)
class Given:
    """A slip that was issued: its colour and the last day to answer it."""

    colour: str
    answer_by: date


@dataclass(frozen=True)
class Standing:
    """What the rule asks of an item.

    `due` is its own limit, `next_due` the earliest date not yet met (a step's or its own); `still` says why it is asked
    nothing at present: closed, paused, no-lead, elsewhere, draft (a slip is being prepared), or empty.
    """

    today: date
    due: date | None
    next_due: date | None
    soon_days: int
    sent_back: bool = False
    urgent: bool = False
    given: Sequence[Given] = ()
    still: str = ""

    @property
    def overdue(self) -> bool:
        """A day is met until it ends; an item without a limit of its own is overdue with its steps."""
        limit = self.due or self.next_due
        return limit is not None and limit < self.today

    @property
    def behind(self) -> bool:
        """A step is late, whether or not the item is."""
        return self.next_due is not None and self.next_due < self.today

    @property
    def near(self) -> bool:
        return self.next_due is not None and 0 <= (self.next_due - self.today).days <= self.soon_days


@dataclass(frozen=True)
class Verdict:
    """Whether a colour may be issued now, the code of the reason, and what its sentence needs."""

    colour: str
    allowed: bool
    reason: str
    params: Mapping[str, object] = field(default_factory=dict)


def verdicts(preset: str, standing: Standing) -> list[Verdict]:
    """One for each colour of the preset, the mildest first."""
    return [judge(preset, colour, standing) for colour in COLOURS[preset]]


def judge(preset: str, colour: str, standing: Standing) -> Verdict:
    """Whether this colour may be issued now. A slip that still runs keeps any other away, whatever the preset."""
    if colour not in COLOURS[preset]:
        return Verdict(colour, False, "not-of-rule")
    if standing.still:
        return Verdict(colour, False, standing.still)
    if running := _running(standing):
        return Verdict(colour, False, "running", {"colour": running.colour, "date": running.answer_by})
    return _RULES[preset](colour, standing)


def _running(standing: Standing) -> Given | None:
    """The slip whose time has not run out."""
    last = standing.given[-1] if standing.given else None
    return last if last and last.answer_by >= standing.today else None


def _lights(colour: str, standing: Standing) -> Verdict:
    return Verdict(colour, standing.behind, "late" if standing.behind else "not-late", _passed(standing))


def _closeness(colour: str, standing: Standing) -> Verdict:
    if colour == "red":
        return Verdict(colour, standing.overdue, "overdue" if standing.overdue else "not-overdue", _passed(standing))
    if standing.overdue:
        return Verdict(colour, False, "too-mild")
    if colour == "yellow":
        return _yellow(standing)
    if standing.behind:
        return Verdict(colour, False, "too-mild")
    return Verdict(colour, standing.near, "near" if standing.near else "not-near", _left(standing))


def _yellow(standing: Standing) -> Verdict:
    if standing.behind:
        return Verdict("yellow", True, "behind", _passed(standing))
    return Verdict("yellow", standing.sent_back, "sent-back" if standing.sent_back else "on-course")


def _ladder(colour: str, standing: Standing) -> Verdict:
    """A rung needs the one before; an urgent item begins at any, but never steps down."""
    if not (standing.near or standing.behind):
        return Verdict(colour, False, "nothing-asked")
    rungs = COLOURS["ladder"]
    reached = max((rungs.index(each.colour) for each in standing.given if each.colour in rungs), default=-1)
    rung = rungs.index(colour)
    if rung <= reached and colour != rungs[-1]:
        return Verdict(colour, False, "given-before")
    if rung <= reached + 1:
        return _next_rung(colour, standing, reached)
    if standing.urgent:
        return Verdict(colour, True, "urgent")
    return Verdict(colour, False, "former-first", {"colour": rungs[reached + 1]})


def _next_rung(colour: str, standing: Standing, reached: int) -> Verdict:
    if reached < 0:
        return Verdict(colour, True, "first")
    last = standing.given[-1]
    return Verdict(colour, True, "ran-out", {"colour": last.colour, "date": last.answer_by})


def _passed(standing: Standing) -> dict[str, object]:
    """The date that has passed, and by how many days."""
    limit = standing.next_due
    return {"date": limit, "days": (standing.today - limit).days} if limit and limit < standing.today else {}


def _left(standing: Standing) -> dict[str, object]:
    limit = standing.next_due
    return {"date": limit, "days": (limit - standing.today).days} if limit else {}


_RULES: Mapping[str, Callable[[str, Standing], Verdict]] = {
    "lights": _lights,
    "closeness": _closeness,
    "ladder": _ladder,
}
