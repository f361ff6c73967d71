"""What a careful clerk would doubt: codes and parameters, no sentences. Nothing is mended here."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from luoxiao.plan.parse.citations import Cited
from luoxiao.plan.parse.clauses import Given
from luoxiao.plan.parse.dates import Limit
from luoxiao.plan.parse.duties import Owed
from luoxiao.plan.parse.marks import Style
from luoxiao.plan.parse.model import Param
from luoxiao.plan.parse.rhythms import Round
from luoxiao.plan.parse.text import Text
from luoxiao.plan.parse.units import Named

_OPEN_RANGE = re.compile(r"(?:19|20)\d{2}年?-(?=\))|\(-(?:19|20)\d{2}年?(?=\))")
_LOST_NUMBER = re.compile(
    r"\((?:19|20)\d{2}\)第?号|[\u4e00-\u9fff]\( ?\)\d{1,5}号|第(?:号|条|章)(?=[,。、)规])"
    r"|(?:达到|不低于|不少于|不超过|增长|提高到|超过|突破)(?:%|[万亿]?元(?!素)|[万亿](?:人|户|亩|吨)|公里|平方米)"
)
_NUMBERED = frozenset(Style) - {Style.ANNEX, Style.LETTER}
_COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|其他|全|所有)|有关|相关|各(?:地|县|市|区|乡|镇|级|省|部|单)|(?:成员|责任)单位$"
)
_LOST_YEAR = re.compile(r"到[年,]")
_FULL_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}[日号]")
_DAY = re.compile(r"前|\d[日月号]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about s[start:end]."""

    start: int
    end: int
    code: str
    params: Mapping[str, Param]


def lost(text: Text, limits: Sequence[Limit]) -> Iterator[Doubt]:
    """Years and numbers that the copy has lost, time limits without a year, dates no calendar has."""
    for form, code in ((_OPEN_RANGE, "year-lost"), (_LOST_NUMBER, "number-lost")):
        for hit in form.finditer(text.s):
            yield _doubt(text, hit.start(), hit.end(), code)
    for limit in limits:
        words = text.s[limit.start : limit.end]
        if limit.lost:
            yield _doubt(text, limit.start, limit.end, "year-lost" if _LOST_YEAR.match(words) else "year-missing")
        elif limit.not_after is None and _FULL_DATE.search(words):
            yield _doubt(text, limit.start, limit.end, "date-impossible")


def _doubt(text: Text, start: int, end: int, code: str) -> Doubt:
    return Doubt(start, end, code, {"words": text.words(start, end)})


def numbering(given: Sequence[Given]) -> Iterator[Doubt]:
    """Numbers of one list that leave something out or come twice. A list may run on under the next heading."""
    last: dict[tuple[Style, int], int] = {}
    for one in given:
        mark = one.node.mark
        if mark is None or mark.style not in _NUMBERED:
            continue
        before = last.get(mark.key)
        last[mark.key] = mark.value
        if mark.value == 1 or before is None or mark.value == before + 1:
            continue
        code = "number-twice" if mark.value == before else "number-gap"
        yield Doubt(
            mark.start, mark.end, code, {"number": one.node.words.strip(), "before": before, "value": mark.value}
        )


def units(text: Text, given: Sequence[Given], known: Collection[str]) -> Iterator[Doubt]:
    """Names that no register has, each once; several leads; clauses without units among siblings that have them."""
    met = set(known)
    for one in given:
        names = one.names(text.s)
        if known:
            yield from _unknown(text, names, met)
        leads = [name for name in names if name.role == "lead"]
        if len(leads) > 1:
            words = "、".join(text.words(name.start, name.end) for name in leads)
            yield Doubt(leads[0].start, leads[-1].end, "leads-several", {"units": words})
    yield from _without_units(given)


def _unknown(text: Text, names: Sequence[Named], met: set[str]) -> Iterator[Doubt]:
    for name in names:
        words = text.words(name.start, name.end)
        if not {words, text.s[name.start : name.end]} & met and not _COLLECTIVE.search(words):
            met.add(words)
            yield Doubt(name.start, name.end, "unit-unknown", {"unit": words})


def _without_units(given: Sequence[Given]) -> Iterator[Doubt]:
    siblings: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        siblings[id(one.node.parent)].append(one)
    for family in siblings.values():
        having = sum(bool(one.groups) for one in family)
        if having * 2 > len(family):
            bare = [one for one in family if not one.groups and not one.node.children]
            yield from (Doubt(one.node.start, one.node.body, "unit-missing", {}) for one in bare)


def deadlines(given: Sequence[Given], limits: Sequence[Limit], rounds: Sequence[Round]) -> Iterator[Doubt]:
    """Measures for which the text sets no time."""
    said = sorted([*(limit.start for limit in limits), *(one.start for one in rounds if one.rhythm != "unstated")])
    for one in given:
        place = bisect_left(said, one.node.start)
        if one.groups and (place == len(said) or said[place] >= one.node.tree_end):
            yield Doubt(one.node.start, max(one.node.body, one.node.start + 1), "deadline-missing", {})


def duties(text: Text, owed: Sequence[Owed]) -> Iterator[Doubt]:
    """Duties that come round, but on no stated day."""
    for duty in owed:
        if duty.rhythm != "daily" and not _DAY.search(text.s, duty.start, min(duty.end, duty.start + 12)):
            yield _doubt(text, duty.start, duty.end, "duty-without-day")


def citations(text: Text, cited: Sequence[Cited], known: Mapping[str, str]) -> Iterator[Doubt]:
    """Numbers other than those by which the cited papers are known."""
    numbers = {_bare_title(title): number for title, number in known.items()}
    for one in cited:
        title = text.words(one.start + 1, one.end - 1)
        number = numbers.get(_bare_title(title))
        if number and one.number and _bare_number(text.words(*one.number)) != _bare_number(number):
            params: dict[str, Param] = {"title": title, "printed": text.words(*one.number), "known": number}
            yield Doubt(one.number[0], one.number[1], "citation-number", params)


def _bare_title(title: str) -> str:
    """Without years, marks and the letter that brought it: 关于印发〈…〉的通知."""
    inner = re.search(r"印发[〈《]?(.+?)[〉》]?的通知$", title)
    bare = re.sub(r"[(（](?:19|20)\d{2}[^()（）]*[)）]", "", inner[1] if inner else title)
    return re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", bare)


def _bare_number(number: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff\d]|第", "", number)


def marks(s: str) -> Iterator[Doubt]:
    """Brackets and title marks that never close in their paragraph."""
    for line in re.finditer(r"[^\n]+", s):
        for opening, closing in ("()", "《》"):
            surplus = line[0].count(opening) - line[0].count(closing)
            if surplus > 0:
                place = line.start() + line[0].rfind(opening)
                yield Doubt(place, place + 1, "mark-unclosed", {"mark": opening})


def emptiness(s: str, given: Sequence[Given]) -> Iterator[Doubt]:
    """A text without any clause."""
    if not given:
        yield Doubt(0, len(s.rstrip("\n")), "clauses-none", {})
