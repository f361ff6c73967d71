"""Numbers, rates and periods as the sentences of the room print them (design guide, rules 6, 7 and 9)."""

import re
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from luoxiao.core.wording import period_words
from luoxiao.indicators.convergence import Method
from luoxiao.indicators.histories import Point, moment
from luoxiao.indicators.rounding import half_up

MINUS = "−"
PLAINEST, FINEST = 1, 4  # decimal places of rates: as few as tell the two sides apart


def amount(value: Decimal) -> str:
    """1,234.50 with the places it has."""
    return f"{value:,f}".replace("-", MINUS)


def fixed(value: Decimal | Fraction, places: int) -> str:
    """Rounded to so many places."""
    return amount(half_up(Fraction(value), places))


def brief(value: Decimal | Fraction, places: int) -> str:
    """Rounded to so many places, without zeros at the end."""
    said = fixed(value, places)
    return said.rstrip("0").rstrip(".") if "." in said else said


def percent(rate: Decimal | Fraction, places: int = PLAINEST) -> str:
    """The ratio 0.0981 as 9.8%."""
    return fixed(Fraction(rate) * 100, places) + "%"


def rate(value: Decimal, method: Method, unit: str, places: int = PLAINEST) -> str:
    """增长 9.8%, 下降 1.2%, 增加 120 元: what happens in a year."""
    size = percent(abs(value), places) if method is Method.GEOMETRIC else by_unit(brief(abs(value), places), unit)
    if not value:
        return _("不变")
    if method is Method.GEOMETRIC:
        return (_("增长 %(size)s") if value > 0 else _("下降 %(size)s")) % {"size": size}
    return (_("增加 %(size)s") if value > 0 else _("减少 %(size)s")) % {"size": size}


def telling_apart(one: Decimal, other: Decimal, method: Method) -> int:
    """As few decimal places as show two different rates differently."""
    scale = 100 if method is Method.GEOMETRIC else 1
    first, second = Fraction(one) * scale, Fraction(other) * scale
    different = (n for n in range(PLAINEST, FINEST) if half_up(first, n) != half_up(second, n))
    return PLAINEST if first == second else next(different, FINEST)


def with_unit(words: str, unit: str) -> str:
    """2,067.80 元/人·年, 70.6%."""
    return f"{words} {unit}" if unit and unit != "%" else words + unit


def by_unit(words: str, unit: str) -> str:
    """A difference with its unit: of percents it is points (rule 7)."""
    return f"{words} {_('点') if unit == '%' else unit}".rstrip()


def span(first: Point, last: Point) -> str:
    """2009—2012年, or both periods in full where they are not years."""
    if re.fullmatch(r"\d{4}", first.period) and re.fullmatch(r"\d{4}", last.period):
        return _("%(first)s—%(last)s年") % {"first": first.period, "last": last.period}
    return _("%(first)s至%(last)s") % {"first": period_words(first.period), "last": period_words(last.period)}


def years(first: int, last: int) -> str:
    """2019—2026年."""
    return _("%(first)s—%(last)s年") % {"first": first, "last": last}


def end_of(point: Point) -> str:
    """2012年底, 2012年第三季度末: the moment at which a figure stands."""
    at = moment(point.period)
    if at is not None and at.denominator == 1:
        return _("%(year)s年底") % {"year": int(at) - 1}
    return _("%(period)s末") % {"period": period_words(point.period)}
