"""Percentages with their bounds."""

from decimal import Decimal

from luoxiao.plan.parse import quantities
from luoxiao.plan.parse.model import Bound
from luoxiao.plan.parse.numerals import integer
from luoxiao.plan.parse.quantities import PERCENT, Said, plain


def read(s: str) -> list[Said]:
    """Percentages in the order of the text; a range gives both its ends."""
    found: list[Said] = []
    for hit in PERCENT.finditer(s):
        if hit["low"]:
            found.append(Said(hit.start(), hit.end("low"), plain(hit["low"]), "min"))
            found.append(Said(hit.start("number"), hit.end(), plain(hit["number"]), "max"))
            continue
        value = _words(hit["words"]) if hit["words"] else plain(hit["number"])
        behind = quantities.after(s, hit.end())
        end, bound = (behind.end, behind.bound) if behind else (hit.end(), _bound(s, hit.start(), found))
        found.append(Said(hit.start(), end, value, bound))
    return found


def _bound(s: str, start: int, found: list[Said]) -> Bound:
    """达到70% is the target itself, not a threshold."""
    last = found[-1] if found else None
    ahead = quantities.before(s, start, last.end if last else 0)
    if ahead:
        return "exact" if ahead.is_reach else ahead.bound
    return quantities.shared(s, start, last)


def _words(words: str) -> Decimal:
    """Thirty of 百分之三十, 2.5 of 百分之二点五."""
    whole, _, part = words.partition("点")
    value = Decimal(integer(whole)) if whole else Decimal(0)
    return value + (Decimal(integer(part)) / 10 ** len(part) if part else 0)
