"""A map of the counties painted by their gap to the national average, or by their figure. Pure but for its words.

Four shades for those that have not reached the average, in equal round steps, and one, hatched, for those that have:
the hatch survives a print in grey. A county without a figure is white and counted as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from luoxiao.desk.boundaries import Shape, outline
from luoxiao.desk.figure_words import amount, places_of, steps

INK, PAPER = "#16202A", "#FFFFFF"
GAPS = ("#7F3308", "#B15C18", "#EBC890", "#CBDEDD")
REACHED = "#2F7F83"
VALUES = ("#17466B", "#4A7FA8", "#A9C5DA", "#DCE8F1")
_DARK = {GAPS[0], GAPS[1], REACHED, VALUES[0], VALUES[1]}


@dataclass(frozen=True)
class County:
    """What the map shows of one county. `short` is how far it falls short (0 or less: reached); None: no figure."""

    code: str
    name: str
    says: str
    label: str
    address: str
    short: Decimal | None


@dataclass(frozen=True)
class Band:
    """A line of the legend."""

    words: str
    fill: str
    is_hatched: bool
    count: int


@dataclass(frozen=True)
class Painted:
    """A county as it is drawn."""

    shape: Shape
    county: County
    fill: str
    ink: str
    is_hatched: bool


@dataclass(frozen=True)
class Map:
    """A painted map and its legend."""

    counties: tuple[Painted, ...]
    legend: tuple[Band, ...]
    fills: tuple[tuple[str, str], ...]  # code and colour of each, for the other pictures of the same figures


@dataclass(frozen=True)
class Scale:
    """From which shortfall on each shade counts, deepest first; with `average`, zero and below are reached.

    Without it the shades begin at `start`, a round number at or below the smallest figure.
    """

    step: Decimal
    average: bool
    decimals: int
    start: Decimal = Decimal(0)

    def shade(self, short: Decimal | None) -> int | None:
        """0 to 3 from deepest to lightest, 4 for reached, None without a figure."""
        if short is None:
            return None
        if self.average and short <= 0:
            return 4
        above = short - self.start
        return 3 - (min(3, int(above / self.step)) if above > 0 else 0)

    def words(self, shade: int, less: bool) -> str:
        """What a shade says in the legend."""
        low, high = (self.start + self.step * (number - shade) for number in (3, 4))
        places = places_of((low, high), self.decimals)
        bounds = {"low": amount(low, places), "high": amount(high, places)}
        if not self.average:
            return _("%(low)s 以上") % bounds if shade == 0 else _("%(low)s～%(high)s") % bounds
        if shade == 4:
            return _("达到或低于") if less else _("达到或超过")
        if shade == 0:
            return (_("高 %(low)s 以上") if less else _("低 %(low)s 以上")) % bounds
        if shade == 3:
            return (_("高 %(high)s 以内") if less else _("低 %(high)s 以内")) % bounds
        return (_("高 %(low)s～%(high)s") if less else _("低 %(low)s～%(high)s")) % bounds


def scale_of(shorts: Sequence[Decimal | None], *, average: bool, decimals: int) -> Scale:
    """Four round steps, no finer than the figures: up to the largest shortfall, or from smallest to largest figure."""
    known = [short for short in shorts if short is not None]
    finest = Decimal(1).scaleb(-decimals)
    largest, smallest = max(known, default=Decimal(0)), Decimal(0) if average else min(known, default=Decimal(0))
    length = largest - smallest
    if length <= 0:
        return Scale(finest, average, decimals, smallest)
    step = max(steps(length, 4, finer=True), finest)
    start = (smallest / step).to_integral_value(ROUND_FLOOR) * step
    return Scale(step, average, decimals, start)


def paint(counties: Sequence[County], *, average: bool, less: bool, decimals: int) -> Map:
    """Paint by shortfall against the average, or (`average` False) by the figures, which then stand in `short`."""
    scale = scale_of([county.short for county in counties], average=average, decimals=decimals)
    by_code = {county.code: county for county in counties}
    painted = tuple(
        _painted(shape, by_code[shape.code], scale) for shape in outline().counties if shape.code in by_code
    )
    shades = [scale.shade(county.short) for county in counties]
    bands = [
        Band(scale.words(shade, less), _fill(shade, average), shade == 4, shades.count(shade))
        for shade in range(5 if average else 4)
    ]
    if missing := shades.count(None):
        bands.append(Band(_("没有数据"), PAPER, False, missing))
    fills = [(county.code, _fill(shade, average)) for county, shade in zip(counties, shades, strict=True)]
    return Map(painted, tuple(bands), tuple(fills))


def _painted(shape: Shape, county: County, scale: Scale) -> Painted:
    shade = scale.shade(county.short)
    fill = _fill(shade, scale.average)
    return Painted(shape, county, fill, PAPER if fill in _DARK else INK, shade == 4)


def _fill(shade: int | None, average: bool) -> str:
    if shade is None:
        return PAPER
    return (*(GAPS if average else VALUES), REACHED)[shade]
