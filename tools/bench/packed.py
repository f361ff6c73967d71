"""Ours: the invented country in packed sheets, written and read by the product's own doors."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from django.db import transaction
from tools.bench.country import GAP, Country

from luoxiao.core import trail
from luoxiao.indicators import figures
from luoxiao.indicators.actions import NewRow, OriginDraft, put_rows
from luoxiao.indicators.models import Indicator, Origin, Place, Sheet
from luoxiao.indicators.packing import LOWEST
from luoxiao.organisations.models import Area, AreaCounty, Region

AT = datetime(2012, 10, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


class Packed:
    """Places and dictionary are made when it is; `load` writes the figures."""

    def __init__(self, country: Country) -> None:
        self.country = country
        with transaction.atomic():
            self._counties = self._make_counties()
            self._indicators = self._make_indicators()
        self._areas = list(Place.objects.filter(kind=Place.Kind.AREA).order_by("pk"))
        self._nation = Place.objects.get(code="000000")

    def _make_counties(self) -> list[Place]:
        """Counties of an invented province, spread over the areas that there are."""
        AreaCounty.objects.all().delete()
        size = self.country.size.counties
        province = Region.objects.filter(level=Region.Level.PROVINCE).order_by("pk")[0]
        regions = Region.objects.bulk_create(
            Region(
                level=Region.Level.COUNTY,
                parent=province,
                code_2012=f"9{n:05}",
                code_now=f"9{n:05}",
                name_2012=f"演练县{n}",
                name_now=f"演练县{n}",
                source="演练",
                confidence="low",
            )
            for n in range(size)
        )
        areas = list(Area.objects.order_by("number"))
        AreaCounty.objects.bulk_create(
            AreaCounty(area=areas[area], county=region, on_contiguous_list=True, confidence="low")
            for region, area in zip(regions, self.country.area.tolist(), strict=True)
        )
        return Place.objects.bulk_create(
            Place(code=region.code_2012, kind=Place.Kind.COUNTY, name=region.name_2012, region=region)
            for region in regions
        )

    def _make_indicators(self) -> list[Indicator]:
        made: list[Indicator] = []
        for number in range(self.country.size.indicators):
            rule = Indicator.OverPlaces.WEIGHTED if number else Indicator.OverPlaces.SUM
            entry = Indicator(
                code=f"bench{number}", name=f"演练指标{number}", definition="演练", unit="元", period="quarter",
                good="more", over_time="latest", over_places=rule, weight=made[0] if number else None, scale=1,
                made_at=AT, adopted_at=AT,
            )  # fmt: skip
            entry.save()
            made.append(entry)
        return made

    def load(self) -> None:
        """All figures in one transaction."""
        origin = OriginDraft(Origin.Kind.LOAD, "演练", Origin.Confidence.LOW)
        put_rows(self._rows(), origin=origin, rehearsal=True, by=trail.Job("演练"), at=AT)

    def _rows(self) -> Iterator[NewRow]:
        places = np.array([place.pk for place in self._counties], np.int64)
        for quarter, indicator, amounts in self.country.rows():
            known = amounts != GAP
            period = self.country.period(quarter)
            yield NewRow(self._indicators[indicator], period, places[known], amounts[known])

    def check(self) -> None:
        """What is read is what was written: the gap tables against the plain reading. Raises AssertionError."""
        wanted = self.country.gaps(3)
        found = self.gaps(3)
        assert found.keys() == wanted.keys()
        worst = max(abs(found[cell] - wanted[cell]) for cell in wanted)
        assert worst <= 1, worst  # both sides are rounded to the last decimal place
        assert (
            Sheet.objects.filter(is_rehearsal=True).count() == self.country.size.indicators * self.country.size.quarters
        )

    def gap(self, quarter: int, area: int) -> dict[tuple[int, int], float]:
        """By indicator the area's weighted mean of one quarter less the nation's."""
        return self._gaps(quarter, {area: self._areas[area]})

    def gaps(self, quarter: int) -> dict[tuple[int, int], float]:
        """By indicator and area the same."""
        return self._gaps(quarter, dict(enumerate(self._areas)))

    def _gaps(self, quarter: int, areas: dict[int, Place]) -> dict[tuple[int, int], float]:
        period, nation = self.country.period(quarter), self._nation.pk
        places = [nation, *(area.pk for area in areas.values())]
        found = figures.rollups(self._indicators[1:], places, rehearsal=True, period=period)
        gaps = {}
        for number, indicator in enumerate(self._indicators[1:], 1):
            mean = found[indicator.pk, period, nation].value
            for order, area in areas.items():
                own = found[indicator.pk, period, area.pk].value
                if own is not None and mean is not None:
                    gaps[number, order] = float(own - mean) * 10
        return gaps

    def area_series(self, indicator: int, area: int) -> object:
        return figures.rolled_series(self._indicators[indicator], self._areas[area], rehearsal=True)

    def series(self, indicator: int, county: int) -> object:
        return figures.series(self._indicators[indicator], self._counties[county], rehearsal=True)

    def profile(self, county: int, quarter: int) -> object:
        period = self.country.period(quarter)
        return figures.profile(self._counties[county], self._indicators, rehearsal=True, period=period)

    def life(self, county: int) -> object:
        return figures.profile(self._counties[county], self._indicators, rehearsal=True)

    def ranking(self, indicator: int, quarter: int) -> object:
        return figures.figures(self._indicators[indicator], self.country.period(quarter), rehearsal=True)

    def below(self, quarter: int) -> dict[int, int]:
        """A question nobody prepared: how many counties lie below the mean of all, for each indicator."""
        found = {}
        period = self.country.period(quarter)
        for indicator, _period, row in figures.rows(self._indicators, rehearsal=True, period=period):
            amounts = row[row >= LOWEST]
            found[indicator] = int((amounts * len(amounts) < amounts.sum()).sum())
        return found

    def highest(self) -> dict[int, tuple[int, int]]:
        """A question nobody prepared, over every figure: the highest of each indicator, and how many there are."""
        found: dict[int, tuple[int, int]] = {}
        for indicator, _period, row in figures.rows(self._indicators, rehearsal=True):
            highest, many = found.get(indicator, (0, 0))  # marks lie below every number
            found[indicator] = max(highest, int(row.max(initial=0))), many + int(np.count_nonzero(row >= LOWEST))
        return found
