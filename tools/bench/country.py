"""An invented country for the figures: counties × indicators × quarters, the same numbers for every store. Seeded."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AREAS = 14
FIRST_YEAR = 2003
GAP = -1  # no figure: two in a hundred


@dataclass(frozen=True)
class Size:
    counties: int
    indicators: int
    quarters: int

    @property
    def cells(self) -> int:
        return self.counties * self.indicators * self.quarters


@dataclass(frozen=True)
class Country:
    """Amounts are whole numbers in units of the last decimal place; indicator 0 is the population, the weight."""

    size: Size
    area: NDArray[np.int64]  # by county, from 0
    amounts: NDArray[np.int64]  # quarter, indicator, county

    def period(self, quarter: int) -> str:
        return f"{FIRST_YEAR + quarter // 4}Q{quarter % 4 + 1}"

    def rows(self) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
        """Quarter after quarter the amounts of each indicator by county; GAP where there is none."""
        for quarter in range(self.size.quarters):
            for indicator in range(self.size.indicators):
                yield quarter, indicator, self.amounts[quarter, indicator]

    def row(self, quarter: int, indicator: int) -> NDArray[np.int64]:
        found: NDArray[np.int64] = self.amounts[quarter, indicator]
        return found

    def gaps(self, quarter: int) -> dict[tuple[int, int], float]:
        """The plain reading: by indicator and area the weighted mean less the nation's."""
        weight = self.row(quarter, 0).astype(float)
        found = {}
        for indicator in range(1, self.size.indicators):
            amounts = self.row(quarter, indicator)
            known = amounts != GAP
            nation = float((amounts * weight)[known].sum() / weight[known].sum())
            for area in range(AREAS):
                here = known & (self.area == area)
                found[indicator, area] = float((amounts * weight)[here].sum() / weight[here].sum()) - nation
        return found


def country(size: Size) -> Country:
    """The same numbers for the same size."""
    chance = np.random.default_rng(2012)
    amounts = chance.integers(0, 10_000_000, (size.quarters, size.indicators, size.counties))
    amounts[chance.random(amounts.shape, np.float32) < 0.02] = GAP
    amounts[:, 0] = chance.integers(10_000, 1_500_000, (size.quarters, size.counties))
    return Country(size, np.arange(size.counties) % AREAS, amounts)
