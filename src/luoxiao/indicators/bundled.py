"""Loads the bundled facts: places, the dictionary, and the published figures of counties, areas and the nation.

The figures go through the same door as any file (actions/loading.py); loading again changes nothing.
"""

import csv
from datetime import datetime
from decimal import Decimal
from importlib.resources import files

from django.db import transaction

from luoxiao.core import trail
from luoxiao.indicators.actions.dictionary import IndicatorDraft, entry_of
from luoxiao.indicators.actions.loading import load_file
from luoxiao.indicators.models import CompositeWeight, Indicator, Origin, Place, Target
from luoxiao.organisations.models import Area, Region, Unit

DATA = files("luoxiao") / "data"
FIGURES = ("national_figures.csv", "county_figures.csv", "area_county_figures.csv")
AREA_CODES = {11: "LXS", 7: "DXAL"}  # as the published tables write them; others are A1, A2, …
# Provinces named in figures of which no county is on the list.
FURTHER = {"110000": "北京市", "350000": "福建省", "440000": "广东省"}


def load(*, at: datetime) -> None:
    """Places, dictionary and figures, once; what is there stays as it is."""
    if Indicator.objects.exists():
        return
    with transaction.atomic():
        _places()
        _dictionary(at)
        for name in FIGURES:
            content = (DATA / name).read_bytes()
            load_file(content, name, dry_run=False, by=trail.Job("installation"), at=at, kind=Origin.Kind.PUBLISHED)


def _places() -> None:
    """The nation first, then areas and regions: the order in which they lie in every sheet."""
    places = [Place(code="000000", kind=Place.Kind.NATION, name="全国")]
    for area in Area.objects.order_by("number"):
        code = AREA_CODES.get(area.number, f"A{area.number}")
        places.append(Place(code=code, kind=Place.Kind.AREA, name=area.short_name, area=area))
    for level in Region.Level:
        regions = Region.objects.filter(level=level).order_by("code_2012")
        places += [Place(code=r.code_2012, kind=level, name=r.name_2012, region=r) for r in regions]
    places += [Place(code=code, kind=Place.Kind.PROVINCE, name=name) for code, name in FURTHER.items()]
    Place.objects.bulk_create(places)


def _dictionary(at: datetime) -> None:
    """Entries in the order of the file, so that what others are weighted by or made of stands before them."""
    made: dict[str, Indicator] = {}
    units = {unit.code: unit for unit in Unit.objects.all()}
    for row in csv.DictReader((DATA / "dictionary.csv").read_text(encoding="utf-8").splitlines()):
        entry = entry_of(_draft(row, made, units))
        entry.made_at = entry.adopted_at = at
        entry.save()
        made[entry.code] = entry
        _aims(entry, row, at)


def _draft(row: dict[str, str], made: dict[str, Indicator], units: dict[str, Unit]) -> IndicatorDraft:
    return IndicatorDraft(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        definition=row["definition"],
        unit=row["unit"],
        period=row["period"],
        source=row["source"],
        good=row["good"],
        over_time=row["over_time"],
        over_places=row["over_places"],
        scale=int(row["scale"]),
        owner=units[row["owner"]] if row["owner"] else None,
        weight=made[row["weight"]] if row["weight"] else None,
        numerator=made[row["numerator"]] if row["numerator"] else None,
        denominator=made[row["denominator"]] if row["denominator"] else None,
        formula=row["formula"],
        lowest=Decimal(row["lowest"]) if row["lowest"] else None,
        highest=Decimal(row["highest"]) if row["highest"] else None,
        clause_path=row["clause"],
        target_field=row["field"],
    )


def _aims(entry: Indicator, row: dict[str, str], at: datetime) -> None:
    """The plan's target (四: the national average) and the weight in the composite index of its field."""
    for year in row["target_years"].split():
        Target.objects.create(indicator=entry, year=int(year), basis=row["target_basis"], set_at=at)
    if row["percent"]:
        CompositeWeight.objects.create(
            indicator=entry, percent=int(row["percent"]), in_force_from=at.date(), basis=row["percent_basis"]
        )
