"""The outlines of the counties, as paths of an SVG. Pure; read and projected once.

`data/boundaries.json` holds longitudes and latitudes in units of 1/10,000 degree, each point after the first as its
step from the one before. Where they come from: data/sources.md.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Point = tuple[float, float]
Ring = list[Point]
WIDTH, MARGIN = 560, 10
# Where a name would cross a border or another name at its county's centre: steps right and down, in the map's units.
_MOVED = {
    "360721": (10, -24),
    "360827": (2, -6),
    "360781": (6, 2),
    "360702": (0, -2),
    "431028": (-10, 0),
    "360881": (-4, 4),
    "431027": (-3, 0),
    "360782": (-2, 14),
    "360724": (-6, -3),
    "360735": (-1, -2),
    "360828": (-2, 0),
    "360732": (0, 4),
}


@dataclass(frozen=True)
class Shape:
    """A county's outline and where its name stands."""

    code: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Outline:
    """The map without figures: its size, the counties, the land around them and the border of the provinces."""

    width: int
    height: int
    counties: tuple[Shape, ...]
    around: tuple[str, ...]
    border: str
    frame: "_Frame"

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a place on the ground stands on the map; outside the frame where it lies outside the area."""
        right, down = self.frame.place((longitude, latitude))
        return round(right, 1), round(down, 1)


@cache
def outline() -> Outline:
    """The 24 counties of the area, by their codes of 2012."""
    read = json.loads((files("luoxiao") / "data" / "boundaries.json").read_text(encoding="utf-8"))
    counties = {code: [_ring(ring, read["unit"]) for ring in rings] for code, rings in read["counties"].items()}
    frame = _Frame.around(point for rings in counties.values() for ring in rings for point in ring)
    provinces = [[_ring(ring, read["unit"]) for ring in rings] for rings in read["provinces"].values()]
    border = [_ring(line, read["unit"]) for line in read["province_line"]]
    return Outline(
        WIDTH,
        frame.height,
        tuple(_shape(code, rings, frame) for code, rings in counties.items()),
        tuple(_path(rings, frame, "Z") for rings in provinces),
        _path(border, frame, ""),
        frame,
    )


@dataclass(frozen=True)
class _Frame:
    """An equirectangular projection that is true at the middle latitude, north up."""

    west: float
    north: float
    across: float  # map units per degree of longitude
    down: float  # map units per degree of latitude
    height: int

    @classmethod
    def around(cls, points: Iterable[Point]) -> "_Frame":
        longitudes, latitudes = zip(*points, strict=True)
        west, south, east, north = min(longitudes), min(latitudes), max(longitudes), max(latitudes)
        narrowing = math.cos(math.radians((south + north) / 2))
        down = (WIDTH - 2 * MARGIN) / ((east - west) * narrowing)
        return cls(west, north, narrowing * down, down, round((north - south) * down + 2 * MARGIN))

    def place(self, point: Point) -> Point:
        return (point[0] - self.west) * self.across + MARGIN, (self.north - point[1]) * self.down + MARGIN


def _ring(steps: Sequence[int], unit: int) -> Ring:
    """Undo the steps: longitude, latitude, then differences by turns."""
    found, x, y = [], 0, 0
    for right, up in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + right, y + up
        found.append((x / unit, y / unit))
    return found


def _path(rings: Sequence[Ring], frame: _Frame, close: str) -> str:
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (frame.place(point) for point in ring)) + close for ring in rings
    )


def _shape(code: str, rings: Sequence[Ring], frame: _Frame) -> Shape:
    largest = max(rings, key=lambda ring: abs(_centre(ring)[0]))
    _area, x, y = _centre([frame.place(point) for point in largest])
    right, down = _MOVED.get(code, (0, 0))
    return Shape(code, _path(rings, frame, "Z"), round(x + right, 1), round(y + down, 1))


def _centre(ring: Ring) -> tuple[float, float, float]:
    """Twice the signed area, and the centre of gravity (the shoelace formula)."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        crossed = ax * by - bx * ay
        area, x, y = area + crossed, x + (ax + bx) * crossed, y + (ay + by) * crossed
    return area, x / (3 * area), y / (3 * area)
