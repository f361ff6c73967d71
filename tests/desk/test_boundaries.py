"""The outlines of the counties: all of the area's, each in its place, none of them torn."""

import re

from luoxiao.core.package_data import area_counties
from luoxiao.desk.boundaries import outline


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def test_the_24_counties_of_the_areas_plan_have_an_outline() -> None:
    planned = {row.code_2012 for row in area_counties() if row.area_number == 11 and row.in_area_plan}
    assert {shape.code for shape in outline().counties} == planned
    assert len(planned) == 24


def test_every_county_lies_inside_the_picture_and_carries_its_name_inside_its_own_frame() -> None:
    drawn = outline()
    for shape in drawn.counties:
        across, down = zip(*points(shape.path), strict=True)
        assert 0 <= min(across) <= shape.x <= max(across) <= drawn.width
        assert 0 <= min(down) <= shape.y <= max(down) <= drawn.height


def test_rings_are_closed_and_neighbours_share_their_border() -> None:
    ends = {shape.code: points(shape.path) for shape in outline().counties}
    for shape in outline().counties:
        assert shape.path.count("M") == shape.path.count("Z")
    assert len(set(ends["360702"]) & set(ends["360721"])) > 10  # 章贡区 lies within 赣县


def test_north_is_up_and_east_is_right() -> None:
    by_code = {shape.code: shape for shape in outline().counties}
    north, south, west, east = (by_code[code] for code in ("361025", "360734", "431022", "360735"))
    assert north.y < south.y
    assert west.x < east.x


def test_the_land_around_and_the_border_of_the_provinces_are_drawn() -> None:
    assert len(outline().around) == 2
    assert outline().border.startswith("M")
    assert "Z" not in outline().border
