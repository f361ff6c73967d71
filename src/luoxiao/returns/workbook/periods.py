"""Periods as officials write them, in both directions: 2012Q3 and 2012年第三季度."""

import re
import unicodedata

from luoxiao.core.periods import Period, Quarter

_DIGITS = {ord(sign): str(unicodedata.digit(sign, number)) for number, sign in enumerate("〇一二三四五六七八九")} | {
    ord("零"): "0",
    ord("○"): "0",
}
_WORDS = (
    (re.compile(r"(\d{4})年第?([1-4])季度?"), "{0}Q{1}"),
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]"), "{0}-{1:0>2}-{2:0>2}"),
    (re.compile(r"(\d{4})年(\d{1,2})月"), "{0}-{1:0>2}"),
    (re.compile(r"(\d{4})年?[-—至](\d{4})年"), "{0}/{1}"),
    (re.compile(r"(\d{4})年度?"), "{0}"),
)
_TENS = re.compile(r"(?<!\d)(\d?)十(\d?)(?!\d)")


def words(code: str) -> str:
    """2012年第三季度, 2012年10月, 2010年11月1日, 2012—2014年, 2012年. Raises ValueError for what is no code."""
    kind = Period.parse(code).kind
    if kind == "quarter":
        return Quarter.parse(code).words
    if kind == "span":
        return code.replace("/", "—") + "年"
    year, *rest = code.split("-")
    month = "".join(f"{int(number)}{unit}" for number, unit in zip(rest, "月日", strict=False))
    return f"{year}年{month}"


def code_of(said: str) -> str:
    """The code that a text means, in digits of any kind; the text itself where it means none."""
    plain = "".join(unicodedata.normalize("NFKC", said).split())
    counted = _TENS.sub(lambda found: f"{int(found[1] or 1) * 10 + int(found[2] or 0)}", plain.translate(_DIGITS))
    for shape, code in _WORDS:
        if found := shape.fullmatch(counted):
            return code.format(*found.groups())
    return counted.upper()
