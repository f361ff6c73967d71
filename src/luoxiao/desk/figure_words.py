"""How figures are printed: thousands commas, decimal places as kept, the minus of print, — for nothing."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

MINUS, NOTHING = "−", "—"


def amount(value: Decimal | None, scale: int = 0) -> str:
    """1,234.50; — where there is none."""
    if value is None:
        return NOTHING
    return f"{rounded(value, scale):,}".replace("-", MINUS)


def signed(value: Decimal | None, scale: int = 0) -> str:
    """+92, −608, 0: a difference always says its direction."""
    if value is None:
        return NOTHING
    kept = rounded(value, scale)
    return f"{kept:+,}".replace("-", MINUS) if kept else "0"


def rounded(value: Decimal, scale: int) -> Decimal:
    """Half away from zero, as offices round; never a minus zero."""
    kept = value.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
    return kept if kept else abs(kept)


def plain(value: Decimal | None) -> str:
    """A number for a file: no commas, no exponent, an ordinary minus; empty where there is none."""
    return "" if value is None else f"{value:f}"


def steps(length: Decimal, wanted: int, *, finer: bool = False) -> Decimal:
    """A round step of which `wanted` or a few less cover the length: 1, 2, 2.5 or 5 times a power of ten.

    `finer` allows 1.5, 3, 4, 6 and 8 as well, for classes that shall not stand empty.
    """
    least = length / wanted
    size = Decimal(1).scaleb(least.adjusted())
    return next(size * times for times in (_FINER if finer else _ROUND) if size * times >= least)


_ROUND = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_FINER = tuple(map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")))


def places_of(values: Iterable[Decimal], scale: int) -> int:
    """With how many decimal places a picture prints these: as few as are needed, fewer the larger they are."""
    known = [rounded(value, scale).normalize() for value in values]
    needed = max((-int(value.as_tuple().exponent) for value in known), default=0)
    largest = max(map(abs, known), default=Decimal(0))
    return max(0, min(needed, 0 if largest >= 1000 else 1 if largest >= 10 else 2))
