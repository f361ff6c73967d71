"""Chinese numerals. Only isolated matches come here, so 统一 never becomes 统1."""

DIGITS = "〇一二三四五六七八九"
CHINESE = "〇零○一二两三四五六七八九十百千"
FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"  # as written on cheques
_PLAIN = str.maketrans(FORMAL, "一二三四五六七八九十百千")
_VALUES = {character: value for value, character in enumerate(DIGITS)} | {"零": 0, "○": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}


def integer(words: str) -> int:
    """The value of 三百六十二, 二〇二〇 or 2020; 万 and 亿 multiply what stands before them."""
    if words.isascii():
        return int(words)
    words = words.translate(_PLAIN)
    if len(words) > 1 and all(character in _VALUES for character in words):
        return int("".join(str(_VALUES[character]) for character in words))
    total = part = digit = 0
    for character in words:
        if character in _PLACES:
            part += (digit or 1) * _PLACES[character]
            digit = 0
        elif character in _MYRIADS:
            total = (total + part + digit) * _MYRIADS[character]
            part = digit = 0
        else:
            digit = _VALUES[character]
    return total + part + digit
