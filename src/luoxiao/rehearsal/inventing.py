"""Figures for the rehearsal: invented, the same on every machine, and marked 演练 wherever they stand. Pure.

A county's figures grow out of its census population, so that large counties have large figures; the rest is a choice
made from the names, without chance. Nothing here says anything about a real county.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

from luoxiao.core.periods import Quarter

FIRST, LAST = Quarter(2010, 1), Quarter(2012, 3)

# The standards of rural dibao at the end, yuan a year: the demonstration figures of the design's screens.
RURAL_STANDARD = {
    "360321": 1790, "360702": 2160, "360721": 1760, "360724": 1620, "360726": 1480, "360730": 1500, "360731": 1560,
    "360732": 1740, "360733": 1590, "360734": 1460, "360735": 1570, "360781": 1880, "360782": 1980, "360827": 1690,
    "360828": 1640, "360830": 1720, "360881": 2100, "361025": 1600, "430224": 1860, "430225": 1820, "431022": 1780,
    "431026": 1660, "431027": 1640, "431028": 1750,
}  # fmt: skip
NATION = {"A02": Decimal(330), "A04": Decimal(2068), "B04": Decimal(4060)}  # at the end
_NATION_GROWTH = {"A02": 36, "A04": 36, "B04": 30}  # thousandths a quarter


@dataclass(frozen=True)
class County:
    """What the invention starts from: people counted in 2010."""

    code: str
    urban: int
    rural: int
    old: int  # 60 and older


def nation(line: str, quarter: Quarter) -> Decimal:
    """The nation's invented average of a standard; before the last quarter it grows by a fixed share."""
    return _before(NATION[line], _NATION_GROWTH[line], quarter)


def figure(county: County, line: str, quarter: Quarter) -> Decimal:
    """The invented figure of one line of form LX-01 in one quarter."""
    return _LINES[line](county, quarter)


def choice(county: County, line: str, least: int, most: int) -> int:
    """A whole number between these, fixed for this county and line."""
    return least + crc32(f"{county.code} {line}".encode()) % (most - least + 1)


def _before(last: Decimal, growth: int, quarter: Quarter) -> Decimal:
    """What it was so many quarters before the end, at a growth of so many thousandths a quarter, in whole units."""
    quarters = (LAST.year - quarter.year) * 4 + LAST.number - quarter.number
    return (last / (1 + Decimal(growth) / 1000) ** quarters).quantize(Decimal(1))


def _share(of: str, line: str, least: int, most: int, growth: int = 3) -> Callable[[County, Quarter], Decimal]:
    """So many in ten thousand of these people, slowly growing."""

    def made(county: County, quarter: Quarter) -> Decimal:
        people = int(getattr(county, of))
        return _before(Decimal(people * choice(county, line, least, most) // 10000), growth, quarter)

    return made


def _standard(line: str, least: int, most: int) -> Callable[[County, Quarter], Decimal]:
    """A standard at the end and its growth, both the county's own."""

    def made(county: County, quarter: Quarter) -> Decimal:
        last = RURAL_STANDARD[county.code] if line == "A04" else choice(county, line, least, most) // 5 * 5
        return _before(Decimal(last), choice(county, line + " growth", 25, 62), quarter)

    return made


def _spent(county: County, quarter: Quarter) -> Decimal:
    """Rural dibao paid since January, in 万元 to one place: people × 80–110 yuan a month."""
    months, monthly = quarter.number * 3, choice(county, "A05", 80, 110)
    people = figure(county, "A03", quarter)
    return (people * monthly * months / 10000).quantize(Decimal("0.1"))


def _part(line: str, of: str, least: int, most: int) -> Callable[[County, Quarter], Decimal]:
    """So many percent of another line."""

    def made(county: County, quarter: Quarter) -> Decimal:
        return Decimal(int(figure(county, of, quarter)) * choice(county, line, least, most) // 100)

    return made


def _rebuilt(county: County, quarter: Quarter) -> Decimal:
    """Rebuilding starts anew each year: share of houses finished by the end of the quarter, percent."""
    return Decimal(min(100, quarter.number * choice(county, "E02", 22, 33)))


_LINES: dict[str, Callable[[County, Quarter], Decimal]] = {
    "A01": _share("urban", "A01", 380, 720),
    "A02": _standard("A02", 250, 330),
    "A03": _share("rural", "A03", 560, 920),
    "A04": _standard("A04", 0, 0),
    "A05": _spent,
    "B01": _share("old", "B01", 180, 320),
    "B02": _share("old", "B02", 260, 420),
    "B03": _part("B03", "B01", 104, 128),
    "B04": _standard("B04", 2800, 3600),
    "C01": _share("rural", "C01", 70, 130),
    "C02": _part("C02", "C01", 3, 6),
    "C03": _share("rural", "C03", 9, 18),
    "D01": _share("rural", "D01", 6, 12, 0),
    "D02": _share("rural", "D02", 2, 4, 4),
    "E01": _share("rural", "E01", 1, 3, 0),
    "E02": _rebuilt,
}
LINES = tuple(_LINES)
