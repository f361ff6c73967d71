"""层层加码: what a level below made of the item above it. Pure: two wordings and two dates in, differences out.

Each level keeps the wording and limit it was given beside its own, so that added targets and shortened limits are seen.
A figure is a number with its unit (90%, 3 所, 20 万元). Numbers are compared as written, without reckoning in units.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

_FIGURE = re.compile(r"\d+(?:\.\d+)?\s*(?:%|个百分点|亿元|万元|元|万人|人|万户|户|[个张所座项次件场家台套床])?")
_DATED = re.compile(r"\d+\s*年(?:\s*\d+\s*月)?(?:\s*\d+\s*日)?|\d+\s*月(?:\s*\d+\s*日)?")


@dataclass(frozen=True)
class Limit:
    """An item as a level says it: its wording and its day (None: no day)."""

    wording: str
    due: date | None


@dataclass(frozen=True)
class Difference:
    """The code of a difference and what its sentence needs (days, dates, figures)."""

    code: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def burdens(self) -> bool:
        """Whether it asks more of the level below than was asked of the level above."""
        return self.code in ("shortened", "limit-added", "figures-added")


def compared(above: Limit, own: Limit) -> list[Difference]:
    """How the item below differs from the one above; empty where it says the same by the same day."""
    return [*_days(above.due, own.due), *_figures(above.wording, own.wording), *_words(above.wording, own.wording)]


def _days(above: date | None, own: date | None) -> list[Difference]:
    if above == own:
        return []
    if above is None:
        return [Difference("limit-added", {"own": own})]
    if own is None:
        return [Difference("limit-dropped", {"above": above})]
    code = "shortened" if own < above else "later"
    return [Difference(code, {"days": abs((above - own).days), "above": above, "own": own})]


def _figures(above: str, own: str) -> list[Difference]:
    said, kept = figures(above), figures(own)
    added = [figure for figure in kept if figure not in said]
    dropped = [figure for figure in said if figure not in kept]
    found = [Difference("figures-added", {"figures": "、".join(added)})] if added else []
    return found + ([Difference("figures-dropped", {"figures": "、".join(dropped)})] if dropped else [])


def _words(above: str, own: str) -> list[Difference]:
    return [] if _plain(above) == _plain(own) else [Difference("reworded")]


def figures(wording: str) -> list[str]:
    """The numbers of a wording with their units, in order, each once; dates are no figures."""
    plain = _DATED.sub(" ", normalize("NFKC", wording))
    return list(dict.fromkeys("".join(found.split()) for found in _FIGURE.findall(plain)))


def _plain(wording: str) -> str:
    return "".join(normalize("NFKC", wording).split())
