"""Whether a kept split still follows from what it was computed from: scheme, factor values, lines and digest.

Nothing is read but what was frozen with the run, so figures that changed since, or another version of the software,
make no difference unless the rule itself has changed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from luoxiao.funds import schemes
from luoxiao.funds.allocation import Allocation, Line, allocate
from luoxiao.funds.models import Run, RunLine
from luoxiao.funds.terms import Fault, Faults


class What(StrEnum):
    """What differs; the sentences are in funds/wording/verifying.py."""

    UNREADABLE = "unreadable"  # fault: scheme or factor table cannot be reckoned with
    DIGEST = "digest"
    TOTAL = "total"
    POT = "pot"
    LINE = "line"  # one region's amounts
    MISSING = "missing"  # the computation has a region that is not kept
    SURPLUS = "surplus"  # a region is kept that the computation does not have


@dataclass(frozen=True)
class Difference:
    """One thing that does not follow: as it is kept and as it is computed; amounts in fen."""

    what: What
    region: str = ""
    name: str = ""
    kept: int | str = ""
    computed: int | str = ""
    fault: Fault | None = None


@dataclass(frozen=True)
class Verdict:
    """What a verification found."""

    run: Run
    digest: str
    differences: list[Difference] = field(default_factory=list)

    @property
    def follows(self) -> bool:
        return not self.differences


_NUMBER = re.compile(r"[0-9]{1,18}")
_ROUND = re.compile(r"([0-9]{4})-([0-9]{1,2})")


def kept_run(said: str, *, fund: str, rehearsal: bool) -> Run | None:
    """The run with this number; or of 2012-2 the adopted run of a fund's second round of 2012."""
    runs = Run.objects.select_related("round__fund", "adopted_by", "prepared_by")
    if _NUMBER.fullmatch(said):
        return runs.filter(pk=int(said)).first()
    found = _ROUND.fullmatch(said)
    if not found:
        return None
    of_fund = runs.filter(round__fund__code=fund, round__fund__is_rehearsal=rehearsal, state=Run.State.ADOPTED)
    return of_fund.filter(round__year=int(found[1]), round__number=int(found[2])).first()


def verify(run: Run) -> Verdict:
    """Compute the run anew from what it kept and compare every amount. Two queries; changes nothing."""
    try:
        scheme, regions = schemes.from_json(run.scheme), schemes.regions_from_json(run.factor_table)
        found = allocate(scheme, regions)
    except Faults as faults:
        return Verdict(run, "", [Difference(What.UNREADABLE, fault=fault) for fault in faults.faults])
    digest = schemes.digest(scheme, regions, found)
    return Verdict(run, digest, [*_whole(run, found, digest), *_lines(run, found)])


def _whole(run: Run, found: Allocation, digest: str) -> Iterator[Difference]:
    pairs: list[tuple[What, int | str, int | str]] = [
        (What.DIGEST, run.digest, digest),
        (What.TOTAL, run.total_fen, found.total_fen),
        (What.POT, run.round.pot_fen, found.scheme.pot_fen),
    ]
    return (Difference(what, kept=kept, computed=computed) for what, kept, computed in pairs if kept != computed)


def _lines(run: Run, found: Allocation) -> Iterator[Difference]:
    kept = {line.region.code_2012: line for line in run.lines.select_related("region").order_by("region__code_2012")}
    for line in found.lines:
        own = kept.pop(line.code, None)
        if own is None:
            yield Difference(What.MISSING, line.code, line.name, computed=line.total_fen)
        elif _parts(own) != _computed(line):
            yield Difference(What.LINE, line.code, line.name, own.total_fen, line.total_fen)
    for code, own in kept.items():
        yield Difference(What.SURPLUS, code, own.region.name_2012, own.total_fen)


def _parts(line: RunLine) -> tuple[int | str, ...]:
    parts = (line.regular_fen, line.fixed_fen, line.directed_fen, line.adjustment_fen, line.total_fen, line.early_fen)
    return (*parts, line.rule)


def _computed(line: Line) -> tuple[int | str, ...]:
    fixed, directed = sum(line.fixed_fen.values()), sum(line.directed_fen.values())
    return (line.regular_fen, fixed, directed, line.adjustment_fen, line.total_fen, line.early_fen, line.rule)
