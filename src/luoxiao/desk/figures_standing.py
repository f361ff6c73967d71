"""The counties of one indicator and period as the indicator's page shows them: map, strip, worst five, table.

What it is made from was read before (figures_reading.py); nothing here asks the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luoxiao.desk.boundaries import outline
from luoxiao.desk.figure_charts import Spot, Strip, strip
from luoxiao.desk.figure_map import County, Map, paint
from luoxiao.desk.figure_words import NOTHING, amount, places_of, signed
from luoxiao.desk.figures_shared import Members, compares, figure_words, good, query, reading
from luoxiao.desk.figures_sources import Sources
from luoxiao.indicators import wording
from luoxiao.indicators.figures import Figure, Rolled
from luoxiao.indicators.gap import Against, Compared, Doubt, GapTable, Reading, Standing, difference, gap_table
from luoxiao.indicators.models import Indicator, Origin, Place


@dataclass(frozen=True)
class Bar:
    """One of the worst, with the length of its bar in percent of the longest."""

    name: str
    address: str
    length: float
    fill: str
    words: str


@dataclass(frozen=True)
class Row:
    """A line of the table twin."""

    name: str
    place_address: str
    address: str
    value: str
    gap: str
    rank: str
    move: str
    source: str
    mark: str
    confidence: str
    is_contested: bool = False


@dataclass(frozen=True)
class Mean:
    """The area's figure in large, and what it means."""

    words: str
    said: str


@dataclass(frozen=True)
class Known:
    """Everything read for one indicator and period."""

    indicator: Indicator
    period: str
    rehearsal: bool
    members: Members
    now: Mapping[int, Figure]
    before: Mapping[int, Figure]
    area: Rolled
    area_before: Rolled | None
    nation: Figure | None
    nation_before: Figure | None
    origins: Mapping[int, Origin]


