"""Numbers with what bounds them: money and shares."""

import re
from dataclasses import dataclass
from decimal import Decimal

from luoxiao.plan.parse.model import Bound
from luoxiao.plan.parse.numerals import integer

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,15})(?:\.\d{1,6})?"
_SIGNS = "一二三四五六七八九十百千两零壹贰叁肆伍陆柒捌玖拾佰仟"
_WORDS = rf"[{_SIGNS}]{{1,12}}"
_SCALE = r"(?:[百千]?万亿?|[百千]?亿|个亿|千|百)"
# Each begins by asking for the two signs that it cannot do without: almost everywhere they are missing.
AMOUNT = re.compile(
    rf"(?=[\d{_SIGNS}][\d{_SIGNS},.万亿个多余元至到-])"
    rf"(?<![\d数几上])(?:(?<!\d\.)|(?=[^\d]))(?:(?P<low>{_DIGITS}|{_WORDS})(?P<low_scale>{_SCALE})?(?P<low_unit>元)?(?:-|至|到))?"
    rf"(?P<number>{_DIGITS}|{_WORDS})(?P<odd>[多余])?(?P<scale>{_SCALE})?(?P<odd2>[多余])?"
    r"(?:元(?!/?[件素宵旦])|(?<=个亿)(?=[,。;、()]|的?(?:资金|投资)|$))"
)
STRUNG = re.compile(rf"(?<![\d.])(?:{_DIGITS}{_SCALE}(?:、|或|和))+$|(?<=[^\d.\n、])(?:{_DIGITS}、){{2,}}$")
ONE = re.compile(rf"(?P<number>{_DIGITS})(?P<scale>{_SCALE})?")
PERCENT = re.compile(
    rf"(?=\d[\d,.%至到-])(?<![\d.])(?:(?P<low>{_DIGITS})%?(?:-|至|到))?(?P<number>{_DIGITS})%"
    r"|百分之(?P<words>[一二三四五六七八九十百点零]{1,12})"
)
_SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "个亿": 10**8} | {
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "百万亿": 10**14,
    "千万亿": 10**15,
}

_NOT_MORE = (
    r"不(?:得|能|可|再)?(?:超过?|高于|大于|多于|突破)|(?<!不)(?:低于|少于|小于)"
    r"|最高(?![法检人])|最多|至多|上限|控制在|不足"
)
_NOT_LESS = (
    r"不(?:得|能|可|再)?(?:低于|少于|小于|下于)|至少|超过|[超逾](?=\d|$)|突破|高于|大于|多于|最低(?![生工收限])|下限"
)
_BEFORE = re.compile(
    rf"(?P<max>{_NOT_MORE})|(?P<min>{_NOT_LESS})|(?P<approx>大约|约|近|大概)(?:人民币)?(?=\d|$)"
    r"|(?P<reach>达到|(?<![下送传发直])达)"
)
_AFTER = re.compile(
    r"(?:人民币)?(?:/[\u4e00-\u9fff]{1,3})?(?:\([^()]{0,8}\))?"
    r"(?:(?P<min>及?以上|\(?含\)?以上|起(?=[,。;、)]|$))|(?P<max>及?以下|以内|之内|封顶|为限|为?上限)|(?P<approx>左右|上下))"
)
_STRUNG = re.compile(r"(?:\([^()]{0,30}\))?(?:、|和|或者?|及|,)")
_CUT = re.compile(r"[,。;:()\n、\d]")
_KINDS: dict[str, Bound] = {"min": "min", "reach": "min", "max": "max", "approx": "approx"}
LOOK_BACK = 18


@dataclass(frozen=True, slots=True)
class Said:
    """A number at s[start:end] with what bounds it."""

    start: int
    end: int
    value: Decimal
    bound: Bound


@dataclass(frozen=True, slots=True)
class Bounding:
    """Words at s[start:end] that bound a number; 达到 bounds only thresholds."""

    start: int
    end: int
    bound: Bound
    is_reach: bool = False


def plain(words: str) -> Decimal:
    """The value of 5,000 or 五千."""
    return Decimal(words.replace(",", "")) if words[0].isascii() else Decimal(integer(words))


def scaled(words: str, scale: str | None) -> Decimal:
    """The value with 万, 亿 and their like."""
    return plain(words) * _SCALES.get(scale or "", 1)


def before(s: str, start: int, floor: int) -> Bounding | None:
    """The bounding word in the same stretch before a number, but not before `floor`."""
    first = max(floor, start - LOOK_BACK)
    cuts = [cut.end() for cut in _CUT.finditer(s, first, start)]
    words = list(_BEFORE.finditer(s, cuts[-1] if cuts else first, start))
    if not words:
        return None
    kind = words[-1].lastgroup or ""
    return Bounding(words[-1].start(), words[-1].end(), _KINDS[kind], kind == "reach")


def shared(s: str, start: int, last: Said | None) -> Bound:
    """Numbers strung together share the bound said before the first: 最高不超过50万元、200万元."""
    if last and last.bound in ("max", "min") and s[last.end - 1] in "元%万亿" and _STRUNG.fullmatch(s, last.end, start):
        return last.bound
    return "exact"


def after(s: str, end: int) -> Bounding | None:
    """The bounding word right after a number."""
    found = _AFTER.match(s, end)
    return Bounding(found.start(), found.end(), _KINDS[found.lastgroup or ""]) if found else None
