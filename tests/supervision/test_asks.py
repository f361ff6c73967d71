"""Asks: entered by whoever leads them, judged by others, ended by what the other ministry decided."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from luoxiao.core import trail
from luoxiao.core.refusals import Refusal, Stale, TooLong, Unsaid
from luoxiao.organisations.models import Area, NotAllowed, Unit, User
from luoxiao.plan.models import PlanVersion
from luoxiao.supervision import actions
from luoxiao.supervision.models import Ask
from tests.conftest import make_unit, make_user
from tests.supervision.asks_scene import draft, exchange, letter, make_areas, ministries

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas() -> list[Area]:
    return make_areas()


@pytest.fixture
def mof() -> Unit:
    return ministries()[0]


@pytest.fixture
def ask(mof: Unit, bureau: Unit, areas: list[Area], clerk: User, at: datetime) -> Ask:
    return actions.open_ask(draft(mof, bureau, areas), by=clerk, at=at)


def test_an_ask_keeps_what_is_sought_and_for_which_areas(ask: Ask, areas: list[Area], clerk: User) -> None:
    kept = Ask.objects.get(pk=ask.pk)
    assert (kept.sought_fen, kept.effort, kept.outcome) == (100_000_00, "not-begun", "open")
    assert list(kept.areas.order_by("number")) == areas[:1]
    line = trail.history(kept)[0]
    assert (line.action, line.actor, line.role, line.after["areas"]) == ("ask.open", "clerk", "bureau", [71])


def test_only_the_bureau_that_leads_and_the_office_keep_an_ask(
    ask: Ask, mof: Unit, bureau: Unit, areas: list[Area], stranger: User, reviewer: User, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        actions.open_ask(draft(mof, bureau, areas), by=stranger, at=at)
    with pytest.raises(NotAllowed):
        actions.change_ask(ask, draft(mof, bureau, areas), seen=ask.version, by=stranger, at=at)
    with pytest.raises(NotAllowed):
        actions.plan_step(ask, step="催", due=date(2012, 11, 1), seen=ask.version, by=stranger, at=at)
    with pytest.raises(NotAllowed):
        actions.record_outcome(ask, outcome="open", text="", document="", seen=ask.version, by=stranger, at=at)
    changed = actions.change_ask(ask, draft(mof, bureau, areas, title="改"), seen=ask.version, by=reviewer, at=at)
    assert changed.title == "改"


def test_the_bureau_cannot_give_its_ask_to_another(
    ask: Ask, mof: Unit, other_bureau: Unit, areas: list[Area], clerk: User, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        actions.change_ask(ask, draft(mof, other_bureau, areas), seen=ask.version, by=clerk, at=at)


def test_whoever_keeps_no_asks_enters_none(mof: Unit, bureau: Unit, areas: list[Area], at: datetime) -> None:
    county = make_user("xian", "county", unit=make_unit("xian", "某县局", Unit.Kind.COUNTY))
    for person in (county, make_user("ld", "leading-group")):
        with pytest.raises(NotAllowed):
            actions.open_ask(draft(mof, bureau, areas), by=person, at=at)


def test_the_stranger_does_not_see_another_bureaus_ask(ask: Ask, clerk: User, stranger: User, reviewer: User) -> None:
    seen = [Ask.objects.visible_to(person).filter(pk=ask.pk).exists() for person in (clerk, stranger, reviewer)]
    assert seen == [True, False, True]


@pytest.mark.parametrize(
    ("other", "refusal", "words"),
    [
        ({"areas": ()}, actions.NoArea, "一个片区也没有选"),
        ({"sought_fen": 0}, actions.NoMoney, "0 元"),
        ({"title": " "}, Unsaid, "事项"),
        ({"basis": ""}, Unsaid, "依据"),
        ({"clause_path": ""}, Unsaid, "条款"),
        ({"sought": "长" * 301}, TooLong, "301"),
    ],
)
def test_an_ask_that_says_too_little_is_refused(
    other: dict[str, object],
    refusal: type[Refusal],
    words: str,
    mof: Unit,
    bureau: Unit,
    areas: list[Area],
    clerk: User,
    at: datetime,
) -> None:
    with pytest.raises(refusal) as refused:
        actions.open_ask(draft(mof, bureau, areas, **other), by=clerk, at=at)
    assert words in str(refused.value)
    assert not Ask.objects.exists()


def test_nobody_asks_their_own_ministry(bureau: Unit, areas: list[Area], clerk: User, at: datetime) -> None:
    own = make_unit("own", "本部", Unit.Kind.MINISTRY)
    bureau.parent = own
    bureau.save()
    with pytest.raises(actions.NobodyElses, match="本部"):
        actions.open_ask(draft(own, bureau, areas), by=clerk, at=at)


def test_a_measure_brings_its_clause(
    mof: Unit, bureau: Unit, areas: list[Area], version: PlanVersion, clerk: User, at: datetime
) -> None:
    measure = version.measures.select_related("clause").get(order=2)
    made = actions.open_ask(draft(mof, bureau, areas, measure=measure, clause_path="三"), by=clerk, at=at)
    assert made.clause_path == "四/2"


def test_a_second_editor_is_told_what_the_first_changed(
    ask: Ask, mof: Unit, bureau: Unit, areas: list[Area], clerk: User, reviewer: User, at: datetime
) -> None:
    seen = ask.version
    actions.change_ask(ask, draft(mof, bureau, areas, title="先改"), seen=seen, by=reviewer, at=at)
    with pytest.raises(Stale, match="reviewer"):
        actions.change_ask(ask, draft(mof, bureau, areas, title="后改"), seen=seen, by=clerk, at=at)
    kept = Ask.objects.get(pk=ask.pk)
    assert kept.title == "先改"
    line = trail.history(kept)[0]
    assert (line.before["title"], line.after["title"]) == ("提高标准", "先改")


def test_a_next_step_has_a_date(ask: Ask, clerk: User, at: datetime) -> None:
    for step, due in (("催办", None), ("", date(2012, 11, 1))):
        with pytest.raises(actions.HalfStep):
            actions.plan_step(ask, step=step, due=due, seen=ask.version, by=clerk, at=at)
    with pytest.raises(actions.StepInThePast, match="2012-10-14"):
        actions.plan_step(ask, step="催办", due=date(2012, 10, 14), seen=ask.version, by=clerk, at=at)
    planned = actions.plan_step(ask, step="催办", due=date(2012, 10, 15), seen=ask.version, by=clerk, at=at)
    assert (planned.next_step, planned.next_due) == ("催办", date(2012, 10, 15))
    taken = actions.plan_step(planned, step="", due=None, seen=planned.version, by=clerk, at=at)
    assert (taken.next_step, taken.next_due) == ("", None)


def test_the_effort_is_judged_by_the_office_and_by_nobody_of_the_ask(
    ask: Ask, bureau: Unit, clerk: User, reviewer: User, at: datetime
) -> None:
    letter(ask, clerk, at)
    with pytest.raises(NotAllowed):
        actions.judge_effort(ask, effort="started", reason="发函", seen=ask.version, by=clerk, at=at)
    inside = make_user("inside", "office", unit=bureau)
    with pytest.raises(actions.JudgesOwn, match="救灾司"):
        actions.judge_effort(ask, effort="started", reason="发函", seen=ask.version, by=inside, at=at)
    judged = actions.judge_effort(ask, effort="started", reason="发函一件", seen=ask.version, by=reviewer, at=at)
    assert (judged.effort, judged.effort_reason, judged.outcome) == ("started", "发函一件", "open")
    assert [actions.may_judge(ask, person) for person in (clerk, inside, reviewer)] == [False, False, True]


def test_who_entered_an_ask_does_not_judge_it(
    mof: Unit, bureau: Unit, areas: list[Area], reviewer: User, preparer: User, at: datetime
) -> None:
    own = actions.open_ask(draft(mof, bureau, areas), by=preparer, at=at)
    exchange(own, preparer, at)
    with pytest.raises(actions.JudgesOwn, match="preparer"):
        actions.judge_effort(own, effort="started", reason="会商", seen=own.version, by=preparer, at=at)
    assert actions.judge_effort(own, effort="started", reason="会商", seen=own.version, by=reviewer, at=at)


def test_an_effort_without_a_letter_or_exchange_is_not_believed(
    ask: Ask, clerk: User, reviewer: User, at: datetime
) -> None:
    letter(ask, clerk, at, direction="in", number="来1号")
    with pytest.raises(actions.NoEffortShown, match="持续推动"):
        actions.judge_effort(ask, effort="sustained", reason="说过", seen=ask.version, by=reviewer, at=at)
    exchange(ask, clerk, at)
    with pytest.raises(Unsaid, match="评定理由"):
        actions.judge_effort(ask, effort="sustained", reason="", seen=ask.version, by=reviewer, at=at)
    assert actions.judge_effort(ask, effort="sustained", reason="会商", seen=ask.version, by=reviewer, at=at)


def test_what_was_got_is_proved_by_a_document(ask: Ask, clerk: User, at: datetime) -> None:
    for outcome in ("granted", "partly"):
        with pytest.raises(actions.NoDocument):
            actions.record_outcome(ask, outcome=outcome, text="同意", document="", seen=ask.version, by=clerk, at=at)
    with pytest.raises(Unsaid, match="结果说明"):
        actions.record_outcome(ask, outcome="refused", text="", document="", seen=ask.version, by=clerk, at=at)
    ended = actions.record_outcome(
        ask, outcome="granted", text="同意", document="财函1号", seen=ask.version, by=clerk, at=at
    )
    assert (ended.outcome, ended.is_pursued, ended.effort) == ("granted", False, "not-begun")
    assert not Ask.objects.pursued().filter(pk=ask.pk).exists()
    again = actions.record_outcome(ended, outcome="open", text="", document="", seen=ended.version, by=clerk, at=at)
    assert again.is_pursued


def test_the_database_wants_words_for_a_result(ask: Ask) -> None:
    with pytest.raises(IntegrityError, match="outcome_says_what"), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(outcome="granted", outcome_text="")
