"""Two formulas that are put in force at the same moment."""

from dataclasses import replace

import pytest

from luoxiao.indicators.actions import IndicatorDraft, adopt_indicator, dictionary, draft_indicator
from luoxiao.indicators.actions.dictionary import FormulaCircle
from luoxiao.indicators.models import Indicator
from luoxiao.organisations.models import User
from tests.indicators.scene import Land

DRAFT = IndicatorDraft(
    code="first",
    name="演练甲",
    name_en="first",
    definition="演练口径",
    unit="张",
    period="year",
    source="演练",
    good="more",
    over_time="latest",
    over_places="sum",
    formula="people * 2",
)


def test_a_circle_that_another_closes_while_this_one_waits_for_its_turn_is_seen(
    here: Land, preparer: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = replace(DRAFT, code="second", name="演练乙")
    for draft in (DRAFT, second):
        adopt_indicator(draft_indicator(draft, by=preparer, at=here.at), by=reviewer, at=here.at)
    mine = draft_indicator(replace(DRAFT, formula="second + 1"), by=preparer, at=here.at)
    theirs = draft_indicator(replace(second, formula="first + 1"), by=preparer, at=here.at)

    def wait() -> None:
        Indicator.objects.filter(pk=theirs.pk).update(adopted_by=reviewer, adopted_at=here.at)

    monkeypatch.setattr(dictionary, "take_turns", wait)
    monkeypatch.setattr(dictionary, "derive_history", lambda *given: None)
    with pytest.raises(FormulaCircle):
        adopt_indicator(mine, by=reviewer, at=here.at)
