"""The meter of a promise as points of an SVG: what was reached over the years, an even pace, the pace needed. Pure.

The table beneath says the same in numbers; here numbers may be floats, since they only place ink.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoxiao.core.money import wan
from luoxiao.funds.meter import Meter

WIDTH, HEIGHT = 640, 236
LEFT, RIGHT, TOP, BOTTOM = 62, 548, 22, 206
APART = 16  # points between the labels at the ends


@dataclass(frozen=True)
class Mark:
    """A place on an axis and what it says."""

    at: float
    words: str


@dataclass(frozen=True)
class Line:
    """A line through `points`; its name stands beside its end at `label_y`."""

    code: str
    points: str
    end_x: float
    end_y: float
    label_y: float
    amount: str


@dataclass(frozen=True)
class Picture:
    """What the template draws."""

    lines: tuple[Line, ...]
    even: str
    needed: str
    today: float | None
    promise_y: float
    ys: tuple[Mark, ...]
    xs: tuple[Mark, ...]
    frame: tuple[int, int] = (WIDTH, HEIGHT)
    left: int = LEFT
    right: int = RIGHT
    bottom: int = BOTTOM


def picture(meter: Meter, today: date) -> Picture:
    """Cumulated over budget years: at the end of each year that is over, and of the running one today."""
    reached = meter.reached
    highest = max(meter.promised, reached.allotted, reached.received, 1)
    first, count = meter.years[0].year, len(meter.years)

    def x(moment: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (moment - first) / count, 1)

    def y(fen: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * fen / highest, 1)

    now = min(max(_moment(today), float(first)), float(first + count))
    lines = []
    for code in ("allotted", "transferred", "spent"):
        points, total = [(x(first), y(0))], 0
        for year in meter.years:
            if year.year > now:
                break
            total += getattr(year.reached, code)
            points.append((x(min(year.year + 1, now)), y(total)))
        lines.append(_line(code, points, getattr(reached, code)))
    end = x(first + count), y(meter.promised)
    needed = "" if meter.pace(reached.allotted).kept or meter.over else _joined([(x(now), y(reached.allotted)), end])
    return Picture(
        lines=tuple(_apart(lines)),
        even=_joined([(x(first), y(0)), end]),
        needed=needed,
        today=x(now) if first <= _moment(today) <= first + count else None,
        promise_y=y(meter.promised),
        ys=tuple(Mark(y(meter.promised * part // 4), wan(meter.promised * part // 4, 0)) for part in range(5)),
        xs=tuple(Mark(x(year.year + 0.5), str(year.year)) for year in meter.years),
    )


def _moment(day: date) -> float:
    """2012.75 for the first of October 2012."""
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _line(code: str, points: Sequence[tuple[float, float]], fen: int) -> Line:
    end_x, end_y = points[-1]
    return Line(code, _joined(points), end_x, end_y, end_y, wan(fen, 0))


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{px},{py}" for px, py in points)


def _apart(lines: Sequence[Line]) -> list[Line]:
    """Labels kept off each other: from the lowest up, each at least APART above the one before."""
    placed: list[Line] = []
    for line in sorted(lines, key=lambda each: -each.end_y):
        lowest = min(line.end_y, placed[-1].label_y - APART if placed else BOTTOM - 2.0)
        placed.append(Line(line.code, line.points, line.end_x, line.end_y, round(lowest, 1), line.amount))
    return placed
