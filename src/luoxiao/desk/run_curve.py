"""The area's share of the pot over its coefficient, as a curve. Pure; a table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from luoxiao.core.money import percent
from luoxiao.desk.figure_charts import Axis, Tick
from luoxiao.desk.figure_words import amount, places_of

LEFT, RIGHT, TOP, BOTTOM = 56.0, 540.0, 22.0, 196.0
LAST = Fraction(3, 2)  # the curve goes to 1.50 at least
STEP = Fraction(1, 20)


@dataclass(frozen=True)
class Point:
    """A place on the curve and what it says."""

    x: float
    y: float
    coefficient: str
    share: str
    is_own: bool


@dataclass(frozen=True)
class Curve:
    """The picture: its line, its points, its axes, and the line of what the area would have with a coefficient of 1."""

    path: str
    points: tuple[Point, ...]
    own: Point | None
    level: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


def values(own: Fraction) -> list[Fraction]:
    """The coefficients asked for: 1.00 to 1.50 by 0.05, further where the scheme's own is near the end, and its own."""
    last = max(LAST, own + 4 * STEP)
    count = int((last - 1) / STEP)
    return sorted({1 + STEP * n for n in range(count + 1)} | {own})


def curve(shares: Sequence[tuple[Fraction, Fraction]], own: Fraction) -> Curve:
    """The curve through (coefficient, share) in order; at least two of them."""
    across = Axis.over([decimal(c) for c, _share in shares], wanted=6, start=LEFT, end=RIGHT, finest=Decimal("0.05"))
    hundred = [decimal(share * 100) for _c, share in shares]
    up = Axis.over(hundred, wanted=4, start=BOTTOM, end=TOP, finest=Decimal("0.01"))
    points = tuple(
        Point(across.at(decimal(c)), up.at(decimal(share * 100)), short(c), percent(share), c == own)
        for c, share in shares
    )
    return Curve(
        path="M" + "L".join(f"{point.x} {point.y}" for point in points),
        points=points,
        own=next((point for point in points if point.is_own), None),
        level=next((point.y for point, (c, _share) in zip(points, shares, strict=True) if c == 1), points[0].y),
        across=tuple(Tick(across.at(value), amount(value, 2)) for value in across.values),
        up=tuple(Tick(up.at(value), f"{amount(value, places_of(up.values, 2))}%") for value in up.values),
    )


def decimal(value: Fraction) -> Decimal:
    """For ink only."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def short(value: Fraction) -> str:
    """1.15."""
    return f"{float(value):.4f}".rstrip("0").ljust(4, "0") if value.denominator != 1 else f"{int(value)}.00"
