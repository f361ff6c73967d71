"""Invented splits that use every part of a scheme."""

from dataclasses import replace
from fractions import Fraction as F

from luoxiao.funds.allocation import (
    Adjustment,
    Allocation,
    Bounds,
    Coefficient,
    Directed,
    Direction,
    Factor,
    FixedLine,
    Normalise,
    Region,
    Scheme,
    Shape,
    Transform,
    allocate,
)

COUNT = 24


def regions(count: int = COUNT) -> list[Region]:
    """Counties with invented values; every seventh is not on the list, and two are alike to the last digit."""
    made = [_region(number) for number in range(count)]
    return [*made[:-1], replace(made[-2], code=made[-1].code, name=made[-1].name)]


def _region(number: int) -> Region:
    values = {
        "people": F(20_000 + number * 7919 % 61_000),
        "income": F(number * 104_729 % 3_000 + 2_100) / 10,
        "area": F(1_000 + number * 997 % 2_500) + F(number % 4, 4),
        "orphans": F(number * 31 % 90),
        "effort": F(90 + number % 21, 100),
    }
    klass = "other" if number % 7 == 0 else "listed"
    last = 150_000_00 + number * 31_337_00
    return Region(f"9901{number:02}", f"演练{number + 1}县", klass, values, last, "演练省")


PLAIN = Scheme(
    name="演练一",
    pot_fen=2_260_000_000,
    shape=Shape.WEIGHTED,
    factors=(
        Factor("people", "人口", "人", F(1, 2)),
        Factor("income", "人均收入", "元", F(3, 10), Direction.LESS, Transform.MAX_PLUS_MIN),
        Factor("area", "面积", "平方公里", F(1, 5)),
    ),
    coefficients=(Coefficient("area-c", "连片特困系数", {"listed": F(23, 20), "other": F(1)}),),
)
FULL = replace(
    PLAIN,
    name="演练二",
    factors=(
        replace(PLAIN.factors[0], weight=F(1, 3), normalise=Normalise.MEAN),
        Factor("income", "人均收入", "元", F(1, 3), Direction.LESS, Transform.GAP_TO_MEAN, Normalise.MAX),
        replace(PLAIN.factors[2], weight=F(1, 3), normalise=Normalise.MIN_MAX),
    ),
    coefficients=(*PLAIN.coefficients, Coefficient("effort", "努力程度系数", column="effort")),
    fixed=(FixedLine("orphan", "孤儿定额", "orphans", {"listed": 60_000, "": 50_000}),),
    directed=(Directed("tilt", "特困县定向", 123_456_700, ("listed",)),),
    bounds=Bounds(floor_fen=50_000_000, ceiling_fen=125_000_000, guarantee=F(21, 20)),
    adjustments=(Adjustment("990102", 500_000, "灾后重建"), Adjustment("990105", -500_000, "项目未开工")),
    rounding_fen=100,
    early_fen={"990101": 12_345_600},
)
PRODUCT = replace(
    PLAIN,
    name="演练三",
    shape=Shape.PRODUCT,
    factors=(
        Factor("people", "人口", "人", F(1)),
        Factor("income", "人均收入", "元", F(1), Direction.LESS, Transform.INVERSE),
    ),
)
WAN = replace(PLAIN, name="演练四", rounding_fen=1_000_000, bounds=Bounds(floor_fen=60_000_000))
SCHEMES = {scheme.name: scheme for scheme in (PLAIN, FULL, PRODUCT, WAN)}


def split(scheme: Scheme, count: int = COUNT) -> Allocation:
    """The scheme for the invented counties."""
    return allocate(scheme, regions(count))
