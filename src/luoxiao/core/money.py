"""Money: integers of fen, read from and written as yuan or 万元, exactly. No float ever touches it. Pure."""

import re
import unicodedata
from fractions import Fraction

YUAN, WAN = 100, 1_000_000  # fen in one yuan, in one 万元
HIGHEST = 9 * 10**18  # what a column of the database holds
MINUS = "\u2212"
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


class NotMoney(ValueError):
    """The text is no amount, has parts of a fen, or is too large; `args[0]` says which: text, fen, large."""


def wan(fen: int, places: int = 2) -> str:
    """2,260.00: in 万元, thousands parted, the minus U+2212 (design guide, rule 7). Rounds half away from zero."""
    return _written(fen, WAN, places)


def yuan(fen: int, places: int = 2) -> str:
    """22,600,000.00: in yuan."""
    return _written(fen, YUAN, places)


def signed_wan(fen: int, places: int = 2) -> str:
    """+10.50, −10.70, 0.00: a difference in 万元."""
    return ("+" if fen > 0 else "") + wan(fen, places)


def percent(share: Fraction, places: int = 2) -> str:
    """5.42 for 0.0542…, without the sign %."""
    return _written(share.numerator * 100, share.denominator, places)


def fen_of(text: str, unit: int = YUAN) -> int:
    """The fen of an amount in yuan (or in WAN); full-width digits and thousands commas are read. Raises NotMoney."""
    plain = unicodedata.normalize("NFKC", text).replace(MINUS, "-").replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        raise NotMoney("text")
    amount = Fraction(plain.replace(",", "")) * unit
    if amount.denominator != 1:
        raise NotMoney("fen")
    if abs(amount) > HIGHEST:
        raise NotMoney("large")
    return int(amount)


def _written(amount: int, unit: int, places: int) -> str:
    scaled, rest = divmod(abs(amount) * 10**places, unit)
    scaled += rest * 2 >= unit
    whole, part = divmod(scaled, 10**places)
    minus = MINUS if amount < 0 and scaled else ""
    return f"{minus}{whole:,}" + (f".{part:0{places}}" if places else "")
