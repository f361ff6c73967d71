"""Units and the names they are printed under."""

import re
from collections import Counter

from luoxiao.core.package_data import area_counties, luoxiao_plan, regions, unit_aliases, units

BY_CODE = {unit.code: unit for unit in units()}
PLACES = {region.code_2012: region for region in regions()}

LEADS = {
    "mca-social-assistance": 3,
    "mca-special-care": 2,
    "mca-welfare-charity": 2,
    "mca-personnel": 2,
    "mca-ngo": 2,
    "mca-planning-finance": 2,
    "mca-social-work": 2,
    "mca-disaster-relief": 1,
    "mca-divisions-names": 1,
    "mca-primary-level": 1,
    "mca-international": 1,
}


def test_no_code_is_used_twice() -> None:
    assert len(BY_CODE) == len(units())
    assert all(re.fullmatch(r"[a-z0-9-]{2,40}", code) for code in BY_CODE)


def test_parents_come_before_their_children() -> None:
    seen: set[str] = set()
    for unit in units():
        assert unit.parent_code in seen | {""}, unit
        seen.add(unit.code)


def test_a_name_means_one_unit() -> None:
    names = [(name, unit.code) for unit in units() for name in {unit.name, unit.short_name}]
    names += [(alias.alias, alias.unit_code) for alias in unit_aliases()]
    assert {name: count for name, count in Counter(name for name, _ in names).items() if count > 1} == {}
    assert {code for _, code in names} == set(BY_CODE)


def test_the_ministry_has_eleven_bureaus_and_two_named_divisions() -> None:
    assert {unit.code for unit in units() if unit.kind == "bureau"} == set(LEADS)
    assert all(BY_CODE[code].parent_code == "mca" for code in LEADS)
    divisions = {unit.name for unit in units() if unit.kind == "division"}
    assert divisions == {"规划财务司综合处", "规划财务司规划统计处"}


def test_the_two_provinces_six_prefectures_and_24_counties_have_their_bureaus() -> None:
    kinds = Counter(unit.kind for unit in units() if unit.region_code_2012)
    assert kinds == {"province": 2, "prefecture": 6, "county": 24}
    planned = {row.code_2012 for row in area_counties() if row.in_area_plan}
    assert {unit.region_code_2012 for unit in units() if unit.kind == "county"} == planned


def test_a_local_bureau_is_named_after_its_place_and_guided_from_the_place_above() -> None:
    for unit in units():
        if not unit.region_code_2012:
            continue
        place = PLACES[unit.region_code_2012]
        assert unit.kind == place.level
        assert unit.name == place.name_2012 + ("民政厅" if place.level == "province" else "民政局")
        above = place.parent_code_2012
        assert unit.parent_code == (f"civil-affairs-{above}" if above else "mca")


def test_all_36_mentions_in_the_plan_name_a_known_unit() -> None:
    mentions = [name for names in _responsibility_brackets() for name in names]
    assert len(mentions) == 36
    assert {_unit_called(name) for name in mentions} == set(LEADS)


def test_the_19_measures_are_led_as_the_plan_says() -> None:
    assert Counter(_unit_called(names[0]) for names in _responsibility_brackets()) == LEADS
    assert sum(LEADS.values()) == 19


def test_other_bodies_named_in_the_plan_are_known() -> None:
    for name in ("财政部", "国务院扶贫办", "发展改革委", "国务院扶贫领导小组", "民政部"):
        assert name in luoxiao_plan().text
        assert _unit_called(name)


def test_bureaus_ministries_and_departments_have_english_names() -> None:
    assert all(unit.name_en for unit in units())
    assert len({unit.name_en for unit in units()}) == len(units())


def test_a_unit_ends_after_it_begins() -> None:
    ended = {unit.name for unit in units() if unit.valid_to}
    assert ended == {"铁道部", "卫生部", "国土资源部", "农业部", "国家林业局"}
    assert all(unit.valid_from is None for unit in units())


def _responsibility_brackets() -> list[list[str]]:
    """The unit names in the bracket that ends each numbered line of part 四."""
    part = luoxiao_plan().text.split("\n四、")[1]
    return [found[1].split("、") for found in re.finditer(r"^\d\..*\(([^()]+)\)$", part, re.MULTILINE)]


def _unit_called(name: str) -> str:
    aliases = {alias.alias: alias.unit_code for alias in unit_aliases()}
    called = [unit.code for unit in units() if name in (unit.name, unit.short_name)]
    return called[0] if called else aliases[name]
