"""What people write in a cell, as a number or a mark: １２,３４５, 1.2万, 3,980.1 万元, 一百二十, 88%, 不掌握. Pure."""

import re
import unicodedata
from decimal import Decimal

from luoxiao.returns import numerals
from luoxiao.returns.form import Entry, Line, Mark

MARKS = {
    "不掌握": Mark.NOT_KNOWN,
    "不详": Mark.NOT_KNOWN,
    "not known": Mark.NOT_KNOWN,
    "不适用": Mark.NOT_APPLICABLE,
    "not applicable": Mark.NOT_APPLICABLE,
}
POWERS = {"": 0, "万": 4, "亿": 8, "万亿": 12}
_NUMERALS = numerals.SIGNS + "〇○两兩萬億陸陆参叁壹贰貳肆伍柒捌玖拾佰仟"
LONGEST = 40  # characters of a cell; more is no number and is cut in the echo
_NUMBER = re.compile(r"(?P<sign>[-−]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,30})(?P<part>\.\d{1,20})?(?P<rest>.*)")


def understood(text: str, line: Line) -> Entry:
    """The entry that a text means for a line. `typed` keeps the text where it is not how the number is written.

    A text that cannot be understood has neither number nor mark: it is a fault to be shown, never a blank.
    """
    said = " ".join(text.split())
    plain = unicodedata.normalize("NFKC", said).replace(" ", "")
    if not plain:
        return Entry()
    if mark := MARKS.get(plain) or MARKS.get(said.lower()):
        return Entry(mark=mark)
    value = _value(plain, line.unit)
    if value is None:
        return Entry(typed=said[:LONGEST])
    return Entry(value=value, typed="" if _is_plain(said, value) else said[:LONGEST])


def _value(plain: str, unit: str) -> Decimal | None:
    found = _NUMBER.fullmatch(_in_digits(plain))
    if found is None:
        return None
    power = _power(found["rest"], unicodedata.normalize("NFKC", unit).replace(" ", ""))
    if power is None:
        return None
    number = Decimal(found["digits"].replace(",", "") + (found["part"] or ""))
    return (-number if found["sign"] else number).scaleb(power)


def _in_digits(plain: str) -> str:
    """The text with the Chinese numerals that it begins with in digits, where they surely mean one number."""
    rest = plain.lstrip(_NUMERALS)
    value = numerals.value_of(plain[: len(plain) - len(rest)])
    return plain if value is None else f"{value}{rest}"


def _power(rest: str, unit: str) -> int | None:
    """By which power of ten what stands behind the number differs from the line's own unit; None: another unit."""
    own = next((name for name in ("万亿", "亿", "万") if unit.startswith(name)), "")
    base = unit.removeprefix(own)
    if rest in ("", unit):
        return 0
    for name, power in POWERS.items():
        if rest == name + base or (name and rest == name):
            return power - POWERS[own]
    return None


def _is_plain(said: str, value: Decimal) -> bool:
    """Whether it is written as such numbers are, with or without thousands."""
    return said.replace(",", "").replace("\N{MINUS SIGN}", "-") == f"{value:f}"
