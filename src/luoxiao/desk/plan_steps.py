"""落实措施 under each sentence of the chosen clause: which steps serve it, or why there is none yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from luoxiao.desk.plan_served import Served
from luoxiao.plan.reading import Piece, Role, core
from luoxiao.supervision.models import Step, Task

LISTED = 20  # sentences of one clause; of a longer one those around the chosen sentence


@dataclass(frozen=True)
class Covered:
    """A sentence and the steps that serve it; where there is none, `gap` says why."""

    number: int
    chosen: bool
    steps: list[Step] = field(default_factory=list)
    gap: str = ""


@dataclass(frozen=True)
class StepsUnder:
    """The chosen sentence's steps, the other steps of its task, and what each listed sentence has."""

    here: list[Step]
    elsewhere: list[Step]
    sentences: list[Covered]


def steps_under(pieces: Sequence[Piece], served: Served, *, place: int, chosen: int) -> StepsUnder:
    """One query, however many tasks serve the clause.

    `chosen` is the number of the chosen sentence and `place` where it begins; without a sentence (0) the place where
    the clause does, and the steps are all those of its task.
    """
    spoken = [piece for piece in pieces if piece.role is Role.SENTENCE]
    own = _task(place, served)
    known = _steps([task for piece in spoken if (task := _task(piece.char_start, served))] + ([own] if own else []))
    rows = [_covered(piece, served, known, piece.number == chosen) for piece in spoken]
    at = next((n for n, row in enumerate(rows) if row.chosen), None)
    all_own = known[own.pk] if own else []
    here = all_own if at is None else rows[at].steps
    first = max(0, min((at or 0) - LISTED // 2, len(rows) - LISTED))
    return StepsUnder(
        here=here,
        elsewhere=[step for step in all_own if step not in here],
        sentences=rows[first : first + LISTED] if any(known.values()) else [],
    )


def _task(place: int, served: Served) -> Task | None:
    measure = served.at(place)
    return served.tasks.get(measure.pk) if measure else None


def _steps(tasks: Iterable[Task]) -> dict[int, list[Step]]:
    """The steps in force by task."""
    found: dict[int, list[Step]] = defaultdict(list)
    steps = Step.objects.current().filter(filing__task__in={task.pk for task in tasks}).select_related("filing")
    for step in steps.order_by("filing__task_id", "order"):
        found[step.filing.task_id].append(step)
    return found


def _covered(piece: Piece, served: Served, known: dict[int, list[Step]], chosen: bool) -> Covered:
    task = _task(piece.char_start, served)
    if task is None:
        gap = _("办理情况不在此显示") if served.at(piece.char_start) else _("尚无任务")
        return Covered(piece.number, chosen, gap=gap)
    words = core(piece.text)
    steps = [step for step in known[task.pk] if not step.serves or words in map(core, step.serves)]
    return Covered(piece.number, chosen, steps, "" if steps else _("还没有措施"))
