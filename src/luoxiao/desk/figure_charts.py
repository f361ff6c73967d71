"""Pictures of figures as points of an SVG: the strip of dots, the lines over time, the bars. Pure.

Every picture has a table beside it that says the same; here numbers may be floats, since they only place ink.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from luoxiao.desk.figure_words import amount, places_of, signed, steps


@dataclass(frozen=True)
class Tick:
    """A mark on an axis and what it says."""

    at: float
    words: str


@dataclass(frozen=True)
class Dot:
    """A county on the strip; `label` is empty for all but the extreme ones and stands above all dots near it."""

    x: float
    y: float
    fill: str
    name: str
    label: str = ""
    label_y: float = 0.0


@dataclass(frozen=True)
class Strip:
    """The strip of dots: one per county along an axis, stacked where they meet."""

    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    zero: float | None
    mean: float | None
    top: float


@dataclass(frozen=True)
class Spot:
    """What the strip is given for a county."""

    name: str
    value: Decimal
    fill: str


@dataclass(frozen=True)
class Axis:
    """A straight axis from one round value to another."""

    low: Decimal
    step: Decimal
    count: int
    start: float
    end: float

    @classmethod
    def over(cls, values: Iterable[Decimal], *, wanted: int, start: float, end: float, finest: Decimal) -> "Axis":
        """Round steps that hold every value; at least one step long."""
        known = list(values)
        lowest, highest = min(known), max(known)
        step = max(steps(highest - lowest, wanted) if highest > lowest else finest, finest)
        low = (lowest / step).to_integral_value(ROUND_FLOOR) * step
        count = max(1, int(((highest - low) / step).to_integral_value(ROUND_CEILING)))
        return cls(low, step, count, start, end)

    def at(self, value: Decimal) -> float:
        """Where a value stands."""
        share = (value - self.low) / (self.step * self.count)
        return round(self.start + float(share) * (self.end - self.start), 1)

    @property
    def values(self) -> list[Decimal]:
        return [self.low + self.step * n for n in range(self.count + 1)]


STRIP_WIDTH, BASE, LEVEL, APART, NAME = 740, 58, 11, 11.0, 26


def strip(spots: Sequence[Spot], *, zero: bool, mean: Decimal | None, decimals: int) -> Strip | None:
    """The dots of the counties; `zero` draws the national average at 0. None where nothing is known."""
    if not spots:
        return None
    finest = Decimal(1).scaleb(-decimals)
    held = [spot.value for spot in spots] + ([Decimal(0)] if zero else []) + ([] if mean is None else [mean])
    axis = Axis.over(held, wanted=8, start=40, end=STRIP_WIDTH - 40, finest=finest)
    ordered = sorted(spots, key=lambda spot: (spot.value, spot.name))
    say = signed if zero else amount
    places = places_of(axis.values, decimals)
    ticks = tuple(Tick(axis.at(value), say(value, places)) for value in axis.values if not (zero and value == 0))
    dots = _stacked(ordered, axis)
    top = min(dot.y for dot in dots)
    return Strip(
        tuple(dots), ticks, axis.at(Decimal(0)) if zero else None, None if mean is None else axis.at(mean), top
    )


def _stacked(ordered: Sequence[Spot], axis: Axis) -> list[Dot]:
    """Each dot on the lowest level that is free for its width; the first and the last carry their names."""
    ends: list[float] = []
    dots = []
    for spot in ordered:
        x = axis.at(spot.value)
        level = next((n for n, end in enumerate(ends) if x - end >= APART), len(ends))
        ends[level : level + 1] = [x]
        dots.append(Dot(x, BASE - 8.0 - level * LEVEL, spot.fill, spot.name))
    return [_named(dot, dots) if dot in (dots[0], dots[-1]) else dot for dot in dots]


def _named(dot: Dot, dots: Sequence[Dot]) -> Dot:
    """With its name above every dot that the name could cover."""
    top = min(other.y for other in dots if abs(other.x - dot.x) <= NAME)
    return replace(dot, label=dot.name, label_y=top - 10)


@dataclass(frozen=True)
class Reading:
    """A figure at the end of a period."""

    day: date
    words: str
    value: Decimal


@dataclass(frozen=True)
class Line:
    """One line of the trend: its path, its points, and where its name stands behind the last of them."""

    path: str
    points: tuple[tuple[float, float], ...]
    end: tuple[float, float]
    label_y: float
    words: str


@dataclass(frozen=True)
class Trend:
    """Area against nation over time, with the gap between them."""

    area: Line | None
    nation: Line | None
    gap: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]

    @property
    def left(self) -> float:
        """Where the picture begins: further left the longer the numbers beside its axis are."""
        return min(0.0, TREND["left"] - 12 - 7 * max(len(tick.words) for tick in self.up))

    @property
    def right(self) -> float:
        """Where it ends: behind the longer of the names at the lines' ends."""
        ends = [line.end[0] + 14 + 7 * max(len(line.words), 4) for line in (self.area, self.nation) if line]
        return max(ends, default=float(TREND["width"]))


