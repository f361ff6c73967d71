"""The 14 areas, their counties and liaison ministries."""

from collections import Counter

from luoxiao.core.package_data import area_counties, area_liaisons, areas, regions, units

BY_NUMBER = {area.number: area for area in areas()}
LISTED = [row for row in area_counties() if row.on_contiguous_list]
PLANNED = [row for row in area_counties() if row.in_area_plan]


def test_there_are_14_areas_and_11_of_them_have_liaison_ministries() -> None:
    assert list(BY_NUMBER) == list(range(1, 15))
    eleven = {area.number for area in areas() if area.is_one_of_11}
    assert len(eleven) == 11
    assert {row.area_number for row in area_liaisons()} == eleven


def test_the_list_has_680_counties_as_many_in_each_area_as_the_area_says() -> None:
    assert len(LISTED) == 680
    assert Counter(row.area_number for row in LISTED) == {area.number: area.counties_in_list for area in areas()}


def test_the_eleven_areas_have_505_counties_and_the_other_three_175() -> None:
    listed = Counter(BY_NUMBER[row.area_number].is_one_of_11 for row in LISTED)
    assert listed == {True: 505, False: 175}


def test_the_luoxiao_plan_has_24_counties_and_one_of_them_is_not_on_the_list() -> None:
    assert len(PLANNED) == 24 == BY_NUMBER[11].counties_in_plan
    assert {row.area_number for row in PLANNED} == {11}
    assert [row.code_2012 for row in PLANNED if not row.on_contiguous_list] == ["360702"]


def test_the_counties_of_the_other_plans_are_not_known() -> None:
    assert all(row.in_area_plan is None for row in area_counties() if row.area_number != 11)


def test_no_county_is_in_two_areas() -> None:
    assert max(Counter(row.code_2012 for row in area_counties()).values()) == 1


def test_the_provinces_of_an_area_are_those_of_its_counties() -> None:
    known = {region.code_2012 for region in regions()}
    for area in areas():
        of_counties = {row.code_2012[:2] + "0000" for row in area_counties() if row.area_number == area.number}
        assert set(area.province_codes) == of_counties <= known


def test_liaison_ministries_are_known_units_one_or_two_an_area() -> None:
    ministries = {unit.code for unit in units() if unit.kind == "ministry"}
    assert {row.unit_code for row in area_liaisons()} <= ministries
    orders: dict[int, list[int]] = {}
    for row in area_liaisons():
        orders.setdefault(row.area_number, []).append(row.order)
    assert {number for number, order in orders.items() if order == [1, 2]} == {2, 5}
    assert all(order in ([1], [1, 2]) for order in orders.values())


def test_the_ministry_of_civil_affairs_liaises_with_luoxiao() -> None:
    assert [row.unit_code for row in area_liaisons() if row.area_number == 11] == ["mca"]


def test_recalled_numbers_of_plan_counties_are_marked() -> None:
    low = {area.number for area in areas() if area.counties_in_plan_confidence == "low"}
    assert low == {1, 3, 5, 6}
    assert all("记忆" in BY_NUMBER[number].note for number in low)
