"""From values to scores: transforms, coefficients, normalisation, the two shapes. Pure and exact, in whole numbers.

A column of fractions is brought to whole numbers by its common denominator, which changes no proportion; so a table of
3,000 regions is reckoned without reducing a fraction at each step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod

from luoxiao.funds.terms import Factor, Normalise, Region, Scheme, Shape, Transform


@dataclass(frozen=True)
class Column:
    """A factor over all regions: the region's part and the whole it is set against (part ÷ whole is its share).

    `basis` are the numbers of the whole table that went in: max, min or mean of the values where they were turned
    round; sum, average or highest and lowest of what was counted.
    """

    transformed: list[Fraction]
    parts: list[int]
    whole: int
    basis: Mapping[str, Fraction]


@dataclass(frozen=True)
class Scores:
    """What the pot is split by. `whole` is what a score is set against; weighted shares add up to it."""

    coefficients: list[Mapping[str, Fraction]]
    columns: Mapping[str, Column]
    scores: list[int]
    whole: int


def scores(scheme: Scheme, regions: Sequence[Region]) -> Scores:
    """The scores of regions whose values were checked before."""
    coefficients = [coefficients_of(scheme, region) for region in regions]
    products = [prod(each.values(), start=Fraction(1)) for each in coefficients]
    inside = products if scheme.shape is Shape.WEIGHTED else [Fraction(1)] * len(regions)
    columns = {factor.code: _column(factor, regions, inside) for factor in scheme.factors}
    combine = _weighted if scheme.shape is Shape.WEIGHTED else _product
    combined, whole = combine(scheme.factors, columns, products)
    return Scores(coefficients, columns, combined, whole)


def coefficients_of(scheme: Scheme, region: Region) -> Mapping[str, Fraction]:
    """Each coefficient of a region, by its code."""
    return {
        each.code: known(region, each.column) if each.column else each.by_class[region.klass]
        for each in scheme.coefficients
    }


def known(region: Region, column: str) -> Fraction:
    """A value that was checked to be there."""
    value = region.values[column]
    assert value is not None, "missing values stop the run before anything is reckoned"
    return value


def _column(factor: Factor, regions: Sequence[Region], coefficients: Sequence[Fraction]) -> Column:
    turned, basis = transformed(factor.transform, [known(region, factor.code) for region in regions])
    least = min(turned) if factor.normalise is Normalise.MIN_MAX else Fraction(0)
    counted = [(value - least) * c for value, c in zip(turned, coefficients, strict=True)]
    most = max(turned)
    scale = lcm((most - least).denominator, *(value.denominator for value in counted))
    parts = [value.numerator * (scale // value.denominator) for value in counted]
    if factor.normalise is Normalise.SHARE:
        return Column(turned, parts, sum(parts), basis | {"sum": Fraction(sum(parts), scale)})
    if factor.normalise is Normalise.MEAN:
        average = Fraction(sum(parts), scale * len(parts))
        return Column(turned, [part * len(parts) for part in parts], sum(parts), basis | {"average": average})
    span = most - least
    whole = span.numerator * (scale // span.denominator)
    return Column(turned, parts, whole, basis | {"highest": most, "lowest": least})


def transformed(transform: Transform, values: Sequence[Fraction]) -> tuple[list[Fraction], dict[str, Fraction]]:
    """The values turned round where less of the factor means more money, and what they were turned by."""
    if transform is Transform.MAX_PLUS_MIN:
        most, least = max(values), min(values)
        return [most + least - value for value in values], {"max": most, "min": least}
    if transform is Transform.INVERSE:
        return [1 / value for value in values], {}
    if transform is Transform.GAP_TO_MEAN:
        average = mean(values)
        return [max(average - value, Fraction(0)) for value in values], {"mean": average}
    return list(values), {}


def mean(values: Sequence[Fraction]) -> Fraction:
    """The mean of regions, each counted once."""
    return sum(values, Fraction(0)) / len(values)


def _weighted(
    factors: Sequence[Factor], columns: Mapping[str, Column], _coefficients: Sequence[Fraction]
) -> tuple[list[int], int]:
    """Σ weight × part ÷ whole, over one denominator; the coefficients are inside the columns already."""
    weights = lcm(*(factor.weight.denominator for factor in factors))
    wholes = lcm(*(column.whole for column in columns.values()))
    times = [int(factor.weight * weights) * (wholes // columns[factor.code].whole) for factor in factors]
    rows = zip(*(columns[factor.code].parts for factor in factors), strict=True)
    return [sum(t * part for t, part in zip(times, row, strict=True)) for row in rows], weights * wholes


def _product(
    factors: Sequence[Factor], columns: Mapping[str, Column], coefficients: Sequence[Fraction]
) -> tuple[list[int], int]:
    """Coefficient × Π part ÷ whole."""
    scale = lcm(*(each.denominator for each in coefficients))
    rows = zip(*(columns[factor.code].parts for factor in factors), strict=True)
    whole = prod(columns[factor.code].whole for factor in factors) * scale
    return [int(c * scale) * prod(row) for c, row in zip(coefficients, rows, strict=True)], whole
