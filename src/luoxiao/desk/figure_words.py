"""How figures are printed: thousands commas, decimal places as kept, the minus of print, — for nothing."""

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


def steps(length: Decimal, wanted: int) -> Decimal:
    """A round step (1, 2, 2.5 or 5 times a power of ten) of which `wanted` or a few less cover the length."""
    least = length / wanted
    size = Decimal(1).scaleb(least.adjusted())
    return next(size * times for times in _ROUND if size * times >= least)


_ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