class Standings:
    """The counties of one indicator and period, counted once and said in several ways."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.scale = known.indicator.scale
        self.less = known.indicator.good == Indicator.Good.LESS
        self.contested: frozenset[int] = frozenset()  # places with a second source's figure

    @cached_property
    def table(self) -> GapTable:
        known = self.known
        counties = [place.pk for place in known.members.counties]
        levels = {Against.NATION: reading(known.nation)} if known.nation and compares(known.indicator) else {}
        return gap_table(
            {pk: reading(known.now.get(pk)) for pk in counties},
            good=good(known.indicator),
            compared=Compared(levels),
            earlier={pk: reading(known.before.get(pk)) for pk in counties} if known.before else None,
        )

    @cached_property
    def by_place(self) -> dict[int, Standing]:
        return {standing.place: standing for standing in self.table.standings}

    @property
    def against_average(self) -> bool:
        """Whether the pictures show gaps to the national average; otherwise they show the figures themselves."""
        return any(standing.against(Against.NATION) for standing in self.table.standings)

    def gap(self, place: int) -> Decimal | None:
        """The county's figure less the nation's."""
        standing = self.by_place.get(place)
        found = standing.against(Against.NATION) if standing else None
        return found.gap if found else None

    def reached(self, place: int) -> bool | None:
        """Whether the county is at least as good as the national average; None where that cannot be said."""
        standing = self.by_place.get(place)
        found = standing.against(Against.NATION) if standing else None
        return found.reached if found else None

    @cached_property
    def area_gap(self) -> Decimal | None:
        area, nation = self.known.area, reading(self.known.nation)
        return gap_between(area, nation, self.known.indicator)

    @cached_property
    def places(self) -> int:
        """With how many decimal places the pictures print."""
        shown = [gap if (gap := self.gap(each.place)) is not None else each.value for each in self.table.standings]
        return places_of(shown, self.scale)

    @cached_property
    def map(self) -> Map:
        counties = tuple(self._county(place) for place in self.known.members.counties)
        return paint(counties, average=self.against_average, less=self.less, decimals=self.scale)

    def _county(self, place: Place) -> County:
        standing, gap = self.by_place.get(place.pk), self.gap(place.pk)
        label = figure_words(self.known.now.get(place.pk), self.known.indicator)
        if standing is None:
            return County(place.code, short(place), f"{place.name}，{label}", label, self.address(place), None)
        if gap is None:
            said = _("%(place)s，%(value)s %(unit)s") % self._said(place, label)
            label = self._brief(standing.value)
            return County(place.code, short(place), said, label, self.address(place), standing.value)
        said = _("%(place)s，高于全国平均 %(by)s %(unit)s") if gap > 0 else _("%(place)s，低于全国平均 %(by)s %(unit)s")
        said = said if gap else _("%(place)s，与全国平均相同")
        words = said % (self._said(place, label) | {"by": amount(abs(gap), self.scale)})
        shortfall = gap if self.less else -gap
        return County(place.code, short(place), words, signed(gap, self.places), self.address(place), shortfall)

    def _brief(self, value: Decimal) -> str:
        """As it fits into a county: from 100,000 on in 万, which English does not have."""
        if abs(value) < 100_000 or get_language() == "en":
            return amount(value, self.places)
        return _("%(number)s万") % {"number": amount(value / 10_000, 1)}

    def _said(self, place: Place, label: str) -> dict[str, str]:
        return {"place": place.name, "value": label, "unit": self.known.indicator.unit}

    @property
    def drawn(self) -> SafeString:
        return draw(self.map, self.map_label, get_language())

    @property
    def map_label(self) -> str:
        said = (
            _("各县%(name)s与全国平均的差距分布图；完整数据见“看表格”。")
            if self.against_average
            else _("各县%(name)s分布图；完整数据见“看表格”。")
        )
        return said % {"name": self.known.indicator.name}

    @cached_property
    def strip(self) -> Strip | None:
        fills = dict(self.map.fills)
        spots = []
        for place in self.known.members.counties:
            value = self.gap(place.pk) if self.against_average else self._value(place)
            if value is not None:
                spots.append(Spot(short(place), value, fills[place.code]))
        mean = self.area_gap if self.against_average else None
        return strip(spots, zero=self.against_average, mean=mean, decimals=self.scale)

    def _value(self, place: Place) -> Decimal | None:
        standing = self.by_place.get(place.pk)
        return standing.value if standing else None

    def worst(self, count: int = 5) -> list[Bar]:
        """Those furthest behind the average, or simply the worst where there is none; nothing where no side is good."""
        found = [standing for standing in self.table.worst(count) if self._behind(standing)]
        fills, places = dict(self.map.fills), self.known.members.by_id
        sizes = [abs(self.gap(each.place) or each.value) for each in found]
        longest = max(sizes, default=Decimal(0)) or Decimal(1)
        return [
            Bar(
                places[each.place].name,
                self.address(places[each.place]),
                round(float(size / longest * 100), 1),
                fills[places[each.place].code],
                self._words(each),
            )
            for each, size in zip(found, sizes, strict=True)
        ]

    def _behind(self, standing: Standing) -> bool:
        found = standing.against(Against.NATION)
        return not (found and found.reached)

    def _words(self, standing: Standing) -> str:
        gap = self.gap(standing.place)
        return signed(gap, self.scale) if gap is not None else amount(standing.value, self.scale)

    def rows(self, sources: Sources) -> list[Row]:
        """The counties, best first, those without a figure last."""
        places = self.known.members.by_id
        order = [standing.place for standing in self.table.standings] + [place for place, _why in self.table.missing]
        return [self._row(places[pk], sources) for pk in order]

    def _row(self, place: Place, sources: Sources) -> Row:
        figure = self.known.now.get(place.pk)
        origin = self.known.origins.get(figure.origin_id) if figure else None
        standing, gap = self.by_place.get(place.pk), self.gap(place.pk)
        return Row(
            name=place.name,
            place_address=self.address(place),
            address=self.value_address(place) if origin else "",
            value=figure_words(figure, self.known.indicator),
            gap=signed(gap, self.scale) if gap is not None else NOTHING,
            rank=rank_words(standing),
            move=move_words(standing),
            source=origin.source if origin else NOTHING,
            mark=sources.mark(origin),
            confidence=str(origin.get_confidence_display()) if origin else NOTHING,
            is_contested=place.pk in self.contested,
        )

    def address(self, place: Place) -> str:
        return reverse("place", args=(place.code,)) + query(self.known.rehearsal)

    def value_address(self, place: Place) -> str:
        known = self.known
        return reverse("figure-value", args=(known.indicator.code, place.code, code(known.period))) + query(
            known.rehearsal
        )

    def doubts(self) -> list[str]:
        """What to bear in mind when reading the ranks."""
        said = {doubt for standing in self.table.standings for doubt in standing.doubts}
        return [wording.doubt(doubt) for doubt in Doubt if doubt in said]


def gap_between(area: Rolled, nation: Reading, indicator: Indicator) -> Decimal | None:
    """The area's figure less the nation's, None where one is missing or they cannot be compared."""
    if area.value is None or nation.value is None or not compares(indicator):
        return None
    own = Reading(area.value, counted=area.counted, expected=area.expected)
    return difference(own, nation, Against.NATION, good(indicator)).gap


@lru_cache(128)
def draw(painted: Map, label: str, _language: str | None) -> SafeString:
    """The map's SVG; kept, because the same figures are looked at by many."""
    drawn = render_to_string("desk/figures_map.html", {"map": painted, "outline": outline(), "label": label})
    return mark_safe(drawn)  # noqa: S308 - the template escapes


def short(place: Place) -> str:
    """章贡 for 章贡区; 赣县 keeps both its characters."""
    return place.name if len(place.name) <= 2 else place.name[:-1]


def code(period: str) -> str:
    """A period in an address: 2012/2014 is written 2012_2014."""
    return period.replace("/", "_")


def rank_words(standing: Standing | None) -> str:
    """3 / 24, and with how many it is shared."""
    if standing is None or standing.rank is None:
        return NOTHING
    rank = standing.rank
    said = f"{rank.number} / {rank.among}"
    return said if rank.tied == 1 else said + _("（并列）")


def move_words(standing: Standing | None) -> str:
    """↑ 2, ↓ 1, 0: against the period before, among the places known in both."""
    if standing is None or standing.move is None:
        return NOTHING
    places = standing.move.places
    return "0" if not places else f"↑ {places}" if places > 0 else f"↓ {-places}"


def counted_words(rolled: Rolled) -> str:
    """On how many counties the area's figure rests, where it is not all of them."""
    if rolled.value is None or rolled.counted >= rolled.expected:
        return ""
    return _("%(counted)s/%(expected)s 县有数") % {"counted": rolled.counted, "expected": rolled.expected}
