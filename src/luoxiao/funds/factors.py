"""The factor table of a round: which counties share, and what the accepted figures say of each, with their sources.

Only accepted figures come in, from `indicators`. A county without a figure keeps None there, which stops the run: what
is not known is never taken for zero. Rehearsal figures enter a rehearsal fund alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from luoxiao.core.refusals import Refusal
from luoxiao.funds.models import Fund, Round, Run, RunLine
from luoxiao.funds.terms import Region
from luoxiao.indicators import figures
from luoxiao.indicators.figures import Figure
from luoxiao.indicators.models import Indicator, Origin, Place, Sheet
from luoxiao.organisations import models as places

LISTED, OTHER = "listed", "other"  # on the national list of contiguous counties, or in the area's plan alone
Table = dict[tuple[int, str, int], Figure]
_TRUST: list[str] = [Origin.Confidence.HIGH, Origin.Confidence.MEDIUM, Origin.Confidence.LOW]


class UnknownFactor(Refusal):
    code = "unknown-factor"
    sentence = _("指标目录中没有启用的“%(indicator)s”，没有读取因素。重新选因素。")


class FactorTwice(Refusal):
    code = "factor-twice"
    sentence = _("因素“%(indicator)s”选了两次，没有读取。每个指标选一个期次。")


class RehearsalFigures(Refusal):
    code = "rehearsal-figures"
    sentence = _("“%(indicator)s”%(period)s选的是演练数据，“%(fund)s”是正式资金，没有读取。选正式数据。")


@dataclass(frozen=True)
class Choice:
    """A factor to be read: the code of an indicator, and the period of its figures."""

    code: str
    period: str
    is_rehearsal: bool = False


@dataclass(frozen=True)
class Offer:
    """An indicator and period with a figure for every county of the fund's area."""

    indicator: Indicator
    period: str
    is_rehearsal: bool

    @property
    def choice(self) -> Choice:
        return Choice(self.indicator.code, self.period, self.is_rehearsal)


def counties(fund: Fund) -> dict[places.Region, str]:
    """The counties in the plan of the fund's area, in order of code, each with its class. One query."""
    members = places.AreaCounty.objects.filter(area=fund.area_id, in_area_plan=True)
    members = members.select_related("county__parent__parent", "county__place").order_by("county__code_2012")
    return {member.county: LISTED if member.on_contiguous_list else OTHER for member in members}


def factor_table(round: Round, choices: Sequence[Choice]) -> tuple[list[Region], dict[str, Any]]:
    """The regions of a round with these figures and last round's amounts, and by factor code where they come from.

    A factor's code is that of its indicator. Raises UnknownFactor, FactorTwice, RehearsalFigures.
    """
    chosen = _indicators(round.fund, choices)
    own = counties(round.fund)
    place_of = {county.place.pk: county.code_2012 for county in own}
    table = _read(chosen, place_of)
    last = last_amounts(round)
    regions = [
        Region(
            code=county.code_2012,
            name=county.name_2012,
            klass=klass,
            values={choice.code: _value(table, one, choice, county.place) for choice, one in chosen.items()},
            last_fen=last.get(county.code_2012),
            province=province_of(county),
        )
        for county, klass in own.items()
    ]
    return regions, _sources(chosen, table, place_of)


def last_amounts(round: Round) -> dict[str, int]:
    """By region code what each got in the adopted run of the round this one is compared with, in fen. One query."""
    if round.previous_id is None:
        return {}
    lines = RunLine.objects.filter(run__round=round.previous_id, run__state=Run.State.ADOPTED)
    return dict(lines.order_by().values_list("region__code_2012", "total_fen"))


