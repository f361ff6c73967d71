"""Areas out of their counties: the sums kept with each sheet, counted anew whenever a figure they rest on changes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from django.db import models

from luoxiao.core.periods import Period
from luoxiao.indicators import packing, sums
from luoxiao.indicators.models import Indicator, Place, Sheet
from luoxiao.indicators.packing import Amounts
from luoxiao.indicators.sums import Groups, Sum
from luoxiao.organisations.models import AreaCounty

Key = tuple[int | None, str | None]  # Indicator.id, period
Rows = dict[str, Amounts]  # by period


def groups() -> dict[int, list[int]]:
    """By Place.id what is put together of counties: the areas, and under the nation's all counties on record.

    An area is made of the counties of its plan, or of the national list where no plan's list is known. What stands
    under the nation is the country's own figure only where every county is on record; a published figure of the nation,
    in the row itself, goes before it. Two plain queries: a database that has just been filled joins badly.
    """
    places = list(Place.objects.order_by("pk").values_list("pk", "kind", "region_id", "area_id"))
    by_region = {region: pk for pk, _kind, region, _area in places if region is not None}
    members: dict[int, list[tuple[bool, bool, int]]] = {}
    for area, county, in_plan, listed in AreaCounty.objects.order_by("county_id").values_list(
        "area_id", "county_id", "in_area_plan", "on_contiguous_list"
    ):
        if county in by_region:
            members.setdefault(area, []).append((bool(in_plan), listed, by_region[county]))
    counties = [pk for pk, kind, _region, _area in places if kind == Place.Kind.COUNTY]
    found = {pk: counties for pk, kind, _region, _area in places if kind == Place.Kind.NATION}
    return found | {pk: _chosen(members.get(area, [])) for pk, _kind, _region, area in places if area is not None}


def _chosen(members: Iterable[tuple[bool, bool, int]]) -> list[int]:
    of_plan = [county for in_plan, _listed, county in members if in_plan]
    return of_plan or [county for _in_plan, listed, county in members if listed]


def count_resting(sheets: Sequence[Sheet], rehearsal: bool) -> None:
    """Count anew and save the sums of the sheets that rest on these."""
    again = _resting(sheets, rehearsal)
    if again:
        count(again, rehearsal)
        Sheet.objects.bulk_update(again, ["rollup"])


def _resting(sheets: Sequence[Sheet], rehearsal: bool) -> list[Sheet]:
    """The other sheets of which these are the weights or parts of a ratio, kept from other writers."""
    changed = {(sheet.indicator_id, sheet.period) for sheet in sheets}
    every = Sheet.objects.filter(is_rehearsal=rehearsal)
    pks = {*_weighed_by(changed, every), *_made_of(changed, every)} - {sheet.pk for sheet in sheets}
    return list(every.filter(pk__in=pks).select_for_update().order_by("pk")) if pks else []


def _weighed_by(changed: Collection[Key], every: models.QuerySet[Sheet]) -> Iterator[int]:
    """Sheets whose weights stand in one of the changed ones. Two queries."""
    weights = {indicator for indicator, _period in changed}
    periods: dict[int | None, list[str]] = {}
    for weight, code in every.filter(indicator__in=weights).values_list("indicator", "period"):
        periods.setdefault(weight, []).append(code)
    used: dict[tuple[int | None, str], str | None] = {}
    weighed = every.filter(indicator__weight__in=weights).values_list("pk", "indicator__weight", "period")
    for pk, by, code in weighed:
        if (by, code) not in used:
            used[by, code] = _as_of(periods.get(by, ()), code)
        if (by, used[by, code]) in changed:
            yield pk


def _made_of(changed: Collection[Key], every: models.QuerySet[Sheet]) -> Iterator[int]:
    """Sheets of ratios of which a changed one is a part. One query."""
    parts = {indicator for indicator, _period in changed}
    of = models.Q(indicator__numerator__in=parts) | models.Q(indicator__denominator__in=parts)
    ratios = every.filter(of, period__in={period for _indicator, period in changed})
    for pk, *both, code in ratios.values_list("pk", "indicator__numerator", "indicator__denominator", "period"):
        if any((part, code) in changed for part in both):
            yield pk


def count(sheets: Sequence[Sheet], rehearsal: bool) -> None:
    """Count the sums of these sheets out of their rows, as they are in hand; the caller saves."""
    if not sheets:
        return
    members, indicators = Groups(groups()), _indicators(sheets)
    others = _others(indicators.values(), rehearsal)
    for sheet in sheets:
        others.setdefault(sheet.indicator_id, {})[sheet.period] = packing.amounts(bytes(sheet.amounts))
    for sheet in sheets:
        sheet.rollup = sums.pack(_sums(sheet, indicators[sheet.indicator_id], members, others))


def _indicators(sheets: Iterable[Sheet]) -> dict[int, Indicator]:
    known = Indicator.objects.select_related("numerator", "denominator")
    return known.in_bulk({sheet.indicator_id for sheet in sheets})


def _others(indicators: Iterable[Indicator], rehearsal: bool) -> dict[int, Rows]:
    """The rows of the indicators that others are weighted by or made of: by indicator and period."""
    wanted = {
        pk for each in indicators for pk in (each.weight_id, each.numerator_id, each.denominator_id) if pk is not None
    }
    found: dict[int, Rows] = {}
    rows = Sheet.objects.filter(indicator__in=wanted, is_rehearsal=rehearsal)
    for indicator, period, row in rows.values_list("indicator_id", "period", "amounts"):
        found.setdefault(indicator, {})[period] = packing.amounts(bytes(row))
    return found


def _sums(sheet: Sheet, indicator: Indicator, members: Groups, others: Mapping[int, Rows]) -> dict[int, Sum]:
    """By place that others make up their sum, by the indicator's own rule; nothing where it forbids adding up."""
    row, rule = packing.amounts(bytes(sheet.amounts)), indicator.over_places
    if rule == Indicator.OverPlaces.SUM:
        return sums.total(row, members)
    if rule == Indicator.OverPlaces.MEAN:
        return sums.mean(row, members)
    if rule == Indicator.OverPlaces.WEIGHTED:
        weights = others.get(indicator.weight_id or 0, {})
        code = _as_of(weights, sheet.period)
        return sums.weighted(row, weights[code], members) if code is not None else {}
    if rule == Indicator.OverPlaces.RATIO:
        return _ratio(indicator, sheet.period, members, others)
    return {}


def _ratio(indicator: Indicator, period: str, members: Groups, others: Mapping[int, Rows]) -> dict[int, Sum]:
    """Both parts of the same period, brought to units of the ratio's own last decimal place."""
    above = others.get(indicator.numerator_id or 0, {}).get(period)
    below = others.get(indicator.denominator_id or 0, {}).get(period)
    if above is None or below is None or indicator.numerator is None or indicator.denominator is None:
        return {}
    places = indicator.scale + indicator.denominator.scale - indicator.numerator.scale
    times = places + (2 if indicator.unit == "%" else 0)
    up, down = (10**times, 1) if times >= 0 else (1, 10**-times)
    found = sums.ratio(above, below, members)
    return {
        name: Sum(each.numerator * up, each.denominator * down, each.counted, each.expected)
        for name, each in found.items()
    }


def _as_of(periods: Collection[str], period: str) -> str | None:
    """Of the periods of weights the newest that had ended when this one ends; else the oldest there is."""
    known = [code for code in periods if _end(code) <= _end(period)]
    return max(known, key=_end) if known else min(periods, key=_end, default=None)


@lru_cache(4096)
def _end(code: str) -> date:
    return Period.parse(code).last_day
