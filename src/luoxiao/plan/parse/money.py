"""Amounts of money in yuan, exact, with their bounds. 亿千瓦, 亿斤 and 万人 are no money."""

import re
from collections.abc import Iterator

from luoxiao.plan.parse.model import Bound
from luoxiao.plan.parse.quantities import AMOUNT, Said, bound_after, bound_before, scaled

_SHARED = re.compile(r"(?:\([^()]{0,30}\))?(?:、|和|或|或者|及|,)(?:\([^()]{0,30}\))?")
_UNSCALED_WORDS = re.compile(r"[一二三四五六七八九两零]")


def read(s: str) -> list[Said]:
    """Amounts in the order of the text."""
    found: list[Said] = []
    for said in _amounts(s):
        found.append(said)
    return found


def _amounts(s: str) -> Iterator[Said]:
    last: Said | None = None
    for hit in AMOUNT.finditer(s):
        if hit["low"] is None and hit["scale"] is None and _UNSCALED_WORDS.fullmatch(hit["number"]):
            continue
        made = _one(s, hit, last)
        yield from made
        last = made[-1]


def _one(s: str, hit: "re.Match[str]", last: Said | None) -> list[Said]:
    value = scaled(hit["number"], hit["scale"])
    floor = last.end if last else 0
    after = bound_after(s, hit.end())
    if hit["low"]:
        low = scaled(hit["low"], hit["low_scale"] or hit["scale"])
        middle = hit.end("low_scale") if hit["low_scale"] else hit.end("low")
        return [Said(hit.start(), middle, low, "min"), Said(hit.start("number"), hit.end(), value, "max")]
    if after:
        before = bound_before(s, hit.start(), floor)
        start = before[1] if before and before[0] == after[0] else hit.start()
        return [Said(start, after[1], value, after[0])]
    before = bound_before(s, hit.start(), floor)
    if before:
        start = before[1] if hit.start() - before[1] <= 6 else hit.start()
        return [Said(start, hit.end(), value, before[0])]
    return [Said(hit.start(), hit.end(), value, _shared(s, hit.start(), last))]


def _shared(s: str, start: int, last: Said | None) -> Bound:
    """Amounts strung together share the bound said before the first: 最高不超过50万元、200万元."""
    if last and last.bound in ("max", "min") and _SHARED.fullmatch(s, last.end, start):
        return last.bound
    return "exact"
