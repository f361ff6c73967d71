"""The rule of the lights: dated, never in the past, one a day."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db.models import QuerySet

from luoxiao.organisations.models import User
from luoxiao.supervision import actions
from luoxiao.supervision.actions.lights import RuleTaken
from luoxiao.supervision.models import LightRule

pytestmark = pytest.mark.django_db
DAY = date(2012, 11, 1)


def put(by: User, at: datetime, basis: str = "演练：督办办法") -> LightRule:
    return actions.set_light_rule(soon_days=10, silent_days=60, in_force_from=DAY, basis=basis, by=by, at=at)


def test_a_day_that_has_a_rule_is_refused_with_its_basis(reviewer: User, at: datetime) -> None:
    put(reviewer, at)
    with pytest.raises(RuleTaken, match="督办办法"):
        put(reviewer, at, "演练：另一份办法")


def test_of_two_at_the_same_instant_the_slower_is_told_what_the_other_set(
    reviewer: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first look finds the day free, as it does when the other has not committed yet."""
    put(reviewer, at)
    look, looks = QuerySet.first, []

    def first(rows: Any) -> Any:
        looks.append(rows.model)
        return None if looks.count(LightRule) == 1 else look(rows)

    monkeypatch.setattr(QuerySet, "first", first)
    with pytest.raises(RuleTaken, match="督办办法"):
        put(reviewer, at, "演练：另一份办法")
    assert LightRule.objects.count() == 1
