"""Chinese numerals: 一万二千七百九十, 壹佰贰拾, 二〇一二. Pure.

Read loosely, then written again: only what comes out as it went in counts. So 一百二, which some mean as 120 and a
plain reader takes for 102, is not understood.
"""

import unicodedata

DIGITS = "零一二三四五六七八九"
SIGNS = DIGITS + "十百千万亿"
_PLAIN = str.maketrans(
    {
        **{
            "〇": "零",
            "○": "零",
            "两": "二",
            "兩": "二",
            "萬": "万",
            "億": "亿",
            "陸": "六",
            "陆": "六",
            "参": "三",
            "叁": "三",
        },
        **dict(zip("壹贰貳肆伍柒捌玖拾佰仟", "一二二四五七八九十百千", strict=True)),
    }
)
_LARGEST = 10**16


def value_of(text: str) -> int | None:
    """The whole number that a text means; None where it means none, or not surely one."""
    plain = text.translate(_PLAIN)
    if not plain or not set(plain) <= set(SIGNS):
        return None
    if set(plain) <= set(DIGITS) and (len(plain) > 1 or plain == "零"):
        return int("".join(str(DIGITS.index(sign)) for sign in plain))
    value = _sum(plain)
    return value if value < _LARGEST and plain in (_written(value), _written(value).replace("一十", "十", 1)) else None


def _sum(plain: str) -> int:
    """Each sign by its worth: a digit waits for its unit, 万 takes its own section and 亿 all before it."""
    total = section = digit = 0
    for sign in plain:
        worth = int(unicodedata.numeric(sign))
        if worth < 10:
            digit = worth
        elif worth < 10_000:
            section, digit = section + (digit or 1) * worth, 0
        elif worth == 10_000:
            total, section, digit = total + (section + digit) * worth, 0, 0
        else:
            total, section, digit = (total + section + digit) * worth, 0, 0
    return total + section + digit


def _written(value: int) -> str:
    """12790 as 一万二千七百九十: 零 wherever places between two digits are empty."""
    if value >= 100_000_000:
        return _joined(value, 100_000_000, "亿")
    if value >= 10_000:
        return _joined(value, 10_000, "万")
    said = ""
    for worth, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, worth)
        said += DIGITS[digit] + unit if digit else "零" if said and value and not said.endswith("零") else ""
    return said


def _joined(value: int, worth: int, unit: str) -> str:
    """What is above the unit, the unit, and the rest, which begins with 零 where its highest place is empty."""
    above, rest = divmod(value, worth)
    gap = "零" if rest and rest < worth // 10 else ""
    return _written(above) + unit + gap + (_written(rest) if rest else "")
