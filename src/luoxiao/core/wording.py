"""Words that every room uses: dates as officials write them."""

from datetime import date

from luoxiao.core import clock


def month_day(value: object) -> str:
    """10月15日 in this year, with the year in another (design guide, rule 6); — where there is none."""
    if not isinstance(value, date):
        return "—"
    words = f"{value.month}月{value.day}日"
    return words if value.year == clock.today().year else f"{value.year}年{words}"
