"""Sources under a table: each is written once and its figures carry its number."""

from dataclasses import dataclass, field

from luoxiao.desk.figure_words import NOTHING
from luoxiao.indicators.models import Origin

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass
class Sources:
    """Gives numbers in the order in which sources are first named."""

    names: list[str] = field(default_factory=list)

    def mark(self, origin: Origin | None) -> str:
        """① for the first source named; — for none."""
        if origin is None:
            return NOTHING
        if origin.source not in self.names:
            self.names.append(origin.source)
        return numbered(self.names.index(origin.source))

    def listed(self) -> list[tuple[str, str]]:
        """Number and source, for the list under the table."""
        return [(numbered(place), name) for place, name in enumerate(self.names)]


def numbered(place: int) -> str:
    """① to ⑳, then (21)."""
    return _CIRCLED[place] if place < len(_CIRCLED) else f"({place + 1})"
