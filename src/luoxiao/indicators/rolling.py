"""Areas out of their counties: the sums kept with each sheet, counted anew whenever a figure they rest on changes."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from luoxiao.core.periods import Period
from luoxiao.indicators import packing
from luoxiao.indicators.models import Indicator, Place, Sheet
from luoxiao.indicators.packing import Amounts, Sum
from luoxiao.organisations.models import AreaCounty

Key = tuple[int, str]  # Indicator.id, period


def areas() -> dict[int, list[int]]:
    """By an area's Place.id those of its counties: of its plan, or of the national list where no plan's list is known.

    Two queries.
    """
    counties: dict[int, list[tuple[bool, bool, int]]] = {}
    members = AreaCounty.objects.filter(area__place__isnull=False, county__place__isnull=False)
    for area, in_plan, listed, county in members.values_list(
        "area__place", "in_area_plan", "on_contiguous_list", "county__place"
    ).order_by("county__place"):
        counties.setdefault(area, []).append((bool(in_plan), listed, county))
    return {area: _chosen(each) for area, each in counties.items()}


def groups() -> dict[int, list[int]]:
    """By Place.id what is put together of counties: the areas, and under the nation's all counties on record.

    The latter is the country's own figure only where every county is on record; a published figure of the nation, in
    the row itself, goes before it. Three queries.
    """
    counties = list(Place.objects.filter(kind=Place.Kind.COUNTY).order_by("pk").values_list("pk", flat=True))
    nation = Place.objects.filter(kind=Place.Kind.NATION).values_list("pk", flat=True)
    return dict.fromkeys(nation, counties) | areas()


def _chosen(members: Iterable[tuple[bool, bool, int]]) -> list[int]:
    of_plan = [county for in_plan, _listed, county in members if in_plan]
    return of_plan or [county for _in_plan, listed, county in members if listed]


def roll(sheets: Sequence[Sheet], rehearsal: bool) -> None:
    """Count the sums of these sheets anew, and of all sheets that rest on them; the sheets lie in the database."""
    again = [*sheets, *_resting(sheets, rehearsal)]
    count(again, rehearsal)
    Sheet.objects.bulk_update(again, ["rollup"])


def roll_resting(sheets: Sequence[Sheet], rehearsal: bool) -> None:
    """Count the sums of the sheets that rest on these, which are counted already."""
    again = _resting(sheets, rehearsal)
    if again:
        count(again, rehearsal)
        Sheet.objects.bulk_update(again, ["rollup"])


def _resting(sheets: Sequence[Sheet], rehearsal: bool) -> list[Sheet]:
    """The other sheets of which these are the weights or parts of a ratio, kept from other writers."""
    changed = {sheet.indicator_id for sheet in sheets}
    resting = Sheet.objects.filter(is_rehearsal=rehearsal).filter(
        models.Q(indicator__weight__in=changed)
        | models.Q(indicator__numerator__in=changed)
        | models.Q(indicator__denominator__in=changed)
    )
    others = resting.exclude(pk__in=[sheet.pk for sheet in sheets])
    return list(others.select_for_update(of=("self",)).order_by("pk"))


def count(sheets: Sequence[Sheet], rehearsal: bool) -> None:
    """Count the sums of these sheets out of their rows, as they are in hand; the caller saves."""
    members, indicators = groups(), _indicators(sheets)
    others = _others(indicators.values(), rehearsal)
    for sheet in sheets:
        others.setdefault(sheet.indicator_id, {})[sheet.period] = packing.amounts(bytes(sheet.amounts))
    for sheet in sheets:
        sheet.rollup = packing.pack_sums(sums(sheet, indicators[sheet.indicator_id], members, others))


def _indicators(sheets: Iterable[Sheet]) -> dict[int, Indicator]:
    known = Indicator.objects.select_related("numerator", "denominator")
    return known.in_bulk({sheet.indicator_id for sheet in sheets})


def _others(indicators: Iterable[Indicator], rehearsal: bool) -> dict[int, dict[str, Amounts]]:
    """The rows of the indicators that others are weighted by or made of: by indicator and period."""
    wanted = {
        pk for each in indicators for pk in (each.weight_id, each.numerator_id, each.denominator_id) if pk is not None
    }
    found: dict[int, dict[str, Amounts]] = {}
    rows = Sheet.objects.filter(indicator__in=wanted, is_rehearsal=rehearsal)
    for indicator, period, row in rows.values_list("indicator_id", "period", "amounts"):
        found.setdefault(indicator, {})[period] = packing.amounts(bytes(row))
    return found


def sums(
    sheet: Sheet,
    indicator: Indicator,
    members: Mapping[int, Sequence[int]],
    others: Mapping[int, Mapping[str, Amounts]],
) -> dict[int, Sum]:
    """By area the sum of its counties, by the indicator's own rule; nothing where the rule forbids adding up."""
    row = packing.amounts(bytes(sheet.amounts))
    found = {area: _sum(row, sheet.period, indicator, counties, others) for area, counties in members.items()}
    return {area: each for area, each in found.items() if each is not None and each.counted}


def _sum(
    row: Amounts,
    period: str,
    indicator: Indicator,
    counties: Sequence[int],
    others: Mapping[int, Mapping[str, Amounts]],
) -> Sum | None:
    rule = indicator.over_places
    if rule == Indicator.OverPlaces.SUM:
        return packing.total(row, counties)
    if rule == Indicator.OverPlaces.MEAN:
        return packing.mean(row, counties)
    if rule == Indicator.OverPlaces.WEIGHTED:
        weights = _as_of(others.get(indicator.weight_id or 0, {}), period)
        return packing.weighted(row, weights, counties) if weights is not None else None
    if rule == Indicator.OverPlaces.RATIO:
        return _ratio(indicator, period, counties, others)
    return None


def _ratio(
    indicator: Indicator, period: str, counties: Sequence[int], others: Mapping[int, Mapping[str, Amounts]]
) -> Sum | None:
    """Both parts of the same period, brought to units of the ratio's own last decimal place."""
    above = others.get(indicator.numerator_id or 0, {}).get(period)
    below = others.get(indicator.denominator_id or 0, {}).get(period)
    if above is None or below is None or indicator.numerator is None or indicator.denominator is None:
        return None
    found = packing.ratio(above, below, counties)
    times = (
        indicator.scale + indicator.denominator.scale - indicator.numerator.scale + (2 if indicator.unit == "%" else 0)
    )
    up, down = (10**times, 1) if times >= 0 else (1, 10**-times)
    return Sum(found.numerator * up, found.denominator * down, found.counted, found.expected)


def _as_of(rows: Mapping[str, Amounts], period: str) -> Amounts | None:
    """The weights of the newest period that had ended when this one ends; else the oldest there are."""
    if not rows:
        return None
    by_end = sorted(rows, key=lambda code: Period.parse(code).last_day)
    end = Period.parse(period).last_day
    known = [code for code in by_end if Period.parse(code).last_day <= end]
    return rows[known[-1] if known else by_end[0]]
