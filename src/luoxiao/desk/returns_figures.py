"""Figures of a return as an officer reads them: thousands, a real minus, the change against the period before. Pure."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from luoxiao.returns.form import Entry, Mark

MINUS = "\N{MINUS SIGN}"


def shown(value: Decimal | None, scale: int) -> str:
    """12,790 or 4,102.6; — where there is none. Decimal places beyond the scale are kept: they are a fault to show."""
    if value is None:
        return "—"
    kept = value if -int(value.as_tuple().exponent) > scale else value.quantize(Decimal(1).scaleb(-scale))
    return f"{kept:,f}".replace("-", MINUS)


def grouped(total: str) -> str:
    """A sum as it is kept (exact decimal text), with its thousands apart."""
    return f"{Decimal(total):,f}".replace("-", MINUS)


def typed(entry: Entry, scale: int) -> str:
    """What stands in the input: as it was typed where it was not understood, the mark in words, or the number."""
    if entry.mark is not None:
        return mark_words(entry.mark)
    if entry.value is None:
        return entry.typed
    return shown(entry.value, scale)


def mark_words(mark: Mark) -> str:
    """What a cell says that holds no number; zero is a number."""
    return {Mark.NOT_KNOWN: _("不掌握"), Mark.NOT_APPLICABLE: _("不适用")}[mark]


def change(last: Decimal | None, this: Decimal | None, unit: str) -> str:
    """The change against the period before, in percent; of percentages in points; — where it cannot be said."""
    if last is None or this is None:
        return "—"
    if unit in ("%", "％"):
        return _("%(points)s 点") % {"points": _signed(this - last)}
    if last == 0:
        return "—" if this else "0.0%"
    return _signed(_tenths((this - last) / abs(last) * 100)) + "%"


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _signed(value: Decimal) -> str:
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{abs(value):,f}"
