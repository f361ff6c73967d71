"""What is wrong with a scheme and its regions before anything is reckoned. Pure; every fault, not only the first."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from luoxiao.funds.terms import (
    LARGEST_POT,
    Coefficient,
    Direction,
    Fault,
    FixedLine,
    Normalise,
    Param,
    Region,
    Scheme,
    Shape,
    Transform,
    Wrong,
)

CODE = re.compile(r"[0-9A-Z]{2,20}")  # digits of GB/T 2260 and below; three places of 2012 have an X in theirs


def faults(scheme: Scheme, regions: Sequence[Region]) -> list[Fault]:
    """All that can be told from the terms alone; an empty list where the run may begin."""
    found = [*_pot(scheme), *_factors(scheme), *_regions(regions), *_adjustments(scheme, regions)]
    found += [*_early(scheme, regions), *_values(scheme, regions), *_classes(scheme, regions)]
    return found or [*_columns(scheme, regions)]


def _pot(scheme: Scheme) -> Iterator[Fault]:
    if scheme.pot_fen <= 0:
        yield Fault(Wrong.POT_NOT_POSITIVE, {"fen": scheme.pot_fen})
    if scheme.pot_fen > LARGEST_POT:
        yield Fault(Wrong.POT_TOO_LARGE, {"fen": scheme.pot_fen, "limit_fen": LARGEST_POT})
    if scheme.rounding_fen <= 0:
        yield Fault(Wrong.ROUNDING_BAD, {"fen": scheme.rounding_fen})
    amounts = [(line.code, line.name, fen) for line in scheme.fixed for fen in line.fen_each.values()]
    amounts += [(pot.code, pot.name, pot.pot_fen) for pot in scheme.directed]
    bounds = (scheme.bounds.floor_fen, scheme.bounds.ceiling_fen)
    amounts += [(part, part, fen) for part, fen in zip(("floor", "ceiling"), bounds, strict=True) if fen is not None]
    for part, name, fen in amounts:
        if fen < 0:
            yield Fault(Wrong.FEN_NEGATIVE, {"part": part, "name": name, "fen": fen})
    if scheme.bounds.guarantee is not None and scheme.bounds.guarantee < 0:
        yield Fault(Wrong.GUARANTEE_NEGATIVE, {"value": scheme.bounds.guarantee})


def _factors(scheme: Scheme) -> Iterator[Fault]:
    if not scheme.factors:
        yield Fault(Wrong.NO_FACTORS)
    codes = [factor.code for factor in scheme.factors] + [each.code for each in scheme.coefficients]
    codes += [line.code for line in scheme.fixed] + [pot.code for pot in scheme.directed]
    for code, times in Counter(codes).items():
        if times > 1 or not code:
            yield Fault(Wrong.CODE_TWICE, {"code": code})
    for factor in scheme.factors:
        about: dict[str, Param] = {"factor": factor.code, "name": factor.name}
        if factor.weight < 0:
            yield Fault(Wrong.WEIGHT_NEGATIVE, about | {"weight": factor.weight})
        elif scheme.shape is Shape.PRODUCT and factor.weight != 1:
            yield Fault(Wrong.WEIGHT_IN_PRODUCT, about | {"weight": factor.weight})
        if (factor.direction is Direction.MORE) is not (factor.transform is Transform.AS_IS):
            ways: dict[str, Param] = {"direction": factor.direction.value, "transform": factor.transform.value}
            yield Fault(Wrong.DIRECTION_AND_TRANSFORM, about | ways)
    total = sum((factor.weight for factor in scheme.factors), Fraction(0))
    if scheme.shape is Shape.WEIGHTED and scheme.factors and total != 1:
        yield Fault(Wrong.WEIGHTS_NOT_ONE, {"sum": total})


def _regions(regions: Sequence[Region]) -> Iterator[Fault]:
    if not regions:
        yield Fault(Wrong.NO_REGIONS)
    times = Counter(region.code for region in regions)
    for region in regions:
        if not CODE.fullmatch(region.code):
            yield Fault(Wrong.REGION_CODE_BAD, who(region))
        if times.pop(region.code, 1) > 1:
            yield Fault(Wrong.REGION_TWICE, who(region))


def who(region: Region) -> dict[str, Param]:
    """The params that name a region."""
    return {"region": region.code, "region_name": region.name}


def _adjustments(scheme: Scheme, regions: Sequence[Region]) -> Iterator[Fault]:
    known = {region.code for region in regions}
    for each in scheme.adjustments:
        if each.region not in known:
            yield Fault(Wrong.ADJUSTMENT_UNKNOWN_REGION, {"region": each.region})
        if each.fen and not each.reason.strip():
            yield Fault(Wrong.ADJUSTMENT_WITHOUT_REASON, {"region": each.region, "fen": each.fen})
        if scheme.rounding_fen > 0 and each.fen % scheme.rounding_fen:
            yield not_dividing("adjustment", each.region, each.fen, scheme.rounding_fen)
    if net := sum(each.fen for each in scheme.adjustments):
        yield Fault(Wrong.ADJUSTMENTS_NOT_ZERO, {"fen": net})


def not_dividing(part: str, name: str, fen: int, rounding_fen: int) -> Fault:
    """An amount that is no multiple of what amounts are rounded to."""
    params: dict[str, Param] = {"part": part, "name": name, "fen": fen, "rounding_fen": rounding_fen}
    return Fault(Wrong.ROUNDING_DOES_NOT_DIVIDE, params | {"rest_fen": fen % rounding_fen})


def _early(scheme: Scheme, regions: Sequence[Region]) -> Iterator[Fault]:
    known = {region.code for region in regions}
    for code, fen in scheme.early_fen.items():
        if code not in known:
            yield Fault(Wrong.EARLY_UNKNOWN_REGION, {"region": code})
        if fen < 0:
            yield Fault(Wrong.EARLY_NEGATIVE, {"region": code, "fen": fen})


def _values(scheme: Scheme, regions: Sequence[Region]) -> Iterator[Fault]:
    names = {line.column: line.name for line in scheme.fixed} | {each.column: each.name for each in scheme.coefficients}
    names |= {factor.code: factor.name for factor in scheme.factors}
    for region in regions:
        for column in scheme.columns():
            about = who(region) | {"column": column, "name": names[column]}
            value = region.values.get(column)
            if value is None:
                yield Fault(Wrong.FACTOR_MISSING, about)
            elif value < 0:
                yield Fault(Wrong.FACTOR_NEGATIVE, about | {"value": value})
        if scheme.bounds.guarantee is not None and region.last_fen is None:
            yield Fault(Wrong.LAST_MISSING, who(region))


def _classes(scheme: Scheme, regions: Sequence[Region]) -> Iterator[Fault]:
    for coefficient in scheme.coefficients:
        yield from _coefficient(coefficient, regions)
    for line in scheme.fixed:
        yield from _heads(line, regions)


def _coefficient(coefficient: Coefficient, regions: Sequence[Region]) -> Iterator[Fault]:
    about: dict[str, Param] = {"coefficient": coefficient.code, "part": coefficient.code, "name": coefficient.name}
    for klass, value in coefficient.by_class.items():
        if value <= 0:
            yield Fault(Wrong.COEFFICIENT_NOT_POSITIVE, about | {"klass": klass, "value": value})
    for region in regions:
        if coefficient.column:
            read = region.values.get(coefficient.column)
            if read == 0:
                yield Fault(Wrong.COEFFICIENT_NOT_POSITIVE, about | who(region) | {"value": read})
        elif region.klass not in coefficient.by_class:
            yield Fault(Wrong.CLASS_UNKNOWN, about | who(region) | {"klass": region.klass})


def _heads(line: FixedLine, regions: Sequence[Region]) -> Iterator[Fault]:
    for region in regions:
        about = who(region) | {"part": line.code, "name": line.name}
        if region.klass not in line.fen_each and "" not in line.fen_each:
            yield Fault(Wrong.CLASS_UNKNOWN, about | {"klass": region.klass})
        heads = region.values.get(line.column)
        if heads is not None and heads.denominator != 1:
            yield Fault(Wrong.HEADS_NOT_WHOLE, about | {"value": heads})


def _columns(scheme: Scheme, regions: Sequence[Region]) -> Iterator[Fault]:
    """What only a whole column can be wrong in; asked once every value is there."""
    for factor in scheme.factors:
        values = [region.values[factor.code] or Fraction(0) for region in regions]
        about: dict[str, Param] = {"factor": factor.code, "name": factor.name}
        if factor.transform is Transform.INVERSE:
            without = (region for region, value in zip(regions, values, strict=True) if not value)
            yield from (Fault(Wrong.INVERSE_OF_ZERO, about | who(region)) for region in without)
        elif not any(values):
            yield Fault(Wrong.FACTOR_ALL_ZERO, about)
        elif len(set(values)) == 1 and _needs_a_difference(factor.transform, factor.normalise):
            yield Fault(Wrong.FACTOR_ALL_SAME, about)


def _needs_a_difference(transform: Transform, normalise: Normalise) -> bool:
    return transform is Transform.GAP_TO_MEAN or normalise is Normalise.MIN_MAX
