"""Which measures and tasks the words of a plan are served by, as far as this person sees the tasks."""

from dataclasses import dataclass
from functools import cached_property

from luoxiao.core import clock
from luoxiao.organisations.models import User
from luoxiao.plan import reading
from luoxiao.plan.models import Measure, PlanVersion
from luoxiao.supervision.lights import Verdict
from luoxiao.supervision.models import LightRule, Task

UNDIVIDED, UNSEEN = "undivided", "said"  # what a sentence is that has no task, or one this person does not see


@dataclass(frozen=True)
class Served:
    """The measures in a stretch of the text, and by measure the tasks that this person sees with their lights."""

    measures: list[Measure]
    tasks: dict[int, Task]
    verdicts: dict[int, Verdict]

    @cached_property
    def stretches(self) -> list[tuple[int, int]]:
        return [(measure.char_start, measure.char_end) for measure in self.measures]

    @cached_property
    def by_clause(self) -> dict[int, str]:
        """The light of each clause that has one; of several tasks the first."""
        lit = [measure for measure in reversed(self.measures) if measure.pk in self.verdicts]
        return {measure.clause_id: self.verdicts[measure.pk].light.value for measure in lit}

    @cached_property
    def titles(self) -> dict[int, str]:
        """What a clause is called by its measure; a duty is only part of its clause."""
        return {m.clause_id: m.title for m in self.measures if m.kind != Measure.Kind.DUTY}

    def at(self, place: int) -> Measure | None:
        """The measure that the words at this place belong to."""
        found = reading.covering(place, self.stretches)
        return None if found is None else self.measures[found]

    def status(self, measure: Measure | None) -> str:
        """The light of a measure's task, or why there is none."""
        if measure is None:
            return UNDIVIDED
        verdict = self.verdicts.get(measure.pk)
        return verdict.light.value if verdict else UNSEEN


def served(version: PlanVersion, stretch: tuple[int, int], user: User) -> Served:
    """What serves the words between two offsets."""
    start, end = stretch
    measures = list(
        version.measures.filter(char_start__lt=end, char_end__gt=start).select_related("clause").order_by("order")
    )
    mine = Task.objects.visible_to(user).in_force().filter(measure__in=measures).select_related("lead")
    tasks = {task.measure_id: task for task in mine.order_by("id") if task.measure_id is not None}
    today = clock.today()
    soon = LightRule.objects.on(today).soon_days
    return Served(measures, tasks, {pk: task.verdict(today=today, soon_days=soon) for pk, task in tasks.items()})
