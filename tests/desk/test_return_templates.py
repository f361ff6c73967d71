"""One version of a form: its lines, its rules, and who has leave from them."""

from datetime import datetime
from decimal import Decimal

import pytest

from luoxiao.returns import actions
from luoxiao.returns.models import Waiver
from tests.conftest import signed_in
from tests.returns.conftest import scene
from tests.returns.scene import Scene, person

__all__ = ["scene"]

pytestmark = pytest.mark.django_db
BEDS = actions.RuleDraft(
    "A02-beds",
    "A01 >= A02",
    "床位 {A01} 少于人数 {A02}。",
    "error",
    "2012Q1",
    [
        actions.Example({"A01": Decimal(2), "A02": Decimal(1)}, holds=True),
        actions.Example({"A01": Decimal(1), "A02": Decimal(2)}, holds=False),
    ],
)


@pytest.fixture
def waiver(scene: Scene, at: datetime) -> Waiver:
    rule = actions.write_rule(scene.template, draft=BEDS, by=person("office1"), at=at)
    asked = {"from_period": "2012Q3", "to_period": "2012Q4", "reason": "新院未启用"}
    return actions.ask_waiver(rule, unit=scene.county, **asked, by=person("filler"), at=at)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("filler", True),
        ("city", True),
        ("office1", True),
        ("neighbour", False),
        ("other-city", False),
        ("other-bureau", False),
    ],
)
def test_why_a_county_has_leave_is_shown_to_it_and_those_above(
    scene: Scene, waiver: Waiver, who: str, seen: bool
) -> None:
    page = signed_in(person(who)).get(f"/returns/templates/{scene.template.pk}/").content.decode()
    assert "A02-beds" in page
    assert ("新院未启用" in page) is seen
