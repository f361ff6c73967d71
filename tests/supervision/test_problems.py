"""Problems: raised from below, taken, answered, judged by who raised them, solved or explained."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core import trail
from luoxiao.core.refusals import Stale, Unsaid
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import AnswerOwn, NotTaken, ProblemDraft, ProblemEnded
from luoxiao.supervision.actions.problems import NothingAnswered, NoUnit
from luoxiao.supervision.models import Problem
from tests.conftest import make_unit, make_user
from tests.supervision.items import make_county_unit, make_places, make_region

pytestmark = pytest.mark.django_db


def draft(**more: object) -> ProblemDraft:
    given = {"kind": "money", "text": "高山片区五保床位缺口 120 张", "asked": "提高床位补助标准", "place": None}
    return ProblemDraft(**given | more)  # type: ignore[arg-type]


@pytest.fixture
def county(db: None) -> User:
    """Raises problems of its county."""
    _province, _prefecture, place = make_places()
    return make_user("county", "county", unit=make_county_unit(place))


@pytest.fixture
def problem(county: User, at: datetime) -> Problem:
    assert county.unit is not None
    return actions.raise_problem(draft(place=county.unit.region), by=county, at=at)


@pytest.fixture
def taken(problem: Problem, bureau: Unit, reviewer: User, at: datetime) -> Problem:
    return actions.take_problem(problem, owner=bureau, seen=1, by=reviewer, at=at)


@pytest.fixture
def answered(taken: Problem, clerk: User, at: datetime) -> Problem:
    return actions.answer_problem(taken, text="列入明年计划", seen=2, by=clerk, at=at)


def test_problems_of_a_year_are_numbered_in_their_order(problem: Problem, county: User, at: datetime) -> None:
    second = actions.raise_problem(draft(), by=county, at=at)
    later = actions.raise_problem(draft(), by=county, at=at.replace(year=2013))
    assert [problem.number, second.number, later.number] == ["2012-0001", "2012-0002", "2013-0001"]


def test_a_number_is_given_once(problem: Problem, county: User, at: datetime) -> None:
    again = Problem(number=problem.number, kind="money", unit=county.unit, raised_by=county, raised_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_who_has_no_unit_raises_none(reviewer: User, at: datetime) -> None:
    with pytest.raises(NoUnit):
        actions.raise_problem(draft(), by=reviewer, at=at)


def test_nothing_said_or_nothing_asked_is_refused(county: User, at: datetime) -> None:
    for silent in ({"text": " "}, {"asked": ""}):
        with pytest.raises(Unsaid):
            actions.raise_problem(draft(**silent), by=county, at=at)


def test_a_sample_accounts_problem_is_a_rehearsal(county: User, at: datetime) -> None:
    county.is_rehearsal = True
    assert actions.raise_problem(draft(), by=county, at=at).is_rehearsal


def test_another_countys_problem_is_not_there(problem: Problem, county: User, reviewer: User, stranger: User) -> None:
    other = make_unit("other-county", "他县民政局", Unit.Kind.COUNTY, region=make_region("990122", "他县"))
    neighbour = make_user("neighbour", "county", unit=other)
    above = make_user("above", "prefecture", unit=make_unit("p", "演练市局", region=problem.place.parent))  # type: ignore[union-attr]
    seen = {
        user.username: Problem.objects.visible_to(user).exists()
        for user in (county, neighbour, above, reviewer, stranger)
    }
    assert seen == {"county": True, "neighbour": False, "above": True, "reviewer": True, "stranger": False}


def test_the_owner_answers_and_who_raised_it_ends_it(answered: Problem, county: User, at: datetime) -> None:
    assert (answered.state, answered.answer) == (Problem.State.ANSWERED, "列入明年计划")
    ended = actions.say_content(answered, content=True, remark="", seen=3, by=county, at=at)
    assert (ended.state, ended.is_content, ended.ended_at) == (Problem.State.SOLVED, True, at)
    lines = [event.action for event in trail.history(ended)]
    assert lines == ["problem.content", "problem.answer", "problem.take", "problem.raise"]


def test_an_answer_that_will_not_do_goes_back_with_a_reason(answered: Problem, county: User, at: datetime) -> None:
    with pytest.raises(Unsaid):
        actions.say_content(answered, content=False, remark="", seen=3, by=county, at=at)
    back = actions.say_content(answered, content=False, remark="今年就要用", seen=3, by=county, at=at)
    assert (back.state, back.is_content) == (Problem.State.TAKEN, False)
    with pytest.raises(NothingAnswered):
        actions.say_content(back, content=True, remark="", seen=4, by=county, at=at)


def test_only_who_raised_it_judges_the_answer(answered: Problem, clerk: User, reviewer: User, at: datetime) -> None:
    for other in (clerk, reviewer):
        with pytest.raises(NotAllowed):
            actions.say_content(answered, content=True, remark="", seen=3, by=other, at=at)


def test_a_stranger_takes_and_answers_nothing(taken: Problem, stranger: User, other_bureau: Unit, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.take_problem(taken, owner=other_bureau, seen=2, by=stranger, at=at)
    with pytest.raises(NotAllowed):
        actions.answer_problem(taken, text="可以", seen=2, by=stranger, at=at)


def test_a_prefecture_takes_a_countys_problem_for_itself_alone(problem: Problem, bureau: Unit, at: datetime) -> None:
    unit = make_unit("p", "演练市局", Unit.Kind.PREFECTURE, region=problem.place.parent)  # type: ignore[union-attr]
    above = make_user("above", "prefecture", unit=unit)
    with pytest.raises(NotAllowed):
        actions.take_problem(problem, owner=bureau, seen=1, by=above, at=at)
    assert actions.take_problem(problem, owner=unit, seen=1, by=above, at=at).owner == unit


def test_nobody_answers_before_there_is_an_owner(problem: Problem, reviewer: User, at: datetime) -> None:
    with pytest.raises(NotTaken):
        actions.answer_problem(problem, text="可以", seen=1, by=reviewer, at=at)


def test_who_raised_a_problem_does_not_answer_it(bureau: Unit, clerk: User, reviewer: User, at: datetime) -> None:
    own = actions.raise_problem(draft(), by=clerk, at=at)
    own = actions.take_problem(own, owner=bureau, seen=1, by=reviewer, at=at)
    with pytest.raises(AnswerOwn):
        actions.answer_problem(own, text="可以", seen=2, by=clerk, at=at)
    with pytest.raises(AnswerOwn):
        actions.solve_problem(own, how="好了", seen=2, by=clerk, at=at)


def test_of_two_answers_at_once_the_second_is_told(taken: Problem, clerk: User, reviewer: User, at: datetime) -> None:
    actions.answer_problem(taken, text="甲", seen=2, by=clerk, at=at)
    with pytest.raises(Stale):
        actions.answer_problem(taken, text="乙", seen=2, by=reviewer, at=at)
    assert Problem.objects.get().answer == "甲"


def test_an_ended_problem_moves_no_more(taken: Problem, clerk: User, reviewer: User, at: datetime) -> None:
    closed = actions.close_problem(taken, explanation="无政策依据", seen=2, by=clerk, at=at)
    assert (closed.state, closed.answer) == (Problem.State.CLOSED, "无政策依据")
    for act in (
        lambda: actions.solve_problem(closed, how="好了", seen=3, by=reviewer, at=at),
        lambda: actions.take_problem(closed, owner=clerk.unit, seen=3, by=reviewer, at=at),  # type: ignore[arg-type]
    ):
        with pytest.raises(ProblemEnded):
            act()


def test_an_answered_problem_has_an_answer(problem: Problem) -> None:
    """answered_problem_has_answer"""
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.filter(pk=problem.pk).update(state="answered")
