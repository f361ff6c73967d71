"""What the pages of projects share: which project a person sees, how its state and money are said."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from luoxiao.desk.locks import person
from luoxiao.funds.models import Funding, Project
from luoxiao.funds.project_money import Over, Planned, Unfunded, overspent, stages_without_money
from luoxiao.funds.stages import WAY
from luoxiao.funds.wording.projects import over_words, unfunded_words
from luoxiao.supervision.lights import Verdict, judge

State = Project.State
LIGHTS: Mapping[str, str] = {  # how a state looks: shape and colour; the word stands beside it
    State.DRAFT: "idle",
    State.APPLIED: "ok",
    State.REVIEWED: "ok",
    State.APPROVED: "ok",
    State.FUNDED: "ok",
    State.STARTED: "ok",
    State.COMPLETED: "ok",
    State.ACCEPTED: "done",
    State.RETURNED: "soon",
    State.WITHDRAWN: "idle",
}
OWING = WAY[:-1]  # the states in which somebody owes the next stage


def find(request: HttpRequest, pk: int) -> Project:
    """The project, if this person may see it; otherwise it is not there."""
    seen = Project.objects.visible_to(person(request))
    return get_object_or_404(seen.select_related("county__parent", "unit", "applied_by", *_DECIDED), pk=pk)


_DECIDED = ("reviewed_by", "approved_by", "accepted_by")


def warnings(rows: list[Planned], approved_fen: int | None, due: Mapping[str, date], state: str) -> list[str]:
    """What is wrong with the money of one project, a sentence each: overspending first."""
    over, short = overspent(rows, approved_fen), _short(rows, approved_fen, due, state)
    return [said_over(each) for each in over] + [unfunded_words(each) for each in short]


def _short(rows: list[Planned], approved_fen: int | None, due: Mapping[str, date], state: str) -> list[Unfunded]:
    return stages_without_money(due, rows, approved_fen, state)


def said_over(over: Over) -> str:
    """The sentence of one overspending."""
    return over_words(over, Funding.Source(over.source).label if over.source else "")


def verdict_of(due: date, *, done: bool, today: date, soon_days: int) -> Verdict:
    """The light of a date that a project is held to."""
    return judge(closed=done, has_steps=True, next_due=due, today=today, soon_days=soon_days)
