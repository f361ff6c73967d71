"""Periods of reporting. Pure: dates in, dates and names out."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
CALENDAR = ("quarter", "month")  # what rules may ask of a period (Period.calendar)
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


_KINDS = (
    ("quarter", re.compile(r"(\d{4})Q([1-4])")),
    ("month", re.compile(r"(\d{4})-(0[1-9]|1[0-2])")),
    ("day", re.compile(r"(\d{4})-(\d{2})-(\d{2})")),
    ("span", re.compile(r"(\d{4})/(\d{4})")),
    ("year", re.compile(r"(\d{4})")),
)


@dataclass(frozen=True)
class Period:
    """A period of any kind by its code: 2012, 2012Q3, 2012-10, 2010-11-01, and the span 2012/2014 (both included)."""

    code: str
    kind: str  # year, quarter, month, day, span

    @classmethod
    def parse(cls, code: str) -> "Period":
        """Read a code. Raises ValueError for anything else, also a day that does not exist and a span backwards."""
        kind = next((kind for kind, shape in _KINDS if shape.fullmatch(code)), None)
        if kind is None or not 1900 <= int(code[:4]) <= 2100:
            raise ValueError(f"no period: {code}")
        if kind == "day":
            date.fromisoformat(code)
        if kind == "span" and not int(code[:4]) < int(code[5:]) <= 2100:
            raise ValueError(f"no period: {code}")
        return cls(code, kind)

    def __str__(self) -> str:
        return self.code

    @property
    def words(self) -> str:
        """The name in official papers: 2012年第三季度, 2012年10月, 2010年11月1日, 2012—2014年, 2012年."""
        if self.kind == "quarter":
            return Quarter.parse(self.code).words
        if self.kind == "span":
            return self.code.replace("/", "—") + "年"
        year, *rest = self.code.split("-")
        return f"{year}年" + "".join(f"{int(number)}{unit}" for number, unit in zip(rest, "月日", strict=False))

    @property
    def year(self) -> int:
        """The year it ends in."""
        return int(self.code[-4:] if self.kind == "span" else self.code[:4])

    @property
    def last_day(self) -> date:
        """The day that it ends with."""
        if self.kind == "day":
            return date.fromisoformat(self.code)
        if self.kind == "quarter":
            return Quarter.parse(self.code).last_day
        if self.kind == "month":
            year, month = divmod(int(self.code[:4]) * 12 + int(self.code[5:]), 12)
            return date(year, month + 1, 1) - timedelta(days=1)
        return date(self.year, 12, 31)

    @property
    def calendar(self) -> dict[str, int]:
        """Its place in the year: `quarter` (1–4), and of a month or a day `month` (1–12); nothing of whole years."""
        if self.kind in ("year", "span"):
            return {}
        month = self.last_day.month
        return {"quarter": (month + 2) // 3} | ({} if self.kind == "quarter" else {"month": month})

    @property
    def previous(self) -> "Period":
        """The period of the same kind and length that ends the day before this one begins."""
        if self.kind == "quarter":
            return Period(str(Quarter.parse(self.code).previous), self.kind)
        if self.kind == "day":
            return Period((self.last_day - timedelta(days=1)).isoformat(), self.kind)
        if self.kind == "month":
            first = self.last_day.replace(day=1)
            return Period((first - timedelta(days=1)).isoformat()[:7], self.kind)
        if self.kind == "span":
            begins, ends = int(self.code[:4]), int(self.code[5:])
            return Period(f"{begins - (ends - begins) - 1}/{begins - 1}", self.kind)
        return Period(str(self.year - 1), self.kind)

    @property
    def next(self) -> "Period":
        """The period of the same kind and length that begins the day after this one ends."""
        if self.kind == "quarter":
            return Period(str(Quarter.parse(self.code).next), self.kind)
        if self.kind == "span":
            first, last = int(self.code[:4]), int(self.code[5:])
            return Period(f"{last + 1}/{last + (last - first) + 1}", self.kind)
        day = self.last_day + timedelta(days=1)
        return Period(day.isoformat()[: len(self.code)], self.kind)
