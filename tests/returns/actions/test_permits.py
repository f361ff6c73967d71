"""What the page of a return offers is what its actions do: rule by rule, in every state, for every person."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from luoxiao.core.refusals import Refusal
from luoxiao.organisations.models import NotAllowed, User
from luoxiao.returns import actions, wording
from luoxiao.returns.actions import CallStep, Permit, Step, call_permits, permits
from luoxiao.returns.models import Call, Return
from tests.returns import scene as scenes
from tests.returns.scene import Scene, fresh, person

PEOPLE = (
    *("filler", "certifier", "third", "neighbour", "city", "other-city", "province"),
    *("asker", "other-bureau", "office1", "office2", "audit"),
)


def stages(filed: Return, call: Call, at: datetime) -> dict[str, Callable[[], object]]:
    """How to bring a return where it should lie."""
    return {
        "filling": lambda: scenes.fill(filed, at),
        "certifying": lambda: (scenes.fill(filed, at), scenes.send(filed, at)),
        "reviewing": lambda: scenes.certified(filed, at),
        "sent-back": lambda: (scenes.certified(filed, at), back(filed, at), scenes.fill(filed, at, A01="1699")),
        "approved": lambda: scenes.approved(filed, at),
        "accepted": lambda: scenes.accepted(filed, at),
        "closed": lambda: (scenes.fill(filed, at), close(call, at)),
    }


def back(filed: Return, at: datetime) -> None:
    seen = fresh(filed).version
    actions.send_back(filed, reason="核对", cells={"A01": "偏大"}, seen=seen, by=person("city"), at=at)


def close(call: Call, at: datetime) -> None:
    actions.close_call(call, seen=call.version, by=person("asker"), at=at)


def take(step: Step, filed: Return, by: User, at: datetime) -> None:
    seen = fresh(filed).version
    {
        Step.FILL: lambda: actions.save_draft(filed, entries=scenes.entries(A01="1690"), seen=seen, by=by, at=at),
        Step.SEND: lambda: actions.send_to_sign(filed, seen=seen, by=by, at=at),
        Step.CERTIFY: lambda: actions.certify(filed, seen=seen, by=by, at=at),
        Step.APPROVE: lambda: actions.approve(filed, seen=seen, by=by, at=at),
        Step.ACCEPT: lambda: actions.accept(filed, seen=seen, by=by, at=at),
        Step.UNLOCK: lambda: actions.unlock(filed, reason="有误", seen=seen, by=by, at=at),
    }[step]()


@pytest.mark.parametrize("stage", ["filling", "certifying", "reviewing", "sent-back", "approved", "accepted", "closed"])
@pytest.mark.parametrize("step", [step for step in Step if step is not Step.UPLOAD])
def test_what_is_offered_is_what_is_done(
    call: Call, filed: Return, at: datetime, stage: str, step: Step, can_take: Callable[..., bool]
) -> None:
    stages(filed, call, at)[stage]()
    for name in PEOPLE:
        said = permits(fresh(filed), person(name), at=at)[step]
        assert can_take(step, filed, name, at) is said.allowed, (name, said)
        assert wording.permit(said)


@pytest.fixture
def can_take(db: None) -> Callable[..., bool]:
    """Whether a person can take a step now; the step is undone."""

    def can(step: Step, filed: Return, name: str, at: datetime) -> bool:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    take(step, filed, person(name), at)
            except (Refusal, NotAllowed):
                return False
            transaction.set_rollback(True)
            return True

    return can


def test_a_workbook_may_replace_what_waits_to_be_signed(filed: Return, at: datetime) -> None:
    scenes.fill(filed, at)
    offered = permits(scenes.send(filed, at), person("filler"), at=at)
    assert offered[Step.UPLOAD].allowed
    assert not offered[Step.FILL].allowed


def test_before_the_call_opens_nothing_is_offered_to_the_unit(scene: Scene, at: datetime) -> None:
    call = scenes.make_call(scene, at, opens_on=at.date() + timedelta(1))
    filed = fresh(call.returns.get(unit=scene.county))
    said = permits(filed, person("filler"), at=at)[Step.FILL]
    assert (said.allowed, wording.permit(said)) == (False, "从10月16日起填报。")


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("asker", True), ("office1", True), ("other-bureau", False), ("filler", False), ("city", False), ("audit", False)],
)
def test_who_may_deal_with_a_call(scene: Scene, at: datetime, name: str, *, allowed: bool) -> None:
    call = actions.draft_call(draft=scenes.draft(scene), by=person("asker"), at=at)
    offered = call_permits(call, person(name))
    assert {step: permit.allowed for step, permit in offered.items()} == {
        CallStep.EDIT: allowed,
        CallStep.OPEN: allowed,
        CallStep.CLOSE: False,
        CallStep.WITHDRAW: allowed,
    }
    assert all(wording.permit(permit) for permit in offered.values())


def test_an_open_call_may_be_closed_and_nothing_else(call: Call) -> None:
    offered = call_permits(call, person("asker"))
    assert {step: permit.allowed for step, permit in offered.items()} == {
        CallStep.EDIT: False,
        CallStep.OPEN: False,
        CallStep.CLOSE: True,
        CallStep.WITHDRAW: False,
    }


def test_permits_ask_the_database_nothing_but_the_roles(
    filed: Return, at: datetime, django_assert_num_queries: object
) -> None:
    found, user = fresh(filed), User.objects.select_related("unit").get(username="filler")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert isinstance(permits(found, user, at=at)[Step.FILL], Permit)
