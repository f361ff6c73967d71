"""One source makes the form, whom it asks, and what it knows already."""

from datetime import datetime
from decimal import Decimal

import pytest

from luoxiao.organisations.models import Area, AreaCounty, Region
from luoxiao.returns import actions, specs
from luoxiao.returns.form import Identity, Known
from luoxiao.returns.models import Call, Return
from tests.returns import scene as scenes
from tests.returns.scene import LAST, PERIOD, Scene, fresh, person


def test_a_form_is_what_the_dictionary_says(call: Call) -> None:
    form = specs.form_of(call)
    assert (form.template, form.number, form.name, form.period) == ("YL-01", 1, "演练季报", PERIOD)
    first, rate = form.lines[0], form.lines[3]
    assert (first.code, first.name, first.unit, first.scale, first.highest) == ("A01", "床位", "张", 0, 100_000)
    assert (rate.highest, rate.is_required, rate.definition) == (Decimal(100), False, "满意率（演练）")


def test_a_workbook_names_its_form_period_and_unit(filed: Return) -> None:
    assert specs.identity_of(filed) == Identity("YL-01", 1, PERIOD, "county-a", "甲县局", False)


def test_what_is_known_says_where_from(filed: Return, at: datetime) -> None:
    scenes.put({"beds": "1600"}, at, period=LAST)
    scenes.put({"beds": "1650"}, at, period=PERIOD)
    known = specs.known_for(filed)
    assert known["A01"] == Known(last=Decimal(1600), this=Decimal(1650), source="演练年鉴")
    assert known["A02"] == Known()


def test_figures_of_another_county_are_not_known(filed: Return, at: datetime) -> None:
    scenes.put({"beds": "1600"}, at, period=LAST, place="360731")
    assert specs.known_for(filed)["A01"] == Known()


def test_an_answer_to_the_same_call_is_not_known_from_elsewhere(filed: Return, at: datetime) -> None:
    scenes.accepted(filed, at)
    assert specs.known_for(fresh(filed))["A01"] == Known()
    following = Call(template=filed.call.template, period="2012Q4")
    assert specs.known_for_units(following, [filed.unit])[filed.unit_id]["A01"].last == Decimal(1700)


def test_real_and_rehearsal_figures_do_not_meet(scene: Scene, filed: Return, at: datetime) -> None:
    scenes.put({"beds": "1600"}, at, period=LAST, rehearsal=True)
    assert specs.known_for(filed)["A01"] == Known()
    call = scenes.make_call(scene, at, is_rehearsal=True)
    assert specs.known_for(fresh(call.returns.get(unit=scene.county)))["A01"].last == Decimal(1600)


def test_what_is_known_of_many_units_takes_no_more_queries(call: Call, scene: Scene, at: datetime) -> None:
    scenes.put({"beds": "1600", "spent": "20"}, at, period=PERIOD)
    scenes.put({"beds": "1600", "spent": "20"}, at, period=LAST, place="360731")
    units = [*scene.counties, scene.prefecture]
    counted = []
    for some in (units[:1], units):
        call = Call.objects.select_related("template").get(pk=call.pk)  # each round begins with nothing read
        with scenes.counting() as queries:
            found = specs.known_for_units(call, some)
        counted.append(len(queries))
        assert len(found) == len(some)
    assert counted[0] == counted[1] <= 7


def test_what_is_known_of_one_unit_asks_no_more_where_other_counties_have_figures(filed: Return, at: datetime) -> None:
    scenes.put({"beds": "1600"}, at, period=PERIOD)
    asked = []
    for _more in range(2):
        with scenes.counting() as queries:
            assert specs.known_for(fresh(filed))["A01"].this == Decimal(1600)
        asked.append([query["sql"] for query in queries])
        scenes.put({"beds": "1700"}, at, period=PERIOD, place="360731")
    assert asked[0] == asked[1]


@pytest.fixture
def area(scene: Scene) -> Area:
    made = Area.objects.create(
        number=1, name="演练片区", name_en="a", short_name="演练", is_one_of_11=True, source="演练", confidence="high"
    )
    for code, listed, planned in (("360730", True, True), ("360731", True, None)):
        county = Region.objects.get(code_2012=code)
        AreaCounty.objects.create(
            area=made, county=county, on_contiguous_list=listed, in_area_plan=planned, confidence="high"
        )
    return made


def test_an_area_asks_its_counties_or_those_above_them(area: Area, scene: Scene) -> None:
    assert specs.units_asked(area=area) == scene.counties
    assert specs.units_asked(area=area, level="prefecture") == [scene.prefecture]
    assert [unit.short_name for unit in specs.units_asked(area=area, level="province")] == ["甲省厅"]


def test_a_county_that_the_areas_plan_leaves_out_is_not_asked(area: Area, scene: Scene) -> None:
    area.memberships.filter(county__code_2012="360731").update(in_area_plan=False)
    assert specs.units_asked(area=area) == [scene.county]


def test_named_units_are_asked_once_beside_an_area(area: Area, scene: Scene) -> None:
    asked = specs.units_asked(area=area, units=[scene.county, scene.prefecture])
    assert asked == [scene.prefecture, *scene.counties]
    assert specs.units_asked(units=[scene.county]) == [scene.county]


def test_numbers_like_another_units_are_found_only_in_the_same_call(call: Call, scene: Scene, at: datetime) -> None:
    mine, neighbours = (fresh(call.returns.get(unit=unit)) for unit in scene.counties)
    scenes.certified(neighbours, at, filler="neighbour", certifier="neighbour2")
    assert [fault.code for fault in specs.checked(mine, scenes.entries())] == ["like-another"]
    assert specs.checked(mine, scenes.entries(A01="1701", A02="1500", B01="319.5")) == ()
    assert specs.checked(mine, scenes.entries(A01="3520.5", A02="0", B01="0"))[0].code == "decimals"
    actions.close_call(call, seen=call.version, by=person("asker"), at=at)
    other = scenes.make_call(scene, at, title="补报", units=[scene.county])
    assert specs.checked(fresh(other.returns.get()), scenes.entries()) == ()
