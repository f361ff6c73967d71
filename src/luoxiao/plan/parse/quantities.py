"""Numbers with what bounds them: money and shares."""

import re
from dataclasses import dataclass
from decimal import Decimal

from luoxiao.plan.parse.model import Bound
from luoxiao.plan.parse.numerals import integer

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_WORDS = r"[一二三四五六七八九十百千两零壹贰叁肆伍陆柒捌玖拾佰仟]+"
_SCALE = r"(?:[百千]?万|[百千]?亿|万亿|千|百)"
_RANGE = rf"(?P<low>{_DIGITS}|{_WORDS})(?P<low_scale>{_SCALE})?(?:元|%)?(?:-|至|到)"
AMOUNT = re.compile(
    rf"(?<![\d.])(?:{_RANGE})?(?P<number>{_DIGITS}|{_WORDS}(?:[万亿]{_WORDS})*)(?P<scale>{_SCALE})?(?:多|余)?(?P<unit>元)(?!/?[件素宵旦])"
)
PERCENT = re.compile(
    rf"(?<![\d.])(?:(?P<low>{_DIGITS})%?(?:-|至|到))?(?P<number>{_DIGITS})%|百分之(?P<words>[一二三四五六七八九十百点零]+)"
)
_SCALES = {
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}

_MIN = r"不低于|不少于|不小于|不得低于|不得少于|至少|超过|超|突破|高于|大于|多于|最低|以上|及以上|起|下限"
_MAX = r"不超过|不超|不高于|不大于|不多于|不得超过|不得高于|最高|最多|至多|低于|少于|小于|以内|以下|封顶|上限|控制在|不突破|不足"
_ABOUT = r"约|大约|左右|近|大概|上下"
_BEFORE = re.compile(rf"(?P<max>{_MAX})|(?P<min>{_MIN})|(?P<approx>{_ABOUT})|(?P<reach>达到|(?<![下送传发直])达)")
_AFTER = re.compile(
    r"[\u4e00-\u9fff/]{0,3}?(?:\([^()]{0,8}\))?(?:(?P<min>及?以上|起)|(?P<max>及?以下|以内|之内|封顶|为限|为上限)|(?P<approx>左右|上下))"
)
_REACH_OF_THRESHOLD = re.compile(r"[^,。;]{0,4}(?:的|者|及以上|以上)")
_CLAUSE_CUT = re.compile(r"[,。;:()\n、\d]")
LOOK_BACK = 18


@dataclass(frozen=True, slots=True)
class Said:
    """A number at s[start:end] with what bounds it."""

    start: int
    end: int
    value: Decimal
    bound: Bound


def plain(words: str) -> Decimal:
    """The value of 5,000 or 五千."""
    return Decimal(words.replace(",", "")) if words[0].isascii() else Decimal(integer(words))


def scaled(words: str, scale: str | None) -> Decimal:
    """The value with 万, 亿 and their like."""
    return plain(words) * _SCALES.get(scale or "", 1)


def bound_before(s: str, start: int, floor: int) -> tuple[Bound, int] | None:
    """The bounding word in the same stretch before a number, and where it begins."""
    first = max(floor, start - LOOK_BACK)
    cuts = [cut.end() for cut in _CLAUSE_CUT.finditer(s, first, start)]
    first = cuts[-1] if cuts else first
    found = None
    for found in _BEFORE.finditer(s, first, start):
        pass
    if found is None:
        return None
    kind = found.lastgroup
    return ("min" if kind in ("min", "reach") else "max" if kind == "max" else "approx"), found.start()


def is_reach(s: str, start: int, floor: int) -> bool:
    """Whether the only bounding word is 达到."""
    found = bound_before(s, start, floor)
    return found is not None and s[found[1]] == "达"


def bound_after(s: str, end: int) -> tuple[Bound, int] | None:
    """The bounding word right after a number, and where it ends."""
    found = _AFTER.match(s, end)
    if found is None:
        return None
    kind = found.lastgroup
    return ("min" if kind == "min" else "max" if kind == "max" else "approx"), found.end()
