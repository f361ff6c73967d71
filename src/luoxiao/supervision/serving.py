"""Which sentences of the plan a step serves. Pure: quotations and sentences in, places out.

A step keeps the words it serves. A new version of the plan that moves or renumbers them changes nothing; one that
rewords them leaves the step without its sentence until it is filed again. A step that names none serves them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from luoxiao.plan.reading import core


@dataclass(frozen=True, slots=True)
class Serving:
    """What a step serves: the places of its sentences from 0, and its quotations that are in the text no more."""

    whole: bool
    places: tuple[int, ...] = ()
    lost: tuple[str, ...] = ()

    def reaches(self, place: int) -> bool:
        return self.whole or place in self.places


def serving(quoted: Sequence[str], sentences: Sequence[str]) -> Serving:
    """What a step with these quotations serves, among the sentences that its task serves. Space does not count."""
    wanted = {core(words): words for words in quoted}
    cores = [core(words) for words in sentences]
    return Serving(
        whole=not wanted,
        places=tuple(place for place, words in enumerate(cores) if words in wanted),
        lost=tuple(words for key, words in wanted.items() if key not in cores),
    )
