"""Rules of asks to other ministries: which areas a policy owes, when a next step is near, what shows an effort. Pure.

Clause 四(一): whoever raises a standard considers the other ten areas together with this one.
"""

from collections.abc import Collection, Iterable
from datetime import date

EVERY_AREA = "四/(一)"  # the part of the plan whose head speaks of all eleven areas


def owes_every_area(clause_path: str) -> bool:
    """Whether the clause stands under the part that considers the eleven areas together."""
    return clause_path == EVERY_AREA or clause_path.startswith(EVERY_AREA + "/")


def left_out(clause_path: str, covered: Collection[int], areas: Iterable[int]) -> list[int]:
    """The areas (numbers) that a policy of this clause owes and does not cover, in the order given."""
    return [area for area in areas if area not in covered] if owes_every_area(clause_path) else []


def step_light(*, is_open: bool, due: date | None, today: date, soon_days: int) -> str:
    """How the next step stands: done (nothing is open any more), idle (none is set), late, soon or ok."""
    if not is_open:
        return "done"
    if due is None:
        return "idle"
    if due < today:
        return "late"
    return "soon" if (due - today).days <= soon_days else "ok"


def shows_effort(*, letters_out: int, exchanges: int) -> bool:
    """An effort is judged by what was sent and said, not by what came of it."""
    return letters_out + exchanges > 0


def named_in(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where the text names somebody by one of these names, as (start, end) in order; 财政部门 is not 财政部."""
    found = {span for name in names if name for span in _places(text, name)}
    return sorted(span for span in found if not any(_inside(span, other) for other in found))


def _places(text: str, name: str) -> Iterable[tuple[int, int]]:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (name.endswith("部") and text[end : end + 1] == "门"):
            yield start, end
        start = text.find(name, end)


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]
