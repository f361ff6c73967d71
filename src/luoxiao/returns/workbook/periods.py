"""Periods as officials write them, read: 2012年第三季度 and its like mean 2012Q3."""

import re
import unicodedata

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


def code_of(said: str) -> str:
    """The code that a text means, in digits of any kind; the text itself where it means none."""
    plain = "".join(unicodedata.normalize("NFKC", said).split())
    counted = _TENS.sub(lambda found: f"{int(found[1] or 1) * 10 + int(found[2] or 0)}", plain.translate(_DIGITS))
    for shape, code in _WORDS:
        if found := shape.fullmatch(counted):
            return code.format(*found.groups())
    return counted.upper()
