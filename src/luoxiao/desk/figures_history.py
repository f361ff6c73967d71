"""The area against the nation over time: the two lines, their table, and when the one reaches the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.periods import Period
from luoxiao.core.wording import period_words
from luoxiao.desk.figure_charts import Reading, Trend, trend
from luoxiao.desk.figure_words import amount, signed
from luoxiao.desk.figures_shared import compares, figure_words, good, newest_first
from luoxiao.desk.figures_standing import counted_words
from luoxiao.indicators.convergence import Convergence, Rules, converge
from luoxiao.indicators.figures import Figure, Rolled
from luoxiao.indicators.histories import Point
from luoxiao.indicators.models import Indicator, Origin


@dataclass(frozen=True)
class Line:
    """A line of the table beside the trend."""

    period: str
    area: str
    nation: str
    gap: str
    rests: str


@dataclass(frozen=True)
class History:
    """The series of one indicator, by code of period."""

    indicator: Indicator
    area: Mapping[str, Rolled]
    nation: Mapping[str, Figure]
    origins: Mapping[int, Origin]

    @property
    def known(self) -> list[str]:
        """Every period in which a county or the nation has a figure, be it a number or not, newest first."""
        return newest_first({*self.area, *self.nation})

    @property
    def newest(self) -> str:
        """The newest period with figures of counties, or of the nation where there is none; one that has begun."""
        return newest_of(self.area or self.nation)

    def before(self, period: str) -> str:
        """The period before this one that has figures of counties, or nothing."""
        older = newest_first({*self.area, period})
        return next(iter(older[older.index(period) + 1 :]), "")

    @property
    def periods(self) -> list[str]:
        """Every period that either side has a figure for, oldest first; none that spans several years."""
        known = [code for code, rolled in self.area.items() if rolled.value is not None]
        known += [code for code, figure in self.nation.items() if figure.value is not None]
        return [code for code in reversed(newest_first(set(known))) if "/" not in code]

    def trend(self) -> Trend | None:
        """Only the area's line where the nation's figure is a total and not an average."""
        area = [self._reading(code, self.area[code].value) for code in self.periods if code in self.area]
        nation = [self._reading(code, self.nation[code].value) for code in self.periods if code in self.nation]
        known = [each for each in area if each is not None]
        theirs = [each for each in nation if each is not None] if self._comparable else []
        return trend(known, theirs, decimals=self.indicator.scale)

    @property
    def _comparable(self) -> bool:
        return self.indicator.over_places != Indicator.OverPlaces.SUM

    def _reading(self, code: str, value: Decimal | None) -> Reading | None:
        return None if value is None else Reading(Period.parse(code).last_day, short_period(code), value)

    def lines(self) -> list[Line]:
        """The table twin, newest first."""
        return [self._line(code) for code in reversed(self.periods)]

    def _line(self, code: str) -> Line:
        rolled, figure = self.area.get(code), self.nation.get(code)
        both = rolled and figure and rolled.value is not None and figure.value is not None and self._comparable
        gap = rolled.value - figure.value if both else None  # type: ignore[union-attr,operator]
        return Line(
            period_words(code),
            amount(rolled.value if rolled else None, self.indicator.scale),
            figure_words(figure, self.indicator),
            signed(gap, self.indicator.scale),
            counted_words(rolled) if rolled else "",
        )

    def label(self) -> str:
        """What the picture shows, for those who do not see it."""
        lines = self.lines()
        if not lines:
            return ""
        said = _("%(first)s至%(last)s，片区由 %(a)s 到 %(b)s，全国由 %(c)s 到 %(d)s；逐期数值见“看表格”。")
        first, last = lines[-1], lines[0]
        words = {"first": first.period, "last": last.period, "a": first.area, "b": last.area}
        return said % (words | {"c": first.nation, "d": last.nation})

    def convergence(self) -> Convergence | None:
        """The reckoning of indicators/convergence.py; None where nation and area are not compared."""
        if not compares(self.indicator):
            return None
        return converge(self._own(), self._nation(), rules_of(self.indicator))

    def _own(self) -> list[Point]:
        said = _("由各县数算出")
        return [
            Point(code, rolled.value, said, True, rolled.counted, rolled.expected)
            for code, rolled in self.area.items()
            if rolled.value is not None
        ]

    def _nation(self) -> list[Point]:
        return [
            self._point(code, figure.value, self.origins.get(figure.origin_id))
            for code, figure in self.nation.items()
            if figure.value is not None
        ]

    def _point(self, code: str, value: Decimal, origin: Origin | None) -> Point:
        source = origin.source if origin else ""
        return Point(code, value, source, origin is None or origin.confidence != Origin.Confidence.LOW)


def rules_of(indicator: Indicator) -> Rules:
    """What the reckoning is asked of this indicator: its good direction and its valid range."""
    lowest, highest = (
        None if end is None else Decimal(end).scaleb(-indicator.scale) for end in (indicator.lowest, indicator.highest)
    )
    return Rules(good(indicator), lowest=lowest, highest=highest)


def newest_of(periods: Iterable[str]) -> str:
    """The newest of these periods that has begun; the oldest where none has."""
    known = newest_first(periods)
    return next((code for code in known if has_begun(code)), known[-1])


def has_begun(code: str) -> bool:
    """A rehearsal stands on a day of its own, and what was published later is not its newest figure."""
    return Period.parse(code).previous.last_day < clock.today()


def short_period(code: str) -> str:
    """12Q3 for 2012Q3, and others as they are: what fits under a tick."""
    return code[2:] if "Q" in code else code[:7]
