"""Periods of reporting. Pure: dates in, dates and names out."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
_ORDINALS = "一二三四"


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter, written 2012Q3 in data and 2012年第三季度 in words."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that holds this day."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, code: str) -> "Quarter":
        """Read `2012Q3`. Raises ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})Q([1-4])", code)
        if not found:
            raise ValueError(code)
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def words(self) -> str:
        """The name in official papers (design guide, rule 6)."""
        return f"{self.year}年第{_ORDINALS[self.number - 1]}季度"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter.of(self.first_day - timedelta(days=1))

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)


def end_of_day(day: date) -> datetime:
    """The instant at which a deadline on this day has passed: midnight that ends it in Beijing (half open)."""
    return datetime.combine(day + timedelta(days=1), time(), BEIJING)