TREND = {"left": 56, "right": 330, "top": 14, "bottom": 196, "width": 420, "height": 224}


def trend(area: Sequence[Reading], nation: Sequence[Reading], *, decimals: int) -> Trend | None:
    """The two lines on one pair of axes; None where there is no figure at all. One point makes a dot, not a line."""
    known = [*area, *nation]
    if not known:
        return None
    finest = Decimal(1).scaleb(-decimals)
    bottom, top = float(TREND["bottom"]), float(TREND["top"])
    up = Axis.over([reading.value for reading in known], wanted=4, start=bottom, end=top, finest=finest)
    across = _days(known)
    lines = [_line(readings, across, up, decimals) for readings in (area, nation)]
    first, second = _apart(*lines)
    return Trend(first, second, _between(area, nation, across, up), _across(known, across), _up(up, decimals))


def _days(known: Sequence[Reading]) -> dict[date, float]:
    """Where each day stands: in proportion to time, one day alone in the middle."""
    first, last = min(reading.day for reading in known), max(reading.day for reading in known)
    length = (last - first).days
    left, right = TREND["left"], TREND["right"]
    share = {reading.day: (reading.day - first).days / length if length else 0.5 for reading in known}
    return {day: round(left + part * (right - left), 1) for day, part in share.items()}


def _line(readings: Sequence[Reading], across: dict[date, float], up: Axis, decimals: int) -> Line | None:
    if not readings:
        return None
    points = tuple((across[reading.day], up.at(reading.value)) for reading in readings)
    path = "M" + "L".join(f"{x} {y}" for x, y in points) if len(points) > 1 else ""
    return Line(path, points, points[-1], points[-1][1], amount(readings[-1].value, decimals))


def _apart(area: Line | None, nation: Line | None) -> tuple[Line | None, Line | None]:
    """Names of two lines' ends 32 units apart at least, the higher one above."""
    if area is None or nation is None or abs(area.label_y - nation.label_y) >= 32:
        return area, nation
    middle = min(max((area.label_y + nation.label_y) / 2, TREND["top"] + 16), TREND["bottom"] - 16)
    below = 16 if area.label_y >= nation.label_y else -16
    return _labelled(area, middle + below), _labelled(nation, middle - below)


def _labelled(line: Line, y: float) -> Line:
    return Line(line.path, line.points, line.end, round(y, 1), line.words)


def _between(area: Sequence[Reading], nation: Sequence[Reading], across: dict[date, float], up: Axis) -> str:
    """The ground between both lines over the days on which both are known."""
    theirs = {reading.day: reading.value for reading in nation}
    both = [
        (across[reading.day], up.at(reading.value), up.at(theirs[reading.day]))
        for reading in area
        if reading.day in theirs
    ]
    if len(both) < 2:
        return ""
    there = "L".join(f"{x} {y}" for x, y, _other in both)
    back = "L".join(f"{x} {y}" for x, _own, y in reversed(both))
    return f"M{there}L{back}Z"


def _across(known: Sequence[Reading], across: dict[date, float]) -> tuple[Tick, ...]:
    """The days' names, none nearer than 44 units to the one before it."""
    ticks: list[Tick] = []
    for reading in sorted(known, key=lambda reading: reading.day):
        x = across[reading.day]
        if not ticks or x - ticks[-1].at >= 44:
            ticks.append(Tick(x, reading.words))
    return tuple(ticks)


def _up(up: Axis, decimals: int) -> tuple[Tick, ...]:
    places = places_of(up.values, decimals)
    return tuple(Tick(up.at(value), amount(value, places)) for value in up.values)
