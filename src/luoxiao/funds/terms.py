"""The terms of an allocation: the scheme somebody sets, the regions it is for, what can be wrong with them. Pure.

Amounts are whole fen. Weights, coefficients and values are fractions, so 1.15 is 23/20 and nothing is rounded on the
way. The words of the regulations: factor (因素), weight (权重), coefficient (系数), guarantee (保底).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

LARGEST_POT = 9 * 10**18  # fen; the database keeps amounts in 64 bits


class Direction(StrEnum):
    """Whether more of the factor means more money."""

    MORE = "more"
    LESS = "less"


class Transform(StrEnum):
    """How a factor of which less means more money is turned round. Minimum, maximum and mean are those of the table."""

    AS_IS = "as-is"
    MAX_PLUS_MIN = "max-plus-min"  # max + min − x
    INVERSE = "inverse"  # 1 ÷ x
    GAP_TO_MEAN = "gap-to-mean"  # mean − x, 0 above the mean; the mean of regions, each counted once


class Normalise(StrEnum):
    """What a value is set against, so that factors in different units can be added.

    SHARE and MEAN divide by the sum or mean of all values with their coefficients; MAX and MIN_MAX first bring the
    values to 0…1 and then apply the coefficient. In a product, all but MIN_MAX come to the same.
    """

    SHARE = "share"  # x ÷ Σx
    MEAN = "mean"  # x ÷ mean
    MAX = "max"  # x ÷ max
    MIN_MAX = "min-max"  # (x − min) ÷ (max − min)


class Shape(StrEnum):
    """How factors work together: weighted shares are added, a product is multiplied (rules 1.4)."""

    WEIGHTED = "weighted"
    PRODUCT = "product"


@dataclass(frozen=True)
class Factor:
    """One factor of the formula. Weights add up to 1; in a product each weight is 1."""

    code: str
    name: str
    unit: str
    weight: Fraction
    direction: Direction = Direction.MORE
    transform: Transform = Transform.AS_IS
    normalise: Normalise = Normalise.SHARE


@dataclass(frozen=True)
class Coefficient:
    """Multiplies a region's values: by the region's class, or read from a column of the table.

    A class that is not named stops the run, so that no region is 1 by silence.
    """

    code: str
    name: str
    by_class: Mapping[str, Fraction] = field(default_factory=dict)
    column: str = ""


@dataclass(frozen=True)
class FixedLine:
    """So many fen for each head in `column`, outside the formula, by class; "" stands for every class not named."""

    code: str
    name: str
    column: str
    fen_each: Mapping[str, int]


@dataclass(frozen=True)
class Directed:
    """A pot beside the regular one, split by the same scores among the regions of these classes only."""

    code: str
    name: str
    pot_fen: int
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Bounds:
    """Floor, ceiling and guarantee (not below last year's amount × r). They bind the regular part only.

    Fixed lines and directed pots come on top, and a hand adjustment may go past them: it is a decision with a reason.
    """

    floor_fen: int | None = None
    ceiling_fen: int | None = None
    guarantee: Fraction | None = None


@dataclass(frozen=True)
class Adjustment:
    """What a person adds to or takes from a region, and why. All adjustments add up to zero."""

    region: str
    fen: int
    reason: str


@dataclass(frozen=True)
class Scheme:
    """How a pot is to be given out.

    `pot_fen` is everything: fixed lines and directed pots come out of it first, the rest is the regular pot that the
    formula splits. Regular and directed parts are multiples of `rounding_fen`. `early_fen` went out by early notice
    and is deducted from the final amounts.
    """

    name: str
    pot_fen: int
    shape: Shape
    factors: tuple[Factor, ...]
    coefficients: tuple[Coefficient, ...] = ()
    fixed: tuple[FixedLine, ...] = ()
    directed: tuple[Directed, ...] = ()
    bounds: Bounds = Bounds()
    adjustments: tuple[Adjustment, ...] = ()
    rounding_fen: int = 1
    early_fen: Mapping[str, int] = field(default_factory=dict)

    def columns(self) -> tuple[str, ...]:
        """Every column the table of regions must have, in the order of the scheme, each once."""
        used = [each.code for each in self.factors]
        used += [each.column for each in self.coefficients if each.column]
        used += [each.column for each in self.fixed]
        return tuple(dict.fromkeys(used))


@dataclass(frozen=True)
class Region:
    """A region with its values by column; None is a value that is not known. `last_fen`: its amount of last year."""

    code: str
    name: str
    klass: str
    values: Mapping[str, Fraction | None]
    last_fen: int | None = None
    province: str = ""


class Wrong(StrEnum):
    """What is wrong with a scheme or its regions; the sentences are in funds/wording/faults.py."""

    NO_FACTORS = "no-factors"
    NO_REGIONS = "no-regions"
    CODE_TWICE = "code-twice"  # code: two factors or parts of the scheme share it
    WEIGHTS_NOT_ONE = "weights-not-one"  # sum
    WEIGHT_NEGATIVE = "weight-negative"  # factor, name, weight
    WEIGHT_IN_PRODUCT = "weight-in-product"  # factor, name, weight
    DIRECTION_AND_TRANSFORM = "direction-and-transform"  # factor, name, direction, transform
    FACTOR_MISSING = "factor-missing"  # column, name, region, region_name
    FACTOR_NEGATIVE = "factor-negative"  # column, name, region, region_name, value
    FACTOR_ALL_ZERO = "factor-all-zero"  # factor, name
    FACTOR_ALL_SAME = "factor-all-same"  # factor, name: min-max and the gap to the mean need a difference
    INVERSE_OF_ZERO = "inverse-of-zero"  # factor, name, region, region_name
    COEFFICIENT_NOT_POSITIVE = "coefficient-not-positive"  # coefficient, name, region (or klass), value
    CLASS_UNKNOWN = "class-unknown"  # part, name, klass, region, region_name
    HEADS_NOT_WHOLE = "heads-not-whole"  # part, name, region, region_name, value
    FEN_NEGATIVE = "fen-negative"  # part, name, fen
    GUARANTEE_NEGATIVE = "guarantee-negative"  # value
    REGION_TWICE = "region-twice"  # region, region_name
    REGION_CODE_BAD = "region-code-bad"  # region, region_name
    POT_NOT_POSITIVE = "pot-not-positive"  # fen
    POT_TOO_LARGE = "pot-too-large"  # fen, limit_fen
    POT_USED_UP = "pot-used-up"  # fen, fixed_fen, directed_fen: nothing is left for the formula
    ROUNDING_BAD = "rounding-bad"  # fen
    ROUNDING_DOES_NOT_DIVIDE = "rounding-does-not-divide"  # part, name, fen, rounding_fen, rest_fen
    DIRECTED_NOBODY = "directed-nobody"  # part, name, klasses
    LAST_MISSING = "last-missing"  # region, region_name
    FLOOR_ABOVE_CEILING = "floor-above-ceiling"  # region, region_name, floor_fen, ceiling_fen, rule
    FLOORS_ABOVE_POT = "floors-above-pot"  # floors_fen, fen
    CEILINGS_BELOW_POT = "ceilings-below-pot"  # ceilings_fen, fen
    NOTHING_TO_SHARE_BY = "nothing-to-share-by"  # fen
    ADJUSTMENT_UNKNOWN_REGION = "adjustment-unknown-region"  # region
    ADJUSTMENT_WITHOUT_REASON = "adjustment-without-reason"  # region, fen
    ADJUSTMENTS_NOT_ZERO = "adjustments-not-zero"  # fen: what they add up to
    ADJUSTED_BELOW_ZERO = "adjusted-below-zero"  # region, region_name, fen
    EARLY_UNKNOWN_REGION = "early-unknown-region"  # region
    EARLY_NEGATIVE = "early-negative"  # region, fen
    EARLY_ABOVE_FINAL = "early-above-final"  # region, region_name, early_fen, total_fen
    # of files: `where` is a key (factors[2].weight) or a cell (C5)
    NOT_TOML = "not-toml"  # said: the reader's own words
    KEY_MISSING = "key-missing"  # where
    KEY_UNKNOWN = "key-unknown"  # where
    VALUE_BAD = "value-bad"  # where, value
    CHOICE_BAD = "choice-bad"  # where, value, choices
    NO_ROWS = "no-rows"
    COLUMN_MISSING = "column-missing"  # column, name
    COLUMN_TWICE = "column-twice"  # column, where
    CELL_BLANK = "cell-blank"  # where, column
    CELL_NOT_A_NUMBER = "cell-not-a-number"  # where, column, value
    CELL_FORMULA = "cell-formula"  # where, column, value
    CODE_UNKNOWN = "code-unknown"  # where, region, region_name
    CODE_OF_OTHER_YEAR = "code-of-other-year"  # where, region, region_name, instead


Param = str | int | Fraction


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: its code and what the sentence needs. Amounts are in fen, in params that end so."""

    code: Wrong
    params: Mapping[str, Param] = field(default_factory=dict)


class Faults(ValueError):
    """A scheme or its regions cannot be reckoned with; nothing was computed. All that was found, not only the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.code} {dict(fault.params)}" for fault in self.faults))
