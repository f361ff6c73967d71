"""Puts the bundled places, units and bodies into the database (plan text 一; whence the facts: data/sources.md)."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from luoxiao.core import package_data
from luoxiao.core.package_data import BodyPost, BodyRow, Row
from luoxiao.organisations.models import (
    Area,
    AreaCounty,
    AreaLiaison,
    Body,
    BodyDivision,
    BodyDuty,
    Post,
    PostHolding,
    Region,
    Unit,
    UnitAlias,
)


@transaction.atomic
def load() -> None:
    """Load everything, parents before children; a database that already has its regions is left as it is."""
    if Region.objects.exists():
        return
    for level in Region.Level:
        _regions(level)
    _units()
    _areas()
    for body in package_data.bodies():
        _body(body)


def _columns(row: Row, *left_out: str) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name not in left_out}


def _regions(level: Region.Level) -> None:
    parents = {region.code_2012: region for region in Region.objects.all()}
    Region.objects.bulk_create(
        Region(
            parent=parents.get(row.parent_code_2012), **_columns(row, "parent_code_2012", "code_basis", "renamed_on")
        )
        for row in package_data.regions()
        if row.level == level
    )


def _units() -> None:
    """One by one, because a unit's parent stands above it in the same table."""
    regions = {region.code_2012: region for region in Region.objects.all()}
    made: dict[str, Unit] = {}
    for row in package_data.units():
        made[row.code] = Unit.objects.create(
            parent=made.get(row.parent_code),
            region=regions.get(row.region_code_2012),
            **_columns(row, "parent_code", "region_code_2012", "note"),
        )
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=made[row.unit_code], **_columns(row, "unit_code")) for row in package_data.unit_aliases()
    )


def _areas() -> None:
    regions = {region.code_2012: region for region in Region.objects.all()}
    units = _units_by_code()
    made: dict[int, Area] = {}
    for row in package_data.areas():
        made[row.number] = Area.objects.create(
            number=row.number,
            name=row.name_zh,
            name_en=row.name_en,
            short_name=row.short_zh,
            is_one_of_11=row.is_one_of_11,
            counties_on_list=row.counties_in_list,
            counties_in_plan=row.counties_in_plan,
            source=row.source,
            confidence=row.confidence,
            note=row.note,
        )
        made[row.number].provinces.set(regions[code] for code in row.province_codes)
    AreaCounty.objects.bulk_create(
        AreaCounty(
            area=made[row.area_number],
            county=regions[row.code_2012],
            on_contiguous_list=row.on_contiguous_list,
            in_area_plan=row.in_area_plan,
            confidence=row.list_confidence,
        )
        for row in package_data.area_counties()
    )
    AreaLiaison.objects.bulk_create(
        AreaLiaison(area=made[row.area_number], unit=units[row.unit_code], order=row.order, note=row.note)
        for row in package_data.area_liaisons()
    )


def _body(said: BodyRow) -> None:
    body = Body.objects.create(
        code=said.code,
        kind=said.kind,
        name=said.name,
        former_name=said.former_name,
        parent=Body.objects.filter(code=said.parent_code).first(),
        clause_path=said.clause_path,
        source=said.source,
    )
    for order, post in enumerate(said.posts, 1):
        _post(body, order, post)
    BodyDuty.objects.bulk_create(
        BodyDuty(body=body, order=order, text=duty.text, clause_path=duty.clause_path)
        for order, duty in enumerate(said.duties, 1)
    )
    units = _units_by_code()
    BodyDivision.objects.bulk_create(
        BodyDivision(body=body, order=order, name=division.name, unit=units.get(division.unit_code))
        for order, division in enumerate(said.divisions, 1)
    )


def _post(body: Body, order: int, said: BodyPost) -> None:
    post = Post.objects.create(body=body, order=order, title=said.title, described=said.described)
    PostHolding.objects.bulk_create(
        PostHolding(
            post=post,
            person=holder.person,
            other_title=holder.other_title,
            held_from=holder.held_from,
            source=body.source,
        )
        for holder in said.holders
    )


def _units_by_code() -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.all()}
