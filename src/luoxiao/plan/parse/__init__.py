"""The parser of official plans: deterministic, offline, pure Python, a small grammar in short modules."""

from collections.abc import Collection, Mapping

from luoxiao.plan.parse.model import ParsedPlan, Unreadable
from luoxiao.plan.parse.reading import Reading

__all__ = ["ParsedPlan", "Unreadable", "parse"]


def parse(
    text: str, *, known_units: Collection[str] = frozenset(), known_papers: Mapping[str, str] | None = None
) -> ParsedPlan:
    """Read a plan. Names of units and numbers of papers known today only sharpen what is doubted.

    Raises Unreadable for a text that is empty, too long, or holds what no official text holds.
    """
    return Reading(text, frozenset(known_units), known_papers or {}).plan()
