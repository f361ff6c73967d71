"""The way of a project (clause 四(二)3): which step leads from where to where, and whose it is. Pure.

draft → applied → reviewed → approved → funded → started → completed → accepted; what is wrong with an application sends
it back to the county, what is wrong with the finished work sends it back to be mended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise


class Step(StrEnum):
    """What may be done with a project as a whole."""

    APPLY = "apply"
    REVIEW = "review"
    APPROVE = "approve"
    SEND_BACK = "send-back"
    FUND = "fund"
    START = "start"
    COMPLETE = "complete"
    MEND = "mend"  # the finished work is not accepted yet
    ACCEPT = "accept"
    WITHDRAW = "withdraw"


class Party(StrEnum):
    """Whose step it is."""

    COUNTY = "county"  # the unit that answers for the project
    ABOVE = "above"  # the prefecture or province it lies in
    BUREAU = "bureau"  # the bureau that decides on it, or the office
    ACCEPTOR = "acceptor"  # the province it lies in, that bureau, or the office


@dataclass(frozen=True)
class Move:
    """One arrow of the way. `says`: the remark must not be empty, because the next person rests on it."""

    step: Step
    source: str
    target: str
    party: Party
    says: bool = False


WAY = ("applied", "reviewed", "approved", "funded", "started", "completed", "accepted")
DATED = WAY[1:]  # the stages a project is held to by a date; it applies by itself
OPEN_AT: Mapping[Step, tuple[str, ...]] = {  # which stages become owed with which step
    Step.APPLY: ("reviewed", "approved"),
    Step.APPROVE: ("funded", "started", "completed", "accepted"),
}
CHANGEABLE = ("draft", "returned")  # where the county may still change what it applies for
MOVES = (
    *(Move(Step.APPLY, state, "applied", Party.COUNTY) for state in CHANGEABLE),
    Move(Step.REVIEW, "applied", "reviewed", Party.ABOVE),
    Move(Step.SEND_BACK, "applied", "returned", Party.ABOVE, says=True),
    Move(Step.APPROVE, "reviewed", "approved", Party.BUREAU),
    Move(Step.SEND_BACK, "reviewed", "returned", Party.BUREAU, says=True),
    Move(Step.FUND, "approved", "funded", Party.BUREAU, says=True),
    Move(Step.START, "funded", "started", Party.COUNTY),
    Move(Step.COMPLETE, "started", "completed", Party.COUNTY),
    Move(Step.MEND, "completed", "started", Party.ACCEPTOR, says=True),
    Move(Step.ACCEPT, "completed", "accepted", Party.ACCEPTOR, says=True),
    *(
        Move(Step.WITHDRAW, state, "withdrawn", Party.COUNTY, says=True)
        for state in (*CHANGEABLE, "applied", "reviewed", "approved")
    ),
)
_BY_COUNTY = frozenset({"draft", *(move.target for move in MOVES if move.party is Party.COUNTY)})


def move_from(state: str, step: Step) -> Move | None:
    """The arrow of this step from this state, or None where there is none."""
    return next((move for move in MOVES if move.source == state and move.step is step), None)


def moves_from(state: str) -> list[Move]:
    """Every arrow that leaves this state."""
    return [move for move in MOVES if move.source == state]


def parties(step: Step) -> frozenset[Party]:
    """Whose step this can be at all."""
    return frozenset(move.party for move in MOVES if move.step is step)


def prepared_by(taken: Iterable[tuple[str, int]]) -> set[int]:
    """Who drafted, changed, applied or reported work, of the steps taken (state gone into, id of the person) in order.

    Work that was sent back to be mended goes into `started` too, but by the hand of whoever judges it.
    """
    found, last = set(), ""
    for state, person in taken:
        if state in _BY_COUNTY and (last, state) != ("completed", "started"):
            found.add(person)
        last = state
    return found


def ahead(state: str) -> tuple[str, ...]:
    """The dated stages still to come; none for what was withdrawn."""
    if state in CHANGEABLE:
        return DATED
    return WAY[WAY.index(state) + 1 :] if state in WAY else ()


def out_of_order(dates: Mapping[str, date]) -> tuple[str, str] | None:
    """The first two stages following each other whose dates run backwards."""
    kept = [stage for stage in DATED if stage in dates]
    return next((pair for pair in pairwise(kept) if dates[pair[1]] < dates[pair[0]]), None)


def undated(dates: Iterable[str]) -> list[str]:
    """The stages that have no date yet, in order."""
    given = set(dates)
    return [stage for stage in DATED if stage not in given]
