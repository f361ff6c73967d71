"""A table of figures as rows: headers found, places, indicators, periods and numbers read, each mistake named. Pure.

One row is one figure: place code, indicator, period, value, unit, source, confidence, and a reason where the figure
stands beside the official one. Columns are found by their header, in any order, in Chinese or English.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from luoxiao.core.periods import Period
from luoxiao.indicators.packing import Mark

HEADERS: dict[str, tuple[str, ...]] = {
    "code": ("code_2012", "code", "区划代码", "代码", "地区代码"),
    "place": ("county", "place", "level", "地区", "县", "县(市、区)"),
    "indicator": ("indicator", "指标", "指标代码", "指标名称"),
    "period": ("period", "期别", "时期", "年份"),
    "value": ("value", "数值", "数", "值"),
    "unit": ("unit", "单位", "计量单位"),
    "source": ("source", "来源", "数据来源"),
    "confidence": ("confidence", "可信度"),
    "reason": ("reason", "差异原因", "与正式数不同的原因"),
}
REQUIRED = ("code", "indicator", "period", "value", "unit", "source")
CONFIDENCE = {"high": "high", "medium": "medium", "low": "low", "高": "high", "中": "medium", "低": "low"}
MARKS = {"不详": Mark.NOT_KNOWN, "不掌握": Mark.NOT_KNOWN, "不适用": Mark.NOT_APPLICABLE}
_PRINTED = re.compile(r"[<>≥≤]=?\s*[\d.]+|[\d.]+\s*[-~～—]\s*[\d.]+|[\d.]+(?:[:：][\d.]+)+")
_MULTIPLES = {"万": 4, "亿": 8}  # a unit written 万人 where the dictionary counts 人
_WIDE = str.maketrans("０１２３４５６７８９．，－％", "0123456789.,-%")


class Mistake(StrEnum):
    """What is wrong with a row or the table; the sentences are in indicators/wording/loading.py."""

    NO_ROWS = "no-rows"
    NO_HEADER = "no-header"  # lacks
    BLANK = "blank"
    UNKNOWN_PLACE = "unknown-place"  # value
    OTHER_PLACE = "other-place"  # value, name: the name is not that of the code
    UNKNOWN_INDICATOR = "unknown-indicator"  # value
    PERIOD = "period"  # value
    NUMBER = "number"  # value
    FINE = "fine"  # value, scale
    RANGE = "range"  # value, lowest, highest
    UNIT = "unit"  # value, wanted
    CONFIDENCE = "confidence"  # value
    TWICE = "twice"  # row: the earlier one


@dataclass(frozen=True)
class Fault:
    """A mistake, in which line of the file (from 1, the header included) and in which column."""

    line: int
    field: str
    code: Mistake
    params: dict[str, str]


@dataclass(frozen=True)
class Entry:
    """What the dictionary says of an indicator, as far as reading a row needs it."""

    pk: int
    unit: str
    scale: int
    lowest: Decimal | None
    highest: Decimal | None


@dataclass(frozen=True)
class Spot:
    """A place and the names that it goes or went by."""

    pk: int
    names: frozenset[str]


@dataclass(frozen=True)
class Row:
    """A row that was understood. `value` is in the dictionary's unit; a text is what the source printed."""

    line: int
    place: int
    indicator: int
    period: str
    value: Decimal | Mark | str
    source: str
    confidence: str
    reason: str


def header_of(cells: Sequence[str]) -> dict[str, int]:
    """Which field stands in which column."""
    named = [cell.strip().lower() for cell in cells]
    found = {field: _first(named, names) for field, names in HEADERS.items()}
    return {field: column for field, column in found.items() if column is not None}


def _first(cells: Sequence[str], names: Iterable[str]) -> int | None:
    return next((cells.index(name) for name in names if name in cells), None)


def read(
    table: Sequence[Sequence[str]], places: Mapping[str, Spot], entries: Mapping[str, Entry]
) -> tuple[list[Row], list[Fault]]:
    """The rows that were understood, and every mistake. `places` by code of either year, `entries` by code and name."""
    if len(table) < 2:
        return [], [Fault(1, "", Mistake.NO_ROWS, {})]
    columns = header_of(table[0])
    if lacks := [HEADERS[field][-1] for field in REQUIRED if field not in columns]:
        return [], [Fault(1, "", Mistake.NO_HEADER, {"lacks": "、".join(lacks)})]
    reader = _Reader(columns, places, entries)
    for line, cells in enumerate(table[1:], 2):
        if any(cell.strip() for cell in cells):
            reader.row(line, cells)
    return reader.rows, reader.faults


