"""How a word processor writes the numbers that it counts itself (ECMA-376 part 1, 17.18.59 ST_NumberFormat)."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def written(number: int, number_format: str) -> str | None:
    """The number in this format; None for a format that is not known here or does not reach so far."""
    write = _FORMATS.get(number_format)
    return write(number) if write and 0 <= number <= 9999 else None


def _counting(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """一百二十三, and 十一 without a leading 一."""
    if number == 0:
        return digits[0]
    words = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            words = digits[int(digit)] + (units[place - 1] if place else "") + words
        elif words and not words.startswith("零"):
            words = "零" + words
    return words.removeprefix("一") if 10 <= number < 20 else words


def _short_counting(number: int) -> str:
    """chineseCounting counts in digits from 100 on: 一〇〇."""
    return _counting(number) if number < 100 else _digital(number)


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    numeral = ""
    for value, sign in _ROMAN:
        numeral += sign * (number // value)
        number %= value
    return numeral


def _letter(number: int) -> str:
    """a … z, then aa, bb: the letter is repeated."""
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (times + 1)


def _signs(first: str, last: int, *more: tuple[int, str]) -> Callable[[int], str | None]:
    """Consecutive signs from 1 to `last`; each of `more` starts another row at that number."""
    rows = sorted([(1, first), *more], reverse=True)

    def sign(number: int) -> str | None:
        if not 1 <= number <= last:
            return None
        start, base = next(row for row in rows if row[0] <= number)
        return chr(ord(base) + number - start)

    return sign


def _cycle(signs: str) -> Callable[[int], str | None]:
    def sign(number: int) -> str | None:
        return signs[number - 1] if 1 <= number <= len(signs) else None

    return sign


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_FORMATS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedCircle": _signs("①", 50, (21, "㉑"), (36, "㊱")),
    "decimalEnclosedCircleChinese": _signs("①", 50, (21, "㉑"), (36, "㊱")),
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "chineseCounting": _short_counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _short_counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": _digital,
    "taiwaneseDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "chineseLegalSimplified": lambda number: _counting(number, _LEGAL, "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _signs("㊀", 10),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "none": lambda number: "",
}
