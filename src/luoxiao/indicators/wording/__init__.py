"""The sentences of the room: gaps, ranks, indexes, the year of reaching the average and how it was reckoned."""

from luoxiao.indicators.wording.convergences import (
    LEFT_OUT,
    METHODS,
    assumption,
    band_rule,
    caution,
    convergence,
    may_arrive,
    need,
    run,
)
from luoxiao.indicators.wording.gaps import (
    LEVELS,
    MISSING,
    difference,
    doubt,
    frontier_rule,
    index,
    index_rule,
    lost,
    move,
    rank,
)
from luoxiao.indicators.wording.steps import steps

__all__ = [
    "LEFT_OUT",
    "LEVELS",
    "METHODS",
    "MISSING",
    "assumption",
    "band_rule",
    "caution",
    "convergence",
    "difference",
    "doubt",
    "frontier_rule",
    "index",
    "index_rule",
    "lost",
    "may_arrive",
    "move",
    "need",
    "rank",
    "run",
    "steps",
]
