"""Words that every room uses: dates as officials write them, or as an English reader expects them."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luoxiao.core import clock
from luoxiao.core.periods import Quarter


def month_day(value: object) -> str:
    """10月15日 in this year, with the year in another (design guide, rule 6); — where there is none."""
    if not isinstance(value, date):
        return "—"
    this_year = value.year == clock.today().year
    if _in_english():
        return date_format(value, "j M" if this_year else "j M Y")
    words = f"{value.month}月{value.day}日"
    return words if this_year else f"{value.year}年{words}"


def day_and_hour(at: datetime) -> str:
    """10月15日 10:00 in Beijing, as refusals say when somebody did something."""
    return f"{month_day(localtime(at).date())} {date_format(localtime(at), 'H:i')}"


def quarter(said: Quarter | str) -> str:
    """2012年第三季度, or Q3 2012; also of the code 2012Q3 that rows keep."""
    found = Quarter.parse(said) if isinstance(said, str) else said
    return f"Q{found.number} {found.year}" if _in_english() else found.words


def period_words(code: str) -> str:
    """2012年, 2012年第三季度, 2012年10月, 2010年11月1日, 2012—2014年: any code of core.periods."""
    if "Q" in code:
        return quarter(code)
    first, _slash, last = code.partition("/")
    if last:
        return f"{first}—{period_words(last)}"
    parts = [int(part) for part in code.split("-")]
    names = {
        1: lambda: _("%(year)s年"),
        2: lambda: _("%(year)s年%(month)s月"),
        3: lambda: _("%(year)s年%(month)s月%(day)s日"),
    }
    return names[len(parts)]() % dict(zip(("year", "month", "day"), parts, strict=False))


def _in_english() -> bool:
    return get_language() == "en"
