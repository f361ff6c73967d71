"""The rule of the burden is dated and never changes the past."""

from datetime import datetime, timedelta

import pytest

from luoxiao.core.refusals import Unsaid
from luoxiao.organisations.models import NotAllowed
from luoxiao.returns import actions
from luoxiao.returns.actions import burden_rules
from luoxiao.returns.models import BurdenRule
from tests.returns.scene import Scene, person


def set_rule(at: datetime, *, by: str = "office1", days: int = 0, **more: object) -> BurdenRule:
    values = {"notice_days": 7, "monthly_cells": 100, "basis": "演练"} | more
    return actions.set_burden_rule(
        **values,  # type: ignore[arg-type]
        in_force_from=at.date() + timedelta(days),
        by=person(by),
        at=at,
    )


def test_a_rule_is_in_force_from_its_day_on(scene: Scene, at: datetime) -> None:
    set_rule(at, days=10)
    today, then = at.date(), at.date() + timedelta(10)
    assert (BurdenRule.objects.on(today).notice_days, BurdenRule.objects.on(today).monthly_cells) == (5, 200)
    assert (BurdenRule.objects.on(then).notice_days, BurdenRule.objects.on(then).monthly_cells) == (7, 100)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"days": -1}, burden_rules.BurdenRuleInThePast),
        ({"notice_days": 0}, burden_rules.OutOfRange),
        ({"notice_days": 91}, burden_rules.OutOfRange),
        ({"monthly_cells": 0}, burden_rules.OutOfRange),
        ({"basis": ""}, Unsaid),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    scene: Scene, at: datetime, more: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        set_rule(at, **more)  # type: ignore[arg-type]


def test_a_day_has_one_rule(scene: Scene, at: datetime) -> None:
    set_rule(at)
    with pytest.raises(burden_rules.BurdenRuleTaken, match="演练"):
        set_rule(at)


@pytest.mark.parametrize("name", ["filler", "city", "province", "asker", "audit"])
def test_only_the_office_sets_it(scene: Scene, at: datetime, name: str) -> None:
    with pytest.raises(NotAllowed):
        set_rule(at, by=name)
