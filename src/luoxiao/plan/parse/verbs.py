"""How far the text commits itself: 争取, 建议, 指导, 支持 and their like."""

import re

_VERB = re.compile(
    "争取|力争|建议|指导|支持|协商|确保|推动|引导|研究|探索|鼓励|督促|协调|配合|落实|建立|完善|加强|健全|优先|参与|组织|应保尽保|先行先试"
)


def read(s: str) -> list[tuple[int, int]]:
    """Offsets of the verbs, in the order of the text."""
    return [hit.span() for hit in _VERB.finditer(s)]
