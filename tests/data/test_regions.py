"""Places: codes, names and parents."""

import re
from collections import Counter

from luoxiao.core.package_data import RegionRow, area_counties, regions

BY_CODE = {region.code_2012: region for region in regions()}
COUNTIES = [region for region in regions() if region.level == "county"]
WITHOUT_STANDARD_CODE = {"6328X1": "冷湖行委", "6328X2": "大柴旦行委", "6328X3": "茫崖行委"}


def test_there_are_21_provinces_124_prefectures_and_681_counties() -> None:
    assert Counter(region.level for region in regions()) == {"province": 21, "prefecture": 124, "county": 681}


def test_no_code_of_2012_is_used_twice() -> None:
    assert len(BY_CODE) == len(regions())


def test_codes_are_six_digits_except_the_three_places_that_had_none() -> None:
    odd = {code: region.name_2012 for code, region in BY_CODE.items() if not re.fullmatch(r"\d{6}", code)}
    assert odd == WITHOUT_STANDARD_CODE
    assert {region.code_2012 for region in regions() if region.code_basis == "own"} == set(odd)
    assert all(re.fullmatch(r"\d{6}", region.code_now) for region in regions())


def test_a_code_of_today_belongs_to_one_place_unless_places_were_merged() -> None:
    shared = Counter(region.code_now for region in regions())
    assert {code: count for code, count in shared.items() if count > 1} == {"632803": 2}


def test_every_parent_is_there_and_one_level_up() -> None:
    assert all(region.parent_code_2012 == "" for region in regions() if region.level == "province")
    for region in regions():
        if region.level == "prefecture":
            assert BY_CODE[region.parent_code_2012].level == "province"
        if region.level == "county":
            assert BY_CODE[region.parent_code_2012].level in {"prefecture", "province"}


def test_a_code_begins_like_its_parents_code() -> None:
    for region in regions():
        significant = 4 if region.level == "county" and not region.parent_code_2012.endswith("0000") else 2
        if region.parent_code_2012:
            assert region.code_2012[:significant] == region.parent_code_2012[:significant], region
        endings = {"province": "0000", "prefecture": "00", "county": ""}
        assert region.code_2012.endswith(endings[region.level])


def test_only_counties_of_a_municipality_or_directly_under_a_province_skip_the_prefecture() -> None:
    skipping = [county for county in COUNTIES if county.parent_code_2012.endswith("0000")]
    assert {BY_CODE[county.parent_code_2012].name_2012 for county in skipping} == {"重庆市"}
    assert len(skipping) == 12
    assert not [county for county in COUNTIES if county.code_2012[2:4] == "90" and county not in skipping]


def test_provinces_have_their_full_names() -> None:
    endings = ("省", "自治区", "市")
    assert all(region.name_2012.endswith(endings) for region in regions() if region.level == "province")
    assert BY_CODE["450000"].name_2012 == "广西壮族自治区"
    assert BY_CODE["360000"].name_2012 == "江西省"


def test_what_changed_says_how_and_what_did_not_says_nothing() -> None:
    for region in regions():
        changed = (region.code_2012, region.name_2012) != (region.code_now, region.name_now)
        assert bool(region.rename_note) is changed, region


def test_the_two_renamed_counties_of_the_area_have_both_codes() -> None:
    assert _codes("赣县") == ("360721", "360704", "赣县区", "2016-10")
    assert _codes("南康市") == ("360782", "360703", "南康区", "")


def test_a_date_of_renaming_is_a_year_month_or_day() -> None:
    given = [region.renamed_on for region in regions() if region.renamed_on]
    assert given
    assert all(re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", day) for day in given)


def test_every_county_is_in_an_area() -> None:
    assert {county.code_2012 for county in COUNTIES} == {row.code_2012 for row in area_counties()}


def test_every_fact_has_a_source_and_a_confidence() -> None:
    assert all(region.source and region.confidence in {"high", "medium"} for region in regions())


def test_texts_fit_the_columns_they_are_stored_in() -> None:
    assert max(len(region.rename_note) for region in regions()) <= 300
    assert max(len(region.source) for region in regions()) <= 300
    assert max(len(region.name_now) for region in regions()) <= 40


def _codes(name: str) -> tuple[str, str, str, str]:
    region: RegionRow = next(county for county in COUNTIES if county.name_2012 == name)
    return region.code_2012, region.code_now, region.name_now, region.renamed_on
