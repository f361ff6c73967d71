"""The one place where a result of the rules is rounded. Pure: an exact number in, a Decimal with fixed places out.

Gaps, years and indexes are computed with fractions and compared unrounded; they are rounded once, to be read.
"""

from decimal import Decimal
from fractions import Fraction

SHARE_PLACES = 1  # of shares, distances to the frontier and indexes, which are all percent


def half_up(exact: Fraction, places: int) -> Decimal:
    """Half away from zero, as offices round; never a minus zero."""
    units = (2 * abs(exact.numerator) * 10**places + exact.denominator) // (2 * exact.denominator)
    return Decimal(f"{-units if exact < 0 else units}E-{places}")


def share(exact: Fraction) -> Decimal:
    """A ratio as percent. One that falls short of 1 is never rounded to 100, nor one that exceeds it."""
    said = half_up(exact * 100, SHARE_PLACES)
    if said != 100 or exact == 1:
        return said
    step = Decimal(f"1E-{SHARE_PLACES}")
    return said - step if exact < 1 else said + step
