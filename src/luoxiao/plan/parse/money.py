"""Amounts of money in yuan, exact, with their bounds. 亿千瓦, 亿斤 and 万人 are no money."""

import re

from luoxiao.plan.parse import quantities
from luoxiao.plan.parse.model import Bound
from luoxiao.plan.parse.quantities import AMOUNT, Said, scaled

_ONE_YUAN = re.compile(r"[一二三四五六七八九两零]")  # 一元, 多元: ways of speaking
NEAR, LONGEST = 6, 40


def read(s: str) -> list[Said]:
    """Amounts in the order of the text; a range gives both its ends."""
    found: list[Said] = []
    for hit in AMOUNT.finditer(s):
        if hit["scale"] is None and _ONE_YUAN.fullmatch(hit["number"]):
            continue
        if not hit["low"]:
            found += _strung(s, hit, found[-1] if found else None)
        found += _range(hit) if hit["low"] else [_one(s, hit, found[-1] if found else None)]
    return found


def _range(hit: "re.Match[str]") -> list[Said]:
    """From … to …: the first has the scale of the second where it has none of its own."""
    own = hit["low_scale"] or ("" if hit["low_unit"] else hit["scale"])
    low = Said(hit.start(), hit.end("low_scale" if hit["low_scale"] else "low"), scaled(hit["low"], own), "min")
    return [low, Said(hit.start("number"), hit.end(), scaled(hit["number"], hit["scale"]), "max")]


def _strung(s: str, hit: "re.Match[str]", last: Said | None) -> list[Said]:
    """The first ones of 5万、10万、20万元 and 30、20、10万元, whose unit stands after the last one."""
    floor = last.end if last else 0
    before = quantities.STRUNG.search(s, max(floor, hit.start() - LONGEST), hit.start())
    if before is None:
        return []
    ahead = quantities.before(s, before.start(), floor)
    bound: Bound = ahead.bound if ahead and not ahead.is_reach else "exact"
    return [
        Said(one.start(), one.end(), scaled(one["number"], one["scale"] or hit["scale"]), bound)
        for one in quantities.ONE.finditer(s, before.start(), before.end())
    ]


def _one(s: str, hit: "re.Match[str]", last: Said | None) -> Said:
    value = scaled(hit["number"], hit["scale"])
    ahead = quantities.before(s, hit.start(), last.end if last else 0)
    start = ahead.start if ahead and hit.start() - ahead.start <= NEAR else hit.start()
    behind = quantities.after(s, hit.end())
    if behind:
        return Said(start, behind.end, value, behind.bound)
    if ahead is None and "余" in (hit["odd"], hit["odd2"]):
        return Said(start, hit.end(), value, "approx")
    return Said(start, hit.end(), value, ahead.bound if ahead else quantities.shared(s, hit.start(), last))
