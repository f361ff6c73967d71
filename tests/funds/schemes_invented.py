"""Schemes and regions that Hypothesis invents, and one of the size of the area, for the tests of the engine."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from luoxiao.funds.allocation import (
    Bounds,
    Coefficient,
    Direction,
    Factor,
    Normalise,
    Region,
    Scheme,
    Shape,
    Transform,
)

ONE = Fraction(1)
NEEDS = ("aged", "poor", "income")
AREA = Coefficient("area", "连片特困系数", {"listed": Fraction(23, 20), "other": Fraction(1)})


def factor(code: str, weight: Fraction | int, transform: Transform = Transform.AS_IS) -> Factor:
    direction = Direction.MORE if transform is Transform.AS_IS else Direction.LESS
    return Factor(code, f"因素{code}", "人", Fraction(weight), direction, transform)


def region(number: int, klass: str = "listed", last_fen: int | None = None, **values: int | Fraction) -> Region:
    given = {code: Fraction(value) for code, value in values.items()}
    return Region(f"36{number:04}", f"第{number}县", klass, given, last_fen, "江西" if number % 3 else "湖南")


def counties() -> list[Region]:
    """24 invented regions, the last one not on the list."""
    return [
        region(
            n, "other" if n == 24 else "listed", 10_000_000 + n, aged=900 + 37 * n * n % 1000, poor=50 + n * 13 % 97,
            income=Fraction(200_000 + n * 7919 % 90_000, 100),
        )
        for n in range(1, 25)
    ]  # fmt: skip


def second_round(**changes: object) -> Scheme:
    """2,260 万元, three factors, the coefficient of the area, to 元."""
    weights = (Fraction(2, 5), Fraction(7, 20), Fraction(1, 4))
    transforms = (Transform.AS_IS, Transform.AS_IS, Transform.MAX_PLUS_MIN)
    factors = tuple(factor(*each) for each in zip(NEEDS, weights, transforms, strict=True))
    scheme = Scheme("演练第二批", 2_260_000_000, Shape.WEIGHTED, factors, (AREA,), rounding_fen=100)
    return replace(scheme, **changes)  # type: ignore[arg-type]


INVENTED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

_ROWS = st.lists(
    st.tuples(st.integers(1, 99), st.tuples(*[st.integers(1, 20_000)] * 3), st.booleans(), st.integers(0, 400)),
    min_size=2,
    max_size=7,
    unique_by=lambda row: row[0],
)


@st.composite
def regions(draw: st.DrawFn) -> list[Region]:
    """Up to seven regions in any order, values above 0 that differ, in quarters."""
    found = []
    for order, (number, quarters, listed, last) in enumerate(draw(_ROWS)):
        values = {code: Fraction(each, 4) + order * 5000 for code, each in zip(NEEDS, quarters, strict=True)}
        found.append(Region(f"36{number:04}", f"第{number}县", "listed" if listed else "other", values, last))
    return found


_WAYS = st.tuples(*[st.tuples(st.sampled_from(Transform), st.sampled_from(Normalise))] * 3)
_BOUNDS = st.builds(Bounds, st.none() | st.integers(0, 300), st.none(), st.none() | st.sampled_from([ONE, ONE / 3]))


@st.composite
def schemes(draw: st.DrawFn, *, bound: bool = True) -> Scheme:
    """Any shape, transform and normalisation; bounds that any pot of this size can keep."""
    shape, (first, second) = draw(st.sampled_from(Shape)), draw(st.tuples(st.integers(0, 10), st.integers(0, 10)))
    weights = [Fraction(part, 20) for part in (first, second, 20 - first - second)]
    factors = []
    for code, weight, (transform, normalise) in zip(NEEDS, weights, draw(_WAYS), strict=True):
        own = factor(code, weight if shape is Shape.WEIGHTED else 1, transform)
        factors.append(replace(own, normalise=normalise))
    unit, rate = draw(st.sampled_from([1, 7])), Fraction(draw(st.integers(20, 60)), 20)
    return Scheme(
        name="演练",
        pot_fen=unit * draw(st.integers(2800, 10**6)),
        shape=shape,
        factors=tuple(factors),
        coefficients=(Coefficient("area", "系数", {"listed": rate, "other": ONE}),),
        bounds=draw(_BOUNDS) if bound else Bounds(),
        rounding_fen=unit,
    )


def moved(all_: Sequence[Region], code: str, **values: Fraction) -> list[Region]:
    """The regions with other values for one of them."""
    return [replace(each, values={**each.values, **values}) if each.code == code else each for each in all_]