class _Wrong(Exception):
    def __init__(self, field: str, code: Mistake, **params: object) -> None:
        self.field, self.code = field, code
        self.params = {name: str(value) for name, value in params.items()}


class _Reader:
    """Goes through the rows; a row with a mistake is named and left out."""

    def __init__(self, columns: Mapping[str, int], places: Mapping[str, Spot], entries: Mapping[str, Entry]) -> None:
        self.rows: list[Row] = []
        self.faults: list[Fault] = []
        self._columns, self._places, self._entries = columns, places, entries
        self._seen: dict[tuple[int, int, str, str], int] = {}

    def row(self, line: int, cells: Sequence[str]) -> None:
        """Read one row into `rows` or `faults`."""
        text = {field: cells[column].strip() if column < len(cells) else "" for field, column in self._columns.items()}
        try:
            self.rows.append(self._read(line, text))
        except _Wrong as wrong:
            self.faults.append(Fault(line, wrong.field, wrong.code, wrong.params))

    def _read(self, line: int, text: Mapping[str, str]) -> Row:
        for field in REQUIRED:
            if not text[field] and field != "unit":
                raise _Wrong(field, Mistake.BLANK)
        place, entry = self._place(text), self._entry(text)
        row = Row(
            line=line,
            place=place,
            indicator=entry.pk,
            period=_period(text["period"]),
            value=_value(text["value"], text["unit"], entry),
            source=text["source"],
            confidence=_confidence(text.get("confidence", "")),
            reason=text.get("reason", ""),
        )
        cell = (row.place, row.indicator, row.period, row.source if row.reason else "")
        if (before := self._seen.setdefault(cell, line)) != line:
            raise _Wrong("period", Mistake.TWICE, row=before)
        return row

    def _place(self, text: Mapping[str, str]) -> int:
        spot = self._places.get(text["code"])
        if spot is None:
            raise _Wrong("code", Mistake.UNKNOWN_PLACE, value=text["code"])
        if (name := text.get("place", "")) and name not in spot.names:
            raise _Wrong(
                "place", Mistake.OTHER_PLACE, value=text["code"], name=name, known="、".join(sorted(spot.names))
            )
        return spot.pk

    def _entry(self, text: Mapping[str, str]) -> Entry:
        entry = self._entries.get(text["indicator"])
        if entry is None:
            raise _Wrong("indicator", Mistake.UNKNOWN_INDICATOR, value=text["indicator"])
        return entry


def _period(text: str) -> str:
    try:
        return str(Period.parse(text.translate(_WIDE)))
    except ValueError:
        raise _Wrong("period", Mistake.PERIOD, value=text) from None


def _confidence(text: str) -> str:
    if text not in CONFIDENCE and text:
        raise _Wrong("confidence", Mistake.CONFIDENCE, value=text)
    return CONFIDENCE.get(text, "medium")


def _value(text: str, unit: str, entry: Entry) -> Decimal | Mark | str:
    """The number in the dictionary's unit; a mark; or what the source printed instead of a number."""
    if text in MARKS:
        return MARKS[text]
    plain = text.translate(_WIDE)
    if _PRINTED.fullmatch(plain):
        return text
    try:
        number = Decimal(plain.replace(",", "").removesuffix("%"))
    except InvalidOperation:
        raise _Wrong("value", Mistake.NUMBER, value=text) from None
    if not number.is_finite():
        raise _Wrong("value", Mistake.NUMBER, value=text)
    return _fitting(number.scaleb(_shift(unit, entry.unit)), text, entry)


def _fitting(number: Decimal, text: str, entry: Entry) -> Decimal:
    if number != round(number, entry.scale):
        raise _Wrong("value", Mistake.FINE, value=text, scale=entry.scale)
    too_low = entry.lowest is not None and number < entry.lowest
    if too_low or (entry.highest is not None and number > entry.highest):
        raise _Wrong("value", Mistake.RANGE, value=text, lowest=entry.lowest, highest=entry.highest)
    return number


def _shift(unit: str, wanted: str) -> int:
    """By how many places the unit of the file is larger: 4 for 万人 where the dictionary counts 人."""
    if unit == wanted:
        return 0
    own, theirs = _MULTIPLES.get(unit[:1], 0), _MULTIPLES.get(wanted[:1], 0)
    if unit[1 if own else 0 :] == wanted[1 if theirs else 0 :]:
        return own - theirs
    raise _Wrong("unit", Mistake.UNIT, value=unit, wanted=wanted)
