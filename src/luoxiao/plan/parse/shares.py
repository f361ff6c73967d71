"""Percentages with their bounds."""

from decimal import Decimal

from luoxiao.plan.parse.model import Bound
from luoxiao.plan.parse.numerals import integer
from luoxiao.plan.parse.quantities import PERCENT, Said, bound_after, bound_before, is_reach, plain


def read(s: str) -> list[Said]:
    """Percentages in the order of the text; a range gives both its ends."""
    found: list[Said] = []
    for hit in PERCENT.finditer(s):
        floor = found[-1].end if found else 0
        after = bound_after(s, hit.end())
        if hit["low"]:
            found.append(Said(hit.start(), hit.end("low"), plain(hit["low"]), "min"))
            found.append(Said(hit.start("number"), hit.end(), plain(hit["number"]), "max"))
            continue
        value = _words(hit["words"]) if hit["words"] else plain(hit["number"])
        found.append(Said(hit.start(), after[1] if after else hit.end(), value, _bound(s, hit.start(), floor, after)))
    return found


def _bound(s: str, start: int, floor: int, after: tuple[Bound, int] | None) -> Bound:
    """达到70% is the target itself, not a threshold."""
    if after:
        return after[0]
    before = bound_before(s, start, floor)
    return before[0] if before and not is_reach(s, start, floor) else "exact"


def _words(words: str) -> Decimal:
    whole, _, part = words.partition("点")
    value = Decimal(integer(whole)) if whole else Decimal(0)
    return value + (Decimal(integer(part)) / 10 ** len(part) if part else 0)
