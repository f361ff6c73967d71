"""The bundled facts against the tables they were taken from: nothing was altered on the way."""

import csv
from pathlib import Path

from luoxiao.core.package_data import area_counties, area_liaisons, areas, known_papers, regions, units

PLACES = {region.code_2012: region for region in regions()}
AREA_NUMBERS = {area.name_zh: area.number for area in areas()}
CHANGED_AFTER_APRIL_2019 = {
    "630122", "610928", "520522", "451021", "520221", "411626", "632321", "542232", "542623",
}  # fmt: skip
CODED_BY_US = {"冷湖行委": "6328X1", "大柴旦行委": "6328X2", "茫崖行委": "6328X3"}
CODED_IN_DECEMBER_2012 = {"双湖特别区": "542431"}


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _code(row: dict[str, str]) -> str:
    return row["gbt2260_201210"] or (CODED_BY_US | CODED_IN_DECEMBER_2012)[row["county_2012"]]


def _parent_name(code: str) -> str:
    return PLACES[PLACES[code].parent_code_2012].name_2012


def test_each_of_the_680_counties_has_its_codes_names_and_prefecture(shared: Path) -> None:
    for row in _table(shared / "domain" / "contiguous_680_counties.csv"):
        place = PLACES[_code(row)]
        assert place.name_2012 == row["county_2012"]
        assert _parent_name(place.code_2012) == row["prefecture_2012"]
        assert PLACES[place.code_2012[:2] + "0000"].name_2012.startswith(row["province"])
        if row["code_201904"] and place.code_2012 not in CHANGED_AFTER_APRIL_2019:
            assert (place.code_now, place.name_now) == (row["code_201904"], row["county_201904"])


def test_each_of_the_680_counties_is_in_its_area_as_surely_as_the_list_says(shared: Path) -> None:
    listed = {row.code_2012: row for row in area_counties() if row.on_contiguous_list}
    table = _table(shared / "domain" / "contiguous_680_counties.csv")
    assert len(table) == len(listed)
    for row in table:
        membership = listed[_code(row)]
        assert membership.area_number == AREA_NUMBERS[row["area"]]
        assert membership.list_confidence == row["list_confidence"]


def test_the_24_counties_have_their_codes_flags_and_prefectures(shared: Path) -> None:
    memberships = {row.code_2012: row for row in area_counties() if row.area_number == 11}
    table = _table(shared / "domain" / "counties.csv")
    assert {row["code_2012"] for row in table} == set(memberships)
    for row in table:
        place, membership = PLACES[row["code_2012"]], memberships[row["code_2012"]]
        now = (row["code_current"], row["name_current"])
        assert (place.name_2012, place.code_now, place.name_now) == (row["name_2012"], *now)
        assert _parent_name(place.code_2012) == row["prefecture"]
        assert membership.in_area_plan is (row["in_plan_24"] == "Y")
        assert membership.on_contiguous_list is (row["in_contiguous_list_23"] == "Y")


def test_the_areas_have_their_counts_provinces_and_ministries(shared: Path) -> None:
    names = {unit.code: unit.name for unit in units()}
    for row, area in zip(_table(shared / "domain" / "areas.csv"), areas(), strict=True):
        assert (area.number, area.name_zh, area.short_zh) == (int(row["no"]), row["area_zh"], row["short_form"])
        assert area.is_one_of_11 is (row["is_one_of_11"] == "Y")
        assert (area.counties_in_list, str(area.counties_in_plan or "")) == (
            int(row["counties_in_list"]),
            row["counties_in_plan"],
        )
        provinces = [PLACES[code].name_2012 for code in area.province_codes]
        for full, short in zip(sorted(provinces), sorted(row["provinces"].split()), strict=True):
            assert full.startswith(short)
        liaisons = [names[liaison.unit_code] for liaison in area_liaisons() if liaison.area_number == area.number]
        printed = [name.split("(")[0] for name in row["liaison_unit_zh"].split("; ")]
        assert liaisons == ([] if printed == [""] else printed)


def test_the_english_names_of_bureaus_are_those_of_the_vocabulary(shared: Path) -> None:
    english = {row["zh"].split("(")[0]: row["en"] for row in _table(shared / "domain" / "vocabulary.csv")}
    bureaus = [unit for unit in units() if unit.kind == "bureau"]
    assert {unit.name: unit.name_en for unit in bureaus} == {unit.name: english[unit.name] for unit in bureaus}


def test_every_registered_paper_is_in_the_notes(shared: Path) -> None:
    notes = "".join((shared / "domain" / name).read_text(encoding="utf-8") for name in ("luoxiao_plan.md", "rules.md"))
    notes += (shared / "plans" / "00-luoxiao-2012.txt").read_text(encoding="utf-8")
    numbers = {paper.number for paper in known_papers()}
    abbreviated = {"国办发〔2011〕60号", "国办发〔2011〕61号"}
    assert not [number for number in numbers - abbreviated if number not in notes]
