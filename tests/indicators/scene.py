"""A small land: a nation, an area of three counties, one county outside; four indicators. All figures are invented."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from luoxiao.core import trail
from luoxiao.indicators.actions import NewFigure, OriginDraft, put_figures
from luoxiao.indicators.figures import Mark
from luoxiao.indicators.models import Indicator, Origin, Place
from luoxiao.organisations.models import Area, AreaCounty, Region

BY = trail.Job("演练")
PUBLISHED = OriginDraft(Origin.Kind.PUBLISHED, "演练公报", Origin.Confidence.HIGH)


@dataclass
class Land:
    """What stands in it, by code."""

    places: dict[str, Place]
    indicators: dict[str, Indicator]
    at: datetime

    def figure(self, indicator: str, place: str, period: str, value: str | Decimal | Mark) -> NewFigure:
        """A figure to be put in; a text that is a number is one."""
        said = Decimal(value) if isinstance(value, str) and value.replace(".", "").isdigit() else value
        return NewFigure(self.indicators[indicator], self.places[place], period, said)

    def put(self, *cells: tuple[str, str, str, str | Decimal | Mark], rehearsal: bool = False, **more: Any) -> Origin:
        """Put figures in as the installation does."""
        figures = [self.figure(*cell) for cell in cells]
        return put_figures(
            figures, origin=more.pop("origin", PUBLISHED), rehearsal=rehearsal, by=BY, at=self.at, **more
        )


def make_indicator(code: str, at: datetime, **more: Any) -> Indicator:
    """An entry in force."""
    plain: dict[str, Any] = {
        "name": code,
        "definition": "演练",
        "unit": "人",
        "period": Indicator.Period.YEAR,
        "good": Indicator.Good.MORE,
        "over_time": Indicator.OverTime.LATEST,
        "over_places": Indicator.OverPlaces.SUM,
    }
    return Indicator.objects.create(code=code, made_at=at, adopted_at=at, **plain | more)


def make_region(code: str, name: str, parent: Region | None = None, now: tuple[str, str] | None = None) -> Region:
    level = Region.Level.COUNTY if parent else Region.Level.PROVINCE
    code_now, name_now = now or (code, name)
    return Region.objects.create(
        level=level,
        parent=parent,
        code_2012=code,
        code_now=code_now,
        name_2012=name,
        name_now=name_now,
        source="演练",
        confidence="high",
    )


def land(at: datetime) -> Land:
    """Make it. 甲县 was renamed; 丁县 lies outside the area."""
    province = make_region("990000", "某省")
    renamed = make_region("990121", "甲县", province, now=("990104", "甲区"))
    counties = [
        renamed,
        *(make_region(f"9901{n}", f"{name}县", province) for n, name in ((22, "乙"), (23, "丙"), (24, "丁"))),
    ]
    area = Area.objects.create(
        number=11, name="某山区", name_en="Some Mountains", short_name="某片区", is_one_of_11=True, source="演练",
        confidence="high",
    )  # fmt: skip
    for county in counties[:3]:
        AreaCounty.objects.create(
            area=area, county=county, on_contiguous_list=True, in_area_plan=True, confidence="high"
        )
    places = [Place(code="000000", kind=Place.Kind.NATION, name="全国")]
    places.append(Place(code="LXS", kind=Place.Kind.AREA, name="某片区", area=area))
    places += [Place(code=r.code_2012, kind=Place.Kind.COUNTY, name=r.name_2012, region=r) for r in counties]
    for place in places:
        place.save()
    people = make_indicator("people", at)
    urban = make_indicator("urban", at)
    entries = {
        "people": people,
        "urban": urban,
        "standard": make_indicator(
            "standard", at, unit="元/人·年", scale=1, over_places=Indicator.OverPlaces.WEIGHTED, weight=people
        ),
        "share": make_indicator(
            "share", at, unit="%", scale=1, over_places=Indicator.OverPlaces.RATIO, numerator=urban, denominator=people,
            lowest=0, highest=1000,
        ),
        "plain": make_indicator("plain", at, over_places=Indicator.OverPlaces.MEAN),
        "never": make_indicator("never", at, over_places=Indicator.OverPlaces.NONE),
    }  # fmt: skip
    return Land({place.code: place for place in places}, entries, at)