def offered(fund: Fund) -> list[Offer]:
    """What may be chosen as a factor: figures that every county has, newest period of each indicator first.

    Real figures for every fund, rehearsal figures beside them for a rehearsal fund. The number of queries does not
    depend on how many indicators there are.
    """
    numbers = {county.place.pk for county in counties(fund)}
    current = {indicator.pk: indicator for indicator in Indicator.objects.current().order_by("code")}
    found = []
    for rehearsal in (False, True) if fund.is_rehearsal else (False,):
        pairs = [(current[pk], period) for pk, period in _sheets(current, rehearsal=rehearsal)]
        table = figures.chosen(pairs, rehearsal=rehearsal, places=numbers)
        counted: dict[tuple[int, str], int] = defaultdict(int)
        for (indicator, period, _place), figure in table.items():
            counted[indicator, period] += figure.value is not None
        found += [Offer(one, period, rehearsal) for one, period in pairs if counted[one.pk, period] == len(numbers)]
    found.sort(key=lambda offer: offer.period, reverse=True)
    return sorted(found, key=lambda offer: (offer.is_rehearsal, offer.indicator.code))


def _sheets(indicators: Iterable[int], *, rehearsal: bool) -> list[tuple[int, str]]:
    sheets = Sheet.objects.filter(indicator__in=list(indicators), is_rehearsal=rehearsal)
    return list(sheets.order_by("indicator__code", "period").values_list("indicator_id", "period"))


def _indicators(fund: Fund, choices: Sequence[Choice]) -> dict[Choice, Indicator]:
    known = {one.code: one for one in Indicator.objects.current().filter(code__in=[c.code for c in choices])}
    seen: dict[Choice, Indicator] = {}
    for choice in choices:
        if choice.code not in known:
            raise UnknownFactor(indicator=choice.code[:40])
        if any(choice.code == other.code for other in seen):
            raise FactorTwice(indicator=known[choice.code])
        if choice.is_rehearsal and not fund.is_rehearsal:
            raise RehearsalFigures(indicator=known[choice.code], period=choice.period, fund=fund)
        seen[choice] = known[choice.code]
    return seen


def _read(chosen: Mapping[Choice, Indicator], place_of: Mapping[int, str]) -> Table:
    """Real and rehearsal figures are read apart; a code is chosen once, so that no cell has two figures."""
    table: Table = {}
    for rehearsal in sorted({choice.is_rehearsal for choice in chosen}):
        pairs = [(one, choice.period) for choice, one in chosen.items() if choice.is_rehearsal is rehearsal]
        table |= figures.chosen(pairs, rehearsal=rehearsal, places=set(place_of))
    return table


def _value(table: Table, indicator: Indicator, choice: Choice, place: Place) -> Fraction | None:
    figure = table.get((indicator.pk, choice.period, place.pk))
    return None if figure is None or figure.value is None else Fraction(figure.value)


def province_of(county: places.Region) -> str:
    """The name of the province a county hangs on; its parents come with it or are read one by one."""
    above = county.parent
    while above is not None and above.level != places.Region.Level.PROVINCE:
        above = above.parent
    return above.name_2012 if above else ""


def _sources(chosen: Mapping[Choice, Indicator], table: Table, place_of: Mapping[int, str]) -> dict[str, Any]:
    origins = Origin.objects.in_bulk({figure.origin_id for figure in table.values()})
    return {choice.code: _source(choice, one, table, place_of, origins) for choice, one in chosen.items()}


def _source(
    choice: Choice, indicator: Indicator, table: Table, place_of: Mapping[int, str], origins: Mapping[int, Origin]
) -> dict[str, Any]:
    """Where one factor's values come from: what it means, and which counties' figures each source gave."""
    by_origin: dict[int, list[str]] = defaultdict(list)
    for place, code in place_of.items():
        if (figure := table.get((indicator.pk, choice.period, place))) is not None:
            by_origin[figure.origin_id].append(code)
    used = [origins[number] for number in sorted(by_origin)]
    return {
        "indicator": indicator.code,
        "version": indicator.number,
        "name": indicator.name,
        "unit": indicator.unit,
        "definition": indicator.definition,
        "period": choice.period,
        "is_rehearsal": choice.is_rehearsal,
        "source": "；".join(dict.fromkeys(origin.source for origin in used)),
        "confidence": max((origin.confidence for origin in used), key=lambda said: _TRUST.index(said), default=""),
        "origins": [{"source": origin.source, "regions": sorted(by_origin[origin.pk])} for origin in used],
    }
