"""Things that come round: 每年, 每季度, 每年2月底前, 定期."""

import re
from dataclasses import dataclass

_NUMBER = r"(?:\d{1,3}|[一二三两四五六])"
_EVERY = re.compile(
    rf"每(?:隔)?(?P<every>半年|{_NUMBER}?个?(?:年度?|季度|季|月度?|周|星期|日|天|旬|学年|学期|半月))(?!度?人均)"
    r"(?P<when>末月(?:\d{1,2}日)?|年?底|年?初|年?末|\d{1,2}月(?:\d{1,2}日|底|初|份)?|第?[一二三四]季度|\d{1,2}日)?(?P<before>之?前)?"
    r"|(?P<by>按|分)(?P<unit>年度|年|季度|季|月度|月|周|日|旬)(?=[^份度龄薪初底末数之]|度[^计]|$)(?!\d)"
    r"|(?P<plain>不定期|定期)(?!补助|定量|存款|抚恤|救助|生活|险|储蓄)"
)
_RHYTHMS = {
    "半年": "half-yearly",
    "季": "quarterly",
    "学": "other",
    "半月": "other",
    "月": "monthly",
    "旬": "other",
} | {
    "周": "weekly",
    "星期": "weekly",
    "日": "daily",
    "天": "daily",
    "年": "yearly",
}


@dataclass(frozen=True, slots=True)
class Round:
    """Something at s[start:end] that comes round."""

    start: int
    end: int
    rhythm: str


def read(s: str) -> list[Round]:
    """Recurrences in the order of the text."""
    return [Round(hit.start(), hit.end(), _rhythm(hit)) for hit in _EVERY.finditer(s)]


def _rhythm(hit: "re.Match[str]") -> str:
    if hit["plain"]:
        return "unstated"
    words = hit["every"] or hit["unit"]
    if re.match(r"\d|[二三两四五六]", words):
        return "other"
    return next((rhythm for sign, rhythm in _RHYTHMS.items() if sign in words), "other")
