"""The text as the rules for numbers read it: what stands inside 《》 is covered, offsets unchanged."""

COVER = "\u25a1"  # □: no digit, no unit, no mark
LONGEST_TITLE = 120


def titles(s: str) -> list[tuple[int, int]]:
    """Offsets of the outermost 《…》, marks included. A title that never closes ends with its line or is none."""
    found, depth, start = [], 0, 0
    for place in _marks(s):
        sign = s[place]
        if sign == "《":
            if depth and place - start > LONGEST_TITLE:
                depth = 0
            start = place if depth == 0 else start
            depth += 1
        elif sign == "\n":
            depth = 0
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((start, place + 1))
    return found


def _marks(s: str) -> list[int]:
    places = [place for place, sign in enumerate(s) if sign in "《》\n"] if "《" in s else []
    return places


def cover(s: str, spans: list[tuple[int, int]]) -> str:
    """The same text with the inside of these spans covered."""
    parts, last = [], 0
    for start, end in spans:
        parts += [s[last : start + 1], COVER * (end - start - 2)]
        last = end - 1
    return "".join([*parts, s[last:]])
