"""The dictionary changes by one person's draft and another's word; a changed definition starts a new series."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from luoxiao.core.refusals import Unsaid
from luoxiao.indicators import figures
from luoxiao.indicators.actions import (
    IndicatorDraft,
    adopt_indicator,
    draft_indicator,
    set_composite_weights,
    set_target,
)
from luoxiao.indicators.actions.dictionary import (
    AdoptedAlready,
    AdoptOwn,
    BadCode,
    CodeReserved,
    DraftWaits,
    EndUnreadable,
    FormulaCircle,
    FormulaNames,
    FormulaWrong,
    RangeBackwards,
    RuleIncomplete,
    ScaleTooFine,
    TargetTaken,
    WeightsInThePast,
    WeightsNotWhole,
    WeightsTaken,
    WithoutDirection,
)
from luoxiao.indicators.models import CompositeWeight, Indicator, Target
from luoxiao.organisations.models import NotAllowed

A = "990121"
DRAFT = IndicatorDraft(
    code="beds",
    name="床位",
    name_en="Beds",
    definition="演练口径",
    unit="张",
    period="year",
    source="演练",
    good="more",
    over_time="latest",
    over_places="sum",
)


def in_force(code="beds"):
    return Indicator.objects.current().filter(code=code).first()


def test_a_draft_is_not_in_force_before_another_person_says_so(here, preparer, reviewer):
    entry = draft_indicator(DRAFT, by=preparer, at=here.at)
    assert in_force() is None
    with pytest.raises(AdoptOwn):
        adopt_indicator(entry, by=preparer, at=here.at)
    adopt_indicator(entry, by=reviewer, at=here.at)
    assert in_force() == entry
    with pytest.raises(AdoptedAlready):
        adopt_indicator(entry, by=reviewer, at=here.at)


def test_a_changed_definition_starts_a_new_series_and_leaves_the_old_one(here, preparer, reviewer):
    old = here.indicators["people"]
    here.put(("people", A, "2011", "5"))
    changed = replace(DRAFT, code="people", name="人口", definition="另一口径")
    new = adopt_indicator(draft_indicator(changed, by=preparer, at=here.at), by=reviewer, at=here.at)
    assert (new.number, new.replaces) == (2, old)
    assert in_force("people") == new
    assert figures.series(new, here.places[A], rehearsal=False) == []
    assert figures.series(old, here.places[A], rehearsal=False)[0][1].value == 5


def test_one_draft_of_an_entry_waits_at_a_time(here, preparer, reviewer):
    draft_indicator(DRAFT, by=preparer, at=here.at)
    with pytest.raises(DraftWaits):
        draft_indicator(DRAFT, by=reviewer, at=here.at)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"code": "床位"}, BadCode),
        ({"code": "Beds"}, BadCode),
        ({"code": "quarter"}, CodeReserved),
        ({"name": " "}, Unsaid),
        ({"definition": ""}, Unsaid),
        ({"scale": 5}, ScaleTooFine),
        ({"lowest": Decimal(5), "highest": Decimal(4)}, RangeBackwards),
        ({"lowest": Decimal("0.5")}, EndUnreadable),
        ({"over_places": "weighted"}, RuleIncomplete),
        ({"over_places": "ratio"}, RuleIncomplete),
        ({"formula": "people +"}, FormulaWrong),
        ({"formula": "people > 5"}, FormulaWrong),
        ({"formula": "people + nothing"}, FormulaNames),
        ({"formula": "beds + people"}, FormulaCircle),
        ({"formula": "last.beds + people"}, FormulaCircle),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_kept(here, preparer, change, refusal):
    before = Indicator.objects.count()
    with pytest.raises(refusal) as refused:
        draft_indicator(replace(DRAFT, **change), by=preparer, at=here.at)
    assert "没有保存" in str(refused.value) or refusal is Unsaid
    assert Indicator.objects.count() == before


def test_a_circle_through_other_formulas_is_seen(here, preparer, reviewer):
    first = replace(DRAFT, code="first", formula="people * 2")
    second = replace(DRAFT, code="second", formula="first + 1")
    for draft in (first, second):
        adopt_indicator(draft_indicator(draft, by=preparer, at=here.at), by=reviewer, at=here.at)
    with pytest.raises(FormulaCircle):
        draft_indicator(replace(first, formula="second / 2"), by=preparer, at=here.at)


def test_a_circle_that_closed_while_a_draft_waited_is_seen_when_it_is_put_in_force(here, preparer, reviewer):
    for code in ("first", "second"):
        draft = replace(DRAFT, code=code, formula="people * 2")
        adopt_indicator(draft_indicator(draft, by=preparer, at=here.at), by=reviewer, at=here.at)
    one = draft_indicator(replace(DRAFT, code="first", formula="second"), by=preparer, at=here.at)
    other = draft_indicator(replace(DRAFT, code="second", formula="first"), by=preparer, at=here.at)
    adopt_indicator(one, by=reviewer, at=here.at)
    with pytest.raises(FormulaCircle):
        adopt_indicator(other, by=reviewer, at=here.at)
    other.refresh_from_db()
    assert other.adopted_at is None


def test_a_formula_put_in_force_is_computed_for_all_figures_there_are(here, preparer, reviewer):
    here.put(("people", A, "2010", "100"), ("people", A, "2011", "130"))
    here.put(("people", A, "2011", "7"), rehearsal=True)
    draft = replace(DRAFT, code="growth", formula="people - last.people")
    entry = adopt_indicator(draft_indicator(draft, by=preparer, at=here.at), by=reviewer, at=here.at)
    (found,) = figures.series(entry, here.places[A], rehearsal=False)
    assert (found[0], found[1].value) == ("2011", 30)
    assert figures.series(entry, here.places[A], rehearsal=True) == []


def test_whoever_may_not_keep_the_dictionary_changes_nothing(here, clerk, preparer):
    entry = draft_indicator(DRAFT, by=clerk, at=here.at)  # a bureau drafts
    with pytest.raises(NotAllowed):
        adopt_indicator(entry, by=clerk, at=here.at)
    with pytest.raises(NotAllowed):
        set_composite_weights({}, in_force_from=date(2013, 1, 1), basis="演练", by=clerk, at=here.at)


def test_a_target_is_set_once_for_a_year_with_its_basis(here, preparer):
    people = here.indicators["people"]
    told = {"indicator": people, "year": 2015, "by": preparer, "at": here.at}
    general = set_target(**told, place=None, value=None, basis="方案四")
    own = set_target(**told, place=here.places[A], value=Decimal(9), basis="方案四")
    assert (general.amount, own.amount) == (None, 9)
    for place in (None, here.places[A]):
        with pytest.raises(TargetTaken):
            set_target(**told, place=place, value=None, basis="又一次")
    with pytest.raises(Unsaid):
        set_target(**told | {"year": 2020}, place=None, value=None, basis=" ")
    with pytest.raises(EndUnreadable):
        set_target(**told | {"year": 2020}, place=None, value=Decimal("0.5"), basis="方案四")
    assert Target.objects.count() == 2


def test_a_bureau_sets_targets_of_the_indicators_it_answers_for(here, clerk, stranger):
    people = here.indicators["people"]
    told = {"indicator": people, "place": None, "year": 2015, "value": None, "basis": "方案四", "at": here.at}
    with pytest.raises(NotAllowed):
        set_target(**told, by=clerk)
    people.owner = clerk.unit
    with pytest.raises(NotAllowed):
        set_target(**told, by=stranger)
    assert set_target(**told, by=clerk).set_by == clerk


def test_weights_of_a_field_sum_to_a_hundred(here, preparer):
    one, two, three, other = (here.indicators[code] for code in ("people", "urban", "standard", "plain"))
    for entry, target in ((one, "service"), (two, "service"), (three, "service"), (other, "facilities")):
        entry.target_field = target
        entry.save(update_fields=["target_field"])
    told = {"in_force_from": date(2013, 1, 1), "basis": "演练", "by": preparer, "at": here.at}
    for percents in ({one: 60, two: 30}, {one: 60, other: 40}, {one: 150, two: -50}, {}):
        with pytest.raises(WeightsNotWhole):
            set_composite_weights(percents, **told)
    set_composite_weights({one: 60, two: 40}, **told)
    with pytest.raises(WeightsTaken, match="演练"):
        set_composite_weights({one: 50, two: 50}, **told)
    with pytest.raises(WeightsTaken):  # also over other indicators of the field
        set_composite_weights({three: 100}, **told)
    assert sorted(CompositeWeight.objects.values_list("percent", flat=True)) == [40, 60]


def test_an_indicator_at_zero_is_left_out_of_the_weights(here, preparer):
    one, two = (here.indicators[code] for code in ("people", "urban"))
    Indicator.objects.filter(code__in=("people", "urban")).update(target_field="service")
    one.refresh_from_db(), two.refresh_from_db()
    told = {"in_force_from": date(2013, 1, 1), "basis": "演练", "by": preparer, "at": here.at}
    set_composite_weights({one: 100, two: 0}, **told)
    assert [(weight.indicator, weight.percent) for weight in CompositeWeight.objects.order_by("pk")] == [(one, 100)]


def test_weights_are_not_set_for_a_day_that_has_passed(here, preparer):
    told = {"basis": "演练", "by": preparer, "at": here.at}
    day = here.at.date()
    with pytest.raises(WeightsInThePast):
        set_composite_weights({here.indicators["people"]: 100}, in_force_from=day - timedelta(days=1), **told)
    assert set_composite_weights({here.indicators["people"]: 100}, in_force_from=day, **told)


def test_an_indicator_without_a_good_direction_has_no_weight(here, preparer):
    entry = here.indicators["people"]
    entry.good = "neither"
    with pytest.raises(WithoutDirection, match=entry.name):
        set_composite_weights({entry: 100}, in_force_from=date(2013, 1, 1), basis="演练", by=preparer, at=here.at)
