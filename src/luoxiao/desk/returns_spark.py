"""A small line of one figure's last periods, drawn on the server with attributes only (no style, no script). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BASE = 260, 96, 8, 236, 16, 78


@dataclass(frozen=True)
class Spark:
    """Points of the line, where the present value stands, and the words at both ends."""

    line: str
    last_x: int
    last_y: int
    this_x: int
    this_y: int
    first_period: str
    last_value: str
    this_value: str

    @property
    def label_x(self) -> int:
        return self.this_x - 10

    @property
    def square_x(self) -> int:
        return self.this_x - 5

    @property
    def square_y(self) -> int:
        return self.this_y - 5


def spark(past: Sequence[tuple[str, Decimal]], this: Decimal, shown: tuple[str, str]) -> Spark:
    """The last periods (at least one, oldest first) and the present value; `shown` is the last and the present one."""
    values = [value for _period, value in past] + [this]
    step = (RIGHT - LEFT) / max(len(values) - 1, 1)
    places = [(round(LEFT + step * n), _height(value, values)) for n, value in enumerate(values)]
    (last_x, last_y), (this_x, this_y) = places[-2], places[-1]
    return Spark(
        line=" ".join(f"{x},{y}" for x, y in places[:-1]),
        last_x=last_x,
        last_y=last_y,
        this_x=this_x,
        this_y=this_y,
        first_period=past[0][0],
        last_value=shown[0],
        this_value=shown[1],
    )


def _height(value: Decimal, values: Sequence[Decimal]) -> int:
    """The vertical place: the largest on top, the smallest at the base, all the same in the middle."""
    low, high = min(values), max(values)
    if low == high:
        return (TOP + BASE) // 2
    return BASE - round((value - low) / (high - low) * (BASE - TOP))
