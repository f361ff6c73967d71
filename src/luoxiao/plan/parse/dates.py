"""Deadlines: the last day of each time limit the text names, and none where it does not give the year."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from luoxiao.plan.parse.numerals import integer

_CN = "一二三四五六七八九十"
_PART = (
    r"(?:年?[底末]|上半年|下半年|前三季度|第?[一二三四1-4]季度|[上中下]旬"
    r"|(?<=[年月])内|全年|年内|年中|年?初|月底|月末)"
)
_DATED = re.compile(
    r"(?P<prefix>截至|截止到?|到|至|自|从)?"
    rf"(?:(?:(?P<year>(?:19|20)\d{{2}}|[一二三四五六七八九〇○零]{{4}})年度?|(?P<this>今年|本年|当年|明年|次年|同年))"
    rf"(?:(?P<month>\d{{1,2}}|[{_CN}]{{1,3}})月份?(?:(?P<day>\d{{1,2}})[日号])?)?(?P<part>{_PART})?"
    rf"|(?<![\d{_CN}年])(?P<month2>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?:(?P<day2>\d{{1,2}})[日号])?(?P<part2>底|末|[上中下]旬)?"
    rf"|(?<![\d{_CN}每上逐历])(?P<bare>年底|年末|月底|月末|本月底|年内|上半年|下半年|本季度末|季度末|第?[一二三四1-4]季度))"
    r"(?P<before>(?:之|以)?前(?![后一三期沿景列提往来瞻两述款项夕]))?"
)
_FIGURES = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<mark>[./-])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?(?![\d.%])"
    r"(?P<before>(?:之|以)?前)?"
)
_CLOCK = re.compile(
    r"(?:\((?:星期|周)[一二三四五六日天]\))?(?:上午|中午|下午|晚上?)?(?:\d{1,2}(?:时|点|:\d{2}))?(?:下班|上班)?(?:之|以)?前"
)
_DONE = re.compile(r"[^,。;:\n、()]{0,4}?(?:完成|建成|实现|到位|投入使用|竣工|出台|基本建立|全面建立|全部|达到|力争)")
_YEAR_DONE = re.compile(r",?(?:要|基本|全面|全部|率先|力争|努力)*(?:完成|建成|实现)")
_NOT_AFTER_ALL = re.compile(r"(?:以来|水平|同期|的水平|期间|[-至到]\d|起)")
_DUE_LABEL = re.compile(r"(?:时限|时间|期限|进度|节点)[^:,。\n]{0,4}:\s?$")
_RANGE_END = re.compile(r"[-至到](?P<year>(?:19|20)\d{2})年(?:(?P<month>\d{1,2})月)?(?P<part>底)?")
_PLAN = re.compile(rf"[到至]?“(?P<plan>[{_CN}]{{1,3}})五”(?:期间|时期|末期?|期末|结束)")
_RELATIVE = re.compile(
    rf"(?=[\d{_CN}两春元国五汛雨入开供采])(?:(?<![\d{_CN}两])(?:\d{{1,4}}|[{_CN}两]{{1,4}})(?:-\d{{1,4}})?(?:个?工作日|个?自然日|日|天|个月|周)(?:之|以)?内"
    r"|(?:春节|元旦|国庆节?|五一|汛期|雨季|入冬|开学|供暖季|采暖期)(?:来临|到来|开始)?(?:之|以)?前"
    rf"|(?:(?<=[在用,。;:\n])|(?<=力争)|(?<=争取))(?:\d{{1,3}}|[{_CN}两]{{1,3}})(?:-\d{{1,3}})?年(?:时间|左右|之|以)?内)"
)
_NEW_SENTENCE = re.compile(r"[。\n]")
_LENGTHS = ("至", "到", "为", "在", "缩", "减")  # 压缩至3个工作日以内 measures a service, it sets no date
_LOST = re.compile(r"(?:(?<=[。;:\n.、])|^)到(?:年底?)?,")
QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline at s[start:end]; `lost` where the text does not say the year."""

    start: int
    end: int
    not_after: date | None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """The parts of a date as printed."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    part: str
    before: bool

    def last_day(self) -> date | None:
        """The last day within the limit; none for an impossible date or where the part is too vague."""
        try:
            return self._last_day()
        except ValueError:
            return None

    def _last_day(self) -> date | None:
        if self.year is None:
            return None
        if self.month is None:
            return self._of_year(self.year)
        if self.day is not None:
            return date(self.year, self.month, self.day)
        if self.before and not self.part:
            return date(self.year, self.month, 1) - timedelta(days=1)
        days = {"上旬": 10, "中旬": 20}.get(self.part) or monthrange(self.year, self.month)[1]
        return date(self.year, self.month, days)

    def _of_year(self, year: int) -> date | None:
        if self.part.endswith("季度"):
            quarter = 3 if self.part.startswith("前三") else QUARTER[self.part[-3]]
            return date(year, quarter * 3, monthrange(year, quarter * 3)[1])
        if self.part in ("上半年", "年中"):
            return date(year, 6, 30)
        if self.part in ("初", "年初"):
            return None
        return date(year - 1 if self.before and not self.part else year, 12, 31)


def read(s: str, due: frozenset[int] = frozenset()) -> list[Limit]:
    """Deadlines in the order of the text. At the offsets in `due` stand cells for time limits: any date is one."""
    return sorted(
        [*_plans(s), *_dated(s, due), *_figures(s, due), *_relative(s), *_lost(s)],
        key=lambda limit: (limit.start, limit.end),
    )


def _plans(s: str) -> Iterator[Limit]:
    """“十二五”期间 ends on 31 December 2015."""
    for hit in _PLAN.finditer(s):
        yield Limit(hit.start(), hit.end(), date(1955 + 5 * integer(hit["plan"]), 12, 31))


def _relative(s: str) -> Iterator[Limit]:
    for hit in _RELATIVE.finditer(s):
        if s[hit.start() - 1 : hit.start()] not in _LENGTHS:
            yield Limit(hit.start(), hit.end(), None)


def _lost(s: str) -> Iterator[Limit]:
    for hit in _LOST.finditer(s):
        yield Limit(hit.start(), hit.end(), None, lost=True)


def _dated(s: str, due: frozenset[int]) -> Iterator[Limit]:
    year, year_end = None, -1
    for hit in _DATED.finditer(s):
        if hit.lastgroup == "day2" and _mentioned(s, hit, due):
            continue
        said = _said(hit)
        if said.year is not None:
            year, year_end = said.year, said.end
        elif hit["this"] in ("当年", "同年") or (
            said.month and year and not _NEW_SENTENCE.search(s, year_end, min(said.start, year_end + 200))
        ):
            said = _in_year(said, year if said.start - year_end < 200 else None)
        if _limits(s, hit, said, due):
            relative = said.year is None
            yield Limit(said.start, said.end, said.last_day(), lost=relative and not hit["this"])


def _mentioned(s: str, hit: "re.Match[str]", due: frozenset[int]) -> bool:
    """Whether nothing around a mere 8月5日 can make it a limit. Asked first: a text may hold 200,000 of them."""
    start, end = hit.span()
    asked = start in due or _announced(s, start) or hit["prefix"]
    return not (asked or _CLOCK.match(s, end) or _DONE.match(s, end))


def _announced(s: str, place: int) -> bool:
    """Whether the label of a time limit stands right before this place."""
    return ":" in s[max(0, place - 3) : place] and _DUE_LABEL.search(s, max(0, place - 12), place) is not None


def _figures(s: str, due: frozenset[int]) -> Iterator[Limit]:
    """2024.12.31前; without 前 only where a time limit is announced."""
    for hit in _FIGURES.finditer(s):
        day = int(hit["day"]) if hit["day"] else None
        said = _Said(hit.start(), hit.end(), int(hit["year"]), int(hit["month"]), day, "", hit["before"] is not None)
        if said.before or hit.start() in due or _announced(s, hit.start()):
            yield Limit(said.start, said.end, said.last_day())


def _said(hit: "re.Match[str]") -> _Said:
    month, day = hit["month"] or hit["month2"], hit["day"] or hit["day2"]
    part = hit["part"] or hit["part2"] or hit["bare"] or ""
    year = integer(hit["year"]) if hit["year"] else None
    start = hit.start() if (hit["prefix"] or "")[:1] in ("到", "") else hit.end("prefix")
    month_value = integer(month) if month else None
    return _Said(start, hit.end(), year, month_value, int(day) if day else None, part, hit["before"] is not None)


def _in_year(said: _Said, year: int | None) -> _Said:
    return _Said(said.start, said.end, year, said.month, said.day, said.part, said.before)


def _limits(s: str, hit: "re.Match[str]", said: _Said, due: frozenset[int]) -> bool:
    """Whether the date is a time limit rather than a date of something past."""
    prefix = hit["prefix"] or ""
    if prefix[:2] in ("截至", "截止") or prefix in ("自", "从") or _NOT_AFTER_ALL.match(s, hit.end()):
        return False
    if said.before or hit.start() in due or _announced(s, hit.start()):
        return True
    if said.day is not None and _CLOCK.match(s, hit.end()):
        return True
    if prefix and s[hit.start() - 1 : hit.start()] in ("年", "达", "月", "日", "复"):
        return False
    if prefix == "到" and (said.year or hit["this"]):
        return True
    if said.part in ("底", "末", "年底", "年末", "月底", "月末", "年内", "内") and said.day is None:
        return True
    done = _DONE if said.month is not None or said.part else _YEAR_DONE
    return done.match(s, hit.end()) is not None
