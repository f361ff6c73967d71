"""An item from outside the plan: registered, assigned, received, by whom and by nobody else."""

from datetime import date, datetime, timedelta

import pytest

from luoxiao.core import trail
from luoxiao.core.refusals import Stale, TooLong, Unsaid
from luoxiao.organisations.models import NotAllowed, Unit, User
from luoxiao.supervision import actions
from luoxiao.supervision.actions import ItemDraft
from luoxiao.supervision.actions.common import DuePast, TaskClosed, UnitEnded
from luoxiao.supervision.actions.registering import AlreadyAssigned, InstructionAhead, NotToReceive
from luoxiao.supervision.models import Instruction, Task
from tests.supervision.items import give, note, open_item, register_note
from tests.supervision.test_models import refused

pytestmark = pytest.mark.django_db
DUE = date(2012, 11, 30)


@pytest.fixture
def registered(reviewer: User, at: datetime) -> Task:
    return register_note(reviewer, at)


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_a_leaders_note_becomes_an_item_that_nobody_has_yet(registered: Task) -> None:
    now = fresh(registered)
    assert (now.origin, now.state, now.lead, now.due, now.cite) == ("leader", "registered", None, DUE, "四（二）3")
    made = Instruction.objects.get(pk=now.about)
    assert (made.text, made.given_by, made.kind) == ("请救灾司抓紧。", "演练副部长", "leader")
    said = trail.history(now).get()
    assert (said.action, said.after["about"]) == ("task.register", f"instruction {made.pk}")


def test_an_inspection_makes_an_item_too(reviewer: User, at: datetime) -> None:
    task = actions.register_instruction(note(kind="inspection"), item=ItemDraft("整改"), by=reviewer, at=at)
    assert (task.origin, task.due) == ("inspection", None)


def test_only_the_office_registers_and_assigns(
    registered: Task, clerk: User, stranger: User, bureau: Unit, at: datetime
) -> None:
    for user in (clerk, stranger):
        with pytest.raises(NotAllowed):
            actions.register_instruction(note(), item=ItemDraft("整改"), by=user, at=at)
        with pytest.raises(NotAllowed):
            actions.assign(registered, lead=bureau, due=DUE, seen=1, by=user, at=at)
    assert Instruction.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "item", "refusal"),
    [
        ({"text": " "}, {}, Unsaid),
        ({"text": "字" * 4001}, {}, TooLong),
        ({"given_by": ""}, {}, Unsaid),
        ({"given_on": date(2012, 10, 16)}, {}, InstructionAhead),
        ({}, {"title": ""}, Unsaid),
        ({}, {"due": date(2012, 10, 14)}, DuePast),
    ],
)
def test_what_is_missing_or_impossible_is_said_and_nothing_is_kept(
    reviewer: User, at: datetime, given: dict[str, object], item: dict[str, object], refusal: type
) -> None:
    with pytest.raises(refusal) as said:
        actions.register_instruction(note(**given), item=ItemDraft(**{"title": "整改"} | item), by=reviewer, at=at)  # type: ignore[arg-type]
    assert "%(" not in str(said.value)
    assert not Instruction.objects.exists()
    assert not Task.objects.exists()


def test_an_item_is_assigned_and_received(
    registered: Task, bureau: Unit, clerk: User, reviewer: User, at: datetime
) -> None:
    actions.assign(registered, lead=bureau, due=DUE, note="每月报一次", seen=1, by=reviewer, at=at)
    now = fresh(registered)
    assert (now.state, now.lead, now.assigned_at, now.received_at) == ("assigned", bureau, at, None)
    later = at + timedelta(hours=1)
    actions.receive(now, by=clerk, at=later)
    now = fresh(registered)
    assert (now.state, now.received_at, now.received_by, now.version) == ("running", later, clerk, 3)
    assert [line.action for line in trail.history(now)] == ["task.receive", "task.hand-over", "task.register"]


def test_another_unit_cannot_receive_it(
    registered: Task, bureau: Unit, stranger: User, reviewer: User, at: datetime
) -> None:
    now = actions.assign(registered, lead=bureau, due=DUE, seen=1, by=reviewer, at=at)
    for user in (stranger, reviewer):
        with pytest.raises(NotAllowed):
            actions.receive(now, by=user, at=at)
    assert not Task.objects.visible_to(stranger).exists()


def test_nobody_receives_twice_or_assigns_twice(
    registered: Task, bureau: Unit, other_bureau: Unit, clerk: User, reviewer: User, at: datetime
) -> None:
    now = give(registered, bureau, clerk, reviewer, at)
    with pytest.raises(NotToReceive):
        actions.receive(now, by=clerk, at=at)
    with pytest.raises(AlreadyAssigned):
        actions.assign(now, lead=other_bureau, due=DUE, seen=now.version, by=reviewer, at=at)


def test_the_second_of_two_who_assign_is_told(
    registered: Task, bureau: Unit, other_bureau: Unit, reviewer: User, preparer: User, at: datetime
) -> None:
    Task.objects.filter(pk=registered.pk).update(version=2)
    with pytest.raises(Stale):
        actions.assign(registered, lead=other_bureau, due=DUE, seen=1, by=preparer, at=at)
    actions.assign(registered, lead=bureau, due=DUE, seen=2, by=reviewer, at=at)


def test_a_unit_that_ended_is_given_nothing(registered: Task, bureau: Unit, reviewer: User, at: datetime) -> None:
    bureau.valid_to = date(2012, 10, 14)
    with pytest.raises(UnitEnded):
        actions.assign(registered, lead=bureau, due=DUE, seen=1, by=reviewer, at=at)
    bureau.valid_to = date(2012, 10, 15)
    assert actions.assign(registered, lead=bureau, due=DUE, seen=1, by=reviewer, at=at).lead == bureau


def test_what_a_project_opened_is_neither_assigned_nor_received(
    bureau: Unit, clerk: User, reviewer: User, at: datetime
) -> None:
    item = open_item(bureau, reviewer, at)
    with pytest.raises(actions.FinishedElsewhere):
        actions.assign(item, lead=bureau, due=DUE, seen=1, by=reviewer, at=at)
    with pytest.raises(NotToReceive):
        actions.receive(item, by=clerk, at=at)


def test_a_withdrawn_item_is_not_assigned(registered: Task, bureau: Unit, reviewer: User, at: datetime) -> None:
    actions.withdraw_item(registered, reason="重复", by=reviewer, at=at, role="office")
    with pytest.raises(TaskClosed):
        actions.assign(registered, lead=bureau, due=DUE, seen=2, by=reviewer, at=at)


def test_only_a_registered_item_stands_without_a_lead(registered: Task) -> None:
    refused("task_stands_on_its_origin", lambda: Task.objects.filter(pk=registered.pk).update(state="running"))
