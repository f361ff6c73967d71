"""What the pages of figures read: histories of area and nation, the counties of chosen periods, disputes, origins.

The number of queries does not depend on how many indicators, places or periods there are.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from luoxiao.desk.figures_history import History, newest_of
from luoxiao.desk.figures_shared import Members, newest_first
from luoxiao.desk.figures_standing import Known, Standings
from luoxiao.indicators import figures as store
from luoxiao.indicators.figures import Figure, Rolled
from luoxiao.indicators.models import CompositeWeight, Contested, Indicator, Origin, Place, Target

Histories = dict[int, History]  # by Indicator.id, in the order of the dictionary


def indicator(code: str) -> Indicator | None:
    """The version in force."""
    return Indicator.objects.current().filter(code=code).select_related("owner").first()


def histories(entries: Iterable[Indicator] | None = None, *, rehearsal: bool, found: Members | None) -> Histories:
    """The history of area and nation of every indicator that has any figure of theirs."""
    if found is None:
        return {}
    wanted = list(Indicator.objects.current()) if entries is None else list(entries)
    area: dict[int, dict[str, Rolled]] = {}
    for (entry, period, _place), rolled in store.rollups(wanted, [found.area.pk], rehearsal=rehearsal).items():
        area.setdefault(entry, {})[period] = rolled
    nation = store.profile(found.nation, wanted, rehearsal=rehearsal)
    origins = _origins(figure for each in nation.values() for _period, figure in each)
    return {
        entry.pk: History(entry, area.get(entry.pk, {}), dict(nation.get(entry.pk, ())), origins)
        for entry in wanted
        if entry.pk in area or entry.pk in nation
    }


def _origins(figures: Iterable[Figure]) -> dict[int, Origin]:
    return Origin.objects.in_bulk({figure.origin_id for figure in figures if figure.origin_id})


def standings(histories: Iterable[History], period: str, *, rehearsal: bool, found: Members) -> list[Standings]:
    """The counties of these indicators in one period, or each in its newest; those without that period are left out."""
    chosen = [(history, _period(history, period)) for history in histories]
    return standings_in([each for each in chosen if each[1]], rehearsal=rehearsal, found=found)


def standings_for(place: Place, histories: Iterable[History], *, rehearsal: bool, found: Members) -> list[Standings]:
    """The counties of each indicator in the newest period that this one has a figure for; without any, the newest."""
    known = list(histories)
    own = store.profile(place, [history.indicator for history in known], rehearsal=rehearsal)
    periods = {pk: newest_of(code for code, _figure in figures) for pk, figures in own.items()}
    chosen = [(history, periods.get(history.indicator.pk, history.newest)) for history in known]
    return standings_in(chosen, rehearsal=rehearsal, found=found)


def standings_in(chosen: Iterable[tuple[History, str]], *, rehearsal: bool, found: Members) -> list[Standings]:
    """The counties of each indicator in the period beside it. Two queries."""
    triples = [(history, now, history.before(now)) for history, now in chosen]
    wanted = [(history.indicator, period) for history, *both in triples for period in both if period]
    table = store.chosen(wanted, rehearsal=rehearsal, places={place.pk for place in found.counties})
    origins = _origins(table.values())
    return [Standings(_known(*each, table, origins, found, rehearsal)) for each in triples]


def _period(history: History, period: str) -> str:
    if not period:
        return history.newest
    return period if period in history.area or period in history.nation else ""


def _known(
    history: History,
    now: str,
    before: str,
    table: Mapping[tuple[int, str, int], Figure],
    origins: Mapping[int, Origin],
    found: Members,
    rehearsal: bool,
) -> Known:
    pk = history.indicator.pk
    counties = [place.pk for place in found.counties]
    return Known(
        indicator=history.indicator,
        period=now,
        rehearsal=rehearsal,
        members=found,
        now={place: table[pk, now, place] for place in counties if (pk, now, place) in table},
        before={place: table[pk, before, place] for place in counties if (pk, before, place) in table},
        area=history.area.get(now, Rolled(None, 0, len(counties))),
        area_before=history.area.get(before),
        nation=history.nation.get(now),
        nation_before=history.nation.get(before),
        origins={**origins, **history.origins},
    )


def periods_with_counties(histories: Mapping[int, History]) -> list[str]:
    """The periods in which some county has a figure, newest first."""
    return newest_first({period for history in histories.values() for period in history.area})


def targets(entry: Indicator) -> list[Target]:
    return list(Target.objects.filter(indicator=entry).select_related("place"))


def disputes(entry: Indicator, period: str, *, rehearsal: bool) -> list[Contested]:
    """Second sources' figures of one period."""
    return store.contested([entry], rehearsal=rehearsal, period=period)


def disputes_of(place: Place, entries: Iterable[Indicator], *, rehearsal: bool) -> dict[tuple[int, str], Contested]:
    """Second sources' figures of one place, by indicator and period."""
    found = store.contested(entries, rehearsal=rehearsal, place=place)
    return {(each.indicator_id, each.period): each for each in found}


def weights(day: date) -> dict[str, CompositeWeight]:
    """The weights in force on a day, by code of the indicator."""
    rows = CompositeWeight.objects.filter(in_force_from__lte=day).select_related("indicator").order_by("in_force_from")
    newest: dict[str, date] = {}
    for row in rows:
        newest[row.indicator.target_field] = row.in_force_from
    return {row.indicator.code: row for row in rows if row.in_force_from == newest[row.indicator.target_field]}
