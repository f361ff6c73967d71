"""Is the area helped on better terms than the mid-west (clause 三(一)) and than the west (clause 四(二))? Pure.

The plan asks two comparisons: 三(一)1 with the centre and the west, 四(二)1 with the west alone. Each is made of the
subsidy ratio and of the money per head. Where a number is missing the answer is that it is missing, never a guess.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Against(StrEnum):
    """Which clause compares, and with whom."""

    MID_WEST = "mid-west"  # 三(一)1: 比中西部地区更加优惠
    WEST = "west"  # 四(二)1: 比西部更加优惠


GROUPS: Mapping[Against, tuple[str, ...]] = {Against.MID_WEST: ("west", "centre"), Against.WEST: ("west",)}
CLAUSES: Mapping[Against, str] = {Against.MID_WEST: "三/(一)", Against.WEST: "四/(二)/1"}


class Verdict(StrEnum):
    """What a comparison found."""

    BETTER = "better"
    EQUAL = "equal"
    WORSE = "worse"
    UNKNOWN = "unknown"  # insufficient data


@dataclass(frozen=True)
class Term:
    """A published number of one group and year: ratio in hundredths of a percent, money in fen, people."""

    group: str
    year: int
    measure: str  # ratio, money, people
    value: int
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class Standing:
    """One measure of all groups in a year. Ratio: share of the cost; per head: fen a person. None: not known."""

    year: int
    measure: str  # ratio, per-head
    values: Mapping[str, Fraction | None]

    def verdict(self, against: Against) -> Verdict:
        """The area beside the best placed of the others: better only if better than every one of them."""
        ours, theirs = self.values.get("area"), [self.values.get(group) for group in GROUPS[against]]
        if ours is None or any(each is None for each in theirs):
            return Verdict.UNKNOWN
        best = max(each for each in theirs if each is not None)
        return Verdict.BETTER if ours > best else Verdict.EQUAL if ours == best else Verdict.WORSE

    def missing(self, against: Against) -> list[str]:
        """The groups whose number is not known."""
        return [group for group in ("area", *GROUPS[against]) if self.values.get(group) is None]


def standings(terms: Iterable[Term]) -> list[Standing]:
    """Both measures of every year that has any number, newest first. Of two of the same kind the later counts."""
    known = {(term.year, term.group, term.measure): term.value for term in terms}
    years = sorted({year for year, _group, _measure in known}, reverse=True)
    return [standing for year in years for standing in (_ratio(known, year), _per_head(known, year))]


Known = Mapping[tuple[int, str, str], int]
_ALL = ("area", "west", "centre")


def _ratio(known: Known, year: int) -> Standing:
    found = {group: known.get((year, group, "ratio")) for group in _ALL}
    return Standing(year, "ratio", {group: _share(value) for group, value in found.items()})


def _share(hundredths: int | None) -> Fraction | None:
    return None if hundredths is None else Fraction(hundredths, 10_000)


def _per_head(known: Known, year: int) -> Standing:
    return Standing(year, "per-head", {group: _divided(known, year, group) for group in _ALL})


def _divided(known: Known, year: int, group: str) -> Fraction | None:
    money, people = known.get((year, group, "money")), known.get((year, group, "people"))
    return Fraction(money, people) if money is not None and people else None
